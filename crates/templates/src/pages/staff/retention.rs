//! How long things are kept, and what went.

use askama::Template;

use crate::{Banner, Frame};

/// A class of data.
#[derive(Clone)]
pub struct KeptRow {
    /// What it is, in words.
    pub what: String,
    /// How long it is kept, in words.
    pub limit: String,
    /// When it was looked after last, in words.
    pub last: String,
    /// What went then, what went ever, what is due.
    pub counts: [String; 3],
    /// Whether something is due.
    pub overdue: bool,
}

/// Every class of data that is kept for a time.
#[derive(Template)]
#[template(path = "staff/retention.html")]
pub struct RetentionPage {
    /// What stands around the page.
    pub frame: Frame,
    /// A row a class.
    pub rows: Vec<KeptRow>,
}
