//! The API's description, and a page to try it on.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::header;
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::routes::Routes;

/// Where the description is.
pub(crate) const OPENAPI: &str = "/api/openapi.json";
/// Where the page is.
pub(crate) const DOCS: &str = "/api/docs";
/// What the page's router serves.
const PAGE: [&str; 3] = [DOCS, "/api/docs/", "/api/docs/{*rest}"];

pub(crate) fn routes(api: &OpenApi) -> Routes {
    let text = api.to_json().expect("a description made of plain structs is JSON");
    let bytes = Arc::new(Bytes::from(text));
    let description = get(move || {
        let bytes = bytes.as_ref().clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], bytes) }
    });
    let config = Config::from(OPENAPI).validator_url("none").try_it_out_enabled(true);
    Routes::new()
        .route(OPENAPI, description)
        .wrap(|router| router.layer(CompressionLayer::new()))
        .mount(SwaggerUi::new(DOCS).config(config).into(), PAGE.map(str::to_owned))
}
