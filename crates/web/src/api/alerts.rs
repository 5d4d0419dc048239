//! The volunteer's answer to an alert, by its link.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dispatch::{Accepted, Actor, AlertView, Promise, Refusal};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use templates::Locale;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::Body;
use super::parts::Token;
use super::shapes::{Reason, RevealedJson, with_cookie};
use crate::caller::Caller;
use crate::cookies::Cookie;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(get_alert))
        .routes(routes!(accept_alert))
        .routes(routes!(decline_alert))
}

/// What a volunteer may know before a yes: never a name, an address, a number or free text.
#[derive(Serialize, ToSchema)]
struct AlertViewJson {
    /// Where the alert stands.
    status: &'static str,
    /// Whether no place is left.
    taken: bool,
    category: String,
    /// What somebody near needs, in words.
    need: String,
    /// `vital` or `normal`.
    priority: &'static str,
    /// The neighbourhood; empty for help without distance.
    place: String,
    /// How far, coarse on purpose; none for help without distance.
    distance: Option<Reason>,
    /// Whether it is farther than the volunteer said: an invitation to stretch, this once.
    farther: bool,
    remote: bool,
    languages: Vec<String>,
    skills: Vec<String>,
    item_count: u32,
    volunteers_needed: u32,
    places_left: u32,
    not_before: Option<Timestamp>,
    needed_by: Timestamp,
    /// The link works until then.
    expires_at: Timestamp,
    /// The volunteer's own engagement, when they hold a place.
    engagement_id: Option<Uuid>,
}

impl AlertViewJson {
    fn new(view: AlertView, locale: Locale) -> Self {
        let request = view.request;
        let bucket = |metres: u32| Reason {
            code: matching::DistanceBucket::of_m(metres).code().to_owned(),
            text: locale.distance(templates::DistanceBucket::from_metres(metres)),
        };
        Self {
            status: view.alert.status.code(),
            taken: view.taken,
            need: locale.category_need(request.category.as_str()),
            category: request.category.to_string(),
            priority: request.priority.code(),
            distance: view.alert.distance_m.filter(|_| !request.remote).map(bucket),
            farther: view.beyond_m.is_some(),
            place: request.label,
            remote: request.remote,
            languages: request.languages.iter().map(ToString::to_string).collect(),
            skills: request.skills.iter().map(ToString::to_string).collect(),
            item_count: request.item_count,
            volunteers_needed: request.volunteers_needed,
            places_left: request.volunteers_needed.saturating_sub(request.places_filled),
            not_before: request.not_before,
            needed_by: request.needed_by,
            expires_at: view.alert.expires_at,
            engagement_id: view.engagement.map(|id| id.0),
        }
    }
}

/// Read what an alert is about. Nothing changes.
#[utoipa::path(
    get, path = "/alerts/{token}", tag = "alerts",
    params(("token" = String, Path, description = "The last part of the alert's link")),
    responses((status = 200, description = "The alert", body = AlertViewJson)),
    security(())
)]
async fn get_alert(
    State(state): State<WebState>,
    caller: Caller,
    Token(token): Token,
) -> Result<Json<AlertViewJson>> {
    let view = state.dispatch.view_alert(&token).await?;
    Ok(Json(AlertViewJson::new(view, caller.locale)))
}

/// When the volunteer will go.
#[derive(Default, Deserialize, ToSchema)]
struct Accept {
    /// `now`, `today`, `tomorrow` or a time.
    #[schema(required = true, example = "today")]
    #[serde(default)]
    when: String,
}

/// A place that is held.
#[derive(Serialize, ToSchema)]
struct AcceptedJson {
    engagement: HeldJson,
    /// The request's short number.
    reference: String,
    /// Only for the holder again, in the browser that has the cookie or a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<RevealedJson>,
}

/// The engagement in short.
#[derive(Serialize, ToSchema)]
struct HeldJson {
    id: Uuid,
    status: &'static str,
    /// `now`, `today`, `tomorrow` or `at`.
    when: &'static str,
    /// The time behind it.
    planned_at: Option<Timestamp>,
}

impl AcceptedJson {
    fn new(accepted: &Accepted, contact: Option<RevealedJson>) -> Self {
        let engagement = &accepted.engagement;
        Self {
            engagement: HeldJson {
                id: engagement.id.0,
                status: engagement.status.code(),
                when: engagement.promised.code(),
                planned_at: engagement.planned_at,
            },
            reference: accepted.reference.clone(),
            contact,
        }
    }
}

/// Say yes.
///
/// Exactly one volunteer gets each place; the answer to the others is 409 `taken`. The first yes
/// gives a cookie for the engagement, which lasts a day. Who holds the place already gets it again,
/// with the contact only where the cookie or a session is.
#[utoipa::path(
    post, path = "/alerts/{token}/accept", tag = "alerts", request_body = Accept,
    params(("token" = String, Path, description = "The last part of the alert's link")),
    responses((status = 200, description = "The place is held", body = AcceptedJson)),
    security((), ("engagement" = []), ("volunteer" = []))
)]
async fn accept_alert(
    State(state): State<WebState>,
    caller: Caller,
    Token(token): Token,
    body: Body<Accept>,
) -> Result<Response> {
    let dispatch = &state.dispatch;
    let promise = Promise::parse(&body.value.when, dispatch.now())?;
    let accepted = dispatch.accept_alert(&token, promise).await?;
    if accepted.again {
        let contact = contact_again(&state, &caller, &accepted).await?;
        return Ok(Json(AcceptedJson::new(&accepted, contact)).into_response());
    }
    let cookie = dispatch.engagement_cookie(accepted.engagement.id).await?;
    let cookie = Cookie::Engagement.set(&state.settings, &cookie);
    Ok(with_cookie(Json(AcceptedJson::new(&accepted, None)), cookie))
}

/// The contact, for whoever can show that they are the holder: the link alone does not.
async fn contact_again(
    state: &WebState,
    caller: &Caller,
    accepted: &Accepted,
) -> Result<Option<RevealedJson>> {
    let id = accepted.engagement.id;
    let actor = if caller.engagement() == Some(id) {
        Actor::Holder(id)
    } else if caller.volunteer() == Some(accepted.engagement.volunteer_id) {
        Actor::Volunteer(accepted.engagement.volunteer_id)
    } else {
        return Ok(None);
    };
    match state.dispatch.reveal_to_volunteer(&actor, id).await {
        Ok(revealed) => Ok(Some(RevealedJson::new(revealed))),
        // The help is over for long: its contact is closed.
        Err(Refusal::NotFound) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// Why not.
#[derive(Default, Deserialize, ToSchema)]
struct Decline {
    /// `busy`, `away`, `too_far`, `ill`, `not_for_me` or `other`.
    reason: Option<String>,
}

/// Say no.
#[utoipa::path(
    post, path = "/alerts/{token}/decline", tag = "alerts", request_body = Decline,
    params(("token" = String, Path, description = "The last part of the alert's link")),
    responses((status = 204, description = "Noted; somebody else is asked")),
    security(())
)]
async fn decline_alert(
    State(state): State<WebState>,
    Token(token): Token,
    body: Body<Decline>,
) -> Result<StatusCode> {
    state.dispatch.decline_alert(&token, body.value.reason.as_deref()).await?;
    Ok(StatusCode::NO_CONTENT)
}
