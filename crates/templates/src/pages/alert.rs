//! An alert and what follows a yes.

use askama::Template;

use crate::{Banner, Choice, DistanceBucket, Errors, Frame};

/// What a volunteer sees before answering. Buttons send `go`: `yes` (with `when`), `no`, `pause`.
#[derive(Template)]
#[template(path = "volunteer/alert.html")]
pub struct AlertPage {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct, normally a missing `when`.
    pub errors: Errors,
    /// The category's slug.
    pub category: String,
    /// The neighbourhood, never a street.
    pub neighbourhood: String,
    /// How far; `None` for help by phone.
    pub distance: Option<DistanceBucket>,
    /// The volunteer's own radius in kilometres when this is farther; else none.
    pub beyond_km: Option<u32>,
    /// The deadline's short form, in words: `jeudi, 18 h`.
    pub deadline_time: String,
    /// The deadline's day, in words: `20 novembre`.
    pub deadline_day: String,
    /// How many items the list has; 0 hides it.
    pub item_count: u32,
    /// The way of payment's code, or empty.
    pub payment: String,
    /// The requester's languages in words, or empty.
    pub languages: String,
    /// What it takes to have or to be able to do, in words, or empty.
    pub skills: String,
    /// Safe-practice lines of the category.
    pub safety: Vec<String>,
    /// Moments to choose from; none is checked.
    pub moments: Vec<Choice>,
    /// Until when the link works, in words.
    pub link_until: String,
}

/// How far an engagement has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContactStep {
    /// The volunteer said yes.
    Accepted,
    /// The volunteer called.
    Contacted,
    /// The volunteer says it is done.
    Done,
    /// The person helped or an operator says so too.
    Confirmed,
}

/// The contact page, for the signed-in volunteer alone.
///
/// Buttons send `go`: `contacted`, `on_the_way`, `done` (with `minutes`), `release` (with `reason`),
/// `concern` (with `message`).
#[derive(Template)]
#[template(path = "volunteer/contact.html")]
pub struct ContactPage {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct, normally a missing `reason`.
    pub errors: Errors,
    /// How far the engagement has come.
    pub step: ContactStep,
    /// Whether the volunteer has set out.
    pub on_the_way: bool,
    /// When the volunteer said to come, in words.
    pub visit: String,
    /// The name of the person to help.
    pub name: String,
    /// The phone, or empty.
    pub phone: String,
    /// The e-mail address, or empty.
    pub email: String,
    /// The address, one line each; empty for help by phone.
    pub address: Vec<String>,
    /// What to know, or empty.
    pub details: String,
    /// The word to say at the door.
    pub door_word: String,
    /// The deadline in words.
    pub deadline: String,
    /// The requester's languages in words, or empty.
    pub languages: String,
    /// The way of payment's code, or empty.
    pub payment: String,
    /// What to mind, one line each.
    pub minds: Vec<String>,
    /// The list.
    pub items: Vec<String>,
    /// See [`Locale::safety`](crate::Locale::safety).
    pub safety: Vec<String>,
    /// See [`Frame::release_choices`].
    pub reasons: Vec<Choice>,
    /// The volunteer's own first name, for the words to say.
    pub own_first_name: String,
    /// A route link, or empty; without a map site it opens the phone's own app.
    pub map_href: String,
    /// A calendar file, or empty.
    pub calendar_href: String,
    /// See [`Frame::minutes_choices`].
    pub durations: Vec<Choice>,
}

impl ContactPage {
    fn headline(&self) -> &'static str {
        match self.step {
            _ if self.on_the_way && self.open() => "contact-thanks-going",
            ContactStep::Accepted => "contact-thanks",
            ContactStep::Contacted => "contact-thanks-called",
            ContactStep::Done | ContactStep::Confirmed => "contact-thanks-done",
        }
    }

    /// Key, class and whether it is now, for each step.
    fn steps(&self) -> [(&'static str, &'static str, bool); 4] {
        let reached = match self.step {
            ContactStep::Accepted => 1,
            ContactStep::Contacted => 2,
            ContactStep::Done => 3,
            ContactStep::Confirmed => 4,
        };
        let keys = ["step-accepted", "step-call", "step-help", "step-confirmed"];
        let mut index = 0;
        keys.map(|key| {
            index += 1;
            (key, if index <= reached { "done" } else { "" }, index == reached + 1)
        })
    }

    fn to_call(&self) -> bool {
        self.step == ContactStep::Accepted
    }

    fn open(&self) -> bool {
        matches!(self.step, ContactStep::Accepted | ContactStep::Contacted)
    }

    fn phone_digits(&self) -> String {
        self.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
    }
}

/// The codes of `reason` when a volunteer cannot go, in the order of the form.
pub const RELEASE_REASONS: [&str; 8] =
    ["ill", "no_time", "too_far", "not_reached", "already_helped", "wrong_data", "unsafe", "other"];

impl Frame {
    /// How long a help took, in minutes, as choices; the first says nothing.
    pub fn minutes_choices(&self) -> Vec<Choice> {
        let choice = |code: &str| Choice::new(code, &self.locale.word("minutes", code), false);
        let silent = Choice::new("", "", true);
        std::iter::once(silent).chain(["30", "60", "120", "240"].map(choice)).collect()
    }

    /// Why a volunteer cannot go, as choices; see [`RELEASE_REASONS`].
    pub fn release_choices(&self, chosen: &str) -> Vec<Choice> {
        let choice =
            |code: &str| Choice::new(code, &self.locale.word("release", code), code == chosen);
        RELEASE_REASONS.map(choice).into()
    }
}
