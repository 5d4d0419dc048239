//! The figures as rows: the whole first, then day by day.

use serde_json::json;

use super::datum::Datum;
use crate::statistics::Figures;

/// The columns of the figures.
pub(super) const FIGURES: [&str; 22] = [
    "day",
    "requests",
    "matched",
    "completed",
    "confirmed",
    "pending",
    "cancelled_before_match",
    "match_rate",
    "place_fill_rate",
    "completion_rate",
    "confirmed_rate",
    "time_to_first_yes_s.p50",
    "time_to_first_yes_s.p95",
    "time_to_done_s.p50",
    "time_to_done_s.p95",
    "alerts",
    "alerts_per_match",
    "alerts_per_volunteer_week.p50",
    "alerts_per_volunteer_week.p95",
    "alerts_per_volunteer_week.max",
    "unmatched",
    "unmatched_by_reason",
];

/// One row; `day` is `total` for the whole.
pub(super) fn figures(day: &str, f: &Figures) -> [Datum; FIGURES.len()] {
    let reasons = f.unmatched_by_reason.iter().map(|(reason, count)| format!("{reason}={count}"));
    let reasons = reasons.collect::<Vec<_>>().join("|");
    [
        Datum::word(day),
        f.requests.into(),
        f.matched.into(),
        f.completed.into(),
        f.confirmed.into(),
        f.pending.into(),
        f.cancelled_before_match.into(),
        f.match_rate.into(),
        f.place_fill_rate.into(),
        f.completion_rate.into(),
        f.confirmed_rate.into(),
        f.time_to_first_yes_s.p50.into(),
        f.time_to_first_yes_s.p95.into(),
        f.time_to_done_s.p50.into(),
        f.time_to_done_s.p95.into(),
        f.alerts.into(),
        f.alerts_per_match.into(),
        f.alerts_per_volunteer_week.p50.into(),
        f.alerts_per_volunteer_week.p95.into(),
        f.alerts_per_volunteer_week.max.into(),
        f.unmatched_by_reason.values().sum::<u32>().into(),
        Datum::Shape(reasons, json!(f.unmatched_by_reason)),
    ]
}
