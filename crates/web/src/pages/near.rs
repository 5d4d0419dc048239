//! What is open near a signed-in volunteer, and a yes from there.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{NearRequest, Promise, Refusal};
use jiff::tz::TimeZone;
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
    visit.show_as(status, &Near { frame: visit.frame(), notice, rows })
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
        Err(Refusal::Taken) => {
            let notice = visit.locale.word("near", "taken");
            shown(&visit, StatusCode::CONFLICT, notice).await
        }
        Err(Refusal::Conflict("too_young" | "not_vetted" | "under_review")) => {
            let notice = visit.locale.word("near", "team");
            shown(&visit, StatusCode::CONFLICT, notice).await
        }
        Err(Refusal::Limit { code, .. }) => {
            let is_new = code == "new_volunteer";
            let notice = visit.locale.word("near", if is_new { "new" } else { "limit" });
            shown(&visit, StatusCode::TOO_MANY_REQUESTS, notice).await
        }
        Err(other) => Err(other.into()),
    }
}
