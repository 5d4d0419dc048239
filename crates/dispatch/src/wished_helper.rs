//! Somebody who is known to the person is asked before all others, alone, for a while.

use jiff::SignedDuration;
use matching::{Need, Reach};
use serde_json::json;
use store::{Alert, HelpRequest, Tx};

use crate::choose_volunteers::{Chosen, Plan, nearness};
use crate::find_volunteers::{Able, Ask, Pool};
use crate::post_help_request::blocked;
use crate::refusal::Outcome;
use crate::service::{Dispatch, hours};

/// The longest that others wait for a known helper's answer, in hours.
const LONGEST_H: i64 = 12;

impl Dispatch {
    /// The plan that asks the known helper, or waits for their answer; none when there is no wish,
    /// or when they may not be asked now or have answered.
    pub(crate) async fn choose_the_wished(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        alerts: &[Alert],
    ) -> Outcome<Option<Plan>> {
        let Some(wished) = tx.tie(request.id).await?.wished_volunteer_id else { return Ok(None) };
        if let [only] = alerts {
            let waits = only.volunteer_id == wished
                && only.status.is_outstanding()
                && only.answer_by > self.now();
            return Ok(waits.then(|| alone(Vec::new(), only.answer_by, 1)));
        }
        if !alerts.is_empty() {
            return Ok(None);
        }
        let blocked = blocked(tx, request).await?;
        let how = (Reach::Own, Ask::Anyhow);
        let looked = self.look_at(tx, &[wished], need, &blocked, how).await?;
        let Some(looked) = looked.into_iter().next() else { return Ok(None) };
        let Ok(distance_m) = looked.verdict else { return Ok(None) };
        let able =
            Able { volunteer: looked.volunteer, standing: looked.standing, distance_m, rank: 1 };
        let mut reasons = vec![json!({ "code": "known_helper" })];
        reasons.extend(nearness(&able).into_iter().filter(|one| one["code"] == "distance"));
        let chosen = Chosen {
            reasons,
            rank: 1,
            distance_m,
            volunteer: able.volunteer,
            chance_ppm: None,
            exposure_ppm: None,
        };
        let left = request.needed_by.duration_since(self.now());
        let wait: SignedDuration =
            (left / 4).clamp(self.silence(), hours(LONGEST_H).max(self.silence()));
        Ok(Some(alone(vec![chosen], self.now() + wait, 0)))
    }
}

/// A plan of the known helper alone.
fn alone(chosen: Vec<Chosen>, answer_by: jiff::Timestamp, outstanding: u32) -> Plan {
    Plan { chosen, pool: Pool::default(), answer_by, outstanding, expected: json!({}) }
}
