//! Two other ways to the optimum, and problems at random; for tests alone.

use std::collections::HashMap;

use microlp::{ComparisonOp, OptimizationDirection, Variable};
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

/// The best totals by microlp's simplex: first the most places, then with that many the most vital
/// ones, then with that many of both the least metres.
///
/// The pairs of a bipartite graph within bounds make a polytope whose corners are whole, and so
/// does each of its best faces, so that the programme needs no whole variables.
pub(super) fn best_by_linear_programme(problem: &Problem) -> Totals {
    let pairs = eligible_pairs(problem);
    if pairs.is_empty() {
        return Totals::default();
    }
    let vital = |pair: &Pair| problem.requests[pair.request as usize].vital;
    let is_vital = |pair: &Pair| f64::from(u8::from(vital(pair)));
    let places = optimum(problem, &pairs, (OptimizationDirection::Maximize, &|_| 1.0), &[]);
    let most: [Bound<'_>; 1] = [(&|_| 1.0, places)];
    let vital_places =
        optimum(problem, &pairs, (OptimizationDirection::Maximize, &is_vital), &most);
    let most: [Bound<'_>; 2] = [(&|_| 1.0, places), (&is_vital, vital_places)];
    let metres = |pair: &Pair| f64::from(pair.distance_m);
    let distance_m = optimum(problem, &pairs, (OptimizationDirection::Minimize, &metres), &most);
    Totals { places, vital_places, distance_m }
}

/// What a pair counts for.
type Weight<'a> = &'a dyn Fn(&Pair) -> f64;

/// The pairs used must weigh so much.
type Bound<'a> = (Weight<'a>, u64);

/// The best weight of the pairs used, which is a whole number.
fn optimum(
    problem: &Problem,
    pairs: &[Pair],
    (direction, weight): (OptimizationDirection, Weight<'_>),
    bounds: &[Bound<'_>],
) -> u64 {
    let mut programme = microlp::Problem::new(direction);
    let used: Vec<Variable> =
        pairs.iter().map(|pair| programme.add_var(weight(pair), (0.0, 1.0))).collect();
    let mut limit = |weight: Weight<'_>, rule: ComparisonOp, bound: f64| {
        let weights = used.iter().zip(pairs).map(|(&used, pair)| (used, weight(pair)));
        let counted: Vec<(Variable, f64)> = weights.filter(|&(_, weight)| weight != 0.0).collect();
        if !counted.is_empty() {
            programme.add_constraint(counted.as_slice(), rule, bound);
        }
    };
    for (number, asked) in (0..).zip(&problem.requests) {
        let own = |pair: &Pair| f64::from(u8::from(pair.request == number));
        limit(&own, ComparisonOp::Le, asked.volunteers_needed.into());
    }
    for (number, offered) in (0..).zip(&problem.volunteers) {
        let own = |pair: &Pair| f64::from(u8::from(pair.volunteer == number));
        limit(&own, ComparisonOp::Le, offered.capacity.into());
    }
    for &(weight, total) in bounds {
        limit(weight, ComparisonOp::Eq, as_float(total));
    }
    let solved = programme.solve().expect("the programme has an optimum");
    let solution = solved.into_solution().expect("nothing stops it");
    let objective = solution.objective();
    assert!((objective - objective.round()).abs() < 1e-3, "{objective} is not whole");
    whole(objective)
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn as_float(total: u64) -> f64 {
    total as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "far below 2^52")]
fn whole(objective: f64) -> u64 {
    objective.round() as u64
}
