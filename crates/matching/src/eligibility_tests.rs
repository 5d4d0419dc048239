//! Each reason alone, and the order among them.

use jiff::ToSpan;

use super::*;

fn place(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("in range")
}

fn codes<C: FromStr + Ord>(text: &str) -> BTreeSet<C> {
    text.split_whitespace().filter_map(|code| code.parse().ok()).collect()
}

/// Monday at 15:00 in Brussels.
fn now() -> Timestamp {
    "2026-11-23T14:00:00Z".parse().expect("a timestamp")
}

fn volunteer() -> VolunteerProfile {
    VolunteerProfile {
        id: VolunteerId::from(uuid::Uuid::from_u128(1)),
        active: true,
        anchors: vec![place(50.0, 4.0), place(51.0, 4.0)],
        radius_m: 5_000,
        categories: codes("groceries transport"),
        skills: codes("car first_aid"),
        languages: codes("fr nl"),
        availability: "mon 09:00-17:00".parse().expect("valid"),
        quiet_hours: "21:00-08:00".parse().expect("valid"),
        timezone: TimeZone::get("Europe/Brussels").expect("bundled"),
        capacity: 2,
        max_alerts_per_week: Some(4),
        trust: Trust { age_at_least: 18, vetted_until: None },
    }
}

fn need() -> Need {
    let until = now().checked_add(2.hours()).expect("in range");
    Need {
        place: Some(place(51.02, 4.0)),
        category: "groceries".parse().expect("valid"),
        skills: codes("car"),
        languages: codes("nl de"),
        window: Window { from: now(), until },
        demands: Demands { min_age: 16, ..Demands::default() },
    }
}

const CAPS: Caps = Caps {
    alerts_per_day: 3,
    accepts_per_day: 3,
    live_engagements: 2,
    reveals_per_30_days: 10,
    new_until_confirmed: 0,
};
const NO_CAPS: Caps = Caps {
    alerts_per_day: 0,
    accepts_per_day: 0,
    live_engagements: 0,
    reveals_per_30_days: 0,
    new_until_confirmed: 0,
};

fn later(hours: i64) -> Timestamp {
    now().checked_add(hours.hours()).expect("in range")
}

#[test]
fn distance_is_to_the_nearest_anchor() {
    assert_eq!(eligible(&volunteer(), &need()), Ok(Some(2_224)));
}

#[test]
fn remote_need_has_no_distance_and_asks_no_anchor() {
    let need = Need { place: None, ..need() };
    assert_eq!(eligible(&VolunteerProfile { anchors: vec![], ..volunteer() }, &need), Ok(None));
}

#[test]
fn volunteer_at_the_rim_fits() {
    let at = |radius_m| eligible(&VolunteerProfile { radius_m, ..volunteer() }, &need());
    assert_eq!(at(2_224), Ok(Some(2_224)));
    assert_eq!(at(2_223), Err(Exclusion::Radius));
}

#[test]
fn need_without_languages_or_skills_accepts_any() {
    let need = Need { languages: BTreeSet::new(), skills: BTreeSet::new(), ..need() };
    let quiet = VolunteerProfile { languages: codes(""), skills: codes(""), ..volunteer() };
    assert!(eligible(&quiet, &need).is_ok());
}

#[test]
fn each_misfit_has_its_reason() {
    let out = |profile: VolunteerProfile| eligible(&profile, &need()).expect_err("left out");
    assert_eq!(out(VolunteerProfile { active: false, ..volunteer() }), Exclusion::Inactive);
    let pets = codes("pets");
    assert_eq!(out(VolunteerProfile { categories: pets, ..volunteer() }), Exclusion::Category);
    let skills = codes("first_aid");
    assert_eq!(out(VolunteerProfile { skills, ..volunteer() }), Exclusion::Skills);
    let languages = codes("fr");
    assert_eq!(out(VolunteerProfile { languages, ..volunteer() }), Exclusion::Language);
    let availability = "tue 09:00-17:00".parse().expect("valid");
    assert_eq!(out(VolunteerProfile { availability, ..volunteer() }), Exclusion::Hours);
    assert_eq!(out(VolunteerProfile { anchors: vec![], ..volunteer() }), Exclusion::Radius);
}

#[test]
fn each_load_has_its_reason() {
    let free = Load::default;
    let cases = [
        (Load { blocked: true, ..free() }, Exclusion::Blocked),
        (Load { already_asked: true, ..free() }, Exclusion::AlreadyAsked),
        (Load { paused_until: Some(later(1)), ..free() }, Exclusion::Paused),
        (Load { live_engagements: 2, ..free() }, Exclusion::Capacity),
        (Load { alerts_today: 3, ..free() }, Exclusion::AlertsPerDay),
        (Load { alerts_last_7_days: 4, ..free() }, Exclusion::AlertsPerWeek),
        (Load { accepts_today: 3, ..free() }, Exclusion::AcceptsPerDay),
        (Load { reveals_30_days: 10, ..free() }, Exclusion::Reveals),
    ];
    for (load, reason) in cases {
        assert_eq!(alertable(&volunteer(), &need(), &load, &CAPS, now()), Err(reason));
    }
    assert_eq!(alertable(&volunteer(), &need(), &free(), &CAPS, now()), Ok(Some(2_224)));
}

