//! What waits for a human.

use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Refusal};
use matching::{Role, TaskId};
use store::{Task, TaskFilter};
use templates::pages::{TaskRow, Tasks};
use templates::{Choice, paths};

use super::super::visit::{Visit, see_other};
use super::{PAGE, age, area_name, assignee, now_in_words, short, volunteer_name};
use crate::error::Result;
use crate::routes::Routes;

/// Tasks counted at most.
const MOST: u32 = 1_000;

pub(super) fn routes() -> Routes {
    Routes::new().route("/staff", get(door)).route(paths::STAFF_TASKS, get(list))
}

/// Where a role begins its day.
pub(in crate::pages) const fn home(role: Role) -> &'static str {
    match role {
        Role::Operator => paths::STAFF_DESK,
        Role::Coordinator | Role::Administrator => paths::STAFF_TASKS,
    }
}

async fn door(visit: Visit) -> Response {
    see_other(visit.caller.staff().map_or(paths::STAFF_TASKS, |staff| home(staff.role)))
}

async fn list(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let view = match visit.query("view") {
        known @ ("mine" | "done") => known,
        _ => "open",
    };
    let filter = TaskFilter { done: Some(view == "done"), limit: MOST, ..TaskFilter::default() };
    let mut found = visit.dispatch().list_tasks(&actor, filter).await?;
    let (total, overdue) =
        (found.len(), found.iter().filter(|task| is_overdue(&visit, task)).count());
    if view == "mine" {
        found.retain(|task| task.assignee_id.is_some() && task.assignee_id == actor.account());
    }
    let after = visit.query("after").parse::<TaskId>().ok();
    let start =
        after.and_then(|id| found.iter().position(|task| task.id == id)).map_or(0, |at| at + 1);
    let here = &found[start..found.len().min(start + PAGE)];
    let more = start + here.len() < found.len();
    let last = here.last().filter(|_| more).map(|task| task.id.to_string());
    let mut rows = Vec::with_capacity(here.len());
    for task in here {
        rows.push(row(&visit, &actor, task).await?);
    }
    let frame = visit.frame();
    let choice = |code: &str| {
        let label = frame.t(&format!("tasks-view-{code}"));
        Choice::new(&format!("{}?view={code}", paths::STAFF_TASKS), &label, code == view)
    };
    visit.show(&Tasks {
        now: now_in_words(&visit),
        total: u32::try_from(total).unwrap_or(u32::MAX),
        overdue: if view == "done" { 0 } else { u32::try_from(overdue).unwrap_or(u32::MAX) },
        views: ["open", "mine", "done"].map(choice).into(),
        tasks: rows,
        next_href: last.map(|id| visit.with_query("after", &id)),
        frame,
    })
}

pub(super) fn is_overdue(visit: &Visit, task: &Task) -> bool {
    task.done_at.is_none() && (task.due_at < visit.now() || task.level >= 2)
}

async fn row(visit: &Visit, actor: &Actor, task: &Task) -> Result<TaskRow> {
    let (subject, _) = subject(visit, actor, task).await?;
    Ok(TaskRow {
        href: format!("{}/{}", paths::STAFF_TASKS, task.id),
        age: age(visit, task.created_at),
        kind: task.kind.code().to_owned(),
        subject,
        area: area_name(visit, task.area_id),
        why: visit.locale.word("todo", task.kind.code()),
        due: short(visit, task.due_at),
        overdue: is_overdue(visit, task),
        assignee: assignee(visit, task.assignee_id).await?,
    })
}

/// What a task is about without a name, and its page.
pub(super) async fn subject(visit: &Visit, actor: &Actor, task: &Task) -> Result<(String, String)> {
    if let Some(id) = task.request_id {
        return match visit.dispatch().request(actor, id).await {
            Ok(request) => {
                let category = visit.locale.category(request.category.as_str());
                let href = format!("{}/{id}", paths::STAFF_REQUESTS);
                Ok((format!("{}, {category}", request.reference), href))
            }
            Err(Refusal::NotFound) => Ok((String::new(), String::new())),
            Err(other) => Err(other.into()),
        };
    }
    let about = |id| (volunteer_name(visit, id), format!("{}/{id}", paths::STAFF_VOLUNTEERS));
    Ok(task.volunteer_id.map(about).unwrap_or_default())
}
