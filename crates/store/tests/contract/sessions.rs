//! Sessions: of one kind, for a time, ended in several ways.

use store::OldRows;
use store::{Session, SessionKind, Tx};

use crate::samples::{NOW, at, id};
use crate::stores::{each, in_tx};

const KINDS: [SessionKind; 8] = [
    SessionKind::Staff,
    SessionKind::Enrolment,
    SessionKind::Volunteer,
    SessionKind::Asked,
    SessionKind::Engagement,
    SessionKind::Alert,
    SessionKind::Manage,
    SessionKind::ManageFull,
];

fn session(token: &[u8], who: u128, minutes: i64) -> Session {
    Session {
        token_hash: token.to_vec(),
        target: id(who),
        device: "Firefox, Linux".to_owned(),
        created_at: NOW,
        last_used_at: NOW,
        expires_at: at(minutes),
    }
}

async fn lives(tx: &mut Tx, token: &[u8], kind: SessionKind, minutes: i64) -> bool {
    tx.session(token, kind, at(minutes)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_is_of_one_kind_and_ends() {
    in_tx(async |tx| {
        for (number, kind) in (1..).zip(KINDS) {
            let own = session(kind.code().as_bytes(), number, 5);
            tx.insert_session(kind, &own).await.unwrap();
        }
        for (number, kind) in (1..).zip(KINDS) {
            let token = kind.code().as_bytes();
            for asked in KINDS {
                let found = tx.session(token, asked, at(4)).await.unwrap();
                assert_eq!(found, (asked == kind).then(|| session(token, number, 5)));
            }
            assert!(!lives(tx, token, kind, 5).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_session_of_staff_ends_when_it_rests_too_long() {
    in_tx(async |tx| {
        let kind = SessionKind::Staff;
        tx.insert_session(kind, &session(b"a", 1, 12 * 60)).await.unwrap();
        assert!(lives(tx, b"a", kind, 119).await);
        assert!(!lives(tx, b"a", kind, 120).await);
        assert!(tx.sessions_of(kind, id(1), at(120)).await.unwrap().is_empty());
        tx.touch_session(b"a", at(100)).await.unwrap();
        assert!(lives(tx, b"a", kind, 219).await);
        assert_eq!(tx.sessions_of(kind, id(1), at(219)).await.unwrap()[0].last_used_at, at(100));
        tx.touch_session(b"a", at(700)).await.unwrap();
        assert!(!lives(tx, b"a", kind, 720).await);
    })
    .await;
}

#[tokio::test]
async fn a_token_opens_one_session() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.insert_session(SessionKind::Staff, &session(b"one", 1, 5)).await.unwrap();
        let again = tx.insert_session(SessionKind::Staff, &session(b"one", 2, 5)).await;
        assert!(again.unwrap_err().is_unique_violation());
    })
    .await;
}

#[tokio::test]
async fn sessions_end_one_by_one_by_person_and_by_age() {
    in_tx(async |tx| {
        let kind = SessionKind::Staff;
        let rows: [(&[u8], u128, i64); 5] =
            [(b"a", 1, 9), (b"b", 1, 9), (b"c", 2, 9), (b"d", 2, 3), (b"e", 3, 9)];
        for (token, who, end) in rows {
            tx.insert_session(kind, &session(token, who, end)).await.unwrap();
        }
        assert_eq!(tx.sessions_of(kind, id(1), NOW).await.unwrap().len(), 2);
        assert!(tx.sessions_of(SessionKind::Volunteer, id(1), NOW).await.unwrap().is_empty());
        tx.delete_session(b"e").await.unwrap();
        assert!(!lives(tx, b"e", kind, 0).await);
        assert!(!tx.delete_own_session(b"a", id(2)).await.unwrap());
        assert!(tx.delete_own_session(b"a", id(1)).await.unwrap());
        tx.delete_sessions_of(id(1)).await.unwrap();
        assert!(!lives(tx, b"a", kind, 0).await && !lives(tx, b"b", kind, 0).await);
        assert_eq!(tx.delete_old(OldRows::Sessions, at(3)).await.unwrap(), 1);
        assert!(lives(tx, b"c", kind, 0).await);
        tx.delete_session(b"nothing").await.unwrap();
    })
    .await;
}
