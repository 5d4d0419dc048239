//! Files of help requests, and the exports without personal columns.

use matching::{Cell, Channel, RequestStatus};
use store::RequestFilter;

use super::world::{World, lines, on_sqlite, worlds};
use crate::transfer::{ExportFailure, ExportFormat, ExportKind};

const FULL: &str = "id,category,details,items,languages,skills,priority,contact.name,\
    contact.phone,contact.email,contact.asked_by,address.line,address.postcode,address.place,\
    address.country,lat,lon,uncertainty_m,remote,not_before,needed_by,volunteers_needed,\
    consent_source,consent_at,language\n\
    019abb00-0000-7000-8000-00000000000a,groceries,'+ ring twice,milk x2|bread,fr|nl,,vital,\
    Odette Peeters,0470 12 34 56,odette@example.org,,Rue Longue 3,1050,Ixelles,BE,50.8333,4.3712,,\
    ,2026-11-24T12:00:00Z,2026-11-26T12:00:00Z,2,oral,2026-11-20T10:00:00Z,nl\n\
    019abb00-0000-7000-8000-00000000000b,listening,,,en,,,Anne,,anne@example.org,Her son,,,,,,,,\
    true,,2026-11-25T12:00:00Z,,self,2026-11-20T10:00:00Z,\n\
    r-3,meals,,,,,,Bo,+32470223344,,,,5000,Namur,,,,,,,2026-11-25T18:00:00Z,1,,,\n";

async fn stored(world: &World) -> Vec<store::HelpRequest> {
    let filter = RequestFilter { limit: 100, ..RequestFilter::default() };
    world.dispatch.read().await.unwrap().requests(&filter).await.unwrap()
}

#[tokio::test]
async fn imported_requests_are_open_and_break_no_rule() {
    for world in worlds().await {
        let report = world.requests(FULL.as_bytes()).await.unwrap();
        assert_eq!((report.rows, report.imported), (3, 3));
        assert_eq!(
            report.warnings,
            ["1 rows have no consent_source; their consent counts as given by `import`"]
        );
        let requests = stored(&world).await;
        assert!(requests.iter().all(|r| r.status == RequestStatus::Open));
        assert!(requests.iter().all(|r| r.channel == Channel::Import));
        assert_eq!(requests.iter().filter(|r| r.remote).count(), 1);
        assert_eq!(world.staged_rows().await, 0);
        assert!(world.dispatch.verify().await.unwrap().is_empty());
        let receipts = world.dispatch.drain_mail().await.unwrap();
        assert_eq!(receipts, 2);
        for request in &requests {
            let token = world.dispatch.token(crate::Purpose::Manage, request.id.0, request.version);
            let mut tx = world.dispatch.read().await.unwrap();
            assert!(
                world.dispatch.living_link(&mut tx, crate::Purpose::Manage, &token).await.is_ok()
            );
        }
    }
}

#[tokio::test]
async fn requests_come_back_from_their_export() {
    for (world, other) in worlds().await.into_iter().zip(worlds().await) {
        world.requests(FULL.as_bytes()).await.unwrap();
        let first = world.export(ExportKind::Requests, ExportFormat::Csv).await;
        assert!(first.contains("'+ ring twice") && first.contains(",+32470123456,"), "{first}");
        other.requests(first.as_bytes()).await.unwrap();
        let again = other.export(ExportKind::Requests, ExportFormat::Csv).await;
        assert_eq!(without_reference(&again), without_reference(&first));
        let cells = |requests: Vec<store::HelpRequest>| {
            requests.iter().map(|r| r.cell).collect::<Vec<Option<Cell>>>()
        };
        assert_eq!(cells(stored(&other).await), cells(stored(&world).await));
        let known = "row 2: id: belongs to somebody or something in the store already";
        assert_eq!(lines(other.requests(first.as_bytes()).await)[0], known);
    }
}

