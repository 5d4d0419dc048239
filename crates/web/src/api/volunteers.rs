//! Signing up as a volunteer; for staff: listing, reading, changing.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dispatch::{AreaTree, Refusal};
use jiff::Timestamp;
use matching::{VolunteerId, VolunteerStatus};
use serde::{Deserialize, Serialize};
use store::{Volunteer, VolunteerFilter};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::body::{Body, Key};
use super::listing::{self, Here, Listing};
use super::parts::{Id, Query, StaffCaller, Wrong};
use super::shapes::{AddressJson, AreaJson, ContactJson, Quiet, Slot, Why};
use super::volunteer_body::{NewVolunteer, VolunteerChange};
use crate::caller::Caller;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(register_volunteer, list_volunteers))
        .routes(routes!(get_volunteer, patch_volunteer))
        .routes(routes!(reveal_volunteer))
        .routes(routes!(ask_for_another_address))
}

/// The answer to a registration.
#[derive(Serialize, ToSchema)]
struct RegisteredJson {
    id: Uuid,
    /// `unverified`: a confirmation link goes by mail.
    status: &'static str,
}

/// A volunteer, without anything personal.
#[derive(Serialize, ToSchema)]
struct VolunteerJson {
    id: Uuid,
    /// `unverified`, `pending_review`, `active`, `paused`, `suspended` or `withdrawn`.
    status: &'static str,
    contact: ContactJson,
    address: AddressJson,
    area: Option<AreaJson>,
    radius_km: f64,
    categories: Vec<String>,
    skills: Vec<String>,
    languages: Vec<String>,
    /// The language to write to them in.
    language: String,
    /// None = always.
    availability: Vec<Slot>,
    quiet_hours: Option<Quiet>,
    timezone: String,
    capacity: u32,
    max_alerts_per_week: Option<u32>,
    /// `single` or `digest`.
    mail_mode: &'static str,
    paused_until: Option<Timestamp>,
    /// The address bounces: no mail until it is confirmed again.
    mail_suspended: bool,
    vetted_until: Option<Timestamp>,
    /// When they were vetted last.
    vetted_at: Option<Timestamp>,
    /// By which account or API token.
    vetted_by: Option<Uuid>,
    /// They say to be at least so old, in years.
    age_at_least: u32,
    created_at: Timestamp,
    activated_at: Option<Timestamp>,
    updated_at: Timestamp,
}

impl VolunteerJson {
    fn new(volunteer: Volunteer, areas: &AreaTree) -> Self {
        let slot = |slot: &matching::Slot| Slot {
            days: slot.days().iter().map(ToString::to_string).collect(),
            from: slot.from().to_string(),
            to: slot.to().to_string(),
        };
        let quiet = volunteer.quiet_hours.to_string();
        let quiet = quiet
            .split_once('-')
            .map(|(from, to)| Quiet { from: from.to_owned(), to: to.to_owned() });
        Self {
            id: volunteer.id.0,
            status: volunteer.status.code(),
            contact: ContactJson::default(),
            address: AddressJson {
                line: None,
                postcode: volunteer.postcode,
                place: volunteer.label,
                country: volunteer.country,
            },
            area: AreaJson::of(volunteer.area_id, areas),
            radius_km: f64::from(volunteer.radius_m) / 1000.0,
            categories: volunteer.categories.iter().map(ToString::to_string).collect(),
            skills: volunteer.skills.iter().map(ToString::to_string).collect(),
            languages: volunteer.languages.iter().map(ToString::to_string).collect(),
            language: volunteer.language.to_string(),
            availability: volunteer.availability.slots().iter().map(slot).collect(),
            quiet_hours: quiet,
            timezone: volunteer.timezone,
            capacity: volunteer.capacity,
            max_alerts_per_week: volunteer.max_alerts_per_week,
            mail_mode: volunteer.mail_mode.code(),
            paused_until: volunteer.paused_until,
            mail_suspended: volunteer.mail_suspended,
            vetted_until: volunteer.vetted_until,
            vetted_at: volunteer.vetted_at,
            vetted_by: volunteer.vetted_by,
            age_at_least: volunteer.age_at_least,
            created_at: volunteer.created_at,
            activated_at: volunteer.activated_at,
            updated_at: volunteer.updated_at,
        }
    }
}

/// Sign up as a volunteer.
///
/// A confirmation link goes by mail. The answer is the same for an address that is known.
#[utoipa::path(
    post, path = "/volunteers", tag = "volunteers", request_body = NewVolunteer,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat safe for 24 hours")),
    responses((status = 201, description = "Stored", body = RegisteredJson)),
    security((), ("token" = []), ("staff" = []))
)]
async fn register_volunteer(
    State(state): State<WebState>,
    caller: Caller,
    key: Key,
    body: Body<NewVolunteer>,
) -> Result<Response> {
    let replay = key.replay(&caller.actor, &body.bytes)?;
    let input = body.value.into();
    let registered =
        state.dispatch.register_volunteer(&caller.actor, &input, replay.as_ref()).await?;
    let status = VolunteerStatus::Unverified.code();
    let answer = RegisteredJson { id: registered.id.0, status };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// Which volunteers to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct VolunteerQuery {
    /// A status.
    status: Option<String>,
    /// An area's name or id; what lies within it counts too.
    area: Option<String>,
    /// Where the page starts.
    cursor: Option<String>,
    /// How many, 50 without.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
}

