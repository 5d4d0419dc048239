//! From a position to its leaf area.

use std::collections::{BTreeSet, HashMap};

use matching::{Cell, Position};

/// The leaf area of each cell, under any key the caller uses for areas.
#[derive(Clone, Debug)]
pub struct AreaMap<K> {
    leaves: HashMap<Cell, K>,
    /// Finest first.
    resolutions: Vec<u8>,
}

impl<K: Copy> AreaMap<K> {
    /// A map of these cells; a cell given twice keeps its first key.
    pub fn new(cells: impl IntoIterator<Item = (Cell, K)>) -> Self {
        let mut leaves = HashMap::new();
        let mut resolutions = BTreeSet::new();
        for (cell, key) in cells {
            resolutions.insert(cell.resolution());
            leaves.entry(cell).or_insert(key);
        }
        Self { leaves, resolutions: resolutions.into_iter().rev().collect() }
    }

    /// The one leaf area that holds a position, if any; constant time.
    pub fn leaf_of(&self, position: Position) -> Option<K> {
        let mut cells = self.resolutions.iter().map(|&resolution| Cell::of(position, resolution));
        cells.find_map(|cell| self.leaves.get(&cell).copied())
    }

    /// The leaf area of a cell of the map's own resolution.
    pub fn leaf_of_cell(&self, cell: Cell) -> Option<K> {
        self.leaves.get(&cell).copied()
    }

    /// How many cells it holds.
    pub fn len(&self) -> usize {
        self.leaves.len()
    }

    /// Whether it holds no cell.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }
}
