//! One local span of hours on one date, as instants.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::TimeOfDay;

/// Instants from `start` to just before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: Timestamp,
    pub(super) end: Timestamp,
}

impl Span {
    pub(super) fn contains(self, instant: Timestamp) -> bool {
        self.start <= instant && instant < self.end
    }
}

/// The span that begins on a local date; none at the far ends of the calendar.
///
/// `to` at or before `from` lies on the next date, so that equal times make a span of a day.
pub(super) fn on(date: Date, from: TimeOfDay, to: TimeOfDay, zone: &TimeZone) -> Option<Span> {
    let last_date = if to <= from { date.tomorrow().ok()? } else { date };
    let (opens, closes) = (at(date, from), at(last_date, to));
    let start = zone.to_timestamp(opens).ok()?;
    let end = zone.to_timestamp(closes).ok()?;
    if end <= start || inside_one_doubled_hour(opens, closes, zone) {
        let length: SignedDuration = closes.duration_since(opens);
        return Some(Span { start, end: start.checked_add(length).ok()? });
    }
    Some(Span { start, end })
}

fn at(date: Date, time: TimeOfDay) -> DateTime {
    let (hour, minute) = (time.minutes / 60, time.minutes % 60);
    let clock = |value: u16| i8::try_from(value).unwrap_or(0);
    date.to_datetime(Time::constant(clock(hour), clock(minute), 0, 0))
}

/// Whether both ends lie in the same doubled hour, the closing one at most at its end.
fn inside_one_doubled_hour(opens: DateTime, closes: DateTime, zone: &TimeZone) -> bool {
    let is_doubled = |local: DateTime| {
        matches!(zone.to_ambiguous_timestamp(local).offset(), AmbiguousOffset::Fold { .. })
    };
    is_doubled(opens) && closes.checked_sub(1.minute()).is_ok_and(is_doubled)
}
