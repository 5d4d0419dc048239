//! What every use case that moves a request's life shares: status, mails owed, tasks, events.

use jiff::Timestamp;
use matching::{
    AreaId, EngagementId, EngagementStatus, RequestId, RequestStatus, TaskId, TaskKind, TaskState,
    VolunteerId,
};
use store::{Alert, Engagement, HelpRequest, Notification, Task, Tx};

use crate::actor::Actor;
use crate::links::Purpose;
use crate::queue::Lane;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};

/// A mail to owe; ids only.
#[derive(Debug, Clone, Default)]
pub(crate) struct Owed {
    pub key: String,
    pub kind: &'static str,
    pub rank: u32,
    pub volunteer: Option<VolunteerId>,
    pub request: Option<RequestId>,
    pub alert: Option<matching::AlertId>,
    pub engagement: Option<EngagementId>,
    pub account: Option<matching::AccountId>,
    pub data: Option<serde_json::Value>,
    pub at: Option<Timestamp>,
    pub not_after: Option<Timestamp>,
}

/// A task to make.
#[derive(Debug, Clone)]
pub(crate) struct ToDo {
    pub kind: TaskKind,
    pub request: Option<RequestId>,
    pub volunteer: Option<VolunteerId>,
    pub engagement: Option<EngagementId>,
    pub area: Option<AreaId>,
    pub due_at: Timestamp,
    /// Tells apart tasks of one kind about one thing.
    pub round: u32,
    pub level: u32,
}

impl ToDo {
    /// A task about a request.
    pub fn about(request: &HelpRequest, kind: TaskKind, due_at: Timestamp) -> Self {
        Self {
            kind,
            request: Some(request.id),
            volunteer: None,
            engagement: None,
            area: request.area_id,
            due_at,
            round: 0,
            level: 0,
        }
    }

    /// The task is about this engagement of the request.
    #[must_use]
    pub fn of(mut self, engagement: &Engagement) -> Self {
        self.engagement = Some(engagement.id);
        self.volunteer = Some(engagement.volunteer_id);
        self
    }

    /// Tells it apart from an earlier one.
    #[must_use]
    pub fn round(mut self, round: u32) -> Self {
        self.round = round;
        self
    }

    fn key(&self) -> String {
        let part = |id: Option<uuid::Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
        format!(
            "{}:{}:{}:{}:{}",
            self.kind.code(),
            part(self.request.map(Into::into)),
            part(self.volunteer.map(Into::into)),
            part(self.engagement.map(Into::into)),
            self.round
        )
    }
}

/// The tasks that end with a request's search.
pub(crate) const SEARCH_TASKS: [TaskKind; 4] =
    [TaskKind::PhoneList, TaskKind::CallNow, TaskKind::Unmatched, TaskKind::TellReopened];

impl Dispatch {
    /// Owes a mail inside the transaction.
    pub(crate) async fn owe(&self, tx: &mut Tx, owed: Owed) -> Outcome<()> {
        Ok(tx.owe(&self.notification(owed)?).await?)
    }

    /// The same; `false` when its key was taken.
    pub(crate) async fn owe_if_new(&self, tx: &mut Tx, owed: Owed) -> Outcome<bool> {
        Ok(tx.owe_if_new(&self.notification(owed)?).await?)
    }

    fn notification(&self, owed: Owed) -> Outcome<Notification> {
        let now = self.now();
        Ok(Notification {
            id: self.fresh_id()?,
            dedupe_key: owed.key,
            kind: owed.kind.to_owned(),
            rank: owed.rank,
            volunteer_id: owed.volunteer,
            request_id: owed.request,
            alert_id: owed.alert,
            engagement_id: owed.engagement,
            account_id: owed.account,
            data: owed.data.map_or_else(|| "{}".to_owned(), |data| data.to_string()),
            next_attempt_at: owed.at.unwrap_or(now),
            not_after: owed.not_after,
            created_at: now,
            attempts: 0,
            possible_duplicate: false,
            fence: 0,
        })
    }

    /// Makes a task inside the transaction, once.
    pub(crate) async fn make_task(
        &self,
        tx: &mut Tx,
        to_do: &ToDo,
        actor: &Actor,
    ) -> Outcome<bool> {
        let id = self.fresh_id::<TaskId>()?;
        self.make_task_as(tx, to_do, (id, to_do.key()), actor).await
    }