/// List volunteers, newest first.
#[utoipa::path(
    get, path = "/volunteers", tag = "volunteers", params(VolunteerQuery),
    responses((status = 200, description = "One page", body = Listing<VolunteerJson>)),
    security(("token" = []), ("staff" = []))
)]
async fn list_volunteers(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    here: Here,
    Query(query): Query<VolunteerQuery>,
) -> Result<Response> {
    let mut wrong = Wrong::default();
    let areas = state.dispatch.areas();
    let limit = listing::limit(&mut wrong, query.limit.as_deref());
    let filter = VolunteerFilter {
        status: wrong.code("status", query.status.as_deref()),
        areas: wrong.areas(&areas, query.area.as_deref()),
        before: listing::cursor(&mut wrong, query.cursor.as_deref(), |text| text.parse().ok()),
        limit: limit + 1,
        ..VolunteerFilter::default()
    };
    wrong.done()?;
    let rows = state.dispatch.volunteers_page(&caller.actor, filter).await?;
    let write = |row| VolunteerJson::new(row, &areas);
    Ok(listing::page(&here, rows, limit, |row| row.id.to_string(), write))
}

/// Read a volunteer.
#[utoipa::path(
    get, path = "/volunteers/{id}", tag = "volunteers",
    params(("id" = Uuid, Path, description = "The volunteer")),
    responses((status = 200, description = "The volunteer", body = VolunteerJson)),
    security(("token" = []), ("staff" = []))
)]
async fn get_volunteer(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<VolunteerId>,
) -> Result<Json<VolunteerJson>> {
    let volunteer = state.dispatch.volunteer(&caller.actor, id).await?;
    Ok(Json(VolunteerJson::new(volunteer, &state.dispatch.areas())))
}

/// Change a volunteer: vetting, suspension, capacity and what they may change themselves.
#[utoipa::path(
    patch, path = "/volunteers/{id}", tag = "volunteers", request_body = VolunteerChange,
    params(("id" = Uuid, Path, description = "The volunteer")),
    responses((status = 200, description = "The volunteer as they are now", body = VolunteerJson)),
    security(("token" = []), ("staff" = []))
)]
async fn patch_volunteer(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<VolunteerId>,
    body: Body<VolunteerChange>,
) -> Result<Json<VolunteerJson>> {
    let edit = body.value.into();
    let volunteer = state.dispatch.edit_volunteer(&caller.actor, id, &edit).await?;
    Ok(Json(VolunteerJson::new(volunteer, &state.dispatch.areas())))
}

/// How to reach a volunteer.
#[derive(Serialize, ToSchema)]
struct VolunteerContactJson {
    volunteer_id: Uuid,
    contact: ContactJson,
    /// Street and number.
    line: Option<String>,
}

/// Show how to reach a volunteer. Every view is an entry in the ledger.
#[utoipa::path(
    post, path = "/volunteers/{id}/reveal", tag = "volunteers", request_body = Why,
    params(("id" = Uuid, Path, description = "The volunteer")),
    responses((status = 200, description = "The contact", body = VolunteerContactJson)),
    security(("token" = []), ("staff" = []))
)]
async fn reveal_volunteer(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<VolunteerId>,
    body: Body<Why>,
) -> Result<Json<VolunteerContactJson>> {
    let contact = state.dispatch.reveal_volunteer(&caller.actor, id, &body.value.reason).await?;
    Ok(Json(VolunteerContactJson {
        volunteer_id: id.0,
        contact: ContactJson {
            name: Some(contact.name),
            phone: contact.phone,
            email: Some(contact.email),
        },
        line: contact.line,
    }))
}

/// Another address for oneself.
#[derive(Default, Deserialize, ToSchema)]
struct NewEmail {
    #[schema(required = true, example = "ines@example.org")]
    #[serde(default)]
    email: String,
}

/// Ask for another e-mail address, as the volunteer who is signed in.
///
/// Both mailboxes are asked to agree within 48 hours; until then nothing changes. The answer is the
/// same for an address that is somebody's already.
#[utoipa::path(
    post, path = "/volunteers/me/email", tag = "volunteers", request_body = NewEmail,
    responses((status = 202, description = "Both mailboxes are asked")),
    security(("volunteer" = []))
)]
async fn ask_for_another_address(
    State(state): State<WebState>,
    caller: Caller,
    body: Body<NewEmail>,
) -> Result<StatusCode> {
    let id = caller.volunteer().ok_or(Refusal::Unauthenticated)?;
    state.dispatch.ask_volunteer_email(id, &body.value.email).await?;
    Ok(StatusCode::ACCEPTED)
}
