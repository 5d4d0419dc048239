//! The map of need and help.

use askama::Template;

use crate::chart::CoverageMap;
use crate::{Banner, Choice, Errors, Frame};

/// What a colour means.
#[derive(Clone)]
pub struct MapKey {
    /// The class of the colour.
    pub class: &'static str,
    /// In words.
    pub label: String,
}

/// A cell in the table.
#[derive(Clone)]
pub struct MapRow {
    /// The place nearest to its middle.
    pub place: String,
    /// Requests, matched, unmet, volunteers, as the language writes them.
    pub cells: [String; 4],
}

/// The map; filters are sent as `show`, `size`, `area`.
#[derive(Template)]
#[template(path = "staff/map.html")]
pub struct MapPage {
    /// What stands around the page.
    pub frame: Frame,
    /// `unmet`, `requests`, `volunteers`: what is coloured.
    pub shows: Vec<Choice>,
    /// How fine, from `4` to `7`.
    pub sizes: Vec<Choice>,
    /// Areas the reader may see; one alone hides the filter.
    pub areas: Vec<Choice>,
    /// The drawing.
    pub map: CoverageMap,
    /// What the colours mean.
    pub keys: Vec<MapKey>,
    /// The cells that lack most, the worst first.
    pub rows: Vec<MapRow>,
    /// How many cells there are in all.
    pub total: u32,
    /// All of them as a file.
    pub export_href: String,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}
