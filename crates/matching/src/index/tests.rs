//! The index against the naive scan, over random lives of volunteers.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::place::{distance_m, whole_metres};

type Book = BTreeMap<VolunteerId, Entry>;

fn volunteer(number: u128) -> VolunteerId {
    VolunteerId::from(Uuid::from_u128(number))
}

fn place(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("in range")
}

fn scan(book: &Book, query: &IndexQuery) -> Vec<Hit> {
    let mut hits: Vec<Hit> = book.values().filter_map(|entry| scan_one(entry, query)).collect();
    hits.sort_by_key(|hit| (hit.distance_m, hit.id));
    hits
}

fn scan_one(entry: &Entry, query: &IndexQuery) -> Option<Hit> {
    let fits = (query.category == 0 || entry.categories & query.category != 0)
        && entry.skills & query.skills == query.skills
        && (query.languages == 0 || entry.languages & query.languages != 0)
        && (entry.available || !query.only_available);
    if !fits {
        return None;
    }
    let Some(at) = query.at else { return Some(Hit { id: entry.id, distance_m: None }) };
    let metres = entry.anchors.iter().map(|&anchor| whole_metres(distance_m(at, anchor))).min()?;
    let reach = query.max_m.unwrap_or(u32::MAX).min(entry.radius_m);
    (metres <= reach).then_some(Hit { id: entry.id, distance_m: Some(metres) })
}

/// Places where indexes go wrong: poles, the antimeridian, one shared point, and a small town.
fn places() -> impl Strategy<Value = Position> {
    prop_oneof![
        4 => (50.80..50.90_f64, 4.30..4.42_f64).prop_map(|(lat, lon)| place(lat, lon)),
        2 => Just(place(50.8466, 4.3528)),
        2 => (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_map(|(lat, lon)| place(lat, lon)),
        1 => (89.9..=90.0_f64, -180.0..=180.0_f64).prop_map(|(lat, lon)| place(lat, lon)),
        1 => (-90.0..=-89.99_f64, -180.0..=180.0_f64).prop_map(|(lat, lon)| place(lat, lon)),
        1 => (-17.0..-16.9_f64, 179.9..=180.0_f64).prop_map(|(lat, lon)| place(lat, lon)),
        1 => (-17.0..-16.9_f64, -180.0..=-179.9_f64).prop_map(|(lat, lon)| place(lat, lon)),
        1 => Just(place(90.0, 12.0)),
        1 => Just(place(0.0, 180.0)),
        1 => Just(place(0.0, -180.0)),
    ]
}

fn masks() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0..8_u64, 1 => Just(1 << 63), 1 => Just((1 << 63) | 5)]
}

fn entries(ids: std::ops::Range<u128>) -> impl Strategy<Value = Entry> {
    let radii = prop_oneof![4 => 500..20_000_u32, 1 => 60_000..70_000_u32, 2 => Just(u32::MAX)];
    (ids, vec(places(), 0..=3), radii, masks(), masks(), masks(), any::<bool>()).prop_map(
        |(id, anchors, radius_m, categories, skills, languages, available)| Entry {
            id: volunteer(id),
            anchors,
            radius_m,
            categories,
            skills,
            languages,
            available,
        },
    )
}

fn queries() -> impl Strategy<Value = IndexQuery> {
    let bit = prop_oneof![3 => Just(0), 2 => (0..3).prop_map(|b| 1_u64 << b), 1 => Just(1 << 63)];
    let max = proptest::option::weighted(0.3, 0..10_000_u32);
    let at = proptest::option::weighted(0.9, places());
    (at, max, bit.clone(), prop_oneof![3 => Just(0), 2 => masks()], bit, any::<bool>()).prop_map(
        |(at, max_m, category, skills, languages, only_available)| IndexQuery {
            at,
            max_m,
            category,
            skills,
            languages,
            only_available,
        },
    )
}

