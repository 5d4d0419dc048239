//! Asking for help: five questions, a page to check, a number to keep.
//!
//! The answers travel in the form from step to step; nothing is stored before the end.

mod place;
pub(super) mod send;
mod steps;
pub(super) mod time;
mod validate;

pub(super) use place::{Inside, Sought, seek};
pub(super) use send::{consent, input_of, items};
pub(super) use time::{civil, deadlines, instant};

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Refusal};
use matching::RequestStatus;
use templates::pages::{AskDone, AskForm, AskNext, Notice};
use templates::{Errors, paths};

use super::posted::Posted;
use super::visit::Visit;
use crate::error::Result;
use crate::routes::Routes;

/// The last page of the wizard.
const DONE: &str = "/ask/done";
/// The page to check all answers.
const CHECK: u32 = 6;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::ASK, get(start).post(answer)).route(DONE, get(done))
}

async fn start(visit: Visit) -> Result<Response> {
    if !visit.dispatch().settings().public_requests {
        return visit.notice(StatusCode::OK, &Notice::NotOpen);
    }
    let form = AskForm {
        languages: visit.locale.code().to_owned(),
        once: fresh_key(),
        begun: visit.dispatch().form_begun(),
        ..AskForm::default()
    };
    steps::show(&visit, 1, form, Errors::none())
}

/// A step was filled in: go on, go back, look a place up, change an answer or send everything.
async fn answer(visit: Visit, posted: Posted) -> Result<Response> {
    if !visit.dispatch().settings().public_requests {
        return visit.notice(StatusCode::FORBIDDEN, &Notice::NotOpen);
    }
    if posted.is_by_a_program() {
        return visit.notice(StatusCode::OK, &Notice::CheckMail);
    }
    let mut form = AskForm::from_pairs(posted.pairs());
    form.sort_lists();
    let step = posted.get("step").parse().unwrap_or(1).clamp(1, CHECK);
    match posted.get("go") {
        "back" => steps::show(&visit, step.max(2) - 1, form, Errors::none()),
        "find" => steps::show(&visit, 2, form, Errors::none()),
        "send" if step == CHECK => send::send(&visit, form).await,
        go => {
            if let Some(wanted) = go.strip_prefix("step-").and_then(|step| step.parse().ok()) {
                return steps::show(&visit, u32::clamp(wanted, 1, 5), form, Errors::none());
            }
            next(&visit, step, &mut form)
        }
    }
}

/// The step after this one; the page to check once every step has its answers.
fn next(visit: &Visit, step: u32, form: &mut AskForm) -> Result<Response> {
    let errors = validate::step(visit, step, form);
    if !errors.is_empty() {
        return steps::show(visit, step, form.clone(), errors);
    }
    let complete = (1..CHECK).all(|step| validate::step(visit, step, form).is_empty());
    let next = if complete { CHECK } else { (step + 1).min(5) };
    steps::show(visit, next, form.clone(), Errors::none())
}

/// The number to keep, for the browser that has just sent the request.
async fn done(visit: Visit) -> Result<Response> {
    let Some((id, _)) = visit.caller.managed() else { return Err(Refusal::NotFound.into()) };
    let request = visit.dispatch().request(&Actor::Requester(id), id).await?;
    let next = match request.status {
        RequestStatus::Unconfirmed if request.email_hash.is_some() => AskNext::ConfirmByMail,
        RequestStatus::Unconfirmed => AskNext::ConfirmByCall,
        _ => AskNext::Open,
    };
    let together = visit.dispatch().asked_together(&Actor::Requester(id), id).await?;
    let several = together.len() > 1;
    let each = together.into_iter().filter(|_| several);
    visit.show(&AskDone {
        frame: visit.frame(),
        each: each.map(|r| (visit.locale.category(r.category.as_str()), r.reference)).collect(),
        reference: request.reference,
        next,
        manage_href: Some(paths::MANAGE.to_owned()),
    })
}

/// A key for one empty form.
pub(super) fn fresh_key() -> String {
    use base64::Engine as _;
    let mut bytes = [0; 16];
    match getrandom::fill(&mut bytes) {
        Ok(()) => base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes),
        Err(_) => String::new(),
    }
}
