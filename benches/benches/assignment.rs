//! The optimal assignment beside the greedy one, and what greed loses.
//!
//! A: ten thousand requests among a hundred thousand volunteers. B: a hundred thousand of both,
//! contended. Towns are Zipf-sized with a Gaussian spread; a volunteer does one kind of help of
//! `kinds`, within a radius log-uniform from 0.5 to 10 km, for one request; a tenth is vital.
//! `PROCHE_BENCH_SMALL=1` takes a tenth of everything.
//!
//! `PROCHE_BENCH_GRAPH=DIR` writes the graphs of A and B there, `A.csv` and `B.csv`, and in
//! `proche.csv` what solving them takes: with the pairs given, as for other solvers, and with the
//! search for them. `benches/peers/assignment.py` holds other solvers against that.

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use criterion::Criterion;
use matching::assignment::{
    AssignRequest, AssignVolunteer, Candidate, CodeSet, Graph, Listed, Pair, Planner, Positions,
    Problem, Totals, check, solve,
};
use matching::{Entry, IndexQuery, Position, Snapshot, VolunteerId, VolunteerIndex};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

const TOWNS: usize = 600;

/// Longitude and latitude of a town, and the weight of it and all before it.
struct Town {
    weight: f64,
    lat: f64,
    lon: f64,
}

fn main() {
    let share = if std::env::var_os("PROCHE_BENCH_SMALL").is_some() { 10 } else { 1 };
    let abundant = problem(10_000 / share, 100_000 / share, 14);
    let contended = problem(100_000 / share, 100_000 / share, 14);
    if let Some(directory) = std::env::var_os("PROCHE_BENCH_GRAPH") {
        let directory = Path::new(&directory);
        let lines = [("A", &abundant), ("B", &contended)].map(|(n, p)| export(directory, n, p));
        let head = "graph,pairs_given_s,with_search_s,places,vital_places,distance_m\n";
        fs::write(directory.join("proche.csv"), head.to_owned() + &lines.concat())
            .expect("the directory takes files");
        return;
    }
    let crowded = problem(100_000 / share, 100_000 / share, 2);
    report("A", &abundant);
    report("B", &contended);
    report("B, a seventh of the kinds", &crowded);
    measure(&abundant);
}

fn measure(abundant: &Problem) {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(5))
        .sample_size(10)
        .configure_from_args();
    let mut group = criterion.benchmark_group("assignment A");
    group.bench_function("optimal", |b| b.iter(|| black_box(solve(abundant))));
    group.bench_function("greedy", |b| b.iter(|| black_box(greedy(abundant))));
    group.finish();
    criterion.final_summary();
}

/// Both in one run: seconds, totals, the gap; then the check and one more request.
fn report(name: &str, problem: &Problem) {
    let (solution, optimal_s) = timed(|| solve(problem));
    let (greedy, greedy_s) = timed(|| greedy(problem));
    let (verdict, check_s) = timed(|| check(problem, &solution.pairs, &solution.certificate));
    assert_eq!(verdict, Ok(()), "the optimum is proved");
    let (best, hasty) = (solution.certificate.totals, Totals::of(problem, &greedy));
    println!(
        "{name}: {} requests, {} volunteers, {} eligible pairs",
        problem.requests.len(),
        problem.volunteers.len(),
        pairs_of(problem)
    );
    println!("  optimal {optimal_s:.3} s, check {check_s:.3} s: {}", in_words(best));
    println!("  greedy  {greedy_s:.3} s: {}, gap {:.2} %", in_words(hasty), gap(best, hasty));
    one_more(problem);
}

/// Writes a graph, solves it both ways some times, and answers the line of the medians.
fn export(directory: &Path, name: &str, problem: &Problem) -> String {
    let graph = Positions::new(&problem.volunteers);
    let all = |request: &AssignRequest| graph.nearest(&request, usize::MAX);
    let lists: Vec<Vec<Candidate>> = problem.requests.iter().map(all).collect();
    let mut text = String::from("request,volunteer,distance_m,vital\n");
    for ((number, request), list) in (0..).zip(&problem.requests).zip(&lists) {
        let vital = u8::from(request.vital);
        for Candidate { volunteer, distance_m } in list {
            let number: u32 = number;
            let _ = writeln!(text, "{number},{volunteer},{distance_m},{vital}");
        }
    }
    fs::write(directory.join(format!("{name}.csv")), text).expect("the directory takes files");
    let (totals, given_s) = median(|| solve_listed(problem, &lists));
    let (solution, search_s) = median(|| solve(problem));
    assert_eq!(totals, solution.certificate.totals, "both ways find the optimum");
    let Totals { places, vital_places, distance_m } = totals;
    format!("{name},{given_s:.6},{search_s:.6},{places},{vital_places},{distance_m}\n")
}

/// What an outside solver is given, solved: lists of pairs, vital requests first, and then those
/// whose nearest volunteers stand together.
fn solve_listed(problem: &Problem, lists: &[Vec<Candidate>]) -> Totals {
    let mut planner = Planner::new(Listed::default(), vec![1; problem.volunteers.len()]);
    let mut asked: Vec<_> = problem.requests.iter().zip(lists).collect();
    asked.sort_by_key(|(request, list)| (!request.vital, list.first().map(|near| near.volunteer)));
    for (request, list) in asked {
        planner.add(list.as_slice(), request.places());
    }
    planner.totals()
}

