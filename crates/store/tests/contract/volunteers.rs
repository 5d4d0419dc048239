//! Volunteers: stored, found, changed and listed.

use std::collections::BTreeSet;

use matching::{AreaId, VolunteerId, VolunteerStatus};
use store::{Area, Sealed, Volunteer, VolunteerFilter};

use uuid::Uuid;

use crate::samples::{
    NOW, assert_same, at, cell, hard_text, id, ids, insert_volunteers, set, volunteer,
};
use crate::stores::in_tx;

const ALL: VolunteerFilter =
    VolunteerFilter { status: None, areas: None, category: None, before: None, limit: 99 };

/// A volunteer with everything that may be there.
fn full(area: AreaId) -> Volunteer {
    Volunteer {
        status: VolunteerStatus::Paused,
        sealed_contact: Sealed::from_bytes((0..=255).collect()),
        sealed_anchors: Sealed::from_bytes(vec![]),
        email_hash: vec![9; 32],
        phone_hash: Some(vec![0]),
        cell: cell(3),
        area_id: Some(area),
        country: "FR".to_owned(),
        postcode: "F-59000".to_owned(),
        label: hard_text(),
        radius_m: 0,
        categories: set("pets|meals"),
        skills: set("car|first-aid"),
        languages: set("ar|fr"),
        language: "nl".parse().unwrap(),
        availability: "mon,tue 09:00-17:00|sat 22:00-02:00".parse().unwrap(),
        quiet_hours: "21:00-08:00".parse().unwrap(),
        timezone: "America/Argentina/ComodRivadavia".to_owned(),
        capacity: 0,
        max_alerts_per_week: Some(3),
        paused_until: Some(at(5)),
        mail_mode: matching::MailMode::Digest,
        mail_suspended: true,
        vetted_until: Some(at(6)),
        activated_at: Some(at(7)),
        updated_at: at(8),
        version: 4,
        ..volunteer(1)
    }
}

async fn insert_area(tx: &mut store::Tx) -> AreaId {
    let area = Area { id: AreaId(id(50)), parent_id: None, name: "Ixelles".to_owned() };
    tx.upsert_area(&area, NOW).await.unwrap()
}

#[tokio::test]
async fn a_volunteer_reads_back_as_stored() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        for stored in [full(area), volunteer(2)] {
            assert!(tx.insert_volunteer(&stored).await.unwrap());
            let found = tx.volunteer(stored.id).await.unwrap().unwrap();
            assert_same(&found, &stored);
            assert_eq!(found.sealed_contact.as_bytes(), stored.sealed_contact.as_bytes());
            assert_eq!(found.sealed_anchors.as_bytes(), stored.sealed_anchors.as_bytes());
            let found = tx.volunteer_by_email(&stored.email_hash).await.unwrap().unwrap();
            assert_same(&found, &stored);
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_belongs_to_one_volunteer_until_they_leave() {
    in_tx(async |tx| {
        let same = |number| Volunteer { email_hash: vec![7], ..volunteer(number) };
        assert!(tx.insert_volunteer(&same(1)).await.unwrap());
        assert!(!tx.insert_volunteer(&same(2)).await.unwrap());
        assert!(tx.volunteer(VolunteerId(id(2))).await.unwrap().is_none());
        let gone = Volunteer { status: VolunteerStatus::Withdrawn, ..same(1) };
        assert!(tx.update_volunteer(VolunteerStatus::Active, &gone).await.unwrap());
        assert!(tx.volunteer_by_email(&[7]).await.unwrap().is_none());
        assert!(tx.insert_volunteer(&same(2)).await.unwrap());
        assert_eq!(tx.volunteer_by_email(&[7]).await.unwrap().unwrap().id.0, id(2));
    })
    .await;
}

#[tokio::test]
async fn a_volunteer_is_written_back_under_a_status_guard() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        insert_volunteers(tx, 2).await;
        let all = full(area);
        assert!(!tx.update_volunteer(VolunteerStatus::Unverified, &all).await.unwrap());
        assert_same(&tx.volunteer(all.id).await.unwrap().unwrap(), &volunteer(1));
        assert!(tx.update_volunteer(VolunteerStatus::Active, &all).await.unwrap());
        let found = tx.volunteer(all.id).await.unwrap().unwrap();
        assert_same(&found, &all);
        assert_eq!(found.sealed_contact.as_bytes(), all.sealed_contact.as_bytes());
        assert_eq!(found.sealed_anchors.as_bytes(), all.sealed_anchors.as_bytes());
        assert_same(&tx.volunteer(volunteer(2).id).await.unwrap().unwrap(), &volunteer(2));
        assert!(tx.update_volunteer(VolunteerStatus::Paused, &volunteer(1)).await.unwrap());
        assert_same(&tx.volunteer(all.id).await.unwrap().unwrap(), &volunteer(1));
    })
    .await;
}

