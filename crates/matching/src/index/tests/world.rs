//! Random volunteers and queries where indexes go wrong, and the naive scan that is always right.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use super::super::*;
use crate::place::{distance_m, whole_metres};

/// Everyone by id.
pub(super) type Book = BTreeMap<VolunteerId, Entry>;

pub(super) fn volunteer(number: u128) -> VolunteerId {
    VolunteerId::from(Uuid::from_u128(number))
}

pub(super) fn place(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("in range")
}

pub(super) fn book_of(entries: &[Entry]) -> Book {
    entries.iter().map(|entry| (entry.id, entry.clone())).collect()
}

/// Who fits, by looking at each: by whole metres, then by id.
pub(super) fn scan(book: &Book, query: &IndexQuery, reach: Reach) -> Vec<Hit> {
    let fitting = book.values().filter_map(|entry| scan_one(entry, query, reach));
    let mut hits: Vec<Hit> = fitting.collect();
    hits.sort_by_key(|hit| (hit.distance_m, hit.id));
    hits
}

fn scan_one(entry: &Entry, query: &IndexQuery, reach: Reach) -> Option<Hit> {
    let fits = (query.category == 0 || entry.categories & query.category != 0)
        && entry.skills & query.skills == query.skills
        && (query.languages == 0 || entry.languages & query.languages != 0)
        && (entry.available || !query.only_available);
    if !fits {
        return None;
    }
    let Some(at) = query.at else { return Some(Hit { id: entry.id, distance_m: None }) };
    let metres = entry.anchors.iter().map(|&anchor| whole_metres(distance_m(at, anchor))).min()?;
    let farthest = query.max_m.unwrap_or(u32::MAX).min(reach.of(entry.radius_m));
    (metres <= farthest).then_some(Hit { id: entry.id, distance_m: Some(metres) })
}

/// Poles, the antimeridian from both sides, one shared point, a lattice full of equal distances,
/// and a small town.
pub(super) fn places() -> impl Strategy<Value = Position> {
    let lattice = (-2..=2_i8, 0..=2_u8, any::<bool>()).prop_map(|(north, east, is_east)| {
        let lon = 180.0 - f64::from(east) / 64.0;
        place(f64::from(north) / 64.0, if is_east { lon } else { -lon })
    });
    let longitude = || prop_oneof![-180.0..=180.0_f64, Just(180.0), Just(-180.0)];
    let polar = |lat: std::ops::RangeInclusive<f64>| {
        (lat, longitude()).prop_map(|(lat, lon)| place(lat, lon))
    };
    prop_oneof![
        4 => (50.80..50.90_f64, 4.30..4.42_f64).prop_map(|(lat, lon)| place(lat, lon)),
        2 => Just(place(50.8466, 4.3528)),
        2 => lattice,
        2 => (-90.0..=90.0_f64, longitude()).prop_map(|(lat, lon)| place(lat, lon)),
        1 => polar(89.9..=90.0),
        1 => polar(-90.0..=-89.99),
        1 => longitude().prop_map(|lon| place(90.0, lon)),
        1 => longitude().prop_map(|lon| place(-90.0, lon)),
        1 => (-17.0..-16.9_f64, 179.9..=180.0_f64).prop_map(|(lat, lon)| place(lat, lon)),
        1 => (-17.0..-16.9_f64, -180.0..=-179.9_f64).prop_map(|(lat, lon)| place(lat, lon)),
    ]
}

pub(super) fn masks() -> impl Strategy<Value = u64> {
    prop_oneof![4 => 0..8_u64, 1 => Just(1 << 63), 1 => Just((1 << 63) | 5)]
}

pub(super) fn radii() -> impl Strategy<Value = u32> {
    prop_oneof![
        4 => 500..20_000_u32,
        1 => 60_000..70_000_u32,
        1 => Just(0),
        2 => Just(u32::MAX),
    ]
}

pub(super) fn entries(ids: std::ops::Range<u128>) -> impl Strategy<Value = Entry> {
    (ids, vec(places(), 0..=3), radii(), masks(), masks(), masks(), any::<bool>()).prop_map(
        |(id, anchors, radius_m, categories, skills, languages, available)| Entry {
            id: volunteer(id),
            anchors: anchors.into(),
            radius_m,
            categories,
            skills,
            languages,
            available,
        },
    )
}

pub(super) fn queries() -> impl Strategy<Value = IndexQuery> {
    let bit = prop_oneof![3 => Just(0), 2 => (0..3).prop_map(|b| 1_u64 << b), 1 => Just(1 << 63)];
    let max = proptest::option::weighted(0.3, prop_oneof![3 => 0..10_000_u32, 1 => Just(0)]);
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

pub(super) fn reaches() -> impl Strategy<Value = Reach> {
    prop_oneof![3 => Just(Reach::Own), 1 => Just(Reach::Stretched), 1 => Just(Reach::Any)]
}

/// A volunteer who does one kind of help within five kilometres.
pub(super) fn plain(number: u128, at: Position) -> Entry {
    Entry {
        id: volunteer(number),
        anchors: [at].into(),
        radius_m: 5_000,
        categories: 1,
        skills: 0,
        languages: 0,
        available: true,
    }
}

/// Whoever does that kind of help and can be asked.
pub(super) fn anyone_near(at: Position) -> IndexQuery {
    let (max_m, category, skills, languages) = (None, 1, 0, 0);
    IndexQuery { at: Some(at), max_m, category, skills, languages, only_available: true }
}
