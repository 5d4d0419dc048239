//! What a study says: `report.json` for programs, `report.html` for people, from one source.

mod chart;
mod days;
mod page;
mod tables;
mod varied;
mod words;

use std::collections::BTreeMap;

use serde::Serialize;

pub use days::Days;
pub use varied::{Variation, VariedPolicy};

use crate::figures::FIGURES;
use crate::file::{Policy, ScenarioFile};
use crate::measure::{Metrics, WEEK_BUCKETS, YES_WITHIN_H};
use crate::record::LeftOut;
use crate::scenario::Scenario;
use crate::statistics::Estimate;
use crate::study::SeedRuns;

/// The report; its JSON is documented in `docs/scenarios.md`.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of this shape.
    pub format: u32,
    /// The version of the program.
    pub program: String,
    /// What was simulated.
    pub scenario: ScenarioPart,
    /// With which seeds.
    pub seeds: Vec<u64>,
    /// The policy that the others are compared with.
    pub reference: String,
    /// Share of requests that anybody could match.
    pub bound: Estimate,
    /// The steps of `yes_within`, in hours.
    pub yes_within_h: Vec<f64>,
    /// The steps of `weeks_by_alerts`, from and to.
    pub week_buckets: Vec<(u32, Option<u32>)>,
    /// The policies in their order.
    pub policies: Vec<PolicyPart>,
    /// The same with people who behave otherwise; empty unless asked for.
    pub sensitivity: Vec<Variation>,
}

/// What was simulated.
#[derive(Clone, Debug, Serialize)]
pub struct ScenarioPart {
    /// The file's name.
    pub name: String,
    /// The file's description.
    pub description: String,
    /// Where, in words.
    pub place: String,
    /// How many live there; 0 where it is recorded.
    pub population: f64,
    /// What was replayed; none where it is drawn.
    pub recorded: Option<RecordedPart>,
    /// Volunteers over the whole time, the mean over seeds.
    pub volunteers: f64,
    /// All parameters.
    pub parameters: Scenario,
}

/// What was replayed.
#[derive(Clone, Debug, Serialize)]
pub struct RecordedPart {
    /// The first day.
    pub from: jiff::civil::Date,
    /// The last day.
    pub to: jiff::civil::Date,
    /// Alerts and assignments that were recorded.
    pub alerts: usize,
    /// What of the exports has no place in it.
    pub left_out: LeftOut,
}

/// One policy.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyPart {
    /// Its short name.
    pub name: String,
    /// What a coordinator reads.
    pub label: String,
    /// Where the rule comes from.
    pub source: String,
    /// The rule with its parameters.
    pub rule: String,
    /// Every figure, over seeds.
    pub figures: BTreeMap<&'static str, Estimate>,
    /// Every figure beside the reference's, seed by seed; none for the reference itself.
    pub against_reference: Option<BTreeMap<&'static str, Comparison>>,
    /// The share of requests with a yes by the steps of hours.
    pub yes_within: Vec<Estimate>,
    /// The share of volunteers' weeks by the steps of alerts.
    pub weeks_by_alerts: Vec<Estimate>,
    /// The figures of each seed.
    pub runs: Vec<RunPart>,
}

/// A figure beside that of the reference on the same seeds.
#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    /// This less the reference's.
    pub difference: Estimate,
    /// This ÷ the reference's; none where one is 0 on some seed.
    pub ratio: Option<Estimate>,
}

/// One seed's run.
#[derive(Clone, Debug, Serialize)]
pub struct RunPart {
    /// The seed.
    pub seed: u64,
    /// Its figures.
    #[serde(flatten)]
    pub metrics: Metrics,
}

