//! Writes come from our own pages, from no browser at all, or with a bearer token.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

use crate::cookies::Cookie;
use crate::error::Error;
use crate::state::WebState;

type Refuse = fn(ProtectionError) -> Response<Body>;

fn refuse(_: ProtectionError) -> Response {
    Error::ForeignOrigin.into_response()
}

/// Unsafe methods from another origin are refused, by `Sec-Fetch-Site` and `Origin`.
///
/// `/u/{token}` is open: RFC 8058 lets mail programs post to it from wherever they are.
pub(crate) fn csrf(state: &WebState) -> CsrfLayer<Refuse> {
    let unsubscribe =
        |method: &Method, uri: &Uri| *method == Method::POST && uri.path().starts_with("/u/");
    let layer = CsrfLayer::new()
        .with_insecure_bypass(unsubscribe)
        .with_rejection_response(refuse as Refuse);
    let own = url::Url::parse(&state.dispatch.settings().base_url);
    match own.map(|own| own.origin().ascii_serialization()) {
        Ok(origin) => layer.clone().add_trusted_origin(origin).unwrap_or(layer),
        Err(_) => layer,
    }
}

/// A bearer token is no ambient credential: cookies do not count beside it, nor does the origin.
///
/// With a session's cookie a form has to show that one of our pages sent it. Browsers always say
/// where a form comes from; a call of the JSON API that is no form and says nothing comes from a
/// program.
pub(crate) async fn ready_for_csrf(
    State(state): State<WebState>,
    mut request: Request,
    next: Next,
) -> Response {
    let is_call = request.uri().path().starts_with("/api/") && !is_form(request.headers());
    let is_write = !request.method().is_safe();
    if is_write && !is_call && lacks_proof(&state, request.headers()) {
        return Error::ForeignOrigin.into_response();
    }
    if request.headers().contains_key(header::AUTHORIZATION) {
        request.headers_mut().remove(header::ORIGIN);
        request.headers_mut().remove("sec-fetch-site");
    }
    next.run(request).await
}

/// Whether a body is of a kind that the form of any site may send.
fn is_form(headers: &HeaderMap) -> bool {
    const FORMS: [&str; 3] =
        ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| FORMS.iter().any(|form| kind.trim().starts_with(form)))
}

fn lacks_proof(state: &WebState, headers: &HeaderMap) -> bool {
    let session = Cookie::SESSIONS.iter().any(|own| own.read(&state.settings, headers).is_some());
    let proof = ["origin", "sec-fetch-site", "authorization"];
    session && !proof.iter().any(|name| headers.contains_key(*name))
}
