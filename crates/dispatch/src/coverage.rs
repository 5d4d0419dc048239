//! Need and help on the map.

use std::collections::BTreeMap;

use jiff::SignedDuration;
use matching::{AreaId, Cell};

use crate::actor::Actor;
use crate::board::area_set;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};
use crate::statistics::{was_cancelled_early, was_matched};

/// Need and help in one H3 cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CoverageCell {
    /// The cell.
    pub cell: Cell,
    /// Requests opened in the last 28 days.
    pub requests: u32,
    /// Of these matched in time.
    pub matched: u32,
    /// Of these due or open and not matched.
    pub unmet: u32,
    /// Active volunteers whose first anchor lies here.
    pub volunteers: u32,
}

impl Dispatch {
    /// Need and help by cell over the last 28 days, for the caller's area.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a resolution outside 4 to 7.
    pub async fn coverage(
        &self,
        actor: &Actor,
        area: Option<AreaId>,
        resolution: u8,
    ) -> Outcome<Vec<CoverageCell>> {
        if !(4..=7).contains(&resolution) {
            return Err(Refusal::field("resolution", "out_of_range"));
        }
        let areas = area_set(self.visible_areas(actor, area)?);
        let there = self.volunteers_there().await?;
        self.follow_board().await?;
        let now = self.now();
        let mut cells: BTreeMap<i64, CoverageCell> = BTreeMap::new();
        self.board().look(|picture| {
            let until = now + SignedDuration::from_micros(1);
            for row in picture.opened(now - hours(28 * 24), until, areas.as_ref()) {
                let Some(cell) = row.cell.and_then(|cell| cell.parent(resolution)) else {
                    continue;
                };
                let found = cells.entry(cell.to_i64()).or_insert_with(|| CoverageCell::empty(cell));
                let is_matched = was_matched(&row.counted);
                found.requests += 1;
                found.matched += u32::from(is_matched);
                found.unmet += u32::from(!is_matched && !was_cancelled_early(&row.counted));
            }
        });
        for here in there.iter() {
            let seen = areas
                .as_ref()
                .is_none_or(|areas| here.area_id.is_some_and(|id| areas.contains(&id)));
            let Some(cell) = here.cell.parent(resolution).filter(|_| seen) else { continue };
            let found = cells.entry(cell.to_i64()).or_insert_with(|| CoverageCell::empty(cell));
            found.volunteers += here.count;
        }
        Ok(cells.into_values().collect())
    }
}

impl CoverageCell {
    const fn empty(cell: Cell) -> Self {
        Self { cell, requests: 0, matched: 0, unmet: 0, volunteers: 0 }
    }
}
