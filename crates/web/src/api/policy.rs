//! By which rules volunteers are asked.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use store::PolicyVersion;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::parts::StaffCaller;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(get_policy))
}

/// The rules and the model of answers, each with its versions.
#[derive(Serialize, ToSchema)]
struct PolicyJson {
    /// The rules: the configuration that decides who is asked and when. The first is in force.
    rules: Vec<VersionJson>,
    /// The models of answers that were learned from past alerts; empty before the first.
    answers: Vec<VersionJson>,
}

/// One version.
#[derive(Serialize, ToSchema)]
struct VersionJson {
    /// From 1; events of the timeline name it.
    number: u32,
    since: Timestamp,
    /// From how many alerts it was learned; 0 for rules.
    alerts: u32,
    /// What it says, by key.
    data: serde_json::Value,
}

impl VersionJson {
    fn new(version: &PolicyVersion) -> Self {
        Self {
            number: version.number,
            since: version.at,
            alerts: version.alerts,
            data: serde_json::from_str(&version.data).unwrap_or_default(),
        }
    }
}

/// Read the rules in force and those before them.
#[utoipa::path(
    get, path = "/policy", tag = "stats",
    responses((status = 200, description = "The versions, newest first", body = PolicyJson)),
    security(("token" = []), ("staff" = []))
)]
async fn get_policy(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
) -> Result<Json<PolicyJson>> {
    let policy = state.dispatch.policy_in_force(&caller.actor).await?;
    Ok(Json(PolicyJson {
        rules: policy.rules.iter().map(VersionJson::new).collect(),
        answers: policy.answers.iter().map(VersionJson::new).collect(),
    }))
}
