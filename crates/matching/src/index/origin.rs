//! Distances from one place to many, in whole metres.

use std::f64::consts::{FRAC_PI_2, PI};

use crate::place::{EARTH_RADIUS_M, Position, distance_m, whole_metres};

/// Half of the largest difference in latitude or longitude, in radians, that the series serve.
const NEAR_RAD: f64 = 0.05;
/// Nearer to a pole than this cosine the series lose digits.
const POLAR_COSINE: f64 = 0.08;
/// How far from a half metre a distance must be for the series to decide its rounding, in metres.
///
/// Within [`NEAR_RAD`] they are within a millimetre of the haversine, and the steps of a leaf as
/// wide as the Earth are good to 5 mm.
const DOUBT_M: f64 = 0.01;

/// A place that distances are measured from.
#[derive(Clone, Copy)]
pub(super) struct Origin {
    place: Position,
    sine: f64,
    cosine: f64,
    unit: [f64; 3],
}

/// A position as a unit vector from the centre of the Earth.
pub(super) fn unit_vector(place: Position) -> [f64; 3] {
    let (sin_lat, cos_lat) = place.lat().to_radians().sin_cos();
    let (sin_lon, cos_lon) = place.lon().to_radians().sin_cos();
    [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat]
}

/// The same, good to the 0.4 m that are a step of its numbers; a tenth of the work.
#[expect(clippy::cast_possible_truncation, reason = "whoever reads it leaves room for that")]
pub(super) fn coarse_unit_vector(place: Position) -> [f32; 3] {
    let (lat, lon) = (place.lat().to_radians(), place.lon().to_radians());
    let cos_lat = quarter_sine(FRAC_PI_2 - lat.abs());
    let towards_zero = if lon.abs() > FRAC_PI_2 { PI.copysign(lon) - lon } else { lon };
    let (sin_lon, cos_lon) = (quarter_sine(towards_zero), quarter_sine(FRAC_PI_2 - lon.abs()));
    [cos_lat * cos_lon, cos_lat * sin_lon, quarter_sine(lat)].map(|value| value as f32)
}

/// The sine up to a right angle on either side, by its series; good to 10⁻⁹.
fn quarter_sine(x: f64) -> f64 {
    const SHARES: [f64; 6] =
        [1.0 / 156.0, 1.0 / 110.0, 1.0 / 72.0, 1.0 / 42.0, 1.0 / 20.0, 1.0 / 6.0];
    let u = x * x;
    x * SHARES.iter().fold(1.0, |rest, share| 1.0 - u * share * rest)
}

impl Origin {
    pub(super) fn new(place: Position) -> Self {
        let unit = unit_vector(place);
        Self { place, sine: unit[2], cosine: place.lat().to_radians().cos(), unit }
    }

    pub(super) const fn unit(&self) -> [f64; 3] {
        self.unit
    }

    /// The cosine of the latitude.
    pub(super) const fn cosine(&self) -> f64 {
        self.cosine
    }

    /// How far north and east a latitude and a longitude are, in radians.
    pub(super) fn difference_to(&self, lat: f64, lon: f64) -> (f64, f64) {
        ((lat - self.place.lat()).to_radians(), (lon - self.place.lon()).to_radians())
    }

    /// Exactly `whole_metres(distance_m(origin, to))`, most often without its five functions.
    pub(super) fn whole_metres_to(&self, to: Position) -> u32 {
        let near = whole_metres_unless_in_doubt(self.haversine(to.lat(), to.lon()));
        near.unwrap_or_else(|| whole_metres(distance_m(self.place, to)))
    }

    /// The haversine by power series; not a number where they are not good to a millimetre.
    #[inline]
    pub(super) fn haversine(&self, lat: f64, lon: f64) -> f64 {
        let (north, east) = self.difference_to(lat, lon);
        let (half_north, half_east) = (north / 2.0, east / 2.0);
        let other_cosine = self.cosine * cosine(north) - self.sine * sine(north);
        let across = self.cosine * other_cosine * sine_squared(half_east);
        let is_near = (half_north.abs() <= NEAR_RAD) & (half_east.abs() <= NEAR_RAD);
        if is_near & (self.cosine.min(other_cosine) >= POLAR_COSINE) {
            sine_squared(half_north) + across
        } else {
            f64::NAN
        }
    }
}

/// The distance of a haversine in whole metres; none where a few millimetres decide the rounding,
/// or where it is not a number.
#[inline]
pub(super) fn whole_metres_unless_in_doubt(haversine: f64) -> Option<u32> {
    rounded_unless_in_doubt(near_m(haversine))
}

/// The distance of a small haversine, good to a millimetre.
fn near_m(haversine: f64) -> f64 {
    2.0 * EARTH_RADIUS_M * arcsine_of_root(haversine)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and below a tenth of the Earth's circumference"
)]
fn rounded_unless_in_doubt(metres: f64) -> Option<u32> {
    let below = metres as u32;
    let beyond_half = metres - f64::from(below) - 0.5;
    (beyond_half.abs() >= DOUBT_M).then_some(below + u32::from(beyond_half > 0.0))
}

fn sine(x: f64) -> f64 {
    let u = x * x;
    x * (1.0 - u * (1.0 / 6.0 - u * (1.0 / 120.0 - u * (1.0 / 5_040.0))))
}

fn cosine(x: f64) -> f64 {
    let u = x * x;
    1.0 - u * (1.0 / 2.0 - u * (1.0 / 24.0 - u * (1.0 / 720.0)))
}

fn sine_squared(x: f64) -> f64 {
    let u = x * x;
    u * (1.0 - u * (1.0 / 3.0 - u * (2.0 / 45.0 - u * (1.0 / 315.0))))
}

/// asin(√h) for a small h.
fn arcsine_of_root(h: f64) -> f64 {
    let cubic = 15.0 / 336.0 + h * (105.0 / 3_456.0);
    h.sqrt() * (1.0 + h * (1.0 / 6.0 + h * (3.0 / 40.0 + h * cubic)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8_000))]

        #[test]
        fn a_coarse_unit_vector_is_good_to_a_step(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) {
            let place = Position::new(lat, lon).expect("in range");
            for (coarse, exact) in coarse_unit_vector(place).into_iter().zip(unit_vector(place)) {
                prop_assert!((f64::from(coarse) - exact).abs() < 3.2e-8, "{coarse} {exact}");
            }
        }

        #[test]
        fn series_agree_with_the_haversine_everywhere(
            lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64,
            size in -7.0..=1.0_f64, north in -1.0..=1.0_f64, east in -1.0..=1.0_f64,
        ) {
            let reach = 10_f64.powf(size);
            let from = Position::new(lat, lon).expect("in range");
            let to_lat = (lat + reach * north).clamp(-90.0, 90.0);
            let to = Position::new(to_lat, (lon + reach * east).clamp(-180.0, 180.0))
                .expect("in range");
            let origin = Origin::new(from);
            let metres = near_m(origin.haversine(to.lat(), to.lon()));
            if !metres.is_nan() {
                prop_assert!((metres - distance_m(from, to)).abs() < DOUBT_M / 10.0);
            }
            prop_assert_eq!(origin.whole_metres_to(to), whole_metres(distance_m(from, to)));
        }
    }
}
