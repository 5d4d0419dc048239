//! Positions on the Earth, the distance between them, and the cells that blur them.

use std::fmt;
use std::str::FromStr;

use h3o::{CellIndex, LatLng, Resolution};
use serde::{Deserialize, Serialize};

/// The radius of the sphere on which every distance is measured, in metres.
///
/// The mean radius of the Earth, R1 = (2a + b) / 3 of the WGS 84 ellipsoid.
pub const EARTH_RADIUS_M: f64 = 6_371_008.8;

/// A point on the Earth in WGS 84 degrees.
///
/// The fields are private and always in range; `Debug` hides them, so that a position cannot
/// reach a log through a derived formatter.
#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawPosition")]
pub struct Position {
    lat: f64,
    lon: f64,
}

/// The unchecked form in which a position arrives.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPosition {
    lat: f64,
    lon: f64,
}

/// Why two numbers are not a position; it names the field and never the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PositionError {
    /// The latitude is not a number between −90 and 90.
    #[error("lat: must be a number from -90 to 90")]
    Latitude,
    /// The longitude is not a number between −180 and 180.
    #[error("lon: must be a number from -180 to 180")]
    Longitude,
}

impl PositionError {
    /// The name of the field at fault, `lat` or `lon`.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Latitude => "lat",
            Self::Longitude => "lon",
        }
    }
}

impl Position {
    /// A position from degrees north and degrees east.
    ///
    /// # Errors
    ///
    /// Names the first field that is NaN, infinite or out of range.
    pub fn new(lat: f64, lon: f64) -> Result<Self, PositionError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PositionError::Latitude);
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PositionError::Longitude);
        }
        Ok(Self { lat, lon })
    }

    /// A position from what another position gave.
    pub(crate) const fn trusted(lat: f64, lon: f64) -> Self {
        Self { lat, lon }
    }

    /// Degrees north, −90 to 90.
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east, −180 to 180.
    pub const fn lon(self) -> f64 {
        self.lon
    }

    fn from_h3(point: LatLng) -> Self {
        let lon = point.lng();
        let wrapped = if lon > 180.0 {
            lon - 360.0
        } else if lon < -180.0 {
            lon + 360.0
        } else {
            lon
        };
        Self { lat: point.lat().clamp(-90.0, 90.0), lon: wrapped }
    }
}

impl TryFrom<RawPosition> for Position {
    type Error = PositionError;

    fn try_from(raw: RawPosition) -> Result<Self, PositionError> {
        Self::new(raw.lat, raw.lon)
    }
}

impl fmt::Debug for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Position(..)")
    }
}

/// The great-circle distance between two positions in metres.
///
/// The haversine on a sphere of [`EARTH_RADIUS_M`], in `f64`; it is symmetric, zero for equal
/// points, and right at the poles and across the antimeridian.
pub fn distance_m(a: Position, b: Position) -> f64 {
    let half_lat = (b.lat - a.lat).to_radians() / 2.0;
    let half_lon = (b.lon - a.lon).to_radians() / 2.0;
    let h = half_lat.sin().powi(2)
        + a.lat.to_radians().cos() * b.lat.to_radians().cos() * half_lon.sin().powi(2);
    2.0 * EARTH_RADIUS_M * h.clamp(0.0, 1.0).sqrt().asin()
}

/// A distance rounded half up to whole metres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates, and no distance on the Earth exceeds 20,015,116 m"
)]
pub fn whole_metres(distance_m: f64) -> u32 {
    distance_m.max(0.0).round() as u32
}

/// A hexagon of the H3 grid: the blurred place that matching works with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(CellIndex);

/// The text or number is not an H3 cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an H3 cell")]
pub struct CellError;

impl Cell {
    /// The cell of a position at a resolution from 0 (4.4 million km²) to 15 (0.9 m²).
    ///
    /// A resolution above 15 counts as 15.
    #[expect(clippy::missing_panics_doc, reason = "a position is always finite")]
    pub fn of(position: Position, resolution: u8) -> Self {
        let point = LatLng::new(position.lat, position.lon).expect("a position is always finite");
        Self(point.to_cell(grade(resolution)))
    }

    /// The centre of the cell.
    pub fn center(self) -> Position {
        Position::from_h3(LatLng::from(self.0))
    }

    /// The resolution, 0 to 15.
    pub fn resolution(self) -> u8 {
        u8::from(self.0.resolution())
    }

    /// The cell at a coarser (or the same) resolution that holds this one; none if it is finer.
    pub fn parent(self, resolution: u8) -> Option<Self> {
        let coarser = Resolution::try_from(resolution).ok()?;
        self.0.parent(coarser).map(Self)
    }

    /// The cells of a finer (or the same) resolution that it holds; none if that is coarser.
    pub fn children(self, resolution: u8) -> impl Iterator<Item = Self> {
        self.0.children(grade(resolution)).map(Self)
    }

    /// The number under which the cell is stored; never negative.
    pub fn to_i64(self) -> i64 {
        u64::from(self.0).cast_signed()
    }

    /// The cell stored under a number.
    ///
    /// # Errors
    ///
    /// Refuses a number that is not a valid H3 cell.
    pub fn from_i64(stored: i64) -> Result<Self, CellError> {
        CellIndex::try_from(stored.cast_unsigned()).map(Self).map_err(|_| CellError)
    }

    /// The corners of the cell in order, without repeating the first; five to ten of them.
    pub fn boundary(self) -> Vec<Position> {
        self.0.boundary().iter().copied().map(Position::from_h3).collect()
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cell({})", self.0)
    }
}

impl FromStr for Cell {
    type Err = CellError;

    fn from_str(text: &str) -> Result<Self, CellError> {
        text.parse().map(Self).map_err(|_| CellError)
    }
}

impl Serialize for Cell {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The distance a volunteer is shown before a reveal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DistanceBucket {
    /// Less than 1 km.
    Under1,
    /// From 1 km to less than 2 km.
    From1To2,
    /// From 2 km to less than 5 km.
    From2To5,
    /// From 5 km to 10 km, 10 km included.
    From5To10,
    /// More than 10 km.
    Over10,
}

impl DistanceBucket {
    /// The bucket of a distance in whole metres.
    pub const fn of_m(distance_m: u32) -> Self {
        match distance_m {
            0..1_000 => Self::Under1,
            1_000..2_000 => Self::From1To2,
            2_000..5_000 => Self::From2To5,
            5_000..=10_000 => Self::From5To10,
            _ => Self::Over10,
        }
    }

    /// What is kept of a distance in this bucket, in metres: its middle, and half as much again as its
    /// start where it has no end.
    pub const fn middle_m(self) -> u32 {
        match self {
            Self::Under1 => 500,
            Self::From1To2 => 1_500,
            Self::From2To5 => 3_500,
            Self::From5To10 => 7_500,
            Self::Over10 => 15_000,
        }
    }

    /// The stable code: `<1`, `1-2`, `2-5`, `5-10` or `>10`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Under1 => "<1",
            Self::From1To2 => "1-2",
            Self::From2To5 => "2-5",
            Self::From5To10 => "5-10",
            Self::Over10 => ">10",
        }
    }
}

pub(crate) fn grade(resolution: u8) -> Resolution {
    Resolution::try_from(resolution).unwrap_or(Resolution::Fifteen)
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
