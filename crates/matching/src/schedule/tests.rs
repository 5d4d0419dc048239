//! Hours in words, and hours against a walk through every minute, clock changes included.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn brussels() -> TimeZone {
    TimeZone::get("Europe/Brussels").expect("in the bundled database")
}

fn instant(text: &str) -> Timestamp {
    text.parse().expect("a timestamp")
}

fn window(from: &str, until: &str) -> Window {
    Window { from: instant(from), until: instant(until) }
}

fn hours(text: &str) -> Availability {
    text.parse().expect("valid hours")
}

fn quiet(text: &str) -> QuietHours {
    text.parse().expect("valid hours")
}

#[test]
fn availability_is_written_as_it_is_read() {
    for text in ["", "mon,tue 09:00-17:00|sat 10:00-12:00", "sun 22:00-02:00", "mon 00:00-00:00"] {
        assert_eq!(hours(text).to_string(), text);
    }
    assert_eq!(hours("tue, mon,tue  09:00 - 17:00").to_string(), "mon,tue 09:00-17:00");
    assert_eq!(quiet("21:00-08:00").to_string(), "21:00-08:00");
}

#[test]
fn availability_in_json_is_a_list_of_slots() {
    let json = r#"[{"days":["mon","tue"],"from":"09:00","to":"17:00"}]"#;
    let read: Availability = serde_json::from_str(json).expect("valid");
    assert_eq!(read, hours("mon,tue 09:00-17:00"));
    assert_eq!(serde_json::to_string(&read).expect("writes"), json);
    let json = r#"{"from":"21:00","to":"08:00"}"#;
    let read: QuietHours = serde_json::from_str(json).expect("valid");
    assert_eq!(read, quiet("21:00-08:00"));
    assert_eq!(serde_json::to_string(&read).expect("writes"), json);
}

#[test]
fn bad_hours_say_what_is_wrong() {
    let cases = [
        ("mon", ScheduleError::Slot),
        ("mon|", ScheduleError::Slot),
        ("monday 09:00-17:00", ScheduleError::Day),
        ("mon, 09:00-17:00", ScheduleError::Day),
        ("mon 09:00", ScheduleError::Hours),
        ("mon 9:00-17:00", ScheduleError::Time),
        ("mon 09:00-24:00", ScheduleError::Time),
        ("mon 09:60-17:00", ScheduleError::Time),
        ("mon +9:00-17:00", ScheduleError::Day),
        ("mon 09:00-+7:00", ScheduleError::Time),
        ("09:00-17:00", ScheduleError::Day),
    ];
    for (text, error) in cases {
        assert_eq!(text.parse::<Availability>(), Err(error), "{text}");
    }
    let json = r#"[{"days":[],"from":"09:00","to":"17:00"}]"#;
    let error = serde_json::from_str::<Availability>(json).expect_err("refused").to_string();
    assert!(error.contains("at least one day"), "{error}");
    let json = r#"[{"days":["mon"],"from":"9h","to":"17:00"}]"#;
    let error = serde_json::from_str::<Availability>(json).expect_err("refused").to_string();
    assert!(error.contains("HH:MM"), "{error}");
}

#[test]
fn slot_that_wraps_belongs_to_the_day_it_begins() {
    let zone = brussels();
    let friday_night = hours("fri 22:00-02:00");
    let cases = [
        ("2026-11-27T20:59:00Z", "2026-11-27T21:00:00Z", false),
        ("2026-11-27T20:59:00Z", "2026-11-27T21:00:01Z", true),
        ("2026-11-28T00:59:00Z", "2026-11-28T05:00:00Z", true),
        ("2026-11-28T01:00:00Z", "2026-11-28T05:00:00Z", false),
        ("2026-11-28T21:30:00Z", "2026-11-28T22:00:00Z", false),
    ];
    for (from, until, meets) in cases {
        assert_eq!(friday_night.overlaps(window(from, until), &zone), meets, "{from}");
    }
}

