//! The nearest volunteers who fit, from an index of all of them.

mod vocabulary;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use crate::VolunteerId;
use crate::place::{Position, distance_m, whole_metres};

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
#[derive(Debug)]
pub struct VolunteerIndex {
    current: RwLock<Arc<Snapshot>>,
}

/// The index as it was at one moment.
#[derive(Debug, Default)]
pub struct Snapshot {
    entries: BTreeMap<VolunteerId, Arc<(Entry, AtomicBool)>>,
}

impl VolunteerIndex {
    /// An index of these volunteers; of two with one id the later counts.
    pub fn build(entries: Vec<Entry>) -> Self {
        let entries = entries
            .into_iter()
            .map(|e| {
                let available = AtomicBool::new(e.available);
                (e.id, Arc::new((e, available)))
            })
            .collect();
        Self { current: RwLock::new(Arc::new(Snapshot { entries })) }
    }

    /// Adds a volunteer, or replaces what was known under the id.
    pub fn upsert(&self, entry: Entry) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut entries = current.entries.clone();
        let available = AtomicBool::new(entry.available);
        entries.insert(entry.id, Arc::new((entry, available)));
        *current = Arc::new(Snapshot { entries });
    }

    /// Takes a volunteer out; nothing happens when the id is unknown.
    pub fn remove(&self, id: VolunteerId) {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let mut entries = current.entries.clone();
        entries.remove(&id);
        *current = Arc::new(Snapshot { entries });
    }

    /// Says whether a volunteer can be asked now; nothing happens when the id is unknown.
    pub fn set_available(&self, id: VolunteerId, available: bool) {
        if let Some(entry) = self.snapshot().entries.get(&id) {
            entry.1.store(available, Ordering::Relaxed);
        }
    }

    /// The index as it is now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Packs the index anew when it has changed much; answers whether it did.
    pub fn rebuild_if_worn(&self) -> bool {
        false
    }
}

impl Snapshot {
    /// How many volunteers there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// A number that depends on the entries alone, not on the order in which they came.
    pub fn checksum(&self) -> u64 {
        self.entries.len() as u64
    }

    /// Who fits, nearest first.
    pub fn nearest(&self, query: &IndexQuery) -> impl Iterator<Item = Hit> + use<> {
        let mut hits: Vec<Hit> = self
            .entries
            .values()
            .filter_map(|entry| hit(&entry.0, entry.1.load(Ordering::Relaxed), query))
            .collect();
        hits.sort_by_key(|hit| (hit.distance_m, hit.id));
        hits.into_iter()
    }
}

fn hit(entry: &Entry, available: bool, query: &IndexQuery) -> Option<Hit> {
    let fits = (query.category == 0 || entry.categories & query.category != 0)
        && entry.skills & query.skills == query.skills
        && (query.languages == 0 || entry.languages & query.languages != 0)
        && (available || !query.only_available);
    if !fits {
        return None;
    }
    let Some(at) = query.at else { return Some(Hit { id: entry.id, distance_m: None }) };
    let m = entry.anchors.iter().map(|&a| whole_metres(distance_m(at, a))).min()?;
    let limit = query.max_m.map_or(entry.radius_m, |max| max.min(entry.radius_m));
    (m <= limit).then_some(Hit { id: entry.id, distance_m: Some(m) })
}
