//! What a run is judged by.

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

/// The Gini coefficient of numbers that are not negative: 0 for all alike, towards 1 for one alone.
///
/// G = Σ (2 i − n − 1) xᵢ ÷ (n Σ xᵢ), with x in rising order (Gini 1912).
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub fn gini(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (n, sum) = (numbers.len() as f64, numbers.iter().sum::<f64>());
    if sum <= 0.0 {
        return 0.0;
    }
    let ranked = numbers.iter().enumerate();
    let weighted: f64 = ranked.map(|(at, x)| (2.0 * (at as f64 + 1.0) - n - 1.0) * x).sum();
    weighted / (n * sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gini_is_nothing_for_all_alike_and_nearly_one_for_one_alone() {
        assert!(gini(vec![3.0; 10]).abs() < 1e-12);
        let mut alone = vec![0.0; 99];
        alone.push(5.0);
        assert!((gini(alone) - 0.99).abs() < 1e-12);
        assert!(gini(Vec::new()).abs() < 1e-12);
    }

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let hundred = Quantiles::of((1..=100).map(f64::from).collect());
        assert_eq!(hundred, Quantiles { p50: 50.0, p95: 95.0, max: 100.0 });
        assert_eq!(Quantiles::of(Vec::new()), Quantiles::default());
    }
}
