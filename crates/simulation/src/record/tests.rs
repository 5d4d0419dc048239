use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::engine::run;
use crate::file::{Faults, default_policies};
use crate::rule::Rule;
use crate::yardstick::Yardstick;

const ANN: &str = "01900000-0000-7000-8000-00000000000a";
const BOB: &str = "01900000-0000-7000-8000-00000000000b";
const PAUSED: &str = "01900000-0000-7000-8000-00000000000c";
const FIRST: &str = "01900000-0000-7000-8000-0000000000f1";
const SECOND: &str = "01900000-0000-7000-8000-0000000000f2";
const EARLY: &str = "01900000-0000-7000-8000-0000000000f3";

fn volunteer(id: &str, status: &str, lon: f64) -> String {
    format!(
        r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lon},50.83]}},
        "properties":{{"id":"{id}","status":"{status}","area":null,"radius_km":5,
        "categories":["groceries"],"skills":[],"languages":["fr"],"capacity":2,
        "max_alerts_per_week":null,"created_at":"2026-01-01T09:00:00Z","activated_at":null}}}}"#
    )
}

fn request(id: &str, opened_at: &str, needed_by: &str) -> String {
    format!(
        r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[4.37,50.83]}},
        "properties":{{"id":"{id}","category":"groceries","priority":"normal","languages":["fr"],
        "skills":[],"volunteers_needed":1,"staff_only":false,"needed_by":"{needed_by}",
        "opened_at":"{opened_at}"}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"))
}

fn event(at: &str, kind: &str, request: &str, volunteer: &str) -> String {
    format!("1,{at},{kind},{request},{volunteer},,,,system,,{{}}\n")
}

/// Ann says no to the first and yes to the second, for which Bob stayed silent; all in June.
fn files() -> [String; 3] {
    let volunteers = [
        volunteer(ANN, "active", 4.37),
        volunteer(BOB, "active", 4.38),
        volunteer(PAUSED, "paused", 4.38),
    ];
    let requests = [
        request(SECOND, "2026-06-02T08:00:00Z", "2026-06-04T08:00:00Z"),
        request(FIRST, "2026-06-01T08:00:00Z", "2026-06-01T18:00:00Z"),
        request(EARLY, "2026-05-30T08:00:00Z", "2026-06-01T18:00:00Z"),
    ];
    let header = "seq,at,kind,request_id,volunteer_id,alert_id,engagement_id,task_id,actor_kind,\
                  actor_id,data\n";
    let events = [
        event("2026-05-30T08:01:00Z", "alert.sent", EARLY, ANN),
        event("2026-06-01T08:01:00Z", "alert.sent", FIRST, ANN),
        event("2026-06-01T09:01:00Z", "alert.declined", FIRST, ANN),
        event("2026-06-01T09:02:00Z", "request.expired", FIRST, ""),
        event("2026-06-02T08:01:00Z", "alert.sent", SECOND, BOB),
        event("2026-06-02T09:01:00Z", "alert.silent", SECOND, BOB),
        event("2026-06-02T09:01:00Z", "alert.sent", SECOND, ANN),
        event("2026-06-02T09:31:00Z", "engagement.accepted", SECOND, ANN),
    ];
    [collection(&volunteers), collection(&requests), format!("{header}{}", events.concat())]
}

fn window() -> Window {
    let zone = TimeZone::get("Europe/Brussels").unwrap();
    Window { from: Some(date(2026, 6, 1)), to: None, zone }
}

fn read(files: &[String; 3], window: &Window) -> Result<Record, Faults> {
    let [volunteers, requests, events] = files.each_ref().map(String::as_bytes);
    RecordFiles { volunteers, requests, events }.read(window)
}

#[test]
fn the_record_holds_what_was_said_in_the_window() {
    let record = read(&files(), &window()).unwrap();
    assert_eq!((record.volunteers(), record.requests()), (2, 2));
    assert_eq!(record.left_out, LeftOut { volunteers: 1, requests: 1, alerts: 1 });
    assert_eq!((record.span().days(), record.span().last()), (2, date(2026, 6, 2)));
    // 8:00 UTC is 10:00 in Brussels.
    assert_eq!(record.asks[0].opened_at, 10 * 3_600);
    let said = |ask, person| record.alerts[&(ask, person)].said;
    assert_eq!(said(0, 0), Said::No { after: 3_600 });
    assert_eq!(said(1, 1), Said::Nothing);
    assert_eq!(said(1, 0), Said::Yes { after: 1_800, came: true });
}

