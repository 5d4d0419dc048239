//! A packed R-tree: flat columns in leaves of 64 slots, one machine word per leaf and code.
//!
//! A slot is one anchor of one volunteer. Whoever in a leaf offers a code stands as a bit in that
//! leaf's word for the code, so a filter over 64 volunteers is a handful of ANDs. Codes that
//! nobody in a leaf offers take no room. Nothing here changes after the build but the bits of
//! availability.

use std::ops::Range;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use crate::VolunteerId;
use crate::place::Position;

use super::summary::Summary;
use super::{Entry, IndexQuery};

/// Slots in a leaf: the bits of a word.
pub(super) const LEAF_SLOTS: usize = 64;
/// Children of a node.
pub(super) const FAN_OUT: usize = 8;
/// A radius of this many metres or more stands in the side table.
pub(super) const WIDE_M: u16 = u16::MAX;

/// Volunteers packed for reading.
pub(super) struct Packed {
    pub(super) slots: Vec<Slot>,
    /// One per slot, in metres; [`WIDE_M`] sends to `wide_radii`.
    pub(super) radii_m: Vec<u16>,
    /// Slot and radius, by slot.
    pub(super) wide_radii: Vec<(u32, u32)>,
    /// One per leaf: first those with a place, then those of volunteers without an anchor.
    pub(super) leaves: Vec<Summary>,
    pub(super) placed_leaves: usize,
    /// The words of each leaf: its categories, skills, languages, each from the lowest bit.
    pub(super) words: Vec<u64>,
    /// One per leaf.
    pub(super) marks: Vec<Marks>,
    /// Level by level from above the leaves; the last is the root.
    pub(super) nodes: Vec<Summary>,
    /// One per node: how many slots below are available.
    pub(super) available_below: Vec<AtomicU32>,
    /// Where each level of `nodes` begins.
    pub(super) levels: Vec<usize>,
    /// Every slot in use, by id.
    pub(super) directory: Vec<u32>,
}

/// One anchor of one volunteer; whoever is looked at for the place may be asked for the id next.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) id: VolunteerId,
    /// Without meaning in the leaves of volunteers without an anchor.
    pub(super) place: Position,
}

/// What is marked about the slots of a leaf, a bit each; side by side, for they are read together.
pub(super) struct Marks {
    /// The volunteer can be asked now.
    pub(super) available: AtomicU64,
    /// The volunteer has several anchors.
    pub(super) several: u64,
}

impl Marks {
    pub(super) fn available(&self) -> u64 {
        self.available.load(Ordering::Relaxed)
    }
}

/// A child to look at: a leaf or a node, by one number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Branch {
    Leaf(usize),
    Node(usize),
}

impl Packed {
    /// The number of a branch: leaves first, then nodes.
    pub(super) const fn branch(&self, number: usize) -> Branch {
        if number < self.leaves.len() {
            Branch::Leaf(number)
        } else {
            Branch::Node(number - self.leaves.len())
        }
    }

    /// The number of the topmost branch; none when nobody has a place.
    pub(super) fn root(&self) -> Option<usize> {
        match (self.placed_leaves, self.nodes.len()) {
            (0, _) => None,
            (_, 0) => Some(0),
            (_, nodes) => Some(self.leaves.len() + nodes - 1),
        }
    }

    /// The children of a node: their numbers and what is known of them.
    pub(super) fn children(&self, node: usize) -> (Range<usize>, &[Summary]) {
        let link = self.nodes[node].link as usize;
        let (first, count) = (link / (FAN_OUT * 2), link % (FAN_OUT * 2));
        let summaries = match self.branch(first) {
            Branch::Leaf(leaf) => &self.leaves[leaf..leaf + count],
            Branch::Node(node) => &self.nodes[node..node + count],
        };
        (first..first + count, summaries)
    }

    pub(super) fn summary(&self, number: usize) -> &Summary {
        match self.branch(number) {
            Branch::Leaf(leaf) => &self.leaves[leaf],
            Branch::Node(node) => &self.nodes[node],
        }
    }

    pub(super) fn any_available(&self, number: usize) -> bool {
        match self.branch(number) {
            Branch::Leaf(leaf) => self.marks[leaf].available() != 0,
            Branch::Node(node) => self.available_below[node].load(Ordering::Relaxed) != 0,
        }
    }

