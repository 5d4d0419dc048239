//! Files in and out, on both databases.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod areas;
mod requests;
mod volunteers;
mod world;
