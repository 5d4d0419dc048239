//! Reading the source tables.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use geocoding::{Gazetteer, Record, fold_name, import_geonames};
use matching::Position;

use crate::Failure;

/// A town with its population and its names in many languages.
pub struct City {
    pub name: String,
    pub position: Position,
    pub population: u32,
    pub names: Vec<String>,
}

/// The unpacked text of a source file.
pub fn text_of(path: &Path) -> Result<String, Failure> {
    let file = File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut text = String::new();
    GzDecoder::new(file).read_to_string(&mut text)?;
    Ok(text)
}

/// The postal rows of a country; French cities with arrondissements keep their arrondissements.
pub fn postal_rows(sources: &Path, country: &str) -> Result<Vec<Record>, Failure> {
    let path = sources.join(format!("geonames-postal/{country}.tsv.gz"));
    let gazetteer: Gazetteer = import_geonames(text_of(&path)?.as_bytes())?;
    let rows = gazetteer.records();
    let is_city_of_arrondissement = |row: &&Record| {
        let prefix = format!("{} ", fold_name(&row.place.name));
        matches!(prefix.as_str(), "paris " | "lyon " | "marseille ")
            && rows.iter().any(|other| {
                other.place.postcode == row.place.postcode
                    && fold_name(&other.place.name).starts_with(&prefix)
            })
    };
    Ok(rows.iter().filter(|row| !is_city_of_arrondissement(row)).cloned().collect())
}

/// `GeoNames`' places of 500 people and more.
pub fn cities(sources: &Path, country: &str) -> Result<Vec<City>, Failure> {
    let path = sources.join(format!("geonames-cities/cities500-{country}.tsv.gz"));
    let text = text_of(&path)?;
    text.lines().skip(1).map(city).collect()
}

fn city(line: &str) -> Result<City, Failure> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [_, name, lat, lon, _, _, population, _, names] = fields.as_slice() else {
        return Err(format!("not a city: {line}").into());
    };
    Ok(City {
        name: (*name).to_owned(),
        position: Position::new(lat.parse()?, lon.parse()?)?,
        population: population.parse()?,
        names: names.split('|').map(str::to_owned).collect(),
    })
}
