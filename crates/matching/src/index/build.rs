//! Packing entries into a tree.

use crate::VolunteerId;
use crate::place::Position;

use super::Entry;
use super::leaf::{LEAF_SLOTS, Leaf, WIDE_M};
use super::lookup::Lookup;
use super::node::{FAN_OUT, Node, Summary, chord};
use super::order::{Spot, tile};
use super::origin::coarse_unit_vector;
use super::packed::{LiveRow, Packed, Row, Slot, bits, halves};

/// Packs entries that are in the order of their ids, each id once. O(n log n).
pub(super) fn pack(entries: &[Entry]) -> Packed {
    let mut spots = spots(entries);
    tile(&mut spots);
    let placed_leaves = spots.len().div_ceil(LEAF_SLOTS);
    let remote = entries.iter().enumerate().filter(|(_, entry)| entry.anchors.is_empty());
    let remote: Vec<Spot> = remote.map(|(entry, _)| spot(entry, 0, [0.0; 3])).collect();

    let mut packing = Packing::new(entries, placed_leaves, remote.len().div_ceil(LEAF_SLOTS));
    packing.packed.filled = [spots.len(), remote.len()];
    for leaf in spots.chunks(LEAF_SLOTS) {
        packing.add_placed(leaf);
    }
    for leaf in remote.chunks(LEAF_SLOTS) {
        packing.add_leaf(leaf, Leaf::empty(), Summary::NOBODY);
    }
    packing.finish()
}

fn spots(entries: &[Entry]) -> Vec<Spot> {
    let mut spots = Vec::with_capacity(entries.len());
    for (number, entry) in entries.iter().enumerate() {
        for (anchor, &at) in entry.anchors.iter().enumerate() {
            spots.push(spot(number, anchor, coarse_unit_vector(at)));
        }
    }
    spots
}

fn spot(entry: usize, anchor: usize, unit: [f32; 3]) -> Spot {
    Spot { unit, entry: small(entry), anchor: small(anchor) }
}

#[expect(clippy::cast_possible_truncation, reason = "no deployment has four billion anchors")]
const fn small(number: usize) -> u32 {
    number as u32
}

/// A tree half built.
struct Packing<'a> {
    entries: &'a [Entry],
    packed: Packed,
    summaries: Vec<Summary>,
    /// The slots that hold somebody.
    used: Vec<(VolunteerId, u32)>,
    /// The places of the leaf at hand.
    places: Vec<Position>,
    /// The spots of the leaves whose node is not complete yet.
    waiting: Vec<Vec<Spot>>,
}

impl<'a> Packing<'a> {
    fn new(entries: &'a [Entry], placed_leaves: usize, remote_leaves: usize) -> Self {
        let leaves = placed_leaves + remote_leaves;
        let packed = Packed {
            leaves: Vec::with_capacity(leaves),
            placed_leaves,
            filled: [0; 2],
            slots: Vec::with_capacity(leaves * LEAF_SLOTS),
            available: Vec::with_capacity(leaves.div_ceil(FAN_OUT)),
            several: Vec::with_capacity(leaves),
            exact: Vec::new(),
            wide_radii: Vec::new(),
            rows: Vec::new(),
            nodes: Vec::new(),
            levels: Vec::new(),
            lookup: Lookup::of(&[]),
        };
        let (summaries, used) = (Vec::with_capacity(leaves), Vec::with_capacity(entries.len()));
        let (places, waiting) = (Vec::with_capacity(LEAF_SLOTS), Vec::with_capacity(FAN_OUT));
        Self { entries, packed, summaries, used, places, waiting }
    }

    fn add_placed(&mut self, spots: &[Spot]) {
        let mut summary = Summary::NOBODY;
        self.places.clear();
        for spot in spots {
            summary.hold(spot.unit);
            self.places.push(self.entries[spot.entry as usize].anchors[spot.anchor as usize]);
        }
        let (leaf, remainders) = Leaf::of(&self.places);
        let first = self.packed.slots.len();
        self.add_leaf(spots, leaf, summary);
        let added = &mut self.packed.slots[first..];
        if let Some(remainders) = remainders {
            added.iter_mut().zip(remainders).for_each(|(slot, rest)| slot.rest = rest);
            return;
        }
        for (slot, &place) in added.iter_mut().zip(&self.places) {
            slot.rest = halves(small(self.packed.exact.len()));
            self.packed.exact.push(place);
        }
    }

