//! Files of volunteers.

use std::fmt::Write as _;

use matching::VolunteerStatus;
use store::VolunteerFilter;

use super::world::{lines, on_sqlite, worlds};
use crate::links::Purpose;
use crate::transfer::{ExportFormat, ExportKind, ImportFailure, ImportOptions};

const HEADER: &str = "name,email,languages,radius_km,categories,address.postcode,address.place";

fn row(number: usize) -> String {
    format!("Person {number},p{number}@example.org,fr|nl,5,groceries|pharmacy,1050,Ixelles")
}

fn file(rows: usize) -> String {
    let mut text = format!("{HEADER}\n");
    for number in 1..=rows {
        writeln!(text, "{}", row(number)).unwrap();
    }
    text
}

const FULL: &str = "id,status,name,email,phone,lat,lon,anchors,address.line,address.postcode,\
    address.place,address.country,radius_km,categories,skills,languages,capacity,availability,\
    quiet_hours,timezone,max_alerts_per_week,language,paused_until,mail_suspended,\
    consent_source,consent_at,created_at,vetted_until,vetted_at,age_at_least\n\
    019abb00-0000-7000-8000-000000000001,active,Odette Peeters,odette@example.org,+32 470 12 34 56,\
    50.8333333,4.3712,50.85 4.35|50.9 -4.4,Rue Longue 3,1050,Ixelles,BE,12.345,groceries|pets,\
    car|first_aid,fr|nl,3,\"mon,tue 09:00-17:00|sat 22:00-02:00\",22:00-07:30,Europe/Paris,4,nl,,\
    false,fair 2026,2026-10-01T10:00:00Z,2026-09-30T10:00:00Z,2028-10-01T10:00:00Z,2026-10-01T10:00:00Z,\n\
    019abb00-0000-7000-8000-000000000002,suspended,'=HYPERLINK(1),mail+tag@example.org,,,,,\
    ,5000,Namur,BE,0.5,errands,,en,1,,,,,,,true,fair 2026,2026-10-01T10:00:00Z,,,,16\n\
    plain-7,,\"Anne, dite \"\"Nan\"\"\",anne@example.org,,,,,,4000,Rocourt,,20,meals,,de,,,,,,,,,,,,,,\n";

#[tokio::test]
async fn a_good_file_is_imported_and_its_people_invited_one_after_the_other() {
    for world in worlds().await {
        let report = world.volunteers(file(1_200).as_bytes()).await.unwrap();
        assert_eq!((report.rows, report.imported), (1_200, 1_200));
        assert!(report.warnings.is_empty());
        assert_eq!((world.volunteer_count().await, world.staged_rows().await), (1_200, 0));
        let mut tx = world.dispatch.read().await.unwrap();
        assert_eq!(tx.outbox_depth().await.unwrap(), 1_200);
        assert_eq!(tx.last_event().await.unwrap(), 1_200);
        assert_eq!(tx.last_change().await.unwrap(), 0);
        drop(tx);
        assert_eq!(world.dispatch.drain_mail().await.unwrap(), 1);
        world.clock.advance(crate::service::minutes(1));
        assert_eq!(world.dispatch.drain_mail().await.unwrap(), 60);
    }
}

#[tokio::test]
async fn an_invited_volunteer_confirms_by_the_link_and_stops_by_the_other() {
    for world in worlds().await {
        world.volunteers(file(1).as_bytes()).await.unwrap();
        let filter = VolunteerFilter { limit: 1, ..VolunteerFilter::default() };
        let found = world.dispatch.read().await.unwrap().volunteers(&filter).await.unwrap();
        let id = found[0].id;
        let token = world.dispatch.token(Purpose::ConfirmVolunteer, id.0, 1);
        assert_eq!(world.dispatch.confirm_volunteer(&token).await.unwrap(), id);
        let token = world.dispatch.token(Purpose::Unsubscribe, id.0, 1);
        world.dispatch.unsubscribe(&token).await.unwrap();
        let volunteer = world.dispatch.read().await.unwrap().volunteer(id).await.unwrap().unwrap();
        assert_eq!(volunteer.status, VolunteerStatus::Paused);
    }
}

