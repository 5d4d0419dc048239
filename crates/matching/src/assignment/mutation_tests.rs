//! Every little change to a proved assignment is refused, unless what it leaves is a proof too.
//!
//! Whether it is one is decided apart from the check: by the rules of the linear programme over all
//! pairs, in 128 bits, and by trying every assignment.

use std::collections::{BTreeMap, BTreeSet};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::place::{distance_m, whole_metres};

use super::oracle::{Shape, best_by_force, eligible_pairs, random_problem};
use super::{Pair, PairValue, Problem, Solution, Totals, Value, check, solve};

const CONTENDED: Shape = Shape {
    volunteers: 5,
    requests: 6,
    spread_deg: 0.1,
    most_capacity: 2,
    most_places: 3,
    steps: 5,
};

/// What was done to a solution, and what came of it.
type Mutant = (&'static str, Solution);

/// Whether the rules of the linear programme hold, by the words of [`super::Certificate`].
fn is_proof(problem: &Problem, eligible: &[Pair], solution: &Solution) -> bool {
    let Solution { pairs, certificate } = solution;
    let used: BTreeSet<Pair> = pairs.iter().copied().collect();
    let is_legal = used.len() == pairs.len() && used.iter().all(|pair| eligible.contains(pair));
    let sizes = (certificate.volunteers.len(), certificate.requests.len());
    if !is_legal || sizes != (problem.volunteers.len(), problem.requests.len()) {
        return false;
    }
    let served = |number: usize| pairs.iter().filter(|pair| at(pair.volunteer) == number).count();
    let helped = |number: usize| pairs.iter().filter(|pair| at(pair.request) == number).count();
    let volunteers = problem.volunteers.iter().zip(&certificate.volunteers).enumerate();
    let requests = problem.requests.iter().zip(&certificate.requests).enumerate();
    let are_bounds_kept = volunteers
        .map(|(number, (volunteer, value))| (volunteer.capacity, served(number), value))
        .chain(requests.map(|(n, (request, value))| (request.volunteers_needed, helped(n), value)))
        .all(|(bound, count, value)| is_bound_kept(at(bound), count, wide(*value)));
    are_bounds_kept
        && are_totals_true(problem, solution)
        && are_pairs_covered(problem, eligible, &used, solution)
}

fn at(number: u32) -> usize {
    number as usize
}

fn wide(value: Value) -> [i128; 3] {
    value.parts().map(i128::from)
}

/// Within the bound; worth something only where nothing is left over.
fn is_bound_kept(bound: usize, count: usize, value: [i128; 3]) -> bool {
    let is_full = bound > 0 && count == bound;
    count <= bound && (value == [0; 3] || (is_full && value > [0; 3]))
}

fn are_totals_true(problem: &Problem, solution: &Solution) -> bool {
    let Totals { places, vital_places, distance_m } = solution.certificate.totals;
    let is_vital = |pair: &&Pair| problem.requests[at(pair.request)].vital;
    let metres: u128 = solution.pairs.iter().map(|pair| u128::from(pair.distance_m)).sum();
    u128::from(places) == solution.pairs.len() as u128
        && u128::from(vital_places) == solution.pairs.iter().filter(is_vital).count() as u128
        && u128::from(distance_m) == metres
}

/// Each pair that could be used is worth no more than its values, and each one used exactly that.
fn are_pairs_covered(
    problem: &Problem,
    eligible: &[Pair],
    used: &BTreeSet<Pair>,
    solution: &Solution,
) -> bool {
    let certificate = &solution.certificate;
    let mut extra = BTreeMap::new();
    for pair in &certificate.pairs {
        let value = wide(pair.value);
        if value <= [0; 3] || extra.insert((pair.request, pair.volunteer), value).is_some() {
            return false;
        }
    }
    let has_value = |pair: &Pair| extra.contains_key(&(pair.request, pair.volunteer));
    if used.iter().filter(|pair| has_value(pair)).count() != extra.len() {
        return false;
    }
    eligible.iter().all(|pair| {
        let (request, volunteer) = (at(pair.request), at(pair.volunteer));
        let can_be_used = problem.requests[request].volunteers_needed > 0
            && problem.volunteers[volunteer].capacity > 0;
        let more = extra.get(&(pair.request, pair.volunteer)).copied().unwrap_or([0; 3]);
        let parts = [wide(certificate.requests[request]), wide(certificate.volunteers[volunteer])];
        let values = parts.iter().fold(more, |sum, part| std::array::from_fn(|i| sum[i] + part[i]));
        let vital = i128::from(problem.requests[request].vital);
        let worth = [1, vital, -i128::from(pair.distance_m)];
        !can_be_used || if used.contains(pair) { values == worth } else { values >= worth }
    })
}

/// With the totals of the pairs as they are now.
fn retotalled(problem: &Problem, mut solution: Solution) -> Solution {
    solution.certificate.totals = Totals::of(problem, &solution.pairs);
    solution
}

/// The pair of two numbers with its true distance, eligible or not.
fn true_pair(problem: &Problem, request: u32, volunteer: u32) -> Pair {
    let from = problem.requests[at(request)].position;
    let to = problem.volunteers[at(volunteer)].position;
    Pair { request, volunteer, distance_m: whole_metres(distance_m(from, to)) }
}

fn all_pairs(problem: &Problem) -> impl Iterator<Item = Pair> {
    let requests = (0..).take(problem.requests.len());
    requests.flat_map(move |request| {
        let volunteers = (0..).take(problem.volunteers.len());
        volunteers.map(move |volunteer| true_pair(problem, request, volunteer))
    })
}

/// The solution after some change.
fn after(solution: &Solution, change: impl FnOnce(&mut Solution)) -> Solution {
    let mut changed = solution.clone();
    change(&mut changed);
    changed
}

/// Twice: with the totals of before, and with those of the changed pairs.
fn both_totals(
    (with_old, with_new): (&'static str, &'static str),
    problem: &Problem,
    changed: Solution,
    mutants: &mut Vec<Mutant>,
) {
    mutants.push((with_new, retotalled(problem, changed.clone())));
    mutants.push((with_old, changed));
}

fn mutants(problem: &Problem, solution: &Solution) -> Vec<Mutant> {
    let mut mutants = Vec::new();
    change_each_pair(problem, solution, &mut mutants);
    add_pairs(problem, solution, &mut mutants);
    swap_pairs(problem, solution, &mut mutants);
    change_totals(solution, &mut mutants);
    change_values(solution, &mut mutants);
    change_pair_values(solution, &mut mutants);
    shift_values(solution, &mut mutants);
    change_sizes(solution, &mut mutants);
    mutants
}

fn change_each_pair(problem: &Problem, solution: &Solution, mutants: &mut Vec<Mutant>) {
    for (number, &pair) in solution.pairs.iter().enumerate() {
        let dropped = after(solution, |solution| {
            solution.pairs.remove(number);
        });
        let clean = after(&dropped, |solution| {
            let gone = (pair.request, pair.volunteer);
            solution.certificate.pairs.retain(|pair| (pair.request, pair.volunteer) != gone);
        });
        both_totals(("drop", "drop, totals too"), problem, dropped, mutants);
        mutants.push(("drop, totals and value too", retotalled(problem, clean)));
        let doubled = after(solution, |solution| solution.pairs.push(pair));
        both_totals(("double", "double, totals too"), problem, doubled, mutants);
        for metres in
            [pair.distance_m.wrapping_sub(1), pair.distance_m.wrapping_add(1), 0, u32::MAX]
        {
            if metres != pair.distance_m {
                let moved = after(solution, |solution| solution.pairs[number].distance_m = metres);
                both_totals(("distance", "distance, totals too"), problem, moved, mutants);
            }
        }
        for other in all_pairs(problem)
            .filter(|other| (other.request == pair.request) != (other.volunteer == pair.volunteer))
        {
            let replaced = after(solution, |solution| solution.pairs[number] = other);
            both_totals(("replace", "replace, totals too"), problem, replaced, mutants);
        }
    }
}

fn add_pairs(problem: &Problem, solution: &Solution, mutants: &mut Vec<Mutant>) {
    for other in all_pairs(problem).filter(|other| !solution.pairs.contains(other)) {
        let added = after(solution, |solution| solution.pairs.push(other));
        both_totals(("add", "add, totals too"), problem, added, mutants);
    }
    let (requests, volunteers) = (numbered(&problem.requests), numbered(&problem.volunteers));
    for (request, volunteer) in [(requests, 0), (0, volunteers), (u32::MAX, u32::MAX)] {
        let unknown = Pair { request, volunteer, distance_m: 1 };
        let added = after(solution, |solution| solution.pairs.push(unknown));
        both_totals(("unknown", "unknown, totals too"), problem, added, mutants);
    }
}

fn numbered<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).expect("a few")
}

