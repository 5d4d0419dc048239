//! How much ground each place has, and how many people live on a square kilometre of it.
//!
//! The ground of a place is the land nearer to it than to any other (at most 15 km away), counted
//! in points of a regular grid.

use std::collections::HashMap;
use std::path::Path;

use geo::{Geometry, Line, Polygon};
use geocoding::Record;
use geojson::GeoJson;
use matching::{Position, distance_m, whole_metres};

use crate::Failure;
use crate::sources::text_of;

/// The distance between sample points: 1.1 km to the north.
const STEP_DEG: f64 = 0.01;
const KM_PER_DEG: f64 = 111.195;
const WITHIN_M: f64 = 15_000.0;
/// The least width of a square at 52° north.
const SQUARE_M: f64 = 6_800.0;
const LEAST_GROUND_KM2: f64 = 0.5;

/// The sample points of a country's land, with the area in square kilometres each stands for.
pub fn land(sources: &Path, country: &str) -> Result<Vec<(Position, f64)>, Failure> {
    let text = text_of(&sources.join("natural-earth/countries-westeurope.geojson.gz"))?;
    let GeoJson::FeatureCollection(collection) = text.parse::<GeoJson>()? else {
        return Err("the countries are not a feature collection".into());
    };
    let mut edges: Vec<Line> = Vec::new();
    for feature in collection.features {
        let code = feature.property("iso_a2").and_then(|code| code.as_str().map(str::to_owned));
        let (Some(geometry), true) = (feature.geometry, code.as_deref() == Some(country)) else {
            continue;
        };
        let geometry: Geometry = geometry.try_into()?;
        edges.extend(polygons(geometry).iter().flat_map(geo::LinesIter::lines_iter));
    }
    sample(&edges)
}

/// Points every [`STEP_DEG`] degrees that lie an odd number of edges from the west.
fn sample(edges: &[Line]) -> Result<Vec<(Position, f64)>, Failure> {
    let south = edges.iter().map(|edge| edge.start.y).fold(f64::INFINITY, f64::min);
    let north = edges.iter().map(|edge| edge.start.y).fold(f64::NEG_INFINITY, f64::max);
    let mut points = Vec::new();
    let mut lat = (south / STEP_DEG).floor().mul_add(STEP_DEG, STEP_DEG / 2.0);
    while lat < north {
        let mut crossings: Vec<f64> = edges
            .iter()
            .filter(|edge| (edge.start.y > lat) != (edge.end.y > lat))
            .map(|edge| edge.start.x + (lat - edge.start.y) / edge.dy() * edge.dx())
            .collect();
        crossings.sort_by(f64::total_cmp);
        let area_km2 = (STEP_DEG * KM_PER_DEG).powi(2) * lat.to_radians().cos();
        for pair in crossings.chunks_exact(2) {
            let mut lon = (pair[0] / STEP_DEG).ceil() * STEP_DEG;
            while lon < pair[1] {
                points.push((Position::new(lat, lon)?, area_km2));
                lon += STEP_DEG;
            }
        }
        lat += STEP_DEG;
    }
    Ok(points)
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
        let close = self.nearest_within(from, 1).filter(|(away, _)| *away <= SQUARE_M);
        let found = close.or_else(|| self.nearest_within(from, 3));
        found.filter(|(away, _)| *away <= WITHIN_M).map(|(_, row)| row)
    }

    fn nearest_within(&self, from: Position, squares: i32) -> Option<(f64, usize)> {
        let (row, column) = square_of(from);
        let near = (-squares..=squares)
            .flat_map(|up| (-squares..=squares).map(move |right| (row + up, column + right)));
        near.flat_map(|square| self.squares.get(&square).into_iter().flatten())
            .map(|&row| (distance_m(from, self.rows[row].place.position), row))
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
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
