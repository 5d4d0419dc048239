//! The list of help requests.

use axum::response::Response;
use axum::routing::get;
use matching::{CategoryCode, Priority, RequestStatus};
use store::{HelpRequest, RequestFilter};
use templates::pages::{RequestRow, Requests};
use templates::{Errors, paths};

use super::super::visit::Visit;
use super::{PAGE, age, areas, categories, chosen_areas, coded, short};
use crate::error::Result;
use crate::routes::Routes;

/// Requests looked through for a number.
const SEARCHED: u32 = 5_000;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_REQUESTS, get(list))
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
        priority: visit.query("priority").parse().ok(),
        areas: chosen_areas(visit, visit.query("area")),
        before: visit.query("before").parse().ok(),
        limit: if searching { SEARCHED } else { u32::try_from(PAGE + 1).unwrap_or(u32::MAX) },
        ..RequestFilter::default()
    }
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
