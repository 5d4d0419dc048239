//! The best plan for everything that waits.

use axum::Json;
use axum::extract::State;
use dispatch::{BacklogPlan, Exchange, Otherwise, PlannedPair};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::parts::StaffCaller;
use super::shapes::Reason;
use crate::error::Result;
use crate::state::WebState;
use crate::words;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(get_plan))
}

/// Who should go where, all open requests seen together.
#[derive(Serialize, ToSchema)]
struct PlanJson {
    /// Requests that were planned together.
    requests: usize,
    /// Places that were looked for.
    places: u32,
    /// Requests that wait beyond those.
    beyond: usize,
    /// The pairs; assign each by `POST /requests/{id}/assign`.
    pairs: Vec<PlannedJson>,
    /// Requests for which places stay empty.
    unfilled: Vec<UnfilledJson>,
}

/// One volunteer for one request.
#[derive(Serialize, ToSchema)]
struct PlannedJson {
    request_id: Uuid,
    reference: String,
    volunteer_id: Uuid,
    /// From the centre of the request's cell to the volunteer's nearest anchor.
    distance_m: Option<u32>,
    /// Why this volunteer, and what the next best plan costs.
    reasons: Vec<Reason>,
    /// Who could go instead, what costs the whole plan least first.
    instead: Vec<ExchangeJson>,
}

/// Another volunteer in place of the planned one.
#[derive(Serialize, ToSchema)]
struct ExchangeJson {
    volunteer_id: Uuid,
    /// As for the planned one.
    distance_m: Option<u32>,
    /// What the whole plan loses by it.
    costs: Reason,
}

/// A request for which places stay empty.
#[derive(Serialize, ToSchema)]
struct UnfilledJson {
    request_id: Uuid,
    reference: String,
    /// How many.
    places: u32,
}

/// Why this pair, and what the plan loses without it, as code and detail.
pub(crate) fn reasons(pair: &PlannedPair) -> [(&'static str, u32); 2] {
    let why = match (pair.fitting, pair.nearer) {
        (1, _) => ("only_one", 1),
        (_, 0) => ("nearest_of", pair.fitting),
        (_, nearer) => ("nearer_elsewhere", nearer),
    };
    [why, loss(pair.otherwise)]
}

/// What the plan loses, as code and detail.
pub(crate) const fn loss(loss: Otherwise) -> (&'static str, u32) {
    match loss {
        Otherwise::FewerPlaces(places) => ("else_fewer_places", places),
        Otherwise::FewerVital(places) => ("else_fewer_vital", places),
        Otherwise::LongerKm(kilometres) => ("else_longer", kilometres),
    }
}

impl PlanJson {
    fn new(plan: &BacklogPlan, locale: templates::Locale) -> Self {
        let reason = |(code, count): (&'static str, u32)| Reason {
            code: code.to_owned(),
            text: words::planned(locale, code, count),
        };
        let exchange = |other: &Exchange| ExchangeJson {
            volunteer_id: other.volunteer_id.0,
            distance_m: other.distance_m,
            costs: reason(loss(other.costs)),
        };
        let pair = |pair: &PlannedPair| PlannedJson {
            request_id: pair.request.id.0,
            reference: pair.request.reference.clone(),
            volunteer_id: pair.volunteer_id.0,
            distance_m: pair.distance_m,
            reasons: reasons(pair).into_iter().map(reason).collect(),
            instead: pair.others.iter().map(exchange).collect(),
        };
        let unfilled = plan.unfilled.iter().map(|(request, places)| UnfilledJson {
            request_id: request.id.0,
            reference: request.reference.clone(),
            places: *places,
        });
        Self {
            requests: plan.requests,
            places: plan.places,
            beyond: plan.beyond,
            unfilled: unfilled.collect(),
            pairs: plan.pairs.iter().map(pair).collect(),
        }
    }
}

/// Propose the best plan for all open requests of the caller's area.
#[utoipa::path(
    get, path = "/plan", tag = "requests",
    responses((status = 200, description = "The plan; nothing is assigned", body = PlanJson)),
    security(("token" = []), ("staff" = []))
)]
async fn get_plan(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
) -> Result<Json<PlanJson>> {
    let plan = state.dispatch.plan_backlog(&caller.actor).await?;
    Ok(Json(PlanJson::new(&plan, caller.locale)))
}
