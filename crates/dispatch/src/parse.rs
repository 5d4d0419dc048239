//! Parsing at the border: what came in becomes domain values once, or all its errors at once.

use std::collections::BTreeSet;
use std::str::FromStr;

use geocoding::{Lookup, PlaceQuery, Precision, UnknownReason};
use jiff::Timestamp;
use matching::{Availability, CategoryCode, Language, Position, QuietHours, SkillCode};
use store::{HelpRequest, Item};

use crate::input::{AddressInput, ConsentInput, ItemInput, LocationInput, SlotInput};
use crate::refusal::{FieldError, Outcome, Refusal};
use crate::service::Dispatch;

/// Longest name, in characters.
pub const MAX_NAME: usize = 120;
/// Longest free text, in characters.
pub const MAX_TEXT: usize = 4_000;
/// Most items on a list.
pub const MAX_ITEMS: usize = 60;
/// Farthest radius a volunteer may set, in kilometres.
pub const MAX_RADIUS_KM: f64 = 50.0;

/// Collects errors while values are read.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<FieldError>);

impl Errors {
    pub fn add(&mut self, field: impl Into<String>, code: &'static str) {
        self.0.push(FieldError::new(field, code));
    }

    /// Keeps the value, or notes the error.
    pub fn keep<T>(&mut self, result: Result<T, FieldError>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    pub fn done(self) -> Outcome<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Invalid(self.0)) }
    }
}

/// Whether a text holds control characters other than line breaks and tabs.
fn has_control(text: &str, lines: bool) -> bool {
    let bidi = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    text.chars().any(|c| bidi(c) || (c.is_control() && !(lines && matches!(c, '\n' | '\t'))))
}

/// One line of text, trimmed; empty is an error.
pub(crate) fn line(field: &str, text: &str) -> Result<String, FieldError> {
    match optional_line(field, Some(text))? {
        Some(text) => Ok(text),
        None => Err(FieldError::new(field, "required")),
    }
}

/// One line of text, trimmed; empty is none.
pub(crate) fn optional_line(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    if has_control(text, false) {
        return Err(FieldError::new(field, "control_characters"));
    }
    if text.chars().count() > MAX_NAME {
        return Err(FieldError::new(field, "too_long").with(MAX_NAME.to_string()));
    }
    Ok(Some(text.to_owned()))
}

/// Free text of several lines, which end in line feeds alone.
pub(crate) fn text(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if has_control(&text, true) {
        return Err(FieldError::new(field, "control_characters"));
    }
    if text.chars().count() > MAX_TEXT {
        return Err(FieldError::new(field, "too_long").with(MAX_TEXT.to_string()));
    }
    Ok(Some(text))
}

/// An e-mail address, as typed and trimmed.
pub(crate) fn email(field: &str, text: Option<&str>) -> Result<Option<String>, FieldError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let plausible = text.len() <= 254
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        && text.rsplit_once('@').is_some_and(|(_, host)| host.contains('.'))
        && mailer::is_address(text);
    if plausible { Ok(Some(text.to_owned())) } else { Err(FieldError::new(field, "email")) }
}

/// The form under which an address is looked up: case and outer space do not count.
pub(crate) fn normalised_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// A phone number in international form.
pub(crate) fn phone(
    field: &str,
    text: Option<&str>,
    country: &str,
) -> Result<Option<String>, FieldError> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let bad = || FieldError::new(field, "phone");
    if text.len() > 40 || has_control(text, false) {
        return Err(bad());
    }
    international(text)
        .and_then(|text| dialled(None, &text))
        .or_else(|| dialled(phonenumber::country::Id::from_str(country).ok(), text))
        .map(Some)
        .ok_or_else(bad)
}

/// A text that begins as an international number does, with a plus.
fn international(text: &str) -> Option<String> {
    if text.starts_with('+') {
        return Some(text.to_owned());
    }
    text.strip_prefix("00").map(|rest| format!("+{rest}"))
}

