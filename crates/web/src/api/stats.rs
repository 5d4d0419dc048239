//! The figures.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use dispatch::{
    AreaFairness, FairnessReport, FigureQuery, FigureReport, Figures, GroupBy, Only, Spread,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::parts::{Query, StaffCaller, Wrong};
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(matching_figures))
        .routes(routes!(fairness))
        .routes(routes!(public_figures))
}

/// Which cohort: the requests opened in [from, to).
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CohortQuery {
    /// A time, or a day in the deployment's time zone; 28 days before `to` without.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    from: Option<String>,
    /// A time, or a day in the deployment's time zone; now without.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    to: Option<String>,
    /// `day`, `category`, `area`, `language` or `channel`.
    #[param(pattern = "^(day|category|area|language|channel)$")]
    group_by: Option<String>,
    /// An area's name or id; what lies within it counts too.
    area: Option<String>,
    /// Only this category, by its code.
    category: Option<String>,
    /// Only this way of coming in: `web`, `phone`, `api` or `import`.
    #[param(pattern = "^(web|phone|api|import)$")]
    channel: Option<String>,
    /// Only people who are written to in this language (BCP 47).
    language: Option<String>,
}

/// The middle and the 95th hundredth of a spread.
#[derive(Serialize, ToSchema)]
struct SpreadJson {
    p50: Option<f64>,
    p95: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
}

impl SpreadJson {
    const fn new(spread: Spread) -> Self {
        Self { p50: spread.p50, p95: spread.p95, max: None }
    }
}

/// The figures of a cohort. Rates are between 0 and 1, `null` without cases.
#[derive(Serialize, ToSchema)]
struct FiguresJson {
    /// Requests opened.
    requests: u32,
    /// All places held before the deadline.
    matched: u32,
    completed: u32,
    /// Confirmed by the person or staff.
    confirmed: u32,
    /// Neither due nor matched yet; they count in no rate.
    pending: u32,
    /// Cancelled by the person before a match.
    cancelled_before_match: u32,
    match_rate: Option<f64>,
    place_fill_rate: Option<f64>,
    completion_rate: Option<f64>,
    confirmed_rate: Option<f64>,
    time_to_first_yes_s: SpreadJson,
    time_to_done_s: SpreadJson,
    alerts_per_match: Option<f64>,
    unmatched_by_reason: BTreeMap<&'static str, u32>,
}

impl FiguresJson {
    fn new(f: Figures) -> Self {
        Self {
            requests: f.requests,
            matched: f.matched,
            completed: f.completed,
            confirmed: f.confirmed,
            pending: f.pending,
            cancelled_before_match: f.cancelled_before_match,
            match_rate: f.match_rate,
            place_fill_rate: f.place_fill_rate,
            completion_rate: f.completion_rate,
            confirmed_rate: f.confirmed_rate,
            time_to_first_yes_s: SpreadJson::new(f.time_to_first_yes_s),
            time_to_done_s: SpreadJson::new(f.time_to_done_s),
            alerts_per_match: f.alerts_per_match,
            unmatched_by_reason: f.unmatched_by_reason,
        }
    }
}

/// The figures of a cohort and of its groups.
#[derive(Serialize, ToSchema)]
struct ReportJson {
    from: Timestamp,
    to: Timestamp,
    #[serde(flatten)]
    total: FiguresJson,
    alerts_per_volunteer_week: SpreadJson,
    /// By key, in the order of the keys; empty without `group_by`.
    groups: Vec<GroupJson>,
}

/// The figures of one group.
#[derive(Serialize, ToSchema)]
struct GroupJson {
    key: String,
    #[serde(flatten)]
    figures: FiguresJson,
}

impl ReportJson {
    fn new(report: FigureReport) -> Self {
        let weekly = report.total.alerts_per_volunteer_week;
        let group = |(key, figures)| GroupJson { key, figures: FiguresJson::new(figures) };
        Self {
            from: report.from,
            to: report.to,
            total: FiguresJson::new(report.total),
            alerts_per_volunteer_week: SpreadJson { max: weekly.max, ..SpreadJson::new(weekly) },
            groups: report.groups.into_iter().map(group).collect(),
        }
    }
}

/// Reads a time, or the start of a day in the deployment's time zone.
fn instant(state: &WebState, text: &str) -> Option<Timestamp> {
    let text = text.replace(' ', "+");
    if let Ok(at) = text.parse::<Timestamp>() {
        return Timestamp::from_microsecond(at.as_microsecond()).ok();
    }
    let day: jiff::civil::Date = text.parse().ok()?;
    Some(day.to_zoned(state.dispatch.settings().timezone.clone()).ok()?.timestamp())
}