fn swap_pairs(problem: &Problem, solution: &Solution, mutants: &mut Vec<Mutant>) {
    let pairs = &solution.pairs;
    for (first, a) in pairs.iter().enumerate() {
        for (second, b) in pairs.iter().enumerate().skip(first + 1) {
            let swapped = after(solution, |solution| {
                solution.pairs[first] = true_pair(problem, a.request, b.volunteer);
                solution.pairs[second] = true_pair(problem, b.request, a.volunteer);
            });
            if swapped.pairs[first] != *a && swapped.pairs[second] != *b {
                both_totals(("swap", "swap, totals too"), problem, swapped, mutants);
            }
        }
    }
}

fn change_totals(solution: &Solution, mutants: &mut Vec<Mutant>) {
    let Totals { places, vital_places, distance_m } = solution.certificate.totals;
    let others = |total: u64| {
        let all = [total.wrapping_add(1), total.wrapping_sub(1), u64::MAX, total ^ 1 << 63];
        all.into_iter().filter(move |&other| other != total)
    };
    let mut push = |name, change: &dyn Fn(&mut Totals)| {
        mutants.push((name, after(solution, |solution| change(&mut solution.certificate.totals))));
    };
    others(places).for_each(|other| push("total places", &|totals| totals.places = other));
    others(vital_places).for_each(|n| push("total vital", &|totals| totals.vital_places = n));
    others(distance_m).for_each(|n| push("total metres", &|totals| totals.distance_m = n));
}

