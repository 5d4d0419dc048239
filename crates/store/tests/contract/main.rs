//! What every method of the store promises, on SQLite and on PostgreSQL.
//!
//! SQLite always runs. PostgreSQL runs where `PROCHE_TEST_POSTGRES` holds the address of a server
//! on which databases may be created; `cargo xtask postgres -- cargo test -p store` starts one.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod accounts;
mod alerts;
mod audit;
mod backup;
mod board;
mod bulk;
mod calls;
mod database;
mod engagements;
mod errors;
mod events;
mod group;
mod guessing;
mod key_ring;
mod likeness;
mod links;
mod mail_stops;
mod migrations;
mod nodes;
mod notifications;
mod places;
mod policies;
mod request_lists;
mod requests;
mod rotation;
mod samples;
mod sessions;
mod shifts;
mod staff_notes;
mod standings;
mod statistics;
mod stores;
mod tasks;
mod ties;
mod transfer;
mod unwanted;
mod verify;
mod verify_cases;
mod volunteer_load;
mod volunteers;
