//! When a volunteer can help and when they rest, in their own local time.
//!
//! Local times meet the clock changes by three rules. An end of a span that falls into a skipped
//! hour moves forward by the length of the gap; one in a doubled hour means its first pass; and a
//! span that lies wholly inside the changed hour keeps its length and happens once.

mod availability;
mod quiet_hours;
mod span;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Weekday;
use serde::{Deserialize, Serialize};

pub use availability::{Availability, Slot};
pub use quiet_hours::QuietHours;

/// A day of the week, written `mon` … `sun`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// Monday to Sunday.
    pub const ALL: [Self; 7] =
        [Self::Mon, Self::Tue, Self::Wed, Self::Thu, Self::Fri, Self::Sat, Self::Sun];

    /// The three-letter code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mon => "mon",
            Self::Tue => "tue",
            Self::Wed => "wed",
            Self::Thu => "thu",
            Self::Fri => "fri",
            Self::Sat => "sat",
            Self::Sun => "sun",
        }
    }

    const fn weekday(self) -> Weekday {
        match self {
            Self::Mon => Weekday::Monday,
            Self::Tue => Weekday::Tuesday,
            Self::Wed => Weekday::Wednesday,
            Self::Thu => Weekday::Thursday,
            Self::Fri => Weekday::Friday,
            Self::Sat => Weekday::Saturday,
            Self::Sun => Weekday::Sunday,
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Day {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        Self::ALL.into_iter().find(|day| day.code() == text).ok_or(ScheduleError::Day)
    }
}

impl TryFrom<String> for Day {
    type Error = ScheduleError;

    fn try_from(text: String) -> Result<Self, ScheduleError> {
        text.parse()
    }
}

impl From<Day> for &'static str {
    fn from(day: Day) -> Self {
        day.code()
    }
}

/// A local time of day in whole minutes, written `HH:MM` from `00:00` to `23:59`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// The start of the day, `00:00`.
    pub const MIDNIGHT: Self = Self { minutes: 0 };

    /// A time from an hour below 24 and a minute below 60.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::Time`] for anything else.
    pub fn new(hour: u8, minute: u8) -> Result<Self, ScheduleError> {
        if hour > 23 || minute > 59 {
            return Err(ScheduleError::Time);
        }
        Ok(Self { minutes: u16::from(hour) * 60 + u16::from(minute) })
    }

    /// Minutes since midnight, below 1,440.
    pub const fn minutes(self) -> u16 {
        self.minutes
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.minutes / 60, self.minutes % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let (hour, minute) = text.split_once(':').ok_or(ScheduleError::Time)?;
        Self::new(two_digits(hour)?, two_digits(minute)?)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = ScheduleError;

    fn try_from(text: String) -> Result<Self, ScheduleError> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

fn two_digits(text: &str) -> Result<u8, ScheduleError> {
    let is_pair = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    if is_pair { text.parse().map_err(|_| ScheduleError::Time) } else { Err(ScheduleError::Time) }
}

/// A stretch of time: from its first instant to just before `until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant after it; equal to `from` for a single instant.
    pub until: Timestamp,
}

/// What is wrong with hours that somebody wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// Not a day code.
    #[error("a day must be one of mon, tue, wed, thu, fri, sat, sun")]
    Day,
    /// A slot without a day.
    #[error("a slot must name at least one day")]
    NoDay,
    /// Not a time of day.
    #[error("a time must be HH:MM from 00:00 to 23:59")]
    Time,
    /// Not two times joined by a hyphen.
    #[error("hours must be FROM-TO, such as 09:00-17:00")]
    Hours,
    /// Not days and hours.
    #[error("a slot must be DAYS HOURS, such as mon,tue 09:00-17:00")]
    Slot,
}

fn parse_hours(text: &str) -> Result<(TimeOfDay, TimeOfDay), ScheduleError> {
    let (from, to) = text.split_once('-').ok_or(ScheduleError::Hours)?;
    Ok((from.trim().parse()?, to.trim().parse()?))
}

#[cfg(test)]
#[path = "schedule/tests.rs"]
mod tests;
