//! Two other ways to the optimum, and problems at random; for tests alone.

use std::collections::HashMap;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::place::{Position, distance_m, whole_metres};

use super::{AssignRequest, AssignVolunteer, CodeSet, Pair, Problem, Totals};

/// How a random problem looks.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) volunteers: u32,
    pub(super) requests: u32,
    pub(super) spread_deg: f64,
    pub(super) most_capacity: u32,
    pub(super) most_places: u32,
    /// Points are drawn from a lattice of so many steps a side, so that some coincide.
    pub(super) steps: u32,
}

/// A problem of a shape, the same for the same seed.
pub(super) fn random_problem(seed: u64, shape: Shape) -> Problem {
    let mut random = StdRng::seed_from_u64(seed);
    let volunteers = (0..shape.volunteers).map(|_| volunteer(&mut random, shape)).collect();
    let requests = (0..shape.requests).map(|_| request(&mut random, shape)).collect();
    Problem { volunteers, requests }
}

fn volunteer(random: &mut StdRng, shape: Shape) -> AssignVolunteer {
    let reach_m = shape.spread_deg * 111_000.0;
    let part = if random.random_bool(0.1) { 0.0 } else { random.random_range(0.05..1.0) };
    AssignVolunteer {
        position: place(random, shape),
        radius_m: whole_metres(reach_m * part),
        capacity: random.random_range(0..=shape.most_capacity),
        categories: codes(random, 3, 0.7),
        skills: codes(random, 2, 0.7),
        languages: codes(random, 3, 0.5),
    }
}

fn request(random: &mut StdRng, shape: Shape) -> AssignRequest {
    AssignRequest {
        position: place(random, shape),
        category: code(random.random_range(0..3)),
        skills: codes(random, 2, 0.2),
        languages: codes(random, 3, 0.2),
        vital: random.random_bool(0.3),
        volunteers_needed: random.random_range(0..=shape.most_places),
    }
}

/// Some codes have bits of their own, some do not.
fn code(number: u32) -> u32 {
    number + 61
}

fn codes(random: &mut StdRng, count: u32, share: f64) -> CodeSet {
    (0..count).filter(|_| random.random_bool(share)).map(code).collect()
}

fn place(random: &mut StdRng, shape: Shape) -> Position {
    let mut step = || {
        let along = f64::from(random.random_range(0..=shape.steps)) / f64::from(shape.steps);
        (along - 0.5) * shape.spread_deg
    };
    Position::new(50.8 + step(), 4.4 + step()).expect("in range")
}

/// All eligible pairs, by the words of the contract.
pub(super) fn eligible_pairs(problem: &Problem) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (request, asked) in (0..).zip(&problem.requests) {
        for (volunteer, offered) in (0..).zip(&problem.volunteers) {
            let metres = whole_metres(distance_m(asked.position, offered.position));
            let named = (0..80).filter(|&language| asked.languages.contains(language));
            let named: Vec<u32> = named.collect();
            let shares = named.iter().any(|&language| offered.languages.contains(language));
            let able = (0..80)
                .all(|skill| !asked.skills.contains(skill) || offered.skills.contains(skill));
            let near = metres <= offered.radius_m && offered.categories.contains(asked.category);
            if near && able && (named.is_empty() || shares) {
                pairs.push(Pair { request, volunteer, distance_m: metres });
            }
        }
    }
    pairs
}

/// A total by which more is better.
pub(super) fn rank(totals: Totals) -> (u64, u64, i128) {
    (totals.places, totals.vital_places, -i128::from(totals.distance_m))
}

/// The best totals of all assignments, by trying each: request by request, with what is left of
/// each volunteer as the state.
pub(super) fn best_by_force(problem: &Problem) -> Totals {
    let pairs = eligible_pairs(problem);
    let left = problem.volunteers.iter().map(|v| v.capacity).collect::<Vec<u32>>();
    let mut states = HashMap::from([(left, Totals::default())]);
    for (request, asked) in (0..).zip(&problem.requests) {
        let near: Vec<&Pair> = pairs.iter().filter(|pair| pair.request == request).collect();
        let mut next = HashMap::new();
        for (left, totals) in &states {
            for chosen in 0..1_u32 << near.len() {
                if chosen.count_ones() <= asked.volunteers_needed {
                    extend(&mut next, left, *totals, &near, (chosen, asked.vital));
                }
            }
        }
        states = next;
    }
    states.into_values().max_by_key(|&totals| rank(totals)).expect("the empty assignment")
}

