//! Packing entries into a tree.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::VolunteerId;
use crate::place::Position;

use super::Entry;
use super::live::Live;
use super::order::{Spot, tile};
use super::origin::unit_vector;
use super::packed::{Branch, FAN_OUT, LEAF_SLOTS, Marks, Packed, Slot, WIDE_M, bits};
use super::summary::Summary;

/// Packs entries that are in the order of their ids, each id once. O(n log n).
pub(super) fn pack(entries: &[Entry]) -> (Packed, Live) {
    let mut spots = spots(entries);
    tile(&mut spots);
    let placed_leaves = spots.len().div_ceil(LEAF_SLOTS);
    let remote = entries.iter().enumerate().filter(|(_, entry)| entry.anchors.is_empty());
    let remote: Vec<Spot> = remote.map(|(entry, _)| spot(entry, 0, [0.0; 3])).collect();

    let mut packing = Packing::new(entries, spots.len() + remote.len());
    for leaf in spots.chunks(LEAF_SLOTS) {
        packing.add_leaf(leaf);
    }
    if !remote.is_empty() {
        packing.fill_last_leaf();
    }
    packing.packed.placed_leaves = placed_leaves;
    for leaf in remote.chunks(LEAF_SLOTS) {
        packing.add_leaf(leaf);
    }
    packing.finish()
}

fn spots(entries: &[Entry]) -> Vec<Spot> {
    let anchors = entries.iter().enumerate().flat_map(|(place, entry)| {
        let numbered = entry.anchors.iter().enumerate();
        numbered.map(move |(anchor, &at)| spot(place, anchor, coarse(at)))
    });
    anchors.collect()
}

fn spot(entry: usize, anchor: usize, unit: [f32; 3]) -> Spot {
    Spot { unit, entry: small(entry), anchor: small(anchor) }
}

#[expect(clippy::cast_possible_truncation, reason = "the vector only steers the order")]
fn coarse(place: Position) -> [f32; 3] {
    unit_vector(place).map(|value| value as f32)
}

#[expect(clippy::cast_possible_truncation, reason = "no deployment has four billion anchors")]
const fn small(number: usize) -> u32 {
    number as u32
}

/// A tree half built.
struct Packing<'a> {
    entries: &'a [Entry],
    packed: Packed,
    live: Vec<u64>,
    /// For each slot in use, the place of its volunteer among the entries.
    owners: Vec<(u32, u32)>,
}

impl<'a> Packing<'a> {
    fn new(entries: &'a [Entry], slots: usize) -> Self {
        let packed = Packed {
            slots: Vec::with_capacity(slots),
            radii_m: Vec::with_capacity(slots),
            wide_radii: Vec::new(),
            leaves: Vec::with_capacity(slots.div_ceil(LEAF_SLOTS)),
            placed_leaves: 0,
            words: Vec::new(),
            marks: Vec::new(),
            nodes: Vec::new(),
            available_below: Vec::new(),
            levels: Vec::new(),
            directory: Vec::new(),
        };
        Self { entries, packed, live: Vec::new(), owners: Vec::with_capacity(slots) }
    }

    fn add_leaf(&mut self, spots: &[Spot]) {
        let mut summary = Summary::linked(small(self.packed.words.len()));
        let (mut several, mut available) = (0, 0);
        for (at, spot) in spots.iter().enumerate() {
            let entry = &self.entries[spot.entry as usize];
            several |= u64::from(entry.anchors.len() > 1) << at;
            available |= u64::from(entry.available) << at;
            self.add_slot(spot, &mut summary);
        }
        self.add_words(spots, &summary);
        self.packed.leaves.push(summary);
        self.packed.marks.push(Marks { available: AtomicU64::new(available), several });
        self.live.push(u64::MAX >> (LEAF_SLOTS - spots.len()));
    }

    fn add_slot(&mut self, spot: &Spot, summary: &mut Summary) {
        let entry = &self.entries[spot.entry as usize];
        let number = small(self.packed.slots.len());
        self.owners.push((spot.entry, number));
        let place = entry.anchors.get(spot.anchor as usize).copied();
        if let Some(place) = place {
            summary.hold(unit_vector(place));
        }
        self.packed.slots.push(Slot { id: entry.id, place: place.unwrap_or(Position::NOWHERE) });
        let narrow = u16::try_from(entry.radius_m).ok().filter(|&radius_m| radius_m < WIDE_M);
        if narrow.is_none() {
            self.packed.wide_radii.push((number, entry.radius_m));
        }
        self.packed.radii_m.push(narrow.unwrap_or(WIDE_M));
        summary.categories |= entry.categories;
        summary.skills |= entry.skills;
        summary.languages |= entry.languages;
        summary.radius_m = summary.radius_m.max(entry.radius_m);
    }

    fn add_words(&mut self, spots: &[Spot], summary: &Summary) {
        let entries = self.entries;
        let members = || spots.iter().map(|spot| &entries[spot.entry as usize]);
        self.add_kind(summary.categories, &members().map(|entry| entry.categories));
        self.add_kind(summary.skills, &members().map(|entry| entry.skills));
        self.add_kind(summary.languages, &members().map(|entry| entry.languages));
    }

    /// Adds a word per offered bit: who of the leaf's members has it.
    fn add_kind(&mut self, offered: u64, masks: &(impl Iterator<Item = u64> + Clone)) {
        for bit in bits(offered) {
            let members = masks.clone().enumerate();
            let holders = members.map(|(at, mask)| u64::from(mask & bit != 0) << at);
            self.packed.words.push(holders.fold(0, |word, holder| word | holder));
        }
    }

    /// Fills the last leaf with slots of nobody, so that the next one begins at a word.
    fn fill_last_leaf(&mut self) {
        let slots = self.packed.slots.len().next_multiple_of(LEAF_SLOTS);
        let nobody = Slot { id: VolunteerId::from(uuid::Uuid::nil()), place: Position::NOWHERE };
        self.packed.slots.resize(slots, nobody);
        self.packed.radii_m.resize(slots, 0);
    }

    fn finish(mut self) -> (Packed, Live) {
        self.add_levels();
        self.owners.sort_unstable();
        self.packed.directory = self.owners.iter().map(|&(_, slot)| slot).collect();
        self.packed.words.shrink_to_fit();
        (self.packed, Live::new(&self.live))
    }

    fn add_levels(&mut self) {
        let packed = &mut self.packed;
        let (mut first, mut count) = (0, packed.placed_leaves);
        while count > 1 {
            packed.levels.push(packed.nodes.len());
            let end = first + count;
            for child in (first..end).step_by(FAN_OUT) {
                add_node(packed, child..end.min(child + FAN_OUT));
            }
            count = count.div_ceil(FAN_OUT);
            first = packed.leaves.len() + packed.nodes.len() - count;
        }
    }
}

fn add_node(packed: &mut Packed, children: std::ops::Range<usize>) {
    let link = children.start * FAN_OUT * 2 + children.len();
    let mut node = Summary::linked(small(link));
    let mut available = 0;
    for child in children {
        node.absorb(packed.summary(child));
        available += match packed.branch(child) {
            Branch::Leaf(leaf) => packed.marks[leaf].available().count_ones(),
            Branch::Node(node) => packed.available_below[node].load(Ordering::Relaxed),
        };
    }
    packed.nodes.push(node);
    packed.available_below.push(AtomicU32::new(available));
}
