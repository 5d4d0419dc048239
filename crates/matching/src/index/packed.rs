//! A packed R-tree: leaves of 64 slots, one machine word per leaf and code.
//!
//! A slot is one anchor of one volunteer. Whoever in a leaf offers a code stands as a bit in that
//! leaf's word for the code, and the words of the eight leaves below a node stand in one row, so
//! that a filter over 512 volunteers is a handful of cache lines and ANDs. Codes that nobody below
//! a node offers take no room. Nothing here changes after the build but the bits of availability.

use std::sync::atomic::{AtomicU64, Ordering};

use crate::VolunteerId;
use crate::place::Position;

use super::leaf::{LEAF_SLOTS, Leaf, Remainder, WIDE_M};
use super::lookup::{Home, Lookup};
use super::node::{FAN_OUT, Node};
use super::{Entry, IndexQuery};

/// Volunteers packed for reading.
pub(super) struct Packed {
    /// First those with a place, then those of volunteers without an anchor.
    pub(super) leaves: Vec<Leaf>,
    pub(super) placed_leaves: usize,
    /// How many slots are filled in the leaves with a place, and in the others.
    pub(super) filled: [usize; 2],
    /// 64 per leaf.
    pub(super) slots: Vec<Slot>,
    /// Who can be asked now, a row for each node above leaves.
    pub(super) available: Vec<LiveRow>,
    /// Who has several anchors, a word per leaf.
    pub(super) several: Vec<u64>,
    /// The places in leaves whose remainders have no room for them.
    pub(super) exact: Vec<Position>,
    /// Slot and radius, by slot.
    pub(super) wide_radii: Vec<(u32, u32)>,
    /// The rows of each node above leaves: categories, skills, languages, each from the lowest bit.
    pub(super) rows: Vec<Row>,
    /// Level by level from above the leaves; the last is the root.
    pub(super) nodes: Vec<Node>,
    /// Where each level of `nodes` begins.
    pub(super) levels: Vec<usize>,
    pub(super) lookup: Lookup,
}

/// A word for each leaf below a node: a bit for each slot.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(super) struct Row(pub(super) [u64; FAN_OUT]);

/// A row that changes while others read it.
#[derive(Default)]
#[repr(align(64))]
pub(super) struct LiveRow([AtomicU64; FAN_OUT]);

impl LiveRow {
    pub(super) fn of(row: Row) -> Self {
        Self(row.0.map(AtomicU64::new))
    }

    fn now(&self) -> Row {
        Row(std::array::from_fn(|leaf| self.0[leaf].load(Ordering::Relaxed)))
    }
}

impl Row {
    pub(super) const NOBODY: Self = Self([0; FAN_OUT]);
    const EVERYBODY: Self = Self([u64::MAX; FAN_OUT]);

