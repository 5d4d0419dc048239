//! Who saw whose data, and who came in.

use askama::Template;

use crate::{Banner, Errors, Frame};

/// One view of somebody's data.
#[derive(Clone)]
pub struct SeenRow {
    /// When, in words.
    pub at: String,
    /// Who looked, in words.
    pub who: String,
    /// All that they saw, or empty.
    pub who_href: String,
    /// Whose data, in words.
    pub whose: String,
    /// Everybody who saw these, or empty.
    pub whose_href: String,
    /// Why, in words.
    pub why: String,
}

/// A sign-in, a try at one, or a refusal.
#[derive(Clone)]
pub struct AccessRow {
    /// When, in words.
    pub at: String,
    /// Who, in words.
    pub who: String,
    /// All that they saw and did, or empty.
    pub who_href: String,
    /// The kind of device.
    pub device: String,
    /// How it ended, in words.
    pub end: String,
}

/// Who came in, who was turned away, and who was refused what.
#[derive(Clone)]
pub struct AccessList {
    /// The newest first.
    pub rows: Vec<AccessRow>,
    /// Those before.
    pub next_href: Option<String>,
}

/// The ledger; filters are sent as `about`, `from`, `to`, `account`, `volunteer`.
#[derive(Template)]
#[template(path = "staff/audit.html")]
pub struct Audit {
    /// What stands around the page.
    pub frame: Frame,
    /// The question that the rows answer, in words; empty for none.
    pub question: String,
    /// The reference asked for, or empty.
    pub about: String,
    /// Filters that only links set, with their values.
    pub kept: Vec<(&'static str, String)>,
    /// From this day on, or empty.
    pub from: String,
    /// Up to this day, or empty.
    pub to: String,
    /// The views of this page, the newest first.
    pub rows: Vec<SeenRow>,
    /// The same as a file.
    pub export_href: String,
    /// The next page.
    pub next_href: Option<String>,
    /// Who came in; none where one request is asked about.
    pub access: Option<AccessList>,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}
