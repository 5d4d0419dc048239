//! The hits of a query, from the packed trees of a snapshot.

use std::collections::BinaryHeap;

use crate::VolunteerId;

use super::best::{Best, Rank};
use super::leaf::LEAF_SLOTS;
use super::node::FAN_OUT;
use super::origin::Origin;
use super::packed::places;
use super::snapshot::Run;
use super::walk::{Sought, Walk};
use super::{Hit, IndexQuery, Reach};

/// How many hits are looked for at first, when nobody says how many are wanted.
const FIRST: usize = 16;
/// How many times as many are looked for when those are used up.
const GROWTH: usize = 4;

/// The hits of one query, one at a time, found a batch at a time.
pub(super) struct Batches<'a> {
    runs: &'a [Run],
    query: IndexQuery,
    reach: Reach,
    found: std::vec::IntoIter<Rank>,
    /// How many the next batch holds.
    size: usize,
    last: Option<Rank>,
    is_over: bool,
}

impl<'a> Batches<'a> {
    pub(super) fn new(runs: &'a [Run], query: &IndexQuery, reach: Reach) -> Self {
        let (query, found) = (*query, Vec::new().into_iter());
        Self { runs, query, reach, found, size: FIRST, last: None, is_over: false }
    }

    fn next_batch(&mut self) -> Option<Rank> {
        if self.is_over {
            return None;
        }
        let batch = ranks(self.runs, &self.query, self.reach, self.size, self.last);
        self.is_over = batch.len() < self.size;
        self.size *= GROWTH;
        self.last = batch.last().copied().or(self.last);
        self.found = batch.into_iter();
        self.found.next()
    }
}

impl Iterator for Batches<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        let rank = self.found.next().or_else(|| self.next_batch());
        rank.map(|rank| hit(rank, &self.query))
    }
}

/// The first so many hits of a query.
pub(super) fn first(runs: &[Run], query: &IndexQuery, count: usize) -> Vec<Hit> {
    ranks(runs, query, Reach::Own, count, None).into_iter().map(|rank| hit(rank, query)).collect()
}

fn hit((metres, id): Rank, query: &IndexQuery) -> Hit {
    Hit { id, distance_m: query.at.map(|_| metres) }
}

/// The first so many hits after one, in their order.
fn ranks(
    runs: &[Run],
    query: &IndexQuery,
    reach: Reach,
    count: usize,
    after: Option<Rank>,
) -> Vec<Rank> {
    if count == 0 {
        return Vec::new();
    }
    let Some(at) = query.at else { return lowest(runs, query, count, after.map(|(_, id)| id)) };
    let mut best = Best::new(count, query.max_m.unwrap_or(u32::MAX));
    let sought = Sought { query, reach, origin: Origin::new(at), after };
    for (number, run) in runs.iter().enumerate() {
        Walk::new(run, number, &sought).run(&mut best);
    }
    best.ranks(runs)
}

/// The lowest ids among those who fit, wherever they are.
///
/// Every leaf is asked, sixty-four at a time: O(n).
fn lowest(runs: &[Run], query: &IndexQuery, count: usize, after: Option<VolunteerId>) -> Vec<Rank> {
    let mut lowest = BinaryHeap::new();
    for run in runs {
        for id in run.all_fitting(query).filter(|id| after.is_none_or(|after| *id > after)) {
            if lowest.len() < count {
                lowest.push(id);
            } else if let Some(mut highest) = lowest.peek_mut().filter(|highest| id < **highest) {
                *highest = id;
            }
        }
    }
    lowest.into_sorted_vec().into_iter().map(|id| (0, id)).collect()
}

impl Run {
    /// Who fits, each volunteer once, in no order.
    fn all_fitting(&self, query: &IndexQuery) -> impl Iterator<Item = VolunteerId> {
        let packed = &self.packed;
        let lowest = 0..packed.leaves.len().div_ceil(FAN_OUT);
        let leaves = lowest.flat_map(|node| (node * FAN_OUT..).zip(packed.fitting(node, query).0));
        let slots = leaves.filter(|&(_, fits)| fits != 0).flat_map(|(leaf, fits)| {
            places(fits & self.live.word(leaf)).map(move |place| leaf * LEAF_SLOTS + place)
        });
        slots.filter(|&slot| packed.is_first(slot)).map(|slot| packed.slots[slot].id)
    }
}
