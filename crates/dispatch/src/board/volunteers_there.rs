//! How many volunteers live where, counted again once a minute beside whoever looks.

use std::sync::Arc;

use jiff::Timestamp;
use store::VolunteersThere;

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::{Dispatch, minutes};

/// The last count.
#[derive(Default)]
pub(super) struct Counted {
    at: Option<Timestamp>,
    /// The number of the last change to a volunteer that it knows of.
    change: i64,
    there: Arc<Vec<VolunteersThere>>,
    /// Somebody counts again.
    is_recounting: bool,
}

impl Dispatch {
    /// Counts what staff's pages are made of, so that the first to open one does not wait for it.
    ///
    /// # Errors
    /// The store cannot be read now.
    pub async fn prepare_pages(&self) -> Outcome<()> {
        self.follow_board().await?;
        self.volunteers_there().await?;
        self.fairness_lately(&Actor::System, None).await?;
        Ok(())
    }

    /// Active volunteers by cell and leaf area. Where they are many, what changed within the last
    /// minute may be missing, and nobody waits for a count but the first.
    pub(crate) async fn volunteers_there(&self) -> Outcome<Arc<Vec<VolunteersThere>>> {
        let mut counted = self.board().counted.lock().await;
        let now = self.now();
        let few = counted.there.iter().map(|here| here.count).sum::<u32>() < FEW;
        if counted.at.is_some() && !few {
            let fresh = counted.at.is_some_and(|at| at <= now && now < at + minutes(1));
            if !fresh && !counted.is_recounting {
                counted.is_recounting = true;
                let own = self.clone();
                tokio::spawn(async move { own.recount().await });
            }
            return Ok(counted.there.clone());
        }
        let mut tx = self.read().await?;
        let change = tx.last_change().await?;
        if counted.at.is_none() || counted.change != change {
            counted.there = Arc::new(tx.volunteer_cells().await?);
            (counted.at, counted.change) = (Some(now), change);
        }
        Ok(counted.there.clone())
    }

    async fn recount(&self) {
        let now = self.now();
        let change = self.board().counted.lock().await.change;
        let count = self.count_unless(change).await;
        let mut counted = self.board().counted.lock().await;
        counted.is_recounting = false;
        match count {
            Ok(Some((there, change))) => {
                counted.there = Arc::new(there);
                (counted.at, counted.change) = (Some(now), change);
            }
            Ok(None) => counted.at = Some(now),
            Err(error) => {
                tracing::warn!(%error, "volunteers could not be counted; the last count stays");
            }
        }
    }

    /// The count and the last change, unless that is known.
    async fn count_unless(&self, known: i64) -> Outcome<Option<(Vec<VolunteersThere>, i64)>> {
        let mut tx = self.read().await?;
        let change = tx.last_change().await?;
        if change == known {
            return Ok(None);
        }
        Ok(Some((tx.volunteer_cells().await?, change)))
    }
}

/// Fewer volunteers are counted again whenever one of them changed.
pub(super) const FEW: u32 = 10_000;
