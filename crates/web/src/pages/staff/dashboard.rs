//! The dashboard: what waits, the figures, the charts.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, FigureQuery, FigureReport, GroupBy, Only, Refusal};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use matching::{AreaId, CategoryCode, Language, Role};
use templates::pages::{Dashboard, Live};
use templates::{Errors, Frame, paths};

use super::super::visit::Visit;
use super::{areas, categories, channels, figures, languages, needs, now_in_words, requests};
use crate::error::{Error, Result};
use crate::routes::Routes;

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

    /// The one before of equal length, the same a year earlier, or none, as it is asked for.
    fn compared(&self, visit: &Visit) -> Option<Self> {
        let before = |from: Date, to: Date| Self { from, to, by: self.by };
        match compare(visit) {
            "none" => None,
            "year" => {
                let earlier = |day: Date| day.checked_sub(1.year()).ok();
                Some(before(earlier(self.from)?, earlier(self.to)?))
            }
            _ => {
                let days = self.from.until(self.to).ok()?.get_days() + 1;
                let earlier = |day: Date| day.checked_sub(days.days()).ok();
                Some(before(earlier(self.from)?, earlier(self.to)?))
            }
        }
    }

    fn query(&self, visit: &Visit, area: Option<AreaId>) -> FigureQuery {
        let end = self.to.checked_add(1.day()).unwrap_or(self.to);
        let (from, to) = (midnight(visit, self.from), midnight(visit, end));
        FigureQuery { from, to, group_by: Some(self.by), area, only: only(visit) }
    }
}

/// What the figures are narrowed to beside the area.
fn only(visit: &Visit) -> Only {
    Only {
        category: CategoryCode::new(visit.query("category")).ok(),
        channel: visit.query("channel").parse().ok(),
        language: Language::new(visit.query("language")).ok(),
    }
}

fn compare(visit: &Visit) -> &'static str {
    match visit.query("compare") {
        "none" => "none",
        "year" => "year",
        _ => "before",
    }
}

pub(super) fn midnight(visit: &Visit, day: Date) -> Option<Timestamp> {
    day.to_zoned(visit.zone()).ok().map(|at| at.timestamp())
}

/// The area that a page is narrowed to.
pub(super) fn chosen_area(visit: &Visit) -> Result<Option<AreaId>> {
    match visit.query("area") {
        "" => Ok(None),
        area => Ok(Some(visit.dispatch().areas().find(area).ok_or(Refusal::NotFound)?)),
    }
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let area = chosen_area(&visit)?;
    let period = Period::of(&visit);
    let before = period.compared(&visit);
    let frame = visit.frame();
    let seen = visit.dispatch().last_change_seen(&actor, None).await?.unwrap_or_default();
    let page = Dashboard {
        now: now_in_words(&visit),
        live: Live { seen, stream: paths::STAFF_LIVE.to_owned() },
        needs: needs::listed(&visit, &actor, area).await?,
        period: in_words(&frame, "dash-period", &period),
        compared: before.as_ref().map_or_else(String::new, |b| in_words(&frame, "compare-told", b)),
        from: period.from.to_string(),
        to: period.to.to_string(),
        groups: frame.group_choices(figures::code(period.by)),
        compares: frame.compare_choices(compare(&visit)),
        areas: areas(&visit, &frame, &actor, visit.query("area")),
        categories: categories(&visit, &frame, visit.query("category")),
        channels: channels(&frame, visit.query("channel")),
        languages: languages(&frame, visit.query("language")),
        requests_href: String::new(),
        export_href: String::new(),
        figures: Vec::new(),
        charts: Vec::new(),
        unmatched: Vec::new(),
        table: templates::pages::GroupTable::default(),
        more: more(&frame, &actor),
        none: Errors::none(),
        frame,
    };
    let counted = Counted::of(&visit, &actor, (&period, before.as_ref()), area).await?;
    let page = filled(&visit, page, &period, &counted);
    visit.show(&page)
}

/// What coordinators look after besides.
fn more(frame: &Frame, actor: &Actor) -> Vec<(&'static str, String)> {
    if actor.staff(Role::Coordinator).is_err() {
        return Vec::new();
    }
    vec![(paths::STAFF_AUDIT, frame.t("audit")), (paths::STAFF_RETENTION, frame.t("retention"))]
}

/// The figures of a period by day and by group, and those it is compared with.
struct Counted {
    by_day: FigureReport,
    by_group: FigureReport,
    before: Option<FigureReport>,
}

impl Counted {
    async fn of(
        visit: &Visit,
        actor: &Actor,
        (period, before): (&Period, Option<&Period>),
        area: Option<AreaId>,
    ) -> Result<Self> {
        let dispatch = visit.dispatch();
        let ways = [Some(period.by), Some(GroupBy::Day)];
        let mut reports = dispatch.figures_by(actor, &period.query(visit, area), &ways).await?;
        let (by_day, by_group) = (reports.pop(), reports.pop());
        let before = match before {
            Some(before) => {
                Some(dispatch.matching_figures(actor, &before.query(visit, area)).await?)
            }
            None => None,
        };
        let by_day = by_day.ok_or(Error::Defect)?;
        Ok(Self { by_day, by_group: by_group.ok_or(Error::Defect)?, before })
    }
}

fn filled(visit: &Visit, page: Dashboard, period: &Period, counted: &Counted) -> Dashboard {
    let Counted { by_day, by_group, before } = counted;
    let reasons = &by_day.total.unmatched_by_reason;
    let mut unmatched: Vec<(String, u32)> =
        reasons.iter().map(|(code, count)| ((*code).to_owned(), *count)).collect();
    unmatched.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let query = visit.with_query("group_by", figures::code(period.by));
    let query = query.split_once('?').map_or("", |(_, query)| query);
    Dashboard {
        figures: figures::told(visit.locale, &by_day.total, before.as_ref().map(|b| &b.total)),
        charts: figures::charts(visit, &page.frame, by_day),
        table: figures::table(&page.frame, period.by, by_group, before.as_ref()),
        unmatched,
        export_href: format!("{FILE}?{query}"),
        requests_href: requests::file_href(&visit.with_query("from", &page.from)),
        ..page
    }
}

fn in_words(frame: &Frame, key: &str, period: &Period) -> String {
    let day = |day: Date| frame.locale.day_month(day);
    frame.t2(key, "from", day(period.from), "to", day(period.to))
}

/// The figures by group as a file.
async fn file(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let period = Period::of(&visit);
    let query = period.query(&visit, chosen_area(&visit)?);
    let report = visit.dispatch().matching_figures(&actor, &query).await?;
    let bytes = figures::csv(period.by, &report).ok_or(Error::Defect)?;
    Ok(csv_file("figures.csv", bytes))
}

/// A table as a file to keep.
pub(super) fn csv_file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}
