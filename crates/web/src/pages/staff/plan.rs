//! The best plan for everything that waits: look at it, assign one pair or all.

use axum::response::Response;
use axum::routing::get;
use dispatch::{Assigned, Exchange, PlannedPair, Refusal};
use matching::{Priority, RequestId, VolunteerId};
use templates::pages::{EmptyPlaces, Plan, PlanOther, PlanRow};
use templates::{DistanceBucket, paths, tr};

use super::super::posted::Posted;
use super::super::visit::Visit;
use super::{short, volunteer_name};
use crate::api::{plan_loss, plan_reasons};
use crate::error::Result;
use crate::routes::Routes;
use crate::words;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_PLAN, get(view).post(assign))
}

async fn view(visit: Visit) -> Result<Response> {
    show(&visit, Vec::new()).await
}

/// Assigns the pairs named; what became of them stands above the plan that is best then.
async fn assign(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let named = posted.pairs().filter(|(name, _)| *name == "pair").map(|(_, value)| value);
    let chosen: Vec<&str> = match posted.get("go") {
        "all" => named.collect(),
        one => vec![one],
    };
    let pairs = chosen.into_iter().map(parsed).collect::<Option<Vec<_>>>();
    let pairs = pairs.ok_or(Refusal::NotFound)?;
    let done = visit.dispatch().assign_all(&actor, &pairs).await?;
    let mut told = Vec::with_capacity(done.len());
    for assigned in done {
        told.push(outcome(&visit, assigned).await?);
    }
    show(&visit, told).await
}

fn parsed(pair: &str) -> Option<(RequestId, VolunteerId)> {
    let (request, volunteer) = pair.split_once(':')?;
    Some((request.parse().ok()?, volunteer.parse().ok()?))
}

/// One sentence about a pair that was to be assigned.
async fn outcome(visit: &Visit, assigned: Assigned) -> Result<String> {
    let Assigned { request, volunteer, outcome } = assigned;
    let reference = match visit.dispatch().request(&visit.staff()?, request).await {
        Ok(request) => request.reference,
        Err(Refusal::NotFound) => String::new(),
        Err(other) => return Err(other.into()),
    };
    let key = match outcome {
        Ok(_) => "plan-assigned",
        Err(Refusal::Store(error)) => return Err(Refusal::Store(error).into()),
        Err(Refusal::Taken) => "plan-taken",
        Err(_) => "plan-not-possible",
    };
    let volunteer = volunteer_name(visit, volunteer);
    let named = [("request", reference.into()), ("volunteer", volunteer.into())];
    Ok(tr(visit.locale, key, &named))
}

async fn show(visit: &Visit, told: Vec<String>) -> Result<Response> {
    let plan = visit.dispatch().plan_backlog(&visit.staff()?).await?;
    visit.show(&Plan {
        told,
        requests: count(plan.requests),
        places: plan.places,
        filled: count(plan.pairs.len()),
        beyond: count(plan.beyond),
        rows: plan.pairs.iter().map(|pair| row(visit, pair)).collect(),
        unfilled: plan.unfilled.iter().map(|(request, places)| empty(request, *places)).collect(),
        frame: visit.frame(),
    })
}

fn row(visit: &Visit, pair: &PlannedPair) -> PlanRow {
    let request = &pair.request;
    let bucket = pair.distance_m.map(DistanceBucket::from_metres);
    let reasons = plan_reasons(pair);
    let [why, otherwise] = reasons.map(|(code, count)| words::planned(visit.locale, code, count));
    PlanRow {
        pair: format!("{}:{}", request.id, pair.volunteer_id),
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        reference: request.reference.clone(),
        category: request.category.as_str().to_owned(),
        neighbourhood: request.label.clone(),
        vital: request.priority == Priority::Vital,
        deadline: short(visit, request.needed_by),
        volunteer: volunteer_name(visit, pair.volunteer_id),
        volunteer_href: format!("{}/{}", paths::STAFF_VOLUNTEERS, pair.volunteer_id),
        distance: bucket.map(|bucket| visit.locale.distance(bucket)).unwrap_or_default(),
        why,
        otherwise,
        others: pair.others.iter().map(|other| instead(visit, pair, other)).collect(),
    }
}

fn instead(visit: &Visit, pair: &PlannedPair, other: &Exchange) -> PlanOther {
    let (code, count) = plan_loss(other.costs);
    let bucket = other.distance_m.map(DistanceBucket::from_metres);
    PlanOther {
        pair: format!("{}:{}", pair.request.id, other.volunteer_id),
        volunteer: volunteer_name(visit, other.volunteer_id),
        volunteer_href: format!("{}/{}", paths::STAFF_VOLUNTEERS, other.volunteer_id),
        distance: bucket.map(|bucket| visit.locale.distance(bucket)).unwrap_or_default(),
        costs: words::planned(visit.locale, code, count),
    }
}

fn empty(request: &store::HelpRequest, places: u32) -> EmptyPlaces {
    EmptyPlaces {
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        reference: request.reference.clone(),
        neighbourhood: request.label.clone(),
        category: request.category.as_str().to_owned(),
        places,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