proptest! {
    #[test]
    fn half_as_far_again_and_any_distance_are_as_by_a_scan(
        all in vec(entries(0..60), 0..60), query in queries(),
    ) {
        let book: Book = all.into_iter().map(|entry| (entry.id, entry)).collect();
        let index = VolunteerIndex::build(book.values().cloned().collect());
        for reach in [Reach::Own, Reach::Stretched, Reach::Any] {
            let mut wider = book.clone();
            for entry in wider.values_mut() {
                entry.radius_m = reach.of(entry.radius_m);
            }
            let found: Vec<Hit> = index.snapshot().nearest_within(&query, reach).collect();
            prop_assert_eq!(found, scan(&wider, &query));
        }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Upsert(Entry),
    Remove(u128),
    Flip(u128, bool),
    Ask(IndexQuery),
    Repack,
}

fn steps(ids: u128) -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => entries(0..ids).prop_map(Step::Upsert),
        2 => (0..ids).prop_map(Step::Remove),
        3 => (0..ids, any::<bool>()).prop_map(|(id, available)| Step::Flip(id, available)),
        2 => queries().prop_map(Step::Ask),
        1 => Just(Step::Repack),
    ]
}

fn book_of(entries: &[Entry]) -> Book {
    entries.iter().map(|entry| (entry.id, entry.clone())).collect()
}

/// Packs everything anew, worn or not.
fn repack(index: &VolunteerIndex) {
    let packed = Snapshot::pack(index.snapshot().entries());
    index.swap(packed);
}

