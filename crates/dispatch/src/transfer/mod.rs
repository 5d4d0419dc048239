//! Moving data in and out: files of volunteers, help requests and areas; exports of everything.
//!
//! A file is checked whole before a row of it is written, and published in one short transaction.
//! What an export writes, an import reads. These use cases run as [`Actor::System`]: the caller,
//! who holds the data directory, answers for who may call them.
//!
//! [`Actor::System`]: crate::Actor::System

mod guard;
mod import;
mod import_requests;
mod import_volunteers;
mod items;
mod messages;
mod place;
mod sheet;
mod staging;

pub use import::{ImportFailure, ImportOptions, ImportReport, Progress, RowError};
