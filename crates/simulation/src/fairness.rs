//! What a run comes to, for those who ask and for those who are asked.

use std::collections::BTreeMap;

use matching::{Evenness, gini};

use crate::engine::Run;
use crate::measure::{Metrics, Quantiles, Tally, WEEK_BUCKETS, YES_WITHIN_H};
use crate::world::{DAY, HOUR};
use crate::yardstick::{Yardstick, share};

/// The figures of a run that has ended.
pub(crate) fn measure(run: &Run<'_>, yardstick: &Yardstick) -> Metrics {
    let asks = &run.world.asks;
    let both = || asks.iter().zip(&run.progress);
    let matched = both().filter(|(_, p)| p.matched_at.is_some()).count();
    let vital = asks.iter().filter(|ask| ask.vital).count();
    let vital_matched = both().filter(|(a, p)| a.vital && p.matched_at.is_some()).count();
    let minutes = |from: u32, to: u32| f64::from(to - from) / 60.0;
    let first = |by_day: bool| {
        let some = both()
            .filter(move |(a, _)| !by_day || (8 * HOUR..20 * HOUR).contains(&(a.opened_at % DAY)));
        some.filter_map(|(a, p)| Some(minutes(a.opened_at, p.first_yes?))).collect()
    };
    let done: Vec<f64> = both()
        .filter(|(ask, p)| p.held >= ask.places)
        .filter_map(|(ask, p)| Some(minutes(ask.opened_at, p.done_at?)))
        .collect();
    let fairness = Fairness::of(run, yardstick);
    Metrics {
        requests: u32::try_from(asks.len()).unwrap_or(u32::MAX),
        match_rate: share(matched, asks.len()),
        vital_match_rate: share(vital_matched, vital),
        bound: yardstick.bound(),
        alerts: run.sent,
        alerts_per_match: per(run.sent, matched),
        first_yes_by_day_min: Quantiles::of(first(true)),
        first_yes_min: Quantiles::of(first(false)),
        done_rate: share(done.len(), asks.len()),
        done_min: Quantiles::of(done),
        alerts_per_volunteer_week: fairness.weekly.quantiles(),
        alerts_per_volunteer_week_mean: fairness.weekly.mean(),
        weeks_by_alerts: WEEK_BUCKETS.map(|(from, to)| fairness.weekly.share(from, to)).to_vec(),
        yes_within: yes_within(run),
        drop_outs: run.drop_outs,
        gini_alerts: fairness.alerts.gini,
        gini_match_rate: fairness.gini_match_rate,
        overasked_share: fairness.alerts.overasked_share,
        forgotten: fairness.alerts.forgotten,
    }
}

struct Fairness {
    weekly: Tally,
    alerts: Evenness,
    gini_match_rate: f64,
}

impl Fairness {
    fn of(run: &Run<'_>, yardstick: &Yardstick) -> Self {
        let world = run.world;
        let reached = (0..world.people.len()).filter(|&person| yardstick.in_reach[person]);
        let reached: Vec<usize> = reached.collect();
        let asked = reached
            .iter()
            .map(|&person| (world.people[person].cell, run.pool.standings[person].alerts_in_all));
        Self {
            alerts: Evenness::of(asked),
            weekly: weekly(run, reached.len()),
            gini_match_rate: gini_of_places(run),
        }
    }
}

/// Alerts by volunteer in reach and week, the weeks without an alert counted too.
fn weekly(run: &Run<'_>, reached: usize) -> Tally {
    let weeks = u64::from(run.world.scenario.days.div_ceil(7));
    let mut tally = run.weeks.clone();
    for standing in &run.pool.standings {
        if standing.alerts_this_week > 0 {
            tally.add(standing.alerts_this_week, 1);
        }
    }
    let all = weeks * u64::try_from(reached).unwrap_or(0);
    tally.add(0, all.saturating_sub(tally.count()));
    tally
}

/// The share of all requests with a yes within each step of hours.
fn yes_within(run: &Run<'_>) -> Vec<f64> {
    let both = run.world.asks.iter().zip(&run.progress);
    let waited = both.filter_map(|(ask, p)| Some(p.first_yes? - ask.opened_at));
    let waited: Vec<f64> = waited.map(|seconds| f64::from(seconds) / f64::from(HOUR)).collect();
    let within = |hours: &f64| waited.iter().filter(|waited| *waited <= hours).count();
    YES_WITHIN_H.iter().map(|hours| share(within(hours), run.world.asks.len())).collect()
}

/// The Gini of the match rate among cells two resolutions coarser, each request counting once.
fn gini_of_places(run: &Run<'_>) -> f64 {
    let mut cells: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for (ask, progress) in run.world.asks.iter().zip(&run.progress) {
        let coarse = ask.cell.resolution().saturating_sub(2);
        let cell = ask.cell.parent(coarse).unwrap_or(ask.cell);
        let counts = cells.entry(cell).or_default();
        counts.0 += usize::from(progress.matched_at.is_some());
        counts.1 += 1;
    }
    let rates =
        cells.values().flat_map(|&(matched, all)| std::iter::repeat_n(share(matched, all), all));
    gini(rates.collect())
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn per(count: u64, of: usize) -> f64 {
    if of == 0 { 0.0 } else { count as f64 / of as f64 }
}
