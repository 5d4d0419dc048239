//! Lists: tasks, requests, volunteers.

use askama::Template;

use crate::{Banner, Choice, Errors, Frame};

/// A task in the list.
#[derive(Clone)]
pub struct TaskRow {
    /// Its page.
    pub href: String,
    /// How long it has waited, in words.
    pub age: String,
    /// The kind's code: `call_back`, `concern` …
    pub kind: String,
    /// What it is about, without names: `BR-2417, Courses`.
    pub subject: String,
    /// The area's name.
    pub area: String,
    /// Why it waits, in words.
    pub why: String,
    /// When it is due, in words.
    pub due: String,
    /// Whether the due time is past.
    pub overdue: bool,
    /// Who has it, or empty.
    pub assignee: String,
}

/// What waits for a human, the most pressing first.
#[derive(Template)]
#[template(path = "staff/tasks.html")]
pub struct Tasks {
    /// What stands around the page.
    pub frame: Frame,
    /// The time, in words.
    pub now: String,
    /// How many wait in all.
    pub total: u32,
    /// How many are past their due time.
    pub overdue: u32,
    /// Tabs: `value` is the address, `checked` the current one.
    pub views: Vec<Choice>,
    /// The tasks of this page.
    pub tasks: Vec<TaskRow>,
    /// The next page.
    pub next_href: Option<String>,
}

/// A request in the list.
#[derive(Clone)]
pub struct RequestRow {
    /// Its page.
    pub href: String,
    /// The reference.
    pub reference: String,
    /// The category's slug.
    pub category: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// The deadline, short, in words.
    pub deadline: String,
    /// The status code.
    pub status: String,
    /// Whether it is vital.
    pub vital: bool,
    /// Whether it needs attention.
    pub needs_attention: bool,
    /// Places held and needed: `1/2`.
    pub places: String,
    /// How old it is, in words.
    pub age: String,
}

/// All requests, with filters sent as `status`, `category`, `area`, `priority`, `q`.
#[derive(Template)]
#[template(path = "staff/requests.html")]
pub struct Requests {
    /// What stands around the page.
    pub frame: Frame,
    /// Filter; the first choice has an empty value.
    pub statuses: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub categories: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub areas: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub channels: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub languages: Vec<Choice>,
    /// What the list is narrowed to, in words; nothing where it shows all.
    pub chosen: Vec<String>,
    /// The same list as CSV.
    pub export_href: String,
    /// Filter; the first choice has an empty value.
    pub priorities: Vec<Choice>,
    /// The reference searched for, or empty.
    pub query: String,
    /// The requests of this page.
    pub rows: Vec<RequestRow>,
    /// The next page.
    pub next_href: Option<String>,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}

/// A volunteer in the list.
#[derive(Clone)]
pub struct VolunteerRow {
    /// The id, for actions.
    pub id: String,
    /// Its page.
    pub href: String,
    /// A short name: `Inès V.`
    pub name: String,
    /// The status code.
    pub status: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// The radius, in kilometres.
    pub radius_km: u32,
    /// The categories, in words.
    pub categories: String,
    /// Live engagements and capacity: `1/2`.
    pub load: String,
    /// Alerts in the last seven days.
    pub alerts_this_week: u32,
    /// What may be done, as `go` values: `approve`, `refuse`, `suspend`, `reinstate`.
    pub actions: Vec<String>,
}

/// All volunteers, with filters sent as `status`, `area`, `category`.
#[derive(Template)]
#[template(path = "staff/volunteers.html")]
pub struct Volunteers {
    /// What stands around the page.
    pub frame: Frame,
    /// How many match the filters.
    pub total: u32,
    /// Filter; the first choice has an empty value.
    pub statuses: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub areas: Vec<Choice>,
    /// Filter; the first choice has an empty value.
    pub categories: Vec<Choice>,
    /// Where to write to many of them, for coordinators; else empty.
    pub message_href: &'static str,
    /// The volunteers of this page.
    pub rows: Vec<VolunteerRow>,
    /// The next page.
    pub next_href: Option<String>,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}