/// The international form of a number that can be dialled, and reads back as itself.
///
/// An international number is read without a country: with one, the library takes away that
/// country's prefix, such as the 0 that belongs to a number in Italy.
fn dialled(country: Option<phonenumber::country::Id>, text: &str) -> Option<String> {
    let number = phonenumber::parse(country, text).ok().filter(phonenumber::is_valid)?;
    let written = number.format().mode(phonenumber::Mode::E164).to_string();
    let again = phonenumber::parse(None, &written).ok().filter(phonenumber::is_valid)?;
    (again.format().mode(phonenumber::Mode::E164).to_string() == written).then_some(written)
}

/// A time in RFC 3339.
pub(crate) fn time(field: &str, text: &str) -> Result<Timestamp, FieldError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldError::new(field, "required"));
    }
    let parsed = text.parse::<Timestamp>().map_err(|_| FieldError::new(field, "time"))?;
    Timestamp::from_microsecond(parsed.as_microsecond()).map_err(|_| FieldError::new(field, "time"))
}

/// A whole number within bounds.
pub(crate) fn whole(field: &str, value: i64, least: u32, most: u32) -> Result<u32, FieldError> {
    u32::try_from(value)
        .ok()
        .filter(|value| (least..=most).contains(value))
        .ok_or_else(|| FieldError::new(field, "out_of_range").with(format!("{least}–{most}")))
}

/// A radius in kilometres, as metres.
pub(crate) fn radius(field: &str, km: f64) -> Result<u32, FieldError> {
    if !km.is_finite() || km <= 0.0 || km > MAX_RADIUS_KM {
        return Err(FieldError::new(field, "out_of_range").with(format!("0–{MAX_RADIUS_KM}")));
    }
    Ok(matching::whole_metres(km * 1000.0))
}

/// A set of codes; duplicates fold.
fn codes<T: FromStr + Ord>(
    field: &str,
    texts: &[String],
    code: &'static str,
) -> Result<BTreeSet<T>, FieldError> {
    if texts.len() > 40 {
        return Err(FieldError::new(field, "too_many").with("40"));
    }
    let parsed = texts.iter().enumerate().map(|(index, text)| {
        text.trim().parse().map_err(|_| FieldError::new(format!("{field}[{index}]"), code))
    });
    parsed.collect()
}

pub(crate) fn languages(field: &str, texts: &[String]) -> Result<BTreeSet<Language>, FieldError> {
    let lower: Vec<String> = texts.iter().map(|text| text.trim().to_lowercase()).collect();
    let set = codes::<Language>(field, &lower, "language")?;
    let fits = |code: &Language| (2..=8).contains(&code.as_str().len());
    match set.iter().find(|code| !fits(code)) {
        Some(code) => Err(FieldError::new(field, "language").with(code.as_str())),
        None => Ok(set),
    }
}

pub(crate) fn skills(field: &str, texts: &[String]) -> Result<BTreeSet<SkillCode>, FieldError> {
    codes(field, texts, "code")
}

/// The weekly hours of a volunteer.
pub(crate) fn availability(field: &str, slots: &[SlotInput]) -> Result<Availability, FieldError> {
    if slots.len() > 40 {
        return Err(FieldError::new(field, "too_many").with("40"));
    }
    let mut texts = Vec::with_capacity(slots.len());
    for (index, slot) in slots.iter().enumerate() {
        let text = format!("{} {}-{}", slot.days.join(","), slot.from.trim(), slot.to.trim());
        if text.parse::<Availability>().is_err() {
            return Err(FieldError::new(format!("{field}[{index}]"), "hours"));
        }
        texts.push(text);
    }
    texts.join("|").parse().map_err(|_| FieldError::new(field, "hours"))
}

/// Hours without mail.
pub(crate) fn quiet_hours(
    field: &str,
    hours: Option<&(String, String)>,
) -> Result<QuietHours, FieldError> {
    let text = match hours {
        Some((from, to)) => format!("{}-{}", from.trim(), to.trim()),
        None => "21:00-08:00".to_owned(),
    };
    text.parse().map_err(|_| FieldError::new(field, "hours"))
}