    fn add_leaf(&mut self, spots: &[Spot], mut leaf: Leaf, mut summary: Summary) {
        let (mut several, mut widest_m) = (0, 0);
        for (at, spot) in spots.iter().enumerate() {
            let entry = &self.entries[spot.entry as usize];
            several |= u64::from(entry.anchors.len() > 1) << at;
            leaf.radii_m[at] = self.narrow(entry.radius_m);
            widest_m = widest_m.max(entry.radius_m);
            summary.available |= entry.available;
            summary.categories |= entry.categories;
            summary.skills |= entry.skills;
            summary.languages |= entry.languages;
            self.used.push((entry.id, small(self.packed.slots.len())));
            self.packed.slots.push(Slot { id: entry.id, rest: [0; 2] });
        }
        summary.reach = chord(widest_m) * chord(widest_m);
        summary.rows = small(self.packed.rows.len());
        self.summaries.push(summary);
        self.packed.several.push(several);
        self.packed.leaves.push(leaf);
        let nobody = Slot { id: VolunteerId::from(uuid::Uuid::nil()), rest: [0; 2] };
        self.packed.slots.resize(self.packed.leaves.len() * LEAF_SLOTS, nobody);
        self.waiting.push(spots.to_vec());
        if self.waiting.len() == FAN_OUT {
            self.add_rows();
        }
    }

    /// What the column of radii says; a wide one of the next slot is written beside it.
    fn narrow(&mut self, radius_m: u32) -> u16 {
        let narrow = u16::try_from(radius_m).ok().filter(|&radius_m| radius_m < WIDE_M);
        narrow.unwrap_or_else(|| {
            self.packed.wide_radii.push((small(self.packed.slots.len()), radius_m));
            WIDE_M
        })
    }

    /// Adds the rows of the leaves that wait.
    fn add_rows(&mut self) {
        let (entries, waiting) = (self.entries, std::mem::take(&mut self.waiting));
        let column = |of: fn(&Entry) -> u64| {
            let mut masks = [[0; LEAF_SLOTS]; FAN_OUT];
            for (masks, spots) in masks.iter_mut().zip(&waiting) {
                let members = spots.iter().map(|spot| of(&entries[spot.entry as usize]));
                masks.iter_mut().zip(members).for_each(|(kept, mask)| *kept = mask);
            }
            masks
        };
        let kinds: [fn(&Entry) -> u64; 3] =
            [|entry| entry.categories, |entry| entry.skills, |entry| entry.languages];
        for masks in kinds.map(column) {
            let offered = masks.iter().flatten().fold(0, |all, mask| all | mask);
            let held = bits(offered).map(|bit| holders(&masks, bit.trailing_zeros()));
            self.packed.rows.extend(held);
        }
        let available = holders(&column(|entry| entry.available.into()), 0);
        self.packed.available.push(LiveRow::of(available));
    }

    fn finish(mut self) -> Packed {
        if !self.waiting.is_empty() {
            self.add_rows();
        }
        self.add_levels();
        self.packed.lookup = Lookup::of(&self.used);
        self.packed.rows.shrink_to_fit();
        self.packed
    }

    fn add_levels(&mut self) {
        let (nodes, levels) = (&mut self.packed.nodes, &mut self.packed.levels);
        let mut below = std::mem::take(&mut self.summaries);
        let mut first = 0;
        while !below.is_empty() {
            levels.push(nodes.len());
            for (number, children) in below.chunks(FAN_OUT).enumerate() {
                nodes.push(Node::of(children, small(first + number * FAN_OUT)));
            }
            let level = levels.last().copied().unwrap_or_default();
            if nodes.len() - level == 1 {
                return;
            }
            below = nodes[level..].iter().map(Node::summary).collect();
            first = level;
        }
    }
}

/// Who has a bit, of eight leaves.
fn holders(masks: &[[u64; LEAF_SLOTS]; FAN_OUT], bit: u32) -> Row {
    let holders = |masks: &[u64; LEAF_SLOTS]| {
        let each = masks.iter().enumerate().map(|(at, mask)| (mask >> bit & 1) << at);
        each.fold(0, |word, holder| word | holder)
    };
    Row(std::array::from_fn(|leaf| holders(&masks[leaf])))
}