/// Read how well requests are matched.
#[utoipa::path(
    get, path = "/stats/matching", tag = "stats", params(CohortQuery),
    responses((status = 200, description = "The figures", body = ReportJson)),
    security(("token" = []), ("staff" = []))
)]
async fn matching_figures(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Query(query): Query<CohortQuery>,
) -> Result<Json<ReportJson>> {
    let mut wrong = Wrong::default();
    let areas = state.dispatch.areas();
    let at = |text: &str| instant(&state, text);
    let cohort = FigureQuery {
        from: wrong.read("from", query.from.as_deref(), "time", at),
        to: wrong.read("to", query.to.as_deref(), "time", at),
        group_by: wrong.code::<GroupBy>("group_by", query.group_by.as_deref()),
        area: wrong.area(&areas, query.area.as_deref()),
        only: Only {
            category: wrong.code("category", query.category.as_deref()),
            channel: wrong.code("channel", query.channel.as_deref()),
            language: wrong.code("language", query.language.as_deref()),
        },
    };
    wrong.done()?;
    let report = state.dispatch.matching_figures(&caller.actor, &cohort).await?;
    Ok(Json(ReportJson::new(report)))
}

/// Which days, and where.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct FairnessQuery {
    /// A time, or a day in the deployment's time zone; 30 days before `to` without.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    from: Option<String>,
    /// A time, or a day in the deployment's time zone; now without.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    to: Option<String>,
    /// An area's name or id; what lies within it counts too.
    area: Option<String>,
}

/// How evenly alerts fell on volunteers in reach of a request, and help on places.
#[derive(Serialize, ToSchema)]
struct FairnessJson {
    from: Timestamp,
    to: Timestamp,
    /// Active volunteers within whose radius a request of their kinds of help was opened.
    in_reach: u32,
    /// Of these, those who had no alert.
    never_asked: u32,
    /// Gini coefficient of alerts among those in reach, 0 for all alike.
    gini_alerts: f64,
    /// Share of alerts to people asked more than twice the mean of their cell, 0 to 1.
    overasked_share: f64,
    /// Never asked while somebody in their cell was asked more than five times.
    forgotten: u32,
    /// Gini coefficient of the match rate among places, each request counting once.
    gini_match_rate: f64,
    /// By leaf area, the most never asked first.
    areas: Vec<AreaFairnessJson>,
}

/// One area.
#[derive(Serialize, ToSchema)]
struct AreaFairnessJson {
    /// `null` outside every area.
    name: Option<String>,
    requests: u32,
    match_rate: Option<f64>,
    in_reach: u32,
    never_asked: u32,
}

impl FairnessJson {
    fn new(report: FairnessReport) -> Self {
        let area = |area: AreaFairness| AreaFairnessJson {
            name: Some(area.name).filter(|name| !name.is_empty()),
            requests: area.requests,
            match_rate: area.match_rate,
            in_reach: area.in_reach,
            never_asked: area.never_asked,
        };
        Self {
            from: report.from,
            to: report.to,
            in_reach: report.in_reach,
            never_asked: report.never_asked,
            gini_alerts: report.evenness.gini,
            overasked_share: report.evenness.overasked_share,
            forgotten: report.evenness.forgotten,
            gini_match_rate: report.gini_match_rate,
            areas: report.areas.into_iter().map(area).collect(),
        }
    }
}

/// Read how evenly alerts and help were spread.
#[utoipa::path(
    get, path = "/stats/fairness", tag = "stats", params(FairnessQuery),
    responses((status = 200, description = "How even it was", body = FairnessJson)),
    security(("token" = []), ("staff" = []))
)]
async fn fairness(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Query(query): Query<FairnessQuery>,
) -> Result<Json<FairnessJson>> {
    let mut wrong = Wrong::default();
    let areas = state.dispatch.areas();
    let at = |text: &str| instant(&state, text);
    let from = wrong.read("from", query.from.as_deref(), "time", at);
    let to = wrong.read("to", query.to.as_deref(), "time", at);
    let area = wrong.area(&areas, query.area.as_deref());
    wrong.done()?;
    let report = state.dispatch.fairness(&caller.actor, from, to, area).await?;
    Ok(Json(FairnessJson::new(report)))
}

/// What anybody may see; `null` where the counts are small.
#[derive(Serialize, ToSchema)]
struct PublicFiguresJson {
    /// Active volunteers.
    volunteers: Option<u32>,
    /// Requests completed.
    people_helped: Option<u32>,
    /// Matched in time of those due.
    match_rate: Option<f64>,
    /// Half of the requests had a first yes within so many seconds.
    time_to_first_yes_p50_s: Option<f64>,
    /// When the first request was opened.
    since: Option<Timestamp>,
}

/// Read what anybody may see.
#[utoipa::path(
    get, path = "/stats/public", tag = "stats",
    responses((status = 200, description = "The figures", body = PublicFiguresJson)),
    security(())
)]
async fn public_figures(State(state): State<WebState>) -> Result<Json<PublicFiguresJson>> {
    let figures = state.counted.figures(&state.dispatch).await?;
    Ok(Json(PublicFiguresJson {
        volunteers: figures.volunteers,
        people_helped: figures.people_helped,
        match_rate: figures.match_rate,
        time_to_first_yes_p50_s: figures.first_yes_p50_s,
        since: figures.since,
    }))
}