    /// The same under an id and a key of its own.
    pub(crate) async fn make_task_as(
        &self,
        tx: &mut Tx,
        to_do: &ToDo,
        (id, dedupe_key): (TaskId, String),
        actor: &Actor,
    ) -> Outcome<bool> {
        let now = self.now();
        let task = Task {
            id,
            dedupe_key,
            kind: to_do.kind,
            // What was promised for later comes back at its time, with an hour to do it.
            state: match to_do.kind {
                TaskKind::ReturnCall => TaskState::Snoozed,
                _ => TaskState::Open,
            },
            request_id: to_do.request,
            volunteer_id: to_do.volunteer,
            engagement_id: to_do.engagement,
            area_id: to_do.area,
            due_at: to_do.due_at.max(now),
            assignee_id: None,
            level: to_do.level,
            tries: 0,
            outcome: None,
            created_at: now,
            updated_at: now,
            done_at: None,
        };
        let made = tx.insert_task(&task).await?;
        if made {
            let mut event = event(now, "task.opened", actor);
            event.request_id = task.request_id;
            event.volunteer_id = task.volunteer_id;
            event.task_id = Some(task.id);
            event.data = serde_json::json!({ "kind": task.kind.code() }).to_string();
            tx.record(&event).await?;
        }
        Ok(made)
    }

    /// Records that something happened to a request.
    pub(crate) async fn happened(
        &self,
        tx: &mut Tx,
        kind: &'static str,
        actor: &Actor,
        request: RequestId,
        data: serde_json::Value,
    ) -> Outcome<()> {
        let mut event = event(self.now(), kind, actor);
        event.request_id = Some(request);
        event.data = data.to_string();
        tx.record(&event).await?;
        Ok(())
    }

    /// Records that something happened to an engagement.
    pub(crate) async fn engaged(
        &self,
        tx: &mut Tx,
        kind: &'static str,
        actor: &Actor,
        engagement: &Engagement,
        data: serde_json::Value,
    ) -> Outcome<()> {
        let mut event = event(self.now(), kind, actor);
        event.request_id = Some(engagement.request_id);
        event.volunteer_id = Some(engagement.volunteer_id);
        event.alert_id = engagement.alert_id;
        event.engagement_id = Some(engagement.id);
        event.data = data.to_string();
        tx.record(&event).await?;
        Ok(())
    }

    /// A request under its row lock.
    pub(crate) async fn locked_request(&self, tx: &mut Tx, id: RequestId) -> Outcome<HelpRequest> {
        tx.lock_request(id).await?;
        tx.request(id).await?.ok_or(Refusal::NotFound)
    }

    /// An engagement and its request under the request's lock.
    pub(crate) async fn locked_engagement(
        &self,
        tx: &mut Tx,
        id: EngagementId,
    ) -> Outcome<(HelpRequest, Engagement)> {
        let found = tx.engagement(id).await?.ok_or(Refusal::NotFound)?;
        let request = self.locked_request(tx, found.request_id).await?;
        let engagement = tx.engagement(id).await?.ok_or(Refusal::NotFound)?;
        Ok((request, engagement))
    }

    /// Counts the places again, gives the request the status they make, and writes it.
    ///
    /// Ends what ends with it: a request without a free place withdraws its alerts and tells those
    /// who were asked; one that is over revokes its alert links; one that looks again is planned.
    pub(crate) async fn settle(&self, tx: &mut Tx, mut r: HelpRequest) -> Outcome<HelpRequest> {
        let now = self.now();
        let from = r.status;
        let past = now >= r.needed_by;
        let places = tx.places(r.id, r.volunteers_needed).await?;
        let status = places.status(past);
        if status != from {
            from.become_(status).map_err(|_| Refusal::Conflict("status"))?;
        }
        r.status = status;
        r.places_filled = places.held;
        r.updated_at = now;
        if places.held > 0 && r.first_yes_at.is_none() {
            r.first_yes_at = Some(now);
        }
        if places.left() == 0 && r.matched_at.is_none() {
            r.matched_at = Some(now);
        }
        match status {
            RequestStatus::Open => {
                r.next_plan_at =
                    Some(r.next_plan_at.map_or(now, |at| at.max(now).min(r.needed_by)));
                (r.ended_at, r.done_at) = (None, None);
            }
            RequestStatus::Completed => {
                r.done_at = r.done_at.or(Some(now));
                r.ended_at = r.ended_at.or(Some(now));
                calm(&mut r);
            }
            RequestStatus::Expired => {
                r.ended_at = Some(now);
                r.ended_by = Some("system".to_owned());
                r.next_plan_at = None;
            }
            _ => calm(&mut r),
        }
        self.write_life(tx, from, &r).await?;
        if status != RequestStatus::Open {
            self.end_search(tx, &r).await?;
        }
        Ok(r)
    }

