//! Where the people of a scenario live, by the names of the gazetteer.

use geocoding::{Gazetteer, Place, fold_name};
use matching::{Position, distance_m};
use serde::Deserialize;

use super::fault::Fault;
use crate::world::Town;

/// The `[place]` of a file: a country, narrowed by what is named.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlaceSpec {
    /// ISO 3166-1 alpha-2, capitals.
    pub country: String,
    /// Region, such as `Bruxelles-Capitale`.
    pub region: Option<String>,
    /// Province or département, such as `Creuse`.
    pub province: Option<String>,
    /// Municipalities, in any of their languages.
    pub municipalities: Vec<String>,
    /// A circle; towns count whose middle lies in it.
    pub around: Option<Around>,
}

/// A circle.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Around {
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Kilometres.
    pub km: f64,
}

impl Default for PlaceSpec {
    fn default() -> Self {
        Self {
            country: "BE".to_owned(),
            region: None,
            province: None,
            municipalities: Vec::new(),
            around: None,
        }
    }
}

/// The towns of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Territory {
    /// In the words of the file, such as "Creuse, France".
    pub name: String,
    /// Weighted by population.
    pub towns: Vec<Town>,
    /// How many live there.
    pub population: f64,
}

impl PlaceSpec {
    /// The towns of the gazetteer that the file means.
    ///
    /// # Errors
    ///
    /// An unknown country, region, province or municipality; or nobody lives there.
    pub fn territory(&self, gazetteer: &Gazetteer) -> Result<Territory, Fault> {
        if !gazetteer.covers(&self.country) {
            let what = format!("`{}` is not in the gazetteer; BE and FR are", self.country);
            return Err(Fault::new("place.country", what));
        }
        let mut towns: Vec<&Place> = gazetteer.municipalities(&self.country).collect();
        narrow(&mut towns, "region", self.region.as_deref(), |place| &place.admin1)?;
        narrow(&mut towns, "province", self.province.as_deref(), |place| &place.admin2)?;
        if !self.municipalities.is_empty() {
            let named = self.municipalities.iter().enumerate();
            let found = named.map(|(at, name)| self.municipality(&towns, at, name));
            towns = found.collect::<Result<_, _>>()?;
            towns.sort_by(|a, b| (&a.postcode, &a.name).cmp(&(&b.postcode, &b.name)));
            towns.dedup_by(|a, b| std::ptr::eq(*a, *b));
        }
        if let Some(around) = self.around {
            let middle = around.middle()?;
            towns.retain(|town| distance_m(town.position, middle) <= around.km * 1_000.0);
        }
        let towns: Vec<Town> = towns.into_iter().filter_map(town).collect();
        let population: f64 = towns.iter().map(|town| town.population).sum();
        if population <= 0.0 {
            return Err(Fault::new("place", "nobody lives there"));
        }
        Ok(Territory { name: self.in_words(), towns, population })
    }

    fn municipality<'a>(
        &self,
        towns: &[&'a Place],
        at: usize,
        name: &str,
    ) -> Result<&'a Place, Fault> {
        let folded = fold_name(name);
        let mut alike = towns.iter().copied().filter(|town| answers_to(town, &folded));
        let field = format!("place.municipalities[{at}]");
        match (alike.next(), alike.next()) {
            (Some(town), None) => Ok(town),
            (Some(_), Some(_)) => {
                let what = format!("several are called `{name}`; name place.province as well");
                Err(Fault::new(field, what))
            }
            (None, _) => {
                let what = format!("no municipality of {} is called `{name}`", self.country);
                Err(Fault::new(field, what))
            }
        }
    }

    fn in_words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        match self.municipalities.as_slice() {
            [] => {}
            all if all.len() <= 3 => words.push(all.join(", ")),
            all => words.push(format!("{} municipalities", all.len())),
        }
        words.extend(self.province.clone());
        words.extend(self.region.clone());
        words.push(match self.country.as_str() {
            "BE" => "Belgium".to_owned(),
            "FR" => "France".to_owned(),
            code => code.to_owned(),
        });
        if let Some(Around { lat, lon, km }) = self.around {
            words.push(format!("{km} km around {lat}, {lon}"));
        }
        words.join(", ")
    }
}

