//! The index at one moment: a few packed runs, the largest first.

use std::fmt;
use std::hint::black_box;
use std::sync::Arc;

use crate::VolunteerId;

use super::best::MOST_RUNS;
use super::build::pack;
use super::leaf::LEAF_SLOTS;
use super::live::Live;
use super::lookup::{Home, stir};
use super::packed::{Packed, places};
use super::search::{Batches, first};
use super::{Entry, Hit, IndexQuery, Reach};

/// The newest run is packed anew at each join until it has this many volunteers.
const YOUNG: usize = 64;
/// A run this many times larger than the one after it is left alone.
const GROWTH: usize = 16;
/// Fewer changes than this never make an index worn.
const WORN_AT_LEAST: usize = 1_024;
/// Flips that are carried out step by step, side by side.
const FLIPS_TOGETHER: usize = 32;
/// An index is worn when a sixteenth of it has changed.
const WORN_SHARE: usize = 16;

/// Packed volunteers, and which of them still count.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) packed: Arc<Packed>,
    pub(super) live: Live,
    volunteers: usize,
}

impl Run {
    fn new(entries: &[Entry]) -> Self {
        let packed = pack(entries);
        let live = Live::everybody(packed.leaves.len());
        Self { packed: Arc::new(packed), live, volunteers: entries.len() }
    }

    fn live_slots_of(&self, id: VolunteerId) -> impl Iterator<Item = usize> {
        self.packed.slots_of(id).filter(|&slot| self.live.holds(slot))
    }

    /// Flips at most [`FLIPS_TOGETHER`].
    ///
    /// Each step is taken for all before the next, so that the processor waits for memory once a
    /// step and not once a volunteer: where the slot is told, then who is in it, then the bit.
    fn set_all_available(&self, flips: &[(VolunteerId, bool)]) {
        let lookup = &self.packed.lookup;
        let mut homes = [(Home::default(), 0); FLIPS_TOGETHER];
        for (home, &(id, _)) in homes.iter_mut().zip(flips) {
            let at = lookup.home(id);
            *home = (at, lookup.glance(at));
        }
        black_box(&homes);
        let mut likely = [(usize::MAX, false); FLIPS_TOGETHER];
        for ((likely, &(home, _)), &(id, _)) in likely.iter_mut().zip(&homes).zip(flips) {
            if let Some(slot) = lookup.likely_slot(home) {
                *likely = (slot, self.packed.slots[slot].id == id);
            }
        }
        for ((&(slot, is_theirs), &(home, _)), &flip) in likely.iter().zip(&homes).zip(flips) {
            self.flip(home, is_theirs.then_some(slot), flip);
        }
    }

    fn set_available(&self, id: VolunteerId, available: bool) {
        let home = self.packed.lookup.home(id);
        let likely = self.packed.lookup.likely_slot(home);
        let theirs = likely.filter(|&slot| self.packed.slots[slot].id == id);
        self.flip(home, theirs, (id, available));
    }

    /// Flips the slots of a volunteer, of which one may be known already.
    fn flip(&self, home: Home, known: Option<usize>, (id, available): (VolunteerId, bool)) {
        if let Some(slot) = known.filter(|&slot| !self.packed.has_several(slot)) {
            if self.live.holds(slot) {
                self.packed.set_available(slot, available);
            }
            return;
        }
        for slot in self.packed.slots_from(home, id).filter(|&slot| self.live.holds(slot)) {
            self.packed.set_available(slot, available);
        }
    }

    /// Everyone who still counts.
    fn entries(&self) -> impl Iterator<Item = Entry> {
        let slots = (0..self.packed.leaves.len()).flat_map(|leaf| {
            let live = self.packed.filled_in(leaf) & self.live.word(leaf);
            places(live).map(move |place| leaf * LEAF_SLOTS + place)
        });
        slots.filter_map(|slot| self.entry_of_first(slot))
    }

    /// The volunteer in a slot, unless one of the slots before is theirs too.
    fn entry_of_first(&self, slot: usize) -> Option<Entry> {
        if self.packed.has_several(slot) {
            let slots = self.packed.slots_of(self.packed.slots[slot].id);
            return self.packed.is_first(slot).then(|| self.packed.entry(slots))?;
        }
        self.packed.entry(std::iter::once(slot))
    }
}

/// The index as it was at one moment.
///
/// It never changes, but for one thing: who is available is the truth of now.
#[derive(Clone, Default)]
pub struct Snapshot {
    runs: Vec<Run>,
    volunteers: usize,
    checksum: u64,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot").field("volunteers", &self.volunteers).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Who fits, nearest first; with no place in the query everyone who fits, by id.
    ///
    /// A hit offers one of the query's categories, all its skills and one of its languages, and
    /// its whole metres to the nearest anchor are within the volunteer's own radius and `max_m`.
    /// Hits come in the order of whole metres, then id, each volunteer once, and the work is done
    /// as they are taken: ten of a million cost some microseconds.
    pub fn nearest(&self, query: &IndexQuery) -> impl Iterator<Item = Hit> {
        self.nearest_within(query, Reach::Own)
    }

    /// The same with another part of each volunteer's own radius.
    pub fn nearest_within(&self, query: &IndexQuery, reach: Reach) -> impl Iterator<Item = Hit> {
        Batches::new(&self.runs, query, reach)
    }

