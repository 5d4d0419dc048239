//! Ten nearest volunteers who fit: our index beside the naive scan, rstar, kiddo and geo-index.
//!
//! A hundred thousand volunteers by default; `PROCHE_BENCH_VOLUNTEERS=1000000` takes another
//! number. `PROCHE_BENCH_EXPORT=directory` writes the points, the queries, our answers and what they
//! take there, and ends: `benches/peers/index.py` puts them to databases. All run in turns, and
//! nothing is measured that does not answer alike.

mod peers;
mod people;
mod rounds;

use std::path::Path;
use std::time::Duration;

use kiddo::ImmutableKdTree;
use matching::{Entry, Hit, IndexQuery, Snapshot, VolunteerId, VolunteerIndex};
use rstar::RTree;

use peers::{Filtered, by_geo_index, by_kiddo, by_rstar, by_scan};
use people::{Country, plain};
use rounds::{Answerer, micros, report, time};

const NEEDED: usize = 10;
const QUERIES: usize = 2_000;
const ROUNDS: usize = 15;

fn main() {
    let size = std::env::var("PROCHE_BENCH_VOLUNTEERS").ok().and_then(|text| text.parse().ok());
    let mut country = Country::new(7);
    let entries: Vec<Entry> =
        (0..size.unwrap_or(100_000)).map(|number| country.volunteer(number)).collect();
    let queries: Vec<IndexQuery> = (0..QUERIES).map(|_| country.query()).collect();
    println!("{} volunteers, {NEEDED} nearest", entries.len());
    if let Some(directory) = std::env::var_os("PROCHE_BENCH_EXPORT") {
        return report_export(Path::new(&directory), &entries, &queries);
    }
    report_build(&entries);
    report_queries(&entries, &queries);
    let index = VolunteerIndex::build(entries.clone());
    report_bytes(&index, entries.len());
    report_flips(&index, &entries, &mut country);
    report_churn(&index, entries, &queries, &mut country);
}

fn nearest(snapshot: &Snapshot, query: &IndexQuery) -> Vec<Hit> {
    snapshot.nearest_few(query, NEEDED)
}