/// The work's result and its median seconds of five runs.
fn median<T>(mut work: impl FnMut() -> T) -> (T, f64) {
    let mut runs: Vec<(T, f64)> = (0..5).map(|_| timed(&mut work)).collect();
    runs.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    runs.swap_remove(2)
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn gap(best: Totals, hasty: Totals) -> f64 {
    100.0 * (best.places - hasty.places) as f64 / best.places as f64
}

fn in_words(totals: Totals) -> String {
    let Totals { places, vital_places, distance_m } = totals;
    format!("{places} places, {vital_places} vital, {distance_m} m")
}

/// What the last hundredth of the requests costs each, and how many pairs were looked at.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn one_more(problem: &Problem) {
    let mut planner = Planner::of(&problem.volunteers);
    let (early, late) = problem.requests.split_at(problem.requests.len() / 100 * 99);
    for request in early {
        planner.add(request, request.places());
    }
    let mut add = |request| ignore(planner.add(request, AssignRequest::places(request)));
    let ((), late_s) = timed(|| late.iter().for_each(&mut add));
    let seen = planner.pairs_seen() as f64 / problem.requests.len() as f64;
    let each = late_s * 1e6 / late.len() as f64;
    println!("  one more request {each:.1} µs; {seen:.2} pairs fetched a request");
}

const fn ignore(_filled: u32) {}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let made = work();
    (made, begin.elapsed().as_secs_f64())
}

/// Each request in turn, the vital ones first, takes the nearest volunteers who are left.
fn greedy(problem: &Problem) -> Vec<Pair> {
    let index = index(problem);
    let mut left: Vec<u32> = problem.volunteers.iter().map(|v| v.capacity).collect();
    let mut pairs = Vec::new();
    for vital in [true, false] {
        for (number, request) in (0..).zip(&problem.requests).filter(|(_, r)| r.vital == vital) {
            let query = query(request);
            let near = index.nearest(&query).filter_map(|hit| {
                let volunteer = u32::try_from(hit.id.0.as_u128()).ok()?;
                (left[volunteer as usize] > 0).then_some((volunteer, hit.distance_m?))
            });
            let taken: Vec<_> = near.take(request.volunteers_needed as usize).collect();
            for (volunteer, distance_m) in taken {
                left[volunteer as usize] -= 1;
                pairs.push(Pair { request: number, volunteer, distance_m });
            }
        }
    }
    pairs
}

fn pairs_of(problem: &Problem) -> usize {
    let index = index(problem);
    problem.requests.iter().map(|request| index.nearest(&query(request)).count()).sum()
}

fn index(problem: &Problem) -> std::sync::Arc<Snapshot> {
    let entry = |(number, volunteer): (u128, &AssignVolunteer)| Entry {
        id: VolunteerId(Uuid::from_u128(number)),
        anchors: [volunteer.position].into(),
        radius_m: volunteer.radius_m,
        categories: (0..63).filter(|&code| volunteer.categories.contains(code)).map(bit).sum(),
        skills: 0,
        languages: 0,
        available: true,
    };
    VolunteerIndex::build((0..).zip(&problem.volunteers).map(entry).collect()).snapshot()
}

fn query(request: &AssignRequest) -> IndexQuery {
    IndexQuery {
        at: Some(request.position),
        max_m: None,
        category: bit(request.category),
        skills: 0,
        languages: 0,
        only_available: false,
    }
}

const fn bit(code: u32) -> u64 {
    1 << code
}

fn problem(requests: usize, volunteers: usize, kinds: u32) -> Problem {
    let mut random = StdRng::seed_from_u64(11);
    let towns = towns(&mut random);
    let volunteers = (0..volunteers).map(|_| volunteer(kinds, &towns, &mut random)).collect();
    let requests = (0..requests).map(|_| request(kinds, &towns, &mut random)).collect();
    Problem { volunteers, requests }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "500 to 10,000")]
fn volunteer(kinds: u32, towns: &[Town], random: &mut StdRng) -> AssignVolunteer {
    AssignVolunteer {
        position: place(towns, random),
        radius_m: (500.0 * 20_f64.powf(random.random_range(0.0..1.0))) as u32,
        capacity: 1,
        categories: CodeSet::from_iter([random.random_range(0..kinds)]),
        skills: CodeSet::default(),
        languages: CodeSet::default(),
    }
}

fn request(kinds: u32, towns: &[Town], random: &mut StdRng) -> AssignRequest {
    AssignRequest {
        position: place(towns, random),
        category: random.random_range(0..kinds),
        skills: CodeSet::default(),
        languages: CodeSet::default(),
        vital: random.random_bool(0.1),
        volunteers_needed: 1,
    }
}

fn towns(random: &mut StdRng) -> Vec<Town> {
    let mut weight = 0.0;
    let mut town = |rank: u32| {
        weight += 1.0 / f64::from(rank);
        let (lat, lon) = (random.random_range(49.6..51.4), random.random_range(2.7..6.2));
        Town { weight, lat, lon }
    };
    (1..).take(TOWNS).map(&mut town).collect()
}

/// A place in a town drawn by weight, with a spread that grows with the root of its size.
fn place(towns: &[Town], random: &mut StdRng) -> Position {
    let total = towns.last().expect("there are towns").weight;
    let drawn = random.random_range(0.0..total);
    let rank = towns.partition_point(|town| town.weight < drawn).min(TOWNS - 1);
    let share = 1.0 / f64::from(u32::try_from(rank + 1).expect("small")) / total;
    let spread_km = 0.35 * (share * 11_500.0).sqrt();
    let (north, east) = gaussian(random);
    let lat = towns[rank].lat + north * spread_km / 111.2;
    let lon = towns[rank].lon + east * spread_km / 70.0;
    Position::new(lat, lon).expect("in range")
}

/// Two independent normal numbers (Box and Muller 1958).
fn gaussian(random: &mut StdRng) -> (f64, f64) {
    let length = (-2.0 * random.random_range(f64::EPSILON..1.0_f64).ln()).sqrt();
    let (sine, cosine) = random.random_range(0.0..std::f64::consts::TAU).sin_cos();
    (length * sine, length * cosine)
}
