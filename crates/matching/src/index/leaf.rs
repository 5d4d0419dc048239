//! Sixty-four slots side by side: where they are, in little room.
//!
//! A coordinate is 32 bits that say where in the leaf it is and, apart, 16 bits that say what these
//! leave out. The first are good to a fraction of a millimetre, so that a search reads little but
//! them; both together give back every bit of the coordinate.

use std::hint::black_box;

use crate::place::Position;

use super::origin::Origin;

/// Slots in a leaf: the bits of a word.
pub(super) const LEAF_SLOTS: usize = 64;
/// A radius of this many metres or more stands in a side table.
pub(super) const WIDE_M: u16 = u16::MAX;

/// How far a number of steps goes to either side of the middle.
const LAST_STEP: f64 = 2_147_483_647.0;
/// Half of the largest difference in latitude or longitude, in radians, that bounds serve.
const BOUND_RAD: f64 = 0.25;

/// A few volunteers who live near each other.
#[repr(align(64))]
pub(super) struct Leaf {
    /// Steps north and east of the middle.
    points: [[i32; 2]; LEAF_SLOTS],
    /// In metres; [`WIDE_M`] sends to the side table.
    pub(super) radii_m: [u16; LEAF_SLOTS],
    frame: Frame,
}

/// Where a leaf is, and how long a step is in it.
#[derive(Clone, Copy, Default)]
struct Frame {
    /// The middle.
    lat: f64,
    lon: f64,
    lat_step: f64,
    lon_step: f64,
    /// No more than the cosine of any latitude in the leaf.
    cosine: f32,
    /// Some coordinate needs more than the remainders have room for.
    exact_elsewhere: bool,
}

/// What the steps of a slot leave out of its coordinates: a number of representable values.
pub(super) type Remainder = [i16; 2];

impl Leaf {
    /// A leaf of at most 64 places, and what its steps leave out of them.
    ///
    /// No remainders when one of them has no room: then the places must be kept elsewhere.
    pub(super) fn of(places: &[Position]) -> (Self, Option<Vec<Remainder>>) {
        let mut frame = Frame::around(places);
        let mut leaf = Self::empty();
        for (point, place) in leaf.points.iter_mut().zip(places) {
            let north = steps(place.lat() - frame.lat, frame.lat_step);
            *point = [north, steps(place.lon() - frame.lon, frame.lon_step)];
        }
        leaf.frame = frame;
        let slots = places.iter().enumerate();
        let remainders: Option<Vec<Remainder>> =
            slots.map(|(slot, place)| leaf.remainder(slot, *place)).collect();
        frame.exact_elsewhere = remainders.is_none();
        leaf.frame = frame;
        (leaf, remainders)
    }

    /// A leaf of nobody, or of volunteers without a place.
    pub(super) fn empty() -> Self {
        Self { points: [[0; 2]; LEAF_SLOTS], radii_m: [0; LEAF_SLOTS], frame: Frame::default() }
    }

    /// Has what a search reads of some slots fetched, without waiting for it.
    pub(super) fn glance(&self, slots: impl Iterator<Item = usize>) {
        black_box(self.frame.lat);
        slots.for_each(|slot| {
            black_box((self.points[slot][0], self.radii_m[slot]));
        });
    }

    pub(super) const fn exact_elsewhere(&self) -> bool {
        self.frame.exact_elsewhere
    }

    /// The place that a slot and its remainder stand for, to the last bit.
    pub(super) fn place(&self, slot: usize, remainder: Remainder) -> Position {
        let (lat, lon) = self.about(slot);
        let exact = |about: f64, rest: i16| {
            f64::from_bits(about.to_bits().wrapping_add_signed(i64::from(rest)))
        };
        Position::trusted(exact(lat, remainder[0]), exact(lon, remainder[1]))
    }

