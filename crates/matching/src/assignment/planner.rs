//! A plan that stays optimal while requests and volunteers join, change and leave.

use super::board::{Board, EMPTY_PLACE, empty_place};
use super::candidates::Positions;
use super::certificate::Value;
use super::graph::{Candidate, Graph, Places};
use super::problem::{AssignVolunteer, Pair, Totals};

/// A volunteer who may serve a request, and why another one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The number of the volunteer in the plan.
    pub volunteer: u32,
    /// The distance in whole metres.
    pub distance_m: u32,
    /// Whether the plan uses the pair.
    pub chosen: bool,
    /// What the whole plan loses at least when the pair is used although it is not chosen (or left
    /// out although it is): a bound from the dual values, zero or more.
    pub loss: Value,
}

/// An optimal plan, changed by little steps.
///
/// It is optimal for what it holds after each. A step costs one shortest-way search for each place
/// that it touches: microseconds where volunteers abound, whatever the size of the plan.
pub struct Planner<G: Graph> {
    board: Board<G>,
}

impl<'a> Planner<Positions<'a>> {
    /// A plan with these volunteers and no request; their numbers are not their places in the
    /// list. O(n log n).
    pub fn of(volunteers: &'a [AssignVolunteer]) -> Self {
        let graph = Positions::new(volunteers);
        let capacities = graph.capacities();
        Self::new(graph, capacities)
    }
}

impl<G: Graph> Planner<G> {
    /// A plan with volunteers of these capacities, numbered in this order, and no request.
    pub fn new(graph: G, capacities: Vec<u32>) -> Self {
        Self { board: Board::new(graph, capacities) }
    }

    /// What the plan knows of the eligible pairs.
    pub const fn graph(&self) -> &G {
        &self.board.graph
    }

    /// The same, so that a volunteer can be made known who is added at once.
    pub const fn graph_mut(&mut self) -> &mut G {
        &mut self.board.graph
    }

    /// Adds a request and re-plans; answers how many of its places are filled now.
    ///
    /// Requests are numbered in the order in which they are added. Others may change volunteers,
    /// and lose a place where that is the better plan.
    pub fn add(&mut self, request: G::Request, places: Places) -> u32 {
        let number = self.board.push(request, places);
        let mut filled = 0;
        while filled < places.needed && self.board.fill_place(number) {
            filled += 1;
        }
        filled
    }

    /// Changes how many places a request has, and re-plans; without any it is out of the plan.
    pub fn set_needed(&mut self, request: u32, needed: u32) {
        self.board.set_needed(request, needed);
    }

    /// Adds a volunteer whom the graph knows already under the next number, and re-plans.
    ///
    /// O(requests), beside the search.
    pub fn add_volunteer(&mut self, capacity: u32) -> u32 {
        let number = self.board.push_volunteer();
        self.board.set_capacity(number, capacity);
        number
    }

    /// Changes how many requests a volunteer serves at most, and re-plans; with none the
    /// volunteer is out of the plan.
    pub fn set_capacity(&mut self, volunteer: u32, capacity: u32) {
        self.board.set_capacity(volunteer, capacity);
    }

    /// What the plan would reach without a pair that it uses; none when it does not use it.
    ///
    /// The plan is as good as before afterwards, though it may be another one of the best: to
    /// keep it as it is, ask a copy.
    pub fn totals_without(&mut self, request: u32, volunteer: u32) -> Option<Totals> {
        let helpers = self.board.helpers.get(request as usize)?.iter();
        let used = helpers.copied().find(|helper| helper.volunteer == volunteer)?;
        self.board.part_for_good(request, volunteer);
        let totals = self.totals();
        self.board.readmit(request, used);
        Some(totals)
    }

    /// What the plan would reach at best with one volunteer at a request in place of another, whom it
    /// is not to have; none when the volunteer may not serve it.
    ///
    /// The plan is as good as before afterwards, though it may be another one of the best.
    pub fn totals_with(&mut self, request: u32, instead_of: u32, volunteer: u32) -> Option<Totals> {
        let asked = self.board.asked.get(request as usize)?;
        let places = asked.places;
        let distance_m = self.board.graph.distance_m(&asked.request, volunteer)?;
        let left_out = Candidate {
            volunteer: instead_of,
            distance_m: self.board.graph.distance_m(&asked.request, instead_of)?,
        };
        if self.uses(request, instead_of) {
            self.board.part_for_good(request, instead_of);
        } else {
            self.board.bar(request, instead_of);
        }
        let totals = if self.uses(request, volunteer) {
            Some(self.totals())
        } else {
            self.totals_beside(request, places, Candidate { volunteer, distance_m })
        };
        self.board.readmit(request, left_out);
        totals
    }

