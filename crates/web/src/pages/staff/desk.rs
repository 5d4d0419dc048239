//! The desk between two calls: a number to type, whom to call, what became of one's callers.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, CallFigures, PlannedShift, Refusal};
use matching::{CallId, TaskState};
use store::{HelpRequest, PhoneCall, Task};
use templates::pages::{Desk, DeskKeys, DeskShift, NewsRow, OwnFigures, QueueRow};
use templates::{Errors, paths, tr};

use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::tasks::{is_overdue, subject};
use super::{assignee, short};
use crate::error::Result;
use crate::routes::Routes;

/// Calls to make that are shown.
const QUEUE: u32 = 12;
/// How far ahead one's own next shift is looked for, in days.
const AHEAD_DAYS: i64 = 14;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::STAFF_DESK, get(home).post(next))
        .route(paths::STAFF_DESK_KEYS, get(keys))
}

async fn keys(visit: Visit) -> Result<Response> {
    visit.staff()?;
    visit.show(&DeskKeys { frame: visit.frame() })
}

async fn home(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    shown(&visit, &actor, "", Errors::none()).await
}

/// Takes the next call that is to be made.
async fn next(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    if posted.get("go") != "next" {
        return Ok(see_other(paths::STAFF_DESK));
    }
    match visit.dispatch().next_call(&actor).await? {
        Some(task) => Ok(see_other(&format!("{}/{}", paths::STAFF_TASKS, task.id))),
        None => Ok(see_other(paths::STAFF_DESK)),
    }
}

pub(super) async fn shown(
    visit: &Visit,
    actor: &Actor,
    caller: &str,
    errors: Errors,
) -> Result<Response> {
    let dispatch = visit.dispatch();
    let waiting = dispatch.calls_to_make(actor, QUEUE).await?;
    let mut queue = Vec::with_capacity(waiting.len());
    for task in &waiting {
        queue.push(queued(visit, actor, task).await?);
    }
    let news = dispatch.helped_callers(actor).await?;
    let figures = dispatch.desk_figures(actor).await?;
    let shifts = dispatch.shifts(actor, AHEAD_DAYS).await?;
    let (ended, noted) = last_call(visit, actor).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Desk {
        errors,
        call: dispatch.new_call_id()?.to_string(),
        caller: caller.to_owned(),
        ended,
        noted: noted.iter().map(|request| noted_row(visit, request)).collect(),
        queue,
        may_take_next: waiting.iter().any(|task| {
            task.state == TaskState::Open || (task.assignee_id == actor.account() && is_own(task))
        }),
        news: news.iter().map(|request| good_news(visit, request)).collect(),
        today: own_figures(visit, figures.today),
        week: own_figures(visit, figures.week),
        shift: at_the_desk(visit, &shifts).await?,
        own_shift: own_shift(visit, actor, &shifts),
        frame: visit.frame(),
    };
    visit.show_as(status, &page)
}

fn is_own(task: &Task) -> bool {
    task.assignee_id.is_some() && task.state == TaskState::Claimed
}

async fn queued(visit: &Visit, actor: &Actor, task: &Task) -> Result<QueueRow> {
    let (about, _) = subject(visit, actor, task).await?;
    Ok(QueueRow {
        href: format!("{}/{}", paths::STAFF_TASKS, task.id),
        when: at_time(visit, task.due_at),
        overdue: is_overdue(visit, task),
        kind: task.kind.code().to_owned(),
        subject: about,
        tries: task.tries,
        assignee: assignee(visit, task.assignee_id).await?,
    })
}

/// The hour of today, the day of any other.
fn at_time(visit: &Visit, at: jiff::Timestamp) -> String {
    let at = at.to_zoned(visit.zone());
    let today = visit.now().to_zoned(visit.zone()).date() == at.date();
    if today { visit.locale.time(at.time()) } else { visit.locale.short_date_time(&at) }
}

/// How one's own call that has just ended went, and the numbers to say aloud.
async fn last_call(visit: &Visit, actor: &Actor) -> Result<(String, Vec<HelpRequest>)> {
    let Ok(id) = visit.query("call").parse::<CallId>() else { return Ok(Default::default()) };
    let call: PhoneCall = match visit.dispatch().own_call(actor, id).await {
        Ok(call) => call,
        Err(Refusal::NotFound) => return Ok(Default::default()),
        Err(other) => return Err(other.into()),
    };
    let Some(outcome) = call.outcome.filter(|_| call.ended_at.is_some()) else {
        return Ok(Default::default());
    };
    let said = visit.locale.word("desk-ended", &outcome);
    Ok((said, visit.dispatch().noted_in_call(actor, id).await?))
}

fn noted_row(visit: &Visit, request: &HelpRequest) -> (String, String, String) {
    let kind = visit.locale.category(request.category.as_str());
    (request.reference.clone(), kind, format!("{}/{}", paths::STAFF_REQUESTS, request.id))
}

fn good_news(visit: &Visit, request: &HelpRequest) -> NewsRow {
    let kind = visit.locale.category(request.category.as_str());
    NewsRow {
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        subject: format!("{}, {kind}", request.reference),
        noted: short(visit, request.created_at),
        done: request.done_at.map(|at| short(visit, at)).unwrap_or_default(),
    }
}

fn own_figures(visit: &Visit, figures: CallFigures) -> OwnFigures {
    let median = figures.median_s.map(|seconds| visit.locale.duration(u64::from(seconds)));
    OwnFigures {
        calls: figures.calls,
        requests: figures.requests,
        median: median.unwrap_or_default(),
        helped: figures.helped,
    }
}

/// Who is at the desk now.
async fn at_the_desk(visit: &Visit, shifts: &[PlannedShift]) -> Result<Option<DeskShift>> {
    let now = visit.now();
    let current = shifts.iter().find(|one| one.shift.starts_at <= now && now < one.shift.ends_at);
    let Some(current) = current else { return Ok(None) };
    let names = names(visit, current).await?;
    let who = if names.is_empty() {
        tr(visit.locale, "desk-shift-nobody", &[])
    } else {
        tr(visit.locale, "desk-shift-now", &[("who", names.into())])
    };
    Ok(Some(DeskShift { when: hours(visit, current), who, missing: current.missing() }))
}

fn own_shift(visit: &Visit, actor: &Actor, shifts: &[PlannedShift]) -> String {
    let Some(account) = actor.account() else { return String::new() };
    let ahead = shifts.iter().filter(|one| one.shift.starts_at > visit.now());
    let own = ahead.into_iter().find(|one| one.taken_by.contains(&account));
    let told = own.map(|own| {
        let at = own.shift.starts_at.to_zoned(visit.zone());
        tr(visit.locale, "desk-shift-own", &[("when", visit.locale.date_time(&at).into())])
    });
    told.unwrap_or_default()
}

/// Who has taken a place at a shift.
pub(super) async fn names(visit: &Visit, planned: &PlannedShift) -> Result<String> {
    let mut names = Vec::with_capacity(planned.taken_by.len());
    for account in &planned.taken_by {
        names.push(assignee(visit, Some(*account)).await?);
    }
    Ok(names.join(", "))
}

/// From when to when a shift goes.
pub(super) fn hours(visit: &Visit, planned: &PlannedShift) -> String {
    let time = |at: jiff::Timestamp| visit.locale.time(at.to_zoned(visit.zone()).time());
    format!("{} – {}", time(planned.shift.starts_at), time(planned.shift.ends_at))
}
