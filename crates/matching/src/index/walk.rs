//! The walk of one query through one tree.

use super::best::{Best, Rank};
use super::leaf::{LEAF_SLOTS, Leaf};
use super::node::{FAN_OUT, Node};
use super::origin::{Origin, whole_metres_unless_in_doubt};
use super::packed::{Packed, places};
use super::snapshot::Run;
use super::{IndexQuery, Reach};

/// Of more than so many in a leaf those are passed by first who are clearly too far away.
const CROWD: u32 = 12;
/// So many are measured before the first of them is judged, while memory comes for all.
const TOGETHER: usize = 8;

/// A branch to open.
#[derive(Clone, Copy)]
struct Step {
    /// The square of the shortest chord to it.
    chord: f32,
    number: u32,
    /// Of a leaf, the slots that fit; of a node, none.
    fits: u64,
}

/// What a walk is for.
pub(super) struct Sought<'a> {
    pub(super) query: &'a IndexQuery,
    pub(super) reach: Reach,
    pub(super) origin: Origin,
    /// Only hits after this one are of interest.
    pub(super) after: Option<Rank>,
}

/// Depth first, the nearer branch first.
pub(super) struct Walk<'a> {
    run: &'a Run,
    packed: &'a Packed,
    number: usize,
    sought: &'a Sought<'a>,
    unit: [f32; 3],
    steps: Vec<Step>,
}

impl<'a> Walk<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "the slack of a bound covers it")]
    pub(super) fn new(run: &'a Run, number: usize, sought: &'a Sought<'a>) -> Self {
        let unit = sought.origin.unit().map(|value| value as f32);
        let (packed, steps) = (&*run.packed, Vec::with_capacity(64));
        Self { run, packed, number, sought, unit, steps }
    }

    pub(super) fn run(mut self, best: &mut Best) {
        let Some(root) = self.packed.root() else { return };
        self.steps.push(Step { chord: 0.0, number: root, fits: 0 });
        while let Some(step) = self.steps.pop() {
            if step.chord > best.limit * best.limit {
                continue;
            }
            if step.fits == 0 {
                self.open_node(step.number as usize, best);
            } else {
                self.open_leaf(step.number as usize, step.fits, best);
            }
        }
    }

    /// First the bounds of all children, which the processor overlaps, then the choice.
    fn open_node(&mut self, number: usize, best: &Best) {
        let node = &self.packed.nodes[number];
        let chords = node.chords(self.unit, self.sought.reach);
        let (limit, begin) = (best.limit * best.limit, self.steps.len());
        if self.packed.is_lowest(number) {
            self.push_leaves(number, &chords, limit);
        } else {
            self.push_nodes(node, &chords, limit);
        }
        self.steps[begin..].sort_unstable_by(|a, b| b.chord.total_cmp(&a.chord));
    }

    fn push_nodes(&mut self, node: &Node, chords: &[f32; FAN_OUT], limit: f32) {
        let query = self.sought.query;
        let able = if query.only_available { node.available() } else { u32::MAX };
        for (child, number) in (0..FAN_OUT).zip(node.first..) {
            let chord = chords[child];
            if chord <= limit && able >> child & 1 == 1 && node.may_fit(child, query) {
                self.steps.push(Step { chord, number, fits: 0 });
            }
        }
    }

    /// Those leaves in which somebody fits who is still there.
    fn push_leaves(&mut self, number: usize, chords: &[f32; FAN_OUT], limit: f32) {
        if chords.iter().all(|&chord| chord > limit) {
            return;
        }
        let fitting = self.packed.fitting(number, self.sought.query).0;
        for ((fits, &chord), leaf) in fitting.into_iter().zip(chords).zip(number * FAN_OUT..) {
            if fits == 0 || chord > limit {
                continue;
            }
            let fits = fits & self.run.live.word(leaf);
            if fits != 0 {
                // What it reads first comes near for all leaves at once.
                self.packed.leaves[leaf].glance(places(fits).take(TOGETHER));
                self.steps.push(Step { chord, number: numbered(leaf), fits });
            }
        }
    }

    /// Weighs those who fit; a crowd is thinned first by a bound that is computed side by side.
    fn open_leaf(&self, number: usize, fits: u64, best: &mut Best) {
        let leaf = &self.packed.leaves[number];
        let view =
            if fits.count_ones() > CROWD { leaf.seen_from(&self.sought.origin) } else { None };
        let Some(view) = view else {
            return self.weigh(leaf, number, fits, best);
        };
        let squared = view.all_squared(leaf);
        let mut left = fits;
        while left != 0 {
            let near = next_near(&mut left, &squared, best.limit * best.limit);
            self.weigh(leaf, number, near, best);
        }
    }

    /// Keeps those slots whose exact distance makes hits of them; a few at a time are measured
    /// before the first of them is judged, while memory comes for all.
    fn weigh(&self, leaf: &Leaf, number: usize, slots: u64, best: &mut Best) {
        let mut left = places(slots);
        loop {
            let mut measured = [(0.0, 0, 0); TOGETHER];
            let mut count = 0;
            for (measured, place) in measured.iter_mut().zip(left.by_ref()) {
                let (lat, lon) = leaf.about(place);
                *measured = (self.sought.origin.haversine(lat, lon), leaf.radii_m[place], place);
                count += 1;
            }
            for &(haversine, radius_m, place) in &measured[..count] {
                if haversine > best.haversine {
                    continue;
                }
                let slot = number * LEAF_SLOTS + place;
                let near = whole_metres_unless_in_doubt(haversine);
                let exactly = || self.sought.origin.whole_metres_to(self.packed.place(slot));
                let metres = near.unwrap_or_else(exactly);
                let reach_m = self.sought.reach.of(self.packed.radius_m(radius_m, slot));
                if metres <= best.limit_m.min(reach_m) {
                    self.judge(slot, metres, best);
                }
            }
            if count < TOGETHER {
                return;
            }
        }
    }

    fn judge(&self, slot: usize, metres: u32, best: &mut Best) {
        if self.is_after(slot, metres) && self.is_nearest_anchor(slot, metres) {
            best.keep(metres, self.number, slot);
        }
    }

    fn is_after(&self, slot: usize, metres: u32) -> bool {
        self.sought.after.is_none_or(|(last_m, last)| {
            metres > last_m || metres == last_m && self.packed.slots[slot].id > last
        })
    }

    /// Whether no other anchor of the volunteer stands for them at this distance or a lower one.
    fn is_nearest_anchor(&self, slot: usize, metres: u32) -> bool {
        !self.packed.has_several(slot)
            || self.packed.slots_of(self.packed.slots[slot].id).all(|other| {
                let others = || self.sought.origin.whole_metres_to(self.packed.place(other));
                other == slot || (metres, slot) < (others(), other)
            })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "nodes number leaves in 32 bits")]
const fn numbered(leaf: usize) -> u32 {
    leaf as u32
}

/// Takes the next few slots that are within a limit, and those passed by on the way.
fn next_near(left: &mut u64, squared: &[f32; LEAF_SLOTS], limit: f32) -> u64 {
    let mut near = 0;
    for place in places(*left) {
        *left &= *left - 1;
        near |= u64::from(squared[place] <= limit) << place;
        if near.count_ones() as usize == TOGETHER {
            break;
        }
    }
    near
}
