//! What would have happened: a scenario replayed under one or more alert policies.
//!
//! A [`World`] is drawn from a [`Scenario`], a list of [`Town`]s and a seed: people, requests, and
//! by a hash of the seed everything that anybody will ever answer. So each policy meets the same
//! people on the same days (common random numbers), and the same seed gives the same trace. The
//! policy sees what the service would see and never the [`Behaviour`].

mod engine;
mod fairness;
mod measure;
mod people;
mod planning;
mod pool;
mod random;
mod rule;
mod scenario;
mod world;
mod yardstick;

pub use engine::run;
pub use measure::{Metrics, Quantiles, gini};
pub use rule::Rule;
pub use scenario::{Behaviour, Limits, People, Range, Requests, Scenario, Surge};
pub use world::{Town, World};
pub use yardstick::Yardstick;
