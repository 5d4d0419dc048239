//! How evenly alerts fall on volunteers, and help on places.

use axum::response::Response;
use axum::routing::get;
use dispatch::{AreaFairness, FairnessReport, Refusal};
use templates::pages::{Fairness, FairnessRow};
use templates::{Errors, Locale, paths};

use super::super::visit::Visit;
use super::areas;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_FAIRNESS, get(view))
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let area = match visit.query("area") {
        "" => None,
        area => Some(visit.dispatch().areas().find(area).ok_or(Refusal::NotFound)?),
    };
    let report = visit.dispatch().fairness(&actor, None, None, area).await?;
    let frame = visit.frame();
    let page = Fairness {
        areas: areas(&visit, &frame, &actor, visit.query("area")),
        figures: figures(visit.locale, &report),
        rows: report.areas.iter().map(|area| row(visit.locale, area)).collect(),
        none: Errors::none(),
        frame,
    };
    visit.show(&page)
}

/// The number and the key of its sentence.
fn figures(locale: Locale, report: &FairnessReport) -> Vec<(String, &'static str)> {
    let count = |count: u32| locale.number(i64::from(count));
    let evenness = &report.evenness;
    vec![
        (count(report.in_reach), "fair-in-reach"),
        (count(report.never_asked), "fair-never-asked"),
        (count(evenness.forgotten), "fair-forgotten"),
        (locale.percent(evenness.overasked_share), "fair-overasked"),
        (locale.percent(evenness.gini), "fair-gini-alerts"),
        (locale.percent(report.gini_match_rate), "fair-gini-places"),
    ]
}

fn row(locale: Locale, area: &AreaFairness) -> FairnessRow {
    let count = |count: u32| locale.number(i64::from(count));
    let rate = area.match_rate.map_or_else(|| "–".to_owned(), |rate| locale.percent(rate));
    let name = if area.name.is_empty() { "–".to_owned() } else { area.name.clone() };
    FairnessRow {
        name,
        cells: [count(area.requests), rate, count(area.in_reach), count(area.never_asked)],
    }
}
