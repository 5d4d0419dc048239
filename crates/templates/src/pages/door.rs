//! The sheet that hangs at a door, and the page for the neighbour who reads it.

use askama::Template;

use crate::{Banner, Choice, Errors, Frame};

/// A sheet to print: no name, no age, no address.
#[derive(Template)]
#[template(path = "door/sheet.html")]
pub struct DoorSheet {
    /// What stands around the page.
    pub frame: Frame,
    /// Whether it is a request's own sheet; else it is filled in by hand.
    pub own: bool,
    /// By when, in words, or empty.
    pub deadline: String,
    /// The list.
    pub items: Vec<String>,
    /// The way of payment's code, or empty.
    pub payment: String,
    /// The code, letter by letter; empty on a sheet without a request.
    pub code: Vec<char>,
}

impl DoorSheet {
    /// Lines left empty for the pen.
    fn empty_lines(&self) -> std::ops::Range<usize> {
        0..12_usize.saturating_sub(self.items.len()).max(3)
    }

    /// The code as a screen reader says it.
    fn spelled(&self) -> String {
        self.code.iter().map(char::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The address to type, without its scheme.
    fn door_address(&self) -> String {
        let base = self.frame.site.base_url.as_str();
        let host = base.split_once("://").map_or(base, |(_, host)| host);
        format!("{host}{}", crate::paths::DOOR)
    }
}

/// What a neighbour learns of a sheet.
#[derive(Clone)]
pub struct AtDoor {
    /// The category's slug.
    pub category: String,
    /// By when, in words.
    pub deadline: String,
    /// Whether somebody is still looked for.
    pub wanted: bool,
    /// Moments to go, for a volunteer who is signed in; else empty.
    pub moments: Vec<Choice>,
    /// The request's page, for staff; else empty.
    pub staff_href: String,
}

/// The page where a neighbour types the code. The form sends `code`, and `when` for a yes.
#[derive(Template)]
#[template(path = "door/door.html")]
pub struct DoorPage {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct: `code` or `when`.
    pub errors: Errors,
    /// The code as typed.
    pub code: String,
    /// What it stands for.
    pub found: Option<AtDoor>,
    /// Why a yes was refused, a sentence, or empty.
    pub notice: String,
}
