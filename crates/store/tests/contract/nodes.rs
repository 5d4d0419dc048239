//! Nodes that come and go, and what becomes of their claims.

use store::{NodeMark, Tx};

use crate::samples::{NOW, at, notification};
use crate::stores::{Store, each};

/// Looks until the server has noticed that a connection ended.
async fn gone(store: &Store, own: i64) -> Vec<i64> {
    for _ in 0..10_000 {
        let gone = store.db.read().await.unwrap().gone_nodes(own).await.unwrap();
        if !gone.is_empty() {
            return gone;
        }
    }
    Vec::new()
}

/// A mail that a node claimed and another that it was sending.
async fn claim_two(store: &Store, holder: i64) {
    let mut tx = store.db.write().await.unwrap();
    tx.owe(&notification(1)).await.unwrap();
    tx.owe(&notification(2)).await.unwrap();
    let claimed = tx.claim_notifications(NOW, at(60), 2, Some(holder)).await.unwrap();
    assert_eq!(tx.mark_sending(&[&claimed[0]], at(60)).await.unwrap().len(), 1);
    tx.commit().await.unwrap();
}

async fn due(tx: &mut Tx, now: i64) -> usize {
    tx.claim_notifications(at(now), at(now + 60), 9, None).await.unwrap().len()
}

#[tokio::test]
async fn what_a_node_claimed_that_is_gone_is_let_go() {
    each(async |store| {
        let own = store.db.enter_node("one", NOW).await.unwrap();
        let other = store.db.enter_node("two", NOW).await.unwrap();
        assert!(other.number() > own.number());
        if !store.db.is_sqlite() {
            let mut tx = store.db.read().await.unwrap();
            assert!(tx.gone_nodes(own.number()).await.unwrap().is_empty());
        }
        claim_two(store, other.number()).await;
        let number = other.number();
        drop(other);
        assert_eq!(gone(store, own.number()).await, [number]);

        let mut tx = store.db.write().await.unwrap();
        tx.note_gone(number, at(1)).await.unwrap();
        tx.note_gone(number, at(5)).await.unwrap();
        assert_eq!(due(&mut tx, 1).await, 0);
        assert_eq!(tx.release_unbegun(number).await.unwrap(), 1);
        assert_eq!(tx.bury_node(number, at(0)).await.unwrap(), 0, "not for long enough");
        assert_eq!(due(&mut tx, 1).await, 1);
        assert_eq!(tx.bury_node(number, at(1)).await.unwrap(), 1);
        let last = tx.claim_notifications(at(1), at(2), 9, None).await.unwrap();
        assert!(last.len() == 1 && last[0].possible_duplicate);
        assert!(tx.gone_nodes(own.number()).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_node_that_is_seen_is_not_gone() {
    each(async |store| {
        let mut own = store.db.enter_node("one", NOW).await.unwrap();
        assert!(own.is_held().await);
        let number = own.number();
        claim_two(store, number).await;
        let mut tx = store.db.write().await.unwrap();
        tx.note_gone(number, at(1)).await.unwrap();
        let mark = NodeMark { followed: 7, digest: -3 };
        assert!(tx.see_node(number, at(2), Some(mark)).await.unwrap());
        assert_eq!(tx.bury_node(number, at(9)).await.unwrap(), 0);
        tx.leave_node(number).await.unwrap();
        assert!(!tx.see_node(number, at(3), None).await.unwrap());
        assert_eq!(tx.release_claims_of(number).await.unwrap(), 2);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_a_node_holds_is_held_against_the_changes() {
    each(async |store| {
        let node = store.db.enter_node("one", NOW).await.unwrap();
        let mut tx = store.db.write().await.unwrap();
        assert!(tx.node_marks().await.unwrap().is_empty());
        let mark = store::NodeMark { followed: 0, digest: -7 };
        assert!(tx.see_node(node.number(), at(10), Some(mark)).await.unwrap());
        assert_eq!(tx.node_marks().await.unwrap(), [(node.number(), mark)]);
        tx.note_change(crate::samples::id(1).into(), at(5)).await.unwrap();
        let five = jiff::SignedDuration::from_mins(5);
        assert_eq!(tx.nodes_behind(five).await.unwrap(), [node.number()]);
        assert!(tx.nodes_behind(five * 2).await.unwrap().is_empty());
        let last = tx.last_change().await.unwrap();
        let mark = store::NodeMark { followed: last, ..mark };
        assert!(tx.see_node(node.number(), at(20), Some(mark)).await.unwrap());
        assert!(tx.nodes_behind(five).await.unwrap().is_empty());
        tx.commit().await.unwrap();
    })
    .await;
}
