//! The nearest volunteers who fit, from an index of all of them.
//!
//! The filter lives inside the tree: each leaf and node knows the codes, the largest radius and
//! the availability below it, so that a search never walks past crowds who do not fit. A snapshot
//! is a few packed trees, the largest first; joins go to small ones beside it, which are merged as
//! they grow, and leavers lose a bit. When a share has changed, everything is packed anew off to
//! the side and swapped in, and what happened meanwhile is played again.

mod best;
mod build;
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

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use crate::VolunteerId;
use crate::place::Position;

pub use reach::Reach;
pub use snapshot::Snapshot;
pub use vocabulary::MaskVocabulary;

/// What the index keeps of one volunteer.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Who it is.
    pub id: VolunteerId,
    /// Where the volunteer helps from; the nearest counts, none means remote help only.
    pub anchors: Vec<Position>,
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
    /// Held by the writer; while the index is being packed anew, what has changed since.
    turn: Mutex<Option<Vec<Change>>>,
}

/// Something that happened to the index.
#[derive(Clone)]
enum Change {
    Upsert(Entry),
    Remove(VolunteerId),
    SetAvailable(VolunteerId, bool),
}

impl Change {
    fn apply(self, snapshot: &mut Snapshot) {
        match self {
            Self::Upsert(entry) => snapshot.upsert(entry),
            Self::Remove(id) => snapshot.remove(id),
            Self::SetAvailable(id, available) => snapshot.set_available(id, available),
        }
    }
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
        Self { current: RwLock::new(Arc::new(Snapshot::pack(entries))), turn: Mutex::new(None) }
    }

    /// Adds a volunteer, or replaces what was known under the id.
    pub fn upsert(&self, entry: Entry) {
        let mut turn = self.take_turn();
        self.record(&mut turn, Change::Upsert(entry));
    }

    /// Takes a volunteer out; nothing happens when the id is unknown.
    pub fn remove(&self, id: VolunteerId) {
        let mut turn = self.take_turn();
        self.record(&mut turn, Change::Remove(id));
    }

    /// Says whether a volunteer can be asked now; nothing happens when the id is unknown.
    ///
    /// It shows at once, in snapshots taken earlier too.
    pub fn set_available(&self, id: VolunteerId, available: bool) {
        let mut turn = self.take_turn();
        if let Some(changes) = turn.as_mut() {
            changes.push(Change::SetAvailable(id, available));
        }
        self.snapshot().set_available(id, available);
    }

    /// Says of many volunteers whether they can be asked now; unknown ids are passed over.
    ///
    /// Many at once cost less each, for the memory that they lie in is fetched side by side.
    pub fn set_all_available(&self, flips: &[(VolunteerId, bool)]) {
        let mut turn = self.take_turn();
        if let Some(changes) = turn.as_mut() {
            changes.extend(flips.iter().map(|&(id, able)| Change::SetAvailable(id, able)));
        }
        self.snapshot().set_all_available(flips);
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
            let current = self.snapshot();
            if turn.is_some() || !current.is_worn() {
                return false;
            }
            *turn = Some(Vec::new());
            current
        };
        let mut packed = Snapshot::pack(worn.entries());
        let mut turn = self.take_turn();
        for change in turn.take().into_iter().flatten() {
            change.apply(&mut packed);
        }
        self.swap(packed);
        true
    }

    fn take_turn(&self) -> MutexGuard<'_, Option<Vec<Change>>> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, turn: &mut Option<Vec<Change>>, change: Change) {
        if let Some(changes) = turn {
            changes.push(change.clone());
        }
        let mut next = Snapshot::clone(&self.snapshot());
        change.apply(&mut next);
        self.swap(next);
    }

    fn swap(&self, next: Snapshot) {
        let next = Arc::new(next);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, next);
        drop(current);
        drop(before);
    }
}

#[cfg(test)]
mod tests;
