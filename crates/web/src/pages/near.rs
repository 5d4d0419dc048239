//! What is open near a signed-in volunteer, and a yes from there.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{NearRequest, Promise, Refusal};
use jiff::tz::TimeZone;
use templates::chart::{NearCell, NearMap};
use templates::pages::{Near, NearRow};
use templates::{DistanceBucket, paths, tr};

use super::alert::moments;
use super::own::own;
use super::posted::Posted;
use super::visit::{Visit, see_other};
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::ME_NEAR, get(near).post(choose))
}

async fn near(visit: Visit) -> Result<Response> {
    shown(&visit, StatusCode::OK, String::new()).await
}

async fn shown(visit: &Visit, status: StatusCode, notice: String) -> Result<Response> {
    let (actor, id) = own(visit)?;
    let volunteer = visit.dispatch().volunteer(&actor, id).await?;
    let zone = TimeZone::get(&volunteer.timezone).unwrap_or_else(|_| visit.zone());
    let found = visit.dispatch().near_requests(id).await?;
    let rows = found.iter().map(|one| row(visit, one, &zone)).collect();
    let starts = visit.dispatch().own_places(id).await?;
    let map = map(visit, &volunteer, &starts, &found);
    visit.show_as(status, &Near { frame: visit.frame(), notice, map, rows })
}

/// What is open by neighbourhood: the cells that the distances are measured from, no finer.
fn map(
    visit: &Visit,
    volunteer: &store::Volunteer,
    starts: &[(String, matching::Position)],
    found: &[NearRequest],
) -> Option<NearMap> {
    let mut counts: BTreeMap<matching::Cell, usize> = BTreeMap::new();
    for cell in found.iter().filter_map(|one| one.request.cell) {
        *counts.entry(cell).or_default() += 1;
    }
    let degrees = |at: &matching::Position| (at.lat(), at.lon());
    let cells = counts.iter().map(|(cell, count)| NearCell {
        corners: cell.boundary().iter().map(degrees).collect(),
        count: *count,
    });
    (!counts.is_empty() && !starts.is_empty()).then(|| NearMap {
        id: "near".to_owned(),
        title: tr(visit.locale, "near-map", &[]),
        description: tr(visit.locale, "near-map.text", &[]),
        starts: starts.iter().map(|(_, at)| degrees(at)).collect(),
        radius_km: f64::from(volunteer.radius_m) / 1000.0,
        cells: cells.collect(),
    })
}

fn row(visit: &Visit, one: &NearRequest, zone: &TimeZone) -> NearRow {
    let deadline = one.request.needed_by.to_zoned(zone.clone());
    let distance = one.distance_m.map(DistanceBucket::from_metres);
    NearRow {
        id: one.request.id.to_string(),
        category: one.request.category.as_str().to_owned(),
        neighbourhood: one.request.label.clone(),
        distance: distance.map_or_else(
            || tr(visit.locale, "distance-remote", &[]),
            |bucket| visit.locale.distance(bucket),
        ),
        deadline: visit.locale.date_time(&deadline),
        moments: moments(visit, &deadline),
    }
}

/// A yes: the contact page follows, as after an alert.
async fn choose(visit: Visit, posted: Posted) -> Result<Response> {
    let (_, id) = own(&visit)?;
    let request = posted.get("request").parse().map_err(|_| Refusal::NotFound)?;
    let Ok(promise) = Promise::parse(posted.get("when"), visit.now()) else {
        let notice = tr(visit.locale, "error-when-missing", &[]);
        return shown(&visit, StatusCode::UNPROCESSABLE_ENTITY, notice).await;
    };
    match visit.dispatch().choose_request(id, request, promise).await {
        Ok(accepted) => {
            Ok(see_other(&format!("{}/{}", paths::ENGAGEMENTS, accepted.engagement.id)))
        }
        Err(error) => {
            let (status, word) = refused(error)?;
            shown(&visit, status, visit.locale.word("near", word)).await
        }
    }
}

/// Why a yes from the own choice is refused, as a word of the family `near`.
pub(super) fn refused(error: Refusal) -> Result<(StatusCode, &'static str)> {
    match error {
        Refusal::Taken => Ok((StatusCode::CONFLICT, "taken")),
        Refusal::Conflict("too_young" | "not_vetted" | "under_review") => {
            Ok((StatusCode::CONFLICT, "team"))
        }
        Refusal::Limit { code: "new_volunteer", .. } => Ok((StatusCode::TOO_MANY_REQUESTS, "new")),
        Refusal::Limit { .. } => Ok((StatusCode::TOO_MANY_REQUESTS, "limit")),
        other => Err(other.into()),
    }
}
