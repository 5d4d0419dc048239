//! The first page: three doors.

use askama::Template;

use crate::{Banner, Frame};

/// The home page.
#[derive(Template)]
#[template(path = "home.html")]
pub struct Home {
    /// What stands around the page.
    pub frame: Frame,
    /// The public figures, if there is enough to show.
    pub figures: Option<PublicFigures>,
}

/// What was achieved, for everybody.
#[derive(Template)]
#[template(path = "about/impact.html")]
pub struct Impact {
    /// What stands around the page.
    pub frame: Frame,
    /// The figures, if there is enough to show.
    pub figures: Option<PublicFigures>,
}

/// Figures for everyone; a suppressed one is `None` and leaves its place.
#[derive(Clone)]
pub struct PublicFigures {
    /// The first day counted, in words: `3 mars`.
    pub since: String,
    /// The last day counted, in words: `18 novembre`.
    pub as_of: String,
    /// People helped.
    pub helped: Option<u32>,
    /// Requests that found someone, out of ten.
    pub matched_of_ten: Option<u32>,
    /// The median time to a first yes, in words: `31 min`.
    pub first_yes: Option<String>,
    /// Volunteers ready to help.
    pub volunteers: Option<u32>,
}
