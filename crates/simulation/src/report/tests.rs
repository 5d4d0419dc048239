//! A report of a small study.

use super::*;
use crate::{World, study};
use geocoding::Gazetteer;

fn report(more: &str, seeds: &[u64]) -> Report {
    let text = format!(
        "name = \"A <small> town\"\ndescription = \"Tom & Jerry's.\"\ndays = 7\n\
         [place]\nmunicipalities = [\"Ixelles\"]\n\
         [people]\nvolunteers = 400\n[requests]\ntotal = 20\n{more}"
    );
    let file = ScenarioFile::parse(&text).unwrap();
    let territory = file.place.territory(Gazetteer::embedded()).unwrap();
    let draw = |seed| World::draw(&file.scenario, &territory.towns, seed);
    let runs = study(draw, &file.policies, seeds, || ());
    Report::new("0", &file, &Days::Drawn(&territory), &runs)
}

#[test]
fn the_same_seeds_give_the_same_bytes() {
    let (one, two) = (report("", &[3, 4, 5]), report("", &[3, 4, 5]));
    assert_eq!(one.to_json().unwrap(), two.to_json().unwrap());
    assert_eq!(one.to_html(), two.to_html());
    let other = report("", &[4, 5, 6]);
    assert_ne!(one.to_json().unwrap(), other.to_json().unwrap());
    assert_eq!(one.policies[0].runs[1].metrics, other.policies[0].runs[0].metrics);
}

#[test]
fn every_policy_is_compared_with_the_reference() {
    let report = report("", &[1, 2]);
    assert_eq!(report.reference, "expected");
    assert!(report.policies[0].against_reference.is_none());
    for policy in &report.policies[1..] {
        let against = policy.against_reference.as_ref().unwrap();
        assert_eq!(against.len(), FIGURES.len());
        let (own, usual) =
            (policy.figures["alerts"].mean, report.policies[0].figures["alerts"].mean);
        assert!((against["alerts"].difference.mean - (own - usual)).abs() < 1e-9);
    }
}

#[test]
fn shares_by_step_rise_to_what_was_matched_and_fill_the_weeks() {
    let report = report("", &[1, 2]);
    for policy in &report.policies {
        let steps: Vec<f64> = policy.yes_within.iter().map(|step| step.mean).collect();
        assert!(steps.is_sorted(), "{}", policy.name);
        assert!(steps[14] <= 1.0 && steps[0] >= 0.0);
        let weeks: f64 = policy.weeks_by_alerts.iter().map(|share| share.mean).sum();
        assert!((weeks - 1.0).abs() < 1e-9, "{}: {weeks}", policy.name);
    }
}

#[test]
fn the_page_is_one_file_and_holds_no_foreign_markup() {
    let page = report("", &[1, 2]).to_html();
    for banned in ["<script", "http:", "https:", "src=", "@import", "<small> town", "NaN"] {
        assert!(!page.contains(banned), "{banned}");
    }
    assert!(page.contains("A &lt;small&gt; town") && page.contains("Tom &amp; Jerry&#39;s."));
    let count = |what: &str| page.matches(what).count();
    assert_eq!(count("<svg class=\"chart\""), 6);
    assert_eq!(count("<desc"), 6);
    assert_eq!(count("<table>"), 7);
    assert_eq!(count("<h1>"), 1);
}

#[test]
fn one_policy_and_one_seed_have_no_intervals_and_no_comparison() {
    let one = "[[policy]]\nname = \"a\"\nkind = \"everybody\"";
    let page = report(one, &[9]).to_html();
    assert!(!page.contains("Beside") && page.contains("one draw (seed 9)"));
    assert!(!page.contains(" to –") && !page.contains("whisker\" d"));
}
