//! Walking the packed trees of a snapshot, best first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use crate::VolunteerId;

use super::origin::Origin;
use super::packed::{Branch, FAN_OUT, LEAF_SLOTS, bits};
use super::snapshot::Run;
use super::{Hit, IndexQuery, Reach};

/// The hits of one query, one at a time.
pub(super) enum Search<'a> {
    Nearest(Box<Nearest<'a>>),
    ById(ById<'a>),
}

impl<'a> Search<'a> {
    pub(super) fn new(runs: &'a [Run], query: &IndexQuery, reach: Reach) -> Self {
        query.at.map_or_else(
            || Self::ById(ById::new(runs, *query)),
            |at| Self::Nearest(Box::new(Nearest::new(runs, *query, reach, Origin::new(at)))),
        )
    }
}

impl Iterator for Search<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        match self {
            Self::Nearest(nearest) => nearest.next(),
            Self::ById(by_id) => by_id.next(),
        }
    }
}

/// A branch to open or a slot to yield, smallest first: metres, then branches before slots.
///
/// One word, so that the heap stays small and quick: 25 bits of metres (the Earth's half
/// circumference needs no more), a bit for a slot, 6 bits of run, 32 bits of number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step(u64);

const SLOT_BIT: u64 = 1 << 38;
const METRES_SHIFT: u32 = 39;
const RUN_SHIFT: u32 = 32;
const RUN_MASK: u64 = 0x3f;
/// More runs than this would not fit a [`Step`].
pub(super) const MOST_RUNS: usize = 64;

impl Step {
    const fn new(metres: u32, run: usize, number: usize) -> Self {
        Self((metres as u64) << METRES_SHIFT | (run as u64) << RUN_SHIFT | number as u64)
    }

    const fn slot(self) -> Self {
        Self(self.0 | SLOT_BIT)
    }

    const fn is_slot(self) -> bool {
        self.0 & SLOT_BIT != 0
    }

    const fn metres(self) -> u32 {
        (self.0 >> METRES_SHIFT) as u32
    }

    #[expect(clippy::cast_possible_truncation, reason = "six and 32 bits are left")]
    const fn place(self) -> (usize, usize) {
        ((self.0 >> RUN_SHIFT & RUN_MASK) as usize, self.0 as u32 as usize)
    }
}

/// Hits by distance, then id.
pub(super) struct Nearest<'a> {
    runs: &'a [Run],
    query: IndexQuery,
    reach: Reach,
    origin: Origin,
    steps: BinaryHeap<Reverse<Step>>,
    /// Hits at one distance, the highest id first.
    ready: Vec<VolunteerId>,
    ready_m: u32,
    /// Who has several anchors and was yielded.
    seen: HashSet<VolunteerId>,
}

impl<'a> Nearest<'a> {
    fn new(runs: &'a [Run], query: IndexQuery, reach: Reach, origin: Origin) -> Self {
        let mut nearest = Self {
            runs,
            query,
            reach,
            origin,
            steps: BinaryHeap::with_capacity(128),
            ready: Vec::new(),
            ready_m: 0,
            seen: HashSet::new(),
        };
        for (number, run) in runs.iter().enumerate() {
            if let Some(root) = run.packed.root() {
                let metres = run.packed.summary(root).nearest_m(nearest.origin.unit());
                nearest.consider(number, root, metres);
            }
        }
        nearest
    }

    /// Queues a branch unless nobody below can be a hit.
    fn consider(&mut self, run: usize, number: usize, metres: u32) {
        let packed = &self.runs[run].packed;
        let summary = packed.summary(number);
        if metres > self.reach_m(summary.radius_m) || !summary.may_fit(&self.query) {
            return;
        }
        if self.query.only_available && !packed.any_available(number) {
            return;
        }
        self.steps.push(Reverse(Step::new(metres, run, number)));
    }

    fn reach_m(&self, radius_m: u32) -> u32 {
        self.query.max_m.unwrap_or(u32::MAX).min(self.reach.of(radius_m))
    }

