//! Shapes that several calls share.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use dispatch::{AddressInput, AreaTree, ConsentInput, ItemInput, LocationInput, SlotInput};
use matching::AreaId;
use serde::{Deserialize, Serialize};
use store::{RequestDetails, RequesterContact};
use utoipa::ToSchema;
use uuid::Uuid;

/// Where somebody lives.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct Address {
    /// Street and number.
    line: Option<String>,
    /// The postcode.
    #[schema(required = true, example = "1050")]
    #[serde(default)]
    postcode: String,
    /// Town or village.
    #[schema(required = true, example = "Ixelles")]
    #[serde(default)]
    place: String,
    /// ISO 3166-1 alpha-2; the deployment's without one.
    #[schema(example = "BE")]
    country: Option<String>,
}

impl From<Address> for AddressInput {
    fn from(address: Address) -> Self {
        Self {
            line: address.line,
            postcode: address.postcode,
            place: address.place,
            country: address.country.unwrap_or_default(),
        }
    }
}

/// A point (WGS 84).
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
pub(crate) struct Location {
    /// Degrees north.
    #[schema(minimum = -90, maximum = 90)]
    lat: f64,
    /// Degrees east.
    #[schema(minimum = -180, maximum = 180)]
    lon: f64,
}

impl From<Location> for LocationInput {
    fn from(location: Location) -> Self {
        Self { lat: location.lat, lon: location.lon }
    }
}

/// The agreement to what is done with the data.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct Consent {
    /// Which text.
    #[schema(required = true, example = "2026-11")]
    #[serde(default)]
    version: String,
    /// Whether it was given.
    #[schema(required = true)]
    #[serde(default)]
    given: bool,
    /// By whom: nothing or `self`, `oral` when an operator read it out.
    by: Option<String>,
    /// Whether the person also agrees to be kept longer, to be found again when they come back.
    #[serde(default)]
    keep: bool,
}

impl From<Consent> for ConsentInput {
    fn from(consent: Consent) -> Self {
        Self { version: consent.version, given: consent.given, by: consent.by, keep: consent.keep }
    }
}

/// One thing to buy or fetch.
#[derive(Default, Deserialize, Serialize, ToSchema)]
pub(crate) struct Item {
    /// What.
    #[schema(required = true)]
    #[serde(default)]
    name: String,
    /// How much.
    quantity: Option<String>,
    /// What else to know.
    note: Option<String>,
}

impl From<Item> for ItemInput {
    fn from(item: Item) -> Self {
        Self { name: item.name, quantity: item.quantity, note: item.note }
    }
}

/// Hours on some days of the week; `from` later than `to` goes past midnight.
#[derive(Default, Deserialize, Serialize, ToSchema)]
pub(crate) struct Slot {
    /// `mon` … `sun`.
    #[schema(required = true, example = json!(["mon", "tue"]))]
    #[serde(default)]
    pub days: Vec<String>,
    /// `HH:MM`.
    #[schema(required = true, example = "09:00")]
    #[serde(default)]
    pub from: String,
    /// `HH:MM`.
    #[schema(required = true, example = "17:00")]
    #[serde(default)]
    pub to: String,
}

impl From<Slot> for SlotInput {
    fn from(slot: Slot) -> Self {
        Self { days: slot.days, from: slot.from, to: slot.to }
    }
}

/// Hours without mail, local time.
#[derive(Default, Deserialize, Serialize, ToSchema)]
pub(crate) struct Quiet {
    /// `HH:MM`.
    #[schema(required = true, example = "21:00")]
    #[serde(default)]
    pub from: String,
    /// `HH:MM`.
    #[schema(required = true, example = "08:00")]
    #[serde(default)]
    pub to: String,
}

/// An area of the deployment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AreaJson {
    /// Its id.
    id: Uuid,
    /// Its name.
    name: String,
}

impl AreaJson {
    /// The area with an id, if there is one.
    pub(crate) fn of(id: Option<AreaId>, areas: &AreaTree) -> Option<Self> {
        let id = id?;
        Some(Self { id: id.0, name: areas.name(id).unwrap_or_default().to_owned() })
    }
}

/// A code and its sentence in the caller's language.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reason {
    /// A stable code.
    pub code: String,
    /// The sentence.
    pub text: String,
}

/// A reason, in words.
#[derive(Default, Deserialize, ToSchema)]
pub(crate) struct Why {
    /// Why.
    #[schema(required = true)]
    #[serde(default)]
    pub reason: String,
}

/// Who to ask for and how to reach them. All `null` until revealed.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct ContactJson {
    /// The name.
    pub name: Option<String>,
    /// In international form.
    pub phone: Option<String>,
    /// The e-mail address.
    pub email: Option<String>,
}

/// Where, as far as the caller may know.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AddressJson {
    /// Street and number; `null` until revealed.
    pub line: Option<String>,
    /// The postcode.
    pub postcode: String,
    /// Town or neighbourhood.
    pub place: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// A person's contact, place and words, after an entry in the ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct RevealedJson {
    /// The request.
    request_id: Uuid,
    /// Its short number.
    reference: String,
    contact: ContactJson,
    /// Who asked on the person's behalf.
    asked_by: Option<String>,
    /// Where; none for help without distance.
    address: Option<AddressJson>,
    /// The best known point.
    location: Option<Location>,
    /// The person's words.
    details: Option<String>,
    /// The list.
    items: Vec<Item>,
    /// The way of payment, as a code.
    payment: Option<String>,
    /// What to mind with this person, as codes.
    minds: Vec<String>,
}

impl RevealedJson {
    pub(crate) fn new(revealed: dispatch::RevealedRequest) -> Self {
        let dispatch::RevealedRequest { request, contact, details } = revealed;
        let RequesterContact { name, phone, email, line, position, asked_by } = contact;
        let RequestDetails { details, items, payment, minds, .. } = details;
        let item =
            |item: store::Item| Item { name: item.name, quantity: item.quantity, note: item.note };
        Self {
            request_id: request.id.0,
            reference: request.reference,
            contact: ContactJson { name: Some(name), phone, email },
            asked_by,
            address: (!request.remote).then_some(AddressJson {
                line,
                postcode: request.postcode,
                place: request.label,
                country: request.country,
            }),
            location: position.map(|at| Location { lat: at.lat(), lon: at.lon() }),
            details,
            items: items.into_iter().map(item).collect(),
            payment,
            minds,
        }
    }
}

/// Adds a cookie to an answer.
pub(crate) fn with_cookie(answer: impl IntoResponse, cookie: HeaderValue) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}
