//! The columns of each export, in the words of the API.
//!
//! What is open says nothing about who somebody is or where exactly they live; the rest is opened
//! from seals, after an entry in the ledger.

use matching::{Position, VolunteerStatus};
use serde_json::{Value, json};
use store::{
    Engagement, HelpRequest, RequestDetails, RequesterContact, StoredEvent, Volunteer,
    VolunteerContact,
};

use super::datum::Datum;
use super::items;
use super::volunteer_row::NOT_YET_AGREED;
use crate::areas::AreaTree;

/// The open columns of a volunteer.
pub(super) const VOLUNTEER: [&str; 27] = [
    "id",
    "status",
    "area",
    "address.country",
    "address.postcode",
    "address.place",
    "radius_km",
    "categories",
    "skills",
    "languages",
    "capacity",
    "availability",
    "quiet_hours",
    "timezone",
    "max_alerts_per_week",
    "mail_mode",
    "language",
    "paused_until",
    "vetted_until",
    "vetted_at",
    "age_at_least",
    "mail_suspended",
    "consent_version",
    "consent_source",
    "consent_at",
    "created_at",
    "activated_at",
];

pub(super) fn volunteer(v: &Volunteer, areas: &AreaTree) -> [Datum; VOLUNTEER.len()] {
    // Who is only invited has not agreed: an import of these rows must not make them active.
    let agreed = v.status != VolunteerStatus::Unverified || v.consent_source != NOT_YET_AGREED;
    [
        v.id.0.into(),
        Datum::word(v.status.code()),
        area(areas, v.area_id),
        Datum::word(&v.country),
        Datum::text(&v.postcode),
        Datum::text(&v.label),
        (f64::from(v.radius_m) / 1000.0).into(),
        Datum::list(&v.categories),
        Datum::list(&v.skills),
        Datum::list(&v.languages),
        v.capacity.into(),
        Datum::Shape(v.availability.to_string(), shape(&v.availability)),
        Datum::Shape(v.quiet_hours.to_string(), shape(&v.quiet_hours)),
        Datum::word(&v.timezone),
        v.max_alerts_per_week.into(),
        Datum::word(v.mail_mode.code()),
        Datum::word(&v.language),
        v.paused_until.into(),
        v.vetted_until.into(),
        v.vetted_at.into(),
        v.age_at_least.into(),
        v.mail_suspended.into(),
        Datum::maybe_text(agreed.then(|| v.consent_version.clone())),
        Datum::maybe_text(agreed.then(|| v.consent_source.clone())),
        agreed.then_some(v.consent_at).into(),
        v.created_at.into(),
        v.activated_at.into(),
    ]
}

/// The sealed columns of a volunteer.
pub(super) const VOLUNTEER_SEALED: [&str; 7] =
    ["name", "email", "phone", "address.line", "lat", "lon", "anchors"];

pub(super) fn volunteer_sealed(
    contact: VolunteerContact,
    anchors: &[Position],
) -> [Datum; VOLUNTEER_SEALED.len()] {
    let first = anchors.first();
    let others = anchors.get(1..).unwrap_or_default();
    let cell = others.iter().map(|point| format!("{} {}", point.lat(), point.lon()));
    let cell = cell.collect::<Vec<_>>().join("|");
    let list = others.iter().map(|point| json!({ "lat": point.lat(), "lon": point.lon() }));
    [
        Datum::text(contact.name),
        Datum::text(contact.email),
        Datum::maybe_word(contact.phone),
        Datum::maybe_text(contact.line),
        first.map(|point| point.lat()).into(),
        first.map(|point| point.lon()).into(),
        Datum::Shape(cell, list.collect()),
    ]
}

/// The open columns of a help request.
pub(super) const REQUEST: [&str; 28] = [
    "id",
    "reference",
    "status",
    "channel",
    "category",
    "priority",
    "languages",
    "skills",
    "volunteers_needed",
    "places_filled",
    "area",
    "remote",
    "address.country",
    "address.postcode",
    "address.place",
    "uncertainty_m",
    "not_before",
    "needed_by",
    "language",
    "staff_only",
    "consent_version",
    "consent_source",
    "consent_at",
    "created_at",
    "opened_at",
    "matched_at",
    "ended_at",
    "outcome",
];

