//! How evenly alerts fall on volunteers, and help on places.

use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, AreaFairness, FairnessReport, Refusal};
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
    let report = visit.dispatch().fairness_lately(&actor, area).await?;
    visit.show(&page(&visit, &actor, &report))
}

fn page(visit: &Visit, actor: &Actor, report: &FairnessReport) -> Fairness {
    let locale = visit.locale;
    let count = |count: u32| locale.number(i64::from(count));
    let frame = visit.frame();
    Fairness {
        areas: areas(visit, &frame, actor, visit.query("area")),
        counted: locale.date_time(&report.to.to_zoned(visit.zone())),
        in_reach: count(report.in_reach),
        never_asked: count(report.never_asked),
        forgotten: count(report.evenness.forgotten),
        overasked: locale.percent(report.evenness.overasked_share),
        gini_alerts: locale.percent(report.evenness.gini),
        gini_places: locale.percent(report.gini_match_rate),
        rows: report.areas.iter().map(|area| row(locale, area)).collect(),
        none: Errors::none(),
        frame,
    }
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
