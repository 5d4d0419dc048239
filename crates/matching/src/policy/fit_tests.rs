use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

use super::*;

/// Alerts answered by a law the prior does not know; some are withdrawn early.
fn observed(count: u128, truth: &ResponseModel, seed: u64) -> Vec<Observation> {
    let mut random = StdRng::seed_from_u64(seed);
    let code = |text: &str| text.parse::<CategoryCode>().expect("a code");
    let kinds = [code("groceries"), code("pets")];
    let one = |number: u128| {
        let category = kinds[random.random_range(0..2)].clone();
        let mut met = Observation {
            volunteer: VolunteerId(Uuid::from_u128(number / 4)),
            distance_share: random.random_range(0.0..1.0),
            alerts_last_7_days: random.random_range(0..6),
            hour: random.random_range(8..21),
            weekday: random.random_range(0..7),
            category,
            outcome: Outcome::NoYes { within_min: f64::INFINITY },
        };
        let yes = random.random_bool((truth.mean * truth.exposure(&met.circumstances())).min(1.0));
        let (u, v) = (random.random_range(1e-12..1.0_f64), random.random_range(0.0..1.0_f64));
        let z = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
        let after_min = truth.delay.median_min * (truth.delay.sigma * z).exp();
        let withdrawn = if random.random_bool(0.5) { 30.0 } else { f64::INFINITY };
        met.outcome = if yes && after_min <= withdrawn {
            Outcome::Yes { after_min }
        } else {
            Outcome::NoYes { within_min: withdrawn }
        };
        met
    };
    (0..count).map(one).collect()
}

fn truth() -> ResponseModel {
    let mut truth = ResponseModel {
        mean: 0.35,
        decay: 1.8,
        fatigue: 0.9,
        delay: DelayCurve { median_min: 20.0, sigma: 0.9 },
        ..ResponseModel::default()
    };
    truth.categories.insert("pets".parse().expect("a code"), 0.5);
    truth
}

#[test]
fn nothing_observed_leaves_the_prior() {
    let prior = ResponseModel::default();
    let fitted = fit(&[], &prior);
    assert!((fitted.mean - prior.mean).abs() < 1e-9);
    assert!((fitted.decay - prior.decay).abs() < 1e-9);
    assert!((fitted.delay.median_min - prior.delay.median_min).abs() < 1e-6);
    assert!((fitted.strength - prior.strength).abs() < 1e-6);
}

#[test]
fn many_observations_find_the_truth() {
    let truth = truth();
    let fitted = fit(&observed(60_000, &truth, 1), &ResponseModel::default());
    let chance = |model: &ResponseModel, share, tired, kind: &str| {
        let category = kind.parse().expect("a code");
        let at = Circumstances {
            distance_share: share,
            alerts_last_7_days: tired,
            hour: 12,
            weekday: 1,
            category: Some(&category),
        };
        model.mean * model.exposure(&at)
    };
    for (share, tired, kind) in [(0.1, 0, "groceries"), (0.9, 2, "groceries"), (0.3, 5, "pets")] {
        let (found, real) =
            (chance(&fitted, share, tired, kind), chance(&truth, share, tired, kind));
        assert!((found / real - 1.0).abs() < 0.12, "{share} {tired} {kind}: {found} for {real}");
    }
    assert!((fitted.delay.median_min / 20.0 - 1.0).abs() < 0.1, "{:?}", fitted.delay);
    assert!((fitted.delay.sigma - 0.9).abs() < 0.1, "{:?}", fitted.delay);
}

#[test]
fn few_observations_move_little() {
    let prior = ResponseModel::default();
    let fitted = fit(&observed(20, &truth(), 2), &prior);
    assert!((fitted.mean / prior.mean - 1.0).abs() < 0.4);
    assert!((fitted.delay.median_min / prior.delay.median_min - 1.0).abs() < 0.5);
}

#[test]
fn how_much_volunteers_differ_is_found() {
    let truth = ResponseModel { mean: 0.2, ..ResponseModel::default() };
    let mut seen = observed(40_000, &truth, 3);
    for alert in &mut seen {
        let number = alert.volunteer.0.as_u128();
        if number % 2 == 0 {
            alert.outcome = Outcome::NoYes { within_min: f64::INFINITY };
        }
    }
    let fitted = fit(&seen, &ResponseModel::default());
    let spread = 1.0 / (fitted.strength * fitted.mean);
    assert!((spread - 1.0).abs() < 0.2, "half never, half twice as often: {spread}");
    let alike = fit(&observed(40_000, &truth, 4), &ResponseModel::default());
    let spread = 1.0 / (alike.strength * alike.mean);
    assert!(spread < 0.15, "all alike: {spread}");
}
