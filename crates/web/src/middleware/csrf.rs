//! Writes come from our own pages, from no browser at all, or with a bearer token.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tower_http::csrf::{CsrfLayer, ProtectionError};

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
pub(crate) async fn ready_for_csrf(mut request: Request, next: Next) -> Response {
    if request.headers().contains_key(header::AUTHORIZATION) {
        request.headers_mut().remove(header::ORIGIN);
        request.headers_mut().remove("sec-fetch-site");
    }
    next.run(request).await
}