    fn remainder(&self, slot: usize, place: Position) -> Option<Remainder> {
        let (lat, lon) = self.about(slot);
        let rest = |exact: f64, about: f64| {
            i16::try_from(exact.to_bits().wrapping_sub(about.to_bits()).cast_signed()).ok()
        };
        Some([rest(place.lat(), lat)?, rest(place.lon(), lon)?])
    }

    /// The latitude and longitude of a slot, good to half a step.
    pub(super) fn about(&self, slot: usize) -> (f64, f64) {
        let (frame, [north, east]) = (&self.frame, self.points[slot]);
        let lat = frame.lat + f64::from(north) * frame.lat_step;
        (lat, frame.lon + f64::from(east) * frame.lon_step)
    }

    /// How the leaf looks from an origin; none when it is too far away for a bound.
    ///
    /// With a and b half of the differences in latitude and longitude, the haversine is
    /// sin² a + cos φ cos φ' sin² b, and sin² x ≥ x² (1 − x² / 3).
    #[expect(clippy::cast_possible_truncation, reason = "the slack covers it")]
    pub(super) fn seen_from(&self, origin: &Origin) -> Option<View> {
        let frame = &self.frame;
        let (north, east) = origin.difference_to(frame.lat, frame.lon);
        let (lat_step, lon_step) = (frame.lat_step.to_radians(), frame.lon_step.to_radians());
        let half = |middle: f64, step: f64| 0.5 * (middle.abs() + LAST_STEP * step);
        let (a, b) = (half(north, lat_step), half(east, lon_step));
        if a > BOUND_RAD || b > BOUND_RAD {
            return None;
        }
        let northwards = (1.0 - a * a / 3.0).sqrt();
        let cosines = origin.cosine() * f64::from(frame.cosine);
        let eastwards = (cosines * (1.0 - b * b / 3.0)).max(0.0).sqrt();
        Some(View {
            north: (north * northwards) as f32,
            east: (east * eastwards) as f32,
            north_step: (lat_step * northwards) as f32,
            east_step: (lon_step * eastwards) as f32,
        })
    }
}

impl Frame {
    #[expect(clippy::cast_possible_truncation, reason = "the next line rounds down")]
    fn around(places: &[Position]) -> Self {
        let lat = extent(places.iter().map(|place| place.lat()));
        let lon = extent(places.iter().map(|place| place.lon()));
        let cosine = lat.0.to_radians().cos().min(lat.1.to_radians().cos()) as f32;
        Self {
            lat: f64::midpoint(lat.0, lat.1),
            lon: f64::midpoint(lon.0, lon.1),
            lat_step: (lat.1 - lat.0) / (2.0 * LAST_STEP),
            lon_step: (lon.1 - lon.0) / (2.0 * LAST_STEP),
            cosine: cosine.next_down().max(0.0),
            exact_elsewhere: false,
        }
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
fn steps(difference: f64, step: f64) -> i32 {
    if step > 0.0 { (difference / step).round() as i32 } else { 0 }
}

/// The slots of a leaf on a plane on which nothing is farther than on the Earth, in radians.
///
/// In single precision, which is good to 0.4 m.
pub(super) struct View {
    north: f32,
    east: f32,
    north_step: f32,
    east_step: f32,
}

impl View {
    /// The square of the distance of a slot on the plane.
    #[expect(clippy::cast_precision_loss, reason = "whoever asks gives more slack than that")]
    pub(super) fn squared(&self, leaf: &Leaf, slot: usize) -> f32 {
        let [north, east] = leaf.points[slot];
        let y = self.north + north as f32 * self.north_step;
        let x = self.east + east as f32 * self.east_step;
        y * y + x * x
    }

    /// The same of all slots.
    pub(super) fn all_squared(&self, leaf: &Leaf) -> [f32; LEAF_SLOTS] {
        let mut squared = [0.0; LEAF_SLOTS];
        for (slot, value) in squared.iter_mut().enumerate() {
            *value = self.squared(leaf, slot);
        }
        squared
    }
}