fn extend(
    next: &mut HashMap<Vec<u32>, Totals>,
    left: &[u32],
    mut totals: Totals,
    near: &[&Pair],
    (chosen, vital): (u32, bool),
) {
    let mut left = left.to_vec();
    for pair in near.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, p)| p) {
        let capacity = &mut left[pair.volunteer as usize];
        let Some(rest) = capacity.checked_sub(1) else { return };
        *capacity = rest;
        totals.places += 1;
        totals.vital_places += u64::from(vital);
        totals.distance_m += u64::from(pair.distance_m);
    }
    let best = next.entry(left).or_insert(totals);
    if rank(totals) > rank(*best) {
        *best = totals;
    }
}

/// An arc of a network: to, room, cost, and the number of the arc back.
#[derive(Clone, Copy)]
struct Arc {
    to: usize,
    room: i64,
    cost: i128,
    back: usize,
}

/// A textbook min-cost flow over all pairs: Bellman and Ford's search, one unit at a time.
pub(super) fn best_by_flow(problem: &Problem) -> Totals {
    let (asks, offers) = (problem.requests.len(), problem.volunteers.len());
    let (source, sink) = (asks + offers, asks + offers + 1);
    let mut arcs: Vec<Vec<Arc>> = vec![Vec::new(); sink + 1];
    for (at, request) in problem.requests.iter().enumerate() {
        let worth = (1_i128 << 80) + if request.vital { 1_i128 << 50 } else { 0 };
        connect(&mut arcs, source, at, i64::from(request.volunteers_needed), -worth);
    }
    for (at, volunteer) in problem.volunteers.iter().enumerate() {
        connect(&mut arcs, asks + at, sink, i64::from(volunteer.capacity), 0);
    }
    for pair in eligible_pairs(problem) {
        let (from, to) = (pair.request as usize, asks + pair.volunteer as usize);
        connect(&mut arcs, from, to, 1, i128::from(pair.distance_m));
    }
    while send_one(&mut arcs, source, sink) {}
    totals_of_flow(problem, &arcs, asks)
}

fn connect(arcs: &mut [Vec<Arc>], from: usize, to: usize, room: i64, cost: i128) {
    let (there, back) = (arcs[from].len(), arcs[to].len());
    arcs[from].push(Arc { to, room, cost, back });
    arcs[to].push(Arc { to: from, room: 0, cost: -cost, back: there });
}

/// Sends a unit along the cheapest path; false when none is worth it.
fn send_one(arcs: &mut [Vec<Arc>], source: usize, sink: usize) -> bool {
    let mut cost = vec![i128::MAX; arcs.len()];
    let mut via = vec![(usize::MAX, 0); arcs.len()];
    cost[source] = 0;
    let mut queue = std::collections::VecDeque::from([source]);
    while let Some(from) = queue.pop_front() {
        for (number, arc) in arcs[from].iter().enumerate() {
            if arc.room > 0 && cost[from] + arc.cost < cost[arc.to] {
                cost[arc.to] = cost[from] + arc.cost;
                via[arc.to] = (from, number);
                queue.push_back(arc.to);
            }
        }
    }
    if cost[sink] >= 0 {
        return false;
    }
    let mut node = sink;
    while node != source {
        let (from, number) = via[node];
        let back = arcs[from][number].back;
        arcs[from][number].room -= 1;
        arcs[node][back].room += 1;
        node = from;
    }
    true
}

fn totals_of_flow(problem: &Problem, arcs: &[Vec<Arc>], asks: usize) -> Totals {
    let mut totals = Totals::default();
    for (request, asked) in problem.requests.iter().enumerate() {
        let used = arcs[request].iter().filter(|arc| arc.to < asks + problem.volunteers.len());
        for arc in used.filter(|arc| arc.room == 0 && arc.cost >= 0) {
            totals.places += 1;
            totals.vital_places += u64::from(asked.vital);
            totals.distance_m += u64::try_from(arc.cost).expect("a distance");
        }
    }
    totals
}
