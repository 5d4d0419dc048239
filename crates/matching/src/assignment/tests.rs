use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::place::Position;

use super::oracle::{
    Shape, best_by_force, best_by_linear_programme, eligible_pairs, random_problem,
};
use super::{
    AssignRequest, AssignVolunteer, CodeSet, Pair, Planner, Problem, Totals, Value, check, solve,
};

const TINY: Shape = Shape {
    volunteers: 5,
    requests: 4,
    spread_deg: 0.1,
    most_capacity: 3,
    most_places: 3,
    steps: 6,
};

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("in range")
}

fn volunteer(position: Position, radius_m: u32, capacity: u32) -> AssignVolunteer {
    let categories = CodeSet::from_iter([0]);
    let (skills, languages) = (CodeSet::default(), CodeSet::default());
    AssignVolunteer { position, radius_m, capacity, categories, skills, languages }
}

fn request(position: Position, vital: bool, volunteers_needed: u32) -> AssignRequest {
    let (skills, languages) = (CodeSet::default(), CodeSet::default());
    AssignRequest { position, category: 0, skills, languages, vital, volunteers_needed }
}

/// Solves, has the certificate checked, and answers the totals.
fn proved(problem: &Problem) -> Totals {
    let solution = solve(problem);
    assert_eq!(check(problem, &solution.pairs, &solution.certificate), Ok(()));
    assert!(solution.pairs.is_sorted());
    solution.certificate.totals
}

#[test]
fn no_assignment_of_a_small_problem_is_better() {
    for seed in 0..12_000 {
        let mut random = StdRng::seed_from_u64(!seed);
        let shape = Shape {
            volunteers: random.random_range(0..=TINY.volunteers),
            requests: random.random_range(0..=TINY.requests),
            most_capacity: random.random_range(0..=3),
            most_places: random.random_range(1..=3),
            steps: random.random_range(1..=8),
            ..TINY
        };
        let problem = random_problem(seed, shape);
        assert_eq!(proved(&problem), best_by_force(&problem), "seed {seed}");
    }
}

/// From abundance to contention, from all on few points to nobody in reach.
#[test]
fn simplex_method_finds_the_same_optimum() {
    for seed in 0..150 {
        let mut random = StdRng::seed_from_u64(!seed);
        let shape = Shape {
            volunteers: random.random_range(0..=50),
            requests: random.random_range(0..=70),
            spread_deg: random.random_range(0.05..0.4),
            most_capacity: random.random_range(1..=4),
            most_places: random.random_range(1..=4),
            steps: [4, 20, 500, 5_000][random.random_range(0..4)],
        };
        let problem = random_problem(seed, shape);
        assert_eq!(proved(&problem), best_by_linear_programme(&problem), "seed {seed}");
    }
}

#[test]
fn certificate_proves_a_contended_problem() {
    let shape = Shape { volunteers: 1_500, requests: 2_500, steps: 50_000, ..TINY };
    let problem = random_problem(3, shape);
    let totals = proved(&problem);
    assert!(totals.places > 1_000 && totals.vital_places > 100);
}

#[test]
fn result_does_not_hang_on_the_run() {
    let problem = random_problem(9, Shape { volunteers: 200, requests: 200, ..TINY });
    assert_eq!(solve(&problem), solve(&problem));
}

#[test]
fn empty_sides_have_an_empty_optimum() {
    let here = at(50.0, 4.0);
    let nobody = Problem { volunteers: vec![], requests: vec![request(here, true, 2)] };
    let nothing = Problem { volunteers: vec![volunteer(here, 1_000, 2)], requests: vec![] };
    for problem in [nobody, nothing, Problem::default()] {
        assert_eq!(proved(&problem), Totals::default());
    }
}

#[test]
fn radius_of_zero_reaches_the_same_point_alone() {
    let here = at(50.0, 4.0);
    let requests = vec![request(here, false, 1), request(at(50.001, 4.0), false, 1)];
    let problem = Problem { volunteers: vec![volunteer(here, 0, 2)], requests };
    assert_eq!(proved(&problem), Totals { places: 1, vital_places: 0, distance_m: 0 });
}

#[test]
fn volunteer_without_capacity_serves_nobody() {
    let here = at(50.0, 4.0);
    let problem =
        Problem { volunteers: vec![volunteer(here, 9, 0)], requests: vec![request(here, true, 1)] };
    assert_eq!(proved(&problem), Totals::default());
}

