//! What humans must do: taking it, doing it, putting it off; what is overdue goes up.

use jiff::Timestamp;
use matching::{RequestStatus, Role, TaskId, TaskKind, TaskState};
use store::{Task, TaskFilter, Tx};

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours, minutes};

/// Calls tried before a coordinator takes over.
const MOST_TRIES: u32 = 3;
/// Whether a task may end so by the word of a coordinator alone: it is about whom to trust.
fn asks_for_coordinator(kind: TaskKind, outcome: &str) -> bool {
    match kind {
        TaskKind::Concern | TaskKind::ReleaseReview | TaskKind::Returned => {
            outcome != "not_reached"
        }
        TaskKind::Vetting => outcome == "yes",
        _ => false,
    }
}

/// Whether a task is still to be done when the request is called off: it is about a volunteer.
pub(crate) const fn outlives_request(kind: TaskKind) -> bool {
    matches!(
        kind,
        TaskKind::Concern
            | TaskKind::ReleaseReview
            | TaskKind::Returned
            | TaskKind::NotDone
            | TaskKind::Vetting
            | TaskKind::FollowUp
    )
}

/// Every way a task may end.
pub const TASK_OUTCOMES: [&str; 8] =
    ["done", "told", "yes", "no", "not_reached", "found", "nobody", "other"];

/// What is done by calling somebody.
pub const CALLING: [TaskKind; 11] = [
    TaskKind::CallBack,
    TaskKind::ReturnCall,
    TaskKind::TellWhoComes,
    TaskKind::TellReopened,
    TaskKind::TellMerged,
    TaskKind::AskDone,
    TaskKind::CallNow,
    TaskKind::PhoneList,
    TaskKind::NotDone,
    TaskKind::Unmatched,
    TaskKind::ReleaseReview,
];

impl Dispatch {
    /// The tasks of the caller's area, the most pressing first.
    pub async fn list_tasks(&self, actor: &Actor, mut filter: TaskFilter) -> Outcome<Vec<Task>> {
        let staff = actor.staff(Role::Operator)?;
        if let Some(areas) = staff.areas(&self.areas()) {
            filter.areas = Some(areas);
        }
        Ok(self.read().await?.tasks(&filter).await?)
    }

    /// One task of the caller's area.
    pub async fn task(&self, actor: &Actor, id: TaskId) -> Outcome<Task> {
        let mut tx = self.read().await?;
        self.own_task(&mut tx, actor, id).await
    }

    async fn own_task(&self, tx: &mut Tx, actor: &Actor, id: TaskId) -> Outcome<Task> {
        let staff = actor.staff(Role::Operator)?;
        let task = tx.task(id).await?.ok_or(Refusal::NotFound)?;
        // What is about help without a place is for those without an area of their own.
        let everyones = task.area_id.is_none() && task.request_id.is_none();
        let visible = everyones || staff.sees(task.area_id, &self.areas());
        if visible { Ok(task) } else { Err(Refusal::NotFound) }
    }

    /// Takes a task.
    pub async fn claim_task(&self, actor: &Actor, id: TaskId) -> Outcome<Task> {
        let mut tx = self.write().await?;
        let mut task = self.own_task(&mut tx, actor, id).await?;
        if task.state == TaskState::Claimed && task.assignee_id == actor.account() {
            self.nothing_new(tx).await?;
            return Ok(task);
        }
        let from = task.state;
        if from == TaskState::Claimed {
            return Err(Refusal::Conflict("claimed"));
        }
        task.state = from.become_(TaskState::Claimed).map_err(|_| Refusal::Conflict("done"))?;
        task.assignee_id = actor.account();
        self.write_task(&mut tx, from, &mut task, "task.claimed", actor).await?;
        tx.commit().await?;
        Ok(task)
    }

