//! A scenario as a file: TOML, documented in `docs/scenarios.md`.

mod check;
mod fault;
mod place;
mod policy;

use serde::Deserialize;

use crate::scenario::{Behaviour, Limits, People, Requests, Scenario};

pub use fault::{Fault, Faults};
pub use place::{PlaceSpec, Territory};
pub use policy::{Policy, default_policies, recorded_policy};

use policy::PolicyEntry;

/// A file that was read and checked.
#[derive(Clone, Debug)]
pub struct ScenarioFile {
    /// A short name; `--list` and the report show it.
    pub name: String,
    /// What it is for, in a sentence or two.
    pub description: String,
    /// How many seeds it runs with, unless the command line says otherwise.
    pub seeds: u32,
    /// Where people live.
    pub place: PlaceSpec,
    /// Who lives there, who asks, how people behave.
    pub scenario: Scenario,
    /// What is compared, in the order of the report.
    pub policies: Vec<Policy>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Raw {
    name: String,
    description: String,
    seeds: u32,
    days: u32,
    cell_resolution: u8,
    spread_km: f64,
    place: PlaceSpec,
    people: People,
    requests: Requests,
    behaviour: Behaviour,
    limits: Limits,
    policy: Vec<PolicyEntry>,
}

impl Default for Raw {
    fn default() -> Self {
        let scenario = Scenario::default();
        Self {
            name: String::new(),
            description: String::new(),
            seeds: 20,
            days: scenario.days,
            cell_resolution: scenario.cell_resolution,
            spread_km: scenario.spread_km,
            place: PlaceSpec::default(),
            people: scenario.people,
            requests: scenario.requests,
            behaviour: scenario.behaviour,
            limits: scenario.limits,
            policy: Vec::new(),
        }
    }
}

impl ScenarioFile {
    /// Reads a file and checks every field.
    ///
    /// # Errors
    ///
    /// Each bad field by its dotted name, with what is allowed; where the text has a wrong type or
    /// an unknown key, that alone.
    pub fn parse(text: &str) -> Result<Self, Faults> {
        let document =
            toml::Deserializer::parse(text).map_err(|error| Fault::of_syntax(&error, text))?;
        let raw: Raw =
            serde_path_to_error::deserialize(document).map_err(|error| Fault::of_type(&error))?;
        let mut faults = check::faults(&raw);
        let policies = policy::read(&raw.policy, &mut faults);
        if !faults.is_empty() {
            return Err(Faults(faults));
        }
        Ok(Self {
            name: raw.name,
            description: raw.description,
            seeds: raw.seeds,
            place: raw.place,
            scenario: Scenario {
                days: raw.days,
                cell_resolution: raw.cell_resolution,
                spread_km: raw.spread_km,
                people: raw.people,
                requests: raw.requests,
                behaviour: raw.behaviour,
                limits: raw.limits,
            },
            policies,
        })
    }

    /// Keeps only the policies of these names, in the file's order.
    ///
    /// # Errors
    ///
    /// A name that the file has not.
    pub fn keep_policies(&mut self, names: &[String]) -> Result<(), Fault> {
        for name in names {
            if !self.policies.iter().any(|policy| policy.name == *name) {
                let known: Vec<&str> = self.policies.iter().map(|p| p.name.as_str()).collect();
                let what = format!("`{name}` is none of {}", known.join(", "));
                return Err(Fault::new("policies", what));
            }
        }
        self.policies.retain(|policy| names.contains(&policy.name));
        Ok(())
    }
}

#[cfg(test)]
mod tests;
