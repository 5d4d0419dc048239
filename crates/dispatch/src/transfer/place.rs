//! Where a row says somebody is: an address, a point, or both.

use geocoding::{Lookup, Place, PlaceQuery};
use matching::Position;

use super::sheet::Cells;
use crate::input::{AddressInput, LocationInput};
use crate::refusal::FieldError;
use crate::service::Dispatch;

/// Country, postcode and label.
pub(super) type Named = (String, String, String);

/// The address and the point of a row; an error when the point is half or no number.
pub(super) fn of_row(
    cells: &Cells<'_>,
    errors: &mut Vec<FieldError>,
) -> (Option<AddressInput>, Option<LocationInput>) {
    let (lat, lon) = (cells.text("lat"), cells.text("lon"));
    if lat.is_some() != lon.is_some() {
        let missing = if lat.is_none() { "lat" } else { "lon" };
        errors.push(FieldError::new(missing, "required"));
    }
    let (lat, lon) = (cells.number("lat", errors), cells.number("lon", errors));
    let location = lat.zip(lon).map(|(lat, lon)| LocationInput { lat, lon });
    let address = AddressInput {
        line: cells.owned("address.line"),
        postcode: cells.owned("address.postcode").unwrap_or_default(),
        place: cells.owned("address.place").unwrap_or_default(),
        country: cells.owned("address.country").unwrap_or_default(),
    };
    let said = address != AddressInput::default();
    (said.then_some(address), location)
}

/// Adds the errors of a parser whose column has none yet: a cell that is no number is not missing.
pub(super) fn add_new(errors: &mut Vec<FieldError>, further: Vec<FieldError>) {
    let point_at_fault = errors.iter().any(|error| matches!(error.field.as_str(), "lat" | "lon"));
    for error in further {
        let about_place = error.field.starts_with("address") || error.field.starts_with("location");
        let told = errors.iter().any(|earlier| earlier.field == error.field);
        if !(told || (about_place && point_at_fault)) {
            errors.push(error);
        }
    }
}

/// `50.83 4.37`.
pub(super) fn point(text: &str) -> Option<Position> {
    let (lat, lon) = text.split_once(' ')?;
    Position::new(lat.parse().ok()?, lon.trim().parse().ok()?).ok()
}

impl Dispatch {
    /// The place that a row names beside its point: it counts for the name, the point for the rest.
    pub(super) fn place_beside_point(&self, cells: &Cells<'_>) -> Option<Named> {
        cells.text("lat")?;
        let postcode = cells.text("address.postcode")?;
        let name = cells.text("address.place");
        let country = cells.text("address.country").unwrap_or(&self.settings().country);
        let country = country.to_uppercase();
        let language = self.settings().languages.first().map_or("fr", |code| code.as_str());
        let named =
            |place: &Place| (place.country.clone(), place.postcode.clone(), place.label(language));
        let here = self.gazetteer().places_at(postcode, Some(&country)).into_iter().cloned();
        let coarse = self.gazetteer().coarse(postcode, Some(&country));
        let labelled = |place: &Place| Some(place.label(language).as_str()) == name;
        if let Some(place) = here.chain(coarse).find(labelled) {
            return Some(named(&place));
        }
        let query = PlaceQuery { postcode: Some(postcode), place: name, country: Some(&country) };
        match self.gazetteer().lookup(&query) {
            Lookup::Found(place) => Some(named(&place)),
            _ => None,
        }
    }
}
