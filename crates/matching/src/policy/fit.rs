//! Learning the response model from what was observed.

use std::collections::BTreeMap;

use crate::{CategoryCode, VolunteerId};

use super::delay::{normal_cdf, normal_density};
use super::{Circumstances, DelayCurve, ResponseModel};

/// Rounds of the alternating fit; each moves less than the one before.
const ROUNDS: usize = 12;
/// The prior of each rate and factor weighs as much as so many expected yes.
const WEIGHT: f64 = 20.0;
/// The prior of how much volunteers differ weighs as much as so many pairs of expected yes.
const PAIRS: f64 = 2.0;
/// The prior of each slope: its standard deviation.
const SLOPE_SD: f64 = 0.5;

/// How an alert ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// A yes after so many minutes awake.
    Yes {
        /// Minutes awake.
        after_min: f64,
    },
    /// No yes within so many minutes awake: a no, silence, or withdrawn meanwhile.
    NoYes {
        /// Minutes awake in which a yes could have come; a no counts as for ever.
        within_min: f64,
    },
}

/// One alert of the past.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// Who was asked.
    pub volunteer: VolunteerId,
    /// Distance ÷ own radius.
    pub distance_share: f64,
    /// Alerts to the same volunteer in the seven days before.
    pub alerts_last_7_days: u32,
    /// The local hour.
    pub hour: u8,
    /// The local day, 0 for Monday.
    pub weekday: u8,
    /// The kind of help.
    pub category: CategoryCode,
    /// How it ended.
    pub outcome: Outcome,
}

impl Observation {
    /// The circumstances, without an answer.
    pub fn circumstances(&self) -> Circumstances<'_> {
        Circumstances {
            distance_share: self.distance_share,
            alerts_last_7_days: self.alerts_last_7_days,
            hour: self.hour,
            weekday: self.weekday,
            category: Some(&self.category),
        }
    }

    fn yes(&self) -> f64 {
        if matches!(self.outcome, Outcome::Yes { .. }) { 1.0 } else { 0.0 }
    }
}

/// The model that explains the observations, drawn towards the prior where they are few.
///
/// A Poisson regression with a logarithmic link, its factors fitted in turn (iterative scaling,
/// Deming and Stephan 1940): each rate is (yes seen + w · prior) ÷ (yes expected + w). The delay
/// curve is fitted by expectation and maximisation, an alert that was withdrawn counting with the
/// chance of the yes that it would still have brought. How much volunteers differ is a moment
/// estimate. Deterministic; O(n) a round.
pub fn fit(observations: &[Observation], prior: &ResponseModel) -> ResponseModel {
    let mut model = prior.clone();
    for _ in 0..ROUNDS {
        model.delay = fit_delay(observations, &model, prior.delay);
        fit_mean(observations, &mut model, prior);
        fit_hours(observations, &mut model, prior);
        fit_weekdays(observations, &mut model, prior);
        fit_categories(observations, &mut model, prior);
        fit_slopes(observations, &mut model, prior);
    }
    model.strength = fit_strength(observations, &model, prior);
    model
}

/// The yes expected of an alert: its exposure times the mean, as far as there was time for it.
fn expected(model: &ResponseModel, seen: &Observation) -> f64 {
    let time = match seen.outcome {
        Outcome::Yes { .. } => 1.0,
        Outcome::NoYes { within_min } => model.delay.answered(within_min),
    };
    model.mean * model.exposure(&seen.circumstances()) * time
}

fn shrunk(yes: f64, expected: f64) -> f64 {
    (yes + WEIGHT) / (expected + WEIGHT)
}

fn fit_mean(observations: &[Observation], model: &mut ResponseModel, prior: &ResponseModel) {
    let yes: f64 = observations.iter().map(Observation::yes).sum();
    let expected: f64 = observations.iter().map(|seen| expected(model, seen)).sum();
    let at_prior = expected * prior.mean / model.mean;
    model.mean = (prior.mean * shrunk(yes, at_prior)).clamp(0.001, 0.9);
}

/// The factor of each group: prior times yes seen ÷ yes expected with the prior's factor.
fn factors<const N: usize>(
    observations: &[Observation],
    model: &ResponseModel,
    current: &[f64; N],
    prior: &[f64; N],
    group: impl Fn(&Observation) -> usize,
) -> [f64; N] {
    let (mut yes, mut expect) = ([0.0; N], [0.0; N]);
    for seen in observations {
        let at = group(seen) % N;
        yes[at] += seen.yes();
        expect[at] += expected(model, seen) * prior[at] / current[at];
    }
    std::array::from_fn(|at| (prior[at] * shrunk(yes[at], expect[at])).clamp(0.001, 20.0))
}

fn fit_hours(observations: &[Observation], model: &mut ResponseModel, prior: &ResponseModel) {
    let hours = factors(observations, model, &model.hours, &prior.hours, |o| o.hour.into());
    model.hours = hours;
}

fn fit_weekdays(observations: &[Observation], model: &mut ResponseModel, prior: &ResponseModel) {
    let group = |seen: &Observation| seen.weekday.into();
    let weekdays = factors(observations, model, &model.weekdays, &prior.weekdays, group);
    model.weekdays = weekdays;
}

