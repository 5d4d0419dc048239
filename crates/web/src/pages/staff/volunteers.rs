//! The list of volunteers, without names.

use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Refusal, VolunteerEdit};
use matching::{Role, VolunteerId, VolunteerStatus};
use store::{Standing, Volunteer, VolunteerFilter};
use templates::pages::{VolunteerRow, Volunteers};
use templates::{Errors, paths};

use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::{PAGE, areas, categories, chosen_areas, coded, message, volunteer_name};
use crate::error::Result;
use crate::routes::Routes;

/// Volunteers counted at most.
const MOST: u32 = 1_000_000;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_VOLUNTEERS, get(list).post(act))
}

async fn list(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let category = visit.query("category");
    let filter = VolunteerFilter {
        status: visit.query("status").parse().ok(),
        areas: chosen_areas(&visit, visit.query("area")),
        category: category.parse().ok(),
        before: visit.query("after").parse().ok(),
        limit: u32::try_from(PAGE).unwrap_or(u32::MAX).saturating_add(1),
    };
    let total = visit.dispatch().count_volunteers(&actor, filter.clone(), MOST).await?;
    let mut here = visit.dispatch().volunteers_page(&actor, filter).await?;
    let more = here.len() > PAGE;
    here.truncate(PAGE);
    let last = here.last().filter(|_| more).map(|volunteer| volunteer.id.to_string());
    let mut rows = Vec::with_capacity(here.len());
    let standings = visit.dispatch().standings_of(&actor, &here).await?;
    for volunteer in &here {
        let standing = standings.get(&volunteer.id).copied().unwrap_or_default();
        rows.push(row(&visit, &actor, volunteer, standing));
    }
    let frame = visit.frame();
    let statuses = VolunteerStatus::ALL.iter().map(|status| status.code());
    visit.show(&Volunteers {
        total,
        statuses: coded(&frame, "volunteer", statuses, visit.query("status")),
        areas: areas(&visit, &frame, &actor, visit.query("area")),
        categories: categories(&visit, &frame, category),
        message_href: message::href(&actor),
        rows,
        next_href: last.map(|id| visit.with_query("after", &id)),
        none: Errors::none(),
        frame,
    })
}

fn row(visit: &Visit, actor: &Actor, volunteer: &Volunteer, standing: Standing) -> VolunteerRow {
    let kinds = volunteer.categories.iter().map(|code| visit.locale.category(code.as_str()));
    VolunteerRow {
        id: volunteer.id.to_string(),
        href: format!("{}/{}", paths::STAFF_VOLUNTEERS, volunteer.id),
        name: volunteer_name(visit, volunteer.id),
        status: volunteer.status.code().to_owned(),
        neighbourhood: volunteer.label.clone(),
        radius_km: volunteer.radius_m.div_ceil(1000),
        categories: kinds.collect::<Vec<_>>().join(", "),
        load: format!("{}/{}", standing.live_engagements, volunteer.capacity),
        alerts_this_week: standing.alerts_last_7_days,
        actions: actions(actor, volunteer.status),
    }
}

/// What a coordinator may do with a volunteer of this status.
pub(super) fn actions(actor: &Actor, status: VolunteerStatus) -> Vec<String> {
    let codes: &[&str] = match status {
        _ if actor.staff(Role::Coordinator).is_err() => &[],
        VolunteerStatus::PendingReview => &["approve", "refuse"],
        VolunteerStatus::Active | VolunteerStatus::Paused => &["suspend"],
        VolunteerStatus::Suspended => &["reinstate"],
        VolunteerStatus::Unverified | VolunteerStatus::Withdrawn => &[],
    };
    codes.iter().map(ToString::to_string).collect()
}

async fn act(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let id = posted.get("volunteer").parse().map_err(|_| Refusal::NotFound)?;
    change(&visit, &actor, id, posted.get("go")).await?;
    Ok(see_other(paths::STAFF_VOLUNTEERS))
}

/// Sets the status that an action stands for.
pub(super) async fn change(
    visit: &Visit,
    actor: &Actor,
    id: VolunteerId,
    action: &str,
) -> Result<()> {
    let status = match action {
        "approve" | "reinstate" => "active",
        "refuse" => "withdrawn",
        "suspend" => "suspended",
        _ => return Ok(()),
    };
    actor.staff(Role::Coordinator)?;
    let edit = VolunteerEdit { status: Some(status.to_owned()), ..VolunteerEdit::default() };
    match visit.dispatch().edit_volunteer(actor, id, &edit).await {
        Ok(_) => Ok(()),
        Err(Refusal::Invalid(_)) => Err(Refusal::Conflict("status").into()),
        Err(other) => Err(other.into()),
    }
}
