//! Links in mails, and idempotency keys.

use store::OldRows;
use store::{IdempotencyRecord, Link};

use crate::samples::{NOW, at, hard_text, id};
use crate::stores::{each, in_tx};

const LINK: Link = Link {
    target: uuid::Uuid::from_u128(1),
    version: 1,
    expires_at: None,
    used_at: None,
    revoked_at: None,
};

#[tokio::test]
async fn a_link_is_found_for_its_purpose_alone() {
    in_tx(async |tx| {
        let ends = Link { version: 3, expires_at: Some(at(5)), ..LINK };
        tx.insert_link(b"one", "alert", &ends, NOW).await.unwrap();
        tx.insert_link(b"two", "manage", &LINK, NOW).await.unwrap();
        assert_eq!(tx.link(b"one", "alert").await.unwrap(), Some(ends));
        assert_eq!(tx.link(b"two", "manage").await.unwrap(), Some(LINK));
        assert_eq!(tx.link(b"one", "manage").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_link_stored_again_changes_nothing() {
    in_tx(async |tx| {
        tx.insert_link(b"one", "alert", &LINK, NOW).await.unwrap();
        let other = Link { target: id(2), ..LINK };
        tx.insert_link(b"one", "manage", &other, NOW).await.unwrap();
        assert_eq!(tx.link(b"one", "alert").await.unwrap(), Some(LINK));
    })
    .await;
}

#[tokio::test]
async fn a_link_is_used_once() {
    in_tx(async |tx| {
        tx.insert_link(b"one", "alert", &LINK, NOW).await.unwrap();
        assert!(tx.use_link(b"one", at(1)).await.unwrap());
        assert!(!tx.use_link(b"one", at(2)).await.unwrap());
        assert!(!tx.use_link(b"two", at(2)).await.unwrap());
        let used = tx.link(b"one", "alert").await.unwrap().unwrap();
        assert_eq!(used.used_at, Some(at(1)));
    })
    .await;
}

#[tokio::test]
async fn links_are_revoked_by_target_and_purpose() {
    in_tx(async |tx| {
        tx.insert_link(b"one", "manage", &LINK, NOW).await.unwrap();
        tx.insert_link(b"two", "manage", &LINK, NOW).await.unwrap();
        tx.insert_link(b"three", "alert", &LINK, NOW).await.unwrap();
        let other = Link { target: id(2), ..LINK };
        tx.insert_link(b"four", "manage", &other, NOW).await.unwrap();
        assert_eq!(tx.revoke_links(id(1), "manage", at(1)).await.unwrap(), 2);
        assert_eq!(tx.revoke_links(id(1), "manage", at(2)).await.unwrap(), 0);
        let revoked = tx.link(b"one", "manage").await.unwrap().unwrap();
        assert!(revoked.revoked_at == Some(at(1)) && !revoked.is_live(NOW));
        assert!(tx.link(b"three", "alert").await.unwrap().unwrap().is_live(NOW));
        assert!(tx.link(b"four", "manage").await.unwrap().unwrap().is_live(NOW));
    })
    .await;
}

#[test]
fn a_link_lives_until_its_end() {
    let ends = Link { expires_at: Some(at(5)), ..LINK };
    assert!(ends.is_live(at(4)) && !ends.is_live(at(5)) && LINK.is_live(at(1_000_000)));
    assert!(Link { used_at: Some(NOW), ..LINK }.is_live(NOW));
}

#[tokio::test]
async fn links_that_ended_are_removed() {
    in_tx(async |tx| {
        for (token, minutes) in [(b"a", 1), (b"b", 2), (b"c", 3)] {
            let link = Link { expires_at: Some(at(minutes)), ..LINK };
            tx.insert_link(token, "alert", &link, NOW).await.unwrap();
        }
        tx.insert_link(b"d", "alert", &LINK, NOW).await.unwrap();
        assert_eq!(tx.delete_old(OldRows::Links, at(2)).await.unwrap(), 2);
        assert!(tx.link(b"b", "alert").await.unwrap().is_none());
        assert!(tx.link(b"c", "alert").await.unwrap().is_some());
        assert!(tx.link(b"d", "alert").await.unwrap().is_some());
    })
    .await;
}

fn record(target: u128) -> IdempotencyRecord {
    IdempotencyRecord { body_hash: vec![0, 255], kind: "request".to_owned(), target: id(target) }
}

#[tokio::test]
async fn an_idempotency_key_is_taken_once_by_each_actor() {
    in_tx(async |tx| {
        let key = hard_text().chars().take(200).collect::<String>();
        assert!(tx.take_idempotency_key("anna", &key, &record(1), NOW).await.unwrap());
        assert!(!tx.take_idempotency_key("anna", &key, &record(2), NOW).await.unwrap());
        assert!(tx.take_idempotency_key("bert", &key, &record(3), NOW).await.unwrap());
        let found = tx.idempotency_record("anna", &key, at(-1)).await.unwrap();
        assert_eq!(found, Some(record(1)));
        assert_eq!(tx.idempotency_record("anna", &key, NOW).await.unwrap(), None);
        assert_eq!(tx.idempotency_record("anna", "other", at(-1)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_old_idempotency_key_is_free_again() {
    in_tx(async |tx| {
        tx.take_idempotency_key("anna", "old", &record(1), NOW).await.unwrap();
        tx.take_idempotency_key("anna", "new", &record(1), at(1)).await.unwrap();
        assert_eq!(tx.delete_old(OldRows::IdempotencyKeys, NOW).await.unwrap(), 1);
        assert!(tx.take_idempotency_key("anna", "old", &record(2), at(2)).await.unwrap());
        assert!(!tx.take_idempotency_key("anna", "new", &record(2), at(2)).await.unwrap());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_many_takers_gets_a_key() {
    each(async |store| {
        let takers = (0..8).map(|number| {
            let db = store.db.clone();
            tokio::spawn(async move {
                let mut tx = db.write().await.unwrap();
                let took = tx.take_idempotency_key("a", "k", &record(number), NOW).await.unwrap();
                tx.commit().await.unwrap();
                took
            })
        });
        let took = futures::future::join_all(takers.collect::<Vec<_>>()).await;
        assert_eq!(took.into_iter().filter(|took| *took.as_ref().unwrap()).count(), 1);
    })
    .await;
}
