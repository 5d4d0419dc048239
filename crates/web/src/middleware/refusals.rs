//! What an account is refused is noted.

use std::sync::{Arc, OnceLock};

use axum::extract::{MatchedPath, Request, State};
use axum::http::Extensions;
use axum::middleware::Next;
use axum::response::Response;
use dispatch::{Actor, RefusedCall};

use crate::error::Problem;
use crate::state::WebState;

/// Who turned out to call, for whoever looks at the answer.
#[derive(Clone, Default)]
struct Seen(Arc<OnceLock<(Actor, String)>>);

/// Tells who calls, with which kind of device.
pub(crate) fn remember_caller(extensions: &Extensions, actor: Actor, device: &str) {
    if let Some(Seen(seen)) = extensions.get::<Seen>() {
        seen.get_or_init(|| (actor, device.to_owned()));
    }
}

/// Notes each answer that refuses an account something by its role, its area or its scope.
pub(crate) async fn note_refusals(
    State(state): State<WebState>,
    mut request: Request,
    next: Next,
) -> Response {
    let seen = Seen::default();
    request.extensions_mut().insert(seen.clone());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let problem = response.extensions().get::<Problem>();
    let refused = problem
        .is_some_and(|problem| ["forbidden", "not_found", "reveals"].contains(&problem.code));
    if let (true, Some(route), Some((actor, device))) = (refused, route, seen.0.get()) {
        let call = RefusedCall { method: method.as_str(), route: route.as_str(), device };
        if let Err(error) = state.dispatch.note_refusal(actor, call).await {
            tracing::warn!(error = %error, "a refusal could not be noted");
        }
    }
    response
}
