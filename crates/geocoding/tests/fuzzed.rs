//! Odd texts where a place is expected.

use geocoding::areas::AreaSet;
use geocoding::{Gazetteer, parse_free};

#[test]
fn fuzzed_addresses_find_places_or_none() {
    let gazetteer = Gazetteer::embedded();
    fuzz::texts("address", |text| {
        let free = parse_free(text);
        gazetteer.lookup(&free.as_query());
        assert!(gazetteer.suggest(text, Some("BE"), 5).len() <= 5);
    });
}

#[test]
fn fuzzed_polygons_are_areas_or_an_error() {
    fuzz::texts("geojson", |text| drop(AreaSet::from_geojson(text)));
}

#[test]
fn fuzzed_lists_are_areas_or_an_error() {
    let gazetteer = Gazetteer::embedded();
    fuzz::bytes("areas", |bytes| drop(AreaSet::from_csv(bytes, gazetteer)));
}
