//! Areas made of H3 cells: from polygons (`GeoJSON`), or from postcodes and places (CSV).
//!
//! Areas nest by the name of their parent. After compiling, each cell belongs to exactly one
//! area: to a child before its parent, else to the area with fewer cells, else to the lower name.

mod listed;
mod map;
mod nesting;
mod polygons;

use std::io::Read;

use h3o::{CellIndex, Resolution};
use matching::Cell;

pub use map::AreaMap;

use crate::gazetteer::Gazetteer;

/// The resolution of an area's cells: an edge of 0.53 km, 0.74 km² each.
pub const AREA_RESOLUTION: u8 = 8;

pub(crate) const RESOLUTION: Resolution = Resolution::Eight;

/// Areas in the order in which the file names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AreaSet {
    /// The areas; `parent` counts in this list.
    pub areas: Vec<Area>,
}

/// An area with the cells that are its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its name, unique in the set.
    pub name: String,
    /// The place of its parent in [`AreaSet::areas`].
    pub parent: Option<usize>,
    /// The cells of which it is the leaf, sorted; those of its children are theirs.
    pub cells: Vec<Cell>,
}

/// Where and why a file of areas was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{location}: {field}: {reason}")]
pub struct AreaError {
    /// "feature 3", counted from 1; "row 17", counted as lines of the file with its header;
    /// or "file".
    pub location: String,
    /// The property or column.
    pub field: &'static str,
    /// What is wrong with it, in one sentence.
    pub reason: String,
}

impl AreaSet {
    /// Areas from a `GeoJSON` `FeatureCollection` of `Polygon`s and `MultiPolygon`s in WGS 84, with
    /// the properties `name` and, if it lies in another area, `parent`.
    ///
    /// A cell counts to a polygon that holds its middle, so adjacent polygons share no cell. A
    /// feature without geometry is allowed where others name it as their parent.
    ///
    /// # Errors
    ///
    /// The first feature that is at fault: no name, a name given twice, an unknown parent, a
    /// circle of parents, a geometry that is invalid or covers no cell of its own.
    pub fn from_geojson(text: &str) -> Result<Self, AreaError> {
        nesting::compile(polygons::read(text)?)
    }

    /// Areas from a CSV with the header `name,parent,country,postcode,place`, several rows an
    /// area; `postcode` or `place` or both say what belongs to it.
    ///
    /// A cell counts to the area of the nearest place that `gazetteer` knows within 15 km. A row
    /// with neither postcode nor place is allowed for an area that others name as their parent.
    ///
    /// # Errors
    ///
    /// The first row that is at fault: no name, two parents for one area, an unknown or ambiguous
    /// place, an unknown parent, a circle of parents, an area that has no cell of its own.
    pub fn from_csv(reader: impl Read, gazetteer: &Gazetteer) -> Result<Self, AreaError> {
        nesting::compile(listed::read(reader, gazetteer)?)
    }
}

/// An area as the file gives it.
pub(crate) struct Draft {
    pub location: String,
    pub name: String,
    pub parent: Option<String>,
    /// The field that gives the ground, for errors.
    pub ground: &'static str,
    pub cells: Vec<CellIndex>,
}

pub(crate) fn fault(location: &str, field: &'static str, reason: impl Into<String>) -> AreaError {
    AreaError { location: location.to_owned(), field, reason: reason.into() }
}
