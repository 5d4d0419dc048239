//! The best use of a freed volunteer: the same search from the other side, and what follows when
//! requests and volunteers join, leave or change.

use super::board::{Board, Served, at, numbered};
use super::graph::{Candidate, Graph};
use super::search::{Reached, Step, UNREACHED};

/// Where a way ends.
#[derive(Clone, Copy)]
enum End {
    /// The volunteer keeps capacity.
    Idle(u32),
    /// An empty place is filled.
    Filled(u32),
}

impl<G: Graph> Board<G> {
    /// Offers what a volunteer has left until nobody has a use for it.
    pub(super) fn offer(&mut self, volunteer: u32) {
        while self.prices[at(volunteer)] > 0 && self.is_free(volunteer) {
            let (cost, end) = self.find_use(volunteer);
            self.settle(cost, -1);
            self.pass_over(volunteer, end);
            self.search.wipe();
        }
    }

    fn find_use(&mut self, from: u32) -> (i64, End) {
        let mut best = (UNREACHED, End::Idle(from));
        self.search.reach_volunteer(from, Reached::START);
        while let Some((cost, step)) = self.search.next_below(best.0) {
            match step {
                Step::Volunteer(volunteer) => {
                    let idle = cost + self.prices[at(volunteer)];
                    if idle < best.0 {
                        best = (idle, End::Idle(volunteer));
                    }
                    self.visit_suitors(volunteer, cost, best.0);
                }
                Step::Request(request) | Step::More(request) => {
                    if self.has_empty_place(request) {
                        return (cost, End::Filled(request));
                    }
                    self.let_go(request, cost);
                }
            }
        }
        best
    }

    /// Who would take this volunteer.
    fn visit_suitors(&mut self, volunteer: u32, cost: i64, limit: i64) {
        self.suitors(volunteer);
        let price = self.prices[at(volunteer)];
        for place in 0..self.suitors(volunteer).len() {
            let Served { request, distance_m } = self.suitors(volunteer)[place];
            let reached = cost + price + i64::from(distance_m) - self.level[at(request)];
            let is_used = || self.served[at(volunteer)].iter().any(|s| s.request == request);
            if reached >= limit || self.asked[at(request)].places.needed == 0 || is_used() {
                continue;
            }
            self.search
                .reach_request(request, Reached { cost: reached, from: volunteer, distance_m });
        }
    }

    /// A request whose places are full could let one helper go.
    fn let_go(&mut self, request: u32, cost: i64) {
        for place in 0..self.helpers[at(request)].len() {
            let Candidate { volunteer, distance_m } = self.helpers[at(request)][place];
            let cost = cost + self.slack(request, volunteer, distance_m);
            let reached = Reached { cost, from: request, distance_m };
            self.search.reach_volunteer(volunteer, reached);
        }
    }

    /// Re-pairs along the way, from its end back to the volunteer who was offered.
    fn pass_over(&mut self, from: u32, end: End) {
        let mut next = match end {
            End::Filled(request) => Some(request),
            End::Idle(volunteer) => self.freed_by(from, volunteer),
        };
        while let Some(request) = next {
            let Reached { from: volunteer, distance_m, .. } = self.search.requests[at(request)];
            next = self.freed_by(from, volunteer);
            self.join(request, Candidate { volunteer, distance_m });
        }
    }

    /// Parts a volunteer from the request that lets go, unless it is the one who was offered.
    fn freed_by(&mut self, from: u32, volunteer: u32) -> Option<u32> {
        let request = self.search.volunteers[at(volunteer)].from;
        (volunteer != from).then(|| {
            self.part(request, volunteer);
            request
        })
    }

    /// Changes how many volunteers a request takes, one place after the other.
    pub(super) fn set_needed(&mut self, request: u32, needed: u32) {
        while self.asked[at(request)].places.needed > needed {
            self.drop_place(request);
        }
        if needed > 0 && self.asked[at(request)].places.needed == 0 {
            self.level[at(request)] = 0;
        }
        self.asked[at(request)].places.needed = needed;
        while self.has_empty_place(request) && self.fill_place(request) {}
    }

    fn drop_place(&mut self, request: u32) {
        if self.has_empty_place(request) {
            self.asked[at(request)].places.needed -= 1;
            return;
        }
        self.asked[at(request)].places.needed -= 1;
        let helpers = self.helpers[at(request)].iter();
        let slacks = helpers.map(|h| (self.slack(request, h.volunteer, h.distance_m), h.volunteer));
        let Some((slack, volunteer)) = slacks.min() else { return };
        self.level[at(request)] -= slack;
        self.part(request, volunteer);
        self.offer(volunteer);
    }

    /// Changes how many requests a volunteer serves, one after the other.
    pub(super) fn set_capacity(&mut self, volunteer: u32, capacity: u32) {
        while self.served[at(volunteer)].len() > at(capacity) {
            self.drop_request(volunteer);
        }
        if capacity == 0 {
            self.close(volunteer);
            return;
        }
        if self.capacities[at(volunteer)] == 0 {
            self.prices[at(volunteer)] = self.least_price(volunteer);
        }
        self.capacities[at(volunteer)] = capacity;
        self.offer(volunteer);
    }

    /// A volunteer serves one request less, which looks for another.
    fn drop_request(&mut self, volunteer: u32) {
        let served = self.served[at(volunteer)].iter();
        let slacks = served.map(|s| (self.slack(s.request, volunteer, s.distance_m), s.request));
        let Some((slack, request)) = slacks.min() else { return };
        self.prices[at(volunteer)] += slack;
        self.part(request, volunteer);
        let left = self.served[at(volunteer)].len();
        self.capacities[at(volunteer)] = numbered(left);
        self.fill_place(request);
    }

    /// The plan with a pair left out that it uses; the pair is barred until [`Self::readmit`].
    pub(super) fn part_for_good(&mut self, request: u32, volunteer: u32) {
        let needed = self.asked[at(request)].places.needed;
        self.asked[at(request)].places.needed = needed - 1;
        self.part(request, volunteer);
        self.bar(request, volunteer);
        self.offer(volunteer);
        self.set_needed(request, needed);
    }

    /// Allows the pair that was barred.
    pub(super) fn readmit(&mut self, request: u32, candidate: Candidate) {
        let needed = self.asked[at(request)].places.needed;
        self.set_needed(request, 0);
        self.unbar(request, candidate);
        self.set_needed(request, needed);
    }
}
