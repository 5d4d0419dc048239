//! The policies of a file, and those it gets when it names none.

use matching::ExpectedSettings;
use serde::{Deserialize, Serialize};

use super::check::Sheet;
use super::fault::Fault;
use crate::rule::Rule;

/// A policy with its names.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// A short name for the command line and `report.json`.
    pub name: String,
    /// What a coordinator reads.
    pub label: String,
    /// Where the rule comes from.
    pub source: String,
    /// What it does.
    pub rule: Rule,
}

/// A `[[policy]]` of a file; which parameters it may have depends on its kind.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PolicyEntry {
    name: String,
    kind: Kind,
    label: Option<String>,
    source: Option<String>,
    count: Option<u32>,
    minutes: Option<u32>,
    max_km: Option<f64>,
    seconds: Option<u32>,
    rounds: Option<u32>,
    share: Option<f64>,
    per_yes: Option<f64>,
    budget: Option<u32>,
    learns: Option<bool>,
    goal_normal: Option<f64>,
    goal_vital: Option<f64>,
    goal_late: Option<f64>,
    late_minutes: Option<f64>,
    refill_below: Option<f64>,
    pool: Option<u32>,
    most_outstanding: Option<u32>,
    price_lately: Option<f64>,
    price_budget: Option<f64>,
    price_skill: Option<f64>,
}

/// What a policy does in principle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Kind {
    #[default]
    Expected,
    Nearest,
    Everybody,
    OneByOne,
    NearestOnce,
    Rounds,
    Batches,
    OneAtATime,
}

/// The policies of a file, the default ones where it has none.
pub(super) fn read(entries: &[PolicyEntry], faults: &mut Vec<Fault>) -> Vec<Policy> {
    if entries.is_empty() {
        return default_policies();
    }
    let mut sheet = Sheet(Vec::new());
    let mut policies: Vec<Policy> = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        let field = |name: &str| format!("policy[{at}].{name}");
        if !is_name(&entry.name) {
            sheet.fault(&field("name"), "must be a to z, 0 to 9 and -, 1 to 40 of them");
        }
        if policies.iter().any(|policy| policy.name == entry.name) {
            sheet.fault(&field("name"), format!("`{}` is there twice", entry.name));
        }
        entry.check(&mut sheet, &field);
        policies.push(entry.policy());
    }
    faults.append(&mut sheet.0);
    policies
}

fn is_name(name: &str) -> bool {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=40).contains(&name.len()) && name.chars().all(fits)
}

impl PolicyEntry {
    fn policy(&self) -> Policy {
        Policy {
            name: self.name.clone(),
            label: self.label.clone().unwrap_or_else(|| self.name.clone()),
            source: self.source.clone().unwrap_or_default(),
            rule: self.rule(),
        }
    }

    fn rule(&self) -> Rule {
        let count = self.count.unwrap_or(5);
        let minutes = self.minutes.unwrap_or(60);
        match self.kind {
            Kind::Expected => Rule::Expected(self.settings(), self.learns.unwrap_or(true)),
            Kind::Nearest => Rule::Outstanding { count, minutes },
            Kind::Everybody => Rule::Everybody,
            Kind::OneByOne => Rule::OneByOne { minutes },
            Kind::NearestOnce => Rule::NearestOnce {
                count: count as usize,
                max_m: self.max_km.map(|km| matching::whole_metres(km * 1_000.0)),
            },
            Kind::Rounds => Rule::Rounds {
                seconds: self.seconds.unwrap_or(30),
                rounds: self.rounds.unwrap_or(6),
            },
            Kind::Batches => Rule::Batches {
                minutes: self.minutes.unwrap_or(5),
                share: self.share.unwrap_or(0.25),
                per_yes: self.per_yes.unwrap_or(20.0),
                budget: self.budget.unwrap_or(300),
            },
            Kind::OneAtATime => Rule::OneAtATime { minutes },
        }
    }

    fn settings(&self) -> ExpectedSettings {
        let usual = ExpectedSettings::default();
        ExpectedSettings {
            goal_normal: self.goal_normal.unwrap_or(usual.goal_normal),
            goal_vital: self.goal_vital.unwrap_or(usual.goal_vital),
            goal_late: self.goal_late.unwrap_or(usual.goal_late),
            late_minutes: self.late_minutes.unwrap_or(usual.late_minutes),
            refill_below: self.refill_below.unwrap_or(usual.refill_below),
            pool: self.pool.map_or(usual.pool, |pool| pool as usize),
            most_outstanding: self.most_outstanding.unwrap_or(usual.most_outstanding),
            price_lately: self.price_lately.unwrap_or(usual.price_lately),
            price_budget: self.price_budget.unwrap_or(usual.price_budget),
            price_skill: self.price_skill.unwrap_or(usual.price_skill),
        }
    }

