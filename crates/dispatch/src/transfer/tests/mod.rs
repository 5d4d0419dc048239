//! Files in and out, on both databases.

mod areas;
mod fuzzed;
mod requests;
mod volunteers;
mod world;
