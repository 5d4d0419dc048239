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
    /// When it was counted, in words.
    pub counted: String,
    /// Areas the reader may see; one alone hides the filter.
    pub areas: Vec<Choice>,
    /// Volunteers in reach of a request.
    pub in_reach: String,
    /// Of them never asked.
    pub never_asked: String,
    /// Never asked though a neighbour was asked more than five times.
    pub forgotten: String,
    /// The share of alerts to people asked twice as often as their neighbours.
    pub overasked: String,
    /// The Gini coefficient of alerts.
    pub gini_alerts: String,
    /// The Gini coefficient of help between places.
    pub gini_places: String,
    /// By area.
    pub rows: Vec<FairnessRow>,
    /// Always without errors; forms of filters share the fields of other forms.
    pub none: Errors,
}