    fn and(self, other: Self) -> Self {
        Self(std::array::from_fn(|leaf| self.0[leaf] & other.0[leaf]))
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|leaf| self.0[leaf] | other.0[leaf]))
    }
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

    /// The slots below a node above leaves that offer what the query asks.
    #[inline]
    pub(super) fn fitting(&self, number: usize, query: &IndexQuery) -> Row {
        let node = &self.nodes[number];
        let [categories, skills, languages] = node.offered();
        let rows = &self.rows[node.rows as usize..];
        let mut fits =
            if query.only_available { self.available[number].now() } else { self.filled(number) };
        if query.category != 0 {
            fits = fits.and(any_of(rows, categories, query.category));
        }
        if query.skills != 0 {
            if query.skills & !skills != 0 {
                return Row::NOBODY;
            }
            fits = all_of(&rows[count(categories)..], skills, query.skills, fits);
        }
        if query.languages != 0 {
            let rows = &rows[count(categories) + count(skills)..];
            fits = fits.and(any_of(rows, languages, query.languages));
        }
        fits
    }

    /// The slots below a node above leaves that were filled.
    fn filled(&self, number: usize) -> Row {
        let first = number * FAN_OUT;
        if first + FAN_OUT < self.placed_leaves {
            return Row::EVERYBODY;
        }
        Row(std::array::from_fn(|leaf| self.filled_in(first + leaf)))
    }

    /// The slots of a leaf that were filled.
    pub(super) fn filled_in(&self, leaf: usize) -> u64 {
        let [placed, remote] = self.filled;
        let (before, filled) = if leaf < self.placed_leaves {
            (leaf, placed)
        } else {
            (leaf - self.placed_leaves, remote)
        };
        match filled.saturating_sub(before * LEAF_SLOTS).min(LEAF_SLOTS) {
            0 => 0,
            here => u64::MAX >> (LEAF_SLOTS - here),
        }
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
        self.several[slot / LEAF_SLOTS] >> (slot % LEAF_SLOTS) & 1 == 1
    }

    /// Whether a slot is the first of its volunteer.
    pub(super) fn is_first(&self, slot: usize) -> bool {
        !self.has_several(slot) || self.slots_of(self.slots[slot].id).next() == Some(slot)
    }

    /// The slots of a volunteer in their order; none when unknown.
    pub(super) fn slots_of(&self, id: VolunteerId) -> impl Iterator<Item = usize> {
        self.slots_from(self.lookup.home(id), id)
    }

    pub(super) fn slots_from(&self, home: Home, id: VolunteerId) -> impl Iterator<Item = usize> {
        self.lookup.slots(home).filter(move |&slot| self.slots[slot].id == id)
    }

    /// Flips a slot's bit of availability, and those above it where they depend on it.
    ///
    /// Callers take turns, so that what was read before still holds; a reader beside may see one
    /// bit a moment before the next.
    pub(super) fn set_available(&self, slot: usize, available: bool) {
        let (leaf, bit) = (slot / LEAF_SLOTS, 1 << (slot % LEAF_SLOTS));
        let word = &self.available[leaf / FAN_OUT].0[leaf % FAN_OUT];
        let before = word.load(Ordering::Relaxed);
        let after = if available { before | bit } else { before & !bit };
        word.store(after, Ordering::Relaxed);
        if (before == 0) != (after == 0) {
            self.tell_above(leaf, after != 0);
        }
    }

    fn is_available(&self, slot: usize) -> bool {
        let leaf = slot / LEAF_SLOTS;
        let word = self.available[leaf / FAN_OUT].0[leaf % FAN_OUT].load(Ordering::Relaxed);
        word >> (slot % LEAF_SLOTS) & 1 == 1
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
        let node = &self.nodes[leaf / FAN_OUT];
        let mut rows = self.rows[node.rows as usize..].iter();
        let mut mask = |offered: u64| {
            let holds = |row: &Row| row.0[leaf % FAN_OUT] >> at & 1 == 1;
            bits(offered)
                .zip(rows.by_ref())
                .fold(0, |mask, (bit, row)| mask | if holds(row) { bit } else { 0 })
        };
        let [categories, skills, languages] = node.offered().map(&mut mask);
        let placed = std::iter::once(slot).chain(slots).filter(|_| leaf < self.placed_leaves);
        Some(Entry {
            id: self.slots[slot].id,
            anchors: placed.map(|slot| self.place(slot)).collect(),
            radius_m: self.radius_m(self.leaves[leaf].radii_m[at], slot),
            categories,
            skills,
            languages,
            available: self.is_available(slot),
        })
    }

    /// Bytes of the tree, and of the table that finds a volunteer by id.
    pub(super) fn bytes(&self) -> (usize, usize) {
        let tree = size_of_val(&*self.leaves)
            + size_of_val(&*self.slots)
            + size_of_val(&*self.exact)
            + size_of_val(&*self.wide_radii)
            + size_of_val(&*self.rows)
            + size_of_val(&*self.available)
            + size_of_val(&*self.several)
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

/// The row of one offered bit.
fn row(rows: &[Row], offered: u64, bit: u64) -> Row {
    rows[count(offered & (bit - 1))]
}

fn any_of(rows: &[Row], offered: u64, asked: u64) -> Row {
    bits(offered & asked).fold(Row::NOBODY, |slots, bit| slots.or(row(rows, offered, bit)))
}

fn all_of(rows: &[Row], offered: u64, asked: u64, slots: Row) -> Row {
    bits(asked).fold(slots, |slots, bit| slots.and(row(rows, offered, bit)))
}
