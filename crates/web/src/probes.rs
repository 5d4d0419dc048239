//! For the operator of the site: is it up, is it ready, how is it.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::Refusal;
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

use crate::error::{Error, Result};
use crate::routes::Routes;
use crate::state::WebState;

/// Bounds of the answer times' histogram, in seconds.
const BOUNDS_S: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Makes the process collect metrics; once a process.
///
/// # Errors
/// [`BuildError`] when metrics are collected already.
pub fn install_metrics() -> std::result::Result<PrometheusHandle, BuildError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BOUNDS_S)?
        .install_recorder()
}

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
}

async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready when the database answers and the index of volunteers is built, until it is told to end.
async fn readyz(State(state): State<WebState>) -> Response {
    if state.is_leaving() {
        return (StatusCode::SERVICE_UNAVAILABLE, "leaving\n").into_response();
    }
    if let Err(error) = state.dispatch.ping().await {
        tracing::warn!(error = %error, "not ready: the database does not answer");
        return (StatusCode::SERVICE_UNAVAILABLE, "database\n").into_response();
    }
    if !state.dispatch.index().is_ready() {
        return (StatusCode::SERVICE_UNAVAILABLE, "index\n").into_response();
    }
    "ready\n".into_response()
}

async fn metrics(State(state): State<WebState>, request: Request) -> Result<Response> {
    if !may_read(&state, &request) {
        return Err(Refusal::Unauthenticated.into());
    }
    let handle = state.metrics.as_ref().ok_or(Error::Refused(Refusal::NotFound))?;
    handle.run_upkeep();
    let kind = [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")];
    Ok((kind, handle.render()).into_response())
}

/// With the token where one is set; else from this machine, and not through a proxy.
fn may_read(state: &WebState, request: &Request) -> bool {
    if let Some(token) = &state.settings.metrics_token {
        return authorization(request.headers()) == Some(sha(&format!("Bearer {token}")));
    }
    let forwarded = ["x-forwarded-for", "forwarded", "x-real-ip", "via"];
    let direct = forwarded.iter().all(|name| !request.headers().contains_key(*name));
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    direct && peer.is_some_and(|info| info.0.ip().to_canonical().is_loopback())
}

/// Hashes compare in a time that says nothing about the secret.
fn authorization(headers: &HeaderMap) -> Option<[u8; 32]> {
    headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).map(sha)
}

fn sha(text: &str) -> [u8; 32] {
    store::sha256(text.as_bytes())
}
