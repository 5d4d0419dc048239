//! Areas drawn as polygons.

use geo::{Geometry, Polygon, Validation as _};
use geojson::{Feature, GeoJson, GeometryValue};
use h3o::CellIndex;
use h3o::geom::{ContainmentMode, TilerBuilder};

use super::{AreaError, Draft, RESOLUTION, fault};

/// The most cells of one area; 4 million are about the size of western Europe.
const MOST_CELLS: usize = 4_000_000;
const LONGEST_NAME: usize = 200;

pub(super) fn read(text: &str) -> Result<Vec<Draft>, AreaError> {
    let json: GeoJson =
        text.parse().map_err(|error| fault("file", "json", format!("is not GeoJSON: {error}")))?;
    let GeoJson::FeatureCollection(collection) = json else {
        return Err(fault("file", "type", "must be a FeatureCollection"));
    };
    if collection.features.is_empty() {
        return Err(fault("file", "features", "is empty"));
    }
    collection
        .features
        .into_iter()
        .enumerate()
        .map(|(i, feature)| draft(&format!("feature {}", i + 1), feature))
        .collect()
}

fn draft(location: &str, mut feature: Feature) -> Result<Draft, AreaError> {
    let name = property(location, &feature, "name")?
        .ok_or_else(|| fault(location, "name", "is missing"))?;
    let parent = property(location, &feature, "parent")?;
    let cells = match feature.geometry.take() {
        None => Vec::new(),
        Some(geometry) => cells(location, polygons(location, geometry)?)?,
    };
    Ok(Draft { location: location.to_owned(), name, parent, ground: "geometry", cells })
}

/// The polygons of a geometry, each of whose positions has a longitude and a latitude (RFC 7946,
/// section 3.1.1).
fn polygons(location: &str, geometry: geojson::Geometry) -> Result<Vec<Polygon>, AreaError> {
    let is_whole = |position: &geojson::Position| position.len() >= 2;
    let is_whole = match &geometry.value {
        GeometryValue::Polygon { coordinates } => coordinates.iter().flatten().all(is_whole),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().flatten().all(is_whole)
        }
        _ => return Err(fault(location, "geometry", "must be a Polygon or a MultiPolygon")),
    };
    if !is_whole {
        return Err(fault(location, "geometry", "has a position of fewer than two numbers"));
    }
    match Geometry::try_from(geometry) {
        Ok(Geometry::Polygon(polygon)) => Ok(vec![polygon]),
        Ok(Geometry::MultiPolygon(several)) => Ok(several.0),
        _ => Err(fault(location, "geometry", "cannot be read")),
    }
}

fn property(
    location: &str,
    feature: &Feature,
    field: &'static str,
) -> Result<Option<String>, AreaError> {
    match feature.property(field) {
        None | Some(serde_json::Value::Null) => Ok(None),
        Some(serde_json::Value::String(text)) => {
            let text = text.trim();
            if text.chars().count() > LONGEST_NAME || text.contains(char::is_control) {
                return Err(fault(location, field, "is too long or has control characters"));
            }
            Ok((!text.is_empty()).then(|| text.to_owned()))
        }
        Some(_) => Err(fault(location, field, "must be text")),
    }
}

fn cells(location: &str, polygons: Vec<Polygon>) -> Result<Vec<CellIndex>, AreaError> {
    let mut tiler =
        TilerBuilder::new(RESOLUTION).containment_mode(ContainmentMode::ContainsCentroid).build();
    for polygon in polygons {
        check(location, &polygon)?;
        tiler.add(polygon).map_err(|error| fault(location, "geometry", error.to_string()))?;
    }
    if tiler.coverage_size_hint() > MOST_CELLS {
        return Err(fault(location, "geometry", "is too large for one area"));
    }
    let mut cells: Vec<CellIndex> = tiler.into_coverage().collect();
    cells.sort_unstable();
    cells.dedup();
    Ok(cells)
}

fn check(location: &str, polygon: &Polygon) -> Result<(), AreaError> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    for point in rings.flat_map(|ring| &ring.0) {
        if !(-90.0..=90.0).contains(&point.y) || !(-180.0..=180.0).contains(&point.x) {
            return Err(fault(location, "geometry", "has a point outside WGS 84 degrees"));
        }
    }
    if polygon.exterior().0.len() < 4 {
        return Err(fault(location, "geometry", "has a ring of fewer than four points"));
    }
    polygon
        .check_validation()
        .map_err(|error| fault(location, "geometry", format!("is not valid: {error}")))
}
