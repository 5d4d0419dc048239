//! The clock by which people answer: it stands still at night.

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

/// The local hours in which mail is read: answers wait for the morning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwakeHours {
    /// The first hour, 0 to 23.
    pub from: i8,
    /// The hour that is the first of the night, above `from`, at most 24.
    pub until: i8,
}

impl AwakeHours {
    /// From 8 to 22.
    pub const USUAL: Self = Self { from: 8, until: 22 };

    /// Whole minutes awake from one instant to a later one; 0 when it is not later.
    ///
    /// The cost grows with the days between; years cost microseconds.
    pub fn minutes_between(self, from: Timestamp, to: Timestamp, zone: &TimeZone) -> i64 {
        let mut seconds = 0;
        let mut day = from.to_zoned(zone.clone());
        while day.timestamp() < to {
            let (begin, end) = self.on_day_of(&day);
            let first = begin.max(from);
            let last = end.min(to);
            seconds += last.duration_since(first).as_secs().max(0);
            let Some(next) = next_day(&day) else { break };
            day = next;
        }
        seconds / 60
    }

    /// The instant that lies so many minutes awake after another.
    pub fn after(self, from: Timestamp, minutes: i64, zone: &TimeZone) -> Timestamp {
        let mut left = SignedDuration::from_mins(minutes.max(0));
        let mut day = from.to_zoned(zone.clone());
        loop {
            let (begin, end) = self.on_day_of(&day);
            let first = begin.max(from);
            let room = end.duration_since(first);
            if left <= room {
                return first.saturating_add(left).unwrap_or(Timestamp::MAX);
            }
            left -= room.max(SignedDuration::ZERO);
            let Some(next) = next_day(&day) else { return Timestamp::MAX };
            day = next;
        }
    }

    /// The waking hours of a local day; a skipped hour moves forward.
    fn on_day_of(self, day: &Zoned) -> (Timestamp, Timestamp) {
        let date = day.date();
        let zone = day.time_zone();
        let at = |hour: i8| {
            let (date, hour) = if hour >= 24 {
                (date.checked_add(1.day()).unwrap_or(date), 0)
            } else {
                (date, hour)
            };
            let time = Time::new(hour, 0, 0, 0).unwrap_or(Time::midnight());
            let zoned = date.to_datetime(time).to_zoned(zone.clone());
            zoned.map_or_else(|_| day.timestamp(), |zoned| zoned.timestamp())
        };
        (at(self.from), at(self.until))
    }
}

/// The first instant of the next local day.
fn next_day(day: &Zoned) -> Option<Zoned> {
    day.start_of_day().ok()?.checked_add(1.day()).ok()?.start_of_day().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brussels() -> TimeZone {
        TimeZone::get("Europe/Brussels").expect("a zone")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn the_night_does_not_count() {
        let zone = brussels();
        let minutes = |from, to| AwakeHours::USUAL.minutes_between(at(from), at(to), &zone);
        assert_eq!(minutes("2026-11-10T20:00:00Z", "2026-11-11T08:00:00Z"), 60 + 60);
        assert_eq!(minutes("2026-11-10T10:00:00Z", "2026-11-10T11:30:00Z"), 90);
        assert_eq!(minutes("2026-11-10T22:00:00Z", "2026-11-11T05:00:00Z"), 0);
        assert_eq!(minutes("2026-11-10T10:00:00Z", "2026-11-09T10:00:00Z"), 0);
    }

    #[test]
    fn an_hour_awake_after_ten_at_night_is_nine_in_the_morning() {
        let zone = brussels();
        let later = AwakeHours::USUAL.after(at("2026-11-10T22:00:00Z"), 60, &zone);
        assert_eq!(later, at("2026-11-11T08:00:00Z"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn after_and_between_undo_each_other(
            start in 1_700_000_000_i64..1_800_000_000, minutes in 0_i64..20_000,
        ) {
            let zone = brussels();
            let from = Timestamp::from_second(start).expect("in range");
            let to = AwakeHours::USUAL.after(from, minutes, &zone);
            prop_assert_eq!(AwakeHours::USUAL.minutes_between(from, to, &zone), minutes);
        }
    }
}