#[test]
fn age_and_vetting_are_asked_for_by_the_need() {
    let asked = |trust: Trust, demands| {
        eligible(&VolunteerProfile { trust, ..volunteer() }, &Need { demands, ..need() })
    };
    let young = Trust { age_at_least: 16, vetted_until: Some(later(1)) };
    let of_age = Demands { min_age: 18, ..Demands::default() };
    assert_eq!(asked(young, of_age), Err(Exclusion::Age));
    assert!(asked(young, Demands { min_age: 16, vetted: true, experienced: true }).is_ok());
    let vetted = Demands { vetted: true, ..Demands::default() };
    for vetted_until in [None, Some(now())] {
        let trust = Trust { age_at_least: 18, vetted_until };
        assert_eq!(asked(trust, vetted), Err(Exclusion::Vetting));
        assert!(asked(trust, of_age).is_ok());
    }
}

#[test]
fn somebody_new_holds_one_place_and_none_that_asks_for_experience() {
    let caps = Caps { new_until_confirmed: 2, ..CAPS };
    let out = |confirmed, live_engagements, experienced| {
        let load = Load { live_engagements, confirmed, ..Load::default() };
        let demands = Demands { experienced, ..Demands::default() };
        alertable(&volunteer(), &Need { demands, ..need() }, &load, &caps, now())
    };
    assert!(out(1, 0, false).is_ok());
    assert_eq!(out(1, 1, false), Err(Exclusion::NewVolunteer));
    assert_eq!(out(1, 0, true), Err(Exclusion::NewVolunteer));
    assert!(out(2, 1, false).is_ok() && out(2, 0, true).is_ok());
}

#[test]
fn smaller_of_capacity_and_cap_holds() {
    let busy = Load { live_engagements: 2, ..Load::default() };
    let roomy = VolunteerProfile { capacity: 5, ..volunteer() };
    let out = alertable(&roomy, &need(), &busy, &CAPS, now());
    assert_eq!(out, Err(Exclusion::LiveEngagements));
    assert!(alertable(&roomy, &need(), &busy, &NO_CAPS, now()).is_ok());
}

#[test]
fn who_has_just_helped_rests() {
    let resting = |until| Load { resting_until: Some(until), ..Load::default() };
    let out = alertable(&volunteer(), &need(), &resting(later(1)), &CAPS, now());
    assert_eq!(out, Err(Exclusion::CoolDown));
    assert!(alertable(&volunteer(), &need(), &resting(now()), &CAPS, now()).is_ok());
}

#[test]
fn pause_ends_and_caps_of_zero_are_off() {
    let loaded = Load {
        live_engagements: 1,
        alerts_today: 90,
        alerts_last_7_days: 90,
        accepts_today: 90,
        reveals_30_days: 90,
        paused_until: Some(now()),
        ..Load::default()
    };
    let unlimited = VolunteerProfile { max_alerts_per_week: None, ..volunteer() };
    assert!(alertable(&unlimited, &need(), &loaded, &NO_CAPS, now()).is_ok());
}

#[test]
fn nobody_is_alerted_at_rest() {
    let always = VolunteerProfile { availability: Availability::always(), ..volunteer() };
    let window = Window { from: now(), until: later(48) };
    let need = Need { window, ..need() };
    let at = |hours| alertable(&always, &need, &Load::default(), &CAPS, later(hours));
    assert_eq!(at(6), Err(Exclusion::QuietHours));
    assert_eq!(at(16), Err(Exclusion::QuietHours));
    assert!(at(17).is_ok());
}

#[test]
fn first_reason_in_order_answers() {
    let load = Load { blocked: true, alerts_today: 9, ..Load::default() };
    let inactive = VolunteerProfile { active: false, ..volunteer() };
    assert_eq!(alertable(&inactive, &need(), &load, &CAPS, now()), Err(Exclusion::Inactive));
    assert_eq!(alertable(&volunteer(), &need(), &load, &CAPS, now()), Err(Exclusion::Blocked));
}

#[test]
fn exclusions_are_read_back_from_their_codes() {
    for exclusion in Exclusion::ALL {
        assert_eq!(exclusion.code().parse(), Ok(exclusion));
    }
    assert!(Exclusion::ALL.is_sorted());
    assert_eq!("sleepy".parse::<Exclusion>(), Err(UnknownExclusion));
}