#[test]
fn equal_times_mean_the_whole_day_or_no_rest() {
    let zone = brussels();
    let monday = hours("mon 09:00-09:00");
    let early = window("2026-11-22T23:00:00Z", "2026-11-22T23:01:00Z");
    let before = window("2026-11-22T22:00:00Z", "2026-11-22T23:00:00Z");
    let late = window("2026-11-23T22:59:00Z", "2026-11-24T10:00:00Z");
    let after = window("2026-11-23T23:00:00Z", "2026-11-24T10:00:00Z");
    let met = [early, before, late, after].map(|w| monday.overlaps(w, &zone));
    assert_eq!(met, [true, false, true, false]);
    assert!(!quiet("08:00-08:00").contains(instant("2026-11-23T07:30:00Z"), &zone));
}

#[test]
fn window_may_be_an_instant_and_never_inverted() {
    let zone = brussels();
    let monday = hours("mon 09:00-17:00");
    let nine = "2026-11-23T08:00:00Z";
    let five = "2026-11-23T16:00:00Z";
    assert!(monday.overlaps(window(nine, nine), &zone));
    assert!(!monday.overlaps(window(five, five), &zone));
    assert!(!Availability::always().overlaps(window(five, nine), &zone));
    assert!(Availability::always().overlaps(window(nine, five), &zone));
}

