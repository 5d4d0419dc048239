use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::oracle::{Shape, best_by_force, eligible_pairs, random_problem, rank};
use super::problem::eligible_m;
use super::{
    AssignRequest, AssignVolunteer, Candidate, Certificate, Graph, PairValue, Planner, Problem,
    Totals, Value, check, solve,
};

/// All volunteers one after the other; those who left are named still.
struct Known(Vec<AssignVolunteer>);

impl Graph for Known {
    type Request = AssignRequest;

    fn nearest(&self, request: &AssignRequest, count: usize) -> Vec<Candidate> {
        let numbers = (0..).take(self.0.len());
        let found = numbers.filter_map(|volunteer| {
            let distance_m = self.distance_m(request, volunteer)?;
            Some(Candidate { volunteer, distance_m })
        });
        let mut found: Vec<Candidate> = found.collect();
        found.sort_by_key(|candidate| candidate.distance_m);
        found.truncate(count);
        found
    }

    fn distance_m(&self, request: &AssignRequest, volunteer: u32) -> Option<u32> {
        eligible_m(&self.0[volunteer as usize], request)
    }
}

/// A plan, and the problem that it should be the optimum of.
struct Desk {
    planner: Planner<Known>,
    problem: Problem,
}

impl Desk {
    fn new(volunteers: Vec<AssignVolunteer>) -> Self {
        let capacities = volunteers.iter().map(|volunteer| volunteer.capacity).collect();
        let planner = Planner::new(Known(volunteers.clone()), capacities);
        Self { planner, problem: Problem { volunteers, requests: Vec::new() } }
    }

    fn add(&mut self, request: AssignRequest) {
        self.planner.add(request.clone(), request.places());
        self.problem.requests.push(request);
    }

    fn add_volunteer(&mut self, volunteer: AssignVolunteer) {
        self.planner.graph_mut().0.push(volunteer.clone());
        self.planner.add_volunteer(volunteer.capacity);
        self.problem.volunteers.push(volunteer);
    }

    fn set_capacity(&mut self, volunteer: usize, capacity: u32) {
        self.planner.set_capacity(u32::try_from(volunteer).unwrap(), capacity);
        self.problem.volunteers[volunteer].capacity = capacity;
    }

    fn set_needed(&mut self, request: usize, needed: u32) {
        self.planner.set_needed(u32::try_from(request).unwrap(), needed);
        self.problem.requests[request].volunteers_needed = needed;
    }

    /// Does one of all changes at random; who joins comes from a problem.
    fn change(&mut self, random: &mut StdRng, spare: &mut Problem) {
        let (volunteers, requests) = (self.problem.volunteers.len(), self.problem.requests.len());
        match random.random_range(0..6) {
            0 | 1 => spare.requests.pop().into_iter().for_each(|request| self.add(request)),
            2 => spare.volunteers.pop().into_iter().for_each(|joins| self.add_volunteer(joins)),
            3 if volunteers > 0 => {
                self.set_capacity(random.random_range(0..volunteers), random.random_range(0..4));
            }
            4 if requests > 0 => {
                self.set_needed(random.random_range(0..requests), random.random_range(0..4));
            }
            _ => {
                let pairs = self.planner.pairs();
                let Some(pair) = pairs.get(random.random_range(0..=pairs.len())) else { return };
                self.planner.totals_without(pair.request, pair.volunteer);
            }
        }
    }

    /// The plan is legal, and its own prices prove that none is better.
    fn prove(&self, case: &str) {
        let pairs = self.planner.pairs();
        let values = pairs.iter().map(|pair| PairValue {
            request: pair.request,
            volunteer: pair.volunteer,
            value: self.planner.pair_value(pair),
        });
        let volunteers = (0..).take(self.problem.volunteers.len());
        let requests = (0..).take(self.problem.requests.len());
        let certificate = Certificate {
            totals: self.planner.totals(),
            volunteers: volunteers.map(|number| self.planner.price(number)).collect(),
            requests: requests.map(|number| self.planner.request_value(number)).collect(),
            pairs: values.filter(|pair| pair.value != Value::ZERO).collect(),
        };
        assert_eq!(check(&self.problem, &pairs, &certificate), Ok(()), "{case}");
    }
}

fn spare(seed: u64, volunteers: u32, requests: u32) -> Problem {
    let shape = Shape {
        volunteers,
        requests,
        spread_deg: 0.1,
        most_capacity: 3,
        most_places: 3,
        steps: 12,
    };
    random_problem(seed, shape)
}

