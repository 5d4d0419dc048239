//! Errors as the API tells them (RFC 9457).

use dispatch::FieldError;
use serde::Serialize;
use templates::{Locale, Value, has_key, tr};
use utoipa::ToSchema;

use crate::error::Problem;

/// Why a call was not answered as asked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemJson {
    /// Names the kind of problem: `urn:proche:problem:` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The kind of problem in the caller's language.
    title: String,
    /// The HTTP status.
    status: u16,
    /// A stable code.
    code: &'static str,
    /// The fields that cannot be used, all of them at once.
    errors: Vec<FieldProblem>,
    /// The number of the call in the log.
    #[serde(skip_serializing_if = "String::is_empty")]
    request_id: String,
}

/// A field that cannot be used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldProblem {
    /// The path of the field: `contact.phone`, `items[2].name`.
    field: String,
    /// A stable code.
    code: &'static str,
    /// What to do, in the caller's language.
    message: String,
}

impl ProblemJson {
    /// A problem in words.
    pub(crate) fn new(problem: &Problem, locale: Locale, request_id: &str) -> Self {
        Self {
            kind: format!("urn:proche:problem:{}", problem.code),
            title: title(problem, locale),
            status: problem.status.as_u16(),
            code: problem.code,
            errors: problem.fields.iter().map(|error| FieldProblem::new(error, locale)).collect(),
            request_id: request_id.to_owned(),
        }
    }
}

fn title(problem: &Problem, locale: Locale) -> String {
    let key = format!("error-problem-{}", problem.code.replace('_', "-"));
    if has_key(locale, &key) { tr(locale, &key, &[]) } else { problem.code.to_owned() }
}

impl FieldProblem {
    fn new(error: &FieldError, locale: Locale) -> Self {
        Self { field: error.field.clone(), code: error.code, message: message(error, locale) }
    }
}

/// The code's sentence with what it names, else the field's own, else the code's.
fn message(error: &FieldError, locale: Locale) -> String {
    let key = format!("error-api-{}", error.code.replace('_', "-"));
    if let Some(detail) = error.detail.as_deref().filter(|_| has_key(locale, &key)) {
        return tr(locale, &key, &[("detail", Value::from(detail))]);
    }
    templates::field_message(locale, &error.field, error.code)
}
