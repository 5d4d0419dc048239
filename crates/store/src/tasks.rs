//! Tasks: what a human must do by when.

use jiff::Timestamp;
use matching::{
    AccountId, AreaId, EngagementId, RequestId, TaskId, TaskKind, TaskState, VolunteerId,
};

use crate::sql::{Query, Reader, Row, sql};
use crate::{StoreError, Tx};

/// How many tasks there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCount {
    /// All of them.
    pub all: u32,
    /// Those that are not done.
    pub open: u32,
}

/// One task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Says what may be open only once.
    pub dedupe_key: String,
    /// What to do.
    pub kind: TaskKind,
    /// Where it stands.
    pub state: TaskState,
    /// The request it is about.
    pub request_id: Option<RequestId>,
    /// The volunteer it is about.
    pub volunteer_id: Option<VolunteerId>,
    /// The engagement it is about.
    pub engagement_id: Option<EngagementId>,
    /// The area whose staff see it.
    pub area_id: Option<AreaId>,
    /// Until when.
    pub due_at: Timestamp,
    /// Who took it.
    pub assignee_id: Option<AccountId>,
    /// 0 operator, 1 coordinator, 2 administrator.
    pub level: u32,
    /// Calls tried.
    pub tries: u32,
    /// How it ended, as a code.
    pub outcome: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// When it was done.
    pub done_at: Option<Timestamp>,
}

const COLUMNS: &str = "id, dedupe_key, kind, state, request_id, volunteer_id, engagement_id, \
    area_id, due_at, assignee_id, level, tries, outcome, created_at, updated_at, done_at";

impl Task {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("task");
        Ok(Self {
            id: row.get("id")?,
            dedupe_key: row.get("dedupe_key")?,
            kind: row.parse("kind")?,
            state: row.parse("state")?,
            request_id: row.get("request_id")?,
            volunteer_id: row.get("volunteer_id")?,
            engagement_id: row.get("engagement_id")?,
            area_id: row.get("area_id")?,
            due_at: row.get("due_at")?,
            assignee_id: row.get("assignee_id")?,
            level: row.get("level")?,
            tries: row.get("tries")?,
            outcome: row.get("outcome")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            done_at: row.get("done_at")?,
        })
    }
}

/// Which tasks to list; the most pressing first.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    /// Only those not done, or only those done.
    pub done: Option<bool>,
    /// Only this kind.
    pub kind: Option<TaskKind>,
    /// Only these kinds; empty = all.
    pub kinds: Vec<TaskKind>,
    /// Only these areas (and tasks without one); `None` = all.
    pub areas: Option<Vec<AreaId>>,
    /// Only those of this request.
    pub request_id: Option<RequestId>,
    /// Only after this due time and id: the cursor.
    pub after: Option<(Timestamp, TaskId)>,
    /// At most so many.
    pub limit: u32,
}

fn filtered(filter: &TaskFilter) -> Query {
    let mut query = sql(format!("SELECT {COLUMNS} FROM task WHERE 1 = 1"));
    query = match filter.done {
        Some(true) => query.push(" AND state = 'done'"),
        Some(false) => query.push(" AND state <> 'done'"),
        None => query,
    };
    if let Some(kind) = filter.kind {
        let number = query.next();
        query = query.push(&format!(" AND kind = ${number}")).bind(kind.code());
    }
    if !filter.kinds.is_empty() {
        query = query.push(" AND kind IN ").push_list(filter.kinds.iter().map(|kind| kind.code()));
    }
    if let Some(areas) = &filter.areas {
        query = query.push(" AND ((area_id IS NULL AND request_id IS NULL)");
        if !areas.is_empty() {
            query = query.push(" OR area_id IN ").push_list(areas.iter().copied());
        }
        query = query.push(")");
    }
    if let Some(request) = filter.request_id {
        let number = query.next();
        query = query.push(&format!(" AND request_id = ${number}")).bind(request);
    }
    if let Some((due, id)) = filter.after {
        let (a, b) = (query.next(), query.next() + 1);
        let text = format!(" AND (due_at > ${a} OR (due_at = ${a} AND id > ${b}))");
        query = query.push(&text).bind(due).bind(id);
    }
    let number = query.next();
    query.push(&format!(" ORDER BY due_at, id LIMIT ${number}")).bind(filter.limit)
}

impl Tx {
    /// Stores a new task; `false` when one with its key exists already.
    pub async fn insert_task(&mut self, task: &Task) -> Result<bool, StoreError> {
        let text = format!("INSERT INTO task ({COLUMNS}) VALUES ");
        let values: Vec<crate::Value> = vec![
            task.id.into(),
            task.dedupe_key.as_str().into(),
            task.kind.code().into(),
            task.state.code().into(),
            task.request_id.into(),
            task.volunteer_id.into(),
            task.engagement_id.into(),
            task.area_id.into(),
            task.due_at.into(),
            task.assignee_id.into(),
            task.level.into(),
            task.tries.into(),
            task.outcome.as_deref().into(),
            task.created_at.into(),
            task.updated_at.into(),
            task.done_at.into(),
        ];
        let query = sql(text).push_list(values).push(" ON CONFLICT (dedupe_key) DO NOTHING");
        Ok(self.run(query).await? == 1)
    }

