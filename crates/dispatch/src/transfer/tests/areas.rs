//! Files of areas.

use store::{RequestFilter, VolunteerFilter};

use super::world::{World, on_sqlite, worlds};
use crate::transfer::{AREAS_CHANGED_AT, AreaSource};

const SQUARE: &str = r#"{"type":"FeatureCollection","features":[
    {"type":"Feature","properties":{"name":"Region"},"geometry":null},
    {"type":"Feature","properties":{"name":"West","parent":"Region"},"geometry":
      {"type":"Polygon","coordinates":[[[4.2,50.7],[4.35,50.7],[4.35,50.9],[4.2,50.9],[4.2,50.7]]]}},
    {"type":"Feature","properties":{"name":"East","parent":"Region"},"geometry":
      {"type":"Polygon","coordinates":[[[4.35,50.7],[4.5,50.7],[4.5,50.9],[4.35,50.9],[4.35,50.7]]]}}
    ]}"#;

const PEOPLE: &str = "name,email,languages,radius_km,categories,lat,lon\n\
    A,a@example.org,fr,5,meals,50.8,4.25\nB,b@example.org,fr,5,meals,50.8,4.45\n\
    C,c@example.org,fr,5,meals,50.2,4.45\n";

const NEEDS: &str = "category,contact.name,contact.phone,needed_by,lat,lon,consent_source\n\
    meals,B,+32470223345,2026-11-25T18:00:00Z,50.8,4.25,oral\n";

async fn areas_of_volunteers(world: &World) -> Vec<Option<String>> {
    let filter = VolunteerFilter { limit: 9, ..VolunteerFilter::default() };
    let volunteers = world.dispatch.read().await.unwrap().volunteers(&filter).await.unwrap();
    let areas = world.dispatch.areas();
    let name = |id| areas.name(id).map(str::to_owned);
    let mut names: Vec<_> = volunteers.iter().map(|v| v.area_id.and_then(name)).collect();
    names.sort();
    names
}

#[tokio::test]
async fn areas_are_stored_and_everybody_is_placed_anew() {
    for world in worlds().await {
        world.volunteers(PEOPLE.as_bytes()).await.unwrap();
        world.requests(NEEDS.as_bytes()).await.unwrap();
        let report = world.dispatch.import_areas(AreaSource::GeoJson(SQUARE)).await.unwrap();
        assert_eq!((report.areas, report.volunteers_moved, report.requests_moved), (3, 2, 1));
        assert!(report.cells > 300);
        let names = areas_of_volunteers(&world).await;
        assert_eq!(names, [None, Some("East".to_owned()), Some("West".to_owned())]);
        let tree = world.dispatch.areas();
        let region = tree.find("Region").unwrap();
        assert_eq!(tree.within(region).len(), 3);
        let filter = RequestFilter {
            areas: Some(vec![tree.find("West").unwrap()]),
            limit: 9,
            ..RequestFilter::default()
        };
        let mut tx = world.dispatch.read().await.unwrap();
        assert_eq!(tx.requests(&filter).await.unwrap().len(), 1);
        assert!(tx.meta(AREAS_CHANGED_AT).await.unwrap().is_some());
        drop(tx);
        let again = world.dispatch.import_areas(AreaSource::GeoJson(SQUARE)).await.unwrap();
        assert_eq!((again.volunteers_moved, again.requests_moved), (0, 0));
        assert_eq!(world.dispatch.areas().find("Region"), Some(region));
    }
}

#[tokio::test]
async fn areas_come_from_postcodes_too_and_errors_name_their_place() {
    let world = on_sqlite().await;
    let text = "name,parent,country,postcode,place\nNamur,,BE,5000,\n";
    let report = world.dispatch.import_areas(AreaSource::Csv(&mut text.as_bytes())).await.unwrap();
    assert_eq!(report.areas, 1);
    let text = "name,parent,country,postcode,place\nX,,BE,99999,\n";
    let failure = world.dispatch.import_areas(AreaSource::Csv(&mut text.as_bytes())).await;
    assert_eq!(failure.unwrap_err().to_string(), "row 2: postcode: is not in the gazetteer");
    let bad = SQUARE.replace("\"name\":\"East\",", "");
    let failure = world.dispatch.import_areas(AreaSource::GeoJson(&bad)).await;
    assert_eq!(failure.unwrap_err().to_string(), "feature 3: name: is missing");
    assert_eq!(world.dispatch.areas().areas().len(), 1);
}
