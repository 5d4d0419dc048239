//! Trials of endurance, each a command of `src/bin` with a short version among the tests: the program as
//! a process under load, hurt at random, and what it promised held against what it kept.
#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "whatever goes wrong here fails the trial"
)]

pub mod accept_race;
pub mod crash_loop;
pub mod disk_full;
mod figures;
mod load;
mod look;
pub mod mail_outage;
mod outcome;
pub mod overload;
mod post;
pub mod power_cut;
pub mod rolling_restart;
pub mod sabotage;
pub mod sick_database;
pub mod simulation;
mod site;
pub mod stopped_node;
mod trace;
pub mod upgrade;

pub use figures::Times;
pub use load::Load;
pub use look::Look;
pub use outcome::Outcome;
pub use site::Site;
