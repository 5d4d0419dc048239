//! Errors get their words: problem+json under `/api`, a page elsewhere.

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use templates::pages::ErrorPage;
use templates::{Locale, Template, paths};

use super::observe::RequestId;
use crate::api::ProblemJson;
use crate::error::Problem;
use crate::language;
use crate::shell::Shell;
use crate::state::WebState;

/// Writes the body of an answer that carries a [`Problem`], or that failed without a word.
pub(crate) async fn render(
    State(state): State<WebState>,
    request: Request,
    next: Next,
) -> Response {
    let locale = language::of(&state, request.headers(), request.uri());
    let path = request.uri().path().to_owned();
    let reads = *request.method() == Method::GET;
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let response = next.run(request).await;
    let api = path.starts_with("/api/");
    let problem = match response.extensions().get::<Problem>() {
        Some(problem) => problem.clone(),
        None if api => match unworded(&response) {
            Some(problem) => problem,
            None => return response,
        },
        None => return response,
    };
    let (mut parts, _) = response.into_parts();
    let worded = if api {
        let words = ProblemJson::new(&problem, locale, &id);
        let mut worded = Json(words).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        worded.headers_mut().insert(header::CONTENT_TYPE, kind);
        worded
    } else if reads && problem.status == StatusCode::UNAUTHORIZED && path != "/metrics" {
        return Redirect::to(&door(&path)).into_response();
    } else {
        page(&state, locale, &path, &problem, &id)
    };
    let (words, body) = worded.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(words.headers);
    Response::from_parts(parts, body)
}

/// A failure that a library answered in its own words.
fn unworded(response: &Response<Body>) -> Option<Problem> {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return None;
    }
    let code = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "media_type",
        status if status.is_server_error() => "defect",
        _ => "bad_request",
    };
    Some(Problem { status, code, fields: Vec::new(), retry_after_s: None })
}

/// Where somebody who is not signed in is sent, and comes back from.
fn door(path: &str) -> String {
    let door = if path.starts_with("/staff") { paths::STAFF_SIGN_IN } else { paths::SIGN_IN };
    let next = url::form_urlencoded::byte_serialize(path.as_bytes());
    format!("{door}?next={}", next.collect::<String>())
}

fn page(state: &WebState, locale: Locale, path: &str, problem: &Problem, id: &str) -> Response {
    let frame = Shell::new(state).frame(locale, path, None);
    let page = ErrorPage::new(frame, problem.status.as_u16(), id);
    let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    match page.render() {
        Ok(text) => (kind, text).into_response(),
        Err(_) => problem.status.into_response(),
    }
}
