//! Ten nearest volunteers who fit: the naive scan, rstar with a filter, and our index, in one run.
//!
//! A hundred thousand volunteers by default; `PROCHE_BENCH_MILLION=1` takes a million. Towns are
//! Zipf-sized with a Gaussian spread, 30 % are available, 20 % have the skill, radii are
//! log-uniform from 2 to 50 km.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::Criterion;
use matching::{
    Entry, Hit, IndexQuery, Position, VolunteerId, VolunteerIndex, distance_m, whole_metres,
};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rstar::RTree;
use rstar::primitives::GeomWithData;
use uuid::Uuid;

const SKILL: u64 = 1;
const NEEDED: usize = 10;
const TOWNS: usize = 600;

/// A volunteer in rstar: a unit vector, and beside it all that the filter reads.
type Leaf = GeomWithData<[f64; 3], Filtered>;

/// What the filter beside rstar reads.
#[derive(Clone, Copy, PartialEq)]
struct Filtered {
    id: VolunteerId,
    place: Position,
    radius_m: u32,
    available: bool,
    skills: u64,
}

impl Filtered {
    fn of(entry: &Entry) -> Self {
        let Entry { id, radius_m, available, skills, .. } = *entry;
        Self { id, place: entry.anchors[0], radius_m, available, skills }
    }

    fn fits(&self, query: &IndexQuery) -> bool {
        (self.available || !query.only_available) && self.skills & query.skills == query.skills
    }

    fn hit(&self, at: Position) -> Option<Hit> {
        let metres = whole_metres(distance_m(at, self.place));
        (metres <= self.radius_m).then_some(Hit { id: self.id, distance_m: Some(metres) })
    }
}

fn main() {
    let million = std::env::var_os("PROCHE_BENCH_MILLION").is_some();
    let size = if million { 1_000_000 } else { 100_000 };
    let mut random = StdRng::seed_from_u64(7);
    let towns = towns(&mut random);
    let entries: Vec<Entry> = (0..size).map(|n| volunteer(n, &towns, &mut random)).collect();
    let queries: Vec<IndexQuery> = (0..2_000).map(|_| query(&towns, &mut random)).collect();

    let (points, copies) = (leaves(&entries), entries.clone());
    let tree = timed("rstar build", || RTree::bulk_load(points));
    let index = timed("index build", || VolunteerIndex::build(copies));
    agree(&entries, &tree, &index, &queries);
    report_bytes(&index, size);
    report_ratio(&tree, &index, &queries);
    report_churn(&index, &entries, &queries, &towns, &mut random);
    measure(&entries, &tree, &index, &queries, size);
}

fn measure(
    entries: &[Entry],
    tree: &RTree<Leaf>,
    index: &VolunteerIndex,
    queries: &[IndexQuery],
    size: usize,
) {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_secs(1))
        .measurement_time(Duration::from_secs(3))
        .sample_size(20)
        .configure_from_args();
    let mut group = criterion.benchmark_group(format!("ten nearest who fit of {size}"));
    let mut turn = queries.iter().cycle();
    let mut next = || turn.next().expect("a cycle never ends");
    group.bench_function("scan", |b| b.iter(|| by_scan(entries, next())));
    group.bench_function("rstar and filter", |b| b.iter(|| by_rstar(tree, next())));
    let snapshot = index.snapshot();
    group.bench_function("index", |b| b.iter(|| nearest(&snapshot, next())));
    group.finish();
    criterion.final_summary();
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let made = work();
    println!("{what}: {:.3} s", begin.elapsed().as_secs_f64());
    made
}

fn towns(random: &mut StdRng) -> Vec<(f64, f64, f64)> {
    let mut weight = 0.0;
    let mut town = |rank: f64| {
        weight += 1.0 / rank;
        (weight, random.random_range(49.6..51.4), random.random_range(2.7..6.2))
    };
    (1..=TOWNS).map(|rank| town(f64::from(u32::try_from(rank).expect("small")))).collect()
}

/// A place in a town drawn by weight, with a spread that grows with the root of its size.
fn place(towns: &[(f64, f64, f64)], random: &mut StdRng) -> Position {
    let total = towns.last().expect("there are towns").0;
    let drawn = random.random_range(0.0..total);
    let rank = towns.partition_point(|town| town.0 < drawn).min(TOWNS - 1);
    let share = 1.0 / f64::from(u32::try_from(rank + 1).expect("small")) / total;
    let spread_km = 0.35 * (share * 11_500.0).sqrt();
    let (north, east) = gaussian(random);
    let lat = towns[rank].1 + north * spread_km / 111.2;
    let lon = towns[rank].2 + east * spread_km / 70.0;
    Position::new(lat, lon).expect("in range")
}

