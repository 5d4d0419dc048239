//! What humans must do.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use dispatch::{AreaTree, FieldError};
use jiff::Timestamp;
use matching::{TaskId, TaskState};
use serde::{Deserialize, Serialize};
use store::{Task, TaskFilter};
use templates::Locale;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::listing::{self, Here, Listing};
use super::parts::{Id, Query, StaffCaller, Wrong};
use super::shapes::AreaJson;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(list_tasks))
        .routes(routes!(claim_task))
        .routes(routes!(finish_task))
        .routes(routes!(snooze_task))
}

/// Something a human must do.
#[derive(Serialize, ToSchema)]
struct TaskJson {
    id: Uuid,
    /// What, as a code.
    kind: &'static str,
    /// What, in words.
    text: String,
    subject: SubjectJson,
    area: Option<AreaJson>,
    /// Until when; overdue goes up.
    due: Timestamp,
    /// The account that took it.
    assignee: Option<Uuid>,
    /// `open`, `claimed`, `snoozed` or `done`.
    state: &'static str,
    /// How it ended, as a code.
    outcome: Option<String>,
    /// 0 operator, 1 coordinator, 2 administrator.
    level: u32,
    /// Calls tried.
    tries: u32,
    created_at: Timestamp,
    updated_at: Timestamp,
    done_at: Option<Timestamp>,
}

/// What a task is about.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "the names of the JSON")]
struct SubjectJson {
    request_id: Option<Uuid>,
    volunteer_id: Option<Uuid>,
    engagement_id: Option<Uuid>,
}

impl TaskJson {
    fn new(task: Task, areas: &AreaTree, locale: Locale) -> Self {
        Self {
            id: task.id.0,
            kind: task.kind.code(),
            text: locale.word("task", task.kind.code()),
            subject: SubjectJson {
                request_id: task.request_id.map(|id| id.0),
                volunteer_id: task.volunteer_id.map(|id| id.0),
                engagement_id: task.engagement_id.map(|id| id.0),
            },
            area: AreaJson::of(task.area_id, areas),
            due: task.due_at,
            assignee: task.assignee_id.map(|id| id.0),
            state: task.state.code(),
            outcome: task.outcome,
            level: task.level,
            tries: task.tries,
            created_at: task.created_at,
            updated_at: task.updated_at,
            done_at: task.done_at,
        }
    }
}

/// Which tasks to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct TaskQuery {
    /// `open` (not done, the default), `done` or `all`.
    #[param(pattern = "^(open|done|all)$")]
    state: Option<String>,
    /// A kind's code.
    kind: Option<String>,
    /// An area's name or id; what lies within it counts too.
    area: Option<String>,
    /// Only those about this request.
    #[param(format = Uuid)]
    request_id: Option<String>,
    /// Where the page starts.
    cursor: Option<String>,
    /// How many, 50 without.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
}

impl TaskQuery {
    fn filter(&self, state: &WebState) -> Result<TaskFilter> {
        let mut wrong = Wrong::default();
        let areas = state.dispatch.areas();
        let done = wrong.read("state", self.state.as_deref(), "unknown_code", |text| match text {
            "open" => Some(Some(false)),
            "done" => Some(Some(true)),
            "all" => Some(None),
            _ => None,
        });
        let filter = TaskFilter {
            done: done.unwrap_or(Some(false)),
            kind: wrong.code("kind", self.kind.as_deref()),
            kinds: Vec::new(),
            areas: wrong.areas(&areas, self.area.as_deref()),
            request_id: wrong.code("request_id", self.request_id.as_deref()),
            after: listing::cursor(&mut wrong, self.cursor.as_deref(), read_mark),
            limit: listing::limit(&mut wrong, self.limit.as_deref()),
        };
        wrong.done()?;
        Ok(filter)
    }
}

/// Tasks go by due time, then id.
fn mark(task: &Task) -> String {
    format!("{}.{}", task.due_at.as_microsecond(), task.id)
}

fn read_mark(text: &str) -> Option<(Timestamp, TaskId)> {
    let (due, id) = text.split_once('.')?;
    Some((Timestamp::from_microsecond(due.parse().ok()?).ok()?, id.parse().ok()?))
}

/// List tasks, the most pressing first.
#[utoipa::path(
    get, path = "/tasks", tag = "tasks", params(TaskQuery),
    responses((status = 200, description = "One page", body = Listing<TaskJson>)),
    security(("token" = []), ("staff" = []))
)]
async fn list_tasks(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    here: Here,
    Query(query): Query<TaskQuery>,
) -> Result<Response> {
    let mut filter = query.filter(&state)?;
    let limit = filter.limit;
    filter.limit += 1;
    let rows = state.dispatch.tasks_page(&caller.actor, filter).await?;
    let areas = state.dispatch.areas();
    let write = |row| TaskJson::new(row, &areas, caller.locale);
    Ok(listing::page(&here, rows, limit, mark, write))
}

/// Take a task.
#[utoipa::path(
    post, path = "/tasks/{id}/claim", tag = "tasks",
    params(("id" = Uuid, Path, description = "The task")),
    responses((status = 200, description = "The task as it is now", body = TaskJson)),
    security(("token" = []), ("staff" = []))
)]
async fn claim_task(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<TaskId>,
) -> Result<Json<TaskJson>> {
    let task = state.dispatch.claim_task(&caller.actor, id).await?;
    Ok(Json(TaskJson::new(task, &state.dispatch.areas(), caller.locale)))
}

/// How a task ended.
#[derive(Default, Deserialize, ToSchema)]
struct Finish {
    /// `done` (without), `told`, `yes`, `no`, `not_reached`, `found`, `nobody` or `other`.
    outcome: Option<String>,
}

/// End a task with an outcome; what follows from it is done.
///
/// `not_reached` counts as a try: the task comes back.
#[utoipa::path(
    post, path = "/tasks/{id}/done", tag = "tasks", request_body = Finish,
    params(("id" = Uuid, Path, description = "The task")),
    responses((status = 200, description = "The task as it is now", body = TaskJson)),
    security(("token" = []), ("staff" = []))
)]
async fn finish_task(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<TaskId>,
    body: Body<Finish>,
) -> Result<Json<TaskJson>> {
    let outcome = body.value.outcome.as_deref().unwrap_or(TaskState::Done.code());
    let task = state.dispatch.finish_task(&caller.actor, id, outcome).await?;
    Ok(Json(TaskJson::new(task, &state.dispatch.areas(), caller.locale)))
}

/// Until when a task is put off.
#[derive(Default, Deserialize, ToSchema)]
struct Snooze {
    /// Within seven days.
    #[schema(required = true, format = DateTime)]
    #[serde(default)]
    until: String,
}

/// Put a task off.
#[utoipa::path(
    post, path = "/tasks/{id}/snooze", tag = "tasks", request_body = Snooze,
    params(("id" = Uuid, Path, description = "The task")),
    responses((status = 200, description = "The task as it is now", body = TaskJson)),
    security(("token" = []), ("staff" = []))
)]
async fn snooze_task(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<TaskId>,
    body: Body<Snooze>,
) -> Result<Json<TaskJson>> {
    let text = body.value.until.trim();
    let code = if text.is_empty() { "required" } else { "time" };
    let until = text.parse::<Timestamp>().ok();
    let until = until.and_then(|at| Timestamp::from_microsecond(at.as_microsecond()).ok());
    let until = until.ok_or_else(|| FieldError::new("until", code))?;
    let task = state.dispatch.snooze_task(&caller.actor, id, until).await?;
    Ok(Json(TaskJson::new(task, &state.dispatch.areas(), caller.locale)))
}
