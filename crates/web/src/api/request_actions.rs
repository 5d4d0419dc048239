//! What staff do with a request by hand, on behalf of either side.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dispatch::{FieldError, Outcome};
use matching::RequestId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Body;
use super::parts::{Id, StaffCaller};
use super::request_json::{EngagementJson, RequestJson};
use crate::caller::Caller;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(open_request))
        .routes(routes!(assign_volunteer))
        .routes(routes!(resend_alerts))
        .routes(routes!(widen_search))
        .routes(routes!(release_request))
        .routes(routes!(cancel_request))
        .routes(routes!(close_request))
        .routes(routes!(confirm_request))
}

/// The request after what was done.
async fn done(
    state: &WebState,
    caller: &Caller,
    id: RequestId,
    outcome: Outcome<()>,
) -> Result<Json<RequestJson>> {
    outcome?;
    let request = state.dispatch.request(&caller.actor, id).await?;
    Ok(Json(RequestJson::new(request, &state.dispatch.areas())))
}

/// Open an unconfirmed request, on a member of staff's word.
#[utoipa::path(
    post, path = "/requests/{id}/open", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request as it is now", body = RequestJson)),
    security(("token" = []), ("staff" = []))
)]
async fn open_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<RequestJson>> {
    let outcome = state.dispatch.open_request(&caller.actor, id).await;
    done(&state, &caller, id, outcome).await
}

/// How many volunteers are being asked.
#[derive(Serialize, ToSchema)]
struct AskedJson {
    asked: u32,
}

/// Ask the next nearest volunteers now; where nobody is left, those who kept silent once more.
#[utoipa::path(
    post, path = "/requests/{id}/resend", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "How many are being asked", body = AskedJson)),
    security(("token" = []), ("staff" = []))
)]
async fn resend_alerts(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<AskedJson>> {
    let asked = state.dispatch.ask_others_now(&caller.actor, id).await?;
    Ok(Json(AskedJson { asked }))
}

/// Ask volunteers somewhat beyond their own radius whether they would go so far this time.
#[utoipa::path(
    post, path = "/requests/{id}/widen", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "How many are being asked", body = AskedJson)),
    security(("token" = []), ("staff" = []))
)]
async fn widen_search(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<AskedJson>> {
    let asked = state.dispatch.ask_farther_now(&caller.actor, id).await?;
    Ok(Json(AskedJson { asked }))
}

/// Whom to give a place.
#[derive(Default, Deserialize, ToSchema)]
struct Assign {
    #[schema(required = true, format = Uuid)]
    #[serde(default)]
    volunteer_id: String,
}

/// Give a place to a volunteer by hand.
#[utoipa::path(
    post, path = "/requests/{id}/assign", tag = "requests", request_body = Assign,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 201, description = "The engagement", body = EngagementJson)),
    security(("token" = []), ("staff" = []))
)]
async fn assign_volunteer(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<Assign>,
) -> Result<Response> {
    let text = body.value.volunteer_id.trim();
    let code = if text.is_empty() { "required" } else { "unknown" };
    let volunteer = text.parse().map_err(|_| FieldError::new("volunteer_id", code))?;
    let dispatch = &state.dispatch;
    let engagement = dispatch.assign_volunteer(&caller.actor, id, volunteer).await?;
    let (engagement, _) = dispatch.engagement(&caller.actor, engagement).await?;
    Ok((StatusCode::CREATED, Json(EngagementJson::new(engagement))).into_response())
}

/// Why a request's volunteers are released.
#[derive(Default, Deserialize, ToSchema)]
struct Release {
    /// `not_reached`, `already_helped`, `wrong_data`, `ill`, `no_time`, `too_far` or `other`.
    reason: Option<String>,
}

/// Release every live engagement of a request; it looks for others at once.
#[utoipa::path(
    post, path = "/requests/{id}/release", tag = "requests", request_body = Release,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request as it is now", body = RequestJson)),
    security(("token" = []), ("staff" = []))
)]
async fn release_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<Release>,
) -> Result<Json<RequestJson>> {
    let reason = body.value.reason.as_deref().unwrap_or("other");
    let outcome = state.dispatch.release_request(&caller.actor, id, reason).await;
    done(&state, &caller, id, outcome).await
}

/// Cancel a request for the person.
#[utoipa::path(
    post, path = "/requests/{id}/cancel", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request as it is now", body = RequestJson)),
    security(("token" = []), ("staff" = []))
)]
async fn cancel_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<RequestJson>> {
    let outcome = state.dispatch.cancel_request(&caller.actor, id).await;
    done(&state, &caller, id, outcome).await
}

/// How a request ended.
#[derive(Default, Deserialize, ToSchema)]
struct Close {
    /// `done`, `helped_elsewhere`, `not_needed`, `unreachable`, `nobody_found`, `unsafe`,
    /// `impossible` or `duplicate`.
    #[schema(required = true)]
    #[serde(default)]
    outcome: String,
}

/// Close a request with an outcome.
#[utoipa::path(
    post, path = "/requests/{id}/close", tag = "requests", request_body = Close,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request as it is now", body = RequestJson)),
    security(("token" = []), ("staff" = []))
)]
async fn close_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<Close>,
) -> Result<Json<RequestJson>> {
    let outcome = state.dispatch.close_request(&caller.actor, id, &body.value.outcome).await;
    done(&state, &caller, id, outcome).await
}

/// Say for the person that the help was given.
#[utoipa::path(
    post, path = "/requests/{id}/confirm", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request as it is now", body = RequestJson)),
    security(("token" = []), ("staff" = []))
)]
async fn confirm_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<RequestJson>> {
    let outcome = state.dispatch.confirm_help(&caller.actor, id).await;
    done(&state, &caller, id, outcome).await
}