    /// Puts a task off until a time ahead, at most seven days.
    pub async fn snooze_task(&self, actor: &Actor, id: TaskId, until: Timestamp) -> Outcome<Task> {
        let now = self.now();
        if until <= now || until > now + hours(7 * 24) {
            return Err(Refusal::field("until", "out_of_range"));
        }
        let mut tx = self.write().await?;
        let mut task = self.own_task(&mut tx, actor, id).await?;
        let from = task.state;
        task.state = from.become_(TaskState::Snoozed).map_err(|_| Refusal::Conflict("done"))?;
        task.assignee_id = None;
        task.due_at = until;
        self.write_task(&mut tx, from, &mut task, "task.snoozed", actor).await?;
        tx.commit().await?;
        Ok(task)
    }

    /// Ends a task with an outcome, and does what follows from it.
    ///
    /// `not_reached` counts as a try: the task comes back, after three it goes to a coordinator.
    pub async fn finish_task(&self, actor: &Actor, id: TaskId, outcome: &str) -> Outcome<Task> {
        if !TASK_OUTCOMES.contains(&outcome) {
            return Err(Refusal::field("outcome", "outcome"));
        }
        let mut tx = self.write().await?;
        let kind = tx.task(id).await?.map(|task| task.kind);
        if kind.is_some_and(|kind| asks_for_coordinator(kind, outcome)) {
            actor.staff(Role::Coordinator)?;
        }
        let mut task = self.own_task(&mut tx, actor, id).await?;
        if task.state == TaskState::Done {
            self.nothing_new(tx).await?;
            return Ok(task);
        }
        self.note_outgoing(&mut tx, &task, outcome, actor).await?;
        if outcome == "not_reached" {
            self.try_again(&mut tx, &mut task, actor).await?;
            tx.commit().await?;
            return Ok(task);
        }
        let from = task.state;
        task.state = from.become_(TaskState::Done).map_err(|_| Refusal::Conflict("done"))?;
        task.outcome = Some(outcome.to_owned());
        task.done_at = Some(self.now());
        self.write_task(&mut tx, from, &mut task, "task.done", actor).await?;
        self.keep_watched(&mut tx, &task).await?;
        let promised = self.forget_promised(&mut tx, &task).await?;
        self.finish(tx).await?;
        if let Some(subject) = promised {
            self.ring().destroy(subject).await?;
        }
        self.follow_up(actor, &task, outcome).await?;
        Ok(task)
    }

    async fn try_again(&self, tx: &mut Tx, task: &mut Task, actor: &Actor) -> Outcome<()> {
        let from = task.state;
        task.tries += 1;
        task.state = from.become_(TaskState::Snoozed).map_err(|_| Refusal::Conflict("done"))?;
        task.assignee_id = None;
        if task.tries >= MOST_TRIES {
            task.level = task.level.max(1);
        }
        task.due_at = self.now() + hours(2);
        self.write_task(tx, from, task, "task.not_reached", actor).await
    }

    async fn write_task(
        &self,
        tx: &mut Tx,
        from: TaskState,
        task: &mut Task,
        kind: &'static str,
        actor: &Actor,
    ) -> Outcome<()> {
        task.updated_at = self.now();
        if !tx.update_task(from, task).await? {
            return Err(Refusal::Conflict("task"));
        }
        let mut event = event(self.now(), kind, actor);
        event.request_id = task.request_id;
        event.volunteer_id = task.volunteer_id;
        event.task_id = Some(task.id);
        event.data = serde_json::json!({
            "kind": task.kind.code(), "outcome": task.outcome, "tries": task.tries,
        })
        .to_string();
        tx.record(&event).await?;
        Ok(())
    }

    /// A request that is still open keeps a future event.
    async fn keep_watched(&self, tx: &mut Tx, task: &Task) -> Outcome<()> {
        let Some(id) = task.request_id else { return Ok(()) };
        let Some(mut request) = tx.request(id).await? else { return Ok(()) };
        // Where staff alone choose, nothing else than their list would come back.
        let waits = request.next_plan_at.is_none() || request.staff_only;
        if request.status == RequestStatus::Open && waits {
            request.next_plan_at = Some(self.now() + minutes(1));
            self.write_life(tx, RequestStatus::Open, &request).await?;
        }
        Ok(())
    }

