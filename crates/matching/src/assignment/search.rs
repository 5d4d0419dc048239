//! The shortest way to one more place filled: Dijkstra's search over reduced costs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::board::{Board, at, empty_place};
use super::graph::{Candidate, Graph};

pub(super) const UNREACHED: i64 = i64::MAX;
const NOBODY: u32 = u32::MAX;

/// What one search knows; all that was touched is wiped before the next.
#[derive(Default)]
pub(super) struct Search {
    pub(super) requests: Vec<Reached>,
    pub(super) volunteers: Vec<Reached>,
    /// By request: the place of its next candidate.
    cursor: Vec<usize>,
    queue: BinaryHeap<Reverse<(i64, Step)>>,
    pub(super) touched_volunteers: Vec<u32>,
    pub(super) touched_requests: Vec<u32>,
}

/// How a node was reached at least cost so far.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    pub(super) cost: i64,
    pub(super) from: u32,
    pub(super) distance_m: u32,
}

impl Reached {
    pub(super) const NEVER: Self = Self { cost: UNREACHED, from: NOBODY, distance_m: 0 };
    pub(super) const START: Self = Self { cost: 0, ..Self::NEVER };
}

/// What to look at next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
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

impl<G: Graph> Board<G> {
    /// Fills one more place of a request, or finds that it is best left empty: then false.
    pub(super) fn fill_place(&mut self, request: u32) -> bool {
        let (cost, end) = self.find_way(request);
        self.settle(cost, 1);
        self.follow(request, end);
        self.search.wipe();
        !matches!(end, End::Emptied(emptied) if emptied == request)
    }

    fn find_way(&mut self, from: u32) -> (i64, End) {
        let mut best = (UNREACHED, End::Emptied(from));
        self.search.reach_request(from, Reached::START);
        while let Some((cost, step)) = self.search.next_below(best.0) {
            match step {
                Step::Volunteer(volunteer) if self.is_free(volunteer) => {
                    return (cost, End::Free(volunteer));
                }
                Step::Volunteer(volunteer) => self.pass_on(volunteer, cost),
                Step::Request(request) => {
                    let empty = empty_place(self.asked[at(request)].places);
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
        for served in &self.served[at(volunteer)] {
            let saved = self.slack(served.request, volunteer, served.distance_m);
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
    #[inline]
    fn consider(&mut self, request: u32, candidate: Candidate, base: i64, limit: i64) -> i64 {
        let Candidate { volunteer, distance_m } = candidate;
        let cost = base + i64::from(distance_m) + self.prices[at(volunteer)];
        if cost >= limit || cost >= self.search.volunteers[at(volunteer)].cost {
            return UNREACHED;
        }
        if self.helpers[at(request)].iter().any(|helper| helper.volunteer == volunteer) {
            return UNREACHED;
        }
        self.search.reach_volunteer(volunteer, Reached { cost, from: request, distance_m });
        cost
    }

    /// Moves the prices of what was reached at less than the cost of the way found, up or down.
    pub(super) fn settle(&mut self, cost: i64, direction: i64) {
        for &volunteer in &self.search.touched_volunteers {
            let saved = cost - self.search.volunteers[at(volunteer)].cost;
            self.prices[at(volunteer)] += direction * saved.max(0);
        }
        for &request in &self.search.touched_requests {
            let saved = cost - self.search.requests[at(request)].cost;
            self.level[at(request)] += direction * saved.max(0);
        }
    }

    /// Re-pairs along the way, from its end back to where it began.
    fn follow(&mut self, from: u32, end: End) {
        let mut volunteer = match end {
            End::Free(volunteer) => volunteer,
            End::Emptied(request) if request == from => return,
            End::Emptied(request) => self.leave(request),
        };
        loop {
            let Reached { from: request, distance_m, .. } = self.search.volunteers[at(volunteer)];
            let next = (request != from).then(|| self.leave(request));
            self.join(request, Candidate { volunteer, distance_m });
            let Some(next) = next else { return };
            volunteer = next;
        }
    }

    /// Parts a request from the volunteer through whom it was reached.
    fn leave(&mut self, request: u32) -> u32 {
        let volunteer = self.search.requests[at(request)].from;
        self.part(request, volunteer);
        volunteer
    }
}

impl Search {
    pub(super) fn for_volunteers(count: usize) -> Self {
        Self { volunteers: vec![Reached::NEVER; count], ..Self::default() }
    }

    pub(super) fn push_request(&mut self) {
        self.requests.push(Reached::NEVER);
        self.cursor.push(0);
    }

    pub(super) fn push_volunteer(&mut self) {
        self.volunteers.push(Reached::NEVER);
    }

    pub(super) fn reach_request(&mut self, request: u32, reached: Reached) {
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

    pub(super) fn reach_volunteer(&mut self, volunteer: u32, reached: Reached) {
        let known = &mut self.volunteers[at(volunteer)];
        if reached.cost >= known.cost {
            return;
        }
        if known.cost == UNREACHED {
            self.touched_volunteers.push(volunteer);
        }
        *known = reached;
        self.queue.push(Reverse((reached.cost, Step::Volunteer(volunteer))));
    }

    /// The cheapest step not taken yet, if it costs less than a limit.
    pub(super) fn next_below(&mut self, limit: i64) -> Option<(i64, Step)> {
        while let Some(Reverse((cost, step))) = self.queue.pop() {
            if cost >= limit {
                return None;
            }
            let known = match step {
                Step::Volunteer(volunteer) => self.volunteers[at(volunteer)].cost,
                Step::Request(request) => self.requests[at(request)].cost,
                Step::More(_) => cost,
            };
            if cost <= known {
                return Some((cost, step));
            }
        }
        None
    }

    pub(super) fn wipe(&mut self) {
        for volunteer in self.touched_volunteers.drain(..) {
            self.volunteers[at(volunteer)] = Reached::NEVER;
        }
        for request in self.touched_requests.drain(..) {
            self.requests[at(request)] = Reached::NEVER;
            self.cursor[at(request)] = 0;
        }
        self.queue.clear();
    }
}
