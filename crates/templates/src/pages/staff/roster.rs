//! The roster of shifts at the desk.

use askama::Template;

use crate::{Banner, Errors, Frame};

/// A shift of the roster.
#[derive(Clone)]
pub struct ShiftRow {
    /// Its id, for `shift`.
    pub id: String,
    /// From when to when, in words.
    pub hours: String,
    /// Who is there, in words.
    pub who: String,
    /// Desks taken.
    pub taken: u32,
    /// Desks wanted.
    pub places: u32,
    /// Whether it is going on.
    pub now: bool,
    /// Whether the reader has a place.
    pub mine: bool,
    /// What may be done: `take`, `leave`, `cancel`.
    pub actions: Vec<&'static str>,
}

impl ShiftRow {
    /// Desks that nobody has taken.
    pub fn missing(&self) -> u32 {
        self.places.saturating_sub(self.taken)
    }
}

/// A day of the roster.
#[derive(Clone)]
pub struct ShiftDay {
    /// The day, in words.
    pub day: String,
    /// Its shifts.
    pub shifts: Vec<ShiftRow>,
}

/// The roster; buttons send `shift` and `go`: `take`, `leave`, `cancel`; coordinators plan with
/// `go=plan` and `from_day`, `to_day`, `hours`, `places`.
#[derive(Template)]
#[template(path = "staff/roster.html")]
pub struct Roster {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// What was just done, a sentence, or empty.
    pub notice: String,
    /// The coming days.
    pub days: Vec<ShiftDay>,
    /// Desks that nobody has taken, in the coming days.
    pub missing: u32,
    /// Whether the reader may plan.
    pub may_plan: bool,
    /// The first day to plan.
    pub from_day: String,
    /// The last one.
    pub to_day: String,
    /// Where shifts begin and the last one ends.
    pub hours: String,
    /// Desks of each.
    pub places: String,
}
