//! One request's story.

use askama::Template;

use crate::pages::{Live, Notes};
use crate::{Banner, Choice, Errors, Frame};

/// Contact details after a reveal.
#[derive(Clone)]
pub struct Contact {
    /// The person's name.
    pub name: String,
    /// Label and value: phone, address, exact distance …
    pub facts: Vec<(String, String)>,
    /// The list.
    pub items: Vec<String>,
}

/// A volunteer who holds or held a place.
#[derive(Clone)]
pub struct EngagementRow {
    /// The engagement's id, for `release`.
    pub id: String,
    /// A short name: `Inès V.`
    pub name: String,
    /// The state code.
    pub state: String,
    /// When, in words.
    pub when: String,
    /// Whether the place is held.
    pub live: bool,
}

/// A volunteer who could help now.
#[derive(Clone)]
pub struct Candidate {
    /// The volunteer's id, for `assign`.
    pub volunteer_id: String,
    /// A short name: `Inès V.`
    pub name: String,
    /// The distance bucket, in words.
    pub distance: String,
    /// Live engagements and capacity: `0/2`.
    pub load: String,
    /// Why at this rank, in words.
    pub reasons: String,
    /// The alert's state code, or empty if not asked yet.
    pub answer: String,
}

/// Another request that may be the same; buttons send `other` and `go`: `merge_here`,
/// `merge_there`, `apart`.
#[derive(Clone)]
pub struct RepeatRow {
    /// Its id.
    pub id: String,
    /// Its page.
    pub href: String,
    /// Its reference.
    pub reference: String,
    /// The category's slug.
    pub category: String,
    /// The status code.
    pub status: String,
    /// Why it may be the same, a sentence.
    pub found: String,
    /// Whether the reader may put both together.
    pub can_merge: bool,
}

/// How the volunteers asked have answered.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answers {
    /// Alerted in all.
    pub alerted: u32,
    /// Said yes.
    pub yes: u32,
    /// Said no.
    pub no: u32,
    /// Let the time pass.
    pub silent: u32,
    /// Still may answer.
    pub waiting: u32,
}

/// One line of the story.
#[derive(Clone)]
pub struct TimelineEvent {
    /// When, in words.
    pub at: String,
    /// What and why, sentences: see [`crate::Locale::event`].
    pub sentence: String,
    /// Why others were not asked, sentences; hidden until asked for.
    pub more: Vec<String>,
}

/// One request's story. Buttons send `go`: `reveal` (with `reason`), `assign` (with `volunteer`),
/// `release` (with `engagement`), and the values of `actions`.
#[derive(Template)]
#[template(path = "staff/story.html")]
pub struct RequestStory {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// What was just done, a sentence, or empty.
    pub notice: String,
    /// The reference.
    pub reference: String,
    /// The category's slug.
    pub category: String,
    /// The status code.
    pub status: String,
    /// Whether it is vital.
    pub vital: bool,
    /// Whether it needs attention.
    pub needs_attention: bool,
    /// The deadline, short, in words.
    pub deadline: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// How and when it came, a sentence: see [`crate::Locale::received`].
    pub received: String,
    /// Places held and needed: `1/2`.
    pub places: String,
    /// What whoever comes must have or be able to do, in words, or empty.
    pub skills: String,
    /// The same to choose from, for `skills` with `go=skills`; nothing once it is over.
    pub skill_choices: Vec<Choice>,
    /// Contact details, after a reveal.
    pub contact: Option<Contact>,
    /// What staff noted.
    pub notes: Notes,
    /// Who saw the person's data, for coordinators; else empty.
    pub seen_href: String,
    /// Who holds or held a place.
    pub engagements: Vec<EngagementRow>,
    /// Who could help now, best first.
    pub candidates: Vec<Candidate>,
    /// Whether a candidate may be assigned.
    pub can_assign: bool,
    /// Reason codes with counts: who was left out.
    pub excluded: Vec<(String, u32)>,
    /// What may be done: `open`, `confirm`, `cancel`, `widen` …, see [`Frame::action`].
    pub actions: Vec<Choice>,
    /// What it may repeat, or be repeated by.
    pub repeats: Vec<RepeatRow>,
    /// The request as which it goes on: address and reference.
    pub goes_on_as: Option<(String, String)>,
    /// How staff may say that it ended, for `closed` with `go=close`.
    pub endings: Vec<Choice>,
    /// How it ended by the word of the team, or empty.
    pub ended: String,
    /// The answers in numbers.
    pub answers: Answers,
    /// Why it needs a human, sentences, or empty.
    pub why: String,
    /// For the script.
    pub live: Live,
    /// What comes next, sentences, or empty.
    pub next: String,
    /// By which rules, a sentence, or empty.
    pub rules: String,
    /// Every event, newest first.
    pub timeline: Vec<TimelineEvent>,
}

impl RequestStory {
    fn excluded_total(&self) -> u32 {
        self.excluded.iter().map(|(_, count)| count).sum()
    }
}

impl Frame {
    /// A button of a request's story: `open`, `confirm`, `cancel`, `resend`, `widen`.
    pub fn action(&self, code: &str) -> Choice {
        Choice::new(code, &self.locale.word("action", code), false)
    }
}
