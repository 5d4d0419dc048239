//! How coarsely a place is told: the cell that stands for it wherever volunteers can observe it.

use crate::place::{Cell, Position, grade};

/// The fewest residents a cell should hold, so that a cell does not point at a person.
pub const RESIDENTS_PER_CELL: f64 = 1_000.0;

const USUAL_RESOLUTION: u8 = 7;
const FINEST_RESOLUTION: u8 = 9;
const COARSEST_BY_DENSITY: u8 = 5;

/// The H3 cell to which a place is blurred.
///
/// Two rules, and the coarser wins:
///
/// - *Residents*: from a cell at 5 down to 9, a cell is divided where each of its children holds
///   [`RESIDENTS_PER_CELL`] at the density of its own centre; to 7 where that density is unknown
///   (none, not finite or negative).
/// - *Uncertainty*: the finest resolution whose average edge is at least `uncertainty_m`. The edge
///   of a hexagon is its circumradius, so a place known to within that radius is not claimed to be
///   in a cell smaller than what is known.
///
/// Whether a cell is divided depends on that cell alone, never on the place: every place of equal
/// uncertainty in the cell that comes out is blurred to that very cell. Were the density of the
/// place itself to decide, a coarse cell would say that the place is not in the finer cells that
/// overlap it, and so on which side of a municipality's border it lies.
///
/// Averages are H3's own: an edge of 200.8 m at 9, 531.4 m at 8, 1.4 km at 7, 3.7 km at 6. Asks
/// for 28 densities at most.
pub fn blurred(
    place: Position,
    uncertainty_m: u32,
    residents_per_km2: impl Fn(Position) -> Option<f64>,
) -> Cell {
    let least = by_uncertainty(uncertainty_m);
    let finest = Cell::of(place, FINEST_RESOLUTION);
    let coarser = |resolution| finest.parent(resolution).unwrap_or(finest);
    let mut cell = coarser(least.min(COARSEST_BY_DENSITY));
    while cell.resolution() < least && may_be_divided(cell, &residents_per_km2) {
        cell = coarser(cell.resolution() + 1);
    }
    cell
}

/// Whether each child of a cell holds enough residents.
fn may_be_divided(cell: Cell, residents_per_km2: impl Fn(Position) -> Option<f64>) -> bool {
    let finer = cell.resolution() + 1;
    cell.children(finer).all(|child| {
        let density = residents_per_km2(child.center());
        match density.filter(|d| d.is_finite() && *d >= 0.0) {
            Some(density) => grade(finer).area_km2() * density >= RESIDENTS_PER_CELL,
            None => finer <= USUAL_RESOLUTION,
        }
    })
}

fn by_uncertainty(uncertainty_m: u32) -> u8 {
    (0..=FINEST_RESOLUTION)
        .rev()
        .find(|&resolution| grade(resolution).edge_length_m() >= f64::from(uncertainty_m))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn anywhere() -> impl Strategy<Value = Position> {
        (-90.0..=90.0_f64, -180.0..=180.0_f64)
            .prop_map(|(lat, lon)| Position::new(lat, lon).expect("in range"))
    }

    #[test]
    fn resolution_follows_residents_and_uncertainty() {
        let cases = [
            (None, 0, 7),
            (None, 1_406, 7),
            (None, 1_407, 6),
            (Some(f64::NAN), 0, 7),
            (Some(12_000.0), 0, 9),
            (Some(12_000.0), 300, 8),
            (Some(12_000.0), 3_000, 6),
            (Some(2_000.0), 0, 8),
            (Some(370.0), 0, 7),
            (Some(100.0), 0, 6),
            (Some(10.0), 0, 5),
            (Some(0.0), 0, 5),
            (Some(0.0), 20_000, 4),
            (None, u32::MAX, 0),
        ];
        for (residents, uncertainty_m, resolution) in cases {
            let ixelles = Position::new(50.8333, 4.3667).expect("a position");
            let cell = blurred(ixelles, uncertainty_m, |_| residents);
            assert_eq!(cell.resolution(), resolution, "{residents:?} {uncertainty_m}");
        }
    }

    proptest! {
    #[test]
    fn no_place_of_a_cell_is_blurred_to_another(
        at in anywhere(), other in 0_usize..2_401, seed in any::<u64>(), uncertainty_m in 0_u32..600
    ) {
        // Some cells at 7 are towns, some villages, and of some nothing is known.
        let residents = |of: Position| {
            let mixed = Cell::of(of, 7).to_i64().unsigned_abs().wrapping_mul(seed | 1) >> 32;
            [Some(20_000.0), Some(3_000.0), Some(500.0), Some(20.0), None][(mixed % 5) as usize]
        };
        let cell = blurred(at, uncertainty_m, residents);
        let finest: Vec<Cell> = cell.children(9).collect();
        let twin = finest[other % finest.len()].center();
        prop_assert_eq!(blurred(twin, uncertainty_m, residents), cell);
    }
    }
}