    /// Writes a request's life; a conflict when somebody else moved it meanwhile.
    pub(crate) async fn write_life(
        &self,
        tx: &mut Tx,
        from: RequestStatus,
        r: &HelpRequest,
    ) -> Outcome<()> {
        if tx.update_request_life(from, r).await? {
            Ok(())
        } else {
            Err(Refusal::Conflict("status"))
        }
    }

    async fn end_search(&self, tx: &mut Tx, r: &HelpRequest) -> Outcome<()> {
        let withdrawn = tx.withdraw_alerts(r.id, self.now()).await?;
        self.settle_exposures(tx, &withdrawn).await?;
        let ended = matches!(
            r.status,
            RequestStatus::Completed | RequestStatus::Cancelled | RequestStatus::Expired
        );
        for alert in &withdrawn {
            if alert.sent_at.is_some() && !ended {
                self.owe_taken(tx, alert, r).await?;
            }
        }
        if ended {
            for alert in tx.alerts_of_request(r.id).await? {
                tx.revoke_links(alert.id.0, Purpose::Alert.code(), self.now()).await?;
            }
        }
        let mut kinds = SEARCH_TASKS.to_vec();
        if r.status == RequestStatus::Expired {
            kinds.retain(|kind| *kind != TaskKind::Unmatched);
        }
        tx.close_tasks_of_request(r.id, &kinds, r.status.code(), self.now()).await?;
        Ok(())
    }

    /// Tells somebody who was asked that it is taken.
    async fn owe_taken(&self, tx: &mut Tx, alert: &Alert, r: &HelpRequest) -> Outcome<()> {
        let owed = Owed {
            key: format!("taken:{}", alert.id),
            kind: "taken",
            rank: 6,
            volunteer: Some(alert.volunteer_id),
            request: Some(r.id),
            alert: Some(alert.id),
            not_after: Some(r.needed_by + hours(24)),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    /// Moves an engagement on and writes it.
    pub(crate) async fn move_engagement(
        &self,
        tx: &mut Tx,
        engagement: &mut Engagement,
        to: EngagementStatus,
    ) -> Outcome<()> {
        let from = engagement.status;
        engagement.status = from.become_(to).map_err(|_| Refusal::Conflict("status"))?;
        let now = self.now();
        match to {
            EngagementStatus::Contacted => engagement.contacted_at = Some(now),
            EngagementStatus::Completed => engagement.completed_at = Some(now),
            EngagementStatus::Confirmed => engagement.confirmed_at = Some(now),
            EngagementStatus::Released | EngagementStatus::NoShow => {
                engagement.ended_at = Some(now);
            }
            EngagementStatus::Active => {}
        }
        if tx.update_engagement(from, engagement).await? {
            tx.note_change(engagement.volunteer_id, now).await?;
            Ok(())
        } else {
            Err(Refusal::Conflict("status"))
        }
    }

    /// Tells the person something: by mail where there is an address, else by a call.
    pub(crate) async fn tell_requester(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        mail: Owed,
        call: Option<ToDo>,
    ) -> Outcome<()> {
        if request.email_hash.is_some() {
            self.owe(tx, Owed { request: Some(request.id), ..mail }).await?;
        } else if let Some(call) = call {
            self.make_task(tx, &call, &Actor::System).await?;
        }
        Ok(())
    }

    /// Commits, with a wake-up for the planner and the mailer in the same transaction.
    pub(crate) async fn finish(&self, tx: Tx) -> Outcome<()> {
        self.finish_for(tx, &[Lane::Plan, Lane::Mail]).await
    }

    /// Ends a transaction that found everything done already. What it found may be in a group that
    /// is not durable yet, and not visible to who reads: this returns when it is.
    pub(crate) async fn nothing_new(&self, tx: Tx) -> Outcome<()> {
        Ok(tx.commit().await?)
    }

    /// Commits, with wake-ups for some lanes in the same transaction.
    pub(crate) async fn finish_for(&self, mut tx: Tx, lanes: &[Lane]) -> Outcome<()> {
        self.wake_workers(&mut tx, lanes).await?;
        tx.commit().await?;
        self.nudge(lanes);
        Ok(())
    }
}

/// The search is over: nothing to plan, nothing to worry about.
fn calm(r: &mut HelpRequest) {
    r.next_plan_at = None;
    r.urgent = false;
    r.needs_attention = false;
    r.attention = None;
}
