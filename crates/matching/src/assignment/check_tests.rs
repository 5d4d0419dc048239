use proptest::prelude::*;

use super::oracle::{Shape, eligible_pairs, random_problem};
use super::{CheckError, PairValue, Problem, Solution, Value, check, solve};

const CONTENDED: Shape = Shape {
    volunteers: 6,
    requests: 9,
    spread_deg: 0.1,
    most_capacity: 2,
    most_places: 3,
    steps: 40,
};

fn verdict(problem: &Problem, solution: &Solution) -> Result<(), CheckError> {
    check(problem, &solution.pairs, &solution.certificate)
}

/// A solved problem in which something is assigned.
fn solved(seed: u64) -> Option<(Problem, Solution)> {
    let problem = random_problem(seed, CONTENDED);
    let solution = solve(&problem);
    (!solution.pairs.is_empty()).then_some((problem, solution))
}

/// Changes one thing in the solution of each of many problems; each must be refused.
fn refused(mutate: impl Fn(&Problem, &mut Solution) -> Option<()>) -> Vec<CheckError> {
    let mut errors = Vec::new();
    for (problem, solution) in (0..400).filter_map(solved) {
        assert_eq!(verdict(&problem, &solution), Ok(()));
        let mut changed = solution.clone();
        if mutate(&problem, &mut changed).is_some() {
            errors.push(verdict(&problem, &changed).expect_err("a mutation passed"));
        }
    }
    assert!(errors.len() > 20, "only {} problems served", errors.len());
    errors
}

const METRE: Value = Value { metres_saved: 1, ..Value::ZERO };
const PLACE: Value = Value { places: 1, ..Value::ZERO };
const VITAL: Value = Value { vital_places: 1, ..Value::ZERO };

#[test]
fn pair_left_out_is_refused() {
    refused(|problem, solution| {
        let gone = solution.pairs.pop()?;
        let vital = problem.requests[gone.request as usize].vital;
        solution.certificate.totals.places -= 1;
        solution.certificate.totals.vital_places -= u64::from(vital);
        solution.certificate.totals.distance_m -= u64::from(gone.distance_m);
        let used = (gone.request, gone.volunteer);
        solution.certificate.pairs.retain(|pair| (pair.request, pair.volunteer) != used);
        Some(())
    });
}

#[test]
fn pair_given_twice_is_refused() {
    let errors = refused(|_, solution| {
        solution.pairs.push(*solution.pairs.first()?);
        Some(())
    });
    assert!(errors.iter().all(|error| matches!(error, CheckError::PairTwice(_))));
}

#[test]
fn pair_beyond_capacity_or_places_is_refused() {
    let errors = refused(|problem, solution| {
        let unused = |pair: &super::Pair| !solution.pairs.contains(pair);
        let more = eligible_pairs(problem).into_iter().find(unused)?;
        solution.pairs.push(more);
        solution.certificate.totals = super::Totals::of(problem, &solution.pairs);
        Some(())
    });
    let beyond_capacity = |e: &CheckError| matches!(e, CheckError::BeyondCapacity(_));
    let beyond_places = |e: &CheckError| matches!(e, CheckError::BeyondPlaces(_));
    assert!(errors.iter().any(beyond_capacity) && errors.iter().any(beyond_places));
}

#[test]
fn distance_off_by_a_metre_is_refused() {
    let errors = refused(|_, solution| {
        solution.pairs[0].distance_m += 1;
        solution.certificate.totals.distance_m += 1;
        Some(())
    });
    assert!(errors.iter().all(|error| matches!(error, CheckError::WrongDistance(..))));
}

#[test]
fn ineligible_or_unknown_pair_is_refused() {
    let errors = refused(|problem, solution| {
        let eligible = eligible_pairs(problem);
        let known = |volunteer| eligible.iter().any(|p| (p.request, p.volunteer) == (0, volunteer));
        let volunteer = (0..=CONTENDED.volunteers).find(|&volunteer| !known(volunteer))?;
        solution.pairs.push(super::Pair { request: 0, volunteer, distance_m: 1 });
        Some(())
    });
    assert!(errors.iter().any(|error| matches!(error, CheckError::NotEligible(_))));
    assert!(errors.iter().any(|error| matches!(error, CheckError::UnknownPair(_))));
}

