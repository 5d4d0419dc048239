//! The best plan for everything that waits.

use askama::Template;

use crate::{Banner, Frame};

/// One volunteer for one request.
#[derive(Clone)]
pub struct PlanRow {
    /// Both ids, for the form.
    pub pair: String,
    /// The request's page.
    pub href: String,
    /// The request's reference.
    pub reference: String,
    /// The category's slug.
    pub category: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// Whether it is vital.
    pub vital: bool,
    /// The deadline, short, in words.
    pub deadline: String,
    /// The volunteer's number, without a name.
    pub volunteer: String,
    /// The volunteer's page.
    pub volunteer_href: String,
    /// The distance in steps, in words.
    pub distance: String,
    /// Why this volunteer.
    pub why: String,
    /// What the plan loses without this pair.
    pub otherwise: String,
    /// Who could go instead, the best first.
    pub others: Vec<PlanOther>,
}

/// Another volunteer in place of the planned one.
#[derive(Clone)]
pub struct PlanOther {
    /// Both ids, for the form.
    pub pair: String,
    /// The volunteer's number, without a name.
    pub volunteer: String,
    /// The volunteer's page.
    pub volunteer_href: String,
    /// The distance in steps, in words.
    pub distance: String,
    /// What the whole plan loses by it, a sentence.
    pub costs: String,
}

/// A request for which places stay empty.
#[derive(Clone)]
pub struct EmptyPlaces {
    /// Its page.
    pub href: String,
    /// The reference.
    pub reference: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// The category's slug.
    pub category: String,
    /// How many.
    pub places: u32,
}

/// Who should go where; posts `pair` and `go`, which is a pair or `all`.
#[derive(Template)]
#[template(path = "staff/plan.html")]
pub struct Plan {
    /// What stands around the page.
    pub frame: Frame,
    /// What became of the pairs that were just assigned, in words.
    pub told: Vec<String>,
    /// Requests that were planned together.
    pub requests: u32,
    /// Places that were looked for.
    pub places: u32,
    /// Places that the plan fills.
    pub filled: u32,
    /// Requests that wait beyond those.
    pub beyond: u32,
    /// The pairs.
    pub rows: Vec<PlanRow>,
    /// Requests for which places stay empty.
    pub unfilled: Vec<EmptyPlaces>,
}
