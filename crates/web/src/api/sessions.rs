//! Signing in and out.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dispatch::{Refusal, SignedIn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::shapes::{AreaJson, with_cookie};
use crate::caller::{Caller, end_earlier};
use crate::cookies::Cookie;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(create_session, delete_session))
        .routes(routes!(redeem_session))
}

/// Who signs in: a volunteer with the address alone, staff with their password.
#[derive(Default, Deserialize, ToSchema)]
struct SignIn {
    #[schema(required = true)]
    #[serde(default)]
    email: String,
    /// Staff only.
    password: Option<String>,
    /// Staff only: the code of their app, or a recovery code.
    code: Option<String>,
}

/// A sign-in link is on its way, if the address is known.
#[derive(Serialize, ToSchema)]
struct LinkSentJson {
    /// Always `sent`.
    status: &'static str,
}

/// A member of staff is signed in.
#[derive(Serialize, ToSchema)]
struct StaffSessionJson {
    /// `operator`, `coordinator` or `administrator`.
    role: &'static str,
    /// Where; none = everywhere.
    area: Option<AreaJson>,
}

/// Sign in.
///
/// Without a password a sign-in link goes by mail to the volunteer with this address; the answer says
/// nothing about whether there is one. With a password and a code it is staff, who get a cookie at
/// once; their second factor is set up on the pages.
#[utoipa::path(
    post, path = "/sessions", tag = "sessions", request_body = SignIn,
    responses(
        (status = 200, description = "Signed in as staff", body = StaffSessionJson),
        (status = 202, description = "A link goes by mail, if the address is known", body = LinkSentJson),
    ),
    security(())
)]
async fn create_session(
    State(state): State<WebState>,
    caller: Caller,
    body: Body<SignIn>,
) -> Result<Response> {
    let dispatch = &state.dispatch;
    let Some(password) = body.value.password else {
        dispatch.request_login(&body.value.email).await?;
        let sent = LinkSentJson { status: "sent" };
        return Ok((StatusCode::ACCEPTED, Json(sent)).into_response());
    };
    let (email, code) = (&body.value.email, body.value.code.unwrap_or_default());
    let signed_in = dispatch.sign_in_staff(email, &password, &code, &caller.whence()).await?;
    let SignedIn::Staff(staff, cookie) = signed_in else {
        // The second factor is set up on the pages.
        return Err(Refusal::Unauthenticated.into());
    };
    let area = AreaJson::of(staff.area, &dispatch.areas());
    let answer = Json(StaffSessionJson { role: staff.role.code(), area });
    Ok(with_cookie(answer, Cookie::Staff.set(&state.settings, &cookie)))
}

/// What a sign-in mail holds: the token of its link, or its code.
#[derive(Default, Deserialize, ToSchema)]
struct Redeem {
    /// The last part of the link.
    token: Option<String>,
    /// The code beside it.
    #[schema(example = "K7M4-2P9Q")]
    code: Option<String>,
}

/// A volunteer is signed in.
#[derive(Serialize, ToSchema)]
struct VolunteerSessionJson {
    volunteer_id: Uuid,
}

/// Exchange a sign-in link or code for a session.
///
/// The token of a link that a browser asked for on the sign-in page works in that browser alone; its
/// code works anywhere.
#[utoipa::path(
    post, path = "/sessions/redeem", tag = "sessions", request_body = Redeem,
    responses((status = 200, description = "Signed in as a volunteer", body = VolunteerSessionJson)),
    security(())
)]
async fn redeem_session(
    State(state): State<WebState>,
    caller: Caller,
    headers: HeaderMap,
    body: Body<Redeem>,
) -> Result<Response> {
    let given = body.value.token.or(body.value.code).filter(|text| !text.trim().is_empty());
    let given = given.ok_or_else(|| Refusal::field("token", "required"))?;
    let asked = Cookie::Asked.read(&state.settings, &headers).unwrap_or_default();
    let redeemed = state.dispatch.redeem_login(&given, asked, &caller.whence()).await;
    let (volunteer, cookie) = redeemed?;
    end_earlier(&state, &headers).await?;
    let answer = Json(VolunteerSessionJson { volunteer_id: volunteer.0 });
    Ok(with_cookie(answer, Cookie::Volunteer.set(&state.settings, &cookie)))
}

/// Sign out: every session of this browser ends.
#[utoipa::path(
    delete, path = "/sessions", tag = "sessions",
    responses((status = 204, description = "Signed out")),
    security((), ("staff" = []), ("volunteer" = []), ("engagement" = []))
)]
async fn delete_session(State(state): State<WebState>, headers: HeaderMap) -> Result<Response> {
    let mut response = StatusCode::NO_CONTENT.into_response();
    for cookie in Cookie::SESSIONS {
        if let Some(value) = cookie.read(&state.settings, &headers) {
            state.dispatch.sign_out(value).await?;
            response.headers_mut().append(header::SET_COOKIE, cookie.clear(&state.settings));
        }
    }
    Ok(response)
}
