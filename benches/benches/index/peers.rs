//! The same question put to others: each is given the points alone and filters what it finds.

use std::num::NonZeroUsize;

use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{NeighborsOptions, RTree as FlatTree, RTreeBuilder, RTreeIndex};
use kiddo::{ImmutableKdTree, SquaredEuclidean};
use matching::{Entry, Hit, IndexQuery, Position, VolunteerId, distance_m, whole_metres};
use rstar::RTree;
use rstar::primitives::GeomWithData;

use super::NEEDED;

/// What the filter beside a tree reads of a volunteer.
#[derive(Clone, Copy, PartialEq)]
pub struct Filtered {
    id: VolunteerId,
    place: Position,
    radius_m: u32,
    available: bool,
    skills: u64,
}

impl Filtered {
    pub fn of(entry: &Entry) -> Self {
        let Entry { id, radius_m, available, skills, .. } = *entry;
        Self { id, place: entry.anchors[0], radius_m, available, skills }
    }

    fn hit(&self, query: &IndexQuery) -> Option<Hit> {
        let fits =
            (self.available || !query.only_available) && self.skills & query.skills == query.skills;
        if !fits {
            return None;
        }
        let metres = whole_metres(distance_m(place_of(query), self.place));
        (metres <= self.radius_m).then_some(Hit { id: self.id, distance_m: Some(metres) })
    }
}

fn place_of(query: &IndexQuery) -> Position {
    query.at.expect("every query has a place")
}

/// A position as a unit vector: squared chords are in the order of great-circle distances.
fn unit(place: Position) -> [f64; 3] {
    let (lat, lon) = (place.lat().to_radians(), place.lon().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Every volunteer, by whole metres and then by id: the oracle.
pub fn by_scan(entries: &[Filtered], query: &IndexQuery) -> Vec<Hit> {
    let mut hits: Vec<Hit> = entries.iter().filter_map(|entry| entry.hit(query)).collect();
    hits.sort_unstable_by_key(|hit| (hit.distance_m, hit.id));
    hits.truncate(NEEDED);
    hits
}

/// A volunteer in rstar: a unit vector, and beside it all that the filter reads.
pub type Leaf = GeomWithData<[f64; 3], Filtered>;

pub fn leaves(entries: &[Filtered]) -> Vec<Leaf> {
    entries.iter().map(|filtered| Leaf::new(unit(filtered.place), *filtered)).collect()
}

/// rstar gives one neighbour after the other; those who do not fit are passed over.
pub fn by_rstar(tree: &RTree<Leaf>, query: &IndexQuery) -> Vec<Hit> {
    let near = tree.nearest_neighbor_iter(&unit(place_of(query)));
    near.filter_map(|leaf| leaf.data.hit(query)).take(NEEDED).collect()
}

pub fn units(entries: &[Filtered]) -> Vec<[f64; 3]> {
    entries.iter().map(|filtered| unit(filtered.place)).collect()
}

/// kiddo gives a number of neighbours; twice as many are asked for until enough of them fit.
pub fn by_kiddo(
    tree: &ImmutableKdTree<f64, 3>,
    entries: &[Filtered],
    query: &IndexQuery,
) -> Vec<Hit> {
    let at = unit(place_of(query));
    let mut count = if query.only_available { NEEDED * 8 } else { NEEDED };
    loop {
        let wanted = NonZeroUsize::new(count).expect("at least ten");
        let near = tree.query(&at).nearest_n::<SquaredEuclidean<f64>>(wanted).execute();
        let fitting = near.iter().filter_map(|found| entries[found.item as usize].hit(query));
        let hits: Vec<Hit> = fitting.take(NEEDED).collect();
        if hits.len() == NEEDED || count >= entries.len() {
            return hits;
        }
        count *= 2;
    }
}

/// How much narrower a degree of longitude is than one of latitude, where the towns are.
const LON_SCALE: f64 = 0.636;

pub fn flat_points(entries: &[Filtered]) -> Vec<(f64, f64)> {
    entries.iter().map(|entry| (entry.place.lon() * LON_SCALE, entry.place.lat())).collect()
}

pub fn flat_tree(points: &[(f64, f64)]) -> FlatTree<f64> {
    let count = u32::try_from(points.len()).expect("below four billion");
    let mut builder = RTreeBuilder::<f64>::new(count);
    for &(x, y) in points {
        builder.add(x, y, x, y);
    }
    builder.finish::<HilbertSort>()
}

/// geo-index, with the filter where it asks for an item's distance.
///
/// It knows the plane alone, so longitudes are scaled for one latitude; its neighbours are nearly
/// the right ones here, and wrong ones at a pole or across the antimeridian.
pub fn by_geo_index(tree: &FlatTree<f64>, entries: &[Filtered], query: &IndexQuery) -> Vec<Hit> {
    let (x, y) = (place_of(query).lon() * LON_SCALE, place_of(query).lat());
    let gap = |value: f64, low: f64, high: f64| (low - value).max(value - high).max(0.0);
    let squared = |[west, south, east, north]: [f64; 4]| {
        gap(x, west, east).powi(2) + gap(y, south, north).powi(2)
    };
    let options = NeighborsOptions::k(NEEDED);
    let near = tree.neighbors_with_callbacks(options, squared, |number, corners| {
        entries[number as usize].hit(query).map(|_| squared(corners))
    });
    near.iter().filter_map(|&(number, _)| entries[number as usize].hit(query)).collect()
}
