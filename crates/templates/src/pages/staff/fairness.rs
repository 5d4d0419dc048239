//! How evenly alerts and help are spread.

use askama::Template;

use crate::{Banner, Choice, Errors, Frame};

/// An area and its figures, in words.
#[derive(Clone)]
pub struct FairnessRow {
    /// The area's name.
    pub name: String,
    /// Requests, those that found someone, volunteers in reach, those never asked.
    pub cells: [String; 4],
}

/// The page; the filter is sent as `area`.
#[derive(Template)]
#[template(path = "staff/fairness.html")]
pub struct Fairness {
    /// What stands around the page.
    pub frame: Frame,
    /// Areas the reader may see; one alone hides the filter.
    pub areas: Vec<Choice>,
    /// Each figure: the number in words and the key of its sentence.
    pub figures: Vec<(String, &'static str)>,
    /// By area.
    pub rows: Vec<FairnessRow>,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}
