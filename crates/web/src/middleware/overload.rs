//! What is too much is answered at once, what is too slow is given up.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::MAX_BODY;
use crate::error::Error;
use crate::state::WebState;

/// Answers 503 when as many calls as allowed are on their way; probes always pass.
pub(crate) async fn shed(State(state): State<WebState>, request: Request, next: Next) -> Response {
    if matches!(request.uri().path(), "/healthz" | "/readyz" | "/metrics") {
        return next.run(request).await;
    }
    let Ok(_slot) = state.slots.clone().try_acquire_owned() else {
        metrics::counter!("proche_http_shed_total").increment(1);
        return Error::Busy.into_response();
    };
    next.run(request).await
}

/// Gives up a call that takes too long, and refuses a body that says it is too long.
pub(crate) async fn give_up(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Response {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > MAX_BODY as u64) {
        return Error::TooLarge.into_response();
    }
    let most = Duration::from_secs(state.settings.timeout_s);
    match tokio::time::timeout(most, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::TimedOut.into_response(),
    }
}
