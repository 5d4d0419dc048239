//! The alert policy beside its peers on the same people: what it reaches, seed by seed.
//!
//! `PROCHE_BENCH_SEEDS` sets how many seeds (20); `PROCHE_BENCH_YEAR=0` leaves the year out.
#![expect(clippy::unwrap_used, reason = "a bench may stop at the first surprise")]

use std::time::Instant;

use geocoding::Gazetteer;
use simulation::{
    Comparison, Days, Estimate, PolicyPart, Report, ScenarioFile, Shipped, Territory, study,
};

fn main() {
    let number = |name: &str, usual: u32| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
    };
    let seeds = number("PROCHE_BENCH_SEEDS", 20);
    belgium(&studied("belgium-2020", seeds));
    for name in ["plenty", "scarce", "rural-departement", "dense-city", "heat-wave", "night"] {
        let report = studied(name, seeds);
        let ours = policy(&report, "expected");
        println!(
            "{name}: {} of what anybody could match, {} asked for each, first yes by day {}",
            percent(ours.figures["share_of_bound"]),
            plain(ours.figures["alerts_per_match"], ""),
            plain(ours.figures["first_yes_by_day_p50"], " min")
        );
    }
    if number("PROCHE_BENCH_YEAR", 1) > 0 {
        year();
    }
}

fn read(name: &str) -> (ScenarioFile, Territory) {
    let file = ScenarioFile::parse(Shipped::named(name).unwrap().text).unwrap();
    let territory = file.place.territory(Gazetteer::embedded()).unwrap();
    (file, territory)
}

fn studied(name: &str, seeds: u32) -> Report {
    let (file, territory) = read(name);
    let days = Days::Drawn(&territory);
    let seeds: Vec<u64> = (1..=u64::from(seeds)).collect();
    let runs = study(|seed| days.world(&file.scenario, seed), &file.policies, &seeds, || {});
    Report::new("bench", &file, &days, &runs)
}

fn policy<'a>(report: &'a Report, name: &str) -> &'a PolicyPart {
    report.policies.iter().find(|policy| policy.name == name).unwrap()
}

fn against<'a>(report: &'a Report, name: &str, figure: &str) -> &'a Comparison {
    &policy(report, name).against_reference.as_ref().unwrap()[figure]
}

/// Each figure that the policy is held to, as a ratio or a difference to its peer.
fn belgium(report: &Report) {
    let ours = policy(report, "expected");
    println!(
        "Belgium 2020, {} seeds: {} can be matched",
        report.seeds.len(),
        percent(report.bound)
    );
    println!("  matched of that: {}", percent(ours.figures["share_of_bound"]));
    println!(
        "  first yes by day, the median: {}",
        plain(ours.figures["first_yes_by_day_p50"], " min")
    );
    // A ratio of the other's figure to ours; turned round it is ours to the other's.
    let turned = |name: &str, figure: &str| {
        let ratio = against(report, name, figure).ratio.unwrap();
        let turn = |value: f64| 1.0 / value;
        Estimate { mean: turn(ratio.mean), low: ratio.high.map(turn), high: ratio.low.map(turn) }
    };
    println!(
        "  alerts a match: {}, times one-at-a-time's: {}",
        plain(ours.figures["alerts_per_match"], ""),
        plain(turned("one-at-a-time", "alerts_per_match"), " ×")
    );
    println!("  alerts, times everybody's: {}", plain(turned("everybody", "alerts"), " ×"));
    println!(
        "  first yes of one-by-one-30, times ours: {}",
        plain(against(report, "one-by-one-30", "first_yes_by_day_p50").ratio.unwrap(), " ×")
    );
    for other in ["everybody", "nearest-3", "nearest-100", "rounds", "batches"] {
        let more = against(report, other, "match_rate").difference;
        println!("  matched, {other} less ours: {}", percent(more));
    }
    let fairer = against(report, "nearest", "gini_alerts").difference;
    println!(
        "  Gini of alerts: {}, nearest-first's less ours: {}",
        plain(ours.figures["gini_alerts"], ""),
        plain(fairer, "")
    );
    println!(
        "  alerts to people asked twice their neighbours, times nearest-first's: {}",
        plain(turned("nearest", "overasked_share"), " ×")
    );
}

fn year() {
    let (file, territory) = read("country-year");
    let started = Instant::now();
    let world = Days::Drawn(&territory).world(&file.scenario, 1);
    let runs = study(|_| world.clone(), &file.policies, &[1], || {});
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "a year of a country: {} requests, {} volunteers, {:.1} % matched, in {seconds:.0} s",
        world.requests(),
        world.volunteers(),
        100.0 * runs[0].metrics[0].match_rate
    );
}

fn percent(share: Estimate) -> String {
    let of = |share: f64| share * 100.0;
    let Estimate { mean, low, high } = share;
    plain(Estimate { mean: of(mean), low: low.map(of), high: high.map(of) }, " %")
}

fn plain(estimate: Estimate, unit: &str) -> String {
    let Estimate { mean, low, high } = estimate;
    match (low, high) {
        (Some(low), Some(high)) => format!("{mean:.2}{unit} ({low:.2} to {high:.2})"),
        _ => format!("{mean:.2}{unit}"),
    }
}
