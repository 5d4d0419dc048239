//! The best so many of what a search comes across.

use crate::VolunteerId;

use super::node::chord;
use super::snapshot::Run;

/// A hit in the order of hits: whole metres, then id.
pub(super) type Rank = (u32, VolunteerId);

/// More runs than this would not fit a [`Found`].
pub(super) const MOST_RUNS: usize = 64;

/// A slot and its whole metres, nearest first, in one word: 25 bits of metres (the Earth's half
/// circumference needs no more), 6 bits of run, 32 bits of slot.
type Found = u64;

const METRES_SHIFT: u32 = 38;
const RUN_SHIFT: u32 = 32;

const fn metres(found: Found) -> u32 {
    (found >> METRES_SHIFT) as u32
}

/// The best so far, and how far away a better one can be.
///
/// Ids are left for the end, where they are fetched together; until then everyone at the distance
/// of the last is kept. From time to time the worse are let go: O(1) a volunteer on average.
pub(super) struct Best {
    count: usize,
    found: Vec<Found>,
    /// The worse are let go when there are so many.
    full: usize,
    /// Nobody farther than so many whole metres is of interest.
    pub(super) limit_m: u32,
    /// The same as a chord, rounded up.
    pub(super) limit: f32,
    /// The same as a haversine, rounded up.
    pub(super) haversine: f64,
}

impl Best {
    pub(super) fn new(count: usize, limit_m: u32) -> Self {
        let found = Vec::with_capacity(room(count.min(64)));
        let mut best = Self { count, found, full: count, limit_m: 0, limit: 0.0, haversine: 0.0 };
        best.set_limit(limit_m);
        best
    }

    /// A sine is less than its arc, so the square of half the chord, which may be as long as the
    /// arc, is no less than the haversine.
    fn set_limit(&mut self, limit_m: u32) {
        self.limit_m = limit_m;
        self.limit = chord(limit_m);
        self.haversine = (f64::from(self.limit) / 2.0).powi(2);
    }

    /// Takes a slot that is within the limit.
    pub(super) fn keep(&mut self, metres: u32, run: usize, slot: usize) {
        let (metres, run) = (u64::from(metres) << METRES_SHIFT, (run as u64) << RUN_SHIFT);
        self.found.push(metres | run | slot as u64);
        if self.found.len() >= self.full {
            self.let_go();
        }
    }

    fn let_go(&mut self) {
        let (_, &mut last, _) = self.found.select_nth_unstable(self.count - 1);
        self.set_limit(metres(last));
        self.found.retain(|&found| metres(found) <= metres(last));
        self.full = room(self.found.len());
    }

    /// The hits in their order.
    #[expect(clippy::cast_possible_truncation, reason = "the parts of a word")]
    pub(super) fn ranks(self, runs: &[Run]) -> Vec<Rank> {
        let rank = |&found: &Found| {
            let run = &runs[(found >> RUN_SHIFT) as usize % MOST_RUNS];
            (metres(found), run.packed.slots[found as u32 as usize].id)
        };
        let mut ranks: Vec<Rank> = self.found.iter().map(rank).collect();
        ranks.sort_unstable();
        ranks.truncate(self.count);
        ranks
    }
}

/// A quarter more than so many.
const fn room(count: usize) -> usize {
    count + count / 4 + 1
}
