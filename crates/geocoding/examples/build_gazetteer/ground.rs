//! How much ground each place has, and how many people live on a square kilometre of it.
//!
//! The ground of a place is the land nearer to it than to any other (at most 15 km away), counted
//! in H3 cells of resolution 8.

use std::collections::HashMap;
use std::path::Path;

use geo::{Geometry, Polygon};
use geocoding::Record;
use geojson::GeoJson;
use h3o::geom::{ContainmentMode, TilerBuilder};
use h3o::{LatLng, Resolution};
use matching::{Position, distance_m, whole_metres};

use crate::Failure;
use crate::sources::text_of;

const CELL_RESOLUTION: Resolution = Resolution::Eight;
const WITHIN_M: f64 = 15_000.0;
const LEAST_GROUND_KM2: f64 = 0.5;

/// The middles of the cells of a country's land, with their area in square kilometres.
pub fn land_cells(sources: &Path, country: &str) -> Result<Vec<(Position, f64)>, Failure> {
    let text = text_of(&sources.join("natural-earth/countries-westeurope.geojson.gz"))?;
    let GeoJson::FeatureCollection(collection) = text.parse::<GeoJson>()? else {
        return Err("the countries are not a feature collection".into());
    };
    let mut tiler = TilerBuilder::new(CELL_RESOLUTION)
        .containment_mode(ContainmentMode::ContainsCentroid)
        .build();
    for feature in collection.features {
        let code = feature.property("iso_a2").and_then(|code| code.as_str().map(str::to_owned));
        let (Some(geometry), true) = (feature.geometry, code.as_deref() == Some(country)) else {
            continue;
        };
        for polygon in polygons(geometry.try_into()?) {
            tiler.add(polygon)?;
        }
    }
    tiler
        .into_coverage()
        .map(|cell| {
            let center = LatLng::from(cell);
            Ok((Position::new(center.lat(), center.lng())?, cell.area_km2()))
        })
        .collect()
}

/// Sets the uncertainty of every row from its own ground, and its density from its municipality's.
pub fn measure(rows: &mut [Record], land: &[(Position, f64)]) {
    let all: Vec<usize> = (0..rows.len()).collect();
    let seats: Vec<usize> =
        all.iter().copied().filter(|&row| rows[row].stands_for_municipality).collect();
    let own_ground = ground(rows, &all, land);
    let seat_ground = ground(rows, &seats, land);
    let densities: HashMap<usize, f64> = seats
        .iter()
        .filter_map(|&seat| {
            let people = f64::from(rows[seat].place.population?);
            let ground = seat_ground.get(&seat).copied().unwrap_or_default();
            Some((seat, people / ground.max(LEAST_GROUND_KM2)))
        })
        .collect();
    let squares = Squares::new(rows, &seats);
    let seat_of: Vec<Option<usize>> =
        rows.iter().map(|row| squares.nearest(row.place.position)).collect();
    for (number, row) in rows.iter_mut().enumerate() {
        let ground = own_ground.get(&number).copied().unwrap_or_default().max(LEAST_GROUND_KM2);
        let median_m = (ground / std::f64::consts::TAU).sqrt() * 1_000.0;
        row.place.uncertainty_m = whole_metres(median_m);
        row.place.residents_per_km2 =
            seat_of[number].and_then(|seat| densities.get(&seat).copied()).map(f64::round);
    }
}

/// The ground in square kilometres of each of `these` rows; rows on one point share it in full.
fn ground(rows: &[Record], these: &[usize], land: &[(Position, f64)]) -> HashMap<usize, f64> {
    let squares = Squares::new(rows, these);
    let mut by_point: HashMap<usize, f64> = HashMap::new();
    for (center, area_km2) in land {
        if let Some(row) = squares.nearest(*center) {
            *by_point.entry(row).or_default() += area_km2;
        }
    }
    let mut owners: HashMap<(u64, u64), usize> = HashMap::new();
    let key = |row: usize| {
        let position = rows[row].place.position;
        (position.lat().to_bits(), position.lon().to_bits())
    };
    for &row in by_point.keys() {
        owners.insert(key(row), row);
    }
    these.iter().filter_map(|&row| Some((row, by_point[owners.get(&key(row))?]))).collect()
}

/// Rows sorted into squares of a tenth of a degree, for the nearest one.
struct Squares<'a> {
    rows: &'a [Record],
    squares: HashMap<(i32, i32), Vec<usize>>,
}

impl<'a> Squares<'a> {
    fn new(rows: &'a [Record], these: &[usize]) -> Self {
        let mut squares: HashMap<(i32, i32), Vec<usize>> = HashMap::new();
        for &row in these {
            squares.entry(square_of(rows[row].place.position)).or_default().push(row);
        }
        Self { rows, squares }
    }

    /// The nearest row within [`WITHIN_M`]; the first on equal distance.
    fn nearest(&self, from: Position) -> Option<usize> {
        let (row, column) = square_of(from);
        let near = (-2..=2).flat_map(|up| (-3..=3).map(move |right| (row + up, column + right)));
        near.flat_map(|square| self.squares.get(&square).into_iter().flatten())
            .map(|&row| (distance_m(from, self.rows[row].place.position), row))
            .filter(|(away, _)| *away <= WITHIN_M)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, row)| row)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees times ten fit an i32")]
fn square_of(position: Position) -> (i32, i32) {
    ((position.lat() * 10.0).floor() as i32, (position.lon() * 10.0).floor() as i32)
}

fn polygons(geometry: Geometry) -> Vec<Polygon> {
    match geometry {
        Geometry::Polygon(polygon) => vec![polygon],
        Geometry::MultiPolygon(several) => several.0,
        _ => Vec::new(),
    }
}
