//! Help requests: stored, found and changed.

use matching::{AccountId, AreaId, Channel, Priority, RequestStatus};
use store::{Area, HelpRequest, Sealed};

use crate::samples::{NOW, assert_same, at, cell, hard_text, id, request, set};
use crate::stores::{each, in_tx};

/// A request in which everything that may be there is there.
fn full(area: AreaId) -> HelpRequest {
    HelpRequest {
        reference: "K7M4-2P9".to_owned(),
        status: RequestStatus::InProgress,
        category: "care_home".parse().unwrap(),
        priority: Priority::Vital,
        vital_requested: true,
        channel: Channel::Phone,
        languages: set("fr|nl|ar"),
        skills: set("car|first-aid"),
        volunteers_needed: 3,
        remote: true,
        cell: Some(cell(4)),
        label: hard_text(),
        area_id: Some(area),
        not_before: Some(at(30)),
        item_count: u32::MAX,
        sealed_contact: Sealed::from_bytes((0..=255).collect()),
        sealed_details: Sealed::from_bytes(vec![0; 100_000]),
        email_hash: Some(vec![0, 255]),
        phone_hash: Some(vec![]),
        needs_attention: true,
        attention: Some("nobody_left".to_owned()),
        staff_only: true,
        urgent: true,
        places_filled: 2,
        wave: 4,
        next_plan_at: Some(at(1)),
        created_by: Some(AccountId(id(8))),
        opened_at: Some(at(2)),
        first_yes_at: Some(at(3)),
        matched_at: Some(at(4)),
        done_at: Some(at(5)),
        ended_at: Some(at(6)),
        outcome: Some("helped".to_owned()),
        ended_by: Some("requester".to_owned()),
        version: 7,
        ..request(1)
    }
}