#[test]
fn vital_place_goes_before_a_nearer_normal_one() {
    let here = at(50.0, 4.0);
    let requests = vec![request(here, false, 1), request(at(50.01, 4.0), true, 1)];
    let problem = Problem { volunteers: vec![volunteer(here, 5_000, 1)], requests };
    assert_eq!(solve(&problem).pairs, [Pair { request: 1, volunteer: 0, distance_m: 1_112 }]);
    assert_eq!(proved(&problem).vital_places, 1);
}

#[test]
fn more_places_go_before_shorter_ways() {
    // The vital place would rather have the nearer volunteer, who alone reaches the normal one.
    let (here, there) = (at(50.0, 4.0), at(50.02, 4.0));
    let volunteers = vec![volunteer(here, 9_000, 1), volunteer(there, 3_000, 1)];
    let requests = vec![request(here, true, 1), request(at(49.95, 4.0), false, 1)];
    let totals = proved(&Problem { volunteers, requests });
    assert_eq!((totals.places, totals.vital_places), (2, 1));
    assert_eq!(totals.distance_m, 2_224 + 5_560);
}

#[test]
fn pair_is_used_once_however_many_places_there_are() {
    let here = at(50.0, 4.0);
    let problem = Problem {
        volunteers: vec![volunteer(here, 10, 5)],
        requests: vec![request(here, true, 5)],
    };
    assert_eq!(proved(&problem).places, 1);
}

#[test]
fn poles_and_the_antimeridian_are_places_like_others() {
    let volunteers = vec![volunteer(at(89.999, 0.0), 500, 1), volunteer(at(0.0, 179.999), 500, 1)];
    let requests = vec![request(at(89.999, 180.0), false, 1), request(at(0.0, -179.999), true, 1)];
    assert_eq!(proved(&Problem { volunteers, requests }).places, 2);
}

#[test]
fn whole_earth_is_within_the_largest_radius() {
    let volunteers = vec![volunteer(at(90.0, 0.0), u32::MAX, 2)];
    let requests = vec![request(at(-90.0, 0.0), false, 1), request(at(-90.0, 9.0), true, 1)];
    let totals = proved(&Problem { volunteers, requests });
    assert_eq!((totals.places, totals.distance_m), (2, 2 * 20_015_114));
}

#[test]
fn each_added_request_leaves_an_optimal_plan() {
    for seed in 0..300 {
        let problem = random_problem(seed, TINY);
        let mut planner = Planner::of(&problem.volunteers);
        for (number, request) in problem.requests.iter().enumerate() {
            planner.add(request, request.places());
            let requests = problem.requests[..=number].to_vec();
            let so_far = Problem { volunteers: problem.volunteers.clone(), requests };
            assert_eq!(planner.totals(), best_by_force(&so_far), "seed {seed}, request {number}");
        }
    }
}

#[test]
fn alternatives_tell_what_another_choice_would_lose() {
    let here = at(50.0, 4.0);
    let volunteers = vec![volunteer(here, 9_000, 1), volunteer(at(50.01, 4.0), 9_000, 1)];
    let asked = request(here, false, 1);
    let mut planner = Planner::of(&volunteers);
    assert_eq!(planner.add(&asked, asked.places()), 1);
    let alternatives = planner.alternatives(0, 5);
    assert_eq!(alternatives.iter().map(|a| a.chosen).collect::<Vec<_>>(), [true, false]);
    assert_eq!(alternatives[1].loss, Value { metres_saved: 1_112, ..Value::ZERO });
}

#[test]
fn loss_of_an_alternative_is_never_below_zero() {
    for seed in 0..200 {
        let problem = random_problem(seed, TINY);
        let mut planner = Planner::of(&problem.volunteers);
        for request in &problem.requests {
            planner.add(request, request.places());
        }
        for pair in eligible_pairs(&problem) {
            let needed = problem.requests[pair.request as usize].volunteers_needed;
            for alternative in planner.alternatives(pair.request, 9) {
                assert!(needed == 0 || alternative.loss >= Value::ZERO, "seed {seed}");
            }
        }
    }
}

#[test]
fn far_candidates_are_not_looked_at_without_need() {
    let here = at(50.0, 4.0);
    let volunteers: Vec<_> = (0..5_000).map(|_| volunteer(here, 100, 1)).collect();
    let asked = request(here, false, 1);
    let mut planner = Planner::of(&volunteers);
    for _ in 0..3 {
        assert_eq!(planner.add(&asked, asked.places()), 1);
    }
    assert!(planner.pairs_seen() < 20);
}
