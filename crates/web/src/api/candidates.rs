//! Who could help, and why others could not.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use dispatch::Candidates;
use matching::RequestId;
use serde::{Deserialize, Serialize};
use templates::Locale;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::listing;
use super::parts::{Id, Query, StaffCaller, Wrong};
use super::shapes::Reason;
use crate::error::Result;
use crate::state::WebState;
use crate::words;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(get_candidates))
}

/// How many candidates to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CandidateQuery {
    /// How many, 50 without.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
}

/// Everyone near a request.
#[derive(Serialize, ToSchema)]
struct CandidatesJson {
    /// Who could be asked now, the nearest first.
    candidates: Vec<CandidateJson>,
    /// How many were left out, by reason.
    excluded: BTreeMap<&'static str, u32>,
    /// The nearest of those who were left out.
    nearest_excluded: Vec<LeftOutJson>,
}

/// A volunteer who could help.
#[derive(Serialize, ToSchema)]
struct CandidateJson {
    volunteer_id: Uuid,
    /// From the centre of the request's cell to the volunteer's nearest anchor.
    distance_m: Option<u32>,
    /// From the exact point, once the caller has revealed the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    exact_distance_m: Option<u32>,
    /// Between 0 and 1: nearer within the own radius is higher.
    score: f64,
    /// Why this volunteer.
    reasons: Vec<Reason>,
    /// Where their alert stands, if they were asked.
    alert: Option<&'static str>,
    /// Engagements they hold now.
    live_engagements: u32,
    /// How many they take.
    capacity: u32,
}

/// A volunteer who was left out.
#[derive(Serialize, ToSchema)]
struct LeftOutJson {
    volunteer_id: Uuid,
    /// How far.
    distance_m: Option<u32>,
    /// Why, as a code.
    reason: &'static str,
    /// Why, in words.
    text: String,
}

impl CandidatesJson {
    fn new(found: Candidates, locale: Locale) -> Self {
        let candidate = |one: dispatch::Candidate| CandidateJson {
            volunteer_id: one.volunteer_id.0,
            distance_m: one.distance_m,
            exact_distance_m: one.exact_distance_m,
            score: one.score,
            reasons: one
                .reasons
                .iter()
                .map(|(code, detail)| Reason {
                    code: (*code).to_owned(),
                    text: words::reason(locale, code, detail),
                })
                .collect(),
            alert: one.alert.map(matching::AlertStatus::code),
            live_engagements: one.load.0,
            capacity: one.load.1,
        };
        let left_out = |one: dispatch::LeftOut| LeftOutJson {
            volunteer_id: one.volunteer_id.0,
            distance_m: one.distance_m,
            reason: one.reason,
            text: words::excluded(locale, one.reason),
        };
        Self {
            candidates: found.candidates.into_iter().map(candidate).collect(),
            excluded: found.excluded,
            nearest_excluded: found.nearest_excluded.into_iter().map(left_out).collect(),
        }
    }
}

/// List the nearest volunteers for a request.
#[utoipa::path(
    get, path = "/requests/{id}/candidates", tag = "requests",
    params(("id" = Uuid, Path, description = "The request"), CandidateQuery),
    responses((status = 200, description = "Candidates", body = CandidatesJson)),
    security(("token" = []), ("staff" = []))
)]
async fn get_candidates(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    Query(query): Query<CandidateQuery>,
) -> Result<Json<CandidatesJson>> {
    let mut wrong = Wrong::default();
    let limit = listing::limit(&mut wrong, query.limit.as_deref());
    wrong.done()?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let found = state.dispatch.candidates(&caller.actor, id, limit).await?;
    Ok(Json(CandidatesJson::new(found, caller.locale)))
}
