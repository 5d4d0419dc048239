//! The event log, the ledger of reveals, the change log.

use matching::{AccountId, AlertId, EngagementId, RequestId, TaskId, VolunteerId};
use store::{ActorRef, Change, Event, Reveal, Sealed, StoredEvent};

use crate::samples::{NOW, at, event, hard_text, id};
use crate::stores::{each, in_tx};

#[tokio::test]
async fn an_event_reads_back_as_recorded() {
    in_tx(async |tx| {
        assert_eq!(tx.last_event().await.unwrap(), 0);
        let full = Event {
            volunteer_id: Some(VolunteerId(id(2))),
            alert_id: Some(AlertId(id(3))),
            engagement_id: Some(EngagementId(id(4))),
            task_id: Some(TaskId(id(5))),
            actor: ActorRef { kind: "staff", id: Some(id(6)) },
            data: hard_text(),
            ..event("engagement.active", 1)
        };
        tx.record(&full).await.unwrap();
        tx.record(&Event { at: at(-1), request_id: None, ..event("system.started", 1) })
            .await
            .unwrap();
        let all = tx.events_after(0, 9).await.unwrap();
        let expected = StoredEvent {
            seq: all[0].seq,
            at: NOW,
            kind: "engagement.active".to_owned(),
            request_id: Some(RequestId(id(1))),
            volunteer_id: Some(VolunteerId(id(2))),
            alert_id: Some(AlertId(id(3))),
            engagement_id: Some(EngagementId(id(4))),
            task_id: Some(TaskId(id(5))),
            actor_kind: "staff".to_owned(),
            actor_id: Some(id(6)),
            data: hard_text(),
        };
        assert_eq!(all[0], expected);
        let bare = &all[1];
        assert!(bare.seq > all[0].seq && bare.request_id.is_none() && bare.actor_id.is_none());
        assert_eq!(tx.last_event().await.unwrap(), bare.seq);
    })
    .await;
}

