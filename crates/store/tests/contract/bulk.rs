//! Messages to many: whom they may reach, and when they go.

use matching::{AccountId, AreaId, VolunteerId, VolunteerStatus};
use store::{Area, BulkMessage, OldRows, Tx, Volunteer};

use crate::samples::{NOW, at, id, ids, notification, volunteer};
use crate::stores::in_tx;

const TOLD: [VolunteerStatus; 2] = [VolunteerStatus::Active, VolunteerStatus::Paused];

fn message(number: u128, minutes: i64) -> BulkMessage {
    BulkMessage {
        id: id(number),
        area_id: None,
        segment: "{}".to_owned(),
        subject: "Samedi".to_owned(),
        body: "À 9 h.\nMerci.".to_owned(),
        recipients: 3,
        created_by: Some(AccountId(id(9))),
        created_at: at(minutes),
    }
}

async fn reached(tx: &mut Tx, areas: Option<&[AreaId]>) -> Vec<u128> {
    let found = tx.reachable_volunteers(&TOLD, areas).await.unwrap();
    ids(&found, |one| one.id)
}

#[tokio::test]
async fn nobody_is_reached_who_is_suspended_gone_without_mail_or_wants_no_news() {
    in_tx(async |tx| {
        let area = Area { id: AreaId(id(50)), parent_id: None, name: "area".to_owned() };
        let area = tx.upsert_area(&area, NOW).await.unwrap();
        let status = |status, number| Volunteer { status, ..volunteer(number) };
        for one in [
            Volunteer { area_id: Some(area), ..volunteer(1) },
            status(VolunteerStatus::Paused, 2),
            status(VolunteerStatus::Suspended, 3),
            status(VolunteerStatus::Withdrawn, 4),
            status(VolunteerStatus::Unverified, 5),
            status(VolunteerStatus::PendingReview, 6),
            Volunteer { mail_suspended: true, ..volunteer(7) },
            volunteer(8),
        ] {
            tx.insert_volunteer(&one).await.unwrap();
        }
        assert_eq!(reached(tx, None).await, [1, 2, 8]);
        assert_eq!(reached(tx, Some(&[area])).await, [1]);
        assert!(reached(tx, Some(&[])).await.is_empty());
        let wants_none = VolunteerId(id(8));
        assert!(tx.stop_news(wants_none, NOW).await.unwrap());
        assert!(!tx.stop_news(wants_none, NOW).await.unwrap());
        assert!(tx.wants_no_news(wants_none).await.unwrap());
        assert_eq!(reached(tx, None).await, [1, 2]);
        assert!(tx.allow_news(wants_none).await.unwrap());
        assert!(!tx.allow_news(wants_none).await.unwrap());
        assert_eq!(reached(tx, None).await, [1, 2, 8]);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_kept_once_and_goes_when_no_mail_waits_for_it() {
    in_tx(async |tx| {
        tx.order_bulk_messages().await.unwrap();
        for one in [message(1, 10), message(2, 20)] {
            tx.insert_bulk_message(&one).await.unwrap();
        }
        assert_eq!(tx.bulk_message(id(1)).await.unwrap(), Some(message(1, 10)));
        assert_eq!(tx.bulk_message(id(3)).await.unwrap(), None);
        let since = tx.bulk_messages_since(at(0), 9).await.unwrap();
        assert_eq!(since, [message(2, 20), message(1, 10)]);
        assert_eq!(tx.bulk_messages_since(at(10), 9).await.unwrap(), [message(2, 20)]);
        let waits = store::Notification { kind: "message".to_owned(), ..notification(7) };
        tx.owe(&waits).await.unwrap();
        assert_eq!(tx.count_old(OldRows::BulkMessages, at(15)).await.unwrap(), 0);
        assert!(tx.end_notification(&waits, "dropped", "left").await.unwrap());
        assert_eq!(tx.delete_old(OldRows::BulkMessages, at(15)).await.unwrap(), 1);
        assert_eq!(tx.bulk_messages_since(at(0), 9).await.unwrap(), [message(2, 20)]);
    })
    .await;
}
