//! The figures of a run, with the words a coordinator reads.

use crate::measure::Metrics;

/// How a figure is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// From 0 to 1, written as per cent.
    Share,
    /// Minutes, written as minutes, hours or days.
    Minutes,
    /// A number.
    Count,
    /// A number from 0 to 1, written with two decimals.
    Index,
}

/// One figure of a run.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Its name in `report.json`.
    pub key: &'static str,
    /// In plain words.
    pub label: &'static str,
    /// How it is written.
    pub unit: Unit,
    /// Takes it from a run.
    pub of: fn(&Metrics) -> f64,
}

impl Figure {
    /// The figure of a name.
    pub fn named(key: &str) -> Option<&'static Self> {
        FIGURES.iter().find(|figure| figure.key == key)
    }
}

const fn figure(
    key: &'static str,
    label: &'static str,
    unit: Unit,
    of: fn(&Metrics) -> f64,
) -> Figure {
    Figure { key, label, unit, of }
}

/// All figures, in the order of the report.
pub const FIGURES: [Figure; 25] = [
    figure("match_rate", "Requests matched in time", Unit::Share, |m| m.match_rate),
    figure("vital_match_rate", "Vital requests matched in time", Unit::Share, |m| {
        m.vital_match_rate
    }),
    figure("share_of_bound", "Matched, of what anybody could match", Unit::Share, |m| {
        if m.bound > 0.0 { m.match_rate / m.bound } else { 0.0 }
    }),
    figure("done_rate", "Requests helped", Unit::Share, |m| m.done_rate),
    figure("alerts", "People asked in all", Unit::Count, |m| count(m.alerts)),
    figure("alerts_per_match", "People asked for each match", Unit::Count, |m| m.alerts_per_match),
    figure("first_yes_by_day_p50", "First yes, asked by day: half within", Unit::Minutes, |m| {
        m.first_yes_by_day_min.p50
    }),
    figure(
        "first_yes_by_day_p95",
        "First yes, asked by day: 95 of 100 within",
        Unit::Minutes,
        |m| m.first_yes_by_day_min.p95,
    ),
    figure("first_yes_p50", "First yes, day or night: half within", Unit::Minutes, |m| {
        m.first_yes_min.p50
    }),
    figure("first_yes_p95", "First yes, day or night: 95 of 100 within", Unit::Minutes, |m| {
        m.first_yes_min.p95
    }),
    figure("done_p50", "Help given: half within", Unit::Minutes, |m| m.done_min.p50),
    figure("done_p95", "Help given: 95 of 100 within", Unit::Minutes, |m| m.done_min.p95),
    figure("alerts_per_week_mean", "Asked in a week, on average", Unit::Count, |m| {
        m.alerts_per_volunteer_week_mean
    }),
    figure("alerts_per_week_p50", "Asked in a week: half at most", Unit::Count, |m| {
        m.alerts_per_volunteer_week.p50
    }),
    figure("alerts_per_week_p95", "Asked in a week: 95 of 100 at most", Unit::Count, |m| {
        m.alerts_per_volunteer_week.p95
    }),
    figure("alerts_per_week_max", "Asked in a week: the most", Unit::Count, |m| {
        m.alerts_per_volunteer_week.max
    }),
    figure("drop_outs", "Volunteers who left", Unit::Count, |m| f64::from(m.drop_outs)),
    figure("gini_alerts", "Unevenness among volunteers (Gini)", Unit::Index, |m| m.gini_alerts),
    figure("gini_match_rate", "Unevenness among places (Gini)", Unit::Index, |m| m.gini_match_rate),
    figure("overasked_share", "Alerts to people asked twice their neighbours", Unit::Share, |m| {
        m.overasked_share
    }),
    figure("forgotten", "Never asked beside somebody asked over five times", Unit::Count, |m| {
        f64::from(m.forgotten)
    }),
    figure("first_yes_by_day_max", "First yes, asked by day: the longest", Unit::Minutes, |m| {
        m.first_yes_by_day_min.max
    }),
    figure("first_yes_max", "First yes, day or night: the longest", Unit::Minutes, |m| {
        m.first_yes_min.max
    }),
    figure("done_max", "Help given: the longest", Unit::Minutes, |m| m.done_min.max),
    figure("requests", "Requests", Unit::Count, |m| f64::from(m.requests)),
];

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn count(number: u64) -> f64 {
    number as f64
}
