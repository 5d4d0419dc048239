//! The deployment's areas in memory: nesting, and the leaf area of a position.

use std::collections::HashMap;

use matching::{AreaId, Cell, Position};
use store::{Area, StoreError, Tx};

/// Areas, their nesting and their cells.
#[derive(Debug, Default)]
pub struct AreaTree {
    areas: Vec<Area>,
    cells: HashMap<Cell, AreaId>,
    resolutions: Vec<u8>,
}

impl AreaTree {
    /// Reads the areas of a deployment.
    pub async fn load(tx: &mut Tx) -> Result<Self, StoreError> {
        let areas = tx.areas().await?;
        let cells: HashMap<Cell, AreaId> = tx.area_cells().await?.into_iter().collect();
        let mut resolutions: Vec<u8> = cells.keys().map(|cell| cell.resolution()).collect();
        resolutions.sort_unstable();
        resolutions.dedup();
        resolutions.reverse();
        Ok(Self { areas, cells, resolutions })
    }

    /// Whether the deployment has areas at all.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// Every area, by name.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The leaf area of a position.
    pub fn leaf_of(&self, position: Position) -> Option<AreaId> {
        let leaf = |resolution: &u8| self.cells.get(&Cell::of(position, *resolution)).copied();
        self.resolutions.iter().find_map(leaf)
    }

    /// An area and all that lie within it.
    pub fn within(&self, area: AreaId) -> Vec<AreaId> {
        let mut found = vec![area];
        let mut next = 0;
        while let Some(parent) = found.get(next).copied() {
            let inside = self.areas.iter().filter(|a| a.parent_id == Some(parent)).map(|a| a.id);
            let new: Vec<AreaId> = inside.filter(|id| !found.contains(id)).collect();
            found.extend(new);
            next += 1;
        }
        found
    }

    /// The name of an area.
    pub fn name(&self, id: AreaId) -> Option<&str> {
        self.areas.iter().find(|area| area.id == id).map(|area| area.name.as_str())
    }

    /// The area with this name or id.
    pub fn find(&self, name_or_id: &str) -> Option<AreaId> {
        let named = self.areas.iter().find(|area| area.name == name_or_id);
        named.map(|area| area.id).or_else(|| {
            let id: AreaId = name_or_id.parse().ok()?;
            self.areas.iter().any(|area| area.id == id).then_some(id)
        })
    }
}
