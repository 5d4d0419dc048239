//! Where the people and the requests of a study come from.

use crate::file::Territory;
use crate::record::Record;
use crate::scenario::Scenario;
use crate::world::World;

use super::RecordedPart;

/// Days that are drawn or that were.
#[derive(Clone, Debug)]
pub enum Days<'a> {
    /// By a scenario, in a territory.
    Drawn(&'a Territory),
    /// By a running service.
    Recorded(&'a Record),
}

impl Days<'_> {
    /// The world of a seed.
    pub fn world(&self, scenario: &Scenario, seed: u64) -> World {
        match self {
            Self::Drawn(territory) => World::draw(scenario, &territory.towns, seed),
            Self::Recorded(record) => record.world(scenario, seed),
        }
    }

    pub(super) fn scenario(&self, base: &Scenario) -> Scenario {
        match self {
            Self::Drawn(_) => base.clone(),
            Self::Recorded(record) => record.scenario(base),
        }
    }

    pub(super) fn place(&self) -> String {
        match self {
            Self::Drawn(territory) => territory.name.clone(),
            Self::Recorded(record) => {
                let span = record.span();
                format!("As recorded from {} to {}", span.from(), span.last())
            }
        }
    }

    pub(super) const fn population(&self) -> f64 {
        match self {
            Self::Drawn(territory) => territory.population,
            Self::Recorded(_) => 0.0,
        }
    }

    pub(super) fn recorded(&self) -> Option<RecordedPart> {
        let Self::Recorded(record) = self else { return None };
        Some(RecordedPart {
            from: record.span().from(),
            to: record.span().last(),
            alerts: record.alerts(),
            left_out: record.left_out,
        })
    }
}
