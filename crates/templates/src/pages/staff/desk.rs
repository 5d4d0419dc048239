//! The desk: a number to type, who is to be called, what became of one's callers; and a call.

use askama::Template;

use crate::pages::form_fields::{form_fields, join};
use crate::{Banner, Choice, Errors, Frame};

/// Somebody to call.
#[derive(Clone)]
pub struct QueueRow {
    /// The page of the task.
    pub href: String,
    /// When, short, in words.
    pub when: String,
    /// Whether that is past.
    pub overdue: bool,
    /// The task's kind.
    pub kind: String,
    /// What it is about, without names.
    pub subject: String,
    /// Calls tried.
    pub tries: u32,
    /// Who has it, or empty.
    pub assignee: String,
}

/// A caller who was helped.
#[derive(Clone)]
pub struct NewsRow {
    /// The request's page.
    pub href: String,
    /// The request's number and kind, without a name.
    pub subject: String,
    /// When it was noted, in words.
    pub noted: String,
    /// When it was done, in words.
    pub done: String,
}

/// One's own figures of a span of time.
#[derive(Clone, Default)]
pub struct OwnFigures {
    /// Calls.
    pub calls: u32,
    /// Requests noted.
    pub requests: u32,
    /// How long half of the calls were at most, in words, or empty.
    pub median: String,
    /// Those helped since.
    pub helped: u32,
}

/// A shift as the desk shows it.
#[derive(Clone)]
pub struct DeskShift {
    /// From when to when, in words.
    pub when: String,
    /// Who is there, in words.
    pub who: String,
    /// Desks that nobody has taken.
    pub missing: u32,
}

/// The desk between two calls. The form sends `caller` and `call` to [`crate::paths::STAFF_CALL`];
/// the button of the queue sends `go=next` here.
#[derive(Template)]
#[template(path = "staff/desk.html")]
pub struct Desk {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct in the number.
    pub errors: Errors,
    /// The id of the next call: a double click takes one call.
    pub call: String,
    /// The number as typed.
    pub caller: String,
    /// How the last call ended, a sentence, or empty.
    pub ended: String,
    /// The requests noted in it: number, kind, page.
    pub noted: Vec<(String, String, String)>,
    /// Who is to be called, by time.
    pub queue: Vec<QueueRow>,
    /// Whether something is due that nobody has taken.
    pub may_take_next: bool,
    /// Callers who were helped.
    pub news: Vec<NewsRow>,
    /// One's own figures.
    pub today: OwnFigures,
    /// One's own figures of the week.
    pub week: OwnFigures,
    /// Who is at the desk now.
    pub shift: Option<DeskShift>,
    /// One's own next shift, or empty.
    pub own_shift: String,
}

/// The keys of the desk.
#[derive(Template)]
#[template(path = "staff/desk_keys.html")]
pub struct DeskKeys {
    /// What stands around the page.
    pub frame: Frame,
}

form_fields! {
    /// What is typed in a call.
    CallForm {
        /// The call's id.
        call,
        /// The caller's number.
        caller,
        /// The kinds of help, joined by `|`.
        category,
        /// What to shop, one thing a line.
        items,
        /// What to fetch at the pharmacy, one thing a line.
        items_2,
        /// What else to know.
        details,
        /// The person's name.
        name,
        /// The person's number.
        phone,
        /// The person's address, or empty.
        email,
        /// Street and number.
        line,
        /// The postcode.
        postcode,
        /// The place.
        place,
        /// `yes` once the address was read back.
        readback,
        /// The day before which help is needed.
        needed_by_date,
        /// The hour.
        needed_by_time,
        /// A way of payment.
        payment,
        /// The language that is spoken.
        language,
        /// What whoever comes must have or be able to do, codes.
        skills,
        /// Who calls, if it is somebody else.
        asked_by,
        /// How many volunteers.
        volunteers_needed,
        /// `normal` or `vital`.
        priority,
        /// `yes` or `no`.
        consent,
        /// `yes` to be found again for longer.
        keep,
        /// What to add to a request that is there.
        note,
        /// `yes` where somebody should look soon.
        worried,
        /// How the call ended.
        outcome,
        /// When to call again.
        call_back_at,
    }
}

