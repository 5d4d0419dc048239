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
    let key = format!("problem-{}", problem.code.replace('_', "-"));
    let key = if has_key(locale, &key) {
        key
    } else {
        format!("problem-status-{}", problem.status.as_u16())
    };
    if has_key(locale, &key) { tr(locale, &key, &[]) } else { problem.code.to_owned() }
}

impl FieldProblem {
    fn new(error: &FieldError, locale: Locale) -> Self {
        Self { field: error.field.clone(), code: error.code, message: message(error, locale) }
    }
}

/// The field's own sentence, else the code's with what it names, else the general one.
fn message(error: &FieldError, locale: Locale) -> String {
    let code = error.code.replace('_', "-");
    let key = format!("api-error-{code}");
    if has_key(locale, &key) {
        let detail = Value::from(error.detail.as_deref().unwrap_or_default());
        return tr(locale, &key, &[("detail", detail)]);
    }
    templates::field_message(locale, &error.field, error.code)
}
