//! The router: routes inside, what holds for every route around them.

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Router, response::IntoResponse};
use dispatch::Refusal;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::Error;
use crate::state::WebState;
use crate::{api, demo_links, docs, files, middleware, pages, probes};

/// Longest body of a call, in bytes.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// The whole web side: API, pages, files and probes.
///
/// Serve it with `into_make_service_with_connect_info::<SocketAddr>()`: limits count by address.
pub fn app(state: WebState) -> Router {
    let (routes, description) = api::routes().split_for_parts();
    let csrf = middleware::csrf(&state);
    routes
        .merge(docs::routes(&description))
        .merge(pages::routes(&state))
        .merge(demo_links::routes())
        .merge(files::routes())
        .merge(probes::routes())
        .fallback(|| async { Error::Refused(Refusal::NotFound) })
        .method_not_allowed_fallback(|| async { Error::Method })
        // From the inside to the outside.
        .layer(from_fn_with_state(state.clone(), middleware::limit_networks))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(csrf)
        .layer(from_fn(middleware::ready_for_csrf))
        .layer(from_fn_with_state(state.clone(), middleware::give_up))
        .layer(CatchPanicLayer::custom(|_| Error::Defect.into_response()))
        .layer(from_fn_with_state(state.clone(), middleware::shed))
        .layer(from_fn_with_state(state.clone(), middleware::render))
        .layer(from_fn_with_state(state.clone(), middleware::secure))
        .layer(from_fn(middleware::observe))
        .with_state(state)
}
