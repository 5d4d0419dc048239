//! What every import takes and gives.

use std::fmt;
use std::io;

use store::StoreError;
use thiserror::Error;

use super::messages;
use crate::refusal::{FieldError, Refusal};

/// Told how much of an import is done, as `(done, total)` steps; each row is one step to check and
/// one to store.
pub type Progress<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

/// How to import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Check the file and write nothing.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows of the file, its header and empty rows apart.
    pub rows: u64,
    /// Rows that were imported; 0 for a dry run.
    pub imported: u64,
    /// Sentences about what was passed over, such as unknown columns.
    pub warnings: Vec<String>,
}

/// A row that cannot be used. Prints as `row 17: radius_km: must be a number …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The row as a spreadsheet counts it: the header is row 1.
    pub row: u64,
    /// The column at fault, the first where several are.
    pub field: String,
    /// What is wrong; it never repeats the cell. Further columns at fault follow after `;`.
    pub message: String,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}: {}: {}", self.row, self.field, self.message)
    }
}

impl RowError {
    /// One line for all that is wrong with a row; none when nothing is.
    pub(super) fn of(row: u64, errors: &[FieldError]) -> Option<Self> {
        let (first, rest) = errors.split_first()?;
        let mut message = messages::sentence(first);
        for error in rest {
            message.push_str("; ");
            message.push_str(messages::column(&error.field));
            message.push_str(": ");
            message.push_str(&messages::sentence(error));
        }
        Some(Self { row, field: messages::column(&first.field).to_owned(), message })
    }

    pub(super) fn one(row: u64, field: &str, code: &'static str) -> Self {
        let error = FieldError::new(field, code);
        Self { row, field: field.to_owned(), message: messages::sentence(&error) }
    }
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportFailure {
    /// Rows that cannot be used, in the order of the file, each once.
    #[error("{}", lines(.errors))]
    Rows {
        /// The rows.
        errors: Vec<RowError>,
    },
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[from] io::Error),
    /// The store refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<StoreError> for ImportFailure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error.into())
    }
}

impl ImportFailure {
    /// The rows at fault; none when the cause is another.
    pub fn errors(&self) -> &[RowError] {
        match self {
            Self::Rows { errors } => errors,
            _ => &[],
        }
    }

    /// Fails when there are errors; in the order of the file.
    pub(super) fn unless_empty(mut errors: Vec<RowError>) -> Result<(), Self> {
        if errors.is_empty() {
            return Ok(());
        }
        errors.sort_by_key(|error| error.row);
        Err(Self::Rows { errors })
    }
}

fn lines(errors: &[RowError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
