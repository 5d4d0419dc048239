//! The shortest way to one more place filled: Dijkstra's search over reduced costs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::candidates::{Candidate, Candidates, Volunteers};
use super::problem::{AssignRequest, AssignVolunteer};

/// The cost of leaving a normal place empty; a vital one costs twice as much.
///
/// More than the metres of any two ways together: a way visits each request once, at most 2²⁴ of
/// them, and no distance on the Earth exceeds 2²⁵ m. Which sets of places can be filled together
/// is a matroid, so any two costs in this order lead to the same sets as counting all places first
/// and vital ones second.
pub(super) const EMPTY_PLACE: i64 = 1 << 52;

const UNREACHED: i64 = i64::MAX;
const NOBODY: u32 = u32::MAX;

/// An assignment in the making, with the prices that show it cannot be improved.
///
/// Invariants, with d the distance of an eligible pair: `level ≤ price + d` for pairs not used and
/// `level ≥ price + d` for pairs used; `price ≥ 0`, and 0 while there is capacity left;
/// `level ≤ the cost of an empty place`, and equal to it once a place stays empty.
pub(super) struct Board<'a> {
    pub(super) volunteers: &'a [AssignVolunteer],
    pub(super) requests: Vec<&'a AssignRequest>,
    index: Volunteers,
    candidates: Vec<Candidates>,
    nodes: Vec<Node>,
    /// By request: what its dearest place costs.
    pub(super) level: Vec<i64>,
    /// By volunteer: the requests served.
    pub(super) served: Vec<Vec<Served>>,
    /// By request: who helps.
    pub(super) helpers: Vec<Vec<Candidate>>,
    search: Search,
}

/// A request that a volunteer serves.
#[derive(Clone, Copy)]
pub(super) struct Served {
    pub(super) request: u32,
    pub(super) distance_m: u32,
}

/// A volunteer; what each look at a candidate needs stands together.
#[derive(Clone, Copy)]
struct Node {
    /// What one more request served would save.
    price: i64,
    reached: Reached,
}

/// What one search knows; all that was touched is wiped before the next.
#[derive(Default)]
struct Search {
    requests: Vec<Reached>,
    /// By request: the place of its next candidate.
    cursor: Vec<usize>,
    queue: BinaryHeap<Reverse<(i64, Step)>>,
    touched_volunteers: Vec<u32>,
    touched_requests: Vec<u32>,
}

/// How a node was reached at least cost so far.
#[derive(Clone, Copy)]
struct Reached {
    cost: i64,
    from: u32,
    distance_m: u32,
}

impl Reached {
    const NEVER: Self = Self { cost: UNREACHED, from: NOBODY, distance_m: 0 };
}

/// What to look at next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Volunteer(u32),
    Request(u32),
    /// The further candidates of a request that was reached.
    More(u32),
}

/// Where a way ends.
#[derive(Clone, Copy)]
enum End {
    Free(u32),
    Emptied(u32),
}

/// The cost of leaving a place of this request empty.
pub(super) const fn empty_place(request: &AssignRequest) -> i64 {
    if request.vital { 2 * EMPTY_PLACE } else { EMPTY_PLACE }
}

const fn at(number: u32) -> usize {
    number as usize
}

impl<'a> Board<'a> {
    pub(super) fn new(volunteers: &'a [AssignVolunteer]) -> Self {
        let count = volunteers.len();
        Self {
            volunteers,
            requests: Vec::new(),
            index: Volunteers::new(volunteers),
            candidates: Vec::new(),
            nodes: vec![Node { price: 0, reached: Reached::NEVER }; count],
            level: Vec::new(),
            served: vec![Vec::new(); count],
            helpers: Vec::new(),
            search: Search::default(),
        }
    }

    /// What one more request served by a volunteer would save.
    pub(super) fn price(&self, volunteer: u32) -> i64 {
        self.nodes[at(volunteer)].price
    }

    pub(super) fn push(&mut self, request: &'a AssignRequest) {
        self.requests.push(request);
        self.candidates.push(Candidates::default());
        self.level.push(0);
        self.helpers.push(Vec::new());
        self.search.requests.push(Reached::NEVER);
        self.search.cursor.push(0);
    }

    /// Fills one more place of a request, or finds that it is best left empty: then false.
    pub(super) fn fill_place(&mut self, request: u32) -> bool {
        let (cost, end) = self.find_way(request);
        self.settle_prices(cost);
        self.follow(request, end);
        self.wipe();
        !matches!(end, End::Emptied(emptied) if emptied == request)
    }

    /// The candidate of a request at a place of its order.
    pub(super) fn candidate(&mut self, request: u32, place: usize) -> Option<Candidate> {
        let asked = self.requests[at(request)];
        self.candidates[at(request)].at(place, &self.index, self.volunteers, asked)
    }

    pub(super) fn pairs_seen(&self) -> usize {
        self.candidates.iter().map(Candidates::seen).sum()
    }

