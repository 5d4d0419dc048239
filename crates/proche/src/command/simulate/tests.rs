//! The command from end to end, on a small scenario.

use std::path::PathBuf;

use super::*;

const SMALL: &str = "name = \"Small\"\ndays = 7\n[place]\nmunicipalities = [\"Ixelles\"]\n\
                     [people]\nvolunteers = 800\n[requests]\ntotal = 20\n";

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("proche-simulate-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn args(&self, text: &str, out: &str) -> SimulateArgs {
        let file = self.0.join("scenario.toml");
        std::fs::write(&file, text).unwrap();
        SimulateArgs {
            scenario: Some(file.to_str().unwrap().to_owned()),
            out: Some(self.0.join(out)),
            seeds: Some(3),
            first_seed: 1,
            policies: Vec::new(),
            sensitivity: false,
            replay: None,
            from: None,
            to: None,
            timezone: jiff::tz::TimeZone::UTC,
            list: false,
            print: None,
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn two_runs_write_the_same_bytes() {
    let scratch = Scratch::new("same");
    run(&scratch.args(SMALL, "one")).unwrap();
    run(&scratch.args(SMALL, "two")).unwrap();
    let read = |out: &str| std::fs::read(scratch.0.join(out).join("report.json")).unwrap();
    assert_eq!(read("one"), read("two"));
    let page = |out: &str| std::fs::read(scratch.0.join(out).join("report.html")).unwrap();
    assert_eq!(page("one"), page("two"));
    let report: serde_json::Value = serde_json::from_slice(&read("one")).unwrap();
    assert_eq!(report["seeds"], serde_json::json!([1, 2, 3]));
    assert_eq!(report["policies"].as_array().unwrap().len(), 11);
    let everybody = &report["policies"][2];
    assert!(everybody["against_reference"]["alerts"]["ratio"]["low"].as_f64().unwrap() > 1.0);
    assert_eq!(everybody["runs"][2]["seed"], 3);
}

#[test]
fn every_behaviour_is_halved_and_doubled_when_asked() {
    let scratch = Scratch::new("sensitivity");
    let mut args = scratch.args(SMALL, "out");
    args.sensitivity = true;
    args.policies = vec!["expected".to_owned(), "everybody".to_owned()];
    run(&args).unwrap();
    let out = scratch.0.join("out");
    let text = std::fs::read(out.join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let varied = report["sensitivity"].as_array().unwrap();
    assert_eq!(varied.len(), 30);
    assert_eq!(varied[1]["parameter"], "willingness_a");
    assert_eq!(varied[1]["factor"], 2.0);
    let asked = |at: usize| {
        varied[at]["policies"][1]["figures"]["alerts_per_match"]["mean"].as_f64().unwrap()
    };
    assert!(asked(1) < asked(0), "the more willing, the fewer for each match");
    assert!(varied[0]["policies"][1]["against_reference"]["match_rate"].is_object());
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("If people behave otherwise") && page.contains("unread doubled"));
}

#[test]
fn a_replay_without_its_files_says_how_to_make_them() {
    let scratch = Scratch::new("replay");
    let mut args = scratch.args(SMALL, "out");
    args.scenario = None;
    args.replay = Some(scratch.0.clone());
    let error = run(&args).unwrap_err().to_string();
    assert!(error.contains("proche export volunteers --format geojson --out"), "{error}");
}

#[test]
fn a_bad_scenario_writes_nothing() {
    let scratch = Scratch::new("bad");
    for text in [
        "name = \"a\"\ndays = 0",
        "name = \"a\"\n[place]\nmunicipalities = [\"Atlantis\"]",
        "name = \"a\"\n[people]\nvolunteers = 0",
        "",
    ] {
        let status = run(&scratch.args(text, "out")).unwrap();
        assert_eq!(format!("{status:?}"), format!("{:?}", ExitCode::from(1)), "{text}");
        assert!(!scratch.0.join("out").exists());
    }
}

#[test]
fn shipped_scenarios_are_found_by_name() {
    assert!(text_of("scarce").unwrap().contains("1_000"));
    assert!(text_of("no-such").unwrap_err().to_string().contains("--list"));
    assert!(shipped("no-such").unwrap_err().to_string().contains("belgium-2020"));
}