#[test]
fn each_total_counts() {
    refused(|_, solution| {
        solution.certificate.totals.places += 1;
        Some(())
    });
    refused(|_, solution| {
        solution.certificate.totals.vital_places += 1;
        Some(())
    });
    refused(|_, solution| {
        solution.certificate.totals.distance_m += 1;
        Some(())
    });
}

#[test]
fn each_dual_value_counts() {
    for step in [METRE, PLACE, VITAL, Value::ZERO - METRE, Value::ZERO - PLACE] {
        for at in 0..CONTENDED.volunteers as usize {
            refused(|_, solution| {
                solution.certificate.volunteers[at] = solution.certificate.volunteers[at] + step;
                Some(())
            });
        }
        for at in 0..CONTENDED.requests as usize {
            refused(|_, solution| {
                solution.certificate.requests[at] = solution.certificate.requests[at] + step;
                Some(())
            });
        }
    }
}

#[test]
fn each_pair_value_counts() {
    for step in [METRE, PLACE, VITAL, Value::ZERO - METRE] {
        refused(|_, solution| {
            let pair = solution.certificate.pairs.first_mut()?;
            pair.value = pair.value + step;
            Some(())
        });
    }
    refused(|_, solution| solution.certificate.pairs.pop().map(drop));
    refused(|_, solution| {
        let pair = *solution.certificate.pairs.first()?;
        solution.certificate.pairs.push(pair);
        Some(())
    });
    refused(|_, solution| {
        let unused = PairValue { request: 99, volunteer: 0, value: METRE };
        solution.certificate.pairs.push(unused);
        Some(())
    });
}

#[test]
fn values_of_another_size_or_beyond_all_sense_are_refused() {
    let errors = refused(|_, solution| solution.certificate.volunteers.pop().map(drop));
    assert!(errors.iter().all(|error| *error == CheckError::WrongSize));
    refused(|_, solution| {
        solution.certificate.requests[0].places = i64::MAX;
        solution.certificate.volunteers[0].places = i64::MAX;
        Some(())
    });
}

#[test]
fn worse_assignment_is_refused_with_the_values_of_the_best() {
    refused(|problem, solution| {
        let (at, other) = solution.pairs.iter().enumerate().find_map(|(at, pair)| {
            let is_free = |volunteer: u32| {
                let served = solution.pairs.iter().filter(|p| p.volunteer == volunteer).count();
                served < problem.volunteers[volunteer as usize].capacity as usize
            };
            let other = eligible_pairs(problem).into_iter().find(|other| {
                other.request == pair.request
                    && other.distance_m > pair.distance_m
                    && is_free(other.volunteer)
                    && !solution.pairs.contains(other)
            })?;
            Some((at, other))
        })?;
        solution.pairs[at] = other;
        solution.certificate.totals = super::Totals::of(problem, &solution.pairs);
        Some(())
    });
}

#[test]
fn optimum_of_one_graph_is_refused_on_a_larger_one() {
    refused(|problem, solution| {
        let mut smaller = problem.clone();
        let first = solution.pairs.first()?.volunteer as usize;
        smaller.volunteers[first].radius_m = 0;
        let before = solution.certificate.totals;
        let found = solve(&smaller);
        if found.certificate.totals == before {
            return None;
        }
        *solution = found;
        Some(())
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn nothing_given_to_the_check_makes_it_panic(
        seed in 0_u64..50,
        parts in prop::collection::vec(any::<[i64; 3]>(), 15),
        pair in any::<(u32, u32)>(),
    ) {
        if let Some((problem, mut solution)) = solved(seed) {
            let values: Vec<Value> = parts.into_iter().map(Value::of_parts).collect();
            solution.certificate.volunteers = values[..6].to_vec();
            solution.certificate.requests = values[6..].to_vec();
            let (request, volunteer) = pair;
            solution.certificate.pairs.push(PairValue { request, volunteer, value: values[0] });
            prop_assert!(verdict(&problem, &solution).is_err());
        }
    }
}
