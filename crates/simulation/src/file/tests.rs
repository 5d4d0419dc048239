//! What a file may say.

use super::*;
use crate::rule::Rule;

fn parse(more: &str) -> Result<ScenarioFile, Faults> {
    ScenarioFile::parse(&format!("name = \"a\"\n{more}"))
}

fn field_at_fault(more: &str) -> String {
    match parse(more) {
        Ok(_) => panic!("taken: {more}"),
        Err(faults) => {
            assert_eq!(faults.0.len(), 1, "{more}: {faults}");
            faults.0[0].field.clone()
        }
    }
}

#[test]
fn an_empty_file_is_the_reference_but_for_its_name() {
    let file = parse("").unwrap();
    assert_eq!(file.scenario, Scenario::default());
    assert_eq!(file.policies, default_policies());
    assert_eq!(ScenarioFile::parse("").unwrap_err().0[0].field, "name");
}

#[test]
fn every_bad_number_is_refused_by_its_dotted_name() {
    for (text, field) in [
        ("days = 0", "days"),
        ("days = 1_101", "days"),
        ("spread_km = nan", "spread_km"),
        ("seeds = 0", "seeds"),
        ("cell_resolution = 16", "cell_resolution"),
        ("[people]\nradius_km = { from = 5, to = inf }", "people.radius_km.to"),
        ("[people]\nradius_km = { from = 5, to = 4 }", "people.radius_km"),
        ("[people]\ncapacity = { from = 0, to = 4 }", "people.capacity.from"),
        ("[people]\ncategory_share = 1.01", "people.category_share"),
        ("[people]\nunavailable_share = -0.1", "people.unavailable_share"),
        ("[people]\nvolunteers = -1", "people.volunteers"),
        ("[people]\nvolunteers = 0", "people.volunteers"),
        ("[requests]\ntotal = 0", "requests.total"),
        ("[requests]\nvital_hours = -inf", "requests.vital_hours"),
        ("[requests.categories]\nshopping = 0", "requests.categories"),
        ("[requests.categories]\n\"Ä\" = 1", "requests.categories.Ä"),
        ("[requests]\ncategories = {}", "requests.categories"),
        ("[[requests.surges]]\nfrom_day = 60\ndays = 1\nfactor = 2", "requests.surges[0].from_day"),
        ("[[requests.surges]]\nfrom_day = 0\ndays = 60\nfactor = 0", "requests.surges"),
        ("[behaviour]\nfatigue = 2", "behaviour.fatigue"),
        ("[behaviour]\nwillingness_a = 0", "behaviour.willingness_a"),
        ("[behaviour]\ndelay_sigma = nan", "behaviour.delay_sigma"),
        ("[limits]\nalerts_per_day = 4_000", "limits.alerts_per_day"),
        ("[[policy]]\nname = \"a b\"\nkind = \"rounds\"", "policy[0].name"),
        ("[[policy]]\nname = \"a\"\nkind = \"rounds\"\nminutes = 3", "policy[0].minutes"),
        ("[[policy]]\nname = \"a\"\nkind = \"expected\"\ngoal_normal = 1", "policy[0].goal_normal"),
        ("[[policy]]\nname = \"a\"\nkind = \"nearest\"\ncount = 0", "policy[0].count"),
    ] {
        assert_eq!(field_at_fault(text), field, "{text}");
    }
}

#[test]
fn all_bad_numbers_are_named_at_once() {
    let faults = parse("days = 0\n[people]\ncategory_share = 7").unwrap_err();
    assert_eq!(
        faults.to_string(),
        "days: is 0, must be from 1 to 1100\npeople.category_share: is 7, must be from 0 to 1"
    );
}

#[test]
fn unknown_keys_and_wrong_types_are_named() {
    for (text, field, word) in [
        ("dais = 3", "dais", "unknown field"),
        ("[people]\nvolunters = 3", "people.volunters", "unknown field"),
        ("[[policy]]\nname = \"a\"\nkind = \"magic\"", "policy[0].kind", "unknown variant"),
        ("[people]\nvolunteers = \"many\"", "people.volunteers", "whole number"),
        ("[people]\nradius_km = { from = 1 }", "people.radius_km", "missing field"),
    ] {
        let faults = parse(text).unwrap_err();
        assert_eq!(faults.0[0].field, field, "{faults}");
        assert!(faults.to_string().contains(word), "{faults}");
    }
    assert_eq!(parse("days = = 3").unwrap_err().0[0].field, "line 2");
}

#[test]
fn too_many_kinds_of_help_are_refused() {
    let many: Vec<String> = (0..61).map(|n| format!("kind_{n} = 1")).collect();
    let many = many.join("\n");
    assert_eq!(field_at_fault(&format!("[requests.categories]\n{many}")), "requests.categories");
}

#[test]
fn policies_take_their_parameters_and_are_chosen_by_name() {
    let two = "[[policy]]\nname = \"mine\"\nkind = \"expected\"\ngoal_normal = 0.7\n\
               [[policy]]\nname = \"far\"\nkind = \"nearest-once\"\ncount = 4\nmax_km = 1.5";
    let mut file = parse(two).unwrap();
    let Rule::Expected(settings, true) = &file.policies[0].rule else { panic!() };
    assert!((settings.goal_normal - 0.7).abs() < 1e-12);
    assert_eq!(file.policies[1].rule, Rule::NearestOnce { count: 4, max_m: Some(1_500) });
    assert_eq!(file.keep_policies(&["near".into()]).unwrap_err().field, "policies");
    file.keep_policies(&["far".into()]).unwrap();
    assert_eq!(file.policies.len(), 1);
    let twice = "[[policy]]\nname = \"a\"\nkind = \"rounds\"\n".repeat(2);
    assert_eq!(field_at_fault(&twice), "policy[1].name");
}
