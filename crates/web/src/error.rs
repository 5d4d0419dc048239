//! The only place with status codes: what went wrong, as an answer.
//!
//! A handler gives an [`Error`]; its answer carries a [`Problem`] that `middleware::render` writes as
//! problem+json under `/api` and as a page elsewhere, in the caller's language.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dispatch::{FieldError, Refusal};

/// What a handler gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call was not answered as asked.
#[derive(Debug)]
pub enum Error {
    /// A use case refused.
    Refused(Refusal),
    /// The call cannot be read: `bad_json`, `bad_utf8`, `bad_form`.
    Unreadable(&'static str),
    /// Parts of the query cannot be used.
    Query(Vec<FieldError>),
    /// The address exists, but not with this method.
    Method,
    /// The body is of a kind that is not taken.
    MediaType,
    /// The body is too long.
    TooLarge,
    /// A browser sent this from another site.
    ForeignOrigin,
    /// Too many calls at once.
    Busy,
    /// The call took too long.
    TimedOut,
    /// A defect.
    Defect,
}

/// What an error says to its caller; never anything personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// A stable code; its sentence is `problem-{code}` in the translations.
    pub code: &'static str,
    /// The fields that cannot be used.
    pub fields: Vec<FieldError>,
    /// Seconds after which to try again.
    pub retry_after_s: Option<u32>,
}

impl Error {
    /// One part of the query that cannot be used.
    pub fn query(field: &str, code: &'static str) -> Self {
        Self::Query(vec![FieldError::new(field, code)])
    }

    /// What it says.
    pub fn problem(&self) -> Problem {
        let plain =
            |status, code| Problem { status, code, fields: Vec::new(), retry_after_s: None };
        match self {
            Self::Refused(refusal) => refused(refusal),
            Self::Unreadable(code) => plain(StatusCode::BAD_REQUEST, code),
            Self::Query(fields) => {
                Problem { fields: fields.clone(), ..plain(StatusCode::BAD_REQUEST, "bad_query") }
            }
            Self::Method => plain(StatusCode::METHOD_NOT_ALLOWED, "method"),
            Self::MediaType => plain(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type"),
            Self::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::ForeignOrigin => plain(StatusCode::FORBIDDEN, "foreign_origin"),
            Self::Busy => {
                Problem { retry_after_s: Some(2), ..plain(StatusCode::SERVICE_UNAVAILABLE, "busy") }
            }
            Self::TimedOut => Problem {
                retry_after_s: Some(5),
                ..plain(StatusCode::SERVICE_UNAVAILABLE, "timed_out")
            },
            Self::Defect => plain(StatusCode::INTERNAL_SERVER_ERROR, "defect"),
        }
    }
}

fn refused(refusal: &Refusal) -> Problem {
    let plain = |status, code| Problem { status, code, fields: Vec::new(), retry_after_s: None };
    match refusal {
        Refusal::Invalid(fields) => {
            Problem { fields: fields.clone(), ..plain(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
        }
        Refusal::NotFound => plain(StatusCode::NOT_FOUND, "not_found"),
        Refusal::Unauthenticated => plain(StatusCode::UNAUTHORIZED, "unauthenticated"),
        Refusal::Forbidden => plain(StatusCode::FORBIDDEN, "forbidden"),
        Refusal::Gone => plain(StatusCode::GONE, "gone"),
        Refusal::Taken => plain(StatusCode::CONFLICT, "taken"),
        Refusal::Conflict(code) => plain(StatusCode::CONFLICT, code),
        Refusal::Limit { code, retry_after_s } => Problem {
            retry_after_s: Some(*retry_after_s),
            ..plain(StatusCode::TOO_MANY_REQUESTS, code)
        },
        Refusal::KeyReused => plain(StatusCode::UNPROCESSABLE_ENTITY, "key_reused"),
        Refusal::Closed => plain(StatusCode::FORBIDDEN, "closed"),
        Refusal::Store(error) if error.is_unavailable() => Problem {
            retry_after_s: Some(2),
            ..plain(StatusCode::SERVICE_UNAVAILABLE, "unavailable")
        },
        Refusal::Store(_) => plain(StatusCode::INTERNAL_SERVER_ERROR, "defect"),
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<FieldError> for Error {
    fn from(error: FieldError) -> Self {
        Self::Refused(Refusal::Invalid(vec![error]))
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Refused(Refusal::Store(error)) = &self {
            // Its message names tables and constraints, never values.
            tracing::error!(error = %error, "the store failed");
        }
        self.problem().into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let scheme = HeaderValue::from_static("Bearer realm=\"proche\"");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response.extensions_mut().insert(self);
        response
    }
}
