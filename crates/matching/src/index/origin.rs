//! Distances from one place to many, in whole metres.

use crate::place::{EARTH_RADIUS_M, Position, distance_m, whole_metres};

/// Half of the largest difference in latitude or longitude, in radians, that the series serve.
const NEAR_RAD: f64 = 0.05;
/// Nearer to a pole than this cosine the series lose digits.
const POLAR_COSINE: f64 = 0.08;
/// How far from a half metre a distance must be for the series to decide its rounding, in metres.
///
/// Within [`NEAR_RAD`] they are within a millimetre of the haversine; this is ten times that.
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

impl Origin {
    pub(super) fn new(place: Position) -> Self {
        let (sine, cosine) = place.lat().to_radians().sin_cos();
        Self { place, sine, cosine, unit: unit_vector(place) }
    }

    pub(super) const fn unit(&self) -> [f64; 3] {
        self.unit
    }

    /// Exactly `whole_metres(distance_m(origin, to))`, most often without its five functions.
    pub(super) fn whole_metres_to(&self, to: Position) -> u32 {
        let near = self.near_m(to).and_then(rounded_unless_in_doubt);
        near.unwrap_or_else(|| whole_metres(distance_m(self.place, to)))
    }

    /// The distance by power series; none where they are not good to a millimetre.
    fn near_m(&self, to: Position) -> Option<f64> {
        let lat = (to.lat() - self.place.lat()).to_radians();
        let lon = (to.lon() - self.place.lon()).to_radians();
        let (half_lat, half_lon) = (lat / 2.0, lon / 2.0);
        if half_lat.abs() > NEAR_RAD || half_lon.abs() > NEAR_RAD {
            return None;
        }
        let other_cosine = self.cosine * cosine(lat) - self.sine * sine(lat);
        if self.cosine < POLAR_COSINE || other_cosine < POLAR_COSINE {
            return None;
        }
        let h = sine_squared(half_lat) + self.cosine * other_cosine * sine_squared(half_lon);
        Some(2.0 * EARTH_RADIUS_M * arcsine_of_root(h))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, and below a tenth of the Earth's circumference"
)]
fn rounded_unless_in_doubt(metres: f64) -> Option<u32> {
    let below = metres as u32;
    let rest = metres - f64::from(below);
    let in_doubt = (rest - 0.5).abs() < DOUBT_M;
    (!in_doubt).then_some(below + u32::from(rest > 0.5))
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
            if let Some(metres) = origin.near_m(to) {
                prop_assert!((metres - distance_m(from, to)).abs() < DOUBT_M / 10.0);
            }
            prop_assert_eq!(origin.whole_metres_to(to), whole_metres(distance_m(from, to)));
        }
    }
}