/// Beside a value: a step in each part, and parts that would overflow a sum, or come out right in
/// 64 bits once multiplied by a bound.
fn others(value: Value) -> impl Iterator<Item = Value> {
    let steps = [1, -1, 1 << 56, 1 << 61, 1 << 62, i64::MIN, i64::MAX];
    (0..3).flat_map(move |place| steps.into_iter().map(move |step| moved(value, place, step)))
}

fn moved(value: Value, place: usize, step: i64) -> Value {
    let mut parts = value.parts();
    parts[place] = parts[place].wrapping_add(step);
    Value::of_parts(parts)
}

fn change_values(solution: &Solution, mutants: &mut Vec<Mutant>) {
    for (number, &value) in solution.certificate.volunteers.iter().enumerate() {
        for other in others(value) {
            let change = |solution: &mut Solution| solution.certificate.volunteers[number] = other;
            mutants.push(("value of a volunteer", after(solution, change)));
        }
    }
    for (number, &value) in solution.certificate.requests.iter().enumerate() {
        for other in others(value) {
            let change = |solution: &mut Solution| solution.certificate.requests[number] = other;
            mutants.push(("value of a request", after(solution, change)));
        }
    }
}

fn change_pair_values(solution: &Solution, mutants: &mut Vec<Mutant>) {
    for (number, &pair) in solution.certificate.pairs.iter().enumerate() {
        for other in others(pair.value).chain([Value::ZERO]) {
            let change = |solution: &mut Solution| solution.certificate.pairs[number].value = other;
            mutants.push(("value of a pair", after(solution, change)));
        }
        let without = |solution: &mut Solution| {
            solution.certificate.pairs.remove(number);
        };
        mutants.push(("value of a pair gone", after(solution, without)));
        let twice = |solution: &mut Solution| solution.certificate.pairs.push(pair);
        mutants.push(("value of a pair twice", after(solution, twice)));
    }
    let numbers = (0..10).flat_map(|request| (0..10).map(move |volunteer| (request, volunteer)));
    for (request, volunteer) in numbers {
        let value = Value { metres_saved: 1, ..Value::ZERO };
        let added = PairValue { request, volunteer, value };
        let change = |solution: &mut Solution| solution.certificate.pairs.push(added);
        mutants.push(("value of a pair added", after(solution, change)));
    }
}

/// What a pair used is worth stays, but its two sides share it otherwise; often another proof.
fn shift_values(solution: &Solution, mutants: &mut Vec<Mutant>) {
    for pair in &solution.pairs {
        for (place, step) in (0..3).flat_map(|place| [(place, 1), (place, -1)]) {
            let shifted = after(solution, |solution| {
                let volunteer = &mut solution.certificate.volunteers[at(pair.volunteer)];
                *volunteer = moved(*volunteer, place, step);
                let request = &mut solution.certificate.requests[at(pair.request)];
                *request = moved(*request, place, -step);
            });
            mutants.push(("value shifted", shifted));
        }
    }
}

