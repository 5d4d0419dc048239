//! From contact to confirmation: what happens to an engagement after the yes.

use matching::{
    EngagementId, EngagementStatus, RequestId, RequestStatus, Role, TaskKind, VolunteerStatus,
};
use store::{Engagement, HelpRequest, Tx};

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};

/// Reasons for a release that lie on the requester's side and cost the volunteer nothing.
pub const REQUESTER_SIDE: [&str; 3] = ["not_reached", "already_helped", "wrong_data"];
/// Every reason for a release that a volunteer may give.
pub const RELEASE_REASONS: [&str; 8] =
    ["not_reached", "already_helped", "wrong_data", "ill", "no_time", "too_far", "unsafe", "other"];
/// The longest help that is counted, in minutes: a day.
const MOST_MINUTES: u32 = 24 * 60;
/// Why a place ends that the volunteer has not given up: the person blocked them, a coordinator
/// suspended them.
pub(crate) const BLOCKED: &str = "blocked";
pub(crate) const SUSPENDED: &str = "suspended";

impl Dispatch {
    /// Whether the actor acts for this engagement: its volunteer, its holder, or staff of the area.
    pub(crate) fn own_engagement(
        &self,
        actor: &Actor,
        r: &HelpRequest,
        e: &Engagement,
    ) -> Outcome<()> {
        match actor {
            Actor::Volunteer(id) if *id == e.volunteer_id => Ok(()),
            Actor::Holder(id) if *id == e.id => Ok(()),
            Actor::Volunteer(_) | Actor::Holder(_) => Err(Refusal::NotFound),
            _ => self.staff_over(actor, Role::Operator, r.area_id).map(|_| ()),
        }
    }