#[tokio::test]
async fn a_request_reads_back_as_it_was_stored() {
    in_tx(async |tx| {
        let area = Area { id: AreaId(id(5)), parent_id: None, name: "Ixelles".to_owned() };
        tx.upsert_area(&area, NOW).await.unwrap();
        for stored in [full(area.id), request(2)] {
            tx.insert_request(&stored).await.unwrap();
            let found = tx.request(stored.id).await.unwrap().unwrap();
            assert_same(&found, &stored);
            assert_eq!(found.sealed_contact.as_bytes(), stored.sealed_contact.as_bytes());
            assert_eq!(found.sealed_details.as_bytes(), stored.sealed_details.as_bytes());
            let found = tx.request_by_reference(&stored.reference).await.unwrap().unwrap();
            assert_same(&found, &stored);
        }
        assert!(tx.request_by_reference("k7m4-2p9").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn times_keep_their_microseconds_and_no_more() {
    in_tx(async |tx| {
        let finer = NOW + jiff::SignedDuration::from_nanos(999);
        let long_ago = "-000044-03-15T12:00:00.000001Z".parse().unwrap();
        let stored = HelpRequest { created_at: finer, not_before: Some(long_ago), ..request(1) };
        tx.insert_request(&stored).await.unwrap();
        let found = tx.request(stored.id).await.unwrap().unwrap();
        assert_eq!((found.created_at, found.not_before), (NOW, Some(long_ago)));
    })
    .await;
}

#[tokio::test]
async fn every_code_reads_back() {
    in_tx(async |tx| {
        for (number, status) in (1..).zip(RequestStatus::ALL) {
            let channel = Channel::ALL[number % Channel::ALL.len()];
            let priority = Priority::ALL[number % Priority::ALL.len()];
            let stored =
                HelpRequest { status: *status, channel, priority, ..request(number as u128) };
            tx.insert_request(&stored).await.unwrap();
            assert_same(&tx.request(stored.id).await.unwrap().unwrap(), &stored);
        }
    })
    .await;
}

#[tokio::test]
async fn a_request_that_is_not_remote_has_a_cell_and_a_known_category() {
    let nowhere = HelpRequest { cell: None, ..request(1) };
    let unknown = HelpRequest { category: "juggling".parse().unwrap(), ..request(1) };
    let for_nobody = HelpRequest { volunteers_needed: 0, ..request(1) };
    for refused in [nowhere, unknown, for_nobody] {
        each(async |store| {
            let mut tx = store.db.write().await.unwrap();
            tx.insert_request(&refused).await.unwrap();
            assert!(tx.flush().await.is_err());
        })
        .await;
    }
}

#[tokio::test]
async fn a_status_guard_refuses_a_stale_writer() {
    in_tx(async |tx| {
        tx.insert_request(&request(1)).await.unwrap();
        let matched = HelpRequest { status: RequestStatus::Matched, wave: 9, ..request(1) };
        assert!(tx.update_request_life(RequestStatus::Open, &matched).await.unwrap());
        let cancelled = HelpRequest { status: RequestStatus::Cancelled, ..request(1) };
        assert!(!tx.update_request_life(RequestStatus::Open, &cancelled).await.unwrap());
        assert_same(&tx.request(matched.id).await.unwrap().unwrap(), &matched);
        assert!(!tx.update_request_life(RequestStatus::Open, &request(2)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_life_is_written_without_touching_the_need() {
    in_tx(async |tx| {
        let area = Area { id: AreaId(id(5)), parent_id: None, name: "Ixelles".to_owned() };
        tx.upsert_area(&area, NOW).await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        tx.insert_request(&request(2)).await.unwrap();
        let all = HelpRequest { updated_at: at(9), ..full(area.id) };
        assert!(tx.update_request_life(RequestStatus::Open, &all).await.unwrap());
        let expected = HelpRequest {
            status: all.status,
            priority: all.priority,
            needs_attention: true,
            attention: all.attention.clone(),
            staff_only: true,
            urgent: true,
            places_filled: 2,
            wave: 4,
            next_plan_at: all.next_plan_at,
            opened_at: all.opened_at,
            first_yes_at: all.first_yes_at,
            matched_at: all.matched_at,
            done_at: all.done_at,
            ended_at: all.ended_at,
            outcome: all.outcome.clone(),
            ended_by: all.ended_by.clone(),
            updated_at: at(9),
            version: 7,
            ..request(1)
        };
        assert_same(&tx.request(all.id).await.unwrap().unwrap(), &expected);
        assert_same(&tx.request(request(2).id).await.unwrap().unwrap(), &request(2));
        let bare = HelpRequest { updated_at: at(10), ..request(1) };
        assert!(tx.update_request_life(RequestStatus::InProgress, &bare).await.unwrap());
        assert_same(&tx.request(all.id).await.unwrap().unwrap(), &bare);
    })
    .await;
}

#[tokio::test]
async fn an_edit_is_written_without_touching_the_life() {
    in_tx(async |tx| {
        let area = Area { id: AreaId(id(5)), parent_id: None, name: "Ixelles".to_owned() };
        tx.upsert_area(&area, NOW).await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        tx.insert_request(&request(2)).await.unwrap();
        let all = HelpRequest {
            updated_at: at(9),
            language: set("nl").pop_first().unwrap(),
            ..full(area.id)
        };
        tx.update_request_need(&all).await.unwrap();
        let found = tx.request(all.id).await.unwrap().unwrap();
        let expected = HelpRequest {
            category: all.category.clone(),
            language: all.language.clone(),
            languages: all.languages.clone(),
            skills: all.skills.clone(),
            volunteers_needed: 3,
            remote: true,
            cell: all.cell,
            label: all.label.clone(),
            area_id: all.area_id,
            not_before: all.not_before,
            item_count: all.item_count,
            email_hash: all.email_hash.clone(),
            phone_hash: all.phone_hash.clone(),
            updated_at: at(9),
            ..request(1)
        };
        assert_same(&found, &expected);
        assert_eq!(found.sealed_contact.as_bytes(), all.sealed_contact.as_bytes());
        assert_eq!(found.sealed_details.as_bytes(), all.sealed_details.as_bytes());
        assert_same(&tx.request(request(2).id).await.unwrap().unwrap(), &request(2));
    })
    .await;
}

#[test]
fn a_person_is_known_by_the_phone_number_and_by_the_address() {
    let both = HelpRequest { phone_hash: Some(vec![1]), email_hash: Some(vec![2]), ..request(1) };
    assert!(both.person_hashes().eq([&[1_u8][..], &[2]]));
    let address = HelpRequest { email_hash: Some(vec![2]), ..request(1) };
    assert!(address.person_hashes().eq([&[2_u8][..]]));
    assert_eq!(request(1).person_hashes().count(), 0);
}

#[tokio::test]
async fn decisions_about_one_request_are_taken_one_after_the_other() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        tx.lock_request(request(9).id).await.unwrap();
        tx.commit().await.unwrap();
        let one_more = async || {
            let mut tx = store.db.write().await.unwrap();
            tx.lock_request(request(1).id).await.unwrap();
            let mut found = tx.request(request(1).id).await.unwrap().unwrap();
            found.wave += 1;
            tokio::task::yield_now().await;
            assert!(tx.update_request_life(RequestStatus::Open, &found).await.unwrap());
            tx.commit().await.unwrap();
        };
        futures::future::join_all((0..10).map(|_| one_more())).await;
        let mut tx = store.db.read().await.unwrap();
        assert_eq!(tx.request(request(1).id).await.unwrap().unwrap().wave, 10);
    })
    .await;
}
