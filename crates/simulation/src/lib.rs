//! What would have happened: a scenario replayed under one or more alert policies.
//!
//! A [`World`] is drawn from a [`Scenario`], a list of [`Town`]s and a seed: people, requests, and
//! by a hash of the seed everything that anybody will ever answer. So each policy meets the same
//! people on the same days (common random numbers), and the same seed gives the same trace. The
//! policy sees what the service would see and never the [`Behaviour`].

mod engine;
mod fairness;
mod figures;
mod file;
mod measure;
mod people;
mod planning;
mod pool;
mod random;
mod reaches;
mod record;
mod report;
mod rule;
mod scenario;
mod sensitivity;
mod shipped;
mod statistics;
mod study;
mod world;
mod yardstick;

pub use engine::run;
pub use figures::{FIGURES, Figure, Unit};
pub use file::{
    Fault, Faults, PlaceSpec, Policy, ScenarioFile, Territory, default_policies, recorded_policy,
};
pub use measure::{Metrics, Quantiles, WEEK_BUCKETS, YES_WITHIN_H};
pub use record::{LeftOut, Record, RecordFiles, Span, Window};
pub use report::{
    Comparison, Days, PolicyPart, RecordedPart, Report, RunPart, ScenarioPart, Variation,
    VariedPolicy,
};
pub use rule::Rule;
pub use scenario::{Behaviour, Limits, People, Range, Requests, Scenario, Surge};
pub use sensitivity::{Variant, variants};
pub use shipped::{SHIPPED, Shipped};
pub use statistics::Estimate;
pub use study::{SeedRuns, study};
pub use world::{Town, World};
pub use yardstick::Yardstick;