/// Two independent normal numbers (Box and Muller 1958).
fn gaussian(random: &mut StdRng) -> (f64, f64) {
    let length = (-2.0 * random.random_range(f64::EPSILON..1.0_f64).ln()).sqrt();
    let (sine, cosine) = random.random_range(0.0..std::f64::consts::TAU).sin_cos();
    (length * sine, length * cosine)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2,000 to 50,000")]
fn volunteer(number: usize, towns: &[(f64, f64, f64)], random: &mut StdRng) -> Entry {
    let radius_m = 2_000.0 * 25_f64.powf(random.random_range(0.0..1.0));
    let skilled = u64::from(random.random_bool(0.2));
    let millis = 0x0190_0000_0000_u128 + number as u128;
    let random_part = u128::from(random.random::<u64>() >> 2);
    let id = Uuid::from_u128(millis << 80 | 0x7 << 76 | 0x2 << 62 | random_part);
    Entry {
        id: VolunteerId::from(id),
        anchors: vec![place(towns, random)],
        radius_m: radius_m as u32,
        categories: random.random_range(1..1 << 12),
        skills: skilled | random.random_range(0..1_u64 << 8) << 1,
        languages: 1 << random.random_range(0..5),
        available: random.random_bool(0.3),
    }
}

fn query(towns: &[(f64, f64, f64)], random: &mut StdRng) -> IndexQuery {
    let at = Some(place(towns, random));
    let (max_m, category, languages) = (None, 0, 0);
    IndexQuery { at, max_m, category, skills: SKILL, languages, only_available: true }
}

fn unit(place: Position) -> [f64; 3] {
    let (lat, lon) = (place.lat().to_radians(), place.lon().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn leaves(entries: &[Entry]) -> Vec<Leaf> {
    let points = entries.iter().map(Filtered::of);
    points.map(|filtered| Leaf::new(unit(filtered.place), filtered)).collect()
}

fn by_scan(entries: &[Entry], query: &IndexQuery) -> Vec<Hit> {
    let at = query.at.expect("every query has a place");
    let able = entries.iter().map(Filtered::of).filter(|filtered| filtered.fits(query));
    let mut hits: Vec<Hit> = able.filter_map(|filtered| filtered.hit(at)).collect();
    hits.sort_unstable_by_key(|hit| (hit.distance_m, hit.id));
    hits.truncate(NEEDED);
    hits
}

fn by_rstar(tree: &RTree<Leaf>, query: &IndexQuery) -> Vec<Hit> {
    let at = query.at.expect("every query has a place");
    let near = tree.nearest_neighbor_iter(&unit(at)).filter(|leaf| leaf.data.fits(query));
    near.filter_map(|leaf| leaf.data.hit(at)).take(NEEDED).collect()
}

fn nearest(snapshot: &matching::Snapshot, query: &IndexQuery) -> Vec<Hit> {
    snapshot.nearest(query).take(NEEDED).collect()
}

/// Nothing is measured that does not answer alike.
fn agree(entries: &[Entry], tree: &RTree<Leaf>, index: &VolunteerIndex, queries: &[IndexQuery]) {
    let snapshot = index.snapshot();
    for query in &queries[..100] {
        let ours = nearest(&snapshot, query);
        assert_eq!(ours, by_scan(entries, query), "the index answers like the scan");
        let metres = |hits: &[Hit]| hits.iter().map(|hit| hit.distance_m).collect::<Vec<_>>();
        assert_eq!(metres(&ours), metres(&by_rstar(tree, query)), "and like rstar");
    }
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn report_bytes(index: &VolunteerIndex, size: usize) {
    let (tree, directory) = index.snapshot().bytes();
    let each = |bytes: usize| bytes as f64 / size as f64;
    println!("bytes a volunteer: {:.1} packed, {:.1} directory", each(tree), each(directory));
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn micros_each(queries: &[IndexQuery], mut ask: impl FnMut(&IndexQuery) -> Vec<Hit>) -> f64 {
    let begin = Instant::now();
    for query in queries {
        black_box(ask(query));
    }
    begin.elapsed().as_secs_f64() * 1e6 / queries.len() as f64
}

/// Rounds in turn, the best of each: what is shared with other work on the machine counts least.
fn report_ratio(tree: &RTree<Leaf>, index: &VolunteerIndex, queries: &[IndexQuery]) {
    let snapshot = index.snapshot();
    let (mut rstar, mut ours) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..15 {
        rstar = rstar.min(micros_each(queries, |query| by_rstar(tree, query)));
        ours = ours.min(micros_each(queries, |query| nearest(&snapshot, query)));
    }
    let plain: Vec<IndexQuery> =
        queries.iter().map(|q| IndexQuery { skills: 0, only_available: false, ..*q }).collect();
    let open = micros_each(&plain, |query| nearest(&snapshot, query));
    let theirs = micros_each(&plain, |query| by_rstar(tree, query));
    println!("filtered: rstar {rstar:.2} µs, index {ours:.2} µs, ratio {:.1}", rstar / ours);
    println!("without skill and availability: rstar {theirs:.2} µs, index {open:.2} µs");
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn report_churn(
    index: &VolunteerIndex,
    entries: &[Entry],
    queries: &[IndexQuery],
    towns: &[(f64, f64, f64)],
    random: &mut StdRng,
) {
    let moved = entries.len() / 20;
    let begin = Instant::now();
    for entry in &entries[..moved] {
        index.upsert(Entry { anchors: vec![place(towns, random)], ..entry.clone() });
    }
    let each = begin.elapsed().as_secs_f64() * 1e6 / moved as f64;
    let snapshot = index.snapshot();
    let worn = micros_each(queries, |query| nearest(&snapshot, query));
    println!("a move: {each:.2} µs; after 5 % moved a query: {worn:.2} µs");
    let begin = Instant::now();
    for entry in entries {
        index.set_available(entry.id, entry.available);
    }
    let flip = begin.elapsed().as_secs_f64() * 1e6 / entries.len() as f64;
    println!("a flip: {flip:.2} µs");
    timed("rebuild", || index.rebuild_if_worn());
}
