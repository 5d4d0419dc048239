//! Trials of endurance, each a command of `src/bin` with a short version among the tests: the program as
//! a process under load, hurt at random, and what it promised held against what it kept.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the trial"
)]

pub mod crash_loop;
mod figures;
mod load;
mod look;
mod site;

pub use figures::Times;
pub use load::{Load, Outcome};
pub use look::Look;
pub use site::Site;