#[test]
fn as_recorded_comes_out_as_it_was() {
    let record = read(&files(), &window()).unwrap();
    let world = record.world(&Scenario::default(), 1);
    let metrics = run(&world, &Yardstick::of(&world), &Rule::Recorded);
    assert!((metrics.match_rate - 0.5).abs() < 1e-12);
    assert_eq!(metrics.alerts, 3);
    // Opened at 10:00, accepted at 11:31.
    assert!((metrics.first_yes_min.p50 - 91.0).abs() < 1e-9);
}

#[test]
fn known_answers_hold_under_every_policy_and_seed() {
    let record = read(&files(), &window()).unwrap();
    let mut scenario = Scenario::default();
    scenario.people.unavailable_share = 0.0;
    for seed in 1..20 {
        let world = record.world(&scenario, seed);
        assert_eq!(world.answer(0, 0, 36_000, 3), Answer::No(39_600));
        assert_eq!(world.answer(1, 1, 130_000, 0), Answer::Silence);
        assert!(!world.fails_to_come(0, 1));
        for policy in default_policies() {
            let metrics = run(&world, &Yardstick::of(&world), &policy.rule);
            assert_eq!(metrics, run(&world, &Yardstick::of(&world), &policy.rule));
            // Ann would come to the second; only who never asks her can miss her.
            let asks_all = matches!(policy.rule, Rule::Expected(..) | Rule::Everybody);
            assert!(!asks_all || metrics.match_rate >= 0.5, "{}", policy.name);
        }
    }
}

#[test]
fn the_behaviour_is_learnt_from_what_was_answered() {
    let base = Behaviour::default();
    let few = read(&files(), &window()).unwrap();
    assert_eq!(few.behaviour(&base), base, "three alerts say nothing");
    let mut record = few;
    let (one, two) = (record.asks[0].clone(), record.asks[1].clone());
    for number in 0..400 {
        record.asks.push(if number % 2 == 0 { one.clone() } else { two.clone() });
        let said = match number % 4 {
            0 => Said::Nothing,
            1 => Said::No { after: 600 },
            _ => Said::Yes { after: 1_200, came: true },
        };
        let at = 36_000 + number * 10_000;
        let ask = record.asks.len() - 1;
        record.alerts.insert((ask, number as usize % 2), Seen { sent_at: at, said });
    }
    let learnt = record.behaviour(&base);
    let mean = learnt.willingness_a / (learnt.willingness_a + learnt.willingness_b);
    assert!(mean > 0.4, "half said yes: {mean}");
    assert!((15.0..25.0).contains(&learnt.delay_median_min), "{}", learnt.delay_median_min);
    assert!((learnt.says_no - 0.5).abs() < 0.05, "{}", learnt.says_no);
    assert!((learnt.night - base.night).abs() < 1e-12);
}

#[test]
fn a_skipped_hour_is_skipped() {
    let zone = TimeZone::get("Europe/Brussels").unwrap();
    let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap();
    let opened = (at("2026-03-29T00:30:00Z"), at("2026-03-29T20:00:00Z"));
    let span = Window { from: None, to: None, zone }.span(Some(opened)).unwrap();
    assert_eq!(span.seconds(at("2026-03-29T00:59:59Z")), Some(7_199));
    assert_eq!(span.seconds(at("2026-03-29T01:00:00Z")), Some(10_800));
    assert_eq!(span.seconds(at("2026-03-28T00:00:00Z")), None);
}

#[test]
fn bad_exports_are_refused_by_file_and_field() {
    let refused = |at: usize, from: &str, to: &str| {
        let mut files = files();
        files[at] = files[at].replace(from, to);
        read(&files, &window()).unwrap_err().to_string()
    };
    let no_place = refused(0, "4.38,50.83", "4.38,95.0");
    assert!(no_place.contains("volunteers.geojson: feature 2: coordinates"), "{no_place}");
    let radius = refused(0, "\"radius_km\":5", "\"radius_km\":-5");
    assert!(radius.contains("radius_km: is -5"), "{radius}");
    let twice = refused(1, SECOND, FIRST);
    assert!(twice.contains("is there twice"), "{twice}");
    let needed = refused(1, "2026-06-01T18:00:00Z", "2026-06-01T07:00:00Z");
    assert!(needed.contains("needed_by: is not after opened_at"), "{needed}");
    let missing = refused(0, "\"capacity\":2,", "");
    assert!(missing.contains("volunteers.geojson: missing field `capacity`"), "{missing}");
    let time = refused(2, "2026-06-01T09:01:00Z", "yesterday");
    assert!(time.contains("events.csv: row 4"), "{time}");
    let column = refused(2, ",kind,", ",sort,");
    assert!(column.contains("events.csv: row 2: missing field `kind`"), "{column}");
    let mut late = window();
    late.from = Some(date(2027, 1, 1));
    let nothing = read(&files(), &late).unwrap_err().to_string();
    assert!(nothing.contains("nothing was asked from 2027-01-01"), "{nothing}");
}
