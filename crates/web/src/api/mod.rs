//! The JSON API.

mod problem;

pub(crate) use problem::ProblemJson;

use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::state::WebState;

/// The path under which every call lives.
pub(crate) const PREFIX: &str = "/api/v1";

#[derive(utoipa::OpenApi)]
#[openapi(info(title = "proche", description = "Volunteers near people who need help."))]
struct Description;

/// Every call, with its description.
pub(crate) fn routes() -> OpenApiRouter<WebState> {
    let calls = OpenApiRouter::new();
    OpenApiRouter::with_openapi(Description::openapi()).nest(PREFIX, calls)
}

/// The description of the API (OpenAPI 3.1).
pub fn openapi() -> OpenApi {
    routes().into_openapi()
}
