//! One task: take it, do it, put it off.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, CALLING, Refusal};
use jiff::SignedDuration;
use matching::{TaskId, TaskKind, TaskState};
use store::Task;
use templates::pages::{PhoneLine, TaskCard};
use templates::{Choice, Errors, Frame, paths};

use super::super::bad_fields;
use super::super::confirm::{Token, token};
use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::tasks::{is_overdue, subject};
use super::{area_name, assignee, phone_list, short};
use crate::error::Result;
use crate::routes::Routes;

/// How long "later" is, in minutes.
const LATER_MIN: i64 = 60;

pub(super) fn routes() -> Routes {
    Routes::new().route("/staff/tasks/{id}", get(view).post(answer))
}

fn id_of(id: Token) -> Result<TaskId> {
    Ok(token(id).parse().map_err(|_| Refusal::NotFound)?)
}

async fn view(visit: Visit, id: Token) -> Result<Response> {
    let actor = visit.staff()?;
    let task = visit.dispatch().task(&actor, id_of(id)?).await?;
    let list = phone_list::hidden(&visit, &actor, &task).await?;
    shown(&visit, &actor, &task, list, Errors::none()).await
}

async fn shown(
    visit: &Visit,
    actor: &Actor,
    task: &Task,
    phone_list: Vec<PhoneLine>,
    errors: Errors,
) -> Result<Response> {
    let frame = visit.frame();
    let (about, href) = subject(visit, actor, task).await?;
    let open = task.state != TaskState::Done;
    let mine = task.assignee_id.is_some() && task.assignee_id == actor.account();
    let taken = task.state == TaskState::Claimed;
    let hidden = phone_list.iter().any(|line| line.phone.is_empty());
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = TaskCard {
        errors,
        kind: task.kind.code().to_owned(),
        subject: about,
        subject_href: href,
        area: area_name(visit, task.area_id),
        since: short(visit, task.created_at),
        due: short(visit, task.due_at),
        overdue: is_overdue(visit, task),
        why: visit.locale.word("todo", task.kind.code()),
        assignee: assignee(visit, task.assignee_id).await?,
        note: words_to_say(visit, actor, &frame, task).await?,
        can_reveal: open && hidden,
        phone_list,
        can_claim: open && !taken,
        can_finish: open && (mine || !taken),
        outcomes: outcomes(&frame, task.kind),
        frame,
    };
    visit.show_as(status, &page)
}

/// Who comes, when, and the word at the door.
async fn words_to_say(visit: &Visit, actor: &Actor, frame: &Frame, task: &Task) -> Result<String> {
    let (TaskKind::TellWhoComes, Some(id)) = (task.kind, task.engagement_id) else {
        return Ok(String::new());
    };
    let (engagement, _) = visit.dispatch().engagement(actor, id).await?;
    let name = visit.first_name(engagement.volunteer_id).await?;
    let when = visit.locale.visit(&dispatch::visit(&engagement, &visit.zone()));
    let (bird, number) = visit.dispatch().door_word(id);
    let comes = frame.t2("manage-comes", "name", name, "when", when);
    let word = visit.locale.door_word(bird, number);
    Ok(format!("{comes} {} : {word}.", frame.t("manage-word")))
}

/// How a task of a kind may end.
fn outcomes(frame: &Frame, kind: TaskKind) -> Vec<Choice> {
    let codes: &[&str] = match kind {
        TaskKind::CallBack
        | TaskKind::AskDone
        | TaskKind::Vetting
        | TaskKind::ReleaseReview
        | TaskKind::Returned => &["yes", "no", "not_reached"],
        TaskKind::VitalReview => &["yes", "no"],
        TaskKind::PhoneList | TaskKind::CallNow => &["found", "nobody", "other"],
        TaskKind::TellWhoComes
        | TaskKind::TellReopened
        | TaskKind::TellMerged
        | TaskKind::Unmatched => &["told", "not_reached", "other"],
        _ => &["done", "not_reached", "other"],
    };
    let choice = |code: &&str| Choice::new(code, &frame.locale.word("outcome", code), false);
    codes.iter().map(choice).collect()
}

async fn answer(visit: Visit, id: Token, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let id = id_of(id)?;
    let here = format!("{}/{id}", paths::STAFF_TASKS);
    let dispatch = visit.dispatch();
    match posted.get("go") {
        "claim" => {
            dispatch.claim_task(&actor, id).await?;
        }
        "snooze" => {
            let until = visit.now() + SignedDuration::from_mins(LATER_MIN);
            let task = dispatch.snooze_task(&actor, id, until).await?;
            return Ok(see_other(home_of(task.kind)));
        }
        "done" => return finish(&visit, &actor, id, posted.get("outcome")).await,
        "reveal" => return reveal(&visit, &actor, id, posted.get("reason")).await,
        _ => {}
    }
    Ok(see_other(&here))
}

/// Where somebody goes on who has dealt with a task: to the desk, if it was a call.
fn home_of(kind: TaskKind) -> &'static str {
    if CALLING.contains(&kind) { paths::STAFF_DESK } else { paths::STAFF_TASKS }
}

async fn finish(visit: &Visit, actor: &Actor, id: TaskId, outcome: &str) -> Result<Response> {
    match visit.dispatch().finish_task(actor, id, outcome).await {
        Ok(task) => Ok(see_other(home_of(task.kind))),
        Err(Refusal::Invalid(bad)) => {
            let task = visit.dispatch().task(actor, id).await?;
            let list = phone_list::hidden(visit, actor, &task).await?;
            let errors = bad_fields::shown(visit.locale, &bad, |_| "outcome");
            shown(visit, actor, &task, list, errors).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn reveal(visit: &Visit, actor: &Actor, id: TaskId, reason: &str) -> Result<Response> {
    let task = visit.dispatch().task(actor, id).await?;
    if reason.trim().is_empty() {
        let list = phone_list::hidden(visit, actor, &task).await?;
        let errors = bad_fields::error(visit.locale, "reason", "missing");
        return shown(visit, actor, &task, list, errors).await;
    }
    let list = phone_list::revealed(visit, actor, &task, reason).await?;
    shown(visit, actor, &task, list, Errors::none()).await
}