    /// What is reached when a pair that is not used takes its place and its part of the capacity.
    fn totals_beside(&mut self, request: u32, places: Places, pair: Candidate) -> Option<Totals> {
        let capacity = self.board.capacities[pair.volunteer as usize];
        if capacity == 0 || places.needed == 0 {
            return None;
        }
        self.board.set_needed(request, places.needed - 1);
        self.board.set_capacity(pair.volunteer, capacity - 1);
        // Somebody cannot take two places of one request.
        let twice = self.uses(request, pair.volunteer);
        let mut totals = self.totals();
        totals.places += 1;
        totals.vital_places += u64::from(places.vital);
        totals.distance_m += u64::from(pair.distance_m);
        self.board.set_capacity(pair.volunteer, capacity);
        self.board.set_needed(request, places.needed);
        (!twice).then_some(totals)
    }

    fn uses(&self, request: u32, volunteer: u32) -> bool {
        self.board.helpers[request as usize].iter().any(|helper| helper.volunteer == volunteer)
    }

    /// Who may serve a request, nearest first, and what the plan would lose by it.
    pub fn alternatives(&mut self, request: u32, limit: usize) -> Vec<Alternative> {
        let candidates = (0..limit).map_while(|place| self.board.candidate(request, place));
        let candidates: Vec<_> = candidates.collect();
        let level = value(self.board.level[request as usize]);
        let helpers = &self.board.helpers[request as usize];
        let open = candidates
            .into_iter()
            .filter(|candidate| self.board.capacities[candidate.volunteer as usize] > 0);
        let explained = open.map(|candidate| {
            let chosen = helpers.iter().any(|helper| helper.volunteer == candidate.volunteer);
            let price = self.price(candidate.volunteer);
            let gap = level - price - metres(candidate.distance_m);
            Alternative {
                volunteer: candidate.volunteer,
                distance_m: candidate.distance_m,
                chosen,
                loss: if chosen { gap } else { Value::ZERO - gap },
            }
        });
        explained.collect()
    }

    /// How many pairs were looked at so far, of all that are eligible.
    pub fn pairs_seen(&self) -> usize {
        self.board.pairs_seen()
    }

    /// What the plan reaches now.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for (asked, helpers) in self.board.asked.iter().zip(&self.board.helpers) {
            let places = helpers.len() as u64;
            totals.places += places;
            totals.vital_places += if asked.places.vital { places } else { 0 };
            totals.distance_m += helpers.iter().map(|h| u64::from(h.distance_m)).sum::<u64>();
        }
        totals
    }

    /// Who goes where now, by request in the order of adding, then volunteer.
    pub fn pairs(&self) -> Vec<Pair> {
        let numbered = (0..).zip(&self.board.helpers);
        let pairs = numbered.flat_map(|(request, helpers)| {
            let pair = move |helper: &Candidate| Pair {
                request,
                volunteer: helper.volunteer,
                distance_m: helper.distance_m,
            };
            helpers.iter().map(pair)
        });
        let mut pairs: Vec<Pair> = pairs.collect();
        pairs.sort_unstable();
        pairs
    }

    /// The worth of one more request served by a volunteer; zero for one who serves none.
    pub(super) fn price(&self, volunteer: u32) -> Value {
        if self.board.capacities[volunteer as usize] == 0 {
            return Value::ZERO;
        }
        value(self.board.prices[volunteer as usize])
    }

    /// The worth of one more place of a request.
    pub(super) fn request_value(&self, request: u32) -> Value {
        let asked = &self.board.asked[request as usize];
        if asked.places.needed == 0 {
            return Value::ZERO;
        }
        value(empty_place(asked.places)) - value(self.board.level[request as usize])
    }

    /// What using a pair twice would be worth.
    pub(super) fn pair_value(&self, pair: &Pair) -> Value {
        let level = value(self.board.level[pair.request as usize]);
        level - self.price(pair.volunteer) - metres(pair.distance_m)
    }
}

const fn metres(distance_m: u32) -> Value {
    Value { metres_saved: distance_m as i64, ..Value::ZERO }
}

/// A price as a value: it holds the cost of none, a normal or a vital empty place, and metres.
///
/// A price is always the difference of a whole way and its beginning, and only the end of a way
/// costs an empty place.
const fn value(price: i64) -> Value {
    let empty = (price + EMPTY_PLACE / 2).div_euclid(EMPTY_PLACE);
    Value {
        places: if empty > 0 { 1 } else { 0 },
        vital_places: if empty > 1 { 1 } else { 0 },
        metres_saved: price - empty * EMPTY_PLACE,
    }
}
