use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;

const SETTINGS: ExpectedSettings = ExpectedSettings {
    goal_normal: 0.45,
    goal_vital: 0.85,
    goal_late: 0.9,
    late_minutes: 480.0,
    refill_below: 0.9,
    pool: 64,
    most_outstanding: 40,
    price_lately: 0.35,
    price_budget: 0.3,
    price_skill: 0.3,
};

fn search(places_left: u32) -> Search {
    Search {
        priority: Priority::Normal,
        opened_at: Timestamp::UNIX_EPOCH,
        needed_by: Timestamp::UNIX_EPOCH + SignedDuration::from_hours(48),
        places_left,
        outstanding: 0,
        next_silence_at: None,
    }
}

fn prospect(number: u128, chance: f64) -> Prospect {
    Prospect { id: VolunteerId(uuid::Uuid::from_u128(number)), chance, spent: Spent::default() }
}

fn ask(places: u32, waiting: &[Waiting], prospects: &[Prospect]) -> Choice {
    choose(&search(places), 1_600.0, DelayCurve::PRIOR, waiting, prospects, &SETTINGS)
}

#[test]
fn the_fewest_that_reach_the_goal_are_asked() {
    let prospects: Vec<Prospect> = (0..20).map(|n| prospect(n, 0.1)).collect();
    let choice = ask(1, &[], &prospects);
    assert_eq!(choice.asked.len(), 6, "1 - 0.9^6 = 0.47");
    assert!(!choice.falls_short());
    assert!(choice.chance_after >= 0.45 && choice.chance_before.abs() < 1e-12);
}

#[test]
fn several_places_ask_for_the_chance_of_several_yes() {
    let prospects: Vec<Prospect> = (0..60).map(|n| prospect(n, 0.1)).collect();
    let (one, three) = (ask(1, &[], &prospects), ask(3, &[], &prospects));
    assert!(three.asked.len() > 3 * one.asked.len());
}

#[test]
fn nobody_more_is_asked_while_the_chance_is_out() {
    let prospects: Vec<Prospect> = (0..20).map(|n| prospect(n, 0.1)).collect();
    let fresh = vec![Waiting { chance: 0.1, age_min: 0.0 }; 6];
    assert!(ask(1, &fresh, &prospects).asked.is_empty());
    let silent = vec![Waiting { chance: 0.1, age_min: 120.0 }; 6];
    assert!(!ask(1, &silent, &prospects).asked.is_empty());
}

#[test]
fn who_was_asked_lately_comes_later() {
    let mut tired = prospect(1, 0.12);
    tired.spent.alerts_last_90_days = 2;
    let choice = ask(1, &[], &[tired, prospect(2, 0.1)]);
    assert_eq!(choice.asked.iter().map(|asked| asked.at).collect::<Vec<_>>(), [1, 0]);
    assert!(choice.falls_short());
}

#[test]
fn a_skill_that_nobody_else_has_is_spared() {
    assert_eq!(scarcities(&[0b11, 0b01, 0]), [1.0, 0.5, 0.0]);
}

#[test]
fn the_goal_rises_towards_the_deadline() {
    let at = |left| goal(Priority::Normal, left, &SETTINGS);
    assert!((at(2_000.0) - 0.45).abs() < 1e-12);
    assert!(at(240.0) > 0.45 && at(60.0) > at(240.0));
    assert!((at(0.0) - 0.9).abs() < 1e-12);
    assert!(goal(Priority::Vital, 2_000.0, &SETTINGS) > 0.8);
}

#[test]
fn silence_fades_the_chance_after_a_while() {
    let waiting = vec![Waiting { chance: 0.15, age_min: 0.0 }; 4];
    let minutes = fades_after_min(1, 0.4, 1_600.0, DelayCurve::PRIOR, &waiting);
    assert!((5.0..60.0).contains(&minutes), "{minutes}");
    let many = vec![Waiting { chance: 0.5, age_min: 0.0 }; 20];
    assert!(fades_after_min(1, 0.4, 1_600.0, DelayCurve::PRIOR, &many) > minutes);
}

proptest! {
    #[test]
    fn at_least_equals_the_sum_over_all_outcomes(
        chances in prop::collection::vec(0.0..=1.0_f64, 0..10), least in 0_u32..6,
    ) {
        let mut expected = 0.0;
        for outcome in 0_u32..1 << chances.len() {
            let weight: f64 = chances
                .iter()
                .enumerate()
                .map(|(at, chance)| if outcome >> at & 1 == 1 { *chance } else { 1.0 - chance })
                .product();
            if outcome.count_ones() >= least {
                expected += weight;
            }
        }
        prop_assert!((at_least(least, chances) - expected).abs() < 1e-9);
    }

    #[test]
    fn without_the_last_asked_the_goal_is_not_reached(
        chances in prop::collection::vec(0.01..0.6_f64, 1..40), places in 1_u32..4,
    ) {
        let numbered = (0..).zip(&chances);
        let prospects: Vec<Prospect> = numbered.map(|(n, &p)| prospect(n, p)).collect();
        let choice = ask(places, &[], &prospects);
        let asked: Vec<f64> = choice.asked.iter().map(|asked| asked.chance).collect();
        prop_assert!(at_least(places, asked.iter().copied()) >= choice.goal || choice.falls_short());
        if let Some((_, others)) = asked.split_last() {
            prop_assert!(at_least(places, others.iter().copied()) < choice.goal);
        }
        if choice.falls_short() {
            prop_assert_eq!(asked.len(), prospects.len());
        }
    }
}
