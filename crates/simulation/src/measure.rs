//! What a run is judged by.

use std::collections::BTreeMap;

use serde::Serialize;

/// Three quantiles of some numbers; all 0 where there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quantiles {
    /// The median.
    pub p50: f64,
    /// 95 of 100 are no larger.
    pub p95: f64,
    /// The largest.
    pub max: f64,
}

impl Quantiles {
    /// The quantiles of some numbers by the nearest rank.
    pub fn of(mut numbers: Vec<f64>) -> Self {
        numbers.sort_by(f64::total_cmp);
        let rank = |hundredths: usize| {
            let at = (numbers.len() * hundredths).div_ceil(100).max(1) - 1;
            numbers.get(at).copied().unwrap_or(0.0)
        };
        Self { p50: rank(50), p95: rank(95), max: rank(100) }
    }
}

/// Hours from opening to the first yes, the steps of [`Metrics::yes_within`].
pub const YES_WITHIN_H: [f64; 15] =
    [0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 36.0, 48.0, 72.0];

/// Alerts to a volunteer in a week, from and to, the steps of [`Metrics::weeks_by_alerts`].
pub const WEEK_BUCKETS: [(u32, u32); 8] =
    [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (6, 10), (11, 20), (21, u32::MAX)];

/// The figures of one run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Metrics {
    /// Requests in the scenario.
    pub requests: u32,
    /// Share that had every place held before the deadline, 0 to 1.
    pub match_rate: f64,
    /// The same of vital requests.
    pub vital_match_rate: f64,
    /// Share of those with anybody to say yes, asked once and rested, 0 to 1; see the yardstick.
    pub bound: f64,
    /// Alerts sent.
    pub alerts: u64,
    /// Alerts sent ÷ requests matched.
    pub alerts_per_match: f64,
    /// Minutes from opening to the first yes, of requests opened from 8 to 20 h that got one.
    pub first_yes_by_day_min: Quantiles,
    /// The same of all requests.
    pub first_yes_min: Quantiles,
    /// Minutes from opening to the help.
    pub done_min: Quantiles,
    /// Share of requests that were helped.
    pub done_rate: f64,
    /// Alerts to a volunteer in a week, over all volunteers in reach and weeks.
    pub alerts_per_volunteer_week: Quantiles,
    /// The mean of the same.
    pub alerts_per_volunteer_week_mean: f64,
    /// The share of these weeks by the number of alerts: one entry for each of [`WEEK_BUCKETS`].
    pub weeks_by_alerts: Vec<f64>,
    /// The share of all requests with a yes within each of [`YES_WITHIN_H`] hours of opening.
    pub yes_within: Vec<f64>,
    /// Volunteers who left.
    pub drop_outs: u32,
    /// Gini of alerts among volunteers in reach of a request.
    pub gini_alerts: f64,
    /// Gini of the match rate among cells with requests, weighted by requests.
    pub gini_match_rate: f64,
    /// Share of the alerts that went to people asked more than twice the mean of their cell.
    pub overasked_share: f64,
    /// Volunteers in reach never asked while somebody in their cell was asked more than five times.
    pub forgotten: u32,
}

/// How often each whole number was seen.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    times: BTreeMap<u32, u64>,
    all: u64,
}

impl Tally {
    pub fn add(&mut self, number: u32, times: u64) {
        *self.times.entry(number).or_default() += times;
        self.all += times;
    }

    pub const fn count(&self) -> u64 {
        self.all
    }

    /// The quantiles by the nearest rank; O(distinct numbers).
    pub fn quantiles(&self) -> Quantiles {
        let rank = |hundredths: u64| {
            let rank = (self.all * hundredths).div_ceil(100).max(1);
            let mut seen = 0;
            let reached = self.times.iter().find(|(_, times)| {
                seen += **times;
                seen >= rank
            });
            reached.map_or(0.0, |(&number, _)| f64::from(number))
        };
        Quantiles { p50: rank(50), p95: rank(95), max: rank(100) }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub fn mean(&self) -> f64 {
        let sum: f64 = self.times.iter().map(|(&n, &times)| f64::from(n) * times as f64).sum();
        sum / self.all.max(1) as f64
    }

    /// The share of the numbers from one to another, both included.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub fn share(&self, from: u32, to: u32) -> f64 {
        let times: u64 = self.times.range(from..=to).map(|(_, times)| times).sum();
        times as f64 / self.all.max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let hundred = Quantiles::of((1..=100).map(f64::from).collect());
        assert_eq!(hundred, Quantiles { p50: 50.0, p95: 95.0, max: 100.0 });
        assert_eq!(Quantiles::of(Vec::new()), Quantiles::default());
    }

    #[test]
    fn a_tally_agrees_with_the_list_it_stands_for() {
        let list: Vec<u32> = (0..997).map(|n| n * n % 31).collect();
        let mut tally = Tally::default();
        for &number in &list {
            tally.add(number, 1);
        }
        assert_eq!(tally.quantiles(), Quantiles::of(list.iter().map(|&n| n.into()).collect()));
        assert!((tally.mean() - f64::from(list.iter().sum::<u32>()) / 997.0).abs() < 1e-9);
        assert!((tally.share(0, u32::MAX) - 1.0).abs() < 1e-12);
        assert_eq!(Tally::default().quantiles(), Quantiles::default());
    }
}
