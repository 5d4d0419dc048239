//! The audit chain: whatever is tampered with is found, and erasing leaves it sound.

use jiff::{SignedDuration, Timestamp};
use matching::RequestId;
use store::{ActorRef, AuditChain, Event, Reveal, Sealed, Secret};

use crate::samples::{NOW, at, event, id};
use crate::stores::{Store, each};

const ANNA: ActorRef = ActorRef { kind: "staff", id: Some(uuid::Uuid::from_u128(40)) };

/// Where a long time ago nothing was forgotten yet.
const ALWAYS: Timestamp = Timestamp::MIN;

async fn chain_of(store: &Store, node: &str) -> AuditChain {
    store.ring(&Secret::new([7; 32])).await.audit_chain(node)
}

fn done_by_anna(kind: &'static str, days: i64) -> Event {
    let time = NOW + SignedDuration::from_hours(24 * days);
    Event { at: time, actor: ANNA, ..event(kind, 1) }
}

fn seen(number: u128, minutes: i64) -> Reveal {
    Reveal {
        id: id(number),
        at: at(minutes),
        actor_kind: ANNA.kind.into(),
        actor_id: ANNA.id,
        request_id: Some(RequestId(id(1))),
        volunteer_id: None,
        engagement_id: None,
        reason: "stated".into(),
        sealed_reason: Some(Sealed::from_bytes(vec![1, 2, 3])),
    }
}

