//! The order of the slots: neighbours on the Earth become neighbours in memory.

use super::leaf::LEAF_SLOTS;

/// A place that waits for its slot.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// Unit vector, good to 0.4 m; it only steers the order.
    pub(super) unit: [f32; 3],
    pub(super) entry: u32,
    pub(super) anchor: u32,
}

/// Sorts the spots so that each run of 64 is a small region, and each aligned run of 64 · 2ⁿ too.
///
/// A sort-tile-recursive order with two tiles a step: the spots are cut along the axis in which
/// they spread most, at the largest power of two of leaves. O(n log n).
pub(super) fn tile(spots: &mut [Spot]) {
    let leaves = spots.len().div_ceil(LEAF_SLOTS);
    if leaves <= 1 {
        return;
    }
    let left = leaves.next_power_of_two() / 2 * LEAF_SLOTS;
    let axis = widest_axis(spots);
    spots.select_nth_unstable_by(left, |a, b| a.unit[axis].total_cmp(&b.unit[axis]));
    let (low, high) = spots.split_at_mut(left);
    tile(low);
    tile(high);
}

fn widest_axis(spots: &[Spot]) -> usize {
    let mut low = [f32::INFINITY; 3];
    let mut high = [f32::NEG_INFINITY; 3];
    for spot in spots {
        for (axis, &value) in spot.unit.iter().enumerate() {
            low[axis] = low[axis].min(value);
            high[axis] = high[axis].max(value);
        }
    }
    let spread = |axis: usize| high[axis] - low[axis];
    (0..3).max_by(|&a, &b| spread(a).total_cmp(&spread(b))).unwrap_or(0)
}
