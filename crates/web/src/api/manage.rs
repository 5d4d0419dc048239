//! What the person who asked does, by the link in their receipt.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use dispatch::{Actor, Refusal};
use jiff::Timestamp;
use matching::{EngagementId, RequestId};
use serde::{Deserialize, Serialize};
use store::{Engagement, HelpRequest};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::parts::Token;
use super::request_body::RequestChange;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(get_managed))
        .routes(routes!(managed_details))
        .routes(routes!(confirm_managed))
        .routes(routes!(deny_managed))
        .routes(routes!(cancel_managed))
        .routes(routes!(report_managed))
        .routes(routes!(edit_managed))
        .routes(routes!(block_managed))
}

/// Where a request stands: all that the link alone shows.
#[derive(Serialize, ToSchema)]
struct ManagedJson {
    reference: String,
    status: &'static str,
    volunteers_needed: u32,
    places_filled: u32,
    /// Who holds a place.
    engagements: Vec<HeldJson>,
}

/// A place that is held.
#[derive(Serialize, ToSchema)]
struct HeldJson {
    id: Uuid,
    status: &'static str,
}

/// What was asked for, and when somebody comes.
#[derive(Serialize, ToSchema)]
struct ManagedDetails {
    #[serde(flatten)]
    standing: ManagedJson,
    category: String,
    not_before: Option<Timestamp>,
    needed_by: Timestamp,
    visits: Vec<VisitJson>,
}

/// When somebody comes.
#[derive(Serialize, ToSchema)]
struct VisitJson {
    engagement_id: Uuid,
    planned_at: Option<Timestamp>,
}

/// What only the person knows, beside the link.
#[derive(Default, Deserialize, ToSchema)]
struct Proof {
    /// The postcode of the request, or the last three digits of its phone.
    #[schema(required = true, example = "123")]
    #[serde(default)]
    proof: String,
}

async fn person(state: &WebState, token: &str) -> Result<(Actor, RequestId)> {
    let id = state.dispatch.managed_request(token).await?;
    Ok((Actor::Requester(id), id))
}

async fn held(state: &WebState, actor: &Actor, id: RequestId) -> Result<Vec<Engagement>> {
    let mut engagements = state.dispatch.engagements(actor, id).await?;
    engagements.retain(|engagement| engagement.status.holds_place());
    Ok(engagements)
}

fn standing(request: &HelpRequest, held: &[Engagement]) -> ManagedJson {
    ManagedJson {
        reference: request.reference.clone(),
        status: request.status.code(),
        volunteers_needed: request.volunteers_needed,
        places_filled: request.places_filled,
        engagements: held
            .iter()
            .map(|held| HeldJson { id: held.id.0, status: held.status.code() })
            .collect(),
    }
}

async fn status(state: &WebState, actor: &Actor, id: RequestId) -> Result<Json<ManagedJson>> {
    let request = state.dispatch.request(actor, id).await?;
    Ok(Json(standing(&request, &held(state, actor, id).await?)))
}

/// Read where the request stands.
#[utoipa::path(
    get, path = "/requests/manage/{token}", tag = "manage",
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 200, description = "Where it stands", body = ManagedJson)),
    security(())
)]
async fn get_managed(
    State(state): State<WebState>,
    Token(token): Token,
) -> Result<Json<ManagedJson>> {
    let (actor, id) = person(&state, &token).await?;
    status(&state, &actor, id).await
}

/// Read what was asked for and when somebody comes, with a proof beside the link.
#[utoipa::path(
    post, path = "/requests/manage/{token}/details", tag = "manage", request_body = Proof,
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 200, description = "What was asked for", body = ManagedDetails)),
    security(())
)]
async fn managed_details(
    State(state): State<WebState>,
    Token(token): Token,
    body: Body<Proof>,
) -> Result<Json<ManagedDetails>> {
    let (actor, id) = person(&state, &token).await?;
    state.dispatch.check_requester(id, &body.value.proof).await?;
    let request = state.dispatch.request(&actor, id).await?;
    let held = held(&state, &actor, id).await?;
    let visits = held
        .iter()
        .map(|held| VisitJson { engagement_id: held.id.0, planned_at: held.planned_at })
        .collect();
    Ok(Json(ManagedDetails {
        standing: standing(&request, &held),
        category: request.category.to_string(),
        not_before: request.not_before,
        needed_by: request.needed_by,
        visits,
    }))
}