#[tokio::test]
async fn volunteers_are_listed_newest_first_and_filtered() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        insert_volunteers(tx, 3).await;
        let helps = |codes: &[&str]| codes.iter().map(|code| code.parse().unwrap()).collect();
        let categories = helps(&["dog_walk", "pharmacy"]);
        let placed = Volunteer { area_id: Some(area), categories, ..volunteer(4) };
        let rests = Volunteer { status: VolunteerStatus::Paused, ..volunteer(5) };
        tx.insert_volunteer(&placed).await.unwrap();
        tx.insert_volunteer(&rests).await.unwrap();
        let only = |code: &str| VolunteerFilter { category: code.parse().ok(), ..ALL };
        let cases: [(VolunteerFilter, &[u128]); 10] = [
            (only("dog_walk"), &[4]),
            (only("pharmacy"), &[4]),
            // An underscore stands for itself.
            (only("dog-walk"), &[]),
            (only("dog"), &[]),
            (ALL, &[5, 4, 3, 2, 1]),
            (VolunteerFilter { status: Some(VolunteerStatus::Paused), ..ALL }, &[5]),
            (VolunteerFilter { areas: Some(vec![area, AreaId(id(51))]), ..ALL }, &[4]),
            (VolunteerFilter { areas: Some(vec![]), ..ALL }, &[]),
            (VolunteerFilter { before: Some(VolunteerId(id(4))), limit: 2, ..ALL }, &[3, 2]),
            (
                VolunteerFilter {
                    status: Some(VolunteerStatus::Active),
                    areas: Some(vec![area]),
                    category: "pharmacy".parse().ok(),
                    before: Some(VolunteerId(id(5))),
                    limit: 1,
                },
                &[4],
            ),
        ];
        for (filter, expected) in cases {
            let found = tx.volunteers(&filter).await.unwrap();
            assert_eq!(ids(&found, |volunteer| volunteer.id), expected, "{filter:?}");
            if filter.before.is_none() {
                let count = tx.count_volunteers(&filter, 50).await.unwrap();
                assert_eq!(usize::try_from(count).unwrap(), expected.len(), "{filter:?}");
                assert!(tx.count_volunteers(&filter, 2).await.unwrap() <= 2);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn many_volunteers_are_found_in_the_order_of_their_ids() {
    in_tx(async |tx| {
        insert_volunteers(tx, 520).await;
        let asked = (0..=521).rev().chain([7, 520]).map(|number| VolunteerId(id(number)));
        let found = tx.volunteers_by_id(&asked.collect::<Vec<_>>()).await.unwrap();
        assert!(ids(&found, |volunteer| volunteer.id).into_iter().eq(1..=520));
        assert!(tx.volunteers_by_id(&[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn only_active_volunteers_are_handed_to_the_index() {
    in_tx(async |tx| {
        for (number, status) in (1..).zip(VolunteerStatus::ALL) {
            let one = Volunteer { status: *status, ..volunteer(number) };
            tx.insert_volunteer(&one).await.unwrap();
        }
        tx.insert_volunteer(&volunteer(9)).await.unwrap();
        let none = VolunteerId(Uuid::nil());
        let rows = tx.offerings_after(none, 9).await.unwrap();
        let handed: Vec<_> = rows.iter().map(|row| row.read().unwrap()).collect();
        for (row, own) in rows.iter().zip(&handed) {
            assert_eq!((row.id().unwrap(), row.subject().unwrap()), (own.id, own.subject_id));
            let same = volunteer(own.id.0.as_u128());
            assert_eq!(own.categories, same.categories);
            assert_eq!((own.radius_m, own.age_at_least), (same.radius_m, same.age_at_least));
        }
        let handed: Vec<_> = handed.iter().map(|own| own.id.0.as_u128()).collect();
        assert_eq!(tx.offerings_after(none, 1).await.unwrap().len(), 1);
        assert_eq!(tx.offerings_after(VolunteerId(id(3)), 9).await.unwrap().len(), 1);
        assert_eq!(handed, [3, 9]);
        let counts: BTreeSet<_> = tx.volunteer_counts().await.unwrap().into_iter().collect();
        let expected = VolunteerStatus::ALL
            .iter()
            .map(|status| (*status, if *status == VolunteerStatus::Active { 2 } else { 1 }));
        assert_eq!(counts, expected.collect());
    })
    .await;
}

#[tokio::test]
async fn a_person_blocks_a_volunteer_once_and_for_themselves_alone() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        let blocked = volunteer(2).id;
        tx.block_volunteer(b"person", blocked, NOW).await.unwrap();
        tx.block_volunteer(b"person", blocked, at(1)).await.unwrap();
        assert_eq!(tx.blocked_volunteers(b"person").await.unwrap(), BTreeSet::from([blocked]));
        assert!(tx.blocked_volunteers(b"other").await.unwrap().is_empty());
    })
    .await;
}
