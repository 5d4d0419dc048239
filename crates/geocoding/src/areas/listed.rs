//! Areas listed by postcode and place.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use h3o::{CellIndex, LatLng};
use matching::Position;

use super::{AreaError, Draft, RESOLUTION, fault};
use crate::gazetteer::Gazetteer;
use crate::lookup::{Lookup, PlaceQuery, UnknownReason};

const HEADER: [&str; 5] = ["name", "parent", "country", "postcode", "place"];
/// How far a cell may lie from the place to which it counts, in metres.
const WITHIN_M: f64 = 15_000.0;

/// A point of the gazetteer, comparable.
type Point = (u64, u64);

/// An area while its rows are read.
struct Listed {
    location: String,
    name: String,
    parent: Option<String>,
    points: Vec<Position>,
}

pub(super) fn read(reader: impl Read, gazetteer: &Gazetteer) -> Result<Vec<Draft>, AreaError> {
    let mut rows = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(reader);
    let header = rows.headers().map_err(|_| fault("row 1", "header", "cannot be read"))?;
    if header.iter().ne(HEADER) {
        return Err(fault("row 1", "header", format!("must be {}", HEADER.join(","))));
    }
    let mut areas: Vec<Listed> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for (i, row) in rows.records().enumerate() {
        let location = format!("row {}", i + 2);
        let row =
            row.map_err(|_| fault(&location, "row", "must have five columns of UTF-8 text"))?;
        let area = area_of(&mut areas, &mut numbers, &location, &row)?;
        area.points.extend(points(&location, &row, gazetteer)?);
    }
    if areas.is_empty() {
        return Err(fault("file", "rows", "is empty"));
    }
    Ok(areas.into_iter().map(|area| draft(area, gazetteer)).collect())
}

fn area_of<'a>(
    areas: &'a mut Vec<Listed>,
    numbers: &mut HashMap<String, usize>,
    location: &str,
    row: &csv::StringRecord,
) -> Result<&'a mut Listed, AreaError> {
    let name = said(row, 0).ok_or_else(|| fault(location, "name", "is missing"))?;
    let parent = said(row, 1).map(str::to_owned);
    let number = *numbers.entry(name.to_owned()).or_insert_with(|| {
        areas.push(Listed {
            location: location.to_owned(),
            name: name.to_owned(),
            parent: parent.clone(),
            points: Vec::new(),
        });
        areas.len() - 1
    });
    let area = &mut areas[number];
    if area.parent != parent {
        return Err(fault(location, "parent", format!("differs from that on {}", area.location)));
    }
    Ok(area)
}

fn said(row: &csv::StringRecord, column: usize) -> Option<&str> {
    row.get(column).filter(|field| !field.is_empty())
}

fn points(
    location: &str,
    row: &csv::StringRecord,
    gazetteer: &Gazetteer,
) -> Result<Vec<Position>, AreaError> {
    let query = PlaceQuery { country: said(row, 2), postcode: said(row, 3), place: said(row, 4) };
    if query.postcode.is_none() && query.place.is_none() {
        return Ok(Vec::new());
    }
    gazetteer.points_of(&query).map_err(|refusal| match *refusal {
        Lookup::Unknown(reason) => unknown(location, reason),
        _ => fault(location, "place", "several places fit; give country and postcode"),
    })
}

fn unknown(location: &str, reason: UnknownReason) -> AreaError {
    match reason {
        UnknownReason::UnknownCountry => fault(location, "country", "is not in the gazetteer"),
        UnknownReason::UnknownPostcode => fault(location, "postcode", "is not in the gazetteer"),
        UnknownReason::UnknownPlace => fault(location, "place", "is not in the gazetteer"),
        UnknownReason::PlaceNotInPostcode => fault(location, "place", "is not in this postcode"),
        UnknownReason::Empty => fault(location, "place", "has no letter or digit"),
    }
}

/// Spreads from the area's points over all cells to which none of other places is nearer.
fn draft(area: Listed, gazetteer: &Gazetteer) -> Draft {
    let own: HashSet<Point> = area.points.iter().map(|point| comparable(*point)).collect();
    let belongs = |cell: CellIndex| {
        let center = LatLng::from(cell);
        let center = Position::new(center.lat(), wrapped(center.lng())).ok();
        let nearest = center.and_then(|center| gazetteer.nearest(center, None, WITHIN_M));
        nearest.is_some_and(|found| {
            own.contains(&comparable(gazetteer.records()[found.record].place.position))
        })
    };
    let mut reached: HashSet<CellIndex> = HashSet::new();
    let mut border: Vec<CellIndex> = area.points.iter().flat_map(|point| around(*point)).collect();
    let mut cells: Vec<CellIndex> = Vec::new();
    while let Some(cell) = border.pop() {
        if reached.insert(cell) && belongs(cell) {
            cells.push(cell);
            border.extend(cell.grid_disk::<Vec<_>>(1));
        }
    }
    cells.sort_unstable();
    Draft { location: area.location, name: area.name, parent: area.parent, ground: "place", cells }
}

/// The cell of a point and its neighbours.
fn around(point: Position) -> Vec<CellIndex> {
    let point = LatLng::new(point.lat(), point.lon()).expect("a position is finite");
    point.to_cell(RESOLUTION).grid_disk(1)
}

fn wrapped(lon: f64) -> f64 {
    if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    }
}

fn comparable(point: Position) -> Point {
    (point.lat().to_bits(), point.lon().to_bits())
}