/// The name of a time zone.
pub(crate) fn timezone(
    field: &str,
    name: Option<&str>,
    default: &str,
) -> Result<String, FieldError> {
    let name = name.map(str::trim).filter(|name| !name.is_empty()).unwrap_or(default);
    match jiff::tz::TimeZone::get(name) {
        Ok(_) => Ok(name.to_owned()),
        Err(_) => Err(FieldError::new(field, "timezone")),
    }
}

/// The list of things to buy.
pub(crate) fn items(field: &str, items: &[ItemInput]) -> Result<Vec<Item>, FieldError> {
    if items.len() > MAX_ITEMS {
        return Err(FieldError::new(field, "too_many").with(MAX_ITEMS.to_string()));
    }
    let read = |(index, item): (usize, &ItemInput)| {
        let at = |part: &str| format!("{field}[{index}].{part}");
        Ok(Item {
            name: line(&at("name"), &item.name)?,
            quantity: optional_line(&at("quantity"), item.quantity.as_deref())?,
            note: optional_line(&at("note"), item.note.as_deref())?,
        })
    };
    items.iter().enumerate().map(read).collect()
}

/// One of some codes, or nothing.
pub(crate) fn one_of(
    field: &str,
    text: Option<&str>,
    codes: &[&str],
) -> Result<Option<String>, FieldError> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) if codes.contains(&text) => Ok(Some(text.to_owned())),
        Some(_) => Err(FieldError::new(field, "unknown")),
    }
}

/// Some of the codes, in their order.
pub(crate) fn some_of(
    field: &str,
    texts: &[String],
    codes: &[&str],
) -> Result<Vec<String>, FieldError> {
    if texts.iter().any(|text| !codes.contains(&text.trim())) {
        return Err(FieldError::new(field, "unknown"));
    }
    let chosen = codes.iter().filter(|code| texts.iter().any(|text| text.trim() == **code));
    Ok(chosen.map(|code| (*code).to_owned()).collect())
}

/// The agreement, which must be given.
pub(crate) fn consent(consent: &ConsentInput) -> Result<(String, String), FieldError> {
    if !consent.given {
        return Err(FieldError::new("consent.given", "consent"));
    }
    let version = line("consent.version", &consent.version)?;
    let by = optional_line("consent.by", consent.by.as_deref())?;
    Ok((version, by.unwrap_or_else(|| "self".to_owned())))
}

/// Where somebody is, as far as it is known.
#[derive(Clone)]
pub(crate) struct Located {
    pub position: Position,
    pub uncertainty_m: u32,
    pub country: String,
    pub postcode: String,
    pub label: String,
    pub line: Option<String>,
}

/// How near the gazetteer's next place must be to name a point after it, in metres.
const NEAREST_PLACE_M: f64 = 50_000.0;

impl Dispatch {
    /// A category that is in use.
    pub(crate) fn category(&self, field: &str, code: &str) -> Result<CategoryCode, FieldError> {
        let code = code.trim();
        if code.is_empty() {
            return Err(FieldError::new(field, "required"));
        }
        let categories = self.categories();
        let found = categories.iter().find(|category| category.code.as_str() == code);
        found
            .map(|category| category.code.clone())
            .ok_or_else(|| FieldError::new(field, "category"))
    }

    /// Several categories that are in use; at least one.
    pub(crate) fn category_set(
        &self,
        field: &str,
        codes: &[String],
    ) -> Result<BTreeSet<CategoryCode>, FieldError> {
        if codes.is_empty() {
            return Err(FieldError::new(field, "required"));
        }
        let each =
            |(index, code): (usize, &String)| self.category(&format!("{field}[{index}]"), code);
        codes.iter().enumerate().map(each).collect()
    }

    /// Finds where somebody is from an address or a point; exactly one of them.
    pub(crate) fn locate(
        &self,
        address: Option<&AddressInput>,
        location: Option<LocationInput>,
    ) -> Result<Located, FieldError> {
        match (address, location) {
            (Some(address), None) => self.locate_address(address),
            (None, Some(point)) => self.locate_point(point, None),
            (Some(address), Some(point)) => self.locate_point(point, Some(address)),
            (None, None) => Err(FieldError::new("address", "required")),
        }
    }

