//! The fields of `proche export` that a replay needs; all others are passed over.

use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

/// A file of places.
#[derive(Deserialize)]
pub(super) struct Features<T> {
    pub features: Vec<Feature<T>>,
}

#[derive(Deserialize)]
pub(super) struct Feature<T> {
    pub geometry: Option<Point>,
    pub properties: T,
}

/// Degrees east and north.
#[derive(Deserialize)]
pub(super) struct Point {
    pub coordinates: [f64; 2],
}

#[derive(Deserialize)]
pub(super) struct VolunteerRow {
    pub id: Uuid,
    pub status: String,
    pub radius_km: f64,
    pub categories: Vec<String>,
    pub skills: Vec<String>,
    pub languages: Vec<String>,
    pub capacity: u32,
    pub max_alerts_per_week: Option<u32>,
    pub created_at: Timestamp,
    pub activated_at: Option<Timestamp>,
}

#[derive(Deserialize)]
pub(super) struct RequestRow {
    pub id: Uuid,
    pub category: String,
    pub priority: String,
    pub languages: Vec<String>,
    pub skills: Vec<String>,
    pub volunteers_needed: u32,
    pub staff_only: bool,
    pub needed_by: Timestamp,
    pub opened_at: Option<Timestamp>,
}

#[derive(Deserialize)]
pub(super) struct EventRow {
    pub at: Timestamp,
    pub kind: String,
    pub request_id: Option<Uuid>,
    pub volunteer_id: Option<Uuid>,
}
