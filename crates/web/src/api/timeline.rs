//! The story of a request.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use matching::RequestId;
use serde::Serialize;
use store::{Alert, HelpRequest, StoredEvent};
use templates::Locale;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::parts::{Id, StaffCaller};
use crate::error::Result;
use crate::state::WebState;
use crate::words;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(get_timeline))
}

/// Every event of a request, in order, and what comes next.
#[derive(Serialize, ToSchema)]
struct TimelineJson {
    events: Vec<EventJson>,
    /// What comes next; none when the request has ended.
    next: Option<NextJson>,
}

/// Something that happened.
#[derive(Serialize, ToSchema)]
struct EventJson {
    at: Timestamp,
    /// A stable code.
    kind: String,
    actor: ActorJson,
    volunteer_id: Option<Uuid>,
    alert_id: Option<Uuid>,
    engagement_id: Option<Uuid>,
    task_id: Option<Uuid>,
    /// What happened and why, in the caller's language.
    text: String,
    /// Codes and numbers, by kind.
    data: serde_json::Value,
}

/// Who did it.
#[derive(Serialize, ToSchema)]
struct ActorJson {
    /// `system`, `visitor`, `requester`, `volunteer`, `staff` or `token`.
    kind: String,
    id: Option<Uuid>,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
struct NextJson {
    at: Timestamp,
    /// In the caller's language.
    text: String,
}

impl EventJson {
    fn new(event: StoredEvent, locale: Locale, zone: &TimeZone, alerts: &[Alert]) -> Self {
        let data = serde_json::from_str(&event.data).unwrap_or_default();
        let mut text = vec![words::sentences(locale, zone, &event, &data, alerts)];
        text.extend(words::left_out(locale, &data));
        Self {
            at: event.at,
            text: text.join(" "),
            kind: event.kind,
            actor: ActorJson { kind: event.actor_kind, id: event.actor_id },
            volunteer_id: event.volunteer_id.map(|id| id.0),
            alert_id: event.alert_id.map(|id| id.0),
            engagement_id: event.engagement_id.map(|id| id.0),
            task_id: event.task_id.map(|id| id.0),
            data,
        }
    }
}

/// What comes next, in the order of time: others are asked, a human takes over, the deadline.
fn next(state: &WebState, request: &HelpRequest, locale: Locale) -> Option<NextJson> {
    let zone = &state.dispatch.settings().timezone;
    let steps = state.dispatch.what_next(request);
    let at = steps.first()?.1;
    let told = steps
        .into_iter()
        .map(|(kind, at)| locale.next_step(kind, &locale.date_time(&at.to_zoned(zone.clone()))));
    Some(NextJson { at, text: told.collect::<Vec<_>>().join(" ") })
}

/// Read the story of a request.
#[utoipa::path(
    get, path = "/requests/{id}/timeline", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The story", body = TimelineJson)),
    security(("token" = []), ("staff" = []))
)]
async fn get_timeline(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<TimelineJson>> {
    let (request, events) = state.dispatch.timeline(&caller.actor, id).await?;
    let alerts = state.dispatch.alerts(&caller.actor, id).await?;
    let next = next(&state, &request, caller.locale);
    let zone = &state.dispatch.settings().timezone;
    let told = |event| EventJson::new(event, caller.locale, zone, &alerts);
    Ok(Json(TimelineJson { events: events.into_iter().map(told).collect(), next }))
}
