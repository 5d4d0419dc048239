//! Which days are replayed, and what time it is in them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Unit};

use crate::file::Fault;

/// At most so many days.
const MOST_DAYS: u32 = 1_100;

/// What is asked for: local days, the last one excluded.
#[derive(Clone, Debug)]
pub struct Window {
    /// The first day; else that of the first request.
    pub from: Option<Date>,
    /// The day after the last; else that after the last request.
    pub to: Option<Date>,
    /// Where these days are.
    pub zone: TimeZone,
}

/// The days that are replayed.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    from: Date,
    days: u32,
    zone: TimeZone,
}

impl Window {
    /// The days, given when the first and the last request opened.
    ///
    /// # Errors
    ///
    /// An end that is not after the beginning, or more than 1,100 days.
    pub(super) fn span(&self, opened: Option<(Timestamp, Timestamp)>) -> Result<Span, Fault> {
        let day = |at: Timestamp| at.to_zoned(self.zone.clone()).date();
        let Some(from) = self.from.or(opened.map(|(first, _)| day(first))) else {
            return Err(Fault::new("requests.geojson", "there is no request that was opened"));
        };
        let last = opened.map_or(from, |(_, last)| day(last).max(from));
        let to = self.to.or_else(|| last.checked_add(1.day()).ok()).unwrap_or(last);
        let days = from.until((Unit::Day, to)).map_or(0, |span| span.get_days());
        match u32::try_from(days) {
            Ok(days @ 1..=MOST_DAYS) => Ok(Span { from, days, zone: self.zone.clone() }),
            Ok(0) | Err(_) => Err(Fault::new("to", format!("{to} is not after {from}"))),
            Ok(days) => {
                Err(Fault::new("from", format!("{days} days up to {to}; {MOST_DAYS} at most")))
            }
        }
    }
}

impl Span {
    /// The first day.
    pub const fn from(&self) -> Date {
        self.from
    }

    /// How many days.
    pub const fn days(&self) -> u32 {
        self.days
    }

    /// The last day.
    pub fn last(&self) -> Date {
        self.from.checked_add(i64::from(self.days - 1).days()).unwrap_or(self.from)
    }

    /// Seconds by the clock on the wall since the first midnight; none before it.
    ///
    /// An hour that is skipped or doubled by the change of clocks is skipped or doubled here too.
    pub(super) fn seconds(&self, at: Timestamp) -> Option<u32> {
        let local = at.to_zoned(self.zone.clone()).datetime();
        let since = self.from.to_datetime(jiff::civil::Time::midnight()).duration_until(local);
        u32::try_from(since.as_secs()).ok()
    }
}
