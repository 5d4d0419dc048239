//! What forms share: errors beside their fields, choices, messages for bad fields.

use crate::{Locale, has_key, tr};

/// One thing to correct: which input, and what to do, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The `id` of the input, which is also its name.
    pub field: String,
    /// What to do, as a sentence.
    pub message: String,
}

impl FieldError {
    /// An error whose message comes from the field and a code, see [`field_message`].
    pub fn new(locale: Locale, field: &str, code: &str) -> Self {
        Self { field: field.to_owned(), message: field_message(locale, field, code) }
    }
}

/// Every error of a form, in the order of its fields.
#[derive(Clone, Debug, Default)]
pub struct Errors(pub Vec<FieldError>);

impl Errors {
    /// No error.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether the form may go on.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many things are left to correct.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// The message for an input, if it has one.
    pub fn of(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }
}

impl From<Vec<FieldError>> for Errors {
    fn from(errors: Vec<FieldError>) -> Self {
        Self(errors)
    }
}

/// One answer of a radio, checkbox or select.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// What the form sends.
    pub value: String,
    /// What the person reads.
    pub label: String,
    /// A second line, or empty.
    pub hint: String,
    /// Whether it is chosen.
    pub checked: bool,
}

impl Choice {
    /// A choice without a second line.
    pub fn new(value: &str, label: &str, checked: bool) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), hint: String::new(), checked }
    }
}

/// What to do about a bad field: the field's own sentence for this code, else the code's.
///
/// Codes with a sentence of their own: `missing`, `invalid`, `too_long`, `too_short`,
/// `out_of_range`, `past`, `unknown`, `ambiguous`, `outside`, `duplicate`. The field is an input's
/// name; a dotted JSON name such as `contact.name` is read by its last part.
pub fn field_message(locale: Locale, field: &str, code: &str) -> String {
    let field = field.rsplit('.').next().unwrap_or(field).replace('_', "-");
    let code = code.replace('_', "-");
    let candidates = [format!("error-{field}-{code}"), format!("error-{code}")];
    let key = candidates.iter().find(|key| has_key(locale, key));
    tr(locale, key.map_or("error-invalid", String::as_str), &[])
}