    fn find_way(&mut self, from: u32) -> (i64, End) {
        let mut best = (UNREACHED, End::Emptied(from));
        self.search.reach_request(from, Reached { cost: 0, ..Reached::NEVER });
        while let Some(Reverse((cost, step))) = self.search.queue.pop() {
            if cost >= best.0 {
                break;
            }
            match step {
                Step::Volunteer(volunteer) => {
                    if cost > self.nodes[at(volunteer)].reached.cost {
                        continue;
                    }
                    if self.served[at(volunteer)].len()
                        < at(self.volunteers[at(volunteer)].capacity)
                    {
                        return (cost, End::Free(volunteer));
                    }
                    self.pass_on(volunteer, cost);
                }
                Step::Request(request) => {
                    if cost > self.search.requests[at(request)].cost {
                        continue;
                    }
                    let empty = empty_place(self.requests[at(request)]);
                    let emptied = cost + empty - self.level[at(request)];
                    if emptied < best.0 {
                        best = (emptied, End::Emptied(request));
                    }
                    self.look_around(request, cost, best.0);
                }
                Step::More(request) => self.look_around(request, cost, best.0),
            }
        }
        best
    }

    /// A volunteer without capacity left could drop one of the requests served.
    fn pass_on(&mut self, volunteer: u32, cost: i64) {
        let price = self.price(volunteer);
        for served in &self.served[at(volunteer)] {
            let saved = self.level[at(served.request)] - price - i64::from(served.distance_m);
            let reached = Reached { cost: cost + saved, from: volunteer, ..Reached::NEVER };
            self.search.reach_request(served.request, reached);
        }
    }

    /// Looks at a request's candidates as far as they may be reached at a cost.
    ///
    /// Prices are not negative, so that the distance alone bounds what lies further out. It pauses
    /// at whoever is reached without detour: most often the way ends there, and hundreds may share
    /// one point.
    fn look_around(&mut self, request: u32, cost: i64, limit: i64) {
        let base = self.search.requests[at(request)].cost - self.level[at(request)];
        let mut place = self.search.cursor[at(request)];
        while let Some(candidate) = self.candidate(request, place) {
            let bound = base + i64::from(candidate.distance_m);
            if bound >= limit {
                break;
            }
            if bound > cost {
                self.search.queue.push(Reverse((bound, Step::More(request))));
                break;
            }
            place += 1;
            if self.consider(request, candidate, base, limit) <= cost {
                self.search.queue.push(Reverse((cost, Step::More(request))));
                break;
            }
        }
        self.search.cursor[at(request)] = place;
    }

    /// Answers at what cost a candidate is reached, if that is news.
    fn consider(&mut self, request: u32, candidate: Candidate, base: i64, limit: i64) -> i64 {
        let Candidate { volunteer, distance_m } = candidate;
        let node = self.nodes[at(volunteer)];
        let cost = base + i64::from(distance_m) + node.price;
        if cost >= limit || cost >= node.reached.cost {
            return UNREACHED;
        }
        if self.helpers[at(request)].iter().any(|helper| helper.volunteer == volunteer) {
            return UNREACHED;
        }
        if node.reached.cost == UNREACHED {
            self.search.touched_volunteers.push(volunteer);
        }
        self.nodes[at(volunteer)].reached = Reached { cost, from: request, distance_m };
        self.search.queue.push(Reverse((cost, Step::Volunteer(volunteer))));
        cost
    }

    /// Raises the prices of what was reached at less than the cost of the way found.
    fn settle_prices(&mut self, cost: i64) {
        for &volunteer in &self.search.touched_volunteers {
            let node = &mut self.nodes[at(volunteer)];
            node.price += (cost - node.reached.cost).max(0);
        }
        for &request in &self.search.touched_requests {
            let saved = cost - self.search.requests[at(request)].cost;
            self.level[at(request)] += saved.max(0);
        }
    }

    /// Re-pairs along the way, from its end back to where it began.
    fn follow(&mut self, from: u32, end: End) {
        let mut volunteer = match end {
            End::Free(volunteer) => volunteer,
            End::Emptied(request) if request == from => return,
            End::Emptied(request) => self.part(request),
        };
        loop {
            let Reached { from: request, distance_m, .. } = self.nodes[at(volunteer)].reached;
            self.served[at(volunteer)].push(Served { request, distance_m });
            let helper = Candidate { volunteer, distance_m };
            if request == from {
                self.helpers[at(request)].push(helper);
                return;
            }
            volunteer = self.part(request);
            self.helpers[at(request)].push(helper);
        }
    }

    /// Parts a request from the volunteer through whom it was reached.
    fn part(&mut self, request: u32) -> u32 {
        let volunteer = self.search.requests[at(request)].from;
        self.helpers[at(request)].retain(|helper| helper.volunteer != volunteer);
        self.served[at(volunteer)].retain(|served| served.request != request);
        volunteer
    }

    fn wipe(&mut self) {
        for volunteer in self.search.touched_volunteers.drain(..) {
            self.nodes[at(volunteer)].reached = Reached::NEVER;
        }
        for request in self.search.touched_requests.drain(..) {
            self.search.requests[at(request)] = Reached::NEVER;
            self.search.cursor[at(request)] = 0;
        }
        self.search.queue.clear();
    }
}

impl Search {
    fn reach_request(&mut self, request: u32, reached: Reached) {
        let known = &mut self.requests[at(request)];
        if reached.cost >= known.cost {
            return;
        }
        if known.cost == UNREACHED {
            self.touched_requests.push(request);
        }
        *known = reached;
        self.queue.push(Reverse((reached.cost, Step::Request(request))));
    }
}
