//! The nearest of many points, by squares of a tenth of a degree.

use std::collections::HashMap;

use matching::{Position, distance_m};

/// The nearest point found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nearest {
    /// Its number in the order in which the points were given.
    pub record: usize,
    /// How far away it is, in metres.
    pub distance_m: f64,
}

/// Points sorted into squares of [`SQUARE_DEG`] degrees.
#[derive(Clone)]
pub(crate) struct Grid {
    points: Vec<Position>,
    squares: HashMap<(i32, i32), Vec<usize>>,
}

const SQUARES_PER_DEG: f64 = 10.0;
/// A tenth of a degree of latitude on the sphere of the mean radius, rounded down.
const SQUARE_M: f64 = 11_119.0;

impl Grid {
    pub fn new(points: impl Iterator<Item = Position>) -> Self {
        let points: Vec<Position> = points.collect();
        let mut squares: HashMap<(i32, i32), Vec<usize>> = HashMap::new();
        for (number, point) in points.iter().enumerate() {
            squares.entry(square_of(*point)).or_default().push(number);
        }
        Self { points, squares }
    }

    /// The nearest point within `within_m` that `fits`; the lower number on equal distance.
    pub fn nearest(
        &self,
        from: Position,
        within_m: f64,
        fits: impl Fn(usize) -> bool,
    ) -> Option<Nearest> {
        let (row, column) = square_of(from);
        let mut best: Option<Nearest> = None;
        for ring in 0..=rings(within_m) {
            let reach = best.map_or(within_m, |found| found.distance_m);
            if f64::from(ring - 1) * SQUARE_M * narrowing(from) > reach {
                break;
            }
            for square in ring_of(row, column, ring) {
                for &number in self.squares.get(&square).into_iter().flatten() {
                    let away = distance_m(from, self.points[number]);
                    if away <= within_m && closer(best, number, away) && fits(number) {
                        best = Some(Nearest { record: number, distance_m: away });
                    }
                }
            }
        }
        best
    }
}

fn closer(best: Option<Nearest>, number: usize, away: f64) -> bool {
    best.is_none_or(|found| (away, number) < (found.distance_m, found.record))
}

/// How much narrower than high a square is; squares beyond 80° are scanned as if at 80°.
fn narrowing(from: Position) -> f64 {
    from.lat().abs().min(80.0).to_radians().cos() * 0.98
}

#[expect(clippy::cast_possible_truncation, reason = "the value lies within 1 to 200")]
fn rings(within_m: f64) -> i32 {
    (within_m / (SQUARE_M * 0.17)).ceil().clamp(1.0, 200.0) as i32 + 1
}

#[expect(clippy::cast_possible_truncation, reason = "degrees times ten fit an i32")]
fn square_of(position: Position) -> (i32, i32) {
    let row = (position.lat() * SQUARES_PER_DEG).floor();
    let column = (position.lon() * SQUARES_PER_DEG).floor();
    (row as i32, column as i32)
}

fn ring_of(row: i32, column: i32, ring: i32) -> impl Iterator<Item = (i32, i32)> {
    (-ring..=ring).flat_map(move |up| {
        let step = if up.abs() == ring { 1 } else { (2 * ring).max(1) };
        (-ring..=ring)
            .step_by(usize::try_from(step).unwrap_or(1))
            .map(move |right| (row + up, column + right))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn positions() -> impl Strategy<Value = Position> {
        (49.0..51.0, 2.0..5.0).prop_map(|(lat, lon)| Position::new(lat, lon).unwrap())
    }

    proptest! {
        #[test]
        fn the_nearest_point_is_that_of_the_naive_scan(
            points in prop::collection::vec(positions(), 1..60),
            from in positions(),
            within_m in 1_000.0..60_000.0,
        ) {
            let grid = Grid::new(points.iter().copied());
            let naive = points
                .iter()
                .map(|point| distance_m(from, *point))
                .enumerate()
                .filter(|(_, away)| *away <= within_m)
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let found = grid.nearest(from, within_m, |_| true);
            prop_assert_eq!(found.map(|n| n.record), naive.map(|n| n.0));
        }
    }
}
