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
}

/// The model that explains the observations, drawn towards the prior where they are few.
///
/// A Poisson regression with a logarithmic link, its factors fitted in turn (iterative scaling,
/// Deming and Stephan 1940): each rate is (yes seen + w · prior) ÷ (yes expected + w). The delay
/// curve is fitted by expectation and maximisation, an alert that was withdrawn counting with the
/// chance of the yes that it would still have brought. How much volunteers differ is a moment
/// estimate. Deterministic; O(n) a round.
pub fn fit(observations: &[Observation], prior: &ResponseModel) -> ResponseModel {
    let (mut samples, kinds) = samples(observations);
    let mut draft = Draft::new(prior, kinds);
    for _ in 0..ROUNDS {
        draft.follow(&mut samples);
        draft.model.delay = fit_delay(&samples, &draft, prior.delay);
        draft.follow(&mut samples);
        fit_mean(&samples, &mut draft, prior);
        fit_hours(&samples, &mut draft, prior);
        fit_weekdays(&samples, &mut draft, prior);
        fit_kinds(&samples, &mut draft);
        fit_decay(&samples, &mut draft, prior);
        draft.follow(&mut samples);
        fit_fatigue(&samples, &mut draft, prior);
    }
    draft.follow(&mut samples);
    draft.model.strength = fit_strength(&samples, &draft, prior);
    draft.done()
}

/// An observation with what takes long to work out, under the draft that it follows.
struct Sample<'a> {
    seen: &'a Observation,
    yes: f64,
    /// The number of its kind of help.
    kind: usize,
    /// What distance and alerts leave of the chance.
    personal: f64,
    /// How far there was time for a yes; 1 where one came.
    time: f64,
}

/// The observations, and the kinds of help in the order of their numbers.
fn samples<'a>(observations: &'a [Observation]) -> (Vec<Sample<'a>>, Vec<CategoryCode>) {
    let mut numbers: BTreeMap<&CategoryCode, usize> = BTreeMap::new();
    for seen in observations {
        numbers.insert(&seen.category, 0);
    }
    for (number, of) in numbers.values_mut().enumerate() {
        *of = number;
    }
    let sample = |seen: &'a Observation| {
        let yes = if matches!(seen.outcome, Outcome::Yes { .. }) { 1.0 } else { 0.0 };
        Sample { seen, yes, kind: numbers[&seen.category], personal: 1.0, time: 1.0 }
    };
    let samples = observations.iter().map(sample).collect();
    (samples, numbers.into_keys().cloned().collect())
}

/// The model so far, the factors of kinds of help by number.
struct Draft {
    model: ResponseModel,
    kinds: Vec<f64>,
    kinds_before: Vec<f64>,
    codes: Vec<CategoryCode>,
}

impl Draft {
    fn new(prior: &ResponseModel, codes: Vec<CategoryCode>) -> Self {
        let before = codes.iter().map(|code| prior.categories.get(code).copied().unwrap_or(1.0));
        let before: Vec<f64> = before.collect();
        Self { model: prior.clone(), kinds: before.clone(), kinds_before: before, codes }
    }

    fn done(self) -> ResponseModel {
        let categories = self.codes.into_iter().zip(self.kinds).collect();
        ResponseModel { categories, ..self.model }
    }