    /// The volunteer got in touch.
    pub async fn mark_contacted(&self, actor: &Actor, id: EngagementId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        self.own_engagement(actor, &request, &engagement)?;
        if engagement.status == EngagementStatus::Contacted {
            return self.nothing_new(tx).await;
        }
        self.move_engagement(&mut tx, &mut engagement, EngagementStatus::Contacted).await?;
        self.engaged(&mut tx, "engagement.contacted", actor, &engagement, serde_json::json!({}))
            .await?;
        self.settle(&mut tx, request).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// The volunteer says that it is done, and how many minutes it took if they like; the person is
    /// asked.
    pub async fn complete_engagement(
        &self,
        actor: &Actor,
        id: EngagementId,
        minutes_spent: Option<u32>,
    ) -> Outcome<()> {
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        self.own_engagement(actor, &request, &engagement)?;
        if matches!(engagement.status, EngagementStatus::Completed | EngagementStatus::Confirmed) {
            return self.nothing_new(tx).await;
        }
        engagement.contacted_at = engagement.contacted_at.or(Some(self.now()));
        engagement.minutes_spent = minutes_spent.map(|minutes| minutes.min(MOST_MINUTES));
        self.move_engagement(&mut tx, &mut engagement, EngagementStatus::Completed).await?;
        self.engaged(&mut tx, "engagement.completed", actor, &engagement, serde_json::json!({}))
            .await?;
        let request = self.settle(&mut tx, request).await?;
        let told = [TaskKind::TellWhoComes];
        tx.close_tasks_of_engagement((request.id, id), &told, "completed", self.now()).await?;
        let owed = Owed {
            key: format!("ask_done:{id}"),
            kind: "ask_done",
            rank: 4,
            engagement: Some(id),
            volunteer: Some(engagement.volunteer_id),
            ..Owed::default()
        };
        let call = ToDo::about(&request, TaskKind::AskDone, self.now() + hours(24)).of(&engagement);
        self.tell_requester(&mut tx, &request, owed, Some(call)).await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// The volunteer, or staff for them, gives the place up.
    ///
    /// The request looks for somebody else at once, before the others. Two releases after a reveal
    /// for reasons of the volunteer's own pause the volunteer and make a task.
    pub async fn release_engagement(
        &self,
        actor: &Actor,
        id: EngagementId,
        reason: &str,
    ) -> Outcome<()> {
        if !RELEASE_REASONS.contains(&reason) {
            return Err(Refusal::field("reason", "reason"));
        }
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        self.own_engagement(actor, &request, &engagement)?;
        if !matches!(actor, Actor::Volunteer(_) | Actor::Holder(_)) {
            self.tell_released(&mut tx, &request, &engagement).await?;
        }
        self.give_up(&mut tx, request, &mut engagement, EngagementStatus::Released, reason, actor)
            .await?;
        if reason == "unsafe" {
            let request = self.locked_request(&mut tx, engagement.request_id).await?;
            self.call_for_concern(&mut tx, request, actor).await?;
        }
        self.finish(tx).await?;
        Ok(())
    }

    /// Whoever did not give the place back themselves hears that they are not expected.
    async fn tell_released(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        engagement: &Engagement,
    ) -> Outcome<()> {
        let owed = Owed {
            key: format!("withdrawn:{}:released", engagement.id),
            kind: "withdrawn",
            rank: 1,
            volunteer: Some(engagement.volunteer_id),
            request: Some(request.id),
            engagement: Some(engagement.id),
            data: Some(serde_json::json!({ "released": true })),
            not_after: Some(request.needed_by),
            ..Owed::default()
        };
        self.owe(tx, owed).await
    }

    /// The volunteer did not come: staff say so, or the person.
    pub async fn report_no_show(&self, actor: &Actor, id: EngagementId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        match actor {
            Actor::Requester(own) if *own == request.id => {}
            Actor::Requester(_) => return Err(Refusal::NotFound),
            _ => self.staff_over(actor, Role::Operator, request.area_id).map(|_| ())?,
        }
        self.give_up(&mut tx, request, &mut engagement, EngagementStatus::NoShow, "no_show", actor)
            .await?;
        self.finish(tx).await?;
        Ok(())
    }

    /// Ends an engagement without help, and lets the request look again with priority.
    pub(crate) async fn give_up(
        &self,
        tx: &mut Tx,
        mut request: HelpRequest,
        engagement: &mut Engagement,
        to: EngagementStatus,
        reason: &str,
        actor: &Actor,
    ) -> Outcome<()> {
        engagement.reason = Some(reason.to_owned());
        self.move_engagement(tx, engagement, to).await?;
        let kind = match to {
            EngagementStatus::NoShow => "engagement.no_show",
            _ => "engagement.released",
        };
        let data = serde_json::json!({ "reason": reason });
        self.engaged(tx, kind, actor, engagement, data).await?;
        request.urgent = true;
        request.next_plan_at = Some(self.now());
        let request = self.settle(tx, request).await?;
        if request.status == RequestStatus::Open {
            self.happened(tx, "request.reopened", actor, request.id, serde_json::json!({})).await?;
            let owed = Owed {
                key: format!("reopened:{}", engagement.id),
                kind: "reopened",
                rank: 2,
                engagement: Some(engagement.id),
                volunteer: Some(engagement.volunteer_id),
                not_after: Some(request.needed_by),
                ..Owed::default()
            };
            let due = self.now() + minutes(30);
            let call = ToDo::about(&request, TaskKind::TellReopened, due).of(engagement);
            self.tell_requester(tx, &request, owed, Some(call)).await?;
        }
        self.after_deadline(tx, &request).await?;
        let asks = [TaskKind::TellWhoComes, TaskKind::AskDone];
        let about = (request.id, engagement.id);
        tx.close_tasks_of_engagement(about, &asks, "released", self.now()).await?;
        self.review_releases(tx, &request, engagement).await
    }

    /// Two releases after a reveal within 30 days, for own reasons, pause a volunteer at once, until
    /// a coordinator says otherwise.
    async fn review_releases(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        engagement: &Engagement,
    ) -> Outcome<()> {
        let since = self.now() - hours(30 * 24);
        if tx.releases_after_reveal(engagement.volunteer_id, since).await? < 2 {
            return Ok(());
        }
        tx.lock_volunteer(engagement.volunteer_id).await?;
        let Some(mut volunteer) = tx.volunteer(engagement.volunteer_id).await? else {
            return Ok(());
        };
        if matches!(volunteer.status, VolunteerStatus::Suspended | VolunteerStatus::Withdrawn) {
            return Ok(());
        }
        // Whoever rests already is held as well: they do not come back by themselves.
        if volunteer.held_at.is_none() {
            tx.hold_volunteer(volunteer.id, Some(self.now())).await?;
        }
        self.bar(tx, &volunteer).await?;
        if volunteer.status == VolunteerStatus::Active {
            volunteer.status = VolunteerStatus::Paused;
            volunteer.updated_at = self.now();
            tx.update_volunteer(VolunteerStatus::Active, &volunteer).await?;
            tx.note_change(volunteer.id, self.now()).await?;
            let data = serde_json::json!({ "why": "releases" });
            self.engaged(tx, "volunteer.paused", &Actor::System, engagement, data).await?;
        }
        let due = self.now() + hours(24);
        let mut to_do = ToDo::about(request, TaskKind::ReleaseReview, due).of(engagement);
        to_do.level = 1;
        to_do.area = volunteer.area_id;
        self.make_task(tx, &to_do, &Actor::System).await?;
        Ok(())
    }

    /// The person, or an operator for them, says that the help was given.
    pub async fn confirm_help(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        let by = self.speaks_for(actor, &request)?;
        let held = tx.engagements_of_request(id).await?;
        let held: Vec<_> = held.into_iter().filter(|e| e.status.holds_place()).collect();
        if held.is_empty() {
            return Err(Refusal::Conflict("nobody_helped"));
        }
        for mut engagement in held {
            if engagement.status == EngagementStatus::Confirmed {
                continue;
            }
            engagement.confirmed_by = Some(by.to_owned());
            engagement.completed_at = engagement.completed_at.or(Some(self.now()));
            self.move_engagement(&mut tx, &mut engagement, EngagementStatus::Confirmed).await?;
            let data = serde_json::json!({ "by": by });
            self.engaged(&mut tx, "engagement.confirmed", actor, &engagement, data).await?;
            self.owe_thanks(&mut tx, &engagement).await?;
        }
        let asks = [TaskKind::AskDone, TaskKind::TellWhoComes, TaskKind::NotDone];
        tx.close_tasks_of_request(id, &asks, "confirmed", self.now()).await?;
        self.settle(&mut tx, request).await?;
        self.finish(tx).await?;
        Ok(())
    }

    async fn owe_thanks(&self, tx: &mut Tx, engagement: &Engagement) -> Outcome<()> {
        let owed = Owed {
            key: format!("completed:{}", engagement.id),
            kind: "completed",
            rank: 6,
            volunteer: Some(engagement.volunteer_id),
            request: Some(engagement.request_id),
            engagement: Some(engagement.id),
            not_after: Some(self.now() + hours(72)),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    /// The person, or an operator for them, says that it was not done after all.
    ///
    /// Places that the volunteer called done are looked at by a human; the others are re-opened.
    pub async fn deny_help(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, id).await?;
        self.speaks_for(actor, &request)?;
        let held = tx.engagements_of_request(id).await?;
        let mut held: Vec<_> = held
            .into_iter()
            .filter(|e| e.status.holds_place() && e.status != EngagementStatus::Confirmed)
            .collect();
        if held.is_empty() {
            return Err(Refusal::Conflict("nobody_helped"));
        }
        self.happened(&mut tx, "request.denied", actor, id, serde_json::json!({})).await?;
        for engagement in &mut held {
            let to = EngagementStatus::NoShow;
            self.give_up(&mut tx, request, engagement, to, "denied", actor).await?;
            request = self.locked_request(&mut tx, id).await?;
        }
        let last = held.last().ok_or(Refusal::NotFound)?;
        let mut to_do = ToDo::about(&request, TaskKind::NotDone, self.now() + hours(2)).of(last);
        to_do.level = 1;
        self.make_task(&mut tx, &to_do, actor).await?;
        if request.status == RequestStatus::Open {
            request.needs_attention = true;
            request.attention = Some("not_done".to_owned());
            self.write_life(&mut tx, RequestStatus::Open, &request).await?;
        }
        self.finish(tx).await?;
        Ok(())
    }

    /// `requester` or `staff`, when the actor may speak for the person.
    pub(crate) fn speaks_for(&self, actor: &Actor, r: &HelpRequest) -> Outcome<&'static str> {
        match actor {
            Actor::Requester(id) if *id == r.id => Ok("requester"),
            Actor::Requester(_) => Err(Refusal::NotFound),
            _ => self.staff_over(actor, Role::Operator, r.area_id).map(|_| "staff"),
        }
    }
}
