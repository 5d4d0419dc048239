//! Files that come in and go out.

use std::collections::HashSet;

use matching::{AreaId, EngagementId, NotificationId, RequestStatus, TaskState, VolunteerStatus};
use store::{
    Area, Engagement, HelpRequest, OldRows, StagedMail, StagedRequest, StagedVolunteer, Task, Tx,
    Volunteer,
};

use crate::samples::{
    NOW, assert_same, at, engagement, hard_text, id, ids, insert_volunteers, request, task,
    volunteer,
};
use crate::stores::{each, in_tx};

fn mail(number: u128) -> StagedMail {
    let key = format!("staged:{number}");
    StagedMail { id: NotificationId(id(number)), key, at: at(1), until: at(9) }
}

/// A volunteer of a file; those with an even number did not agree yet.
fn staged_volunteer(number: u128) -> StagedVolunteer {
    let hash =
        |kind: u8| [kind, u8::try_from(number % 251).unwrap()].repeat(16).try_into().unwrap();
    let invited = number.is_multiple_of(2);
    let status = if invited { VolunteerStatus::Unverified } else { VolunteerStatus::Active };
    StagedVolunteer {
        file_row: i64::try_from(number).unwrap(),
        volunteer: Volunteer { status, label: hard_text(), ..volunteer(number) },
        confirm_hash: invited.then(|| hash(1)),
        unsubscribe_hash: hash(2),
        invite: invited.then(|| mail(number)),
    }
}

