//! The index at one moment: a few packed runs, the largest first.

use std::fmt;
use std::sync::Arc;

use crate::VolunteerId;

use super::build::pack;
use super::live::Live;
use super::packed::Packed;
use super::search::{MOST_RUNS, Search};
use super::{Entry, Hit, IndexQuery, Reach};

/// The newest run is packed anew at each join until it has this many volunteers.
const YOUNG: usize = 64;
/// A run this many times larger than the one after it is left alone.
const GROWTH: usize = 4;
/// Fewer changes than this never make an index worn.
const WORN_AT_LEAST: usize = 1_024;
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
        let (packed, live) = pack(entries);
        Self { packed: Arc::new(packed), live, volunteers: entries.len() }
    }

    fn live_slots_of(&self, id: VolunteerId) -> &[u32] {
        let slots = self.packed.slots_of(id);
        let is_live = slots.first().is_some_and(|&slot| self.live.holds(slot as usize));
        if is_live { slots } else { &[] }
    }

    /// Everyone who still counts, by id.
    fn entries(&self) -> impl Iterator<Item = Entry> {
        let id = |slot: &u32| self.packed.slots[*slot as usize].id;
        let same = move |a: &u32, b: &u32| id(a) == id(b);
        let volunteers = self.packed.directory.chunk_by(same);
        let live = volunteers.filter(|slots| self.live.holds(slots[0] as usize));
        live.filter_map(|slots| self.packed.entry(slots))
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
        Search::new(&self.runs, query, reach)
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

    /// Bytes of the packed trees, and of the directories that find a volunteer by id.
    pub fn bytes(&self) -> (usize, usize) {
        self.runs.iter().fold((0, 0), |(trees, directories), run| {
            let (tree, directory) = run.packed.bytes();
            (trees + tree + run.live.bytes(), directories + directory)
        })
    }

    /// Packs entries; of two with one id the later counts.
    pub(super) fn pack(mut entries: Vec<Entry>) -> Self {
        entries.sort_by_key(|entry| entry.id);
        let entries = last_of_each(entries);
        let checksum = entries.iter().fold(0, |sum: u64, entry| sum.wrapping_add(digest(entry)));
        let volunteers = entries.len();
        let runs = if entries.is_empty() { Vec::new() } else { vec![Run::new(&entries)] };
        Self { runs, volunteers, checksum }
    }

    pub(super) fn upsert(&mut self, entry: Entry) {
        self.remove(entry.id);
        self.checksum = self.checksum.wrapping_add(digest(&entry));
        self.volunteers += 1;
        let mut joined = vec![entry];
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
            let slots = run.live_slots_of(id).to_vec();
            for slot in slots {
                run.live.clear(slot as usize);
            }
        }
    }

    pub(super) fn set_available(&self, id: VolunteerId, available: bool) {
        for run in &self.runs {
            for &slot in run.live_slots_of(id) {
                run.packed.set_available(slot as usize, available);
            }
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

fn last_of_each(entries: Vec<Entry>) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.last_mut() {
            Some(last) if last.id == entry.id => *last = entry,
            _ => kept.push(entry),
        }
    }
    kept
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

/// Mixes a word into a digest: the finaliser of splitmix64 (Steele, Lea, Flood 2014).
const fn stir(digest: u64, word: u64) -> u64 {
    let mut x = (digest ^ word).wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}
