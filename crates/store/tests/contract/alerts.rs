//! Alerts.

use matching::AlertStatus::{self, Accepted, Declined, Expired, Failed, Sent, Withdrawn};
use matching::{RequestId, VolunteerId};
use store::{Alert, Tx};

use crate::samples::{NOW, alert, assert_same, at, hard_text, id, ids, insert_volunteers, request};
use crate::stores::in_tx;

/// One request and as many alerts as there are statuses, one each, numbered from 1.
async fn insert_one_of_each(tx: &mut Tx) {
    tx.insert_request(&request(1)).await.unwrap();
    insert_volunteers(tx, 7).await;
    for (number, status) in (1..).zip(AlertStatus::ALL) {
        let one = Alert { status: *status, ..alert(number, 1, number) };
        tx.insert_alert(&one).await.unwrap();
    }
}

async fn statuses(tx: &mut Tx) -> Vec<AlertStatus> {
    let alerts = tx.alerts_of_request(RequestId(id(1))).await.unwrap();
    alerts.iter().map(|alert| alert.status).collect()
}

#[tokio::test]
async fn an_alert_reads_back_as_stored() {
    in_tx(async |tx| {
        insert_volunteers(tx, 1).await;
        tx.insert_request(&request(1)).await.unwrap();
        let full = Alert {
            wave: 3,
            status: AlertStatus::Declined,
            distance_m: Some(0),
            reasons: hard_text(),
            sent_at: Some(at(1)),
            answered_at: Some(at(2)),
            decline_reason: Some("too_far".to_owned()),
            withdrawn_at: Some(at(3)),
            chance_ppm: Some(166_667),
            exposure_ppm: Some(1_000_000),
            ..alert(1, 1, 1)
        };
        for stored in [full, alert(2, 1, 1)] {
            tx.insert_alert(&stored).await.unwrap();
            assert_same(&tx.alert(stored.id).await.unwrap().unwrap(), &stored);
        }
    })
    .await;
}

#[tokio::test]
async fn alerts_are_listed_by_request_and_by_volunteer() {
    in_tx(async |tx| {
        insert_volunteers(tx, 2).await;
        for number in 1..=3 {
            tx.insert_request(&request(number)).await.unwrap();
        }
        let pairs = [(5, 1, 1), (4, 1, 2), (3, 2, 1), (6, 3, 1)];
        for (number, request, volunteer) in pairs {
            tx.insert_alert(&alert(number, request, volunteer)).await.unwrap();
        }
        let of_request = tx.alerts_of_request(RequestId(id(1))).await.unwrap();
        assert_eq!(ids(&of_request, |alert| alert.id), [4, 5]);
        let volunteer = VolunteerId(id(1));
        let all = tx.alerts_of_volunteer(volunteer, 9).await.unwrap();
        assert_eq!(ids(&all, |alert| alert.id), [6, 5, 3]);
        let newest = tx.alerts_of_volunteer(volunteer, 2).await.unwrap();
        assert_eq!(ids(&newest, |alert| alert.id), [6, 5]);
    })
    .await;
}

#[tokio::test]
async fn an_alert_moves_on_once() {
    in_tx(async |tx| {
        insert_volunteers(tx, 1).await;
        tx.insert_request(&request(1)).await.unwrap();
        let queued = alert(1, 1, 1);
        tx.insert_alert(&queued).await.unwrap();
        let (from, to) = (AlertStatus::Queued, AlertStatus::Sent);
        assert!(tx.move_alert(queued.id, from, to, at(1), None).await.unwrap());
        assert!(!tx.move_alert(queued.id, from, to, at(2), None).await.unwrap());
        let sent = Alert { status: to, sent_at: Some(at(1)), ..queued };
        assert_same(&tx.alert(sent.id).await.unwrap().unwrap(), &sent);
        let no = AlertStatus::Declined;
        assert!(tx.move_alert(sent.id, to, no, at(3), Some("busy")).await.unwrap());
        let declined = Alert {
            status: no,
            answered_at: Some(at(3)),
            decline_reason: Some("busy".to_owned()),
            ..sent
        };
        assert_same(&tx.alert(declined.id).await.unwrap().unwrap(), &declined);
    })
    .await;
}

#[tokio::test]
async fn a_yes_is_an_answer_and_an_expiry_is_none() {
    in_tx(async |tx| {
        insert_one_of_each(tx).await;
        let (queued, expired) = (AlertStatus::Queued, AlertStatus::Expired);
        tx.move_alert(id(1).into(), queued, expired, at(1), None).await.unwrap();
        assert_eq!(tx.alert(id(1).into()).await.unwrap().unwrap().answered_at, None);
        tx.move_alert(id(1).into(), expired, AlertStatus::Accepted, at(2), None).await.unwrap();
        assert_eq!(tx.alert(id(1).into()).await.unwrap().unwrap().answered_at, Some(at(2)));
    })
    .await;
}

#[tokio::test]
async fn what_may_still_be_answered_is_withdrawn() {
    in_tx(async |tx| {
        insert_one_of_each(tx).await;
        let withdrawn = tx.withdraw_alerts(RequestId(id(1)), at(9)).await.unwrap();
        assert_eq!(ids(&withdrawn, |alert| alert.id), [1, 2, 5]);
        let expected = [Withdrawn, Withdrawn, Accepted, Declined, Withdrawn, Withdrawn, Failed];
        assert_eq!(statuses(tx).await, expected);
        assert!(tx.withdraw_alerts(RequestId(id(1)), at(9)).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn silence_expires_an_outstanding_alert() {
    in_tx(async |tx| {
        insert_one_of_each(tx).await;
        insert_volunteers_late(tx).await;
        assert!(tx.expire_alerts(RequestId(id(1)), at(59)).await.unwrap().is_empty());
        let expired = tx.expire_alerts(RequestId(id(1)), at(60)).await.unwrap();
        assert_eq!(ids(&expired, |alert| alert.id), [1, 2]);
        let expected = [Expired, Expired, Accepted, Declined, Expired, Withdrawn, Failed, Sent];
        assert_eq!(statuses(tx).await, expected);
    })
    .await;
}

/// An eighth alert, sent, that may still be answered for a while.
async fn insert_volunteers_late(tx: &mut Tx) {
    let status = AlertStatus::Sent;
    let late = Alert { status, wave: 2, answer_by: at(61), sent_at: Some(NOW), ..alert(8, 1, 1) };
    tx.insert_alert(&late).await.unwrap();
}
