//! An assignment in the making, with the prices that show it cannot be improved.

use super::candidates::Candidates;
use super::graph::{Candidate, Graph, Places};
use super::search::Search;

/// The cost of leaving a normal place empty; a vital one costs twice as much.
///
/// More than the metres of any two ways together: a way visits each request once, at most 2²⁴ of
/// them, and no distance on the Earth exceeds 2²⁵ m. Which sets of places can be filled together
/// is a matroid, so any two costs in this order lead to the same sets as counting all places first
/// and vital ones second.
pub(super) const EMPTY_PLACE: i64 = 1 << 52;

/// The price of a volunteer who serves none: dearer than any empty place.
const CLOSED: i64 = 1 << 56;

/// An assignment and its prices.
///
/// Invariants, with d the distance of an eligible pair: `level ≤ price + d` for pairs not used and
/// `level ≥ price + d` for pairs used; `price ≥ 0`, and 0 while there is capacity left;
/// `level ≤ the cost of an empty place`, and equal to it once a place stays empty. Each pair with
/// `level > d` was fetched.
pub(super) struct Board<G: Graph> {
    pub(super) graph: G,
    pub(super) asked: Vec<Asked<G::Request>>,
    candidates: Vec<Candidates>,
    pub(super) capacities: Vec<u32>,
    /// By volunteer: what one more request served would save.
    pub(super) prices: Vec<i64>,
    /// By request: what its dearest place costs.
    pub(super) level: Vec<i64>,
    /// By volunteer: the requests served.
    pub(super) served: Vec<Vec<Served>>,
    /// By request: who helps.
    pub(super) helpers: Vec<Vec<Candidate>>,
    pub(super) search: Search,
    /// By volunteer: the requests that fetched it; none until somebody first leaves or joins.
    mirror: Option<Vec<Vec<Served>>>,
    /// The pair that must not be used, while one is tried without it.
    barred: Option<(u32, u32)>,
}

/// A request of the plan.
pub(super) struct Asked<R> {
    pub(super) request: R,
    pub(super) places: Places,
}

/// A request that a volunteer serves, or may.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Served {
    pub(super) request: u32,
    pub(super) distance_m: u32,
}

/// The cost of leaving a place empty.
pub(super) const fn empty_place(places: Places) -> i64 {
    if places.vital { 2 * EMPTY_PLACE } else { EMPTY_PLACE }
}

pub(super) const fn at(number: u32) -> usize {
    number as usize
}

/// The number of what stands at a place of a list.
pub(super) fn numbered(place: usize) -> u32 {
    u32::try_from(place).expect("four billion do not fit the memory")
}

impl<G: Graph> Board<G> {
    pub(super) fn new(graph: G, capacities: Vec<u32>) -> Self {
        let count = capacities.len();
        Self {
            graph,
            asked: Vec::new(),
            candidates: Vec::new(),
            prices: capacities.iter().map(|&capacity| first_price(capacity)).collect(),
            capacities,
            level: Vec::new(),
            served: vec![Vec::new(); count],
            helpers: Vec::new(),
            search: Search::for_volunteers(count),
            mirror: None,
            barred: None,
        }
    }

    pub(super) fn push(&mut self, request: G::Request, places: Places) -> u32 {
        let number = numbered(self.asked.len());
        self.asked.push(Asked { request, places });
        self.candidates.push(Candidates::default());
        self.level.push(0);
        self.helpers.push(Vec::new());
        self.search.push_request();
        number
    }

    /// Adds a volunteer, closed until given a capacity. O(requests).
    pub(super) fn push_volunteer(&mut self) -> u32 {
        let number = numbered(self.capacities.len());
        self.capacities.push(0);
        self.prices.push(CLOSED);
        self.served.push(Vec::new());
        self.search.push_volunteer();
        let mut reached_by = Vec::new();
        for (request, asked) in (0..).zip(&self.asked) {
            let distance_m = self.graph.distance_m(&asked.request, number);
            let Some(distance_m) = distance_m else { continue };
            if self.candidates[at(request)].join(Candidate { volunteer: number, distance_m }) {
                reached_by.push(Served { request, distance_m });
            }
        }
        if let Some(mirror) = &mut self.mirror {
            mirror.push(reached_by);
        }
        number
    }

    /// The candidate of a request at a place of its order.
    #[inline]
    pub(super) fn candidate(&mut self, request: u32, place: usize) -> Option<Candidate> {
        let known = &self.candidates[at(request)];
        if place >= known.found.len() && !known.complete {
            self.fetch(request);
        }
        self.candidates[at(request)].found.get(place).copied()
    }

