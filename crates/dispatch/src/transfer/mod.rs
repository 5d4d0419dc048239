//! Moving data in and out: files of volunteers, help requests and areas; exports of everything.
//!
//! A file is checked whole before a row of it is written, and published in one short transaction.
//! What an export writes, an import reads. These use cases run as [`Actor::System`]: the caller,
//! who holds the data directory, answers for who may call them.
//!
//! [`Actor::System`]: crate::Actor::System

mod datum;
mod export;
mod figures;
mod guard;
mod import;
mod import_areas;
mod import_requests;
mod import_volunteers;
mod items;
mod messages;
mod place;
mod request_row;
mod rows;
mod sheet;
mod sink;
mod staging;
mod volunteer_row;

pub use export::{ExportFailure, ExportFormat, ExportKind, ExportReport};
pub use guard::guarded;
pub use import::{ImportFailure, ImportOptions, ImportReport, Progress, RowError};
pub use import_areas::{AREAS_CHANGED_AT, AreaSource, AreasFailure, AreasReport};
pub(crate) use staging::STALE_IMPORT_H;

#[cfg(test)]
mod tests;