    fn locate_point(
        &self,
        point: LocationInput,
        address: Option<&AddressInput>,
    ) -> Result<Located, FieldError> {
        let position = Position::new(point.lat, point.lon)
            .map_err(|error| FieldError::new(format!("location.{}", error.field()), "position"))?;
        let near = self.gazetteer().nearest(position, None, NEAREST_PLACE_M);
        let language = self.settings().languages.first().map_or("fr", |code| code.as_str());
        let place = near.map(|near| self.gazetteer().records()[near.record].place.clone());
        let line = match address {
            Some(address) => optional_line("address.line", address.line.as_deref())?,
            None => None,
        };
        Ok(Located {
            position,
            uncertainty_m: 20,
            country: place
                .as_ref()
                .map_or_else(|| self.settings().country.clone(), |place| place.country.clone()),
            postcode: place.as_ref().map(|place| place.postcode.clone()).unwrap_or_default(),
            label: place.as_ref().map(|place| place.label(language)).unwrap_or_default(),
            line,
        })
    }

    /// The neighbourhood that volunteers read of before they come: that of the cell's centre, so
    /// that its name says no more of the address than the cell does. Empty for remote help.
    pub(crate) fn neighbourhood(&self, request: &HelpRequest) -> String {
        let Some(cell) = request.cell else { return String::new() };
        let near = self.gazetteer().nearest(cell.center(), None, NEAREST_PLACE_M);
        let language = self.settings().languages.first().map_or("fr", |code| code.as_str());
        let label = near.map(|near| self.gazetteer().records()[near.record].place.label(language));
        label.unwrap_or_default()
    }

    /// Residents per square kilometre of the municipality around a point, where known.
    pub(crate) fn residents_near(&self, at: Position) -> Option<f64> {
        let near = self.gazetteer().nearest(at, None, NEAREST_PLACE_M)?;
        self.gazetteer().records()[near.record].place.residents_per_km2
    }

    fn locate_address(&self, address: &AddressInput) -> Result<Located, FieldError> {
        let line = optional_line("address.line", address.line.as_deref())?;
        let postcode = optional_line("address.postcode", Some(&address.postcode))?;
        let place = optional_line("address.place", Some(&address.place))?;
        let country = match address.country.trim() {
            "" => self.settings().country.clone(),
            country => country.to_uppercase(),
        };
        let query = PlaceQuery {
            postcode: postcode.as_deref(),
            place: place.as_deref(),
            country: Some(&country),
        };
        let found = match self.gazetteer().lookup(&query) {
            Lookup::Found(place) => place,
            Lookup::Ambiguous(places) => {
                let names: Vec<String> = places
                    .iter()
                    .take(20)
                    .map(|place| format!("{} {}", place.postcode, place.name))
                    .collect();
                let field = if place.is_some() { "address.postcode" } else { "address.place" };
                return Err(FieldError::new(field, "ambiguous_place").with(names.join(", ")));
            }
            Lookup::Unknown(reason) => return Err(unknown_place(reason)),
        };
        let language = self.settings().languages.first().map_or("fr", |code| code.as_str());
        Ok(Located {
            position: found.position,
            uncertainty_m: match found.precision {
                Precision::Place => found.uncertainty_m,
                _ => found.uncertainty_m.max(500),
            },
            label: found.label(language),
            country: found.country,
            postcode: found.postcode,
            line,
        })
    }
}

fn unknown_place(reason: UnknownReason) -> FieldError {
    match reason {
        UnknownReason::Empty => FieldError::new("address.postcode", "required"),
        UnknownReason::UnknownCountry => FieldError::new("address.country", "unknown_country"),
        UnknownReason::UnknownPostcode => FieldError::new("address.postcode", "unknown_postcode"),
        UnknownReason::UnknownPlace => FieldError::new("address.place", "unknown_place"),
        UnknownReason::PlaceNotInPostcode => {
            FieldError::new("address.place", "place_not_in_postcode")
        }
    }
}