    /// The parameters that are set, whether their kind has them, and what is allowed.
    fn check(&self, sheet: &mut Sheet, field: &impl Fn(&str) -> String) {
        use Kind as K;
        let whole = |number: Option<u32>| number.map(f64::from);
        let expected: &[Kind] = &[K::Expected];
        let parameters = [
            ("count", whole(self.count), 1.0..=100_000.0, &[K::Nearest, K::NearestOnce][..]),
            (
                "minutes",
                whole(self.minutes),
                1.0..=10_080.0,
                &[K::Nearest, K::OneByOne, K::OneAtATime, K::Batches],
            ),
            ("max_km", self.max_km, 0.01..=500.0, &[K::NearestOnce]),
            ("seconds", whole(self.seconds), 1.0..=86_400.0, &[K::Rounds]),
            ("rounds", whole(self.rounds), 1.0..=1_000.0, &[K::Rounds]),
            ("share", self.share, 0.01..=1.0, &[K::Batches]),
            ("per_yes", self.per_yes, 1.0..=1_000.0, &[K::Batches]),
            ("budget", whole(self.budget), 1.0..=1e6, &[K::Batches]),
            ("learns", self.learns.map(f64::from), 0.0..=1.0, expected),
            ("goal_normal", self.goal_normal, 0.01..=0.999, expected),
            ("goal_vital", self.goal_vital, 0.01..=0.999, expected),
            ("goal_late", self.goal_late, 0.01..=0.999, expected),
            ("late_minutes", self.late_minutes, 1.0..=43_200.0, expected),
            ("refill_below", self.refill_below, 0.0..=1.0, expected),
            ("pool", whole(self.pool), 1.0..=10_000.0, expected),
            ("most_outstanding", whole(self.most_outstanding), 1.0..=10_000.0, expected),
            ("price_lately", self.price_lately, 0.0..=10.0, expected),
            ("price_budget", self.price_budget, 0.0..=10.0, expected),
            ("price_skill", self.price_skill, 0.0..=10.0, expected),
        ];
        for (name, value, allowed, kinds) in parameters {
            let Some(value) = value else { continue };
            if kinds.contains(&self.kind) {
                sheet.within(&field(name), value, allowed);
            } else {
                sheet.fault(&field(name), "is no parameter of this kind");
            }
        }
    }
}

/// What really happened, to be compared with what would have.
pub fn recorded_policy() -> Policy {
    Policy {
        name: "recorded".to_owned(),
        label: "As it was".to_owned(),
        source: "the event log: alerts and assignments by hand as they were".to_owned(),
        rule: Rule::Recorded,
    }
}

/// What a file without `[[policy]]` compares: proche's own, its peers' as published, a yardstick.
pub fn default_policies() -> Vec<Policy> {
    let policy = |name: &str, label: &str, source: &str, rule| Policy {
        name: name.to_owned(),
        label: label.to_owned(),
        source: source.to_owned(),
        rule,
    };
    let nhs = "NHS Volunteer Responders (2020): always the closest; it published no time-out, so \
               three are compared";
    vec![
        policy(
            "expected",
            "proche: the fewest likely to say yes",
            "proche, matching.policy = \"expected\"",
            Rule::Expected(ExpectedSettings::default(), true),
        ),
        policy(
            "nearest",
            "proche: the nearest, 5 at a time",
            "proche, matching.policy = \"nearest\": 5 outstanding, 60 minutes each",
            Rule::Outstanding { count: 5, minutes: 60 },
        ),
        policy(
            "everybody",
            "Everybody in range at once",
            "HelpMyStreet (2020): all volunteers in range are told at once",
            Rule::Everybody,
        ),
        policy(
            "one-by-one-30",
            "The nearest, one by one, 30 min each",
            nhs,
            Rule::OneByOne { minutes: 30 },
        ),
        policy(
            "one-by-one-60",
            "The nearest, one by one, 60 min each",
            nhs,
            Rule::OneByOne { minutes: 60 },
        ),
        policy(
            "one-by-one-180",
            "The nearest, one by one, 3 h each",
            nhs,
            Rule::OneByOne { minutes: 180 },
        ),
        policy(
            "nearest-3",
            "The nearest 3, once",
            "GoodSAM, London: the nearest 3 are alerted",
            Rule::NearestOnce { count: 3, max_m: None },
        ),
        policy(
            "nearest-100",
            "The nearest 100 within 1.5 km, once",
            "HartslagNu: the nearest 100 within 1.5 km are alerted",
            Rule::NearestOnce { count: 100, max_m: Some(1_500) },
        ),
        policy(
            "rounds",
            "Six rounds of 2 or 3, every 30 s",
            "UPchieve: six rounds of 2 or 3, every 30 seconds",
            Rule::Rounds { seconds: 30, rounds: 6 },
        ),
        policy(
            "batches",
            "A batch every 5 min, least asked first",
            "Covidliste (2021): every 5 minutes a quarter of what a yes takes, 20 before any was \
             seen, 300 a place at most; here what a yes takes is counted over all requests",
            Rule::Batches { minutes: 5, share: 0.25, per_yes: 20.0, budget: 300 },
        ),
        policy(
            "one-at-a-time",
            "Yardstick: one at a time, no deadline",
            "The cheapest there is: one alert after the other, 3 hours awake each, past the deadline",
            Rule::OneAtATime { minutes: 180 },
        ),
    ]
}
