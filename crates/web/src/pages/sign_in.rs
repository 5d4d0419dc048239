//! Signing in of volunteers, by mail; signing out of everybody.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::{get, post};
use dispatch::{Actor, Outcome, Refusal};
use matching::VolunteerId;
use templates::pages::{Notice, SignIn, SignInReason, SignInSent};
use templates::{Errors, paths};

use super::bad_fields;
use super::confirm::{Token, link_gone, token, unticked};
use super::posted::Posted;
use super::visit::{Visit, own_path, see_other};
use crate::caller::end_earlier;
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::SIGN_IN, get(ask).post(send_link))
        .route(paths::SIGN_IN_CODE, post(redeem_code))
        .route("/l/{token}", get(land).post(redeem_link))
        .route(paths::SIGN_OUT, post(sign_out))
}

async fn ask(visit: Visit) -> Result<Response> {
    let next = own_path(visit.query("next")).unwrap_or_default().to_owned();
    visit.show(&door(&visit, String::new(), next, Errors::none()))
}

fn door(visit: &Visit, email: String, next: String, errors: Errors) -> SignIn {
    let contact = next.starts_with(paths::ENGAGEMENTS);
    let reason = if contact { SignInReason::Contact } else { SignInReason::Asked };
    SignIn { frame: visit.frame(), errors, email, next, reason }
}

/// The same answer for every address, known or not.
async fn send_link(visit: Visit, posted: Posted) -> Result<Response> {
    let email = posted.get("email").to_owned();
    let next = own_path(posted.get("next")).unwrap_or_default().to_owned();
    if posted.is_by_a_program() {
        return sent(&visit, StatusCode::OK, email, next, Errors::none());
    }
    match visit.dispatch().request_login(&email).await {
        Ok(asked) => {
            let asked = visit.dispatch().tie_login(asked).await?;
            let mut response = sent(&visit, StatusCode::OK, email, next, Errors::none())?;
            let cookie = Cookie::Asked.set(&visit.state.settings, &asked);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "email");
            visit.show_as(StatusCode::UNPROCESSABLE_ENTITY, &door(&visit, email, next, errors))
        }
        Err(other) => Err(other.into()),
    }
}

fn sent(
    visit: &Visit,
    status: StatusCode,
    email: String,
    next: String,
    errors: Errors,
) -> Result<Response> {
    visit.show_as(status, &SignInSent { frame: visit.frame(), errors, email, next })
}

async fn redeem_code(visit: Visit, headers: HeaderMap, posted: Posted) -> Result<Response> {
    let next = own_path(posted.get("next"));
    let code = posted.get("code").trim();
    if !code.is_empty() {
        let asked = Cookie::Asked.read(&visit.state.settings, &headers).unwrap_or_default();
        match visit.dispatch().redeem_login(code, asked, &visit.caller.whence()).await {
            Ok((_, cookie)) => {
                end_earlier(&visit.state, &headers).await?;
                return Ok(visit.go_with(next.unwrap_or(paths::ME), Cookie::Volunteer, &cookie));
            }
            Err(Refusal::Gone | Refusal::Invalid(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    let errors = bad_fields::error(visit.locale, "code", "invalid");
    let (email, next) = (posted.get("email").to_owned(), next.unwrap_or_default().to_owned());
    sent(&visit, StatusCode::UNPROCESSABLE_ENTITY, email, next, errors)
}

async fn land(visit: Visit, link: Token, headers: HeaderMap) -> Result<Response> {
    match opens(&visit, &token(link), &headers).await {
        Ok(true) => visit.notice(StatusCode::OK, &Notice::SignInLanding),
        Ok(false) => by_code(&visit, StatusCode::OK),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

/// Whether a link opens the door in this browser: only in the one that asked for it; anywhere else
/// the code beside it does.
async fn opens(visit: &Visit, token: &str, headers: &HeaderMap) -> Outcome<bool> {
    let volunteer = visit.dispatch().login_link(token).await?;
    let asked = Cookie::Asked.read(&visit.state.settings, headers).unwrap_or_default();
    Ok(visit.dispatch().asked_by_cookie(asked).await? == Some(volunteer))
}

fn by_code(visit: &Visit, status: StatusCode) -> Result<Response> {
    sent(visit, status, String::new(), String::new(), Errors::none())
}

async fn redeem_link(
    visit: Visit,
    link: Token,
    headers: HeaderMap,
    posted: Posted,
) -> Result<Response> {
    let token = token(link);
    match opens(&visit, &token, &headers).await {
        Ok(false) => return by_code(&visit, StatusCode::UNPROCESSABLE_ENTITY),
        Ok(true) if posted.get("sure") != "yes" => return unticked(&visit, &Notice::SignInLanding),
        Err(Refusal::Gone) => return link_gone(&visit),
        other => other?,
    };
    let asked = Cookie::Asked.read(&visit.state.settings, &headers).unwrap_or_default();
    match visit.dispatch().redeem_login(&token, asked, &visit.caller.whence()).await {
        Ok((id, cookie)) => {
            end_earlier(&visit.state, &headers).await?;
            let to = behind(&visit, id).await?;
            Ok(visit.go_with(&to, Cookie::Volunteer, &cookie))
        }
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

/// The contact page where the volunteer holds one place, else their own page.
async fn behind(visit: &Visit, id: VolunteerId) -> Result<String> {
    let promises = visit.dispatch().promises(&Actor::Volunteer(id), id).await?;
    let mut live = promises.iter().map(|(engagement, _)| engagement).filter(|e| e.status.is_live());
    Ok(match (live.next(), live.next()) {
        (Some(only), None) => format!("{}/{}", paths::ENGAGEMENTS, only.id),
        _ => paths::ME.to_owned(),
    })
}

/// Ends every session of this browser.
async fn sign_out(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let settings = &visit.state.settings;
    let mut response = see_other(paths::HOME);
    for cookie in Cookie::SESSIONS {
        if let Some(value) = cookie.read(settings, &headers) {
            visit.dispatch().sign_out(value).await?;
            response.headers_mut().append(header::SET_COOKIE, cookie.clear(settings));
        }
    }
    Ok(response)
}