    fn open(&mut self, run: usize, number: usize) {
        match self.runs[run].packed.branch(number) {
            Branch::Leaf(leaf) => self.open_leaf(run, leaf),
            Branch::Node(node) => self.open_node(run, node),
        }
    }

    /// First the bounds of all children, which the processor overlaps, then the choice.
    fn open_node(&mut self, run: usize, node: usize) {
        let packed = &self.runs[run].packed;
        let (children, summaries) = packed.children(node);
        let mut bounds = [0; FAN_OUT];
        for (bound, summary) in bounds.iter_mut().zip(summaries) {
            *bound = summary.nearest_m(self.origin.unit());
        }
        for (child, bound) in children.zip(bounds) {
            self.consider(run, child, bound);
        }
    }

    /// First the distances of all who fit, whose memory is fetched together, then the choice.
    fn open_leaf(&mut self, number: usize, leaf: usize) {
        let run = &self.runs[number];
        let first = leaf * LEAF_SLOTS;
        let fits = run.live.word(leaf) & run.packed.fitting(leaf, &self.query);
        let slots = || bits(fits).map(|bit| first + bit.trailing_zeros() as usize);
        let mut distances = [0; LEAF_SLOTS];
        for (metres, slot) in distances.iter_mut().zip(slots()) {
            *metres = self.origin.whole_metres_to(run.packed.slots[slot].place);
        }
        for (slot, metres) in slots().zip(distances) {
            if metres <= self.reach_m(run.packed.radius_m(slot)) {
                self.steps.push(Reverse(Step::new(metres, number, slot).slot()));
            }
        }
    }

    /// Collects everyone at the next distance; false when nobody is left.
    ///
    /// Branches come before slots at one distance, so no one at it is still hidden.
    fn gather(&mut self) -> bool {
        while let Some(&Reverse(step)) = self.steps.peek() {
            if step.is_slot() && !self.ready.is_empty() && step.metres() != self.ready_m {
                break;
            }
            self.steps.pop();
            let (run, number) = step.place();
            if step.is_slot() {
                self.ready_m = step.metres();
                self.keep(run, number);
            } else {
                self.open(run, number);
            }
        }
        self.ready.sort_unstable_by(|a, b| b.cmp(a));
        !self.ready.is_empty()
    }

    fn keep(&mut self, run: usize, slot: usize) {
        let packed = &self.runs[run].packed;
        let id = packed.slots[slot].id;
        if !packed.has_several(slot) || self.seen.insert(id) {
            self.ready.push(id);
        }
    }
}

impl Iterator for Nearest<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        if self.ready.is_empty() && !self.gather() {
            return None;
        }
        self.ready.pop().map(|id| Hit { id, distance_m: Some(self.ready_m) })
    }
}

/// Hits by id, without a distance.
pub(super) struct ById<'a> {
    query: IndexQuery,
    /// Each run with the directory that is left of it.
    cursors: Vec<(&'a Run, &'a [u32])>,
    last: Option<VolunteerId>,
}

impl<'a> ById<'a> {
    fn new(runs: &'a [Run], query: IndexQuery) -> Self {
        let cursors = runs.iter().map(|run| (run, run.packed.directory.as_slice())).collect();
        Self { query, cursors, last: None }
    }
}

impl Iterator for ById<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        let (query, last) = (self.query, self.last);
        let heads = self.cursors.iter_mut().filter_map(|(run, left)| head(run, left, &query, last));
        let id = heads.min()?;
        self.last = Some(id);
        Some(Hit { id, distance_m: None })
    }
}

/// Skips what does not fit and what was yielded; the next id of a run, left in place.
fn head(
    run: &Run,
    left: &mut &[u32],
    query: &IndexQuery,
    last: Option<VolunteerId>,
) -> Option<VolunteerId> {
    loop {
        let slot = *left.first()? as usize;
        let id = run.packed.slots[slot].id;
        let (leaf, at) = (slot / LEAF_SLOTS, slot % LEAF_SLOTS);
        let is_new = last.is_none_or(|last| id > last);
        if is_new && run.live.word(leaf) & run.packed.fitting(leaf, query) & 1 << at != 0 {
            return Some(id);
        }
        *left = &left[1..];
    }
}