/// A request that goes on and that the caller may speak of.
#[derive(Clone)]
pub struct LiveRequest {
    /// Its id: buttons send `go` as `confirm:ID`, radios `link-ID` as `same` or `other`.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its number.
    pub reference: String,
    /// The category's slug.
    pub category: String,
    /// The status code.
    pub status: String,
    /// By what it was found, a sentence.
    pub found: String,
    /// When and how it came, and until when, sentences.
    pub asked: String,
    /// Who comes, when, with which word; or empty.
    pub comes: String,
    /// `same`, `other` or empty.
    pub said: String,
    /// What may be done for the person: values of `go` with their label.
    pub actions: Vec<Choice>,
}

/// A request that is over.
#[derive(Clone)]
pub struct PastRequest {
    /// Its id, for `person:ID`.
    pub id: String,
    /// Its page.
    pub href: String,
    /// The category's slug.
    pub category: String,
    /// The status code.
    pub status: String,
    /// When it came, in words.
    pub when: String,
}

/// A place that a volunteer who calls holds.
#[derive(Clone)]
pub struct HeldPlace {
    /// The request's page.
    pub href: String,
    /// The request's number and kind.
    pub subject: String,
    /// Its state code.
    pub state: String,
    /// When, in words.
    pub when: String,
    /// What may be done for the volunteer: values of `go` with their label.
    pub actions: Vec<Choice>,
}

/// Words to say, in one language.
#[derive(Clone)]
pub struct Script {
    /// The language's code.
    pub code: &'static str,
    /// The language's name in itself.
    pub name: &'static str,
    /// The greeting.
    pub hello: String,
    /// The agreement.
    pub consent: String,
}

/// A call that goes on. Posts [`CallForm`] with `go`: `look`, `save`, `person:ID` and the values of
/// the actions, to [`crate::paths::STAFF_CALL`]; whatever was typed stays.
#[derive(Template)]
#[template(path = "staff/call.html")]
pub struct CallPage {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// What was just done, a sentence, or empty.
    pub notice: String,
    /// What was typed.
    pub form: CallForm,
    /// Since when, in words.
    pub since: String,
    /// Whether the number is known.
    pub known: bool,
    /// The requests that go on.
    pub live: Vec<LiveRequest>,
    /// Those that are over.
    pub past: Vec<PastRequest>,
    /// The places of a volunteer who calls from this number.
    pub held: Vec<HeldPlace>,
    /// Earlier calls, sentences.
    pub calls: Vec<String>,
    /// The words to say in the caller's language.
    pub script: Script,
    /// The same in the other languages.
    pub scripts: Vec<Script>,
    /// The address as it is to be read back, or empty.
    pub read_back: String,
    /// See [`Frame::category_choices`], without hints.
    pub categories: Vec<Choice>,
    /// Languages.
    pub languages: Vec<Choice>,
    /// See [`Frame::payment_choices`].
    pub payments: Vec<Choice>,
    /// `normal` and `vital`.
    pub priorities: Vec<Choice>,
    /// See [`Frame::skill_choices`].
    pub skills: Vec<Choice>,
    /// Places to choose from when the postcode has several.
    pub places: Vec<Choice>,
    /// How the call may end.
    pub outcomes: Vec<Choice>,
    /// When to call again.
    pub call_backs: Vec<Choice>,
    /// The input that has the focus.
    pub focus: &'static str,
}

impl CallPage {
    /// Whether a kind of help is among those offered.
    fn offers(&self, category: &str) -> bool {
        self.categories.iter().any(|choice| choice.value == category)
    }

    /// The attribute of the input that has the focus; none beside errors, whose summary has it.
    fn focused(&self, input: &str) -> &'static str {
        if self.errors.is_empty() && self.focus == input { " autofocus" } else { "" }
    }
}
