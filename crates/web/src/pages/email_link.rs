//! A mailed link about another address: agree to it, or stop it.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{EmailAnswer, Refusal};
use templates::pages::{EmailLink, Notice};
use templates::{Choice, Errors};

use super::bad_fields;
use super::confirm::{Token, link_gone, token};
use super::posted::Posted;
use super::visit::Visit;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route("/e/{token}", get(ask).post(answer))
}

async fn ask(visit: Visit, link: Token) -> Result<Response> {
    match visit.dispatch().email_link_lives(&token(link)).await {
        Ok(()) => shown(&visit, Errors::none()),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

/// Nothing is chosen beforehand: mail scanners submit forms as they stand.
fn shown(visit: &Visit, errors: Errors) -> Result<Response> {
    let frame = visit.frame();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let choice = |code: &str| Choice::new(code, &frame.locale.word("action", code), false);
    let choices = ["agree", "stop"].map(choice).into();
    visit.show_as(status, &EmailLink { choices, errors, frame })
}

async fn answer(visit: Visit, link: Token, posted: Posted) -> Result<Response> {
    let (token, dispatch) = (token(link), visit.dispatch());
    let answered = match posted.get("say") {
        "agree" => dispatch.agree_email_change(&token).await,
        "stop" => dispatch.stop_email_change(&token).await,
        _ => {
            return match dispatch.email_link_lives(&token).await {
                Ok(()) => shown(&visit, bad_fields::error(visit.locale, "say", "missing")),
                Err(Refusal::Gone) => link_gone(&visit),
                Err(other) => Err(other.into()),
            };
        }
    };
    match answered {
        Ok(EmailAnswer::Waiting) => visit.notice(StatusCode::OK, &Notice::EmailAgreed),
        Ok(EmailAnswer::Changed) => visit.notice(StatusCode::OK, &Notice::EmailChanged),
        Ok(EmailAnswer::Stopped) => visit.notice(StatusCode::OK, &Notice::EmailStopped),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}
