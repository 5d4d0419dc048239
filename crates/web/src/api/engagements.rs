//! What a volunteer does about a place that they hold.

use axum::Json;
use axum::extract::State;
use dispatch::{Actor, Outcome};
use matching::EngagementId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::Body;
use super::parts::Id;
use super::request_json::EngagementJson;
use super::shapes::{RevealedJson, Why};
use crate::caller::Caller;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(get_engagement))
        .routes(routes!(reveal_engagement))
        .routes(routes!(contacted))
        .routes(routes!(complete))
        .routes(routes!(release))
}

/// The engagement after what was done.
async fn done(
    state: &WebState,
    actor: &Actor,
    id: EngagementId,
    outcome: Outcome<()>,
) -> Result<Json<EngagementJson>> {
    outcome?;
    let (engagement, _) = state.dispatch.engagement(actor, id).await?;
    Ok(Json(EngagementJson::new(engagement)))
}

/// Read an engagement.
#[utoipa::path(
    get, path = "/engagements/{id}", tag = "engagements",
    params(("id" = Uuid, Path, description = "The engagement")),
    responses((status = 200, description = "The engagement", body = EngagementJson)),
    security(("engagement" = []), ("volunteer" = []), ("token" = []), ("staff" = []))
)]
async fn get_engagement(
    State(state): State<WebState>,
    caller: Caller,
    Id(id): Id<EngagementId>,
) -> Result<Json<EngagementJson>> {
    let actor = caller.for_engagement(&state.dispatch, id).await?;
    done(&state, &actor, id, Ok(())).await
}

/// Show the volunteer whom to call and where to go.
///
/// Every view is an entry in the ledger; two days after the help it is closed.
#[utoipa::path(
    post, path = "/engagements/{id}/reveal", tag = "engagements",
    params(("id" = Uuid, Path, description = "The engagement")),
    responses((status = 200, description = "The contact", body = RevealedJson)),
    security(("engagement" = []), ("volunteer" = []))
)]
async fn reveal_engagement(
    State(state): State<WebState>,
    caller: Caller,
    Id(id): Id<EngagementId>,
) -> Result<Json<RevealedJson>> {
    let actor = caller.for_engagement(&state.dispatch, id).await?;
    let revealed = state.dispatch.reveal_to_volunteer(&actor, id).await?;
    Ok(Json(RevealedJson::new(revealed)))
}

/// Say that the person was reached.
#[utoipa::path(
    post, path = "/engagements/{id}/contacted", tag = "engagements",
    params(("id" = Uuid, Path, description = "The engagement")),
    responses((status = 200, description = "The engagement as it is now", body = EngagementJson)),
    security(("engagement" = []), ("volunteer" = []), ("token" = []), ("staff" = []))
)]
async fn contacted(
    State(state): State<WebState>,
    caller: Caller,
    Id(id): Id<EngagementId>,
) -> Result<Json<EngagementJson>> {
    let actor = caller.for_engagement(&state.dispatch, id).await?;
    let outcome = state.dispatch.mark_contacted(&actor, id).await;
    done(&state, &actor, id, outcome).await
}

/// Say that it is done.
#[utoipa::path(
    post, path = "/engagements/{id}/complete", tag = "engagements",
    params(("id" = Uuid, Path, description = "The engagement")),
    responses((status = 200, description = "The engagement as it is now", body = EngagementJson)),
    security(("engagement" = []), ("volunteer" = []), ("token" = []), ("staff" = []))
)]
async fn complete(
    State(state): State<WebState>,
    caller: Caller,
    Id(id): Id<EngagementId>,
) -> Result<Json<EngagementJson>> {
    let actor = caller.for_engagement(&state.dispatch, id).await?;
    let outcome = state.dispatch.complete_engagement(&actor, id, None).await;
    done(&state, &actor, id, outcome).await
}

/// Give the place up; the request looks for somebody else at once.
///
/// Reasons: `not_reached`, `already_helped`, `wrong_data`, `ill`, `no_time`, `too_far`, `other`.
#[utoipa::path(
    post, path = "/engagements/{id}/release", tag = "engagements", request_body = Why,
    params(("id" = Uuid, Path, description = "The engagement")),
    responses((status = 200, description = "The engagement as it is now", body = EngagementJson)),
    security(("engagement" = []), ("volunteer" = []), ("token" = []), ("staff" = []))
)]
async fn release(
    State(state): State<WebState>,
    caller: Caller,
    Id(id): Id<EngagementId>,
    body: Body<Why>,
) -> Result<Json<EngagementJson>> {
    let actor = caller.for_engagement(&state.dispatch, id).await?;
    let outcome = state.dispatch.release_engagement(&actor, id, &body.value.reason).await;
    done(&state, &actor, id, outcome).await
}
