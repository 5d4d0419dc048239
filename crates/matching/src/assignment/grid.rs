//! Everyone near a place, by a grid of cubes: what the check uses instead of the solver's index.

use std::collections::HashMap;

use crate::place::{EARTH_RADIUS_M, Position};

use super::problem::AssignVolunteer;

/// A cube's side is the largest radius of its class and this much, for rounding. In metres.
const SLACK_M: f64 = 2.0;

type Cube = [i64; 3];

/// Volunteers in classes of like radius, each class in cubes no smaller than its radii.
///
/// The cubes fill the space around the Earth's centre, so that poles and the antimeridian are
/// places like others; a straight line is no longer than the arc above it.
pub(super) struct Grid {
    classes: Vec<Class>,
}

struct Class {
    side_m: f64,
    cubes: HashMap<Cube, Vec<u32>>,
}

impl Grid {
    /// A grid of those who have capacity.
    pub(super) fn new(volunteers: &[AssignVolunteer]) -> Self {
        let mut classes: Vec<Option<Class>> = (0..=32).map(|_| None).collect();
        for (number, volunteer) in (0..).zip(volunteers).filter(|(_, v)| v.capacity > 0) {
            let bits = u32::BITS - volunteer.radius_m.leading_zeros();
            let side_m = f64::from(bits).exp2() + SLACK_M;
            let class = classes[bits as usize]
                .get_or_insert_with(|| Class { side_m, cubes: HashMap::new() });
            class.cubes.entry(cube(volunteer.position, side_m)).or_default().push(number);
        }
        Self { classes: classes.into_iter().flatten().collect() }
    }

    /// Calls with all who may have a place within their radius, and others near it, each once.
    pub(super) fn around<E>(
        &self,
        place: Position,
        mut near: impl FnMut(u32) -> Result<(), E>,
    ) -> Result<(), E> {
        for class in &self.classes {
            for cube in neighbours(cube(place, class.side_m)) {
                for &number in class.cubes.get(&cube).into_iter().flatten() {
                    near(number)?;
                }
            }
        }
        Ok(())
    }
}

fn cube(place: Position, side_m: f64) -> Cube {
    let (lat, lon) = (place.lat().to_radians(), place.lon().to_radians());
    let point = [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()];
    point.map(|axis| floor(axis * EARTH_RADIUS_M / side_m))
}

#[expect(clippy::cast_possible_truncation, reason = "at most the Earth's radius over two metres")]
fn floor(number: f64) -> i64 {
    number.floor() as i64
}

fn neighbours([x, y, z]: Cube) -> impl Iterator<Item = Cube> {
    (-1..=1).flat_map(move |dx| {
        (-1..=1).flat_map(move |dy| (-1..=1).map(move |dz| [x + dx, y + dy, z + dz]))
    })
}
