//! The API as callers meet it: over the whole router, on a database of its own, with a clock that
//! stands still.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod bodies;
mod flow;
mod guards;
mod headers;
mod lists;
mod rights;
mod site;