    #[cold]
    fn fetch(&mut self, request: u32) {
        let barred = self.barred;
        let known = self.candidates[at(request)].fetch(
            &self.graph,
            &self.asked[at(request)].request,
            |volunteer| barred == Some((request, volunteer)),
        );
        let Some(mirror) = &mut self.mirror else { return };
        for fresh in &self.candidates[at(request)].found[known..] {
            let distance_m = fresh.distance_m;
            mirror[at(fresh.volunteer)].push(Served { request, distance_m });
        }
    }

    /// How many candidates were fetched.
    pub(super) fn pairs_seen(&self) -> usize {
        self.candidates.iter().map(|candidates| candidates.found.len()).sum()
    }

    /// The requests that may be better off with this volunteer, used or not.
    pub(super) fn suitors(&mut self, volunteer: u32) -> &[Served] {
        let (count, candidates) = (self.capacities.len(), &self.candidates);
        let mirror = self.mirror.get_or_insert_with(|| mirrored(candidates, count));
        &mirror[at(volunteer)]
    }

    /// Forbids a pair that is not used.
    pub(super) fn bar(&mut self, request: u32, volunteer: u32) {
        self.suitors(volunteer);
        self.barred = Some((request, volunteer));
        self.candidates[at(request)].found.retain(|known| known.volunteer != volunteer);
        if let Some(mirror) = &mut self.mirror {
            mirror[at(volunteer)].retain(|served| served.request != request);
        }
    }

    /// Allows the pair again; the request has no helper and no level.
    pub(super) fn unbar(&mut self, request: u32, candidate: Candidate) {
        self.barred = None;
        if self.candidates[at(request)].join(candidate)
            && let Some(mirror) = &mut self.mirror
        {
            let distance_m = candidate.distance_m;
            mirror[at(candidate.volunteer)].push(Served { request, distance_m });
        }
    }

    /// By how much a used pair is worth more than it costs.
    pub(super) fn slack(&self, request: u32, volunteer: u32, distance_m: u32) -> i64 {
        self.level[at(request)] - self.prices[at(volunteer)] - i64::from(distance_m)
    }

    /// Whether a volunteer serves fewer than the capacity allows.
    pub(super) fn is_free(&self, volunteer: u32) -> bool {
        self.served[at(volunteer)].len() < at(self.capacities[at(volunteer)])
    }

    /// Whether a place of a request is empty.
    pub(super) fn has_empty_place(&self, request: u32) -> bool {
        self.helpers[at(request)].len() < at(self.asked[at(request)].places.needed)
    }

    pub(super) fn join(&mut self, request: u32, helper: Candidate) {
        let Candidate { volunteer, distance_m } = helper;
        self.served[at(volunteer)].push(Served { request, distance_m });
        self.helpers[at(request)].push(helper);
    }

    pub(super) fn part(&mut self, request: u32, volunteer: u32) {
        self.helpers[at(request)].retain(|helper| helper.volunteer != volunteer);
        self.served[at(volunteer)].retain(|served| served.request != request);
    }

    /// Closes a volunteer who serves nobody.
    pub(super) fn close(&mut self, volunteer: u32) {
        self.capacities[at(volunteer)] = 0;
        self.prices[at(volunteer)] = CLOSED;
    }

    /// The least price of a volunteer that keeps the invariants.
    pub(super) fn least_price(&mut self, volunteer: u32) -> i64 {
        let suitors = self.suitors(volunteer).to_vec();
        let wanted =
            suitors.iter().filter(|suitor| self.asked[at(suitor.request)].places.needed > 0);
        let worth =
            wanted.map(|suitor| self.level[at(suitor.request)] - i64::from(suitor.distance_m));
        worth.max().unwrap_or(0).max(0)
    }
}

const fn first_price(capacity: u32) -> i64 {
    if capacity == 0 { CLOSED } else { 0 }
}

fn mirrored(candidates: &[Candidates], volunteers: usize) -> Vec<Vec<Served>> {
    let mut mirror = vec![Vec::new(); volunteers];
    for (request, candidates) in (0..).zip(candidates) {
        for candidate in &candidates.found {
            let distance_m = candidate.distance_m;
            mirror[at(candidate.volunteer)].push(Served { request, distance_m });
        }
    }
    mirror
}