/// A request of a file; those with an even number are open and have a receipt.
fn staged_request(number: u128) -> StagedRequest {
    let opened = number.is_multiple_of(2);
    let status = if opened { RequestStatus::Open } else { RequestStatus::Unconfirmed };
    let opened_at = opened.then_some(NOW);
    StagedRequest {
        file_row: i64::try_from(number).unwrap(),
        request: HelpRequest { status, opened_at, version: 3, ..request(number) },
        manage_hash: [u8::try_from(number).unwrap(); 32],
        posted: r#"{"channel":"import"}"#.to_owned(),
        duplicate: opened.then(|| r#"{"of":"R1"}"#.to_owned()),
        receipt: opened.then(|| mail(number)),
    }
}

async fn kinds(tx: &mut Tx) -> Vec<String> {
    let events = tx.events_after(0, 1_000).await.unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

#[tokio::test]
async fn staged_volunteers_are_published_with_all_that_belongs_to_them() {
    in_tx(async |tx| {
        let staged: Vec<_> = (1..=3).map(staged_volunteer).collect();
        tx.stage_volunteers(id(70), NOW, &staged).await.unwrap();
        assert_eq!(tx.staged_rows().await.unwrap(), 3);
        assert!(tx.volunteer(id(1).into()).await.unwrap().is_none());
        assert_eq!(tx.publish_volunteers(id(70), at(1)).await.unwrap(), 3);
        assert_eq!(tx.staged_rows().await.unwrap(), 0);
        for one in &staged {
            let found = tx.volunteer(one.volunteer.id).await.unwrap().unwrap();
            assert_same(&found, &one.volunteer);
            let away = tx.link(&one.unsubscribe_hash, "unsubscribe").await.unwrap().unwrap();
            assert_eq!((away.target, away.version, away.expires_at), (found.id.0, 1, None));
        }
        let confirm = staged[1].confirm_hash.unwrap();
        let link = tx.link(&confirm, "confirm_volunteer").await.unwrap().unwrap();
        assert_eq!((link.target, link.expires_at), (id(2), Some(at(9))));
        let mails = tx.claim_notifications(at(1), at(2), 9, None).await.unwrap();
        assert_eq!(ids(&mails, |mail| mail.id), [2]);
        assert_eq!((mails[0].kind.as_str(), mails[0].not_after), ("invite", Some(at(9))));
        assert_eq!(kinds(tx).await, ["volunteer.registered"; 3]);
        let changed = tx.changes_after(0, 9).await.unwrap();
        assert_eq!(ids(&changed, |change| change.volunteer_id), [1, 3]);
    })
    .await;
}

#[tokio::test]
async fn staged_requests_are_published_with_all_that_belongs_to_them() {
    in_tx(async |tx| {
        let staged: Vec<_> = (1..=2).map(staged_request).collect();
        tx.stage_requests(id(70), NOW, &staged).await.unwrap();
        assert_eq!(tx.staged_rows().await.unwrap(), 2);
        assert_eq!(tx.publish_requests(id(70), at(1)).await.unwrap(), 2);
        assert_eq!(tx.staged_rows().await.unwrap(), 0);
        for one in &staged {
            let found = tx.request(one.request.id).await.unwrap().unwrap();
            assert_same(&found, &one.request);
            let manage = tx.link(&one.manage_hash, "manage").await.unwrap().unwrap();
            assert_eq!((manage.target, manage.version), (found.id.0, 3));
        }
        let mails = tx.claim_notifications(at(1), at(2), 9, None).await.unwrap();
        assert_eq!((ids(&mails, |mail| mail.id), mails[0].kind.as_str()), (vec![2], "receipt"));
        let told = ["posted", "posted", "opened", "possible_duplicate"];
        assert_eq!(kinds(tx).await, told.map(|kind| format!("request.{kind}")));
        let events = tx.events_of_request(id(2).into()).await.unwrap();
        assert_eq!(events[2].data, r#"{"of":"R1"}"#);
    })
    .await;
}

#[tokio::test]
async fn a_large_file_is_staged_and_published_whole_and_in_its_order() {
    in_tx(async |tx| {
        let staged: Vec<_> = (1..=230).map(staged_volunteer).collect();
        tx.stage_volunteers(id(70), NOW, &staged).await.unwrap();
        assert_eq!(tx.publish_volunteers(id(70), at(1)).await.unwrap(), 230);
        let changed = tx.changes_after(0, 1_000).await.unwrap();
        let active = (1..=230).filter(|number| number % 2 == 1);
        assert!(ids(&changed, |change| change.volunteer_id).into_iter().eq(active));
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_published_or_discarded_without_the_others() {
    in_tx(async |tx| {
        tx.stage_volunteers(id(70), NOW, &[staged_volunteer(1)]).await.unwrap();
        tx.stage_volunteers(id(71), NOW, &[staged_volunteer(3)]).await.unwrap();
        tx.stage_requests(id(71), at(1), &[staged_request(1)]).await.unwrap();
        tx.stage_requests(id(72), at(2), &[staged_request(2)]).await.unwrap();
        assert_eq!(tx.publish_volunteers(id(70), at(1)).await.unwrap(), 1);
        tx.discard_staged(id(72)).await.unwrap();
        assert_eq!(tx.staged_rows().await.unwrap(), 2);
        assert_eq!(tx.publish_requests(id(72), at(1)).await.unwrap(), 0);
        assert_eq!(tx.delete_old(OldRows::StagedVolunteers, NOW).await.unwrap(), 1);
        assert_eq!(tx.delete_old(OldRows::StagedRequests, NOW).await.unwrap(), 0);
        assert_eq!(tx.delete_old(OldRows::StagedRequests, at(1)).await.unwrap(), 1);
        assert!(tx.volunteer(id(3).into()).await.unwrap().is_none());
        tx.stage_volunteers(id(73), NOW, &[]).await.unwrap();
        assert_eq!(tx.publish_volunteers(id(73), at(1)).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_stops_the_whole_batch() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        insert_volunteers(&mut tx, 1).await;
        let mut taken = staged_volunteer(3);
        taken.volunteer.email_hash = volunteer(1).email_hash;
        tx.stage_volunteers(id(70), NOW, &[staged_volunteer(2), taken]).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.db.write().await.unwrap();
        let refused = tx.publish_volunteers(id(70), at(1)).await.unwrap_err();
        assert!(refused.is_unique_violation());
        drop(tx);
        let mut tx = store.db.read().await.unwrap();
        assert!(tx.volunteer(id(2).into()).await.unwrap().is_none());
        assert_eq!(tx.staged_rows().await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_known_already_is_told_of_a_long_list() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        let gone = Volunteer { status: VolunteerStatus::Withdrawn, ..volunteer(3) };
        tx.insert_volunteer(&gone).await.unwrap();
        tx.insert_request(&request(900)).await.unwrap();
        let hashes: Vec<_> = (0..1_200).rev().map(|n| volunteer(n).email_hash).collect();
        let known = [1, 2].map(|number| volunteer(number).email_hash);
        assert_eq!(tx.known_emails(&hashes).await.unwrap(), HashSet::from(known));
        assert!(tx.known_emails(&[]).await.unwrap().is_empty());
        let asked: Vec<_> = (0..1_200).map(id).collect();
        let known = HashSet::from([1, 2, 3, 900].map(id));
        assert_eq!(tx.known_ids(&asked).await.unwrap(), known);
        assert!(tx.known_ids(&[]).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn engagements_are_exported_page_by_page() {
    in_tx(async |tx| {
        insert_volunteers(tx, 1).await;
        for number in 1..=5 {
            tx.insert_request(&request(number)).await.unwrap();
            tx.insert_engagement(&engagement(number, number, 1)).await.unwrap();
        }
        let first = tx.engagements_after(None, 2).await.unwrap();
        assert_same(&first[0], &engagement(1, 1, 1));
        assert_eq!(ids(&first, |one: &Engagement| one.id), [1, 2]);
        let rest = tx.engagements_after(Some(EngagementId(id(2))), 9).await.unwrap();
        assert_eq!(ids(&rest, |one: &Engagement| one.id), [3, 4, 5]);
    })
    .await;
}

#[tokio::test]
async fn open_tasks_follow_what_they_are_about_into_its_area() {
    in_tx(async |tx| {
        let area = Area { id: AreaId(id(50)), parent_id: None, name: "Ixelles".to_owned() };
        let other = Area { id: AreaId(id(51)), parent_id: None, name: "Evere".to_owned() };
        tx.upsert_area(&area, NOW).await.unwrap();
        tx.upsert_area(&other, NOW).await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        insert_volunteers(tx, 1).await;
        let of_request = Task { request_id: Some(id(1).into()), ..task(1) };
        let of_both = Task { volunteer_id: Some(id(1).into()), ..of_request.clone() };
        let of_both = Task { id: task(2).id, dedupe_key: task(2).dedupe_key, ..of_both };
        let of_volunteer = Task { volunteer_id: Some(id(1).into()), ..task(3) };
        let done = Task { request_id: Some(id(1).into()), state: TaskState::Done, ..task(4) };
        let of_nobody = Task { area_id: Some(other.id), ..task(5) };
        for one in [&of_request, &of_both, &of_volunteer, &done, &of_nobody] {
            tx.insert_task(one).await.unwrap();
        }
        tx.set_request_area(id(1).into(), Some(area.id)).await.unwrap();
        tx.set_volunteer_area(id(1).into(), Some(other.id)).await.unwrap();
        assert_eq!(tx.request(id(1).into()).await.unwrap().unwrap().area_id, Some(area.id));
        assert_eq!(tx.volunteer(id(1).into()).await.unwrap().unwrap().area_id, Some(other.id));
        tx.follow_areas().await.unwrap();
        let mut areas = Vec::new();
        for number in 1..=5 {
            areas.push(tx.task(id(number).into()).await.unwrap().unwrap().area_id);
        }
        let (area, other) = (Some(area.id), Some(other.id));
        assert_eq!(areas, [area, area, other, None, other]);
        tx.set_request_area(id(1).into(), None).await.unwrap();
        tx.follow_areas().await.unwrap();
        assert_eq!(tx.task(id(1).into()).await.unwrap().unwrap().area_id, None);
    })
    .await;
}
