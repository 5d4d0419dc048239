//! Every expected way in which a use case ends without doing what was asked.

use store::StoreError;
use thiserror::Error;

/// One field that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The path of the field as in the API: `contact.phone`, `items[2].name`.
    pub field: String,
    /// A stable code; the sentence for it is `error-{code}` in the translations.
    pub code: &'static str,
    /// What the sentence names, such as a limit or the choices.
    pub detail: Option<String>,
}

impl FieldError {
    /// An error without detail.
    pub fn new(field: impl Into<String>, code: &'static str) -> Self {
        Self { field: field.into(), code, detail: None }
    }

    /// Adds what the sentence names.
    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }
}

/// Why a use case did not do what was asked.
#[derive(Debug, Error)]
pub enum Refusal {
    /// Fields that cannot be used; all of them at once.
    #[error("{} field(s) cannot be used", .0.len())]
    Invalid(Vec<FieldError>),
    /// There is no such thing, or not for this caller.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in.
    #[error("sign in first")]
    Unauthenticated,
    /// The caller may not do this.
    #[error("not allowed")]
    Forbidden,
    /// The link is unknown, expired or revoked: one answer for all.
    #[error("the link no longer works")]
    Gone,
    /// All places are held.
    #[error("taken")]
    Taken,
    /// The state does not allow it; the code says which rule.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// A limit is reached; the code says which.
    #[error("limit: {code}")]
    Limit {
        /// Which limit.
        code: &'static str,
        /// When to try again, in seconds.
        retry_after_s: u32,
    },
    /// The same idempotency key came with another body.
    #[error("the idempotency key was used with another body")]
    KeyReused,
    /// Public requests are not taken: mail is only captured.
    #[error("public requests are not taken")]
    Closed,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Refusal {
    /// A single field that cannot be used.
    pub fn field(field: &str, code: &'static str) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }
}

/// What every use case gives.
pub type Outcome<T> = Result<T, Refusal>;
