//! How many volunteers live where, counted at most once a minute.

use jiff::Timestamp;
use store::VolunteersThere;

use crate::refusal::Outcome;
use crate::service::{Dispatch, minutes};

/// The last count.
#[derive(Default)]
pub(super) struct Counted {
    at: Option<Timestamp>,
    /// The number of the last change to a volunteer that it knows of.
    change: i64,
    there: std::sync::Arc<Vec<VolunteersThere>>,
}

impl Dispatch {
    /// Active volunteers by cell and leaf area; what changed within the last minute may be missing
    /// where many volunteers change all the time.
    pub(crate) async fn volunteers_there(&self) -> Outcome<std::sync::Arc<Vec<VolunteersThere>>> {
        let mut counted = self.board().counted.lock().await;
        let now = self.now();
        let fresh = counted.at.is_some_and(|at| at <= now && now < at + minutes(1));
        let mut tx = self.read().await?;
        let change = tx.last_change().await?;
        let unchanged = counted.at.is_some() && counted.change == change;
        let few = counted.there.len() < FEW;
        if unchanged || (fresh && !few) {
            return Ok(counted.there.clone());
        }
        counted.there = std::sync::Arc::new(tx.volunteer_cells().await?);
        counted.at = Some(now);
        counted.change = change;
        Ok(counted.there.clone())
    }
}

/// Up to so many cells are counted again whenever somebody changed.
const FEW: usize = 1_000;
