//! Staff sign in through an identity provider: there by a link, back with a code.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use dispatch::Refusal;
use templates::paths;

use super::bad_fields;
use super::staff_sign_in::{self, signed_in};
use super::visit::{Visit, see_other};
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

/// Where the provider sends browsers back to.
const BACK: &str = "/staff/oidc/back";

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_OIDC, get(go)).route(BACK, get(back))
}

async fn go(visit: Visit) -> Result<Response> {
    match visit.dispatch().ask_provider(&visit.caller.whence()).await {
        Ok((cookie, door)) => {
            let mut response = see_other(&door);
            let cookie = Cookie::Oidc.set(&visit.state.settings, &cookie);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(other) => failed(&visit, other),
    }
}

/// A code, or the provider's no.
async fn back(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let settings = &visit.state.settings;
    let cookie = Cookie::Oidc.read(settings, &headers).unwrap_or_default();
    let said = (visit.query("state"), visit.query("code"));
    match visit.dispatch().answer_of_provider(cookie, said, &visit.caller.whence()).await {
        Ok((staff, cookie)) => {
            let mut response = see_other(super::staff::home(staff.role));
            response.headers_mut().append(header::SET_COOKIE, Cookie::Oidc.clear(settings));
            signed_in(&visit, &headers, response, &cookie).await
        }
        Err(other) => failed(&visit, other),
    }
}

fn failed(visit: &Visit, refusal: Refusal) -> Result<Response> {
    let code = match refusal {
        Refusal::Unauthenticated | Refusal::Conflict("oidc") => "provider",
        Refusal::Limit { .. } => "often",
        other => return Err(other.into()),
    };
    let errors = bad_fields::error(visit.locale, "password", code);
    staff_sign_in::again(visit, StatusCode::UNPROCESSABLE_ENTITY, errors)
}
