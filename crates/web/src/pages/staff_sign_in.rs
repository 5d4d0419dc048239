//! Staff sign in with a password and a code; the set-up link leads to both.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use dispatch::{Refusal, SignedIn, totp_uri, totp_words};
use templates::pages::{RecoveryCodes, SecondFactor, SetUp, StaffSignIn};
use templates::{Errors, paths};

use super::bad_fields;
use super::confirm::{Token, link_gone, token};
use super::posted::Posted;
use super::square::square;
use super::visit::{Visit, own_path, see_other};
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::STAFF_SIGN_IN, get(door).post(sign_in))
        .route("/setup/{token}", get(choose_password).post(set_up))
        .route(paths::STAFF_SECOND_FACTOR, get(enrol).post(confirm))
}

async fn door(visit: Visit) -> Result<Response> {
    let next = own_path(visit.query("next")).unwrap_or_default().to_owned();
    visit.show(&StaffSignIn { next, ..empty(&visit) })
}

fn empty(visit: &Visit) -> StaffSignIn {
    StaffSignIn {
        frame: visit.frame(),
        errors: Errors::none(),
        email: String::new(),
        next: String::new(),
        by_provider: visit.dispatch().settings().oidc.is_some(),
    }
}

/// The door once more, for whoever the provider did not let in.
pub(super) fn again(visit: &Visit, status: StatusCode, errors: Errors) -> Result<Response> {
    visit.show_as(status, &StaffSignIn { errors, ..empty(visit) })
}

async fn sign_in(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response> {
    let next = own_path(posted.get("next")).filter(|next| next.starts_with("/staff"));
    let (email, password) = (posted.get("email"), posted.get("password"));
    let (dispatch, whence) = (visit.dispatch(), visit.caller.whence());
    let wrong = match dispatch.sign_in_staff(email, password, posted.get("code"), &whence).await {
        Ok(SignedIn::Staff(staff, cookie)) => {
            let to = next.unwrap_or(super::staff::home(staff.role));
            return signed_in(&visit, &headers, see_other(to), &cookie).await;
        }
        Ok(SignedIn::Enrolling(cookie)) => {
            return Ok(visit.go_with(paths::STAFF_SECOND_FACTOR, Cookie::Enrolment, &cookie));
        }
        Err(Refusal::Unauthenticated) => (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
        Err(Refusal::Limit { .. }) => (StatusCode::TOO_MANY_REQUESTS, "often"),
        Err(other) => return Err(other.into()),
    };
    let page = StaffSignIn {
        errors: bad_fields::error(visit.locale, "password", wrong.1),
        email: email.to_owned(),
        next: next.unwrap_or_default().to_owned(),
        ..empty(&visit)
    };
    visit.show_as(wrong.0, &page)
}

/// A fresh session in the place of the one that this browser had.
pub(super) async fn signed_in(
    visit: &Visit,
    headers: &HeaderMap,
    mut response: Response,
    cookie: &str,
) -> Result<Response> {
    let settings = &visit.state.settings;
    if let Some(old) = Cookie::Staff.read(settings, headers) {
        visit.dispatch().sign_out(old).await?;
    }
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, Cookie::Staff.set(settings, cookie));
    headers.append(header::SET_COOKIE, Cookie::Enrolment.clear(settings));
    Ok(response)
}

async fn choose_password(visit: Visit, link: Token) -> Result<Response> {
    match visit.dispatch().set_up_link_lives(&token(link)).await {
        Ok(()) => set_up_page(&visit, Errors::none()),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

fn set_up_page(visit: &Visit, errors: Errors) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &SetUp { frame: visit.frame(), errors })
}

async fn set_up(visit: Visit, link: Token, posted: Posted) -> Result<Response> {
    let password = posted.get("password");
    if posted.get("repeat") != password {
        return set_up_page(&visit, bad_fields::error(visit.locale, "repeat", "invalid"));
    }
    match visit.dispatch().set_up_account(&token(link), password).await {
        Ok(cookie) => Ok(visit.go_with(paths::STAFF_SECOND_FACTOR, Cookie::Enrolment, &cookie)),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(Refusal::Invalid(bad)) => {
            set_up_page(&visit, bad_fields::shown(visit.locale, &bad, |_| "password"))
        }
        Err(other) => Err(other.into()),
    }
}

/// The cookie of the enrolment, empty where there is none.
fn enrolment<'h>(visit: &Visit, headers: &'h HeaderMap) -> &'h str {
    Cookie::Enrolment.read(&visit.state.settings, headers).unwrap_or_default()
}

async fn enrol(visit: Visit, headers: HeaderMap) -> Result<Response> {
    enrolment_page(&visit, enrolment(&visit, &headers), Errors::none()).await
}

async fn enrolment_page(visit: &Visit, cookie: &str, errors: Errors) -> Result<Response> {
    let enrolment = visit.dispatch().enrolment(cookie).await?;
    let uri = totp_uri(&enrolment.secret, &visit.state.site.name, &enrolment.email);
    let (size, picture) = square(&uri)?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let secret = totp_words(&enrolment.secret);
    visit.show_as(status, &SecondFactor { frame: visit.frame(), errors, secret, size, picture })
}

/// Signs in, and shows the recovery codes this once.
async fn confirm(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response> {
    let (cookie, code) = (enrolment(&visit, &headers), posted.get("code"));
    match visit.dispatch().confirm_enrolment(cookie, code, &visit.caller.whence()).await {
        Ok(enrolled) => {
            let codes = enrolled.recovery_codes;
            let page = visit.show(&RecoveryCodes { frame: visit.frame(), codes })?;
            signed_in(&visit, &headers, page, &enrolled.cookie).await
        }
        Err(Refusal::Invalid(_)) => {
            let wrong = bad_fields::error(visit.locale, "code", "invalid");
            enrolment_page(&visit, cookie, wrong).await
        }
        Err(other) => Err(other.into()),
    }
}