#[tokio::test]
async fn events_are_read_in_order_page_by_page() {
    in_tx(async |tx| {
        for number in [1, 2, 1, 3, 1] {
            tx.record(&event("request.edited", number)).await.unwrap();
        }
        let of_request = tx.events_of_request(RequestId(id(1))).await.unwrap();
        assert_eq!(of_request.len(), 3);
        assert!(of_request.is_sorted_by_key(|event| event.seq));
        let first = tx.events_after(0, 2).await.unwrap();
        let rest = tx.events_after(first[1].seq, 9).await.unwrap();
        assert_eq!((first.len(), rest.len()), (2, 3));
        assert!(tx.events_after(rest[2].seq, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn events_of_a_volunteer_are_counted_by_kind_and_time() {
    in_tx(async |tx| {
        let of = |kind, volunteer, minutes| Event {
            at: at(minutes),
            volunteer_id: Some(VolunteerId(id(volunteer))),
            ..event(kind, 1)
        };
        let rows = [of("a", 1, 0), of("a", 1, 5), of("a", 1, -1), of("b", 1, 0), of("a", 2, 0)];
        for one in &rows {
            tx.record(one).await.unwrap();
        }
        let volunteer = VolunteerId(id(1));
        assert_eq!(tx.events_of_volunteer(volunteer, "a", NOW).await.unwrap(), 2);
        assert_eq!(tx.events_of_volunteer(volunteer, "c", NOW).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_ledger_tells_who_saw_what() {
    in_tx(async |tx| {
        let reveal = |number, actor: ActorRef, request: Option<u128>, minutes| Reveal {
            id: id(number),
            at: at(minutes),
            actor_kind: actor.kind.into(),
            actor_id: actor.id,
            request_id: request.map(|number| RequestId(id(number))),
            volunteer_id: Some(VolunteerId(id(9))),
            engagement_id: Some(EngagementId(id(8))),
            reason: "stated".into(),
            sealed_reason: Some(Sealed::from_bytes(hard_text().into_bytes())),
        };
        let anna = ActorRef { kind: "staff", id: Some(id(40)) };
        let token = ActorRef { kind: "token", id: None };
        let rows = [
            reveal(2, anna, Some(2), 0),
            reveal(1, anna, Some(1), 1),
            reveal(3, anna, Some(1), 2),
            reveal(4, anna, Some(3), -1),
            reveal(5, anna, None, 3),
            reveal(6, token, Some(1), 4),
        ];
        for one in &rows {
            tx.record_reveal(one).await.unwrap();
        }
        let seen = tx.requests_revealed_to(id(40), NOW).await.unwrap();
        assert_eq!(seen, [RequestId(id(1)), RequestId(id(2))]);
        assert!(tx.requests_revealed_to(id(41), NOW).await.unwrap().is_empty());
        let request = RequestId(id(1));
        assert_eq!(tx.reveals_of_request(request).await.unwrap(), 3);
        let viewers = tx.viewers_of_request(request).await.unwrap();
        let staff = ("staff".to_owned(), Some(AccountId(id(40))), at(1));
        assert_eq!(viewers[0], staff);
        assert_eq!(viewers[2], ("token".to_owned(), None, at(4)));
    })
    .await;
}

#[tokio::test]
async fn changes_are_read_after_a_number() {
    in_tx(async |tx| {
        assert_eq!(tx.last_change().await.unwrap(), 0);
        for number in [1, 2, 1] {
            tx.note_change(VolunteerId(id(number)), NOW).await.unwrap();
        }
        let all = tx.changes_after(0, 9).await.unwrap();
        let volunteers: Vec<_> = all.iter().map(|change| change.volunteer_id.0.as_u128()).collect();
        assert_eq!(volunteers, [1, 2, 1]);
        assert_eq!(tx.changes_after(all[0].seq, 1).await.unwrap(), [all[1]]);
        assert_eq!(tx.last_change().await.unwrap(), all[2].seq);
    })
    .await;
}

#[tokio::test]
async fn two_writers_of_the_change_log_are_seen_in_order() {
    each(async |store| {
        let mut first = store.db.write().await.unwrap();
        first.note_change(VolunteerId(id(1)), NOW).await.unwrap();
        let db = store.db.clone();
        let second = tokio::spawn(async move {
            let mut second = db.write().await.unwrap();
            second.note_change(VolunteerId(id(2)), NOW).await.unwrap();
            second.commit().await.unwrap();
        });
        if !store.db.is_sqlite() {
            let waiting = "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory' \
                AND NOT granted AND database = \
                (SELECT oid FROM pg_database WHERE datname = current_database())";
            while store.raw_number(waiting).await == 0 {
                assert!(!second.is_finished(), "the second writer did not wait");
            }
        }
        let mut reader = store.db.read().await.unwrap();
        assert!(reader.changes_after(0, 9).await.unwrap().is_empty());
        drop(reader);
        first.commit().await.unwrap();
        second.await.unwrap();
        let mut reader = store.db.read().await.unwrap();
        let seen = reader.changes_after(0, 9).await.unwrap();
        let order: Vec<_> = seen.iter().map(|change| change.volunteer_id.0.as_u128()).collect();
        assert_eq!(order, [1, 2]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_follower_of_the_change_log_misses_nothing() {
    each(async |store| {
        let writers = (0..8_u128).map(|writer| {
            let db = store.db.clone();
            tokio::spawn(async move {
                for number in 0..10 {
                    let mut tx = db.write().await.unwrap();
                    let volunteer = VolunteerId(id(writer * 10 + number));
                    tx.note_change(volunteer, NOW).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        });
        let writers = futures::future::join_all(writers.collect::<Vec<_>>());
        let follower = async {
            let mut seen: Vec<Change> = Vec::new();
            while seen.len() < 80 {
                let mut tx = store.db.read().await.unwrap();
                let last = seen.last().map_or(0, |change| change.seq);
                seen.extend(tx.changes_after(last, 100).await.unwrap());
                let newest = tx.last_change().await.unwrap();
                assert!(newest == seen.last().map_or(0, |change| change.seq));
            }
            seen
        };
        let deadline = std::time::Duration::from_secs(20);
        let (_, seen) =
            futures::future::join(writers, tokio::time::timeout(deadline, follower)).await;
        assert!(seen.expect("the follower missed a change").is_sorted_by_key(|change| change.seq));
    })
    .await;
}
