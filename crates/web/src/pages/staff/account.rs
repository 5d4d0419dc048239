//! The own account of staff: where they are signed in, their password, their recovery codes.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Refusal};
use templates::pages::{Notice, RecoveryCodes, StaffAccount};
use templates::{Errors, paths};

use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::super::{bad_fields, sessions, staff_sign_in};
use super::notice;
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_ACCOUNT, get(view).post(answer))
}

/// A person's account; a bearer token has none.
fn own(visit: &Visit) -> Result<Actor> {
    let actor = visit.staff()?;
    actor.account().ok_or(Refusal::Forbidden)?;
    Ok(actor)
}

async fn view(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let actor = own(&visit)?;
    shown(&visit, &headers, &actor, "", Errors::none()).await
}

async fn shown(
    visit: &Visit,
    headers: &HeaderMap,
    actor: &Actor,
    email: &str,
    errors: Errors,
) -> Result<Response> {
    let here = Cookie::Staff.read(&visit.state.settings, headers).unwrap_or_default();
    let left = visit.dispatch().recovery_codes_left(actor).await?;
    let frame = visit.frame();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = StaffAccount {
        errors,
        email: email.to_owned(),
        notice: notice(visit, &frame),
        sessions: sessions::rows(visit, actor, here).await?,
        sessions_path: paths::STAFF_ACCOUNT,
        codes_left: u32::try_from(left).unwrap_or(0),
        frame,
    };
    visit.show_as(status, &page)
}

async fn answer(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response> {
    let actor = own(&visit)?;
    let done = match posted.get("go") {
        "password" => password(&visit, &headers, &actor, &posted).await,
        "email" => email(&visit, &actor, &posted).await,
        "codes" => codes(&visit, &actor, &posted).await,
        _ => {
            sessions::end(&visit, &actor, &posted).await?;
            return Ok(see_other(paths::STAFF_ACCOUNT));
        }
    };
    match done {
        Err(crate::error::Error::Refused(Refusal::Invalid(bad))) => {
            let errors = bad_fields::shown(visit.locale, &bad, input_of);
            shown(&visit, &headers, &actor, posted.get("email"), errors).await
        }
        other => other,
    }
}

fn input_of(field: &str) -> &'static str {
    match field {
        "current" => "current",
        "email" => "email",
        "repeat" => "repeat",
        _ => "password",
    }
}

async fn password(
    visit: &Visit,
    headers: &HeaderMap,
    actor: &Actor,
    posted: &Posted,
) -> Result<Response> {
    let fresh = posted.get("password");
    if posted.get("repeat") != fresh {
        return Err(Refusal::field("repeat", "password_repeat").into());
    }
    let proof = (posted.get("current"), posted.get("code"));
    let whence = visit.caller.whence();
    let cookie = visit.dispatch().change_password(actor, proof, fresh, &whence).await?;
    let to = see_other(&format!("{}?did=yes", paths::STAFF_ACCOUNT));
    staff_sign_in::signed_in(visit, headers, to, &cookie).await
}

/// Both mailboxes are asked to agree.
async fn email(visit: &Visit, actor: &Actor, posted: &Posted) -> Result<Response> {
    let proof = (posted.get("current"), posted.get("code"));
    visit.dispatch().ask_account_email(actor, proof, posted.get("email")).await?;
    visit.notice(StatusCode::OK, &Notice::EmailAsked)
}

/// The fresh codes are shown this once.
async fn codes(visit: &Visit, actor: &Actor, posted: &Posted) -> Result<Response> {
    let (password, code) = (posted.get("current"), posted.get("code"));
    let codes = visit.dispatch().renew_recovery_codes(actor, password, code).await?;
    visit.show(&RecoveryCodes { frame: visit.frame(), codes })
}
