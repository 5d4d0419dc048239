//! The nearest volunteers who fit, from an index of all of them.
//!
//! The filter lives inside the tree: each leaf and node knows the codes, the largest radius and
//! the availability below it, so that a search never walks past crowds who do not fit. A snapshot
//! is a few packed trees, the largest first; joins go to small ones beside it, which are merged as
//! they grow, and leavers lose a bit. When a share has changed, everything is packed anew off to
//! the side and swapped in, and what happened meanwhile is played again.

mod best;
mod build;
mod digest;
mod leaf;
mod live;
mod lookup;
mod node;
mod order;
mod origin;
mod packed;
mod reach;
mod search;
mod snapshot;
mod vocabulary;
mod walk;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use smallvec::SmallVec;

use crate::VolunteerId;
use crate::place::Position;

pub use digest::WordDigests;
pub use reach::Reach;
pub use snapshot::Snapshot;
pub use vocabulary::MaskVocabulary;

/// Places of a volunteer; the one that most have needs no memory of its own.
pub type Anchors = SmallVec<[Position; 1]>;

/// What the index keeps of one volunteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Who it is.
    pub id: VolunteerId,
    /// Where the volunteer helps from; the nearest counts, none means remote help only.
    pub anchors: Anchors,
    /// How far the volunteer goes, in metres.
    pub radius_m: u32,
    /// The categories, from a [`MaskVocabulary`].
    pub categories: u64,
    /// The skills, from a [`MaskVocabulary`].
    pub skills: u64,
    /// The languages, from a [`MaskVocabulary`].
    pub languages: u64,
    /// Whether the volunteer can be asked now.
    pub available: bool,
}

/// Whom to look for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndexQuery {
    /// Where the help is given; none asks for everyone who fits, without a distance.
    pub at: Option<Position>,
    /// The farthest distance in metres, beside each volunteer's own radius.
    pub max_m: Option<u32>,
    /// The category's bit; one of these bits is enough, 0 accepts any.
    pub category: u64,
    /// Bits that must all be there.
    pub skills: u64,
    /// Bits of which one must be there; 0 accepts any.
    pub languages: u64,
    /// Whether to leave out who is not available now.
    pub only_available: bool,
}

/// One volunteer who fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Who it is.
    pub id: VolunteerId,
    /// Whole metres to the nearest anchor; none when the query has no place.
    pub distance_m: Option<u32>,
}

/// All volunteers, to be read by many at once while they join, move and leave.
///
/// Readers never wait for writers: they take the current [`Snapshot`] and keep it as long as they
/// like. Writers take turns.
pub struct VolunteerIndex {
    current: RwLock<Arc<Snapshot>>,
    turn: Mutex<Turn>,
}

/// What the writer holds.
struct Turn {
    /// The same as the index's own, which no other writer can swap meanwhile.
    current: Arc<Snapshot>,
    /// While the index is being packed anew, what has changed since.
    missed: Option<Vec<Change>>,
}

/// What may happen to a volunteer.
#[derive(Clone)]
enum Change {
    Upsert(Entry),
    Remove(VolunteerId),
    SetAvailable(VolunteerId, bool),
}

/// Does all changes in their order, as if one after the other, with one packing.
fn apply_all(changes: Vec<Change>, snapshot: &mut Snapshot) {
    let mut joined: HashMap<VolunteerId, Entry> = HashMap::new();
    for change in changes {
        match change {
            Change::Upsert(entry) => drop(joined.insert(entry.id, entry)),
            Change::Remove(id) => {
                joined.remove(&id);
                snapshot.remove(id);
            }
            Change::SetAvailable(id, available) => match joined.get_mut(&id) {
                Some(entry) => entry.available = available,
                None => snapshot.set_available(id, available),
            },
        }
    }
    snapshot.upsert_all(joined.into_values().collect());
}

impl fmt::Debug for VolunteerIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VolunteerIndex").field(&self.snapshot()).finish()
    }
}

impl VolunteerIndex {
    /// An index of these volunteers; of two with one id the later counts.
    ///
    /// O(n log n): under a second for a million.
    pub fn build(entries: Vec<Entry>) -> Self {
        let current = Arc::new(Snapshot::pack(entries));
        let turn = Mutex::new(Turn { current: Arc::clone(&current), missed: None });
        Self { current: RwLock::new(current), turn }
    }

    /// Adds a volunteer, or replaces what was known under the id.
    pub fn upsert(&self, entry: Entry) {
        self.record(vec![Change::Upsert(entry)]);
    }

    /// Adds many volunteers, or replaces what was known; of two with one id the later counts.
    ///
    /// They are packed together, which costs less than one after the other and leaves the index
    /// quicker to ask.
    pub fn upsert_all(&self, entries: Vec<Entry>) {
        self.record(entries.into_iter().map(Change::Upsert).collect());
    }

    /// Takes a volunteer out; nothing happens when the id is unknown.
    pub fn remove(&self, id: VolunteerId) {
        self.record(vec![Change::Remove(id)]);
    }

    /// Says whether a volunteer can be asked now; nothing happens when the id is unknown.
    ///
    /// It shows at once, in snapshots taken earlier too unless the volunteer has moved or the index
    /// was packed anew since.
    pub fn set_available(&self, id: VolunteerId, available: bool) {
        let mut turn = self.take_turn();
        if let Some(missed) = turn.missed.as_mut() {
            missed.push(Change::SetAvailable(id, available));
        }
        turn.current.set_available(id, available);
    }

    /// Says of many volunteers whether they can be asked now; unknown ids are passed over.
    ///
    /// Many at once cost less each, for the memory that they lie in is fetched side by side.
    pub fn set_all_available(&self, flips: &[(VolunteerId, bool)]) {
        let mut turn = self.take_turn();
        if let Some(missed) = turn.missed.as_mut() {
            missed.extend(flips.iter().map(|&(id, able)| Change::SetAvailable(id, able)));
        }
        turn.current.set_all_available(flips);
    }

    /// The index as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Packs the index anew when a good share of it has changed; answers whether it did.
    ///
    /// The packing happens beside readers and writers, so call it from a thread that may be busy
    /// for a while; a second call meanwhile does nothing.
    pub fn rebuild_if_worn(&self) -> bool {
        let worn = {
            let mut turn = self.take_turn();
            if turn.missed.is_some() || !turn.current.is_worn() {
                return false;
            }
            turn.missed = Some(Vec::new());
            Arc::clone(&turn.current)
        };
        let mut packed = Snapshot::pack(worn.entries());
        let mut turn = self.take_turn();
        apply_all(turn.missed.take().unwrap_or_default(), &mut packed);
        self.swap(&mut turn, packed);
        true
    }

    fn take_turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, changes: Vec<Change>) {
        let mut turn = self.take_turn();
        if let Some(missed) = turn.missed.as_mut() {
            missed.extend_from_slice(&changes);
        }
        let mut next = Snapshot::clone(&turn.current);
        apply_all(changes, &mut next);
        self.swap(&mut turn, next);
    }

    fn swap(&self, turn: &mut Turn, next: Snapshot) {
        let next = Arc::new(next);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        *current = Arc::clone(&next);
        drop(current);
        // The last but one to hold the snapshot of before may free it, outside the readers' lock.
        turn.current = next;
    }
}

#[cfg(test)]
mod tests;