    /// What a human's word on the phone does.
    async fn follow_up(&self, actor: &Actor, task: &Task, outcome: &str) -> Outcome<()> {
        if let (TaskKind::Vetting, Some(id), "yes") = (task.kind, task.volunteer_id, outcome) {
            return self.vet_volunteer(actor, id).await;
        }
        if let (TaskKind::ReleaseReview | TaskKind::Returned, Some(id), "yes") =
            (task.kind, task.volunteer_id, outcome)
        {
            return self.let_back(actor, id).await;
        }
        let Some(request) = task.request_id else { return Ok(()) };
        let done = match (task.kind, outcome) {
            (TaskKind::CallBack, "yes" | "done") => self.open_request(actor, request).await,
            (TaskKind::CallBack, "no") => self.cancel_request(actor, request).await,
            (TaskKind::VitalReview, "yes") => {
                self.set_priority(actor, request, matching::Priority::Vital).await
            }
            (TaskKind::AskDone, "yes" | "done") => self.confirm_help(actor, request).await,
            (TaskKind::AskDone, "no") => self.deny_help(actor, request).await,
            _ => Ok(()),
        };
        match done {
            // The request has moved on meanwhile: the word came too late, and that is all right.
            Err(Refusal::Conflict(_)) => Ok(()),
            other => other,
        }
    }

    /// Lets overdue tasks go up: operator, coordinator, the administrator's mail.
    ///
    /// What was put off comes back first, with an hour to do it.
    pub(crate) async fn raise_overdue(&self) -> Outcome<usize> {
        let now = self.now();
        let mut tx = self.write().await?;
        let overdue = tx.overdue_tasks(now, 100).await?;
        let count = overdue.len();
        for mut task in overdue {
            let from = task.state;
            task.state = TaskState::Open;
            task.assignee_id = None;
            if from == TaskState::Snoozed {
                task.due_at = now + hours(1);
                self.write_task(&mut tx, from, &mut task, "task.back", &Actor::System).await?;
                continue;
            }
            task.level += 1;
            task.due_at = now + if task.level >= 2 { hours(24) } else { hours(1) };
            if task.level >= 2 {
                self.owe_overdue(&mut tx, &task).await?;
            }
            self.write_task(&mut tx, from, &mut task, "task.overdue", &Actor::System).await?;
        }
        self.finish(tx).await?;
        Ok(count)
    }

    /// One mail a day and administrator at most.
    async fn owe_overdue(&self, tx: &mut Tx, task: &Task) -> Outcome<()> {
        let day = self.now().as_second() / 86_400;
        for account in tx.accounts().await? {
            if account.role != Role::Administrator || account.state != "active" {
                continue;
            }
            let owed = Owed {
                key: format!("overdue:{}:{day}", account.id),
                kind: "overdue",
                rank: 5,
                account: Some(account.id),
                data: Some(serde_json::json!({ "kind": task.kind.code() })),
                not_after: Some(self.now() + hours(24)),
                ..Owed::default()
            };
            self.owe(tx, owed).await?;
        }
        Ok(())
    }

    /// A task about a volunteer rather than a request.
    pub(crate) async fn volunteer_task(
        &self,
        tx: &mut Tx,
        kind: TaskKind,
        volunteer: &store::Volunteer,
        due_at: Timestamp,
    ) -> Outcome<()> {
        let to_do = ToDo {
            kind,
            request: None,
            volunteer: Some(volunteer.id),
            engagement: None,
            area: volunteer.area_id,
            due_at,
            round: volunteer.version,
            level: u32::from(kind == TaskKind::Vetting),
        };
        self.make_task(tx, &to_do, &Actor::System).await?;
        Ok(())
    }
}