impl Report {
    /// Sums up a study of drawn or of recorded days; the same runs give the same bytes.
    pub fn new(program: &str, file: &ScenarioFile, days: &Days<'_>, runs: &[SeedRuns]) -> Self {
        let reference = reference_of(&file.policies);
        let policies = file.policies.iter().enumerate();
        let volunteers: Vec<f64> = runs.iter().map(|run| count(run.volunteers)).collect();
        Self {
            format: 1,
            program: program.to_owned(),
            scenario: ScenarioPart {
                name: file.name.clone(),
                description: file.description.clone(),
                place: days.place(),
                population: days.population(),
                recorded: days.recorded(),
                volunteers: Estimate::of(&volunteers).mean,
                parameters: days.scenario(&file.scenario),
            },
            seeds: runs.iter().map(|run| run.seed).collect(),
            reference: file.policies.get(reference).map_or_else(String::new, |p| p.name.clone()),
            bound: bound(runs),
            yes_within_h: YES_WITHIN_H.to_vec(),
            week_buckets: WEEK_BUCKETS.map(|(from, to)| (from, open_ended(to))).to_vec(),
            policies: policies.map(|(at, policy)| part(policy, at, reference, runs)).collect(),
            sensitivity: Vec::new(),
        }
    }

    /// The report as indented JSON.
    ///
    /// # Errors
    ///
    /// Those of the serializer; numbers and texts have none.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// The report as one page that needs no other file, no script and no network.
    pub fn to_html(&self) -> String {
        page::html(self)
    }
}

fn bound(runs: &[SeedRuns]) -> Estimate {
    let bounds = runs.iter().filter_map(|run| Some(run.metrics.first()?.bound));
    Estimate::of(&bounds.collect::<Vec<f64>>())
}

/// The one called `expected`, else the first.
fn reference_of(policies: &[Policy]) -> usize {
    policies.iter().position(|policy| policy.name == "expected").unwrap_or(0)
}

fn open_ended(to: u32) -> Option<u32> {
    (to < u32::MAX).then_some(to)
}

fn part(policy: &Policy, at: usize, reference: usize, runs: &[SeedRuns]) -> PolicyPart {
    let own: Vec<&Metrics> = runs.iter().filter_map(|run| run.metrics.get(at)).collect();
    let others: Vec<&Metrics> = runs.iter().filter_map(|run| run.metrics.get(reference)).collect();
    let numbers = |of: fn(&Metrics) -> f64, of_whom: &[&Metrics]| {
        of_whom.iter().map(|metrics| of(metrics)).collect::<Vec<f64>>()
    };
    let figures =
        FIGURES.iter().map(|figure| (figure.key, Estimate::of(&numbers(figure.of, &own))));
    let comparison = |of| {
        let (own, others) = (numbers(of, &own), numbers(of, &others));
        Comparison {
            difference: Estimate::of_differences(&own, &others),
            ratio: Estimate::of_ratios(&own, &others),
        }
    };
    let against = || FIGURES.iter().map(|figure| (figure.key, comparison(figure.of))).collect();
    let with_seed = runs.iter().zip(&own);
    PolicyPart {
        name: policy.name.clone(),
        label: policy.label.clone(),
        source: policy.source.clone(),
        rule: format!("{:?}", policy.rule),
        figures: figures.collect(),
        against_reference: (at != reference).then(against),
        yes_within: steps(&own, YES_WITHIN_H.len(), |metrics| &metrics.yes_within),
        weeks_by_alerts: steps(&own, WEEK_BUCKETS.len(), |metrics| &metrics.weeks_by_alerts),
        runs: with_seed
            .map(|(run, metrics)| RunPart { seed: run.seed, metrics: (*metrics).clone() })
            .collect(),
    }
}

/// Step by step over seeds.
fn steps(own: &[&Metrics], count: usize, of: impl Fn(&Metrics) -> &Vec<f64>) -> Vec<Estimate> {
    let at = |step: usize| {
        let numbers: Vec<f64> =
            own.iter().filter_map(|metrics| of(metrics).get(step).copied()).collect();
        Estimate::of(&numbers)
    };
    (0..count).map(at).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests;
