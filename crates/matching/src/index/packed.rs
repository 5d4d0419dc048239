//! A packed R-tree: leaves of 64 slots, one machine word per leaf and code.
//!
//! A slot is one anchor of one volunteer. Whoever in a leaf offers a code stands as a bit in that
//! leaf's word for the code, so a filter over 64 volunteers is a handful of ANDs. Codes that
//! nobody in a leaf offers take no room. Nothing here changes after the build but the bits of
//! availability.

use crate::VolunteerId;
use crate::place::Position;

use super::leaf::{LEAF_SLOTS, Leaf, Remainder, WIDE_M};
use super::lookup::{Bucket, Lookup};
use super::node::{FAN_OUT, Node};
use super::{Entry, IndexQuery};

/// Volunteers packed for reading.
pub(super) struct Packed {
    /// First those with a place, then those of volunteers without an anchor.
    pub(super) leaves: Vec<Leaf>,
    pub(super) placed_leaves: usize,
    /// 64 per leaf.
    pub(super) slots: Vec<Slot>,
    /// The places in leaves whose remainders have no room for them.
    pub(super) exact: Vec<Position>,
    /// Slot and radius, by slot.
    pub(super) wide_radii: Vec<(u32, u32)>,
    /// The words of each leaf: its categories, skills, languages, each from the lowest bit.
    pub(super) words: Vec<u64>,
    /// Level by level from above the leaves; the last is the root.
    pub(super) nodes: Vec<Node>,
    /// Where each level of `nodes` begins.
    pub(super) levels: Vec<usize>,
    pub(super) lookup: Lookup,
}

/// What is looked at last of a slot: the exact place, and who it is.
#[derive(Clone, Copy)]
pub(super) struct Slot {
    pub(super) id: VolunteerId,
    /// What the leaf's columns leave out, or a place in `exact`.
    pub(super) rest: Remainder,
}

impl Packed {
    /// The number of the topmost node; none when nobody has a place.
    pub(super) fn root(&self) -> Option<u32> {
        if self.placed_leaves == 0 { None } else { u32::try_from(self.nodes.len() - 1).ok() }
    }

    /// Whether the children of a node are leaves.
    pub(super) fn is_lowest(&self, node: usize) -> bool {
        self.levels.get(1).is_none_or(|&second| node < second)
    }

    /// The slots of a leaf that offer what the query asks, a bit each.
    #[inline]
    pub(super) fn fitting(&self, leaf: usize, query: &IndexQuery) -> u64 {
        let (node, child) = (&self.nodes[leaf / FAN_OUT], leaf % FAN_OUT);
        if !node.may_fit(child, query) {
            return 0;
        }
        let leaf = &self.leaves[leaf];
        let mut fits = if query.only_available { leaf.available() } else { leaf.filled() };
        let (categories, skills) = (node.categories[child], node.skills[child]);
        let words = &self.words[node.words(child)..];
        if query.category != 0 {
            fits &= any_of(words, categories, query.category);
        }
        if query.skills != 0 {
            fits = all_of(&words[count(categories)..], skills, query.skills, fits);
        }
        if query.languages != 0 {
            let words = &words[count(categories) + count(skills)..];
            fits &= any_of(words, node.languages[child], query.languages);
        }
        fits
    }

    /// The radius of a slot, from what its leaf says of it.
    #[inline]
    pub(super) fn radius_m(&self, narrow: u16, slot: usize) -> u32 {
        if narrow < WIDE_M { u32::from(narrow) } else { self.wide_radius_m(slot) }
    }

    fn wide_radius_m(&self, slot: usize) -> u32 {
        let found = self.wide_radii.binary_search_by_key(&slot, |&(at, _)| at as usize);
        found.map_or(u32::from(WIDE_M), |place| self.wide_radii[place].1)
    }

    /// The place of a slot in one of the leaves that have places.
    pub(super) fn place(&self, slot: usize) -> Position {
        let (leaf, rest) = (&self.leaves[slot / LEAF_SLOTS], self.slots[slot].rest);
        if leaf.exact_elsewhere() {
            return self.exact[from_halves(rest) as usize];
        }
        leaf.place(slot % LEAF_SLOTS, rest)
    }

    pub(super) fn has_several(&self, slot: usize) -> bool {
        self.leaves[slot / LEAF_SLOTS].several >> (slot % LEAF_SLOTS) & 1 == 1
    }

    /// Whether a slot is the first of its volunteer.
    pub(super) fn is_first(&self, slot: usize) -> bool {
        !self.has_several(slot) || self.slots_of(self.slots[slot].id).next() == Some(slot)
    }