/// Writes what others are asked, what we answer, and what that takes us.
fn report_export(directory: &Path, entries: &[Entry], queries: &[IndexQuery]) {
    let copies = entries.to_vec();
    let (index, build) = time(|| VolunteerIndex::build(copies));
    let snapshot = index.snapshot();
    let open: Vec<IndexQuery> = queries.iter().map(plain).collect();
    let answers = |queries: &[IndexQuery]| -> Vec<Vec<Hit>> {
        queries.iter().map(|query| nearest(&snapshot, query)).collect()
    };
    let ours: [Answerer<'_>; 1] = [("ours", Box::new(|query| nearest(&snapshot, query)))];
    let took = |queries: &[IndexQuery]| micros(queries, ROUNDS, &ours)[0].warm;
    let (build, filtered, own) = (build.as_secs_f64(), took(queries), took(&open));
    let figures = [("build", build), ("filtered", filtered), ("own radius", own)];
    let answers = [("filtered", answers(queries)), ("own radius", answers(&open))];
    people::export(directory, entries, queries)
        .and_then(|()| people::export_answers(directory, &answers, &figures))
        .expect("the directory can be written");
}

/// The best of three, in turns. What is packed is ready before the clock starts.
fn report_build(entries: &[Entry]) {
    let filtered: Vec<Filtered> = entries.iter().map(Filtered::of).collect();
    let (units, flat) = (peers::units(&filtered), peers::flat_points(&filtered));
    let mut best = [Duration::MAX; 4];
    for _ in 0..3 {
        let (leaves, copies) = (peers::leaves(&filtered), entries.to_vec());
        let rstar = time(|| RTree::bulk_load(leaves)).1;
        let kiddo = time(|| ImmutableKdTree::<f64, 3>::new_from_slice(&units).expect("few ties")).1;
        let geo_index = time(|| peers::flat_tree(&flat)).1;
        let ours = time(|| VolunteerIndex::build(copies)).1;
        for (best, spent) in best.iter_mut().zip([rstar, kiddo, geo_index, ours]) {
            *best = (*best).min(spent);
        }
    }
    println!("build, s and times ours:");
    for (name, spent) in ["rstar", "kiddo", "geo-index", "ours"].into_iter().zip(best) {
        let ratio = spent.as_secs_f64() / best[3].as_secs_f64();
        println!("  {name:<22}{:>9.3} {ratio:>7.1}x", spent.as_secs_f64());
    }
}

fn report_queries(entries: &[Entry], queries: &[IndexQuery]) {
    let filtered: Vec<Filtered> = entries.iter().map(Filtered::of).collect();
    let rstar = RTree::bulk_load(peers::leaves(&filtered));
    let kiddo: ImmutableKdTree<f64, 3> =
        ImmutableKdTree::new_from_slice(&peers::units(&filtered)).expect("few ties");
    let flat = peers::flat_tree(&peers::flat_points(&filtered));
    let snapshot = VolunteerIndex::build(entries.to_vec()).snapshot();
    let open: Vec<IndexQuery> = queries.iter().map(plain).collect();
    for query in queries[..50].iter().chain(&open[..50]) {
        agree(&filtered, &snapshot, query, &by_rstar(&rstar, query));
        agree(&filtered, &snapshot, query, &by_kiddo(&kiddo, &filtered, query));
    }
    let answerers: [Answerer<'_>; 4] = [
        ("rstar and filter", Box::new(|query| by_rstar(&rstar, query))),
        ("kiddo, over-fetching", Box::new(|query| by_kiddo(&kiddo, &filtered, query))),
        ("geo-index, planar", Box::new(|query| by_geo_index(&flat, &filtered, query))),
        ("ours", Box::new(|query| nearest(&snapshot, query))),
    ];
    report("filtered", queries, ROUNDS, &answerers);
    report("own radius alone", &open, ROUNDS, &answerers);
    let scan: [Answerer<'_>; 2] = [
        ("scan", Box::new(|query| by_scan(&filtered, query))),
        ("ours", Box::new(|query| nearest(&snapshot, query))),
    ];
    report("filtered", &queries[..50], 3, &scan);
}

/// Ours is the scan's answer to the letter, and a peer's in its distances (it orders ties freely).
fn agree(entries: &[Filtered], snapshot: &Snapshot, query: &IndexQuery, peer: &[Hit]) {
    let ours = nearest(snapshot, query);
    assert_eq!(ours, by_scan(entries, query), "the index answers like the scan");
    assert!(snapshot.nearest(query).take(NEEDED).eq(ours.iter().copied()), "one by one too");
    let metres = |hits: &[Hit]| hits.iter().map(|hit| hit.distance_m).collect::<Vec<_>>();
    assert_eq!(metres(&ours), metres(peer), "and like the peer");
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn report_bytes(index: &VolunteerIndex, size: usize) {
    let (tree, table) = index.snapshot().bytes();
    let each = |bytes: usize| bytes as f64 / size as f64;
    let (whole, tree, table) = (each(tree + table), each(tree), each(table));
    println!("bytes a volunteer: {whole:.1}, of which {tree:.1} packed, {table:.1} to find an id");
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn report_flips(index: &VolunteerIndex, entries: &[Entry], country: &mut Country) {
    let mut flip = || (entries[country.below(entries.len())].id, country.below(2) == 0);
    let flips: Vec<(VolunteerId, bool)> = (0..1_000_000).map(|_| flip()).collect();
    let (mut single, mut together) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        for part in flips.chunks(flips.len() / 5) {
            let one_by_one = || part.iter().for_each(|&(id, able)| index.set_available(id, able));
            single = single.min(time(one_by_one).1);
            together = together.min(time(|| index.set_all_available(part)).1);
        }
    }
    let rate = |spent: Duration| flips.len() as f64 / 5.0 / spent.as_secs_f64() / 1e6;
    println!("flips by id, M/s: {:.1} one by one, {:.1} together", rate(single), rate(together));
    index.set_all_available(&entries.iter().map(|e| (e.id, e.available)).collect::<Vec<_>>());
}

/// A fifth moves, while a thread packs the index anew whenever it is worn.
fn report_churn(
    index: &VolunteerIndex,
    mut entries: Vec<Entry>,
    queries: &[IndexQuery],
    country: &mut Country,
) {
    let moved = entries.len() / 5;
    let newly_placed: Vec<Entry> = (0..moved)
        .map(|_| {
            let number = country.below(entries.len());
            let entry = &mut entries[number];
            entry.anchors = [country.place()].into();
            entry.clone()
        })
        .collect();
    let (rebuilds, spent) = std::thread::scope(|scope| {
        let moving = scope.spawn(|| newly_placed.into_iter().for_each(|entry| index.upsert(entry)));
        let (mut rebuilds, mut spent) = (0, Duration::ZERO);
        while !moving.is_finished() {
            let (rebuilt, took) = time(|| index.rebuild_if_worn());
            if rebuilt {
                (rebuilds, spent) = (rebuilds + 1, spent + took);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        (rebuilds, spent)
    });
    let spent = spent.as_secs_f64();
    println!("{moved} moves beside {rebuilds} rebuilds, which took {spent:.2} s in all");
    index.rebuild_if_worn();
    let begin = index.snapshot();
    let fresh = VolunteerIndex::build(entries).snapshot();
    let answerers: [Answerer<'_>; 2] = [
        ("churned", Box::new(|query| nearest(&begin, query))),
        ("fresh", Box::new(|query| nearest(&fresh, query))),
    ];
    report("after a fifth has moved, filtered", queries, ROUNDS, &answerers);
    assert_eq!(begin.checksum(), fresh.checksum(), "both hold the same");
}
