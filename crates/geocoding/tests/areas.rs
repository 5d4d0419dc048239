//! Areas from polygons and from lists, and the one leaf of each position.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use geocoding::Gazetteer;
use geocoding::areas::{AreaError, AreaMap, AreaSet};
use matching::{Cell, Position};
use proptest::prelude::*;

fn square(name: &str, parent: Option<&str>, west: f64, south: f64, side: f64) -> String {
    let (east, north) = (west + side, south + side);
    let parent = parent.map_or("null".to_owned(), |parent| format!("\"{parent}\""));
    format!(
        r#"{{"type":"Feature","properties":{{"name":"{name}","parent":{parent}}},"geometry":
        {{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],
        [{west},{north}],[{west},{south}]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn areas(features: &[String]) -> AreaSet {
    AreaSet::from_geojson(&collection(features)).unwrap()
}

fn refused(text: &str) -> (String, &'static str) {
    let AreaError { location, field, .. } = AreaSet::from_geojson(text).unwrap_err();
    (location, field)
}

fn map(set: &AreaSet) -> AreaMap<usize> {
    let cells = |(key, area): (usize, &geocoding::areas::Area)| {
        area.cells.iter().map(|&cell| (cell, key)).collect::<Vec<_>>()
    };
    AreaMap::new(set.areas.iter().enumerate().flat_map(cells))
}

fn at(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).unwrap()
}

fn listed(rows: &str) -> Result<AreaSet, AreaError> {
    let csv = format!("name,parent,country,postcode,place\n{rows}");
    AreaSet::from_csv(csv.as_bytes(), Gazetteer::embedded())
}

fn leaf(set: &AreaSet, position: Position) -> Option<&str> {
    map(set).leaf_of(position).map(|key| set.areas[key].name.as_str())
}

#[test]
fn a_child_goes_before_its_parent() {
    let set = areas(&[
        square("region", None, 4.0, 50.0, 0.4),
        square("town", Some("region"), 4.1, 50.1, 0.1),
    ]);
    assert_eq!(set.areas[1].parent, Some(0));
    assert_eq!(leaf(&set, at(50.15, 4.15)), Some("town"));
    assert_eq!(leaf(&set, at(50.05, 4.05)), Some("region"));
    assert_eq!(leaf(&set, at(51.0, 4.0)), None);
}

#[test]
fn adjacent_polygons_share_no_cell() {
    let set = areas(&[square("west", None, 4.0, 50.0, 0.2), square("east", None, 4.2, 50.0, 0.2)]);
    let total: usize = set.areas.iter().map(|area| area.cells.len()).sum();
    assert_eq!(map(&set).len(), total);
    let whole = areas(&[square("both", None, 4.0, 50.0, 0.4)]);
    assert!(whole.areas[0].cells.len() > total);
}

#[test]
fn of_overlapping_areas_the_smaller_wins() {
    let set =
        areas(&[square("large", None, 4.0, 50.0, 0.3), square("small", None, 4.2, 50.2, 0.2)]);
    assert_eq!(leaf(&set, at(50.25, 4.25)), Some("small"));
    let alike = areas(&[square("b", None, 4.0, 50.0, 0.2), square("a", None, 4.1, 50.0, 0.2)]);
    assert!(leaf(&alike, at(50.1, 4.15)).is_some());
}

#[test]
fn a_feature_without_geometry_may_hold_others() {
    let group = r#"{"type":"Feature","properties":{"name":"all"},"geometry":null}"#.to_owned();
    let set = areas(&[square("town", Some("all"), 4.0, 50.0, 0.1), group.clone()]);
    assert_eq!(set.areas[0].parent, Some(1));
    assert_eq!(refused(&collection(&[group])), ("feature 1".into(), "geometry"));
}

#[test]
fn faulty_polygons_are_refused_with_feature_and_field() {
    let good = square("good", None, 4.0, 50.0, 0.1);
    for (feature, field) in [
        (square("good", None, 5.0, 50.0, 0.1), "name"),
        (square(" ", None, 5.0, 50.0, 0.1), "name"),
        (square("a", Some("nowhere"), 5.0, 50.0, 0.1), "parent"),
        (square("a", Some("a"), 5.0, 50.0, 0.1), "parent"),
        (square("a", None, 5.0, 50.0, 0.0001), "geometry"),
        (square("a", None, 5.0, 89.99, 0.1), "geometry"),
        (
            r#"{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon",
            "coordinates":[[[4,50],[5,51],[5,50],[4,51],[4,50]]]}}"#
                .to_owned(),
            "geometry",
        ),
        (
            r#"{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Polygon",
            "coordinates":[]}}"#
                .to_owned(),
            "geometry",
        ),
        (
            r#"{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"MultiPolygon",
            "coordinates":[[[[4,50],[5,50],[5],[4,50]]]]}}"#
                .to_owned(),
            "geometry",
        ),
        (
            r#"{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Point",
            "coordinates":[4,50]}}"#
                .to_owned(),
            "geometry",
        ),
        (r#"{"type":"Feature","properties":{"name":7},"geometry":null}"#.to_owned(), "name"),
    ] {
        let text = collection(&[good.clone(), feature.clone()]);
        assert_eq!(refused(&text), ("feature 2".into(), field), "{feature}");
    }
    assert_eq!(refused("[]").0, "file");
    assert_eq!(refused(r#"{"type":"FeatureCollection","features":[]}"#).0, "file");
}

#[test]
fn circles_of_parents_are_refused() {
    let text = collection(&[
        square("a", Some("b"), 4.0, 50.0, 0.1),
        square("b", Some("c"), 4.2, 50.0, 0.1),
        square("c", Some("a"), 4.4, 50.0, 0.1),
    ]);
    assert_eq!(refused(&text), ("feature 1".into(), "parent"));
}

#[test]
fn postcodes_and_places_make_areas() {
    let set = listed(
        "Bruxelles,,,,\n\
         Ixelles,Bruxelles,BE,1050,\n\
         Uccle et Forest,Bruxelles,BE,1180,Uccle\n\
         Uccle et Forest,Bruxelles,BE,1190,Vorst\n\
         Ville,Bruxelles,BE,,Brussel\n\
         Namur,,BE,5000,\n",
    )
    .unwrap();
    assert_eq!(set.areas.len(), 5);
    let map = map(&set);
    let name = |text: &str| {
        let query = geocoding::parse_free(text);
        let place = Gazetteer::embedded().lookup(&query.as_query());
        let geocoding::Lookup::Found(place) = place else { panic!("{text}: {place:?}") };
        map.leaf_of(place.position).map(|key| set.areas[key].name.clone())
    };
    assert_eq!(name("1050 Ixelles").as_deref(), Some("Ixelles"));
    assert_eq!(name("1180 Uccle").as_deref(), Some("Uccle et Forest"));
    assert_eq!(name("1190 Forest").as_deref(), Some("Uccle et Forest"));
    assert_eq!(name("1020 Laeken").as_deref(), Some("Ville"));
    assert_eq!(name("5000 Namur").as_deref(), Some("Namur"));
    assert_eq!(name("4000 Liège"), None);
    assert!(set.areas[0].cells.is_empty());
}

#[test]
fn faulty_rows_are_refused_with_row_and_field() {
    for (rows, location, field) in [
        ("a,,BE,1050,\n,,BE,1060,\n", "row 3", "name"),
        ("a,,BE,1051,\n", "row 2", "postcode"),
        ("a,,BE,1050,Liège\n", "row 2", "place"),
        ("a,,BE,,Halle\n", "row 2", "place"),
        ("a,,XX,1050,\n", "row 2", "country"),
        ("a,b,BE,1050,\n", "row 2", "parent"),
        ("a,,BE,1050,\na,b,BE,1060,\n", "row 3", "parent"),
        ("a,,,,\n", "row 2", "place"),
        ("a,,BE\n", "row 2", "row"),
        ("", "file", "rows"),
    ] {
        let error = listed(rows).unwrap_err();
        assert_eq!((error.location.as_str(), error.field), (location, field), "{rows}: {error}");
    }
    let error = AreaSet::from_csv(&b"name,place\n"[..], Gazetteer::embedded()).unwrap_err();
    assert_eq!(error.location, "row 1");
}

#[test]
fn a_cell_given_twice_keeps_its_first_key() {
    let cell = Cell::of(at(50.0, 4.0), 8);
    let map = AreaMap::new([(cell, 'a'), (cell, 'b')]);
    assert_eq!(map.leaf_of(at(50.0, 4.0)), Some('a'));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn each_position_is_in_at_most_one_leaf(
        squares in prop::collection::vec((4.0..4.3, 50.0..50.3, 0.05..0.2), 1..5),
        parents in prop::collection::vec(prop::option::of(0_usize..5), 5),
        points in prop::collection::vec((49.95..50.55, 3.95..4.55), 20),
    ) {
        let features: Vec<String> = squares
            .iter()
            .enumerate()
            .map(|(i, &(west, south, side))| {
                let parent = parents[i].filter(|&parent| parent < i).map(|p| p.to_string());
                square(&i.to_string(), parent.as_deref(), west, south, side)
            })
            .collect();
        let Ok(set) = AreaSet::from_geojson(&collection(&features)) else { return Ok(()) };
        let leaves = map(&set);
        for (lat, lon) in points {
            let position = at(lat, lon);
            let cell = Cell::of(position, 8);
            let owners: Vec<usize> = (0..set.areas.len())
                .filter(|&area| set.areas[area].cells.binary_search(&cell).is_ok())
                .collect();
            prop_assert!(owners.len() <= 1);
            prop_assert_eq!(leaves.leaf_of(position), owners.first().copied());
        }
    }

    #[test]
    fn any_text_is_an_area_file_or_refused(text in "\\PC{0,200}") {
        let _ = AreaSet::from_geojson(&text);
        let _ = listed(&text);
    }
}
