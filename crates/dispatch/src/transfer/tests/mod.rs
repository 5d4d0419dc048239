//! Files in and out, on both databases.

mod areas;
mod requests;
mod volunteers;
mod world;