#[test]
fn skipped_hour_moves_forward() {
    // At 01:00 UTC on 28 March 2027 the clocks of Brussels go from 02:00 to 03:00.
    let zone = brussels();
    let cases = [
        ("sun 02:00-03:00", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"),
        ("sun 02:15-02:45", "2027-03-28T01:15:00Z", "2027-03-28T01:45:00Z"),
        ("sun 01:30-02:30", "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"),
        ("sun 02:30-05:00", "2027-03-28T01:30:00Z", "2027-03-28T03:00:00Z"),
    ];
    for (text, start, end) in cases {
        assert_eq!(extent(&hours(text), "2027-03-27T23:00:00Z", &zone), (start.into(), end.into()));
    }
    let rest = quiet("21:00-02:30");
    let evening = instant("2027-03-27T22:00:00Z");
    assert_eq!(rest.next_end(evening, &zone), instant("2027-03-28T01:30:00Z"));
}

#[test]
fn doubled_hour_counts_once() {
    // At 01:00 UTC on 25 October 2026 the clocks of Brussels go from 03:00 back to 02:00.
    let zone = brussels();
    let cases = [
        ("sun 02:00-03:00", "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"),
        ("sun 02:15-02:45", "2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"),
        ("sun 01:30-02:30", "2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z"),
        ("sun 01:00-04:00", "2026-10-24T23:00:00Z", "2026-10-25T03:00:00Z"),
    ];
    for (text, start, end) in cases {
        assert_eq!(extent(&hours(text), "2026-10-24T22:00:00Z", &zone), (start.into(), end.into()));
    }
    let rest = quiet("21:00-08:00");
    assert!(rest.contains(instant("2026-10-25T00:30:00Z"), &zone));
    assert!(rest.contains(instant("2026-10-25T01:30:00Z"), &zone));
    let evening = instant("2026-10-24T20:00:00Z");
    assert_eq!(rest.next_end(evening, &zone), instant("2026-10-25T07:00:00Z"));
}

/// The first and the first-after minute of the slots within a day, found minute by minute.
fn extent(hours: &Availability, day: &str, zone: &TimeZone) -> (String, String) {
    let minutes = minutes_from(instant(day), 24 * 60);
    let open: Vec<Timestamp> = minutes.into_iter().filter(|&t| open_at(hours, t, zone)).collect();
    let (first, last) = (open.first().expect("opens"), open.last().expect("opens"));
    (first.to_string(), (*last + SignedDuration::from_mins(1)).to_string())
}

fn open_at(hours: &Availability, at: Timestamp, zone: &TimeZone) -> bool {
    hours.overlaps(Window { from: at, until: at }, zone)
}

fn minutes_from(start: Timestamp, count: i64) -> Vec<Timestamp> {
    (0..count).map(|minute| start + SignedDuration::from_mins(minute)).collect()
}

/// Whether a slot covers an instant by the clock on the wall: no spans, no arithmetic of ours.
fn wall_says(days: &[Day], (from, to): (u16, u16), at: Timestamp, zone: &TimeZone) -> bool {
    let wall = zone.to_datetime(at);
    let minute = u16::try_from(i32::from(wall.hour()) * 60 + i32::from(wall.minute())).expect("+");
    let on = |date: jiff::civil::Date| days.iter().any(|day| day.weekday() == date.weekday());
    let today = on(wall.date());
    let yesterday = on(wall.date().yesterday().expect("in range"));
    match from.cmp(&to) {
        std::cmp::Ordering::Equal => today,
        std::cmp::Ordering::Less => today && (from..to).contains(&minute),
        std::cmp::Ordering::Greater => today && minute >= from || yesterday && minute < to,
    }
}

/// Times of day outside the hour that Brussels skips or doubles.
fn plain_times() -> impl Strategy<Value = u16> {
    prop_oneof![0..120_u16, 180..1_440_u16]
}

fn days() -> impl Strategy<Value = Vec<Day>> {
    vec((0..7_usize).prop_map(|day| Day::ALL[day]), 1..4)
}

fn time(minutes: u16) -> TimeOfDay {
    TimeOfDay { minutes }
}

/// Starts of three days around an ordinary week and both clock changes.
fn starts() -> impl Strategy<Value = Timestamp> {
    let day = ["2026-11-20T23:00:00Z", "2026-10-23T22:00:00Z", "2027-03-26T23:00:00Z"];
    (0..day.len()).prop_map(move |number| instant(day[number]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn availability_agrees_with_the_clock_on_the_wall(
        days in days(), from in plain_times(), to in plain_times(), start in starts(),
    ) {
        let zone = brussels();
        let slot = Slot::new(days.clone(), time(from), time(to)).expect("has a day");
        let hours = Availability::new(vec![slot]);
        for at in minutes_from(start, 3 * 24 * 60) {
            let said = wall_says(&days, (from, to), at, &zone);
            prop_assert_eq!(open_at(&hours, at, &zone), said, "{} {}", hours, at);
        }
    }

    #[test]
    fn overlap_is_some_minute_of_the_window(
        days in days(), from in 0..1_440_u16, to in 0..1_440_u16, start in starts(),
        begin in 0..4_000_i64, length in 0..4_000_i64,
    ) {
        let zone = brussels();
        let hours = Availability::new(vec![Slot::new(days, time(from), time(to)).expect("days")]);
        let first = start + SignedDuration::from_mins(begin);
        let until = first + SignedDuration::from_mins(length.max(1));
        let minutes = minutes_from(first, length.max(1));
        let met = minutes.into_iter().any(|at| open_at(&hours, at, &zone));
        prop_assert_eq!(hours.overlaps(Window { from: first, until }, &zone), met);
    }

    #[test]
    fn long_window_is_judged_like_its_minutes(
        days in days(), from in 0..1_440_u16, to in 0..1_440_u16, weeks in 2..60_i64,
    ) {
        let hours = Availability::new(vec![Slot::new(days, time(from), time(to)).expect("days")]);
        let first = instant("2026-10-20T11:11:00Z");
        let until = first + SignedDuration::from_hours(weeks * 168);
        let met = hours.overlaps(Window { from: first, until }, &brussels());
        prop_assert!(met);
    }

    #[test]
    fn rest_ends_at_the_first_minute_outside_it(
        from in 0..1_440_u16, to in 0..1_440_u16, start in starts(), begin in 0..4_000_i64,
    ) {
        let zone = brussels();
        let rest = QuietHours { from: time(from), to: time(to) };
        let first = start + SignedDuration::from_mins(begin);
        let awake = minutes_from(first, 3_000).into_iter().find(|&at| !rest.contains(at, &zone));
        prop_assert_eq!(Some(rest.next_end(first, &zone)), awake);
    }

    #[test]
    fn rest_agrees_with_the_clock_on_the_wall(
        from in plain_times(), to in plain_times(), start in starts(),
    ) {
        let zone = brussels();
        let rest = QuietHours { from: time(from), to: time(to) };
        for at in minutes_from(start, 3 * 24 * 60) {
            let said = from != to && wall_says(&Day::ALL, (from, to), at, &zone);
            prop_assert_eq!(rest.contains(at, &zone), said, "{} {}", rest, at);
        }
    }
}
