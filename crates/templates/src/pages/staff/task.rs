//! One task.

use askama::Template;

use crate::dates::capitalised;
use crate::{Banner, Choice, Errors, Frame};

/// A volunteer to call.
#[derive(Clone)]
pub struct PhoneLine {
    /// The name, empty until revealed.
    pub name: String,
    /// The phone, empty until revealed.
    pub phone: String,
    /// The distance, in words.
    pub distance: String,
    /// Why this one, in words.
    pub reasons: String,
}

/// One task. Buttons send `go`: `claim`, `done` (with `outcome`), `snooze`,
/// `reveal` (with `reason`).
#[derive(Template)]
#[template(path = "staff/task.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is one right that the caller has decided")]
pub struct TaskCard {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// The kind's code.
    pub kind: String,
    /// What it is about, without names.
    pub subject: String,
    /// The page of what it is about, or empty.
    pub subject_href: String,
    /// The area's name.
    pub area: String,
    /// Since when, in words.
    pub since: String,
    /// When it is due, in words.
    pub due: String,
    /// Whether the due time is past.
    pub overdue: bool,
    /// Why it waits, in words.
    pub why: String,
    /// Who has it, or empty.
    pub assignee: String,
    /// What to say, or empty.
    pub note: String,
    /// Who to call; names and phones are empty until revealed.
    pub phone_list: Vec<PhoneLine>,
    /// Whether names and phones may be asked for.
    pub can_reveal: bool,
    /// Whether the reader may take it.
    pub can_claim: bool,
    /// Whether the reader may finish or put it off.
    pub can_finish: bool,
    /// How it may end; labels from [`crate::Locale::word`] of the family `outcome`.
    pub outcomes: Vec<Choice>,
}

impl TaskCard {
    fn heading(&self) -> String {
        capitalised(&self.frame.locale.word("task", &self.kind))
    }
}