    /// The slots of a leaf that offer what the query asks, a bit each.
    pub(super) fn fitting(&self, leaf: usize, query: &IndexQuery) -> u64 {
        let summary = &self.leaves[leaf];
        if !summary.may_fit(query) {
            return 0;
        }
        let mut words = &self.words[summary.link as usize..];
        let mut fits = if query.only_available { self.marks[leaf].available() } else { u64::MAX };
        if query.category != 0 {
            fits &= any_of(words, summary.categories, query.category);
        }
        words = &words[summary.categories.count_ones() as usize..];
        fits = all_of(words, summary.skills, query.skills, fits);
        words = &words[summary.skills.count_ones() as usize..];
        if query.languages != 0 {
            fits &= any_of(words, summary.languages, query.languages);
        }
        fits
    }

    pub(super) fn radius_m(&self, slot: usize) -> u32 {
        let radius_m = self.radii_m[slot];
        if radius_m < WIDE_M {
            return u32::from(radius_m);
        }
        let found = self.wide_radii.binary_search_by_key(&slot, |&(at, _)| at as usize);
        found.map_or(u32::from(WIDE_M), |place| self.wide_radii[place].1)
    }

    pub(super) fn has_several(&self, slot: usize) -> bool {
        self.marks[slot / LEAF_SLOTS].several >> (slot % LEAF_SLOTS) & 1 == 1
    }

    /// The slots of a volunteer; empty when unknown.
    pub(super) fn slots_of(&self, id: VolunteerId) -> &[u32] {
        let first = self.directory.partition_point(|&slot| self.slots[slot as usize].id < id);
        let same = |&&slot: &&u32| self.slots[slot as usize].id == id;
        let count = self.directory[first..].iter().take_while(same).count();
        &self.directory[first..first + count]
    }

    /// Flips a slot's bit of availability and the counts above it.
    ///
    /// Callers take turns; a reader beside may see the bit a moment before the counts.
    pub(super) fn set_available(&self, slot: usize, available: bool) {
        let (leaf, bit) = (slot / LEAF_SLOTS, 1 << (slot % LEAF_SLOTS));
        let before = if available {
            self.marks[leaf].available.fetch_or(bit, Ordering::Relaxed)
        } else {
            self.marks[leaf].available.fetch_and(!bit, Ordering::Relaxed)
        };
        let was_available = before & bit != 0;
        if was_available == available || leaf >= self.placed_leaves {
            return;
        }
        let mut place = leaf;
        for &level in &self.levels {
            place /= FAN_OUT;
            let count = &self.available_below[level + place];
            let step = if available { 1 } else { u32::MAX };
            count.fetch_add(step, Ordering::Relaxed);
        }
    }

    /// What was packed of the volunteer in these slots, with the availability of now.
    pub(super) fn entry(&self, slots: &[u32]) -> Option<Entry> {
        let slot = *slots.first()? as usize;
        let (leaf, at) = (slot / LEAF_SLOTS, slot % LEAF_SLOTS);
        let summary = &self.leaves[leaf];
        let mut words = self.words[summary.link as usize..].iter();
        let mut mask = |offered: u64| {
            bits(offered)
                .zip(words.by_ref())
                .fold(0, |mask, (bit, word)| mask | if word >> at & 1 == 1 { bit } else { 0 })
        };
        let places = slots.iter().map(|&slot| self.slots[slot as usize].place);
        Some(Entry {
            id: self.slots[slot].id,
            anchors: if leaf < self.placed_leaves { places.collect() } else { Vec::new() },
            radius_m: self.radius_m(slot),
            categories: mask(summary.categories),
            skills: mask(summary.skills),
            languages: mask(summary.languages),
            available: self.marks[leaf].available() >> at & 1 == 1,
        })
    }

    /// Bytes of the tree, and of the directory that finds a volunteer by id.
    pub(super) fn bytes(&self) -> (usize, usize) {
        let tree = size_of_val(&*self.slots)
            + size_of_val(&*self.radii_m)
            + size_of_val(&*self.wide_radii)
            + size_of_val(&*self.leaves)
            + size_of_val(&*self.words)
            + size_of_val(&*self.marks)
            + size_of_val(&*self.nodes)
            + size_of_val(&*self.available_below);
        (tree, size_of_val(&*self.directory))
    }
}

/// The set bits of a mask, the lowest first.
pub(super) fn bits(mut mask: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let lowest = mask & mask.wrapping_neg();
        mask &= mask.wrapping_sub(1);
        (lowest != 0).then_some(lowest)
    })
}

/// The word of one offered bit.
fn word(words: &[u64], offered: u64, bit: u64) -> u64 {
    words[(offered & (bit - 1)).count_ones() as usize]
}

fn any_of(words: &[u64], offered: u64, asked: u64) -> u64 {
    bits(offered & asked).fold(0, |slots, bit| slots | word(words, offered, bit))
}

fn all_of(words: &[u64], offered: u64, asked: u64, slots: u64) -> u64 {
    bits(asked).fold(slots, |slots, bit| slots & word(words, offered, bit))
}
