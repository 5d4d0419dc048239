//! Transactions that share one sync: each keeps its own fate.

use std::time::Duration;

use futures::future::join_all;
use matching::NotificationId;
use store::{Database, IdempotencyRecord, KeyRing, Notification, Secret};
use tokio::time::timeout;
use uuid::Uuid;

use crate::samples::{NOW, at, event, notification};
use crate::stores::{Store, each};

async fn owe(db: &Database, number: u128) -> Result<(), store::StoreError> {
    let mut tx = db.write().await?;
    tx.owe(&notification(number)).await?;
    tx.commit().await
}

async fn owed(db: &Database) -> i64 {
    db.read().await.unwrap().outbox_depth().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_writes_at_the_same_time_is_durable_when_told_so() {
    each(async |store: &Store| {
        let writes = (0..100).map(async |number| {
            owe(&store.db, number).await.unwrap();
            let mut tx = store.db.read().await.unwrap();
            let key = notification(number).dedupe_key;
            assert_eq!(tx.notification_state(&key).await.unwrap().as_deref(), Some("queued"));
        });
        join_all(writes).await;
        assert_eq!(owed(&store.db).await, 100);
    })
    .await;
}

#[tokio::test]
async fn what_was_found_done_is_durable_when_the_finder_has_ended() {
    each(async |store: &Store| {
        let take = async |target: u128| {
            let record = IdempotencyRecord {
                body_hash: vec![1],
                kind: "request".to_owned(),
                target: Uuid::from_u128(target),
            };
            let mut tx = store.db.write().await.unwrap();
            let taken = tx.take_idempotency_key("anna", "same", &record, NOW).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = store.db.read().await.unwrap();
            let found = tx.idempotency_record("anna", "same", at(-1)).await.unwrap();
            (taken, found.unwrap().target)
        };
        // On SQLite both stand in line when the turn is given back, and so share a group.
        let turn = store.db.write().await.unwrap();
        let release = async {
            tokio::task::yield_now().await;
            drop(turn);
        };
        let (one, other, ()) = tokio::join!(take(1), take(2), release);
        assert!(one.0 != other.0, "one of them takes it");
        assert_eq!(one.1, other.1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_gives_up_is_undone_without_the_others() {
    each(async |store: &Store| {
        let writes = (0..60).map(async |number: u128| {
            let mut tx = store.db.write().await.unwrap();
            tx.owe(&notification(number)).await.unwrap();
            match number % 3 {
                0 => tx.commit().await.unwrap(),
                // Written, then given up.
                1 => drop(tx.outbox_depth().await.unwrap()),
                // Given up with what waits to be written.
                _ => drop(tx),
            }
        });
        join_all(writes).await;
        assert_eq!(owed(&store.db).await, 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_statement_ends_its_own_transaction_alone() {
    each(async |store: &Store| {
        owe(&store.db, 1).await.unwrap();
        let twice = Notification { dedupe_key: "other".to_owned(), ..notification(1) };
        let writes = (2..40).map(async |number: u128| {
            let mut tx = store.db.write().await.unwrap();
            tx.owe(&notification(number)).await.unwrap();
            if number.is_multiple_of(2) {
                tx.owe(&twice).await.unwrap();
                assert!(tx.commit().await.unwrap_err().is_unique_violation());
            } else {
                tx.commit().await.unwrap();
            }
        });
        join_all(writes).await;
        assert_eq!(owed(&store.db).await, 20);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_leaves_at_any_step_harms_nobody() {
    each(async |store: &Store| {
        let writes = (0..400).map(async |number: u128| {
            let patience = Duration::from_micros(u64::try_from(number % 40).unwrap() * 50);
            if number.is_multiple_of(4) {
                owe(&store.db, number).await.unwrap();
            } else {
                // Told or not: whoever was told of success finds it.
                if let Ok(done) = timeout(patience, owe(&store.db, number)).await {
                    done.unwrap();
                    let mut tx = store.db.read().await.unwrap();
                    let key = notification(number).dedupe_key;
                    assert!(tx.notification_state(&key).await.unwrap().is_some());
                }
            }
        });
        join_all(writes).await;
        assert!(owed(&store.db).await >= 100);
        let mut tx = store.db.write().await.unwrap();
        let id = NotificationId(Uuid::from_u128(9_999));
        tx.owe(&Notification { id, ..notification(9_999) }).await.unwrap();
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_full_database_refuses_everybody_in_the_group_and_then_goes_on() {
    each(async |store: &Store| {
        if !store.db.is_sqlite() {
            return;
        }
        owe(&store.db, 1).await.unwrap();
        let pages = store.raw_number("PRAGMA page_count").await;
        // As a full disk does: what does not fit is refused, and the database rolls everything back.
        store.raw(&format!("PRAGMA max_page_count = {}", pages + 4)).await;
        let big = "x".repeat(9_000);
        let large =
            |number: u128| Notification { data: format!("\"{big}\""), ..notification(number) };
        let writes = (2..12).map(async |number: u128| {
            let mut tx = store.db.write().await?;
            tx.owe(&large(number)).await?;
            tx.commit().await
        });
        let outcomes = join_all(writes).await;
        let told = i64::try_from(outcomes.iter().filter(|told| told.is_ok()).count()).unwrap();
        assert!(told < 10, "the database was full");
        for refused in outcomes.iter().filter_map(|told| told.as_ref().err()) {
            assert!(refused.is_unavailable(), "{refused}");
        }
        assert_eq!(
            owed(&store.db).await,
            1 + told,
            "those that were told so are there, and no other"
        );
        store.raw("PRAGMA max_page_count = 1000000").await;
        owe(&store.db, 99).await.unwrap();
        assert_eq!(owed(&store.db).await, 2 + told);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_asked_for_together_are_stored_together() {
    each(async |store: &Store| {
        let master = Secret::generate().unwrap();
        let ring: KeyRing = store.ring(&master).await;
        let keys = join_all((0..50).map(async |_| ring.create(NOW).await.unwrap())).await;
        let again = store.ring(&master).await;
        for key in &keys {
            assert!(again.key(key.subject()).await.unwrap().is_some());
        }
        assert_eq!(again.count().await.unwrap(), 50);
        again.close().await;
        ring.close().await;
    })
    .await;
}

#[tokio::test]
async fn events_are_numbered_in_the_order_they_were_recorded() {
    each(async |store: &Store| {
        let mut tx = store.db.write().await.unwrap();
        for kind in ["a.one", "a.two", "a.three"] {
            tx.record(&event(kind, 1)).await.unwrap();
        }
        let kinds = tx.events_after(0, 9).await.unwrap().into_iter().map(|e| e.kind);
        assert_eq!(kinds.collect::<Vec<_>>(), ["a.one", "a.two", "a.three"]);
        tx.commit().await.unwrap();
    })
    .await;
}
