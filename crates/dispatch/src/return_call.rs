//! Calls that the desk makes: those that were promised, and those that a task asks for.

use matching::{CallId, RequestId, Role, SubjectId, TaskId, TaskKind, TaskState};
use store::{CallDirection, CallTie, PhoneCall, Task, TaskFilter, Tx};

use crate::actor::Actor;
use crate::life::ToDo;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};
use crate::tasks::CALLING;

/// Calls looked at to find the next one.
const MOST: u32 = 200;

impl Dispatch {
    /// What is to be called now and later, by time.
    pub async fn calls_to_make(&self, actor: &Actor, limit: u32) -> Outcome<Vec<Task>> {
        let filter = TaskFilter {
            done: Some(false),
            kinds: CALLING.to_vec(),
            limit,
            ..TaskFilter::default()
        };
        self.list_tasks(actor, filter).await
    }

    /// Takes the next call that is to be made: one's own first, then the most pressing that nobody
    /// has; none where nothing is due.
    pub async fn next_call(&self, actor: &Actor) -> Outcome<Option<Task>> {
        let waiting = self.calls_to_make(actor, MOST).await?;
        let own =
            |task: &&Task| task.state == TaskState::Claimed && task.assignee_id == actor.account();
        if let Some(own) = waiting.iter().find(own) {
            return Ok(Some(own.clone()));
        }
        let now = self.now();
        let free = waiting.iter().filter(|task| match task.state {
            TaskState::Open => true,
            TaskState::Snoozed => task.due_at <= now,
            _ => false,
        });
        for task in free {
            match self.claim_task(actor, task.id).await {
                Ok(task) => return Ok(Some(task)),
                // Somebody was faster: the next one.
                Err(Refusal::Conflict(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(None)
    }

    /// The task to call somebody again at the time that was promised.
    pub(crate) async fn promise_call(
        &self,
        tx: &mut Tx,
        to_do: &ToDo,
        call: CallId,
        actor: &Actor,
    ) -> Outcome<TaskId> {
        let id = self.fresh_id::<TaskId>()?;
        let key = format!("return_call:{call}");
        self.make_task_as(tx, to_do, (id, key), actor).await?;
        Ok(id)
    }

    /// Notes the call by which a task was done or tried.
    pub(crate) async fn note_outgoing(
        &self,
        tx: &mut Tx,
        before: &Task,
        outcome: &str,
        actor: &Actor,
    ) -> Outcome<()> {
        if actor.account().is_none() || !CALLING.contains(&before.kind) {
            return Ok(());
        }
        let staff = actor.staff(Role::Operator)?;
        let now = self.now();
        let own = before.state == TaskState::Claimed && before.assignee_id == actor.account();
        // Whoever claims a task calls; a claim of hours ago says nothing of how long it took.
        let begun = before.updated_at;
        let started_at = if own && begun + hours(1) > now { begun } else { now };
        let call = PhoneCall {
            task_id: Some(before.id),
            started_at,
            ended_at: Some(now),
            outcome: Some(outcome.to_owned()),
            ..self.new_call(self.fresh_id()?, actor, &staff, CallDirection::Out)
        };
        tx.insert_call(&call).await?;
        if let Some(request) = before.request_id {
            tx.tie_call(call.id, request, CallTie::About).await?;
        }
        Ok(())
    }

    /// The number of a promised call is needed no more: empties it and gives whose key goes.
    pub(crate) async fn forget_promised(
        &self,
        tx: &mut Tx,
        task: &Task,
    ) -> Outcome<Option<SubjectId>> {
        if task.kind != TaskKind::ReturnCall {
            return Ok(None);
        }
        let Some(call) = tx.call_of_task(task.id).await? else { return Ok(None) };
        let Some(subject) = call.subject_id else { return Ok(None) };
        tx.forget_caller(call.id).await?;
        Ok(Some(subject))
    }

    /// Empties who called about a request, and gives whose keys go.
    pub(crate) async fn forget_callers_of(
        &self,
        tx: &mut Tx,
        id: RequestId,
    ) -> Outcome<Vec<SubjectId>> {
        let callers = tx.callers_of_request(id).await?;
        for (call, _) in &callers {
            tx.forget_caller(*call).await?;
        }
        Ok(callers.into_iter().filter_map(|(_, subject)| subject).collect())
    }
}
