//! The outbox.

use std::collections::BTreeSet;

use matching::{AccountId, AlertId, EngagementId, NotificationId, RequestId, VolunteerId};
use store::{Notification, Tx};

use crate::samples::{NOW, alert, at, hard_text, id, ids, notification, request, volunteer};
use crate::stores::{each, in_tx};

async fn claim(tx: &mut Tx, now: i64) -> Vec<Notification> {
    tx.claim_notifications(at(now), at(now + 10), 100, None).await.unwrap()
}

/// Owes one mail and claims it.
async fn claimed(tx: &mut Tx) -> Notification {
    assert!(tx.owe_if_new(&notification(1)).await.unwrap());
    claim(tx, 0).await.pop().unwrap()
}

async fn state(tx: &mut Tx) -> String {
    tx.notification_state("mail:1").await.unwrap().unwrap()
}

#[tokio::test]
async fn a_mail_reads_back_as_owed() {
    in_tx(async |tx| {
        let full = Notification {
            dedupe_key: hard_text(),
            rank: 0,
            volunteer_id: Some(VolunteerId(id(1))),
            request_id: Some(RequestId(id(2))),
            alert_id: Some(AlertId(id(3))),
            engagement_id: Some(EngagementId(id(4))),
            account_id: Some(AccountId(id(5))),
            data: hard_text(),
            not_after: Some(at(5)),
            created_at: at(-1),
            ..notification(1)
        };
        for owed in [full, notification(2)] {
            assert!(tx.owe_if_new(&owed).await.unwrap());
            let found = claim(tx, 0).await;
            assert_eq!(found, [Notification { fence: 1, ..owed }]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_is_owed_once() {
    in_tx(async |tx| {
        assert!(tx.owe_if_new(&notification(1)).await.unwrap());
        let same = Notification { id: NotificationId(id(2)), ..notification(1) };
        assert!(!tx.owe_if_new(&same).await.unwrap());
        assert_eq!(tx.outbox_depth().await.unwrap(), 1);
        let mail = claim(tx, 0).await.pop().unwrap();
        assert_eq!(tx.mark_sending(&[&mail], at(10)).await.unwrap().len(), 1);
        assert_eq!(tx.mark_sent(&[&mail], at(1)).await.unwrap().len(), 1);
        assert!(!tx.owe_if_new(&same).await.unwrap());
        assert_eq!(tx.outbox_depth().await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn due_mails_are_claimed_by_rank_then_time() {
    in_tx(async |tx| {
        let mails = [
            Notification { rank: 9, ..notification(1) },
            Notification { next_attempt_at: at(-1), ..notification(2) },
            notification(4),
            notification(3),
            Notification { rank: 0, ..notification(5) },
            Notification { next_attempt_at: at(1), ..notification(6) },
        ];
        for mail in &mails {
            tx.owe(mail).await.unwrap();
        }
        let first = tx.claim_notifications(NOW, at(10), 2, None).await.unwrap();
        assert_eq!(ids(&first, |mail| mail.id), [5, 2]);
        assert_eq!(ids(&claim(tx, 0).await, |mail| mail.id), [3, 4, 1]);
        assert_eq!(ids(&claim(tx, 1).await, |mail| mail.id), [6]);
    })
    .await;
}

#[tokio::test]
async fn a_claimed_mail_is_not_claimed_twice() {
    in_tx(async |tx| {
        let first = claimed(tx).await;
        assert!(claim(tx, 9).await.is_empty());
        let again = claim(tx, 10).await;
        assert_eq!(again, [Notification { fence: 2, ..first }]);
    })
    .await;
}

#[tokio::test]
async fn an_older_fence_cannot_touch_the_mail() {
    in_tx(async |tx| {
        let older = claimed(tx).await;
        let newer = claim(tx, 10).await.pop().unwrap();
        assert!(tx.mark_sending(&[&older], at(10)).await.unwrap().is_empty());
        assert_eq!(tx.mark_sending(&[&newer], at(10)).await.unwrap().len(), 1);
        assert!(tx.mark_sent(&[&older], at(11)).await.unwrap().is_empty());
        assert!(!tx.retry_notification(&older, at(12), "transient", false).await.unwrap());
        assert!(!tx.end_notification(&older, "failed", "refused").await.unwrap());
        assert_eq!(state(tx).await, "sending");
        assert_eq!(tx.mark_sent(&[&newer], at(11)).await.unwrap().len(), 1);
        assert_eq!(state(tx).await, "sent");
    })
    .await;
}

#[tokio::test]
async fn a_mail_is_sent_only_after_it_was_marked_sending() {
    in_tx(async |tx| {
        let mail = claimed(tx).await;
        assert!(tx.mark_sent(&[&mail], NOW).await.unwrap().is_empty());
        assert_eq!(tx.mark_sending(&[&mail], at(10)).await.unwrap().len(), 1);
        assert!(tx.mark_sending(&[&mail], at(10)).await.unwrap().is_empty());
        assert_eq!(tx.mark_sent(&[&mail], NOW).await.unwrap().len(), 1);
        assert!(tx.mark_sent(&[&mail], NOW).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_a_mail_relies_on_reads_differently_once_it_has_changed() {
    in_tx(async |tx| {
        tx.insert_volunteer(&volunteer(1)).await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        tx.insert_alert(&alert(1, 1, 1)).await.unwrap();
        let owed = Notification {
            volunteer_id: Some(VolunteerId(id(1))),
            request_id: Some(RequestId(id(1))),
            alert_id: Some(AlertId(id(1))),
            ..notification(1)
        };
        tx.owe(&owed).await.unwrap();
        let subjects = tx.mail_subjects(std::slice::from_ref(&owed)).await.unwrap();
        let subject = subjects.of(&owed);
        assert!(subject.volunteer.is_some() && subject.request.is_some());
        assert!(subject.alert.is_some() && subject.engagement.is_none());
        let marks = tx.mail_marks(&[owed.id]).await.unwrap();
        assert_eq!(marks.get(&owed.id), subjects.mark(owed.id));
        assert_eq!(tx.send_alerts(&[AlertId(id(1))], at(1)).await.unwrap().len(), 1);
        assert!(tx.send_alerts(&[AlertId(id(1))], at(1)).await.unwrap().is_empty());
        let marks = tx.mail_marks(&[owed.id]).await.unwrap();
        assert_ne!(marks.get(&owed.id), subjects.mark(owed.id));
    })
    .await;
}

#[tokio::test]
async fn a_mail_found_in_sending_may_be_a_duplicate() {
    in_tx(async |tx| {
        let mail = claimed(tx).await;
        tx.mark_sending(&[&mail], at(10)).await.unwrap();
        let again = claim(tx, 10).await;
        let expected =
            Notification { fence: 2, attempts: 1, possible_duplicate: true, ..notification(1) };
        assert_eq!(again, [expected]);
        assert_eq!(state(tx).await, "queued");
        let later = claim(tx, 20).await;
        assert!(later[0].possible_duplicate);
    })
    .await;
}

#[tokio::test]
async fn a_mail_put_back_waits_for_its_time() {
    in_tx(async |tx| {
        let mail = claimed(tx).await;
        tx.mark_sending(&[&mail], at(10)).await.unwrap();
        assert!(tx.retry_notification(&mail, at(5), "transient", false).await.unwrap());
        assert_eq!(tx.next_notification_at().await.unwrap(), Some(at(5)));
        assert!(claim(tx, 4).await.is_empty());
        let again = claim(tx, 5).await.pop().unwrap();
        assert!(again.attempts == 1 && !again.possible_duplicate && again.fence == 2);
        tx.mark_sending(&[&again], at(10)).await.unwrap();
        assert!(tx.retry_notification(&again, at(6), "uncertain", true).await.unwrap());
        let again = claim(tx, 6).await.pop().unwrap();
        assert!(again.attempts == 2 && again.possible_duplicate);
        tx.mark_sending(&[&again], at(10)).await.unwrap();
        assert!(tx.retry_notification(&again, at(7), "transient", false).await.unwrap());
        assert!(claim(tx, 7).await[0].possible_duplicate);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_was_sent_is_not_put_back() {
    in_tx(async |tx| {
        let mail = claimed(tx).await;
        tx.mark_sending(&[&mail], at(10)).await.unwrap();
        tx.mark_sent(&[&mail], NOW).await.unwrap();
        assert!(!tx.retry_notification(&mail, at(5), "late", true).await.unwrap());
        assert!(!tx.end_notification(&mail, "failed", "late").await.unwrap());
        assert_eq!(state(tx).await, "sent");
    })
    .await;
}

#[tokio::test]
async fn an_ended_mail_is_not_claimed_again() {
    for end in ["failed", "dropped"] {
        in_tx(async |tx| {
            let mail = claimed(tx).await;
            assert!(tx.end_notification(&mail, end, "refused").await.unwrap());
            assert_eq!(state(tx).await, end);
            assert!(!tx.end_notification(&mail, "dropped", "again").await.unwrap());
            assert!(!tx.retry_notification(&mail, at(5), "late", true).await.unwrap());
            assert!(tx.mark_sending(&[&mail], at(10)).await.unwrap().is_empty());
            assert!(claim(tx, 100).await.is_empty());
            assert_eq!(tx.outbox_depth().await.unwrap(), 0);
            assert_eq!(tx.next_notification_at().await.unwrap(), None);
        })
        .await;
    }
}

#[tokio::test]
async fn the_next_look_is_at_the_first_due_time_or_end_of_a_lease() {
    in_tx(async |tx| {
        claimed(tx).await;
        assert_eq!(tx.next_notification_at().await.unwrap(), Some(at(10)));
        let late = Notification { next_attempt_at: at(20), ..notification(2) };
        tx.owe(&late).await.unwrap();
        assert_eq!(tx.next_notification_at().await.unwrap(), Some(at(10)));
        let soon = Notification { next_attempt_at: at(7), ..notification(3) };
        tx.owe(&soon).await.unwrap();
        assert_eq!(tx.next_notification_at().await.unwrap(), Some(at(7)));
        assert_eq!(tx.outbox_depth().await.unwrap(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn claimers_at_the_same_time_share_the_mails() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        for number in 1..=200 {
            tx.owe(&notification(number)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let claimers = (0..8).map(|_| {
            let db = store.db.clone();
            tokio::spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let mut tx = db.write().await.unwrap();
                    let some = tx.claim_notifications(NOW, at(10), 7, None).await.unwrap();
                    assert!(some.len() <= 7);
                    tx.commit().await.unwrap();
                    if some.is_empty() {
                        return mine;
                    }
                    mine.extend(ids(&some, |mail| mail.id));
                }
            })
        });
        let shares = futures::future::join_all(claimers.collect::<Vec<_>>()).await;
        let all: Vec<u128> = shares.into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(all.len(), 200);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 200);
    })
    .await;
}

#[tokio::test]
async fn a_claimer_passes_by_what_another_is_claiming() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.owe(&notification(1)).await.unwrap();
        tx.owe(&notification(2)).await.unwrap();
        tx.commit().await.unwrap();
        if store.db.is_sqlite() {
            return;
        }
        let (mut one, mut two) = (store.db.write().await.unwrap(), store.db.write().await.unwrap());
        let first = one.claim_notifications(NOW, at(10), 1, None).await.unwrap();
        let second = two.claim_notifications(NOW, at(10), 9, None).await.unwrap();
        assert_eq!((ids(&first, |m| m.id), ids(&second, |m| m.id)), (vec![1], vec![2]));
        one.commit().await.unwrap();
        two.commit().await.unwrap();
    })
    .await;
}
