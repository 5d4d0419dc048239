//! What can go wrong between the service and its database.

use std::fmt;

use thiserror::Error;

/// A statement that could not be carried out.
///
/// Messages name tables, columns and constraints, never values.
#[derive(Error)]
pub enum StoreError {
    /// The driver or the server refused.
    #[error("the database refused: {0}")]
    Driver(#[source] sqlx::Error),
    /// A value in the database is not what the schema promises.
    #[error("the value in {table}.{column} cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A sealed value cannot be opened: its key is gone or it was moved.
    #[error("a sealed value in {table}.{column} cannot be opened")]
    Sealed {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// The key material cannot be used.
    #[error("key ring: {0}")]
    KeyRing(&'static str),
    /// The schema is newer than this program, or a migration failed.
    #[error("migration: {0}")]
    Migration(String),
    /// The file or address cannot be used.
    #[error("{0}")]
    Open(String),
}

impl fmt::Debug for StoreError {
    /// The message alone: PostgreSQL's details of a refusal quote the row.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StoreError({self})")
    }
}

impl StoreError {
    /// Whether a uniqueness rule stopped the statement.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Driver(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether trying again later may help: the disk is full, the server is away, a lock is held.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Driver(sqlx::Error::Database(error)) => {
                error.code().is_some_and(|code| may_pass(&code))
            }
            Self::Driver(
                sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed,
            ) => true,
            _ => false,
        }
    }
}

/// Whether what the database calls by this code may pass by itself.
fn may_pass(code: &str) -> bool {
    if code.len() == 5 {
        // PostgreSQL, by class: connection, resources, operator; a conflict, a deadlock.
        let class = ["08", "53", "57"].iter().any(|class| code.starts_with(class));
        return class || code == "40001" || code == "40P01";
    }
    // SQLite, whose lowest byte is the kind: 5 BUSY, 6 LOCKED, 10 IOERR, 13 FULL.
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13))
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                Self::Corrupt { table: "?", column: "?" }
            }
            other => Self::Driver(other),
        }
    }
}