/// Say that the help was given.
#[utoipa::path(
    post, path = "/requests/manage/{token}/confirm", tag = "manage",
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 200, description = "Where it stands now", body = ManagedJson)),
    security(())
)]
async fn confirm_managed(
    State(state): State<WebState>,
    Token(token): Token,
) -> Result<Json<ManagedJson>> {
    let (actor, id) = person(&state, &token).await?;
    state.dispatch.confirm_help(&actor, id).await?;
    status(&state, &actor, id).await
}

/// Say that it was not done after all.
#[utoipa::path(
    post, path = "/requests/manage/{token}/deny", tag = "manage",
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 200, description = "Where it stands now", body = ManagedJson)),
    security(())
)]
async fn deny_managed(
    State(state): State<WebState>,
    Token(token): Token,
) -> Result<Json<ManagedJson>> {
    let (actor, id) = person(&state, &token).await?;
    state.dispatch.deny_help(&actor, id).await?;
    status(&state, &actor, id).await
}

/// Call it off. Who was coming or asked is told.
#[utoipa::path(
    post, path = "/requests/manage/{token}/cancel", tag = "manage",
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 200, description = "Where it stands now", body = ManagedJson)),
    security(())
)]
async fn cancel_managed(
    State(state): State<WebState>,
    Token(token): Token,
) -> Result<Json<ManagedJson>> {
    let (actor, id) = person(&state, &token).await?;
    state.dispatch.cancel_request(&actor, id).await?;
    status(&state, &actor, id).await
}

/// What a concern is about.
#[derive(Default, Deserialize, ToSchema)]
struct Concern {
    /// `behaviour`, `money`, `danger`, `wellbeing` or `other`.
    #[schema(required = true)]
    #[serde(default)]
    kind: String,
}

/// Report a concern: a human reads it within hours.
#[utoipa::path(
    post, path = "/requests/manage/{token}/report", tag = "manage", request_body = Concern,
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 204, description = "Noted")),
    security(())
)]
async fn report_managed(
    State(state): State<WebState>,
    Token(token): Token,
    body: Body<Concern>,
) -> Result<StatusCode> {
    let (actor, id) = person(&state, &token).await?;
    state.dispatch.report_concern(&actor, id, &body.value.kind).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change what is asked for. Who is helped, and where, changes with `proof` alone.
#[utoipa::path(
    post, path = "/requests/manage/{token}/edit", tag = "manage", request_body = RequestChange,
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 200, description = "Where it stands now", body = ManagedJson)),
    security(())
)]
async fn edit_managed(
    State(state): State<WebState>,
    Token(token): Token,
    body: Body<RequestChange>,
) -> Result<Json<ManagedJson>> {
    let (actor, id) = person(&state, &token).await?;
    if body.value.needs_proof() {
        state.dispatch.check_requester(id, body.value.proof()).await?;
    }
    state.dispatch.edit_request(&actor, id, &body.value.into()).await?;
    status(&state, &actor, id).await
}

/// Whom the person does not want again.
#[derive(Default, Deserialize, ToSchema)]
struct Block {
    #[schema(required = true, format = Uuid)]
    #[serde(default)]
    engagement_id: String,
}

/// Say that a volunteer shall not come again.
#[utoipa::path(
    post, path = "/requests/manage/{token}/block", tag = "manage", request_body = Block,
    params(("token" = String, Path, description = "The last part of `manage_url`")),
    responses((status = 204, description = "Noted")),
    security(())
)]
async fn block_managed(
    State(state): State<WebState>,
    Token(token): Token,
    body: Body<Block>,
) -> Result<StatusCode> {
    let (actor, _) = person(&state, &token).await?;
    let id: EngagementId = body
        .value
        .engagement_id
        .trim()
        .parse()
        .map_err(|_| Refusal::field("engagement_id", "unknown"))?;
    state.dispatch.block_volunteer(&actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
