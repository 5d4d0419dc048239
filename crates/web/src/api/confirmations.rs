//! Confirming an address or a request, by the link in the first mail.

use axum::Json;
use axum::extract::State;
use dispatch::{Actor, Refusal};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::parts::Token;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(confirm))
}

/// What was confirmed.
#[derive(Serialize, ToSchema)]
struct ConfirmedJson {
    /// `volunteer` or `request`.
    kind: &'static str,
    id: Uuid,
    /// Where it stands now.
    status: &'static str,
}

/// Confirm an address or a request. Doing it again is no error.
#[utoipa::path(
    post, path = "/confirmations/{token}", tag = "sessions",
    params(("token" = String, Path, description = "The last part of the link")),
    responses((status = 200, description = "Confirmed", body = ConfirmedJson)),
    security(())
)]
async fn confirm(
    State(state): State<WebState>,
    Token(token): Token,
) -> Result<Json<ConfirmedJson>> {
    let dispatch = &state.dispatch;
    match dispatch.confirm_volunteer(&token).await {
        Ok(id) => {
            let volunteer = dispatch.volunteer(&Actor::Volunteer(id), id).await?;
            let status = volunteer.status.code();
            Ok(Json(ConfirmedJson { kind: "volunteer", id: id.0, status }))
        }
        Err(Refusal::Gone) => {
            let id = dispatch.confirm_request(&token).await?;
            let status = dispatch.request(&Actor::Requester(id), id).await?.status.code();
            Ok(Json(ConfirmedJson { kind: "request", id: id.0, status }))
        }
        Err(other) => Err(other.into()),
    }
}
