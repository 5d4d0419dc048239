//! What a member of staff does for a search that is stuck: asks others now, or farther away.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{AlertStatus, Need, Reach, RequestId, RequestStatus, Role, VolunteerId};
use serde_json::json;
use store::{Alert, HelpRequest, Tx};

use crate::actor::Actor;
use crate::choose_volunteers::{Chosen, Plan, nearness};
use crate::find_volunteers::{Able, Ask, Pool};
use crate::post_help_request::blocked;
use crate::queue::Lane;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// Asked at once where a deployment's rules say nothing.
const FEW: usize = 3;

impl Dispatch {
    /// Asks the nearest who may be asked and were not, beside those who are waited for; where there
    /// is nobody new, those who kept silent once more. Gives how many were asked.
    ///
    /// Limits of alerts, hours of rest and blocks hold as ever.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when the request does not search by mail, [`Refusal::NotFound`] when
    /// it is not theirs to see.
    pub async fn ask_others_now(&self, actor: &Actor, id: RequestId) -> Outcome<u32> {
        let (mut tx, mut request) = self.searching(actor, id).await?;
        let alerts = tx.alerts_of_request(id).await?;
        let need = self.need_of(&request);
        let most = (self.settings().matching.outstanding as usize).max(FEW);
        let mut pool = self.find_pool(&mut tx, &request, &need, most).await?;
        if pool.able.is_empty() {
            pool = self.silent_again(&mut tx, &request, &need, &alerts, most).await?;
        }
        let ids: Vec<VolunteerId> = pool.able.iter().map(|one| one.volunteer.id).collect();
        let how = (Reach::Own, Ask::Anyhow);
        let still = self.still_alertable(&mut tx, &ids, &need, how).await?;
        let able = pool.able.drain(..).filter(|one| still.contains(&one.volunteer.id));
        let chosen: Vec<Chosen> = able.map(by_hand).collect();
        let asked = u32::try_from(chosen.len()).unwrap_or(u32::MAX);
        let answer_by = self.now() + self.silence();
        let data = json!({ "alerts": asked });
        self.happened(&mut tx, "request.resent", actor, id, data).await?;
        if asked > 0 {
            let mut plan = Plan { chosen, pool, answer_by, outstanding: 0, expected: json!({}) };
            self.send_wave(&mut tx, &mut request, &need, &mut plan).await?;
        }
        self.end_by_hand(tx, request, (asked > 0).then_some(answer_by)).await?;
        Ok(asked)
    }

    /// Asks volunteers beyond their own radius, up to half as far again, whether they would go so
    /// far this time; gives how many were asked.
    ///
    /// # Errors
    /// As [`Dispatch::ask_others_now`]; [`Refusal::Conflict`] for help from afar.
    pub async fn ask_farther_now(&self, actor: &Actor, id: RequestId) -> Outcome<u32> {
        let (mut tx, mut request) = self.searching(actor, id).await?;
        let need = self.need_of(&request);
        if need.place.is_none() {
            return Err(Refusal::Conflict("remote"));
        }
        let most = (self.settings().matching.stretch_invitations as usize).max(FEW);
        self.happened(&mut tx, "request.widened", actor, id, json!({})).await?;
        let asked = self.stretch(&mut tx, &mut request, &need, most).await?;
        let until = asked.map(|(until, _)| until);
        self.end_by_hand(tx, request, until).await?;
        Ok(asked.map_or(0, |(_, count)| count))
    }

    /// The request under its lock, if it searches by mail.
    async fn searching(&self, actor: &Actor, id: RequestId) -> Outcome<(Tx, HelpRequest)> {
        self.follow_changes().await?;
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        if request.status != RequestStatus::Open || self.now() >= request.needed_by {
            return Err(Refusal::Conflict("status"));
        }
        if request.staff_only {
            return Err(Refusal::Conflict("staff_only"));
        }
        Ok((tx, request))
    }

    /// Those who were asked and let the time pass, the nearest first.
    async fn silent_again(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        need: &Need,
        alerts: &[Alert],
        most: usize,
    ) -> Outcome<Pool> {
        let of = |wanted: fn(AlertStatus) -> bool| -> BTreeSet<VolunteerId> {
            let found = alerts.iter().filter(|alert| wanted(alert.status));
            found.map(|alert| alert.volunteer_id).collect()
        };
        let silent = of(|status| status == AlertStatus::Expired);
        let others = of(|status| status != AlertStatus::Expired);
        let ids: Vec<VolunteerId> = silent.difference(&others).copied().collect();
        let blocked = blocked(tx, request).await?;
        let how = (Reach::Own, Ask::about(request));
        let looked = self.look_at(tx, &ids, need, &blocked, how).await?;
        let able = looked.into_iter().filter_map(|looked| {
            let distance_m = looked.verdict.ok()?;
            Some((looked.volunteer, looked.standing, distance_m))
        });
        let mut able: Vec<_> = able.collect();
        able.sort_by_key(|(volunteer, _, distance_m)| (*distance_m, volunteer.id));
        able.truncate(most);
        let ranked = able.into_iter().zip(1..).map(|((volunteer, standing, distance_m), rank)| {
            Able { volunteer, standing, distance_m, rank }
        });
        Ok(Pool { able: ranked.collect(), ..Pool::default() })
    }

    /// Writes the request back; it is planned again when those asked by hand have had their time.
    async fn end_by_hand(
        &self,
        mut tx: Tx,
        mut request: HelpRequest,
        until: Option<Timestamp>,
    ) -> Outcome<()> {
        if let Some(until) = until {
            let later = request.next_plan_at.map_or(until, |at| at.max(until));
            request.next_plan_at = Some(later.min(request.needed_by));
        }
        request.updated_at = self.now();
        self.write_life(&mut tx, RequestStatus::Open, &request).await?;
        self.finish_for(tx, &[Lane::Mail]).await
    }
}

fn by_hand(able: Able) -> Chosen {
    let mut reasons = nearness(&able);
    reasons.push(json!({ "code": "by_hand" }));
    Chosen {
        reasons,
        rank: able.rank,
        distance_m: able.distance_m,
        volunteer: able.volunteer,
        chance_ppm: None,
        exposure_ppm: None,
    }
}