    /// The first so many of those whom [`Self::nearest`] yields.
    ///
    /// What is known of the number lets the search pass by all who cannot be among them, so this
    /// is the quicker way where the number is known.
    pub fn nearest_few(&self, query: &IndexQuery, count: usize) -> Vec<Hit> {
        first(&self.runs, query, count)
    }

    /// How many volunteers there are.
    pub const fn len(&self) -> usize {
        self.volunteers
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.volunteers == 0
    }

    /// A number that depends on the entries alone, not on the order in which they came.
    ///
    /// Availability is left out, for it changes by the hour. Two indexes agree on it when they
    /// hold equal entries, whose masks must come from one [`super::MaskVocabulary`].
    pub const fn checksum(&self) -> u64 {
        self.checksum
    }

    /// What is known of a volunteer.
    pub fn get(&self, id: VolunteerId) -> Option<Entry> {
        self.runs.iter().find_map(|run| run.packed.entry(run.live_slots_of(id)))
    }

    /// Bytes of the packed trees, and of the tables that find a volunteer by id.
    pub fn bytes(&self) -> (usize, usize) {
        self.runs.iter().fold((0, 0), |(trees, tables), run| {
            let (tree, table) = run.packed.bytes();
            (trees + tree + run.live.bytes(), tables + table)
        })
    }

    /// Packs entries; of two with one id the later counts.
    pub(super) fn pack(mut entries: Vec<Entry>) -> Self {
        keep_last_of_each(&mut entries);
        let checksum = entries.iter().fold(0, |sum: u64, entry| sum.wrapping_add(digest(entry)));
        let volunteers = entries.len();
        let runs = if entries.is_empty() { Vec::new() } else { vec![Run::new(&entries)] };
        Self { runs, volunteers, checksum }
    }

    /// Adds or replaces volunteers; of two with one id the later counts.
    ///
    /// All of them are packed together, so that many at once cost far less each.
    pub(super) fn upsert_all(&mut self, mut joined: Vec<Entry>) {
        keep_last_of_each(&mut joined);
        if joined.is_empty() {
            return;
        }
        for entry in &joined {
            self.remove(entry.id);
            self.checksum = self.checksum.wrapping_add(digest(entry));
        }
        self.volunteers += joined.len();
        if self.runs.len() > 1 && self.runs.last().is_some_and(|run| run.volunteers < YOUNG) {
            joined.extend(self.runs.pop().iter().flat_map(Run::entries));
        }
        if joined.len() >= YOUNG {
            self.swallow_small_runs(&mut joined);
        }
        joined.sort_by_key(|entry| entry.id);
        self.runs.push(Run::new(&joined));
    }

    /// Takes in runs after the first while they are not much larger than what is to be packed.
    fn swallow_small_runs(&mut self, joined: &mut Vec<Entry>) {
        while self.runs.len() > 1
            && self.runs.last().is_some_and(|run| {
                run.volunteers < GROWTH * joined.len() || self.runs.len() + 1 >= MOST_RUNS
            })
        {
            joined.extend(self.runs.pop().iter().flat_map(Run::entries));
        }
    }

    pub(super) fn remove(&mut self, id: VolunteerId) {
        let Some(entry) = self.get(id) else { return };
        self.checksum = self.checksum.wrapping_sub(digest(&entry));
        self.volunteers -= 1;
        for run in &mut self.runs {
            let slots: Vec<usize> = run.live_slots_of(id).collect();
            for slot in slots {
                run.live.clear(slot);
            }
        }
    }

    pub(super) fn set_available(&self, id: VolunteerId, available: bool) {
        self.runs.iter().for_each(|run| run.set_available(id, available));
    }

    pub(super) fn set_all_available(&self, flips: &[(VolunteerId, bool)]) {
        for together in flips.chunks(FLIPS_TOGETHER) {
            self.runs.iter().for_each(|run| run.set_all_available(together));
        }
    }

    /// Whether enough has changed since the last packing for another to pay.
    pub(super) fn is_worn(&self) -> bool {
        let packed: usize = self.runs.first().map_or(0, |run| run.volunteers);
        let beside: usize = self.runs.iter().skip(1).map(|run| run.volunteers).sum();
        let gone = (packed + beside).saturating_sub(self.volunteers);
        beside + gone >= WORN_AT_LEAST.max(packed / WORN_SHARE)
    }

    pub(super) fn entries(&self) -> Vec<Entry> {
        self.runs.iter().flat_map(Run::entries).collect()
    }
}

fn keep_last_of_each(entries: &mut Vec<Entry>) {
    entries.sort_by_key(|entry| entry.id);
    entries.dedup_by(|later, kept| {
        let is_same = later.id == kept.id;
        if is_same {
            std::mem::swap(later, kept);
        }
        is_same
    });
}

/// A digest of all that an entry says but its availability.
fn digest(entry: &Entry) -> u64 {
    let (id_high, id_low) = uuid::Uuid::from(entry.id).as_u64_pair();
    let said = [
        id_high,
        id_low,
        u64::from(entry.radius_m),
        entry.categories,
        entry.skills,
        entry.languages,
    ];
    let anchors = entry.anchors.iter().fold(0, |sum: u64, place| {
        let whole = stir(stir(0, place.lat().to_bits()), place.lon().to_bits());
        sum.wrapping_add(whole)
    });
    said.into_iter().fold(stir(0, anchors), stir)
}
