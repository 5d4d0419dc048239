//! What callers send, before it is parsed.
//!
//! The page, the JSON API and the files all fill these; the parsers beside the use cases turn them
//! into domain values once and report every field that cannot be used at once.

use std::fmt;

/// The ways of payment.
pub const PAYMENTS: [&str; 4] = ["door", "shop", "together", "none"];

/// An address as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct AddressInput {
    /// Street and number.
    pub line: Option<String>,
    /// Postcode.
    pub postcode: String,
    /// Town or village.
    pub place: String,
    /// ISO 3166-1 alpha-2; empty = the deployment's country.
    pub country: String,
}

/// A point.
#[derive(Clone, Copy, Default, PartialEq)]
pub struct LocationInput {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
}

/// The agreement to what is done with the data.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ConsentInput {
    /// Which text.
    pub version: String,
    /// Whether it was given.
    pub given: bool,
    /// By whom: empty or `self`, `oral` when an operator read it out.
    pub by: Option<String>,
    /// Whether it covers being kept longer, to be found again.
    pub keep: bool,
}

/// One thing to buy or fetch.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ItemInput {
    /// What.
    pub name: String,
    /// How much.
    pub quantity: Option<String>,
    /// What else to know.
    pub note: Option<String>,
}

/// A help request as it comes in.
#[derive(Clone, Default, PartialEq)]
pub struct HelpRequestInput {
    /// Category code.
    pub category: String,
    /// Free text for the person who comes.
    pub details: Option<String>,
    /// Languages the helper may speak with the person; empty = any.
    pub languages: Vec<String>,
    /// Skills the helper needs.
    pub skills: Vec<String>,
    /// `vital` or `normal`; empty = normal.
    pub priority: Option<String>,
    /// The name to ask for.
    pub name: String,
    /// Phone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Who asks on the person's behalf.
    pub asked_by: Option<String>,
    /// Where.
    pub address: Option<AddressInput>,
    /// Or the point itself.
    pub location: Option<LocationInput>,
    /// Help without distance.
    pub remote: bool,
    /// Not before, RFC 3339.
    pub not_before: Option<String>,
    /// Deadline, RFC 3339.
    pub needed_by: String,
    /// Places; `None` = 1.
    pub volunteers_needed: Option<i64>,
    /// The list.
    pub items: Vec<ItemInput>,
    /// The way of payment, one of [`PAYMENTS`].
    pub payment: Option<String>,
    /// What to mind with this person, of [`templates::MINDS`].
    pub minds: Vec<String>,
    /// Asked again by itself after so many days.
    pub repeat_days: Option<u32>,
    /// `web`, `phone`, `api`, `import`.
    pub channel: String,
    /// The agreement.
    pub consent: ConsentInput,
    /// The language to write to the person in.
    pub language: Option<String>,
}

/// One slot of a week.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SlotInput {
    /// `mon` … `sun`.
    pub days: Vec<String>,
    /// `HH:MM`.
    pub from: String,
    /// `HH:MM`.
    pub to: String,
}

/// A volunteer as they sign up.
#[derive(Clone, Default, PartialEq)]
pub struct VolunteerInput {
    /// Their name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Phone number.
    pub phone: Option<String>,
    /// Languages they speak.
    pub languages: Vec<String>,
    /// Where they start from.
    pub address: Option<AddressInput>,
    /// Or the point itself.
    pub location: Option<LocationInput>,
    /// How far they go, in kilometres.
    pub radius_km: f64,
    /// Category codes.
    pub categories: Vec<String>,
    /// Skill codes.
    pub skills: Vec<String>,
    /// Their hours; empty = always.
    pub availability: Vec<SlotInput>,
    /// Requests at a time; `None` = 1.
    pub capacity: Option<i64>,
    /// Own weekly limit of alerts.
    pub max_alerts_per_week: Option<i64>,
    /// `single` or `digest`; `None` = `single`.
    pub mail_mode: Option<String>,
    /// `HH:MM` to `HH:MM`; `None` = 21:00 to 08:00.
    pub quiet_hours: Option<(String, String)>,
    /// IANA zone; `None` = the deployment's.
    pub timezone: Option<String>,
    /// They are at least so old, in years; `None` = 18, of which the agreement speaks.
    pub age_at_least: Option<i64>,
    /// The agreement.
    pub consent: ConsentInput,
    /// The language to write to them in.
    pub language: Option<String>,
}

/// What an edit of a request may change; `None` leaves a field as it is.
#[derive(Clone, Default, PartialEq)]
pub struct RequestEdit {
    /// Category code.
    pub category: Option<String>,
    /// Free text.
    pub details: Option<String>,
    /// Languages of the helper.
    pub languages: Option<Vec<String>>,
    /// Skills of the helper.
    pub skills: Option<Vec<String>>,
    /// Staff only.
    pub priority: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Where.
    pub address: Option<AddressInput>,
    /// Or the point itself.
    pub location: Option<LocationInput>,
    /// Not before, RFC 3339.
    pub not_before: Option<String>,
    /// Deadline, RFC 3339.
    pub needed_by: Option<String>,
    /// Places.
    pub volunteers_needed: Option<i64>,
    /// The list.
    pub items: Option<Vec<ItemInput>>,
    /// Only staff choose who helps.
    pub staff_only: Option<bool>,
}

/// What a volunteer or staff may change; `None` leaves a field as it is.
#[derive(Clone, Default, PartialEq)]
pub struct VolunteerEdit {
    /// Their name.
    pub name: Option<String>,
    /// Phone number; empty removes it.
    pub phone: Option<String>,
    /// Languages they speak.
    pub languages: Option<Vec<String>>,
    /// Where they start from.
    pub address: Option<AddressInput>,
    /// Or the point itself.
    pub location: Option<LocationInput>,
    /// One more place to start from.
    pub add_place: Option<AddressInput>,
    /// Takes a further place away, from 0 for the first after home.
    pub remove_place: Option<usize>,
    /// How far they go, in kilometres.
    pub radius_km: Option<f64>,
    /// Category codes.
    pub categories: Option<Vec<String>>,
    /// Skill codes.
    pub skills: Option<Vec<String>>,
    /// Their hours.
    pub availability: Option<Vec<SlotInput>>,
    /// Requests at a time.
    pub capacity: Option<i64>,
    /// Own weekly limit; `Some(None)` removes it.
    pub max_alerts_per_week: Option<Option<i64>>,
    /// `single` or `digest`.
    pub mail_mode: Option<String>,
    /// Quiet hours.
    pub quiet_hours: Option<(String, String)>,
    /// IANA zone.
    pub timezone: Option<String>,
    /// Status code: volunteers `active` or `paused`, coordinators any legal one.
    pub status: Option<String>,
    /// Rests until, RFC 3339; `Some(None)` ends the rest.
    pub paused_until: Option<Option<String>>,
    /// The language to write to them in.
    pub language: Option<String>,
    /// They are at least so old, in years.
    pub age_at_least: Option<i64>,
    /// Vetted until, RFC 3339, a coordinator's word; `Some(None)` ends it.
    pub vetted_until: Option<Option<String>>,
}

macro_rules! unprintable {
    ($($name:ident),+) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

unprintable!(
    AddressInput,
    LocationInput,
    ConsentInput,
    ItemInput,
    HelpRequestInput,
    SlotInput,
    VolunteerInput,
    RequestEdit,
    VolunteerEdit
);