/// References are new in every store.
fn without_reference(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "reference").unwrap();
    let rows = reader.records().map(|row| {
        let cells = row.unwrap();
        let kept = cells.iter().enumerate().filter(|(index, _)| *index != at);
        kept.map(|(_, cell)| cell.to_owned()).collect()
    });
    rows.collect()
}

#[tokio::test]
async fn what_is_under_way_is_not_begun_again_and_bad_rows_are_named() {
    let world = on_sqlite().await;
    let text = "category,contact.name,contact.phone,needed_by,lat,lon,status,consent_source\n\
        meals,A,+32470223344,2026-11-25T18:00:00Z,50.8,4.3,completed,oral\n\
        meals,B,+32470223345,2026-11-25T18:00:00Z,50.8,4.3,open,oral\n";
    let report = world.requests(text.as_bytes()).await.unwrap();
    assert_eq!((report.rows, report.imported), (2, 1));
    assert_eq!(report.warnings, ["1 rows are not `open` and were passed over"]);
    let text = "category,contact.name,contact.phone,needed_by,lat,lon,status\n\
        meals,A,,2026-11-25T18:00:00Z,50.8,4.3,\n\
        meals,B,+32470223345,2026-11-20T18:00:00Z,50.8,4.3,\n\
        meals,C,+32470223345,soon,50.8,4.3,done\n\
        meals,D,+32470223345,soon,,,open\n";
    assert_eq!(
        lines(world.requests(text.as_bytes()).await),
        [
            "row 2: contact.phone: a phone number or an e-mail address is needed",
            "row 3: needed_by: must lie in the future",
            "row 4: status: must be a status of a request; only `open` ones are imported",
            "row 5: address.postcode: is missing: give address.postcode and address.place, \
             or lat and lon; needed_by: must be a time like 2026-11-23T10:00:00Z",
        ]
    );
}

#[tokio::test]
async fn a_second_request_of_a_person_is_linked_to_the_first() {
    for world in worlds().await {
        let text = "category,contact.name,contact.phone,needed_by,lat,lon,consent_source\n\
            meals,B,+32470223345,2026-11-25T18:00:00Z,50.8,4.3,oral\n\
            meals,B,+32470223345,2026-11-26T18:00:00Z,50.8,4.3,oral\n";
        world.requests(text.as_bytes()).await.unwrap();
        world.requests(text.as_bytes()).await.unwrap();
        let events = world.export(ExportKind::Events, ExportFormat::Csv).await;
        let repeats = events.lines().filter(|line| line.contains("request.possible_duplicate"));
        assert_eq!(repeats.count(), 3);
    }
}

#[tokio::test]
async fn the_other_exports_hold_nothing_personal() {
    for world in worlds().await {
        world.requests(FULL.as_bytes()).await.unwrap();
        for what in [ExportKind::Engagements, ExportKind::Events, ExportKind::Stats] {
            for format in [ExportFormat::Csv, ExportFormat::Json] {
                let text = world.export(what, format).await;
                assert!(!text.contains("Odette") && !text.contains("odette"), "{text}");
                if format == ExportFormat::Json {
                    let list: serde_json::Value = serde_json::from_str(&text).unwrap();
                    assert!(list.is_array());
                }
            }
            let map = world.dispatch.export(what, ExportFormat::Geojson, &mut Vec::new()).await;
            assert!(matches!(map, Err(ExportFailure::NoPlace)));
        }
        let stats = world.export(ExportKind::Stats, ExportFormat::Csv).await;
        let mut rows = stats.lines();
        assert!(rows.next().unwrap().starts_with("day,requests,"));
        assert!(rows.next().unwrap().starts_with("total,3,"));
        assert!(rows.next().unwrap().starts_with("2026-11-24,3,"));
        let map = world.export(ExportKind::Requests, ExportFormat::Geojson).await;
        let map: serde_json::Value = serde_json::from_str(&map).unwrap();
        let places = map["features"].as_array().unwrap();
        assert_eq!(places.iter().filter(|place| place["geometry"].is_null()).count(), 1);
        assert!(!map.to_string().contains("Odette") && !map.to_string().contains("50.8333"));
    }
}
