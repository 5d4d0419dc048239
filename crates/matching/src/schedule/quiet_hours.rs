//! The hours in which a volunteer is never alerted.

use std::fmt;
use std::str::FromStr;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::span::{self, Span};
use super::{ScheduleError, TimeOfDay, parse_hours};

/// Hours of rest, every day alike: `from` after `to` wraps midnight, equal times mean none.
///
/// As text `21:00-08:00`, as JSON `{"from": "21:00", "to": "08:00"}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// When the rest begins.
    pub from: TimeOfDay,
    /// When it ends.
    pub to: TimeOfDay,
}

impl QuietHours {
    /// No hours of rest.
    pub const NONE: Self = Self { from: TimeOfDay::MIDNIGHT, to: TimeOfDay::MIDNIGHT };

    /// Whether an instant lies in the hours of rest, in the volunteer's zone.
    pub fn contains(&self, instant: Timestamp, zone: &TimeZone) -> bool {
        self.span_around(instant, zone).is_some()
    }

    /// The earliest instant at or after this one that lies outside the hours of rest.
    pub fn next_end(&self, instant: Timestamp, zone: &TimeZone) -> Timestamp {
        let mut awake = instant;
        while let Some(span) = self.span_around(awake, zone) {
            awake = span.end;
        }
        awake
    }

    fn span_around(self, instant: Timestamp, zone: &TimeZone) -> Option<Span> {
        if self.from == self.to {
            return None;
        }
        let today = zone.to_datetime(instant).date();
        [2, 1, 0].into_iter().find_map(|days_ago| {
            let date = today.checked_sub(days_ago.days()).ok()?;
            span::on(date, self.from, self.to, zone).filter(|span| span.contains(instant))
        })
    }
}

impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

impl FromStr for QuietHours {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let (from, to) = parse_hours(text.trim())?;
        Ok(Self { from, to })
    }
}
