//! The dashboard: what waits, the figures, the charts.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, FigureQuery, FigureReport, GroupBy, Refusal, Waiting};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use matching::Role;
use templates::pages::{Dashboard, OpenLine};
use templates::{Errors, Frame, paths};

use super::super::visit::Visit;
use super::{age, areas, figures, now_in_words};
use crate::error::{Error, Result};
use crate::routes::Routes;

/// Waiting requests counted at most.
const COUNTED: u32 = 500;
/// Waiting requests shown.
const SHOWN: usize = 12;
/// Days of the period unless told otherwise.
const DAYS: i32 = 28;
const FILE: &str = "/staff/dashboard.csv";

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_DASHBOARD, get(view)).route(FILE, get(file))
}

/// The period and what it is split by.
struct Period {
    from: Date,
    to: Date,
    by: GroupBy,
}

impl Period {
    fn of(visit: &Visit) -> Self {
        let today = visit.now().to_zoned(visit.zone()).date();
        let to = visit.query("to").parse().unwrap_or(today).min(today);
        let back = to.checked_sub((DAYS - 1).days()).unwrap_or(to);
        let from = visit.query("from").parse().unwrap_or(back);
        let from = if from <= to { from } else { back };
        Self { from, to, by: visit.query("group_by").parse().unwrap_or(GroupBy::Category) }
    }

    fn query(&self, visit: &Visit, by: GroupBy) -> Result<FigureQuery> {
        let area = match visit.query("area") {
            "" => None,
            area => Some(visit.dispatch().areas().find(area).ok_or(Refusal::NotFound)?),
        };
        let end = self.to.checked_add(1.day()).unwrap_or(self.to);
        let (from, to) = (midnight(visit, self.from), midnight(visit, end));
        Ok(FigureQuery { from, to, group_by: Some(by), area })
    }
}

pub(super) fn midnight(visit: &Visit, day: Date) -> Option<Timestamp> {
    day.to_zoned(visit.zone()).ok().map(|at| at.timestamp())
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let waiting = visit.dispatch().waiting_requests(&actor, COUNTED).await?;
    let period = Period::of(&visit);
    let frame = visit.frame();
    let mut page = Dashboard {
        now: now_in_words(&visit),
        open_total: u32::try_from(waiting.len()).unwrap_or(u32::MAX),
        open: waiting.iter().take(SHOWN).map(|one| line(&visit, &frame, one)).collect(),
        period: in_words(&visit, &frame, &period),
        from: period.from.to_string(),
        to: period.to.to_string(),
        groups: frame.group_choices(figures::code(period.by)),
        areas: areas(&visit, &frame, &actor, visit.query("area")),
        export_href: String::new(),
        figures: Vec::new(),
        charts: Vec::new(),
        unmatched: Vec::new(),
        table: templates::pages::GroupTable::default(),
        more: more(&frame, &actor),
        none: Errors::none(),
        frame: frame.clone(),
    };
    let (by_day, by_group) = reports(&visit, &actor, &period).await?;
    fill(&visit, &mut page, &period, &by_day, &by_group);
    visit.show(&page)
}

/// What coordinators look after besides.
fn more(frame: &Frame, actor: &Actor) -> Vec<(&'static str, String)> {
    if actor.staff(Role::Coordinator).is_err() {
        return Vec::new();
    }
    vec![(paths::STAFF_AUDIT, frame.t("audit")), (paths::STAFF_RETENTION, frame.t("retention"))]
}

async fn reports(
    visit: &Visit,
    actor: &Actor,
    period: &Period,
) -> Result<(FigureReport, FigureReport)> {
    let dispatch = visit.dispatch();
    let by_day = dispatch.matching_figures(actor, &period.query(visit, GroupBy::Day)?).await?;
    let by_group = dispatch.matching_figures(actor, &period.query(visit, period.by)?).await?;
    Ok((by_day, by_group))
}

fn fill(
    visit: &Visit,
    page: &mut Dashboard,
    period: &Period,
    by_day: &FigureReport,
    by_group: &FigureReport,
) {
    let frame = page.frame.clone();
    page.figures = figures::told(visit.locale, &by_day.total);
    page.charts = figures::charts(visit, &frame, by_day);
    page.table = figures::table(&frame, period.by, by_group);
    let reasons = &by_day.total.unmatched_by_reason;
    let mut unmatched: Vec<(String, u32)> =
        reasons.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
    unmatched.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    page.unmatched = unmatched;
    let query = visit.with_query("group_by", figures::code(period.by));
    let query = query.split_once('?').map_or("", |(_, query)| query);
    page.export_href = format!("{FILE}?{query}");
}

fn in_words(visit: &Visit, frame: &Frame, period: &Period) -> String {
    let day = |day: Date| visit.locale.day_month(day);
    frame.t2("dash-period", "from", day(period.from), "to", day(period.to))
}

fn line(visit: &Visit, frame: &Frame, waiting: &Waiting) -> OpenLine {
    let request = &waiting.request;
    let (asked, no, silent) = waiting.answers;
    let args = [("asked", asked.into()), ("no", no.into()), ("silent", silent.into())];
    let counted = templates::tr(visit.locale, "waiting-answers", &args);
    let why = frame.locale.word("waiting", &waiting.reason);
    OpenLine {
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        age: age(visit, request.created_at),
        reference: request.reference.clone(),
        category: request.category.as_str().to_owned(),
        neighbourhood: request.label.clone(),
        tag: frame.locale.word("status", request.status.code()),
        alarm: request.needs_attention,
        reason: if asked > 0 { format!("{why} {counted}") } else { why },
    }
}

/// The figures by group as a file.
async fn file(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let period = Period::of(&visit);
    let query = period.query(&visit, period.by)?;
    let report = visit.dispatch().matching_figures(&actor, &query).await?;
    let bytes = figures::csv(period.by, &report).ok_or(Error::Defect)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"figures.csv\""),
    ];
    Ok((headers, bytes).into_response())
}
