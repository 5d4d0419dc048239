//! A place of the gazetteer.

use matching::Position;
use serde::{Deserialize, Serialize};

/// What a place's point stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The point of one place within one postcode.
    Place,
    /// The middle of all places that share a postcode.
    PostcodeCentroid,
    /// The point of a whole municipality with several postcodes.
    Municipality,
}

/// A town, village or district with its postcode and where it lies.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// ISO 3166-1 alpha-2, capitals.
    pub country: String,
    /// The postcode without country prefix; the lowest one where the place has several.
    pub postcode: String,
    /// The name as the postal table spells it.
    pub name: String,
    /// Names by language tag where known, as `(tag, name)`.
    pub names: Vec<(String, String)>,
    /// The municipality it belongs to, where known and not its own name.
    pub municipality: Option<String>,
    /// Region; may be empty.
    pub admin1: String,
    /// Province or département; may be empty.
    pub admin2: String,
    /// Where the point of the place lies.
    pub position: Position,
    /// The distance in metres within which about half of the place's ground lies from the point.
    pub uncertainty_m: u32,
    /// What the point stands for.
    pub precision: Precision,
    /// Residents, where known; rounded figures of differing years.
    pub population: Option<u32>,
    /// Residents per square kilometre of the municipality around, where known.
    pub residents_per_km2: Option<f64>,
}

impl Place {
    /// The name in a language (`fr`, `nl`, `de`, `en`, `uk`), else the canonical one.
    pub fn name_in(&self, language: &str) -> &str {
        let primary = language.split('-').next().unwrap_or_default();
        let known = self.names.iter().find(|(tag, _)| tag.eq_ignore_ascii_case(primary));
        known.map_or(&self.name, |(_, name)| name)
    }

    /// The neighbourhood as volunteers see it: never finer than the place itself.
    pub fn label(&self, language: &str) -> String {
        let name = self.name_in(language);
        match (self.precision, &self.municipality) {
            (Precision::PostcodeCentroid, _) => format!("{} {name}", self.postcode),
            (Precision::Place, Some(municipality)) => format!("{name} ({municipality})"),
            _ => name.to_owned(),
        }
    }
}
