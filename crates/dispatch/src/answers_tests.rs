use matching::VolunteerId;
use uuid::Uuid;

use super::*;

fn at(minutes: i64) -> Timestamp {
    let start: Timestamp = "2026-11-24T09:00:00Z".parse().expect("a time");
    start + SignedDuration::from_mins(minutes)
}

fn past(volunteer: u128, minutes: i64, status: AlertStatus) -> PastAlert {
    PastAlert {
        volunteer_id: VolunteerId(Uuid::from_u128(volunteer)),
        status,
        distance_m: Some(2_500),
        radius_m: 5_000,
        timezone: "Europe/Brussels".to_owned(),
        category: CategoryCode::new("groceries").expect("a code"),
        created_at: at(minutes),
        sent_at: at(minutes),
        answered_at: Some(at(minutes + 30)),
        withdrawn_at: None,
    }
}

#[test]
fn a_model_reads_back_as_stored() {
    let mut model = ResponseModel { mean: 0.123_456_789, ..ResponseModel::default() };
    model.categories.insert(CategoryCode::new("pets").expect("a code"), 1.25);
    model.hours[9] = 1.75;
    let text = to_json(&model).to_string();
    let read = serde_json::from_str(&text).ok().as_ref().and_then(from_json);
    assert_eq!(read, Some(model));
    assert_eq!(from_json(&json!({ "mean": 0.1 })), None);
}

#[test]
fn the_alerts_of_a_week_are_counted_by_volunteer() {
    const WEEK: i64 = 7 * 24 * 60;
    let alerts = [
        past(1, 0, AlertStatus::Declined),
        past(1, 60, AlertStatus::Accepted),
        past(1, WEEK + 30, AlertStatus::Expired),
        past(2, 10, AlertStatus::Declined),
    ];
    let zone = TimeZone::get("Europe/Brussels").expect("a zone");
    let seen = observations(&alerts, at(2 * WEEK), &zone);
    let counts: Vec<u32> = seen.iter().map(|one| one.alerts_last_7_days).collect();
    assert_eq!(counts, [0, 1, 1, 0]);
    assert_eq!(seen[1].outcome, Ended::Yes { after_min: 30.0 });
    assert_eq!((seen[1].hour, seen[1].weekday), (11, 1));
    assert!((seen[1].distance_share - 0.5).abs() < 1e-9);
}

#[test]
fn an_alert_without_a_known_end_says_nothing() {
    let zone = TimeZone::UTC;
    assert_eq!(outcome(&past(1, 0, AlertStatus::Withdrawn), at(60), &zone), None);
    assert_eq!(outcome(&past(1, 0, AlertStatus::Queued), at(60), &zone), None);
}