pub(super) fn request(r: &HelpRequest, areas: &AreaTree) -> [Datum; REQUEST.len()] {
    [
        r.id.0.into(),
        Datum::word(&r.reference),
        Datum::word(r.status.code()),
        Datum::word(r.channel.code()),
        Datum::word(&r.category),
        Datum::word(r.priority.code()),
        Datum::list(&r.languages),
        Datum::list(&r.skills),
        r.volunteers_needed.into(),
        r.places_filled.into(),
        area(areas, r.area_id),
        r.remote.into(),
        Datum::word(&r.country),
        Datum::text(&r.postcode),
        Datum::text(&r.label),
        r.uncertainty_m.into(),
        r.not_before.into(),
        r.needed_by.into(),
        Datum::word(&r.language),
        r.staff_only.into(),
        Datum::text(&r.consent_version),
        Datum::text(&r.consent_by),
        r.consent_at.into(),
        r.created_at.into(),
        r.opened_at.into(),
        r.matched_at.into(),
        r.ended_at.into(),
        Datum::maybe_text(r.outcome.clone()),
    ]
}

/// The sealed columns of a help request.
pub(super) const REQUEST_SEALED: [&str; 9] = [
    "contact.name",
    "contact.phone",
    "contact.email",
    "contact.asked_by",
    "address.line",
    "lat",
    "lon",
    "details",
    "items",
];

/// The opened columns; empty ones when the seals cannot be opened any more.
pub(super) fn request_sealed(
    opened: Option<(RequesterContact, RequestDetails)>,
) -> [Datum; REQUEST_SEALED.len()] {
    let Some((contact, details)) = opened else {
        return std::array::from_fn(|_| Datum::Empty);
    };
    [
        Datum::text(contact.name),
        Datum::maybe_word(contact.phone),
        Datum::maybe_text(contact.email),
        Datum::maybe_text(contact.asked_by),
        Datum::maybe_text(contact.line),
        contact.position.map(Position::lat).into(),
        contact.position.map(Position::lon).into(),
        Datum::maybe_text(details.details),
        Datum::Shape(items::written(&details.items), shape(&details.items)),
    ]
}

/// The columns of an engagement.
pub(super) const ENGAGEMENT: [&str; 17] = [
    "id",
    "request_id",
    "volunteer_id",
    "alert_id",
    "place",
    "status",
    "promised",
    "planned_at",
    "assigned_by",
    "created_at",
    "contacted_at",
    "completed_at",
    "confirmed_at",
    "ended_at",
    "reason",
    "confirmed_by",
    "revealed_at",
];

pub(super) fn engagement(e: &Engagement) -> [Datum; ENGAGEMENT.len()] {
    [
        e.id.0.into(),
        e.request_id.0.into(),
        e.volunteer_id.0.into(),
        e.alert_id.map(|id| id.0).into(),
        e.place.into(),
        Datum::word(e.status.code()),
        Datum::word(e.promised.code()),
        e.planned_at.into(),
        e.assigned_by.map(|id| id.0).into(),
        e.created_at.into(),
        e.contacted_at.into(),
        e.completed_at.into(),
        e.confirmed_at.into(),
        e.ended_at.into(),
        Datum::maybe_text(e.reason.clone()),
        Datum::maybe_text(e.confirmed_by.clone()),
        e.revealed_at.into(),
    ]
}

/// The columns of an event.
pub(super) const EVENT: [&str; 11] = [
    "seq",
    "at",
    "kind",
    "request_id",
    "volunteer_id",
    "alert_id",
    "engagement_id",
    "task_id",
    "actor_kind",
    "actor_id",
    "data",
];

pub(super) fn event(e: &StoredEvent) -> [Datum; EVENT.len()] {
    let data = serde_json::from_str(&e.data).unwrap_or(Value::Null);
    [
        e.seq.into(),
        e.at.into(),
        Datum::word(&e.kind),
        e.request_id.map(|id| id.0).into(),
        e.volunteer_id.map(|id| id.0).into(),
        e.alert_id.map(|id| id.0).into(),
        e.engagement_id.map(|id| id.0).into(),
        e.task_id.map(|id| id.0).into(),
        Datum::word(&e.actor_kind),
        e.actor_id.into(),
        Datum::Shape(e.data.clone(), data),
    ]
}

fn area(areas: &AreaTree, id: Option<matching::AreaId>) -> Datum {
    Datum::maybe_text(id.and_then(|id| areas.name(id)).map(str::to_owned))
}

fn shape<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
