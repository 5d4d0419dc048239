//! The hours in which a volunteer can help.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::span::{self, Span};
use super::{Day, ScheduleError, TimeOfDay, Window, parse_hours};

/// Hours that recur on some days of the week.
///
/// `from` after `to` wraps midnight and belongs to the day on which it begins; `from` equal to
/// `to` means the whole day.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSlot")]
pub struct Slot {
    days: Vec<Day>,
    from: TimeOfDay,
    to: TimeOfDay,
}

/// The unchecked form in which a slot arrives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlot {
    days: Vec<Day>,
    from: TimeOfDay,
    to: TimeOfDay,
}

impl Slot {
    /// A slot on some days; days are kept once each, in the order of the week.
    ///
    /// # Errors
    ///
    /// [`ScheduleError::NoDay`] without a day.
    pub fn new(
        days: impl IntoIterator<Item = Day>,
        from: TimeOfDay,
        to: TimeOfDay,
    ) -> Result<Self, ScheduleError> {
        let mut days: Vec<Day> = days.into_iter().collect();
        days.sort_unstable();
        days.dedup();
        if days.is_empty() { Err(ScheduleError::NoDay) } else { Ok(Self { days, from, to }) }
    }

    /// The days on which the slot begins, Monday first.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// When it begins.
    pub const fn from(&self) -> TimeOfDay {
        self.from
    }

    /// When it ends, on the next day where not after [`Slot::from`].
    pub const fn to(&self) -> TimeOfDay {
        self.to
    }

    fn begins_on(&self, date: Date) -> bool {
        self.days.iter().any(|day| day.weekday() == date.weekday())
    }

    fn span_on(&self, date: Date, zone: &TimeZone) -> Option<Span> {
        if self.from == self.to {
            span::on(date, TimeOfDay::MIDNIGHT, TimeOfDay::MIDNIGHT, zone)
        } else {
            span::on(date, self.from, self.to, zone)
        }
    }
}

impl TryFrom<RawSlot> for Slot {
    type Error = ScheduleError;

    fn try_from(raw: RawSlot) -> Result<Self, ScheduleError> {
        Self::new(raw.days, raw.from, raw.to)
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, day) in self.days.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            write!(f, "{day}")?;
        }
        write!(f, " {}-{}", self.from, self.to)
    }
}

impl FromStr for Slot {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        let text = text.trim();
        let first_digit = text.find(|c: char| c.is_ascii_digit()).ok_or(ScheduleError::Slot)?;
        let (days, hours) = text.split_at(first_digit);
        let days =
            days.split(',').map(|day| day.trim().parse()).collect::<Result<Vec<Day>, _>>()?;
        let (from, to) = parse_hours(hours)?;
        Self::new(days, from, to)
    }
}

/// When a volunteer can help: some slots, or always when there is none.
///
/// As text `mon,tue 09:00-17:00|sat 10:00-12:00`, the empty text for always; as JSON a list of
/// `{"days": ["mon"], "from": "09:00", "to": "17:00"}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Availability {
    slots: Vec<Slot>,
}

/// Ten dates hold every day of the week whole, whatever the clocks do at both ends.
const DATES_THAT_DECIDE: usize = 10;

impl Availability {
    /// Available at any time.
    pub const fn always() -> Self {
        Self { slots: Vec::new() }
    }

    /// Available in these slots; always when there is none.
    pub const fn new(slots: Vec<Slot>) -> Self {
        Self { slots }
    }

    /// The slots; none means always.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Whether some slot shares an instant with the window, in the volunteer's zone.
    ///
    /// A window whose end lies before its start shares nothing, one whose ends are equal is a
    /// single instant. Cost: at most ten dates per slot, however long the window.
    pub fn overlaps(&self, window: Window, zone: &TimeZone) -> bool {
        if window.until < window.from {
            return false;
        }
        if self.slots.is_empty() {
            return true;
        }
        let Some((first, last)) = dates_to_look_at(window, zone) else { return false };
        let mut dates = first.series(jiff::Span::new().days(1)).take_while(|&date| date <= last);
        dates.by_ref().take(DATES_THAT_DECIDE + 2).any(|date| {
            let today = self.slots.iter().filter(|slot| slot.begins_on(date));
            today.filter_map(|slot| slot.span_on(date, zone)).any(|span| meets(span, window))
        })
    }
}

/// From two dates before the window (a slot may wrap, and a clock may skip a day) to its last one.
fn dates_to_look_at(window: Window, zone: &TimeZone) -> Option<(Date, Date)> {
    let first = zone.to_datetime(window.from).date().checked_sub(jiff::Span::new().days(2)).ok()?;
    Some((first, zone.to_datetime(window.until).date()))
}

fn meets(span: Span, window: Window) -> bool {
    if window.from == window.until {
        return span.contains(window.from);
    }
    span.start < window.until && window.from < span.end
}

impl fmt::Display for Availability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, slot) in self.slots.iter().enumerate() {
            if place > 0 {
                f.write_str("|")?;
            }
            write!(f, "{slot}")?;
        }
        Ok(())
    }
}

impl FromStr for Availability {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, ScheduleError> {
        if text.trim().is_empty() {
            return Ok(Self::always());
        }
        text.split('|').map(str::parse).collect::<Result<Vec<Slot>, _>>().map(Self::new)
    }
}
