//! Solving a whole problem: one request after the other.

use super::candidates::{Positions, by_neighbourhood};
use super::certificate::{Certificate, PairValue, Value};
use super::planner::Planner;
use super::problem::{Pair, Problem, Totals};

/// An optimal assignment with its proof.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Solution {
    /// Who goes where, by request, then volunteer.
    pub pairs: Vec<Pair>,
    /// The totals and the dual values that prove them.
    pub certificate: Certificate,
}

/// The best assignment of a problem, and its proof.
///
/// Vital requests are planned first, which saves turning others away again, and neighbours one
/// after the other. Deterministic: the same problem gives the same pairs.
pub fn solve(problem: &Problem) -> Solution {
    solve_watched(problem, |_, _| {})
}

/// Like [`solve`], and tells after each request how many of how many are planned.
pub fn solve_watched(problem: &Problem, mut watch: impl FnMut(u64, u64)) -> Solution {
    let order = by_neighbourhood(problem.requests.iter().map(|request| request.position));
    let (vital, normal): (Vec<u32>, Vec<u32>) =
        order.into_iter().partition(|&number| problem.requests[number as usize].vital);
    let order: Vec<u32> = vital.into_iter().chain(normal).collect();
    let mut planner = Planner::of(&problem.volunteers);
    for (planned, &number) in (1..).zip(&order) {
        let request = &problem.requests[number as usize];
        planner.add(request, request.places());
        watch(planned, order.len() as u64);
    }
    planner.solution(problem, &order)
}

impl Planner<Positions<'_>> {
    /// The plan in the numbers of the problem, whose requests were added in this order.
    fn solution(&self, problem: &Problem, order: &[u32]) -> Solution {
        let places = &self.graph().order;
        let mut requests = vec![Value::ZERO; order.len()];
        for (added, &number) in (0..).zip(order) {
            requests[number as usize] = self.request_value(added);
        }
        let mut volunteers = vec![Value::ZERO; places.len()];
        for (added, &number) in (0..).zip(places) {
            volunteers[number as usize] = self.price(added);
        }
        let (mut pairs, mut pair_values) = (Vec::new(), Vec::new());
        for pair in self.pairs() {
            let request = order[pair.request as usize];
            let volunteer = places[pair.volunteer as usize];
            let worth = self.pair_value(&pair);
            if worth != Value::ZERO {
                pair_values.push(PairValue { request, volunteer, value: worth });
            }
            pairs.push(Pair { request, volunteer, ..pair });
        }
        pairs.sort_unstable();
        pair_values.sort_unstable_by_key(|pair| (pair.request, pair.volunteer));
        let totals = Totals::of(problem, &pairs);
        let certificate = Certificate { totals, volunteers, requests, pairs: pair_values };
        Solution { pairs, certificate }
    }
}