fn fit_categories(observations: &[Observation], model: &mut ResponseModel, prior: &ResponseModel) {
    let mut sums: BTreeMap<&CategoryCode, (f64, f64)> = BTreeMap::new();
    for seen in observations {
        let before = prior.categories.get(&seen.category).copied().unwrap_or(1.0);
        let current = model.categories.get(&seen.category).copied().unwrap_or(1.0);
        let sum = sums.entry(&seen.category).or_default();
        sum.0 += seen.yes();
        sum.1 += expected(model, seen) * before / current;
    }
    let fitted = sums.into_iter().map(|(code, (yes, expect))| {
        let before = prior.categories.get(code).copied().unwrap_or(1.0);
        (code.clone(), before * shrunk(yes, expect))
    });
    model.categories = fitted.collect();
}

/// Decay and fatigue by Newton's steps on the penalised Poisson likelihood.
fn fit_slopes(observations: &[Observation], model: &mut ResponseModel, prior: &ResponseModel) {
    let share = |seen: &Observation| seen.distance_share;
    let slope = -newton(observations, model, share, -model.decay, -prior.decay);
    model.decay = slope.clamp(0.0, 10.0);
    let count = |seen: &Observation| f64::from(seen.alerts_last_7_days);
    let slope = newton(observations, model, count, model.fatigue.ln(), prior.fatigue.ln());
    model.fatigue = slope.clamp(-1.0, 0.0).exp();
}

fn newton(
    observations: &[Observation],
    model: &ResponseModel,
    value: impl Fn(&Observation) -> f64,
    current: f64,
    prior: f64,
) -> f64 {
    let (mut gradient, mut curvature) = (0.0, 0.0);
    for seen in observations {
        let (x, expect) = (value(seen), expected(model, seen));
        gradient += x * (seen.yes() - expect);
        curvature += x * x * expect;
    }
    let precision = 1.0 / (SLOPE_SD * SLOPE_SD);
    gradient -= (current - prior) * precision;
    current + gradient / (curvature + precision)
}

/// The log-normal of the delays of yes, those cut off by a withdrawal counted by expectation.
fn fit_delay(observations: &[Observation], model: &ResponseModel, prior: DelayCurve) -> DelayCurve {
    let (curve, log_median) = (model.delay, model.delay.median_min.ln());
    let (mut weight, mut first, mut second) = moments(prior);
    for seen in observations {
        let (w, mean, square) = match seen.outcome {
            Outcome::Yes { after_min } => {
                let log = after_min.max(0.5).ln();
                (1.0, log, log * log)
            }
            Outcome::NoYes { within_min } => {
                let chance = (model.mean * model.exposure(&seen.circumstances())).min(0.9);
                let coming = curve.yet_to_come(chance, within_min, f64::INFINITY);
                if coming < 1e-6 {
                    continue;
                }
                let z = curve.z(within_min.max(0.5));
                let mills = normal_density(z) / (1.0 - normal_cdf(z)).max(1e-9);
                let mean = curve.sigma.mul_add(mills, log_median);
                let variance = curve.sigma.powi(2) * (1.0 + z * mills - mills * mills).max(0.0);
                (coming, mean, mean.mul_add(mean, variance))
            }
        };
        weight += w;
        first += w * mean;
        second += w * square;
    }
    let mean = first / weight;
    let variance = (second / weight - mean * mean).max(0.04);
    DelayCurve { median_min: mean.exp().clamp(1.0, 2_880.0), sigma: variance.sqrt().min(3.0) }
}

/// The prior as so many delays: their number, and the sums of their logarithms and squares.
fn moments(prior: DelayCurve) -> (f64, f64, f64) {
    let mean = prior.median_min.ln();
    (WEIGHT, WEIGHT * mean, WEIGHT * mean.mul_add(mean, prior.sigma.powi(2)))
}

/// How much volunteers differ, as the weight of the mean in alerts.
///
/// Two alerts to one volunteer are answered alike: with a spread s² of the willingness over its
/// mean, the surprises (yes − expected) of two alerts have the expected product s² eᵢ eⱼ. All pairs
/// of all volunteers give s², and a gamma law of that spread has the shape 1 ÷ s² = weight · mean.
fn fit_strength(observations: &[Observation], model: &ResponseModel, prior: &ResponseModel) -> f64 {
    let mut sums: BTreeMap<VolunteerId, Pairs> = BTreeMap::new();
    for seen in observations {
        let expect = expected(model, seen);
        sums.entry(seen.volunteer).or_default().add(seen.yes() - expect, expect);
    }
    let (mut alike, mut pairs) = (0.0, 0.0);
    for sum in sums.values() {
        alike += sum.surprise * sum.surprise - sum.surprise_squares;
        pairs += sum.expected * sum.expected - sum.expected_squares;
    }
    let before = 1.0 / (prior.strength * prior.mean);
    let spread = PAIRS.mul_add(before, alike) / (pairs + PAIRS);
    1.0 / (spread.clamp(0.02, 5.0) * model.mean)
}

/// Sums over the alerts of one volunteer, from which those over all pairs follow.
#[derive(Default)]
struct Pairs {
    surprise: f64,
    surprise_squares: f64,
    expected: f64,
    expected_squares: f64,
}

impl Pairs {
    fn add(&mut self, surprise: f64, expected: f64) {
        self.surprise += surprise;
        self.surprise_squares += surprise * surprise;
        self.expected += expected;
        self.expected_squares += expected * expected;
    }
}

#[cfg(test)]
#[path = "fit_tests.rs"]
mod tests;
