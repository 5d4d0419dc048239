//! Whether the comparison holds when people behave otherwise.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::file::Policy;
use crate::sensitivity::Variant;
use crate::statistics::Estimate;
use crate::study::SeedRuns;

use super::tables::{Table, headed, row};
use super::words::{escaped, points, ratio, with_interval};
use super::{Comparison, Report, bound, part, reference_of};
use crate::figures::Unit;

/// The figures that are kept of a variation.
const KEYS: [&str; 8] = [
    "match_rate",
    "vital_match_rate",
    "share_of_bound",
    "alerts",
    "alerts_per_match",
    "first_yes_by_day_p50",
    "gini_alerts",
    "overasked_share",
];

/// The same study with one parameter of the behaviour changed.
#[derive(Clone, Debug, Serialize)]
pub struct Variation {
    /// Its name in a scenario file.
    pub parameter: &'static str,
    /// 0.5 or 2.
    pub factor: f64,
    /// What it was.
    pub value: f64,
    /// Share of requests that anybody could match.
    pub bound: Estimate,
    /// The policies in their order.
    pub policies: Vec<VariedPolicy>,
}

/// One policy under a variation.
#[derive(Clone, Debug, Serialize)]
pub struct VariedPolicy {
    /// Its short name.
    pub name: String,
    /// Some of the figures.
    pub figures: BTreeMap<&'static str, Estimate>,
    /// The same beside the reference's; none for the reference itself.
    pub against_reference: Option<BTreeMap<&'static str, Comparison>>,
}

impl Variation {
    /// Sums up a study under a variant of the behaviour.
    pub fn new(variant: &Variant, policies: &[Policy], runs: &[SeedRuns]) -> Self {
        let reference = reference_of(policies);
        let policy = |(at, policy): (usize, &Policy)| {
            let whole = part(policy, at, reference, runs);
            VariedPolicy {
                name: whole.name,
                figures: kept(whole.figures),
                against_reference: whole.against_reference.map(kept),
            }
        };
        Self {
            parameter: variant.parameter,
            factor: variant.factor,
            value: variant.value,
            bound: bound(runs),
            policies: policies.iter().enumerate().map(policy).collect(),
        }
    }
}

fn kept<T>(all: BTreeMap<&'static str, T>) -> BTreeMap<&'static str, T> {
    all.into_iter().filter(|(key, _)| KEYS.contains(key)).collect()
}

/// What proche's policy comes to under each, and how far the others are from it.
pub(super) fn section(report: &Report) -> String {
    if report.sensitivity.is_empty() {
        return String::new();
    }
    let own = own(report).html();
    let tables = [
        ("varied-matched", "match_rate", "Requests matched, points more or less"),
        (
            "varied-first-yes",
            "first_yes_by_day_p50",
            "First yes by day, half within: how many times",
        ),
        ("varied-alerts", "alerts", "People asked in all: how many times"),
    ];
    let others = tables.map(|(id, key, caption)| {
        format!("<h3>{}</h3>\n{}", escaped(caption), others(report, id, key, caption).html())
    });
    format!(
        "<section>\n<h2>If people behave otherwise</h2>\n<p>Everything again, with one thing about \
         people at half and at double what the scenario says. No policy was changed for it.</p>\n\
         {own}\n{}\n</section>",
        others.join("\n")
    )
}

fn head(variation: &Variation) -> String {
    format!("{} {}", variation.parameter, if variation.factor < 1.0 { "halved" } else { "doubled" })
}

fn own(report: &Report) -> Table<'static> {
    let columns = [
        ("share_of_bound", Unit::Share, "Matched, of what anybody could match"),
        ("first_yes_by_day_p50", Unit::Minutes, "First yes, asked by day: half within"),
        ("alerts_per_match", Unit::Count, "People asked for each match"),
        ("gini_alerts", Unit::Index, "Unevenness among volunteers (Gini)"),
    ];
    let rows = report.sensitivity.iter().filter_map(|variation| {
        let reference = variation.policies.iter().find(|policy| policy.name == report.reference)?;
        let figures = columns
            .iter()
            .filter_map(|(key, unit, _)| Some(with_interval(*unit, *reference.figures.get(key)?)));
        let bound = std::iter::once(with_interval(Unit::Share, variation.bound));
        Some(row(head(variation), bound.chain(figures).collect()))
    });
    let heads = columns.iter().map(|(_, _, label)| (*label).to_owned());
    Table {
        id: "varied-table",
        caption: "The reference policy when people behave otherwise",
        heads: headed("What changes", std::iter::once("Can be matched".to_owned()).chain(heads)),
        rows: rows.collect(),
    }
}

fn others<'a>(report: &Report, id: &'a str, key: &str, caption: &'a str) -> Table<'a> {
    let others = || report.policies.iter().filter(|policy| policy.name != report.reference);
    let cell = |comparison: &Comparison| match key {
        "match_rate" => points(comparison.difference),
        _ => ratio(comparison.ratio),
    };
    let rows = report.sensitivity.iter().map(|variation| {
        let policies = variation.policies.iter();
        let against = policies.filter_map(|policy| policy.against_reference.as_ref()?.get(key));
        row(head(variation), against.map(cell).collect())
    });
    Table {
        id,
        caption,
        heads: headed("What changes", others().map(|policy| policy.label.clone())),
        rows: rows.collect(),
    }
}
