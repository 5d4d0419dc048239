//! What protects the people of a request: blocks, concerns, suspension, staff alone.

use jiff::Timestamp;
use matching::{
    AlertStatus, EngagementId, EngagementStatus, RequestId, RequestStatus, TaskKind, VolunteerId,
    VolunteerStatus,
};
use store::{Engagement, HelpRequest, Tx};

use crate::actor::Actor;
use crate::help_given::{BLOCKED, SUSPENDED};
use crate::life::{Owed, ToDo};
use crate::links::Purpose;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// What a concern may be about.
pub const CONCERNS: [&str; 5] = ["behaviour", "money", "danger", "wellbeing", "other"];
/// Hours in which a human reads a concern.
const CONCERN_H: i64 = 4;
/// Places dealt with in one go.
const BATCH: u32 = 200;

impl Dispatch {
    /// The person does not want this volunteer again: a promise that is still to be kept ends, and
    /// what they were asked about this request is withdrawn.
    pub async fn block_volunteer(&self, actor: &Actor, id: EngagementId) -> Outcome<VolunteerId> {
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        self.speaks_for(actor, &request)?;
        if request.person_hashes().next().is_none() {
            return Err(Refusal::Conflict("no_contact"));
        }
        let volunteer = engagement.volunteer_id;
        for hash in request.person_hashes() {
            tx.block_volunteer(hash, volunteer, self.now()).await?;
        }
        let data = serde_json::json!({});
        self.engaged(&mut tx, "volunteer.blocked", actor, &engagement, data).await?;
        if engagement.status.is_live() {
            self.end_place(&mut tx, request, &mut engagement, BLOCKED, actor).await?;
        }
        self.finish(tx).await?;
        Ok(volunteer)
    }

    /// Ends a place that its volunteer has not given up, and tells them that they are not expected.
    async fn end_place(
        &self,
        tx: &mut Tx,
        request: HelpRequest,
        engagement: &mut Engagement,
        reason: &str,
        actor: &Actor,
    ) -> Outcome<()> {
        let to = EngagementStatus::Released;
        let owed = Owed {
            key: format!("withdrawn:{}:{reason}", engagement.id),
            kind: "withdrawn",
            rank: 1,
            volunteer: Some(engagement.volunteer_id),
            request: Some(request.id),
            engagement: Some(engagement.id),
            data: Some(serde_json::json!({ "arranged": true })),
            not_after: Some(request.needed_by),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        self.give_up(tx, request, engagement, to, reason, actor).await
    }

    /// Somebody is worried: a human reads it before its deadline.
    pub async fn report_concern(&self, actor: &Actor, id: RequestId, kind: &str) -> Outcome<()> {
        if !CONCERNS.contains(&kind) {
            return Err(Refusal::field("kind", "concern"));
        }
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        let data = serde_json::json!({ "kind": kind });
        self.happened(&mut tx, "concern.reported", actor, id, data).await?;
        self.call_for_concern(&mut tx, request, actor).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// The task to look into a concern; one is open for a request at a time.
    pub(crate) async fn call_for_concern(
        &self,
        tx: &mut Tx,
        mut request: HelpRequest,
        actor: &Actor,
    ) -> Outcome<()> {
        let before = tx.tasks_of_request(request.id, TaskKind::Concern).await?;
        if before.open == 0 {
            let due: Timestamp = self.now() + hours(CONCERN_H);
            let mut to_do = ToDo::about(&request, TaskKind::Concern, due).round(before.all);
            to_do.level = 1;
            self.make_task(tx, &to_do, actor).await?;
        }
        if request.status.is_live() {
            request.needs_attention = true;
            request.attention = Some("concern".to_owned());
            self.write_life(tx, request.status, &request).await?;
        }
        Ok(())
    }

    /// Whoever is suspended comes to nobody any more: their places are looked for again, and what
    /// they were asked is withdrawn. Gives how many places and alerts there were.
    pub(crate) async fn end_suspended(&self) -> Outcome<usize> {
        let mut tx = self.read().await?;
        let places = tx.live_places_of(VolunteerStatus::Suspended, BATCH).await?;
        let alerts = tx.outstanding_alerts_of(VolunteerStatus::Suspended, BATCH).await?;
        drop(tx);
        for id in &places {
            let mut tx = self.write().await?;
            let (request, mut engagement) = self.locked_engagement(&mut tx, *id).await?;
            if engagement.status.is_live() {
                let system = &Actor::System;
                self.end_place(&mut tx, request, &mut engagement, SUSPENDED, system).await?;
                self.finish(tx).await?;
            }
        }
        for alert in &alerts {
            let mut tx = self.write().await?;
            let mut request = self.locked_request(&mut tx, alert.request_id).await?;
            let (to, now) = (AlertStatus::Withdrawn, self.now());
            if !tx.move_alert(alert.id, alert.status, to, now, None).await? {
                continue;
            }
            self.settle_exposures(&mut tx, std::slice::from_ref(alert)).await?;
            tx.revoke_links(alert.id.0, Purpose::Alert.code(), now).await?;
            if request.status == RequestStatus::Open {
                request.next_plan_at = Some(now);
                self.write_life(&mut tx, RequestStatus::Open, &request).await?;
            }
            self.finish(tx).await?;
        }
        Ok(places.len() + alerts.len())
    }
}