#[test]
fn plan_stays_the_optimum_whatever_joins_changes_or_leaves() {
    for seed in 0..1_500 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut spare = spare(seed, 7, 6);
        let mut desk = Desk::new(spare.volunteers.split_off(4));
        for step in 0..16 {
            desk.change(&mut random, &mut spare);
            let case = format!("seed {seed}, step {step}");
            assert_eq!(desk.planner.totals(), best_by_force(&desk.problem), "{case}");
            desk.prove(&case);
        }
    }
}

#[test]
fn long_used_plan_is_as_good_as_a_fresh_one() {
    for seed in 0..12 {
        let mut random = StdRng::seed_from_u64(!seed);
        let mut spare = spare(seed, 160, 320);
        let mut desk = Desk::new(spare.volunteers.split_off(80));
        for step in 0..400 {
            desk.change(&mut random, &mut spare);
            if step % 40 == 39 {
                let fresh = solve(&desk.problem).certificate.totals;
                assert_eq!(desk.planner.totals(), fresh, "seed {seed}, step {step}");
                desk.prove(&format!("seed {seed}, step {step}"));
            }
        }
    }
}

#[test]
fn pair_is_worth_what_the_best_plan_without_it_loses() {
    for seed in 0..400 {
        let mut whole = spare(seed, 6, 6);
        let mut desk = Desk::new(std::mem::take(&mut whole.volunteers));
        whole.requests.into_iter().for_each(|request| desk.add(request));
        let before = desk.planner.totals();
        for pair in desk.planner.pairs() {
            let Some(without) = desk.planner.totals_without(pair.request, pair.volunteer) else {
                continue;
            };
            assert_eq!(without, best_without(&desk.problem, (pair.request, pair.volunteer)));
            assert!(rank(without) <= rank(before));
            assert_eq!(desk.planner.totals(), before, "seed {seed}");
        }
    }
}

#[test]
fn exchange_costs_what_the_best_plan_with_it_loses() {
    for seed in 0..400 {
        let mut whole = spare(seed, 6, 6);
        let mut desk = Desk::new(std::mem::take(&mut whole.volunteers));
        whole.requests.into_iter().for_each(|request| desk.add(request));
        let before = desk.planner.totals();
        for pair in desk.planner.pairs() {
            let alone = desk.problem.requests[pair.request as usize].volunteers_needed == 1;
            let others = desk.planner.alternatives(pair.request, 6);
            for other in others.iter().filter(|other| alone && other.volunteer != pair.volunteer) {
                let with = desk.planner.totals_with(pair.request, pair.volunteer, other.volunteer);
                let forced = best_with(&desk.problem, pair.request, other);
                assert_eq!(with, Some(forced), "seed {seed}");
                let lost = rank(before) >= rank(forced);
                assert!(lost && desk.planner.totals() == before, "seed {seed}");
            }
        }
    }
}

/// The request has its helper; what is left of the capacity serves the others.
fn best_with(problem: &Problem, request: u32, helper: &super::Alternative) -> Totals {
    let mut problem = problem.clone();
    let vital = problem.requests[request as usize].vital;
    problem.requests[request as usize].volunteers_needed = 0;
    problem.volunteers[helper.volunteer as usize].capacity -= 1;
    let mut totals = best_by_force(&problem);
    totals.places += 1;
    totals.vital_places += u64::from(vital);
    totals.distance_m += u64::from(helper.distance_m);
    totals
}

/// By a code of its own the pair is made ineligible, and nothing else.
fn best_without(problem: &Problem, barred: (u32, u32)) -> Totals {
    let mut problem = problem.clone();
    let served = eligible_pairs(&problem);
    let special = 79;
    let mut request = problem.requests[barred.0 as usize].clone();
    request.skills = [request.skills, [special].into_iter().collect()]
        .iter()
        .flat_map(|set| (0..80).filter(|&code| set.contains(code)))
        .collect();
    problem.requests[barred.0 as usize] = request;
    for pair in served.iter().filter(|pair| pair.request == barred.0) {
        let volunteer = &mut problem.volunteers[pair.volunteer as usize];
        if pair.volunteer != barred.1 {
            let known = (0..80).filter(|&code| volunteer.skills.contains(code));
            volunteer.skills = known.chain([special]).collect();
        }
    }
    best_by_force(&problem)
}
