//! Volunteers as they come in.

use dispatch::{VolunteerEdit, VolunteerInput};
use serde::Deserialize;
use utoipa::ToSchema;

use super::body::Change;
use super::shapes::{Address, Consent, Location, Quiet, Slot};

/// Somebody who offers help.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct NewVolunteer {
    #[schema(required = true, example = "Inès Dubois")]
    #[serde(default)]
    name: String,
    #[schema(required = true, example = "ines@example.org")]
    #[serde(default)]
    email: String,
    /// National or international.
    phone: Option<String>,
    /// Languages they speak.
    #[schema(required = true, example = json!(["fr", "nl"]))]
    #[serde(default)]
    languages: Vec<String>,
    /// Where they start from: an address, or a location.
    address: Option<Address>,
    location: Option<Location>,
    /// How far they go.
    #[schema(required = true, value_type = f64, minimum = 0, maximum = 50, example = 5.0)]
    radius_km: Option<f64>,
    /// Categories' codes.
    #[schema(required = true, example = json!(["groceries", "pharmacy"]))]
    #[serde(default)]
    categories: Vec<String>,
    skills: Option<Vec<String>>,
    /// Their hours; none = always.
    availability: Option<Vec<Slot>>,
    /// Requests at a time; 1 without.
    #[schema(minimum = 0, maximum = 20)]
    capacity: Option<i64>,
    #[schema(minimum = 0, maximum = 100)]
    max_alerts_per_week: Option<i64>,
    /// `single` (each request as it comes) or `digest` (one mail a day); `single` without.
    #[schema(example = "single")]
    mail_mode: Option<String>,
    /// 21:00 to 08:00 without.
    quiet_hours: Option<Quiet>,
    /// IANA zone; the deployment's without.
    #[schema(example = "Europe/Brussels")]
    timezone: Option<String>,
    /// They are at least so old, in years; 18 without, of which the agreement speaks. Only the step
    /// that some kind of help asks for is kept.
    #[schema(minimum = 16, example = 18)]
    age_at_least: Option<i64>,
    #[schema(required = true)]
    #[serde(default)]
    consent: Consent,
    /// The language to write to them in; the first of their languages that is offered without.
    language: Option<String>,
}

impl From<NewVolunteer> for VolunteerInput {
    fn from(new: NewVolunteer) -> Self {
        let slots = new.availability.unwrap_or_default();
        Self {
            name: new.name,
            email: new.email,
            phone: new.phone,
            languages: new.languages,
            address: new.address.map(Into::into),
            location: new.location.map(Into::into),
            // The use case refuses what is no number.
            radius_km: new.radius_km.unwrap_or(f64::NAN),
            categories: new.categories,
            skills: new.skills.unwrap_or_default(),
            availability: slots.into_iter().map(Into::into).collect(),
            capacity: new.capacity,
            max_alerts_per_week: new.max_alerts_per_week,
            mail_mode: new.mail_mode,
            quiet_hours: new.quiet_hours.map(|hours| (hours.from, hours.to)),
            timezone: new.timezone,
            age_at_least: new.age_at_least,
            consent: new.consent.into(),
            language: new.language,
        }
    }
}

/// What changes of a volunteer; what is not there stays.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct VolunteerChange {
    name: Option<String>,
    /// `null` takes it away.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    phone: Change<String>,
    languages: Option<Vec<String>>,
    address: Option<Address>,
    location: Option<Location>,
    #[schema(minimum = 0, maximum = 50)]
    radius_km: Option<f64>,
    categories: Option<Vec<String>>,
    skills: Option<Vec<String>>,
    availability: Option<Vec<Slot>>,
    #[schema(minimum = 0, maximum = 20)]
    capacity: Option<i64>,
    /// `null` takes the limit away.
    #[serde(default)]
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 100)]
    max_alerts_per_week: Change<i64>,
    /// `single` or `digest`.
    mail_mode: Option<String>,
    quiet_hours: Option<Quiet>,
    timezone: Option<String>,
    /// Vetting and suspension: a coordinator's word.
    status: Option<String>,
    /// Rests until then; `null` ends the rest.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    paused_until: Change<String>,
    language: Option<String>,
    /// They are at least so old, in years.
    age_at_least: Option<i64>,
    /// Vetted until then, a coordinator's word; `null` ends it.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    vetted_until: Change<String>,
}

impl From<VolunteerChange> for VolunteerEdit {
    fn from(change: VolunteerChange) -> Self {
        let slots = |slots: Vec<Slot>| slots.into_iter().map(Into::into).collect();
        Self {
            add_place: None,
            remove_place: None,
            name: change.name,
            phone: change.phone.text(),
            languages: change.languages,
            address: change.address.map(Into::into),
            location: change.location.map(Into::into),
            radius_km: change.radius_km,
            categories: change.categories,
            skills: change.skills,
            availability: change.availability.map(slots),
            capacity: change.capacity,
            max_alerts_per_week: change.max_alerts_per_week.nested(),
            mail_mode: change.mail_mode,
            quiet_hours: change.quiet_hours.map(|hours| (hours.from, hours.to)),
            timezone: change.timezone,
            status: change.status,
            paused_until: change.paused_until.nested(),
            language: change.language,
            age_at_least: change.age_at_least,
            vetted_until: change.vetted_until.nested(),
        }
    }
}
