//! How evenly all is spread, counted again beside whoever looks.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use matching::AreaId;

use super::volunteers_there::FEW;
use crate::actor::Actor;
use crate::fairness::FairnessReport;
use crate::refusal::Outcome;
use crate::service::{Dispatch, hours, minutes};

/// So long a report is taken as it is: it looks at thirty days.
const FRESH_FOR: SignedDuration = minutes(15);
/// So long it is shown while another one is made.
const SHOWN_FOR: SignedDuration = hours(12);

/// The last report of each choice of areas; `None` = all.
pub(super) type KeptReports = BTreeMap<Option<Vec<AreaId>>, Kept>;

/// A report, and whether the next one is being made.
pub(super) struct Kept {
    report: Arc<FairnessReport>,
    is_remaking: bool,
}

impl Dispatch {
    /// How evenly alerts and help were spread in the caller's area over the last thirty days; its
    /// `to` says when it was counted. Where volunteers are many, that is some minutes ago, and
    /// nobody waits for a count but the first.
    ///
    /// # Errors
    /// [`crate::Refusal::NotFound`] for an area the caller does not see.
    pub async fn fairness_lately(
        &self,
        actor: &Actor,
        area: Option<AreaId>,
    ) -> Outcome<Arc<FairnessReport>> {
        let areas = self.visible_areas(actor, area)?;
        if self.index().len() < FEW as usize {
            return Ok(Arc::new(self.fairness_in(areas, None, None).await?));
        }
        let now = self.now();
        let mut known = self.board().fairness.lock().await;
        known.retain(|_, kept| is_within(kept.report.to, now, SHOWN_FOR));
        if let Some(kept) = known.get_mut(&areas) {
            if !is_within(kept.report.to, now, FRESH_FOR) && !kept.is_remaking {
                kept.is_remaking = true;
                let own = self.clone();
                tokio::spawn(async move { own.remake(areas).await });
            }
            return Ok(kept.report.clone());
        }
        let report = Arc::new(self.fairness_in(areas.clone(), None, None).await?);
        known.insert(areas, Kept { report: report.clone(), is_remaking: false });
        Ok(report)
    }

    async fn remake(&self, areas: Option<Vec<AreaId>>) {
        let made = self.fairness_in(areas.clone(), None, None).await;
        let mut known = self.board().fairness.lock().await;
        match made {
            Ok(report) => {
                known.insert(areas, Kept { report: Arc::new(report), is_remaking: false });
            }
            Err(error) => {
                tracing::warn!(%error, "evenness could not be counted; the last count stays");
                if let Some(kept) = known.get_mut(&areas) {
                    kept.is_remaking = false;
                }
            }
        }
    }
}

fn is_within(at: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    at <= now && now < at + span
}
