//! The router: routes inside, what holds for every route around them.

use std::collections::BTreeSet;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::{Router, response::IntoResponse};
use dispatch::Refusal;
use tower_http::catch_panic::CatchPanicLayer;

use crate::error::Error;
use crate::routes::Routes;
use crate::state::WebState;
use crate::{api, demo_links, docs, files, middleware, pages, probes};

/// Longest body of a call, in bytes.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// Every address that [`app`] serves, as a pattern such as `/staff/tasks/{id}`.
pub fn paths(state: &WebState) -> BTreeSet<String> {
    routes(state).paths().clone()
}

/// API, pages, files and probes, with nothing around them yet.
fn routes(state: &WebState) -> Routes {
    let (calls, description) = api::routes().split_for_parts();
    let described: Vec<String> = description.paths.paths.keys().cloned().collect();
    Routes::new()
        .mount(calls, described)
        .merge(docs::routes(&description))
        .merge(pages::routes(state))
        .merge(demo_links::routes())
        .merge(files::routes(state))
        .merge(probes::routes())
}

/// The whole web side.
///
/// Serve it with [`crate::serve`], which tells it each caller's address: limits count by it.
pub fn app(state: WebState) -> Router {
    let csrf = middleware::csrf(&state);
    routes(&state)
        .into_router()
        .fallback(|| async { Error::Refused(Refusal::NotFound) })
        .method_not_allowed_fallback(|| async { Error::Method })
        // From the inside to the outside.
        .layer(from_fn_with_state(state.clone(), middleware::limit_networks))
        .layer(from_fn_with_state(state.clone(), middleware::note_refusals))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(csrf)
        .layer(from_fn_with_state(state.clone(), middleware::ready_for_csrf))
        .layer(from_fn_with_state(state.clone(), middleware::give_up))
        .layer(CatchPanicLayer::custom(|_| Error::Defect.into_response()))
        .layer(from_fn_with_state(state.clone(), middleware::shed))
        .layer(from_fn_with_state(state.clone(), middleware::render))
        .layer(from_fn_with_state(state.clone(), middleware::secure))
        .layer(from_fn(middleware::observe))
        .with_state(state)
}
