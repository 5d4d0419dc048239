//! Solving: one request after the other, each place by the shortest way to one more filled.

use super::certificate::{Certificate, PairValue, Value};
use super::problem::{AssignRequest, AssignVolunteer, Pair, Problem, Totals};
use super::search::{Board, EMPTY_PLACE, empty_place};

/// An optimal assignment with its proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solution {
    /// Who goes where, by request, then volunteer.
    pub pairs: Vec<Pair>,
    /// The totals and the dual values that prove them.
    pub certificate: Certificate,
}

/// A volunteer who may serve a request, and why another one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The place of the volunteer in the list.
    pub volunteer: u32,
    /// The distance in whole metres.
    pub distance_m: u32,
    /// Whether the plan uses the pair.
    pub chosen: bool,
    /// What the whole plan loses at least when the pair is used although it is not chosen (or left
    /// out although it is): a bound from the dual values, zero or more.
    pub loss: Value,
}

/// An optimal plan to which requests are added one at a time.
///
/// It is optimal for the requests added so far after each. A request costs one shortest-way search
/// a place: microseconds where volunteers abound.
pub struct Planner<'a> {
    board: Board<'a>,
}

impl<'a> Planner<'a> {
    /// A plan with these volunteers and no request. O(n log n).
    pub fn new(volunteers: &'a [AssignVolunteer]) -> Self {
        Self { board: Board::new(volunteers) }
    }

    /// Adds a request and re-plans; answers how many of its places are filled now.
    ///
    /// Requests are numbered in the order in which they are added. Others may change volunteers,
    /// and lose a place where that is the better plan.
    #[expect(clippy::missing_panics_doc, reason = "four billion requests do not fit the memory")]
    pub fn add(&mut self, request: &'a AssignRequest) -> u32 {
        let number = u32::try_from(self.board.requests.len()).expect("fewer than 2³² requests");
        self.board.push(request);
        let mut filled = 0;
        while filled < request.volunteers_needed && self.board.fill_place(number) {
            filled += 1;
        }
        filled
    }

    /// Who may serve a request, nearest first, and what the plan would lose by it.
    pub fn alternatives(&mut self, request: u32, limit: usize) -> Vec<Alternative> {
        let candidates = (0..limit).map_while(|place| self.board.candidate(request, place));
        let candidates: Vec<_> = candidates.collect();
        let level = value(self.board.level[request as usize]);
        let helpers = &self.board.helpers[request as usize];
        let explained = candidates.into_iter().map(|candidate| {
            let chosen = helpers.iter().any(|helper| helper.volunteer == candidate.volunteer);
            let price = value(self.board.price(candidate.volunteer));
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

    /// Who goes where now, by request in the order of adding, then volunteer.
    pub fn pairs(&self) -> Vec<Pair> {
        let numbered = (0..).zip(&self.board.helpers);
        let pairs = numbered.flat_map(|(request, helpers)| {
            let pair = move |helper: &super::candidates::Candidate| Pair {
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

    /// The worth of one more place of a request.
    fn request_value(&self, request: u32) -> Value {
        let asked = self.board.requests[request as usize];
        if asked.volunteers_needed == 0 {
            return Value::ZERO;
        }
        value(empty_place(asked)) - value(self.board.level[request as usize])
    }

    fn pair_value(&self, pair: &Pair) -> Value {
        let level = value(self.board.level[pair.request as usize]);
        level - value(self.board.price(pair.volunteer)) - metres(pair.distance_m)
    }
}

/// The best assignment of a problem, and its proof.
///
/// Vital requests are planned first, which saves turning others away again. Deterministic: the
/// same problem gives the same pairs.
pub fn solve(problem: &Problem) -> Solution {
    solve_watched(problem, |_, _| {})
}

/// Like [`solve`], and tells after each request how many of how many are planned.
pub fn solve_watched(problem: &Problem, mut watch: impl FnMut(u64, u64)) -> Solution {
    let numbers = 0..u32::try_from(problem.requests.len()).unwrap_or(u32::MAX);
    let (vital, normal): (Vec<u32>, Vec<u32>) =
        numbers.partition(|&number| problem.requests[number as usize].vital);
    let order: Vec<u32> = vital.into_iter().chain(normal).collect();
    let mut planner = Planner::new(&problem.volunteers);
    for (planned, &number) in (1..).zip(&order) {
        planner.add(&problem.requests[number as usize]);
        watch(planned, order.len() as u64);
    }
    planner.solution(problem, &order)
}

impl Planner<'_> {
    /// The plan in the numbers of the problem, whose requests were added in this order.
    fn solution(&self, problem: &Problem, order: &[u32]) -> Solution {
        let mut requests = vec![Value::ZERO; order.len()];
        for (added, &number) in (0..).zip(order) {
            requests[number as usize] = self.request_value(added);
        }
        let (mut pairs, mut pair_values) = (Vec::new(), Vec::new());
        for pair in self.pairs() {
            let request = order[pair.request as usize];
            let worth = self.pair_value(&pair);
            if worth != Value::ZERO {
                pair_values.push(PairValue { request, volunteer: pair.volunteer, value: worth });
            }
            pairs.push(Pair { request, ..pair });
        }
        pairs.sort_unstable();
        pair_values.sort_unstable_by_key(|pair| (pair.request, pair.volunteer));
        let totals = Totals::of(problem, &pairs);
        let numbers = (0..).take(problem.volunteers.len());
        let volunteers = numbers.map(|number| value(self.board.price(number))).collect();
        let certificate = Certificate { totals, volunteers, requests, pairs: pair_values };
        Solution { pairs, certificate }
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
