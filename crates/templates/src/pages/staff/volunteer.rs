//! One volunteer, as staff see them.

use askama::Template;

use crate::pages::{Notes, VolunteerChoices, VolunteerForm};
use crate::{Banner, Errors, Frame};

/// One volunteer. Buttons send `go`: `reveal` (with `reason`), `settings` and the values of `actions`.
#[derive(Template)]
#[template(path = "staff/volunteer.html")]
pub struct VolunteerCard {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// What was typed and has to be corrected: `reason`, `vetted_until`, `email`.
    pub typed: [String; 3],
    /// What was just done, a sentence, or empty.
    pub notice: String,
    /// A short name without contact data: `Volunteer beef`.
    pub name: String,
    /// The status code.
    pub status: String,
    /// Label and value, nothing sealed among them.
    pub facts: Vec<(String, String)>,
    /// Label and value: name, e-mail, phone; after a reveal.
    pub contact: Option<Vec<(String, String)>>,
    /// What staff noted.
    pub notes: Notes,
    /// Who saw their data, for coordinators; else empty.
    pub seen_href: String,
    /// Their settings, as they said on the phone.
    pub form: VolunteerForm,
    /// What the settings let choose; none for somebody who has left.
    pub choices: Option<VolunteerChoices>,
    /// Whether the settings are open, for they are to be corrected.
    pub correcting: bool,
    /// What they promised: reference, its page, category's slug, state code.
    pub promises: Vec<(String, String, String, String)>,
    /// What may be done, as `go` values: `approve`, `refuse`, `suspend`, `reinstate`.
    pub actions: Vec<String>,
    /// The same about their vetting: `vet` (with `vetted_until`, a day or empty), `unvet`.
    pub vetting: Vec<String>,
    /// Whether a number is known to call when their mailbox is lost; sends `go=email`, `email`, `called`.
    pub can_readdress: bool,
}
