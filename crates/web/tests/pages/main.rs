//! The pages as people meet them: forms posted, links taken out of the mail and followed, over the
//! whole router, on a database of its own, with a clock that stands still.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod asking;
mod browser;
mod every_page;
mod helping;
mod refusals;
mod staff;
