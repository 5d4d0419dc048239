//! The postal tables of `GeoNames`: twelve columns, set apart by tabs, without a header.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read};

use matching::{Position, distance_m, whole_metres};

use crate::fold::{fold_name, fold_postcode};
use crate::gazetteer::{Gazetteer, Record};
use crate::grid::Grid;
use crate::place::{Place, Precision};

/// The row and field at which a table was refused; rows count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("row {row}: {field}: {reason}")]
pub struct ImportError {
    /// The row.
    pub row: usize,
    /// The column's name.
    pub field: &'static str,
    /// What is wrong with it, in one sentence.
    pub reason: String,
}

const COLUMNS: usize = 12;
/// How far the nearest other point is looked for, in metres.
const NEIGHBOUR_WITHIN_M: f64 = 30_000.0;
const LEAST_UNCERTAINTY_M: f64 = 300.0;
const MOST_UNCERTAINTY_M: f64 = 15_000.0;
/// A Ukrainian place farther than this from the middle of its district is a homonym elsewhere.
const HOMONYM_M: f64 = 100_000.0;

/// Reads a `GeoNames` postal table, such as `NL.txt` of <https://download.geonames.org/export/zip/>.
///
/// Left out: company codes (CEDEX), rows that repeat code and name, and Ukrainian rows that lie
/// more than 100 km from the middle of their district. The uncertainty is half the distance to the
/// nearest other point, 300 m to 15 km. Lay the result over the embedded one with
/// [`Gazetteer::merged`].
///
/// # Errors
///
/// The first row that is not in the format.
pub fn import_geonames(reader: impl Read) -> Result<Gazetteer, ImportError> {
    let mut records = Vec::new();
    let mut seen: HashSet<(String, String, String)> = HashSet::new();
    for (i, line) in BufReader::new(reader).lines().enumerate() {
        let fault = |(field, reason): Fault| ImportError { row: i + 1, field, reason };
        let line = line.map_err(|_| fault(("row", "is not UTF-8 text".to_owned())))?;
        if line.trim().is_empty() {
            continue;
        }
        let Some(place) = read_row(&line).map_err(fault)? else { continue };
        let key = (place.country.clone(), place.postcode.clone(), fold_name(&place.name));
        if seen.insert(key) {
            records.push(Record { place, aliases: Vec::new(), stands_for_municipality: false });
        }
    }
    drop_homonyms(&mut records);
    measure_uncertainty(&mut records);
    Ok(Gazetteer::from_records(records))
}

type Fault = (&'static str, String);

/// The place of a row, or `None` for a company's code.
fn read_row(line: &str) -> Result<Option<Place>, Fault> {
    let fields: Vec<&str> = line.trim_end_matches('\r').split('\t').collect();
    if fields.len() != COLUMNS {
        return Err(("row", format!("has {} columns instead of {COLUMNS}", fields.len())));
    }
    let country = fields[0].trim();
    if country.len() != 2 || !country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(("country", "must be two capitals".to_owned()));
    }
    if fields[1].to_uppercase().contains("CEDEX") {
        return Ok(None);
    }
    let postcode = postcode(fields[1])?;
    if fold_name(fields[2]).is_empty() {
        return Err(("place_name", "is empty".to_owned()));
    }
    Ok(Some(Place {
        country: country.to_owned(),
        postcode,
        name: plain(fields[2]),
        names: Vec::new(),
        municipality: None,
        admin1: plain(fields[3]),
        admin2: plain(fields[5]),
        position: position(fields[9], fields[10])?,
        uncertainty_m: 0,
        precision: Precision::Place,
        population: None,
        residents_per_km2: None,
    }))
}

/// The code as written, without the country prefix that Luxembourg's table carries.
fn postcode(field: &str) -> Result<String, Fault> {
    let code = field.trim();
    let bare = code.strip_prefix("L-").unwrap_or(code);
    if fold_postcode(bare).is_empty() {
        return Err(("postal_code", "has no letter or digit".to_owned()));
    }
    Ok(plain(bare))
}

/// A name that fits the table: the signs that set its fields apart become spaces.
fn plain(text: &str) -> String {
    text.trim().replace(['|', '\r', '\n'], " ")
}

fn position(lat: &str, lon: &str) -> Result<Position, Fault> {
    let number = |field: &'static str, text: &str| {
        text.trim().parse::<f64>().map_err(|_| (field, "is not a number".to_owned()))
    };
    let (lat, lon) = (number("latitude", lat)?, number("longitude", lon)?);
    Position::new(lat, lon).map_err(|error| match error {
        matching::PositionError::Latitude => ("latitude", "must be from -90 to 90".to_owned()),
        matching::PositionError::Longitude => ("longitude", "must be from -180 to 180".to_owned()),
    })
}

fn drop_homonyms(records: &mut Vec<Record>) {
    let mut districts: HashMap<String, Vec<Position>> = HashMap::new();
    for row in records.iter().filter(|row| row.place.country == "UA") {
        districts.entry(row.place.admin2.clone()).or_default().push(row.place.position);
    }
    let middles: HashMap<String, Position> = districts
        .into_iter()
        .filter_map(|(name, points)| median(&points).map(|middle| (name, middle)))
        .collect();
    records.retain(|row| {
        row.place.country != "UA"
            || middles
                .get(&row.place.admin2)
                .is_none_or(|middle| distance_m(*middle, row.place.position) <= HOMONYM_M)
    });
}

fn median(points: &[Position]) -> Option<Position> {
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    let lat = middle(points.iter().map(|point| point.lat()).collect())?;
    let lon = middle(points.iter().map(|point| point.lon()).collect())?;
    Position::new(lat, lon).ok()
}

fn measure_uncertainty(records: &mut [Record]) {
    let points: Vec<Position> = records.iter().map(|row| row.place.position).collect();
    let grid = Grid::new(points.iter().copied());
    for row in records {
        let own = row.place.position;
        let elsewhere = |other: usize| points[other] != own;
        let nearest = grid.nearest(own, NEIGHBOUR_WITHIN_M, elsewhere);
        let half = nearest.map_or(MOST_UNCERTAINTY_M, |found| found.distance_m / 2.0);
        let uncertainty_m = half.clamp(LEAST_UNCERTAINTY_M, MOST_UNCERTAINTY_M);
        row.place.uncertainty_m = whole_metres(uncertainty_m);
    }
}