fn change_sizes(solution: &Solution, mutants: &mut Vec<Mutant>) {
    let changes: [fn(&mut Solution); 5] = [
        |solution| solution.certificate.volunteers.push(Value::ZERO),
        |solution| solution.certificate.requests.push(Value::ZERO),
        |solution| solution.certificate.volunteers.truncate(CONTENDED.volunteers as usize - 1),
        |solution| solution.certificate.requests.truncate(CONTENDED.requests as usize - 1),
        |solution| {
            let certificate = &mut solution.certificate;
            std::mem::swap(&mut certificate.volunteers, &mut certificate.requests);
        },
    ];
    mutants.extend(changes.map(|change| ("size", after(solution, change))));
}

/// How many mutants of a kind were refused, and how many are proofs again.
type Tally = BTreeMap<&'static str, (u32, u32)>;

/// Accepted exactly when it is a proof, and then it is an optimum by force too.
fn judge(problem: &Problem, best: Totals, mutants: Vec<Mutant>, tally: &mut Tally) {
    let eligible = eligible_pairs(problem);
    for (kind, mutant) in mutants {
        let verdict = check(problem, &mutant.pairs, &mutant.certificate);
        let is_proof = is_proof(problem, &eligible, &mutant);
        assert_eq!(verdict.is_ok(), is_proof, "{kind}: {verdict:?} of {mutant:?} in {problem:?}");
        let (refused, proofs) = tally.entry(kind).or_default();
        *refused += u32::from(!is_proof);
        *proofs += u32::from(is_proof);
        if is_proof {
            assert_eq!(Totals::of(problem, &mutant.pairs), best, "{kind}: {mutant:?}");
        }
    }
}

fn solved(seed: u64) -> Option<(Problem, Solution, Totals)> {
    let problem = random_problem(seed, CONTENDED);
    let solution = solve(&problem);
    let best = best_by_force(&problem);
    assert_eq!(solution.certificate.totals, best);
    (!solution.pairs.is_empty()).then_some((problem, solution, best))
}

#[test]
fn every_mutant_is_refused_unless_it_is_a_proof_again() {
    let mut tally = Tally::new();
    for (problem, solution, best) in (0..150).filter_map(solved) {
        judge(&problem, best, vec![("none", solution.clone())], &mut tally);
        judge(&problem, best, mutants(&problem, &solution), &mut tally);
    }
    assert_eq!(tally.remove("none").map(|(refused, _)| refused), Some(0));
    // Ties leave room for another optimum, and values for another proof of the same one.
    let may_be_proofs = [
        "replace, totals too",
        "swap, totals too",
        "value of a volunteer",
        "value of a request",
        "value shifted",
        "swap",
        "replace",
    ];
    assert_eq!(tally.len(), 26, "{tally:?}");
    for (kind, (refused, proofs)) in tally {
        assert!(refused >= 20, "{kind}: only {refused} refused");
        assert!(proofs == 0 || may_be_proofs.contains(&kind), "{kind}: {proofs} accepted");
    }
}

#[test]
fn two_changes_that_make_up_for_each_other_are_a_proof_or_refused() {
    let mut tally = Tally::new();
    for (seed, (problem, solution, best)) in (0..).zip((1_000..1_300).filter_map(solved)) {
        let mut random = StdRng::seed_from_u64(seed);
        let singles = mutants(&problem, &solution);
        for _ in 0..12 {
            let (_, once) = &singles[random.random_range(0..singles.len())];
            let known = |pair: &Pair| {
                at(pair.request) < problem.requests.len()
                    && at(pair.volunteer) < problem.volunteers.len()
            };
            let sizes = (once.certificate.volunteers.len(), once.certificate.requests.len());
            let fits = sizes == (problem.volunteers.len(), problem.requests.len());
            if !fits || !once.pairs.iter().all(known) {
                continue;
            }
            let twice = mutants(&problem, once);
            let some = twice.into_iter().skip(random.random_range(0..9)).step_by(9);
            judge(&problem, best, some.map(|(_, mutant)| ("two", mutant)).collect(), &mut tally);
        }
    }
    let (refused, proofs) = tally["two"];
    assert!(refused > 10_000 && proofs > 100, "{refused} refused, {proofs} accepted");
}