impl Around {
    fn middle(self) -> Result<Position, Fault> {
        if !(0.1..=5_000.0).contains(&self.km) {
            let what = format!("is {}, must be from 0.1 to 5000", self.km);
            return Err(Fault::new("place.around.km", what));
        }
        Position::new(self.lat, self.lon).map_err(|error| {
            let what = error.to_string();
            let words = what.split_once(": ").map_or(what.as_str(), |(_, words)| words);
            Fault::new(format!("place.around.{}", error.field()), words)
        })
    }
}

fn narrow(
    towns: &mut Vec<&Place>,
    field: &str,
    name: Option<&str>,
    of: impl Fn(&Place) -> &String,
) -> Result<(), Fault> {
    let Some(name) = name else { return Ok(()) };
    let folded = fold_name(name);
    let mut known: Vec<String> = towns.iter().map(|place| of(place).clone()).collect();
    towns.retain(|place| fold_name(of(place)) == folded);
    if towns.is_empty() {
        known.sort();
        known.dedup();
        known.retain(|name| !name.is_empty());
        let what = format!("`{name}` is none of {}", known.join(", "));
        return Err(Fault::new(format!("place.{field}"), what));
    }
    Ok(())
}

fn answers_to(town: &Place, folded: &str) -> bool {
    fold_name(&town.name) == folded
        || town.names.iter().any(|(_, name)| fold_name(name) == folded)
        || town.municipality.as_deref().is_some_and(|name| fold_name(name) == folded)
}

fn town(place: &Place) -> Option<Town> {
    let population = f64::from(place.population?);
    Some(Town { position: place.position, population })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn territory(spec: &PlaceSpec) -> Result<Territory, Fault> {
        spec.territory(Gazetteer::embedded())
    }

    #[test]
    fn belgium_sums_to_its_population() {
        let belgium = territory(&PlaceSpec::default()).unwrap();
        assert!((belgium.population / 11.5e6 - 1.0).abs() < 0.05, "{}", belgium.population);
    }

    #[test]
    fn places_are_narrowed_by_name_in_any_language() {
        let brussels = |municipalities: &[&str]| PlaceSpec {
            municipalities: municipalities.iter().map(|&name| name.to_owned()).collect(),
            ..PlaceSpec::default()
        };
        assert_eq!(territory(&brussels(&["Ixelles", "Elsene"])).unwrap().towns.len(), 1);
        assert_eq!(territory(&brussels(&["Gent", "Elsene"])).unwrap().towns.len(), 2);
        let unknown = territory(&brussels(&["Ixelles", "Atlantis"])).unwrap_err();
        assert_eq!(unknown.field, "place.municipalities[1]");
        let creuse = PlaceSpec {
            country: "FR".into(),
            province: Some("creuse".into()),
            ..PlaceSpec::default()
        };
        assert_eq!(territory(&creuse).unwrap().towns.len(), 255);
    }

    #[test]
    fn a_place_without_people_is_refused() {
        let at_sea = |km, lat| PlaceSpec {
            around: Some(Around { lat, lon: 2.5, km }),
            ..PlaceSpec::default()
        };
        assert_eq!(territory(&at_sea(5.0, 52.0)).unwrap_err().field, "place");
        assert_eq!(territory(&at_sea(f64::NAN, 52.0)).unwrap_err().field, "place.around.km");
        assert_eq!(territory(&at_sea(5.0, 91.0)).unwrap_err().field, "place.around.lat");
        let nowhere = PlaceSpec { country: "XX".into(), ..PlaceSpec::default() };
        assert_eq!(territory(&nowhere).unwrap_err().field, "place.country");
        let lost = PlaceSpec { province: Some("Mordor".into()), ..PlaceSpec::default() };
        assert_eq!(territory(&lost).unwrap_err().field, "place.province");
    }
}
