//! The list of help requests.

use axum::response::Response;
use axum::routing::get;
use dispatch::guarded;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use matching::{CategoryCode, Language, Priority, RequestStatus};
use store::{HelpRequest, RequestFilter};
use templates::pages::{RequestRow, Requests};
use templates::{Errors, paths};

use super::super::visit::Visit;
use super::dashboard::{csv_file, midnight};
use super::{
    PAGE, age, area_name, areas, categories, channels, chosen_areas, coded, languages, short,
};
use crate::error::{Error, Result};
use crate::routes::Routes;

/// Requests looked through for a number.
const SEARCHED: u32 = 5_000;

const FILE: &str = "/staff/requests.csv";
/// Requests read for a file in one go.
const CHUNK: u32 = 1_000;
/// Rows of a file at most.
const MOST: usize = 100_000;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_REQUESTS, get(list)).route(FILE, get(file))
}

/// The address of the file for the query of another page.
pub(super) fn file_href(page: &str) -> String {
    format!("{FILE}?{}", page.split_once('?').map_or("", |(_, query)| query))
}

async fn list(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let sought = sign(visit.query("q"));
    let filter = filter(&visit, !sought.is_empty());
    let mut found = visit.dispatch().list_requests(&actor, filter).await?;
    if !sought.is_empty() {
        found.retain(|request| sign(&request.reference).contains(&sought));
    }
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|request| request.id.to_string());
    let frame = visit.frame();
    let status = visit.query("status");
    let statuses = RequestStatus::ALL.iter().map(|status| status.code());
    let priorities = Priority::ALL.iter().map(|priority| priority.code());
    visit.show(&Requests {
        statuses: coded(&frame, "status", statuses, status),
        categories: categories(&visit, &frame, visit.query("category")),
        areas: areas(&visit, &frame, &actor, visit.query("area")),
        channels: channels(&frame, visit.query("channel")),
        languages: languages(&frame, visit.query("language")),
        chosen: chosen(&visit),
        export_href: file_href(&visit.with_query("before", "")),
        priorities: coded(&frame, "priority", priorities, visit.query("priority")),
        query: visit.query("q").to_owned(),
        rows: found.iter().map(|request| row(&visit, request)).collect(),
        next_href: last.map(|id| visit.with_query("before", &id)),
        none: Errors::none(),
        frame,
    })
}

fn filter(visit: &Visit, searching: bool) -> RequestFilter {
    RequestFilter {
        statuses: visit.query("status").parse().into_iter().collect(),
        category: CategoryCode::new(visit.query("category")).ok(),
        channel: visit.query("channel").parse().ok(),
        language: Language::new(visit.query("language")).ok(),
        priority: visit.query("priority").parse().ok(),
        areas: chosen_areas(visit, visit.query("area")),
        before: visit.query("before").parse().ok(),
        limit: if searching { SEARCHED } else { u32::try_from(PAGE + 1).unwrap_or(u32::MAX) },
        ..RequestFilter::default()
    }
}

/// What the list is narrowed to, in words.
fn chosen(visit: &Visit) -> Vec<String> {
    let locale = visit.locale;
    let area = visit.dispatch().areas().find(visit.query("area"));
    let named = |name: &str, family: &str| match visit.query(name) {
        "" => None,
        code => Some(locale.word(family, code)),
    };
    let parts = [
        named("status", "status"),
        named("category", "category"),
        area.map(|area| area_name(visit, Some(area))),
        named("channel", "channel"),
        named("language", "language"),
        named("priority", "priority"),
        Some(visit.query("q").to_owned()).filter(|text| !text.is_empty()),
    ];
    parts.into_iter().flatten().collect()
}

/// The list as a file: codes, places and times; nothing that is sealed.
async fn file(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let sought = sign(visit.query("q"));
    let day = |name: &str| visit.query(name).parse::<Date>().ok();
    let end = day("to").and_then(|day| day.checked_add(1.day()).ok());
    let mut filter = RequestFilter {
        from: day("from").and_then(|day| midnight(&visit, day)),
        to: end.and_then(|day| midnight(&visit, day)),
        before: None,
        limit: CHUNK,
        ..filter(&visit, false)
    };
    let (mut rows, mut file) = (0, csv::Writer::from_writer(Vec::new()));
    file.write_record(HEAD).map_err(|_| Error::Defect)?;
    loop {
        let mut found = visit.dispatch().list_requests(&actor, filter.clone()).await?;
        let Some(last) = found.last().map(|request| request.id) else { break };
        found.retain(|request| sign(&request.reference).contains(&sought));
        rows += found.len();
        for request in &found {
            file.write_record(cells(&visit, request)).map_err(|_| Error::Defect)?;
        }
        if rows >= MOST {
            break;
        }
        filter.before = Some(last);
    }
    Ok(csv_file("requests.csv", file.into_inner().map_err(|_| Error::Defect)?))
}

const HEAD: [&str; 20] = [
    "reference",
    "status",
    "category",
    "priority",
    "channel",
    "language",
    "area",
    "neighbourhood",
    "places",
    "places_filled",
    "needs_attention",
    "posted_at",
    "opened_at",
    "needed_by",
    "first_yes_at",
    "matched_at",
    "done_at",
    "ended_at",
    "ended_by",
    "outcome",
];

fn cells(visit: &Visit, r: &HelpRequest) -> [String; HEAD.len()] {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    [
        guarded(&r.reference),
        r.status.code().to_owned(),
        guarded(r.category.as_str()),
        r.priority.code().to_owned(),
        r.channel.code().to_owned(),
        r.language.as_str().to_owned(),
        guarded(&area_name(visit, r.area_id)),
        guarded(&r.label),
        r.volunteers_needed.to_string(),
        r.places_filled.to_string(),
        r.needs_attention.to_string(),
        r.created_at.to_string(),
        time(r.opened_at),
        r.needed_by.to_string(),
        time(r.first_yes_at),
        time(r.matched_at),
        time(r.done_at),
        time(r.ended_at),
        r.ended_by.clone().unwrap_or_default(),
        guarded(r.outcome.as_deref().unwrap_or_default()),
    ]
}

/// A number without what people leave out when they read it aloud.
fn sign(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn row(visit: &Visit, request: &HelpRequest) -> RequestRow {
    RequestRow {
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        reference: request.reference.clone(),
        category: request.category.as_str().to_owned(),
        neighbourhood: request.label.clone(),
        deadline: short(visit, request.needed_by),
        status: request.status.code().to_owned(),
        vital: request.priority == Priority::Vital,
        needs_attention: request.needs_attention,
        places: places(request),
        age: age(visit, request.created_at),
    }
}

/// Places held and needed.
pub(super) fn places(request: &HelpRequest) -> String {
    format!("{}/{}", request.places_filled, request.volunteers_needed)
}
