//! Whom to ask, how many at a time, and when a human is called in.
//!
//! Two policies share the rules of when to hand over and when to look again. [`nearest`] keeps a
//! fixed number outstanding; [`expected`] keeps the smallest set outstanding whose chance of a yes
//! reaches a goal. Pure: time, counts, chances and candidates are arguments.

mod awake;
mod delay;
mod expected;
mod fit;
mod nearest;
mod response;

pub use awake::AwakeHours;
pub use delay::DelayCurve;
pub use expected::{
    Asked, Choice, ExpectedSettings, Prospect, Spent, Waiting, at_least, choose, fades_after_min,
    goal, scarcities,
};
pub use fit::{Observation, Outcome, fit};
pub use nearest::{
    HandOver, PolicySettings, Search, Supply, hand_over, hand_over_at, look_again_at, wanted,
};
pub use response::{Circumstances, History, ResponseModel};
