//! A backup: one logical form for both databases.
//!
//! A head, then each table with its columns, its number of rows and one line a row, then the sum
//! of all rows. It is read out of one picture of the database and put back in one transaction. The
//! key ring is never part of it, so that erasure reaches old backups too. Nor are the queue's own
//! tables, sessions (people sign in again) and the rows of an import under way.

mod cell;
mod dump;
mod load;
mod subjects;
mod tables;

use serde::{Deserialize, Serialize};

pub use load::Backup;
pub use subjects::{Subject, SubjectTable};
pub use tables::{ColumnKind, backed_up_columns, left_out_of_backups};

/// What stands at the head of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupHead {
    /// The last migration of the schema that it was read from.
    pub schema: i64,
    /// The version of the program that wrote it.
    pub product: String,
    /// When, in UTC.
    pub made_at: jiff::Timestamp,
    /// The fingerprint of the key ring under which its values are sealed.
    pub ring: String,
    /// Its rows in all.
    pub rows: u64,
}

/// How many rows of a table were written or restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableRows {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
}

/// The head of a table.
#[derive(Serialize, Deserialize)]
struct TableHead {
    table: String,
    columns: Vec<String>,
    rows: u64,
}

/// What follows the rows of a table.
#[derive(Deserialize)]
#[serde(untagged)]
enum Section {
    Table(TableHead),
    End(End),
}

/// The last line.
#[derive(Serialize, Deserialize)]
struct End {
    rows_in_all: u64,
}
