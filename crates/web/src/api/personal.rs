//! Everything about a person: handed out, or erased, at their word.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::Refusal;
use matching::{RequestId, Role, VolunteerId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Body;
use super::parts::{Id, StaffCaller};
use super::shapes::Why;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(export_request))
        .routes(routes!(erase_request))
        .routes(routes!(export_volunteer))
        .routes(routes!(erase_volunteer))
}

/// Whether it is meant.
#[derive(Default, Deserialize, ToSchema)]
struct Sure {
    /// `true`: it cannot be undone.
    #[schema(required = true)]
    #[serde(default)]
    sure: bool,
}

impl Sure {
    fn check(&self) -> Result<()> {
        if self.sure { Ok(()) } else { Err(Refusal::field("sure", "required").into()) }
    }
}

/// Get everything that is kept about who asked, to hand it to them. It is an entry in the ledger.
#[utoipa::path(
    post, path = "/requests/{id}/export", tag = "requests", request_body = Why,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "Everything, to read", body = Object)),
    security(("token" = []), ("staff" = []))
)]
async fn export_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<Why>,
) -> Result<Json<serde_json::Value>> {
    Ok(Json(state.dispatch.export_request(&caller.actor, id, &body.value.reason).await?))
}

/// Erase everything about who asked, at their word: all that they asked for in the area.
///
/// What is open is called off first. For coordinators.
#[utoipa::path(
    post, path = "/requests/{id}/erase", tag = "requests", request_body = Sure,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 204, description = "Erased")),
    security(("token" = []), ("staff" = []))
)]
async fn erase_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<Sure>,
) -> Result<StatusCode> {
    caller.actor.staff(Role::Coordinator)?;
    state.dispatch.request(&caller.actor, id).await?;
    body.value.check()?;
    state.dispatch.erase_request(&caller.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Get everything that is kept about a volunteer, to hand it to them. It is an entry in the ledger.
#[utoipa::path(
    post, path = "/volunteers/{id}/export", tag = "volunteers", request_body = Why,
    params(("id" = Uuid, Path, description = "The volunteer")),
    responses((status = 200, description = "Everything, to read", body = Object)),
    security(("token" = []), ("staff" = []))
)]
async fn export_volunteer(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<VolunteerId>,
    body: Body<Why>,
) -> Result<Json<serde_json::Value>> {
    Ok(Json(state.dispatch.export_volunteer(&caller.actor, id, &body.value.reason).await?))
}

/// Erase everything about a volunteer, at their word; what they promised goes to others.
///
/// For coordinators.
#[utoipa::path(
    post, path = "/volunteers/{id}/erase", tag = "volunteers", request_body = Sure,
    params(("id" = Uuid, Path, description = "The volunteer")),
    responses((status = 204, description = "Erased")),
    security(("token" = []), ("staff" = []))
)]
async fn erase_volunteer(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<VolunteerId>,
    body: Body<Sure>,
) -> Result<StatusCode> {
    caller.actor.staff(Role::Coordinator)?;
    state.dispatch.volunteer(&caller.actor, id).await?;
    body.value.check()?;
    state.dispatch.erase_volunteer(&caller.actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