    /// Works out anew what distance, alerts and time leave of each chance.
    fn follow(&self, samples: &mut [Sample<'_>]) {
        for sample in samples {
            let Observation { distance_share, alerts_last_7_days, .. } = *sample.seen;
            sample.personal = self.model.personal(distance_share, alerts_last_7_days);
            if let Outcome::NoYes { within_min } = sample.seen.outcome {
                sample.time = self.model.delay.answered(within_min);
            }
        }
    }

    /// The chance of a yes at some time, by everything but whose it is.
    fn chance(&self, sample: &Sample<'_>) -> f64 {
        let model = &self.model;
        let hour = model.hours[usize::from(sample.seen.hour) % 24];
        let weekday = model.weekdays[usize::from(sample.seen.weekday) % 7];
        model.mean * sample.personal * hour * weekday * self.kinds[sample.kind]
    }

    /// The yes expected of an alert: its chance, as far as there was time for it.
    fn expected(&self, sample: &Sample<'_>) -> f64 {
        self.chance(sample) * sample.time
    }
}

fn shrunk(yes: f64, expected: f64) -> f64 {
    (yes + WEIGHT) / (expected + WEIGHT)
}

fn fit_mean(samples: &[Sample<'_>], draft: &mut Draft, prior: &ResponseModel) {
    let yes: f64 = samples.iter().map(|sample| sample.yes).sum();
    let expected: f64 = samples.iter().map(|sample| draft.expected(sample)).sum();
    let at_prior = expected * prior.mean / draft.model.mean;
    draft.model.mean = (prior.mean * shrunk(yes, at_prior)).clamp(0.001, 0.9);
}

/// The factor of each group: prior times yes seen ÷ yes expected with the prior's factor.
fn factors(
    samples: &[Sample<'_>],
    draft: &Draft,
    current: &[f64],
    prior: &[f64],
    group: impl Fn(&Sample<'_>) -> usize,
) -> Vec<f64> {
    let mut sums = vec![(0.0, 0.0); prior.len()];
    for sample in samples {
        let at = group(sample) % prior.len();
        sums[at].0 += sample.yes;
        sums[at].1 += draft.expected(sample) * prior[at] / current[at];
    }
    let fitted =
        sums.iter().zip(prior).map(|(&(yes, expect), before)| before * shrunk(yes, expect));
    fitted.map(|factor| factor.clamp(0.001, 20.0)).collect()
}

fn fit_hours(samples: &[Sample<'_>], draft: &mut Draft, prior: &ResponseModel) {
    let hours = draft.model.hours;
    let fitted = factors(samples, draft, &hours, &prior.hours, |sample| sample.seen.hour.into());
    draft.model.hours.copy_from_slice(&fitted);
}

fn fit_weekdays(samples: &[Sample<'_>], draft: &mut Draft, prior: &ResponseModel) {
    let group = |sample: &Sample<'_>| sample.seen.weekday.into();
    let weekdays = draft.model.weekdays;
    let fitted = factors(samples, draft, &weekdays, &prior.weekdays, group);
    draft.model.weekdays.copy_from_slice(&fitted);
}

fn fit_kinds(samples: &[Sample<'_>], draft: &mut Draft) {
    if !samples.is_empty() {
        draft.kinds =
            factors(samples, draft, &draft.kinds, &draft.kinds_before, |sample| sample.kind);
    }
}

/// Decay by one of Newton's steps on the penalised Poisson likelihood.
fn fit_decay(samples: &[Sample<'_>], draft: &mut Draft, prior: &ResponseModel) {
    let share = |seen: &Observation| seen.distance_share;
    let slope = -newton(samples, draft, share, -draft.model.decay, -prior.decay);
    draft.model.decay = slope.clamp(0.0, 10.0);
}

/// Fatigue likewise.
fn fit_fatigue(samples: &[Sample<'_>], draft: &mut Draft, prior: &ResponseModel) {
    let count = |seen: &Observation| f64::from(seen.alerts_last_7_days);
    let (current, before) = (draft.model.fatigue.ln(), prior.fatigue.ln());
    let slope = newton(samples, draft, count, current, before);
    draft.model.fatigue = slope.clamp(-1.0, 0.0).exp();
}

fn newton(
    samples: &[Sample<'_>],
    draft: &Draft,
    value: impl Fn(&Observation) -> f64,
    current: f64,
    prior: f64,
) -> f64 {
    let (mut gradient, mut curvature) = (0.0, 0.0);
    for sample in samples {
        let (x, expect) = (value(sample.seen), draft.expected(sample));
        gradient += x * (sample.yes - expect);
        curvature += x * x * expect;
    }
    let precision = 1.0 / (SLOPE_SD * SLOPE_SD);
    gradient -= (current - prior) * precision;
    current + gradient / (curvature + precision)
}

/// The log-normal of the delays of yes, those cut off by a withdrawal counted by expectation.
fn fit_delay(samples: &[Sample<'_>], draft: &Draft, prior: DelayCurve) -> DelayCurve {
    let (mut weight, mut first, mut second) = moments(prior);
    for sample in samples {
        let Some((w, mean, square)) = delay_of(sample, draft) else { continue };
        weight += w;
        first += w * mean;
        second += w * square;
    }
    let mean = first / weight;
    let variance = (second / weight - mean * mean).max(0.04);
    DelayCurve { median_min: mean.exp().clamp(1.0, 2_880.0), sigma: variance.sqrt().min(3.0) }
}

/// How much an alert weighs, and the logarithm of its delay and its square, as expected.
fn delay_of(sample: &Sample<'_>, draft: &Draft) -> Option<(f64, f64, f64)> {
    let curve = draft.model.delay;
    let within_min = match sample.seen.outcome {
        Outcome::Yes { after_min } => {
            let log = after_min.max(0.5).ln();
            return Some((1.0, log, log * log));
        }
        // A no, or for ever: nothing more can come.
        Outcome::NoYes { within_min } if within_min.is_infinite() => return None,
        Outcome::NoYes { within_min } => within_min,
    };
    let chance = draft.chance(sample).min(0.9);
    let coming = curve.yet_to_come(chance, within_min, f64::INFINITY);
    if coming < 1e-6 {
        return None;
    }
    let z = curve.z(within_min.max(0.5));
    let mills = normal_density(z) / (1.0 - normal_cdf(z)).max(1e-9);
    let mean = curve.sigma.mul_add(mills, curve.median_min.ln());
    let variance = curve.sigma.powi(2) * (1.0 + z * mills - mills * mills).max(0.0);
    Some((coming, mean, mean.mul_add(mean, variance)))
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
fn fit_strength(samples: &[Sample<'_>], draft: &Draft, prior: &ResponseModel) -> f64 {
    let mut sums: BTreeMap<VolunteerId, Pairs> = BTreeMap::new();
    for sample in samples {
        let expect = draft.expected(sample);
        sums.entry(sample.seen.volunteer).or_default().add(sample.yes - expect, expect);
    }
    let (mut alike, mut pairs) = (0.0, 0.0);
    for sum in sums.values() {
        alike += sum.surprise * sum.surprise - sum.surprise_squares;
        pairs += sum.expected * sum.expected - sum.expected_squares;
    }
    let before = 1.0 / (prior.strength * prior.mean);
    let spread = PAIRS.mul_add(before, alike) / (pairs + PAIRS);
    1.0 / (spread.clamp(0.02, 5.0) * draft.model.mean)
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