/// Three days of a node's chain: two events and a reveal, two events, one event.
async fn three_days(store: &Store, chain: &AuditChain) {
    for (day, kinds) in [(0, 2), (1, 2), (2, 1)] {
        let mut tx = store.db.write().await.unwrap().chained(chain);
        for _ in 0..kinds {
            tx.record(&done_by_anna("request.edited", day)).await.unwrap();
        }
        let by_itself = Event { actor: ActorRef { kind: "system", id: None }, ..event("x", 1) };
        tx.record(&by_itself).await.unwrap();
        if day == 0 {
            tx.record_reveal(&seen(9, 1)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
}

async fn faults(store: &Store, kept_since: Timestamp) -> Vec<String> {
    let chain = chain_of(store, "any").await;
    let mut tx = store.db.read().await.unwrap();
    let report = tx.check_audit(&chain, kept_since).await.unwrap();
    report.faults.iter().map(|fault| format!("{}: {}", fault.row, fault.what)).collect()
}

#[tokio::test]
async fn what_people_do_is_chained_day_by_day() {
    each(async |store| {
        let chain = chain_of(store, "main").await;
        three_days(store, &chain).await;
        let mut tx = store.db.read().await.unwrap();
        let report = tx.check_audit(&chain, ALWAYS).await.unwrap();
        assert_eq!((report.links, report.faults.len()), (6, 0), "{:?}", report.faults);
        let heads: Vec<_> = report.heads.iter().map(ToString::to_string).collect();
        assert_eq!(heads, ["audit main 2026-11-25 1"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_chained_of_what_was_not_committed() {
    each(async |store| {
        let chain = chain_of(store, "main").await;
        let mut tx = store.db.write().await.unwrap().chained(&chain);
        tx.record(&done_by_anna("request.edited", 0)).await.unwrap();
        drop(tx);
        assert_eq!(store.raw_number("SELECT COUNT(*) FROM audit").await, 0);
    })
    .await;
}

#[tokio::test]
async fn tampering_is_found_and_the_row_is_named() {
    const CASES: [(&str, &str); 9] = [
        ("UPDATE event SET kind = 'request.closed' WHERE seq = 2", "event 2: it was changed"),
        ("UPDATE event SET actor_id = NULL WHERE seq = 1", "event 1: it was changed"),
        ("DELETE FROM event WHERE seq = 4", "event 4: it is missing"),
        ("UPDATE reveal SET reason = 'engagement'", "reveal 00000000-0000-0000-0000-000000000009"),
        ("DELETE FROM reveal", "reveal 00000000-0000-0000-0000-000000000009: it is missing"),
        (
            "DELETE FROM audit WHERE day = (SELECT MIN(day) FROM audit) AND number = 2",
            "audit main 2026-11-23 3: what came before it is missing",
        ),
        (
            "DELETE FROM audit WHERE day = (SELECT MIN(day) FROM audit) AND number = 3",
            "audit main 2026-11-24 1: it does not continue from the link before it",
        ),
        (
            "DELETE FROM audit WHERE day = (SELECT MIN(day) + 1 FROM audit)",
            "audit main 2026-11-25 1: it does not continue from the link before it",
        ),
        (
            "UPDATE audit SET salt = NULL WHERE event_seq = 2",
            "audit main 2026-11-23 2: it was erased and no erasure was noted",
        ),
    ];
    for (spoil, found) in CASES {
        each(async |store| {
            let chain = chain_of(store, "main").await;
            three_days(store, &chain).await;
            store.raw(spoil).await;
            let faults = faults(store, ALWAYS).await;
            assert!(faults.iter().any(|fault| fault.starts_with(found)), "{spoil}: {faults:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn what_was_done_past_the_chain_is_found() {
    each(async |store| {
        let chain = chain_of(store, "main").await;
        three_days(store, &chain).await;
        let mut tx = store.db.write().await.unwrap();
        tx.record(&done_by_anna("request.edited", 2)).await.unwrap();
        tx.record_reveal(&seen(10, 5)).await.unwrap();
        tx.commit().await.unwrap();
        let found = faults(store, ALWAYS).await;
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.iter().all(|fault| fault.ends_with("it stands in no chain")), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn a_chain_forged_without_the_ring_is_found() {
    each(async |store| {
        let chain = chain_of(store, "main").await;
        three_days(store, &chain).await;
        let other = Secret::new([8; 32]);
        let ring = store::KeyRing::open_file(&store.directory.join("other"), &other).await.unwrap();
        let mut tx = store.db.write().await.unwrap().chained(&ring.audit_chain("main"));
        tx.record(&done_by_anna("request.edited", 2)).await.unwrap();
        tx.commit().await.unwrap();
        ring.close().await;
        let found = faults(store, ALWAYS).await;
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("audit main 2026-11-25 2: it does not"), "{found:?}");
    })
    .await;
}

#[tokio::test]
async fn erasing_leaves_the_chain_sound() {
    each(async |store| {
        let chain = chain_of(store, "main").await;
        three_days(store, &chain).await;
        let mut tx = store.db.write().await.unwrap().chained(&chain);
        tx.erase_reasons_of_request(RequestId(id(1))).await.unwrap();
        tx.record(&done_by_anna("request.erased", 2)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(faults(store, ALWAYS).await, Vec::<String>::new());
        let left = "SELECT COUNT(*) FROM reveal WHERE sealed_reason IS NOT NULL";
        assert_eq!(store.raw_number(left).await, 0);
        // The row of an erased payload may go altogether.
        store.raw("DELETE FROM event WHERE kind = 'x'").await;
        assert_eq!(faults(store, ALWAYS).await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn nodes_write_chains_of_their_own_at_once() {
    each(async |store| {
        let ring = store.ring(&Secret::new([7; 32])).await;
        let writers = (0..6_u8).map(|writer| {
            // Two processes of the same name share one chain.
            let chain = ring.audit_chain(["north", "south", "south"][usize::from(writer % 3)]);
            let db = store.db.clone();
            tokio::spawn(async move {
                for number in 0..10 {
                    let mut tx = db.write().await.unwrap().chained(&chain);
                    tx.record(&done_by_anna("request.edited", number / 5)).await.unwrap();
                    tx.commit().await.unwrap();
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
        let mut tx = store.db.read().await.unwrap();
        let report = tx.check_audit(&ring.audit_chain("any"), ALWAYS).await.unwrap();
        assert_eq!((report.links, report.faults), (60, Vec::new()));
        let nodes: Vec<_> = report.heads.iter().map(|head| head.node.as_str()).collect();
        assert_eq!(nodes, ["north", "south"]);
    })
    .await;
}