    /// The slots of a volunteer in their order; none when unknown.
    pub(super) fn slots_of(&self, id: VolunteerId) -> impl Iterator<Item = usize> {
        self.slots_in(self.lookup.bucket(id), id)
    }

    /// The second step of finding a volunteer, whose bucket is the first.
    pub(super) fn slots_in(&self, bucket: Bucket, id: VolunteerId) -> impl Iterator<Item = usize> {
        self.lookup.slots(bucket).filter(move |&slot| self.slots[slot].id == id)
    }

    /// Flips a slot's bit of availability, and those above it where they depend on it.
    ///
    /// Callers take turns; a reader beside may see one bit a moment before the next.
    pub(super) fn set_available(&self, slot: usize, available: bool) {
        let (leaf, bit) = (slot / LEAF_SLOTS, 1 << (slot % LEAF_SLOTS));
        let before = self.leaves[leaf].available();
        let after = if available { before | bit } else { before & !bit };
        self.leaves[leaf].set_available(after);
        if (before == 0) != (after == 0) {
            self.tell_above(leaf, after != 0);
        }
    }

    /// Tells the nodes above a leaf whether somebody in it can be asked.
    fn tell_above(&self, leaf: usize, mut any: bool) {
        let mut place = leaf;
        for &level in &self.levels {
            let (node, bit) = (&self.nodes[level + place / FAN_OUT], 1 << (place % FAN_OUT));
            let before = node.available();
            let after = if any { before | bit } else { before & !bit };
            node.set_available(after);
            any = after != 0;
            if (before != 0) == any {
                return;
            }
            place /= FAN_OUT;
        }
    }

    /// What was packed of the volunteer in these slots, with the availability of now.
    pub(super) fn entry(&self, mut slots: impl Iterator<Item = usize>) -> Option<Entry> {
        let slot = slots.next()?;
        let (leaf, at) = (slot / LEAF_SLOTS, slot % LEAF_SLOTS);
        let (node, child) = (&self.nodes[leaf / FAN_OUT], leaf % FAN_OUT);
        let is_placed = leaf < self.placed_leaves;
        let leaf = &self.leaves[leaf];
        let mut words = self.words[node.words(child)..].iter();
        let mut mask = |offered: u64| {
            bits(offered)
                .zip(words.by_ref())
                .fold(0, |mask, (bit, word)| mask | if word >> at & 1 == 1 { bit } else { 0 })
        };
        let (categories, skills) = (mask(node.categories[child]), mask(node.skills[child]));
        let placed = std::iter::once(slot).chain(slots).filter(|_| is_placed);
        Some(Entry {
            id: self.slots[slot].id,
            anchors: placed.map(|slot| self.place(slot)).collect(),
            radius_m: self.radius_m(leaf.radii_m[at], slot),
            categories,
            skills,
            languages: mask(node.languages[child]),
            available: leaf.available() >> at & 1 == 1,
        })
    }

    /// Bytes of the tree, and of the table that finds a volunteer by id.
    pub(super) fn bytes(&self) -> (usize, usize) {
        let tree = size_of_val(&*self.leaves)
            + size_of_val(&*self.slots)
            + size_of_val(&*self.exact)
            + size_of_val(&*self.wide_radii)
            + size_of_val(&*self.words)
            + size_of_val(&*self.nodes);
        (tree, self.lookup.bytes())
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

/// The places of the set bits of a mask, the lowest first.
pub(super) fn places(mut mask: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let lowest = mask.trailing_zeros() as usize;
        mask &= mask.wrapping_sub(1);
        (lowest < LEAF_SLOTS).then_some(lowest)
    })
}

/// A number in the room of a remainder.
#[expect(clippy::cast_possible_truncation, reason = "the two halves of a number")]
pub(super) const fn halves(number: u32) -> Remainder {
    [(number as u16).cast_signed(), ((number >> 16) as u16).cast_signed()]
}

fn from_halves([low, high]: Remainder) -> u32 {
    u32::from(low.cast_unsigned()) | u32::from(high.cast_unsigned()) << 16
}

const fn count(mask: u64) -> usize {
    mask.count_ones() as usize
}

/// The word of one offered bit.
fn word(words: &[u64], offered: u64, bit: u64) -> u64 {
    words[count(offered & (bit - 1))]
}

fn any_of(words: &[u64], offered: u64, asked: u64) -> u64 {
    bits(offered & asked).fold(0, |slots, bit| slots | word(words, offered, bit))
}

fn all_of(words: &[u64], offered: u64, asked: u64, slots: u64) -> u64 {
    bits(asked).fold(slots, |slots, bit| slots & word(words, offered, bit))
}