    /// Finds a task.
    pub async fn task(&mut self, id: TaskId) -> Result<Option<Task>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM task WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Task::read).transpose()
    }

    /// Lists tasks, the most pressing first.
    pub async fn tasks(&mut self, filter: &TaskFilter) -> Result<Vec<Task>, StoreError> {
        self.all(filtered(filter)).await?.iter().map(Task::read).collect()
    }

    /// Writes a task back; `false` when its stored state is no longer `from`.
    pub async fn update_task(&mut self, from: TaskState, task: &Task) -> Result<bool, StoreError> {
        let text = "UPDATE task SET state = $3, due_at = $4, assignee_id = $5, level = $6, \
            tries = $7, outcome = $8, updated_at = $9, done_at = $10 \
            WHERE id = $1 AND state = $2";
        let query = sql(text)
            .bind(task.id)
            .bind(from.code())
            .bind(task.state.code())
            .bind(task.due_at)
            .bind(task.assignee_id)
            .bind(task.level)
            .bind(task.tries)
            .bind(task.outcome.as_deref())
            .bind(task.updated_at)
            .bind(task.done_at);
        Ok(self.run(query).await? == 1)
    }

    /// Ends the open tasks of a request: its life went on without them.
    pub async fn close_tasks_of_request(
        &mut self,
        id: RequestId,
        kinds: &[TaskKind],
        outcome: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        if kinds.is_empty() {
            return Ok(0);
        }
        let text = "UPDATE task SET state = 'done', outcome = $2, updated_at = $3, done_at = $3 \
            WHERE request_id = $1 AND state <> 'done' AND kind IN ";
        let codes = kinds.iter().map(|kind| kind.code());
        self.run(sql(text).bind(id).bind(outcome).bind(at).push_list(codes)).await
    }

    /// Closes the open tasks of some kinds that are about one engagement of a request; gives how many.
    pub async fn close_tasks_of_engagement(
        &mut self,
        (request, id): (RequestId, EngagementId),
        kinds: &[TaskKind],
        outcome: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        if kinds.is_empty() {
            return Ok(0);
        }
        let text = "UPDATE task SET state = 'done', outcome = $3, updated_at = $4, done_at = $4 \
            WHERE request_id = $1 AND engagement_id = $2 AND state <> 'done' AND kind IN ";
        let codes = kinds.iter().map(|kind| kind.code());
        let query = sql(text).bind(request).bind(id).bind(outcome).bind(at);
        self.run(query.push_list(codes)).await
    }

    /// How many tasks of a kind a request has and had.
    pub async fn tasks_of_request(
        &mut self,
        id: RequestId,
        kind: TaskKind,
    ) -> Result<TaskCount, StoreError> {
        let text = "SELECT COUNT(*) AS number, COUNT(*) FILTER (WHERE state <> 'done') AS open \
            FROM task WHERE request_id = $1 AND kind = $2";
        let row = self.one(sql(text).bind(id).bind(kind.code())).await?;
        let Some(row) = row else { return Ok(TaskCount::default()) };
        let row = row.of("task");
        Ok(TaskCount { all: row.get("number")?, open: row.get("open")? })
    }

    /// Ends the open tasks of a kind about a volunteer.
    pub async fn close_tasks_of_volunteer(
        &mut self,
        id: VolunteerId,
        kind: TaskKind,
        outcome: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let text = "UPDATE task SET state = 'done', outcome = $3, updated_at = $4, done_at = $4 \
            WHERE volunteer_id = $1 AND kind = $2 AND state <> 'done'";
        self.run(sql(text).bind(id).bind(kind.code()).bind(outcome).bind(at)).await
    }

    /// How many open tasks are about volunteers and no request, or come back to a note, by kind;
    /// with areas, those of these areas and of none.
    pub async fn open_tasks_about_volunteers(
        &mut self,
        areas: Option<&[AreaId]>,
    ) -> Result<Vec<(TaskKind, u32)>, StoreError> {
        let mut query = sql("SELECT kind, COUNT(*) AS number FROM task \
            WHERE state <> 'done' AND ((volunteer_id IS NOT NULL AND request_id IS NULL) \
            OR kind = 'follow_up')");
        if let Some(areas) = areas {
            query = query.push(" AND (area_id IS NULL");
            if !areas.is_empty() {
                query = query.push(" OR area_id IN ").push_list(areas.iter().copied());
            }
            query = query.push(")");
        }
        let rows = self.all(query.push(" GROUP BY kind ORDER BY kind")).await?;
        let counted = rows.iter().map(|row| {
            let row = row.of("task");
            Ok((row.parse("kind")?, row.get("number")?))
        });
        counted.collect()
    }

    /// Whether a task of a kind about a volunteer is open.
    pub async fn has_open_task(
        &mut self,
        id: VolunteerId,
        kind: TaskKind,
    ) -> Result<bool, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM task \
            WHERE volunteer_id = $1 AND kind = $2 AND state <> 'done'";
        Ok(self.number(sql(text).bind(id).bind(kind.code())).await? > 0)
    }

    /// Tasks that are overdue and may still go up.
    pub async fn overdue_tasks(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Task>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM task WHERE state <> 'done' AND due_at <= $1 AND level < 3 \
             ORDER BY due_at, id LIMIT $2"
        );
        self.all(sql(text).bind(now).bind(limit)).await?.iter().map(Task::read).collect()
    }
}
