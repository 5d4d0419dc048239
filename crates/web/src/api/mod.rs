//! The JSON API: one file a resource, each call extracts, calls one use case, answers.

mod alerts;
mod body;
mod candidates;
mod confirmations;
mod coverage;
mod describe;
mod engagements;
#[cfg(test)]
mod fuzzed;
mod listing;
mod manage;
mod parts;
mod personal;
mod plan;
mod policy;
mod problem;
mod request_actions;
mod request_body;
mod request_json;
mod requests;
mod reveals;
mod sessions;
mod shapes;
mod stats;
mod tasks;
mod timeline;
mod volunteer_body;
mod volunteers;

pub(crate) use plan::{loss as plan_loss, reasons as plan_reasons};
pub(crate) use problem::ProblemJson;

use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::state::WebState;

/// The path under which every call lives.
const PREFIX: &str = "/api/v1";

/// Every call, with its description.
pub(crate) fn routes() -> OpenApiRouter<WebState> {
    let calls = OpenApiRouter::new()
        .merge(requests::routes())
        .merge(request_actions::routes())
        .merge(candidates::routes())
        .merge(plan::routes())
        .merge(timeline::routes())
        .merge(manage::routes())
        .merge(volunteers::routes())
        .merge(alerts::routes())
        .merge(engagements::routes())
        .merge(confirmations::routes())
        .merge(sessions::routes())
        .merge(tasks::routes())
        .merge(reveals::routes())
        .merge(personal::routes())
        .merge(stats::routes())
        .merge(policy::routes())
        .merge(coverage::routes());
    let mut api = OpenApiRouter::with_openapi(describe::description()).nest(PREFIX, calls);
    describe::add_problems(api.get_openapi_mut());
    api
}

/// The description of the API (OpenAPI 3.1).
pub fn openapi() -> OpenApi {
    routes().into_openapi()
}
