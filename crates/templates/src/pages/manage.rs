//! The requester's page: status for whoever holds the link, the rest after a small check.

use askama::Template;

use super::ask::AskForm;
use crate::{Banner, Choice, Errors, Frame};

/// The requester's page. Buttons send `go`: `check` (with `check`, a postcode or three digits),
/// `confirm`, `not_done`, `cancel`, `block` (with `engagement`), `staff`, `anyone`, `report` (with
/// `message`), `erase` (with `sure`), `good`, `bad`,
/// `sheet`, `other` (with `request`), `stop_repeat`, `again` (with `needed_by` and `helper`).
#[derive(Template)]
#[template(path = "manage/manage.html")]
pub struct Manage {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct: `check`, `message` or `sure`.
    pub errors: Errors,
    /// The reference: `BR-2417`.
    pub reference: String,
    /// The status code: `open`, `in_progress` …
    pub status: String,
    /// The rest, once the person has passed the check.
    pub details: Option<ManageDetails>,
    /// The concern as typed.
    pub message: String,
    /// What the same person asked for in one go with it.
    pub others: Vec<OtherNeed>,
    /// Whether a change was just saved.
    pub saved: bool,
}

/// Another request of the same person.
#[derive(Clone)]
pub struct OtherNeed {
    /// The request's id, for `other`.
    pub id: String,
    /// The category's slug.
    pub category: String,
    /// The status code.
    pub status: String,
}

/// Asking for the same again.
#[derive(Clone)]
pub struct Again {
    /// Deadlines to choose from.
    pub deadlines: Vec<Choice>,
    /// Whom to ask first: everybody, or one of those who helped.
    pub helpers: Vec<Choice>,
}

/// What the requester sees after the check.
#[derive(Clone)]
pub struct ManageDetails {
    /// Who comes.
    pub helpers: Vec<Helper>,
    /// The category's slug.
    pub category: String,
    /// The deadline in words.
    pub deadline: String,
    /// Further lines: label and value.
    pub facts: Vec<(String, String)>,
    /// The list.
    pub items: Vec<String>,
    /// Whether to ask if the help took place.
    pub can_confirm: bool,
    /// What was said of the help: `good`, `bad`, or empty where it is still asked.
    pub feedback: Option<String>,
    /// Whether the request may be edited and cancelled.
    pub can_change: bool,
    /// Whether staff alone choose who comes.
    pub staff_only: bool,
    /// How often it is asked again by itself.
    pub repeats_left: Option<u32>,
    /// Asking again, where it is over.
    pub again: Option<Again>,
}

/// A volunteer who comes.
#[derive(Clone)]
pub struct Helper {
    /// The engagement's id, for `block`.
    pub engagement_id: String,
    /// The first name.
    pub first_name: String,
    /// When, in words.
    pub when: String,
    /// Whether the volunteer has set out.
    pub on_the_way: bool,
    /// The word to ask for at the door.
    pub door_word: String,
    /// Whether the requester may refuse this volunteer from now on.
    pub can_block: bool,
}

impl Manage {
    fn state_key(&self) -> String {
        format!("manage-state-{}", self.status.replace('_', "-"))
    }

    fn on_the_way(&self) -> bool {
        self.status != "cancelled" && self.status != "expired"
    }

    /// Key, class and whether it is now, for each step.
    fn steps(&self) -> [(&'static str, &'static str, bool); 4] {
        let reached = match self.status.as_str() {
            "unconfirmed" => 0,
            "open" => 1,
            "matched" | "in_progress" => 3,
            _ => 4,
        };
        let keys =
            ["manage-step-received", "manage-step-search", "manage-step-found", "manage-step-done"];
        let mut index = 0;
        keys.map(|key| {
            index += 1;
            (key, if index <= reached { "done" } else { "" }, index == reached + 1)
        })
    }
}

/// Changing a request; posts to `/manage/edit`.
#[derive(Template)]
#[template(path = "manage/edit.html")]
pub struct ManageEdit {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers, as for asking.
    pub form: AskForm,
    /// What to correct.
    pub errors: Errors,
    /// Places to choose from when the postcode has several.
    pub places: Vec<Choice>,
}