fn take(index: &VolunteerIndex, book: &mut Book, step: Step) -> Result<(), TestCaseError> {
    match step {
        Step::Upsert(entry) => {
            book.insert(entry.id, entry.clone());
            index.upsert(entry);
        }
        Step::Remove(id) => {
            book.remove(&volunteer(id));
            index.remove(volunteer(id));
        }
        Step::Flip(id, available) => {
            if let Some(entry) = book.get_mut(&volunteer(id)) {
                entry.available = available;
            }
            index.set_available(volunteer(id), available);
        }
        Step::Ask(query) => {
            let hits: Vec<Hit> = index.snapshot().nearest(&query).collect();
            prop_assert_eq!(hits, scan(book, &query));
        }
        Step::Repack => repack(index),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn packed_index_answers_like_the_scan(
        entries in vec(entries(0..100_000), 0..700), queries in vec(queries(), 1..12),
    ) {
        let book = book_of(&entries);
        let snapshot = VolunteerIndex::build(entries).snapshot();
        prop_assert_eq!(snapshot.len(), book.len());
        for query in queries {
            let hits: Vec<Hit> = snapshot.nearest(&query).collect();
            prop_assert_eq!(hits, scan(&book, &query));
        }
    }

    #[test]
    fn index_that_lived_answers_like_the_scan(
        entries in vec(entries(0..300), 0..200),
        steps in vec(steps(300), 0..400),
        query in queries(),
    ) {
        let mut book = book_of(&entries);
        let index = VolunteerIndex::build(entries);
        for step in steps {
            take(&index, &mut book, step)?;
        }
        take(&index, &mut book, Step::Ask(query))?;
        let snapshot = index.snapshot();
        let fresh = VolunteerIndex::build(book.values().cloned().collect()).snapshot();
        prop_assert_eq!(snapshot.len(), book.len());
        prop_assert_eq!(snapshot.checksum(), fresh.checksum());
        for (id, entry) in &book {
            let found = snapshot.get(*id).expect("everyone in the book is in the index");
            prop_assert_eq!(sorted_anchors(found), sorted_anchors(entry.clone()));
        }
    }
}

fn sorted_anchors(mut entry: Entry) -> Entry {
    entry.anchors.sort_by(|a, b| a.lat().total_cmp(&b.lat()).then(a.lon().total_cmp(&b.lon())));
    entry
}

fn plain(number: u128, at: Position) -> Entry {
    Entry {
        id: volunteer(number),
        anchors: vec![at],
        radius_m: 5_000,
        categories: 1,
        skills: 0,
        languages: 0,
        available: true,
    }
}

fn anyone_near(at: Position) -> IndexQuery {
    let (max_m, category, skills, languages) = (None, 1, 0, 0);
    IndexQuery { at: Some(at), max_m, category, skills, languages, only_available: true }
}

#[test]
fn hundreds_on_one_point_come_in_the_order_of_their_ids() {
    let at = place(50.5, 4.5);
    let crowd: Vec<Entry> = (0..900).rev().map(|number| plain(number, at)).collect();
    let snapshot = VolunteerIndex::build(crowd).snapshot();
    let ids: Vec<VolunteerId> = snapshot.nearest(&anyone_near(at)).map(|hit| hit.id).collect();
    assert_eq!(ids, (0..900).map(volunteer).collect::<Vec<_>>());
}

#[test]
fn empty_index_answers_nobody() {
    let index = VolunteerIndex::build(Vec::new());
    let query = anyone_near(place(0.0, 0.0));
    assert_eq!(index.snapshot().nearest(&query).count(), 0);
    assert_eq!(index.snapshot().nearest(&IndexQuery { at: None, ..query }).count(), 0);
    assert!(index.snapshot().is_empty());
    index.upsert(plain(1, place(0.0, 0.0)));
    assert_eq!(index.snapshot().nearest(&query).count(), 1);
}

#[test]
fn snapshot_taken_before_a_move_still_shows_the_old_place() {
    let (here, there) = (place(50.0, 4.0), place(51.0, 4.0));
    let index = VolunteerIndex::build(vec![plain(1, here)]);
    let before = index.snapshot();
    index.upsert(plain(1, there));
    assert_eq!(before.nearest(&anyone_near(here)).count(), 1);
    assert_eq!(index.snapshot().nearest(&anyone_near(here)).count(), 0);
    assert_eq!(index.snapshot().nearest(&anyone_near(there)).count(), 1);
}

#[test]
fn flip_shows_in_snapshots_taken_before() {
    let here = place(50.0, 4.0);
    let index = VolunteerIndex::build(vec![plain(1, here)]);
    let before = index.snapshot();
    index.set_available(volunteer(1), false);
    assert_eq!(before.nearest(&anyone_near(here)).count(), 0);
}

#[test]
fn worn_index_is_packed_anew_and_answers_the_same() {
    let town = |number: u128| {
        let step = f64::from(u32::try_from(number % 1_000).expect("small"));
        plain(number, place(50.0 + step / 10_000.0, 4.0 + step / 20_000.0))
    };
    let index = VolunteerIndex::build((0..3_000).map(town).collect());
    assert!(!index.rebuild_if_worn(), "a fresh index is not worn");
    (0..600).for_each(|number| index.remove(volunteer(number)));
    (3_000..4_000).for_each(|number| index.upsert(town(number)));
    let query = anyone_near(place(50.02, 4.01));
    let before: Vec<Hit> = index.snapshot().nearest(&query).collect();
    let checksum = index.snapshot().checksum();
    assert!(index.rebuild_if_worn());
    assert_eq!(index.snapshot().nearest(&query).collect::<Vec<_>>(), before);
    assert_eq!(index.snapshot().checksum(), checksum);
    assert!(!index.rebuild_if_worn(), "nothing has changed since");
}

#[test]
fn changes_during_a_rebuild_are_not_lost() {
    let here = place(50.0, 4.0);
    let index = VolunteerIndex::build((0..20_000).map(|n| plain(n, here)).collect());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for number in 0..4_000 {
                index.remove(volunteer(number));
                index.upsert(plain(20_000 + number, here));
                index.set_available(volunteer(10_000 + number), false);
            }
        });
        while !writer.is_finished() {
            index.rebuild_if_worn();
        }
    });
    let snapshot = index.snapshot();
    let ids: Vec<VolunteerId> = snapshot.nearest(&anyone_near(here)).map(|hit| hit.id).collect();
    let kept = (4_000..10_000).chain(14_000..24_000).map(volunteer);
    assert_eq!(ids, kept.collect::<Vec<_>>());
    assert_eq!(snapshot.len(), 20_000);
}

#[test]
fn debug_shows_no_position() {
    let index = VolunteerIndex::build(vec![plain(1, place(50.123, 4.567))]);
    let shown = format!("{index:?} {:?}", plain(1, place(50.123, 4.567)));
    assert!(!shown.contains("50.1") && !shown.contains("4.56"), "{shown}");
}