#[tokio::test]
async fn those_who_agreed_are_active_at_once_and_found_by_a_running_service() {
    for world in worlds().await {
        world.dispatch.build_index().await.unwrap();
        let text = "name,email,languages,radius_km,categories,lat,lon,consent_source,consent_at\n\
            A,a@example.org,fr,5,meals,50.8,4.3,fair,2026-10-01T10:00:00Z\n";
        world.volunteers(text.as_bytes()).await.unwrap();
        assert_eq!(world.dispatch.follow_changes().await.unwrap(), 1);
        assert_eq!(world.dispatch.index().len(), 1);
        assert_eq!(world.dispatch.read().await.unwrap().outbox_depth().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn one_bad_row_in_a_thousand_is_named_and_nothing_is_written() {
    for world in worlds().await {
        let mut text = file(499);
        text.push_str("Zoë,zoe@example.org,fr,far,groceries,1050,Ixelles\n");
        for number in 501..=1_000 {
            writeln!(text, "{}", row(number)).unwrap();
        }
        let result = world.volunteers(text.as_bytes()).await;
        let expected = "row 501: radius_km: must be a number, with a point for decimals";
        assert_eq!(lines(result), [expected]);
        assert_eq!((world.volunteer_count().await, world.staged_rows().await), (0, 0));
        assert_eq!(world.dispatch.read().await.unwrap().last_event().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn every_bad_row_is_one_line_that_repeats_nothing_personal() {
    let world = on_sqlite().await;
    let text = "name,email,phone,languages,radius_km,categories,lat,lon,consent_source,status\n\
        Ann,ann.example.org,12,fr,0,groceries,50.8,4.3,,\n\
        Bob,bob@example.org,,fr|Klingonish-secret,5,gardening,95,4.3,,\n\
        ,c@example.org,,fr,5,meals,north,4.3,,\n\
        Dan,d@example.org,,,5,meals,50.8,,fair,\n\
        Eve,e@example.org,,fr,5,meals,50.8,4.3,,active\n";
    let lines = lines(world.volunteers(text.as_bytes()).await);
    assert_eq!(
        lines,
        [
            "row 2: email: must be an e-mail address; phone: must be a phone number; \
             radius_km: is out of range (0–50)",
            "row 3: lat: must be degrees: lat from -90 to 90, lon from -180 to 180; \
             languages: must be a language code such as `fr`; \
             categories: value 1 is no category of this deployment",
            "row 4: lat: must be a number, with a point for decimals; name: is missing",
            "row 5: lon: is missing; languages: is missing",
            "row 6: status: needs consent_source and consent_at",
        ]
    );
}

#[tokio::test]
async fn addresses_are_taken_once_only() {
    for world in worlds().await {
        world.volunteers(file(2).as_bytes()).await.unwrap();
        let text = format!("{HEADER}\n{}\n{}\n{}\n", row(7), row(2), row(7).replace("p7", "P7"));
        let result = world.volunteers(text.as_bytes()).await;
        assert_eq!(
            lines(result),
            [
                "row 3: email: belongs to a volunteer who is registered already",
                "row 4: email: is the same as in row 2",
            ]
        );
        assert_eq!(world.volunteer_count().await, 2);
    }
}

#[tokio::test]
async fn an_unknown_column_a_mark_of_the_encoding_and_any_order_are_tolerated() {
    let world = on_sqlite().await;
    let text = "\u{feff}email,shoe size,categories,name,radius_km,languages,lon,lat\r\n\
        a@example.org,43,meals,A,5,fr,4.3,50.8\r\n";
    let report = world.volunteers(text.as_bytes()).await.unwrap();
    assert_eq!(report.imported, 1);
    assert_eq!(report.warnings, ["column `shoe size` is unknown and was ignored"]);
}

#[tokio::test]
async fn bytes_that_are_no_text_name_their_row() {
    let world = on_sqlite().await;
    let mut text = file(3).into_bytes();
    text.extend_from_slice(b"Ren\xe9,rene@example.org,fr,5,meals,1050,Ixelles\n");
    assert_eq!(lines(world.volunteers(&text).await), ["row 5: name: must be UTF-8"]);
    let result = world.volunteers(b"name,email\nA,a@example.org\n").await;
    let missing = ["languages", "radius_km", "categories"];
    let missing = missing.map(|name| format!("row 1: {name}: the column is missing"));
    assert_eq!(lines(result), missing);
}

#[tokio::test]
async fn a_dry_run_checks_and_writes_nothing() {
    let world = on_sqlite().await;
    let (text, options) = (file(3), ImportOptions { dry_run: true });
    let mut told = Vec::new();
    let mut tell = |done, total| told.push((done, total));
    let report = world.dispatch.import_volunteers(text.as_bytes(), options, &mut tell).await;
    let report = report.unwrap();
    assert_eq!((report.rows, report.imported), (3, 0));
    assert_eq!(told, [(3, 3)]);
    assert_eq!(world.volunteer_count().await, 0);
}

#[tokio::test]
async fn what_an_export_writes_an_import_reads() {
    for (world, other) in worlds().await.into_iter().zip(worlds().await) {
        world.volunteers(FULL.as_bytes()).await.unwrap();
        let first = world.export(ExportKind::Volunteers, ExportFormat::Csv).await;
        assert!(first.contains("'=HYPERLINK(1)"), "{first}");
        assert!(first.contains("+32470123456") && !first.contains("'+32"), "{first}");
        assert_eq!(first.lines().count(), 4);
        other.volunteers(first.as_bytes()).await.unwrap();
        assert_eq!(other.export(ExportKind::Volunteers, ExportFormat::Csv).await, first);
        let twice = other.volunteers(first.as_bytes()).await;
        assert_eq!(lines(twice).len(), 3);
    }
}

#[tokio::test]
async fn an_invited_volunteer_is_exported_without_agreement() {
    let world = on_sqlite().await;
    world.volunteers(file(1).as_bytes()).await.unwrap();
    let text = world.export(ExportKind::Volunteers, ExportFormat::Json).await;
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(rows[0]["status"], "unverified");
    assert!(rows[0]["consent_source"].is_null() && rows[0]["consent_at"].is_null());
}

#[tokio::test]
async fn an_imported_row_keeps_every_cell() {
    for world in worlds().await {
        world.volunteers(FULL.as_bytes()).await.unwrap();
        let id = "019abb00-0000-7000-8000-000000000001".parse().unwrap();
        let volunteer = world.dispatch.read().await.unwrap().volunteer(id).await.unwrap().unwrap();
        let key = world.dispatch.ring().key(volunteer.subject_id).await.unwrap().unwrap();
        let contact = volunteer.contact(&key).unwrap();
        assert_eq!(
            (contact.name.as_str(), contact.line.as_deref()),
            ("Odette Peeters", Some("Rue Longue 3"))
        );
        assert_eq!(volunteer.anchors(&key).unwrap().len(), 3);
        assert_eq!((volunteer.radius_m, volunteer.capacity), (12_345, 3));
        assert_eq!(volunteer.availability.to_string(), "mon,tue 09:00-17:00|sat 22:00-02:00");
        assert_eq!(
            (volunteer.postcode.as_str(), volunteer.timezone.as_str()),
            ("1050", "Europe/Paris")
        );
        assert_eq!(volunteer.consent_source, "fair 2026");
        assert_eq!(volunteer.max_alerts_per_week, Some(4));
    }
}

#[tokio::test]
async fn an_export_is_a_view_in_the_ledger_and_a_map_shows_cells_alone() {
    for world in worlds().await {
        world.volunteers(FULL.as_bytes()).await.unwrap();
        let map = world.export(ExportKind::Volunteers, ExportFormat::Geojson).await;
        let map: serde_json::Value = serde_json::from_str(&map).unwrap();
        assert_eq!(map["features"].as_array().unwrap().len(), 3);
        let text = map.to_string();
        for hidden in ["Odette", "odette", "Longue", "3247", "50.8333333"] {
            assert!(!text.contains(hidden), "{hidden}");
        }
        assert_eq!(reveals(&world).await, 0);
        let json = world.export(ExportKind::Volunteers, ExportFormat::Json).await;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let mut rows = json.as_array().unwrap().iter();
        let odette = rows.find(|row| row["email"] == "odette@example.org").unwrap();
        assert_eq!(odette["address"]["line"], "Rue Longue 3");
        assert_eq!(odette["languages"], serde_json::json!(["fr", "nl"]));
        assert_eq!(odette["availability"][0]["days"], serde_json::json!(["mon", "tue"]));
        assert_eq!(reveals(&world).await, 1);
    }
}

async fn reveals(world: &super::world::World) -> i64 {
    let count = "SELECT COUNT(*) FROM reveal WHERE reason = 'export' AND actor_kind = 'system'";
    match world.dispatch.database() {
        store::Database::Sqlite { readers, .. } => {
            sqlx::query_scalar(count).fetch_one(readers).await.unwrap()
        }
        store::Database::Postgres(pool) => sqlx::query_scalar(count).fetch_one(pool).await.unwrap(),
    }
}

#[tokio::test]
async fn what_a_crash_left_staged_goes_after_an_hour() {
    for world in worlds().await {
        let mut tx = world.dispatch.write().await.unwrap();
        let batch = uuid::Uuid::from_u128(7);
        let sample = world.dispatch.draft_volunteer(
            &crate::VolunteerInput {
                name: "A".to_owned(),
                email: "a@example.org".to_owned(),
                languages: vec!["fr".to_owned()],
                location: Some(crate::LocationInput { lat: 50.8, lon: 4.3 }),
                radius_km: 5.0,
                categories: vec!["meals".to_owned()],
                consent: crate::ConsentInput {
                    version: "1".to_owned(),
                    given: true,
                    by: None,
                    keep: false,
                },
                ..Default::default()
            },
            "page",
        );
        let row = store::StagedVolunteer {
            file_row: 2,
            volunteer: sample.unwrap().volunteer,
            confirm_hash: None,
            unsubscribe_hash: [0; 32],
            invite: None,
        };
        tx.stage_volunteers(batch, world.dispatch.now(), &[row]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.dispatch.discard_stale_imports().await.unwrap(), 0);
        assert_eq!(world.volunteer_count().await, 0);
        world.clock.advance(crate::service::hours(2));
        assert_eq!(world.dispatch.discard_stale_imports().await.unwrap(), 1);
        assert_eq!(world.staged_rows().await, 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_who_signs_up_during_the_import_is_not_registered_twice() {
    for world in worlds().await {
        let (text, options) = (file(3), ImportOptions::default());
        let input = crate::VolunteerInput {
            name: "A".to_owned(),
            email: "p2@example.org".to_owned(),
            languages: vec!["fr".to_owned()],
            location: Some(crate::LocationInput { lat: 50.8, lon: 4.3 }),
            radius_km: 5.0,
            categories: vec!["meals".to_owned()],
            consent: crate::ConsentInput {
                version: "1".to_owned(),
                given: true,
                by: None,
                keep: false,
            },
            ..Default::default()
        };
        // All rows are staged and none is published when the last step is told.
        let mut sign_up = |done, total| {
            if done == total {
                let register =
                    world.dispatch.register_volunteer(&crate::Actor::Visitor, &input, None);
                let runtime = tokio::runtime::Handle::current();
                tokio::task::block_in_place(|| runtime.block_on(register)).unwrap();
            }
        };
        let result = world.dispatch.import_volunteers(text.as_bytes(), options, &mut sign_up).await;
        let taken = "row 3: email: belongs to a volunteer who is registered already";
        assert_eq!(lines(result), [taken]);
        assert_eq!((world.volunteer_count().await, world.staged_rows().await), (1, 0));
    }
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_no_bad_row() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    let world = on_sqlite().await;
    let options = ImportOptions::default();
    let result = world.dispatch.import_volunteers(Broken, options, &mut |_, _| {}).await;
    assert!(matches!(result, Err(ImportFailure::Unreadable(_))));
}
