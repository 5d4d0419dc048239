//! A number for each call, a line in the log, a place in the metrics.
//!
//! Paths are logged as templates: what stands in their place may be a token.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

/// The number of a call, for people to read out and to find its lines in the log.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(pub String);

impl RequestId {
    fn fresh() -> Self {
        use std::fmt::Write as _;
        let mut bytes = [0; 8];
        let mut text = String::new();
        if getrandom::fill(&mut bytes).is_ok() {
            for byte in bytes {
                let _ = write!(text, "{byte:02x}");
            }
        }
        Self(text)
    }
}

/// The method as far as HTTP names it: callers invent others, of any length, and each would be a line
/// of the metrics for ever.
fn known_method(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        "TRACE" => "TRACE",
        "CONNECT" => "CONNECT",
        _ => "other",
    }
}

/// Numbers, times and logs each call.
pub(crate) async fn observe(mut request: Request, next: Next) -> Response {
    let id = RequestId::fresh();
    let method = known_method(request.method());
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let route = route.unwrap_or("-").to_owned();
    request.extensions_mut().insert(id.clone());
    let span = tracing::info_span!("http", id = %id.0, %method, %route);
    let began = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    span.in_scope(|| {
        tracing::info!(
            status,
            took_ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
    });
    let labels = [("method", method.to_owned()), ("route", route), ("status", status.to_string())];
    metrics::counter!("proche_http_requests_total", &labels).increment(1);
    metrics::histogram!("proche_http_answer_seconds", &labels[..2]).record(took.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_that_was_made_up_has_no_line_of_its_own() {
        let invented = Method::from_bytes(&[b'X'; 4_000]).unwrap();
        assert_eq!(known_method(&invented), "other");
        assert_eq!(known_method(&Method::PATCH), "PATCH");
    }
}
