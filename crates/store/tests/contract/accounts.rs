//! Staff accounts, sessions, API tokens.

use matching::{AreaId, Role};
use store::{Account, ApiToken, Area, Sealed, SessionKind, Tx};

use crate::samples::{NOW, account, assert_same, at, hard_text, id, ids};
use crate::stores::{each, in_tx};

const KINDS: [SessionKind; 6] = [
    SessionKind::Staff,
    SessionKind::Volunteer,
    SessionKind::Engagement,
    SessionKind::Alert,
    SessionKind::Manage,
    SessionKind::ManageFull,
];

async fn insert_area(tx: &mut Tx) -> AreaId {
    let area = Area { id: AreaId(id(50)), parent_id: None, name: "Ixelles".to_owned() };
    tx.upsert_area(&area, NOW).await.unwrap()
}

fn full(area: AreaId) -> Account {
    Account {
        role: Role::Administrator,
        area_id: Some(area),
        state: "active".to_owned(),
        sealed_contact: Sealed::from_bytes((0..=255).collect()),
        password_hash: Some(hard_text()),
        language: "nl".to_owned(),
        version: 4,
        ..account(1)
    }
}

#[tokio::test]
async fn an_account_reads_back_as_stored() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        for stored in [full(area), account(2)] {
            assert!(tx.insert_account(&stored).await.unwrap());
            let found = tx.account(stored.id).await.unwrap().unwrap();
            assert_same(&found, &stored);
            assert_eq!(found.sealed_contact.as_bytes(), stored.sealed_contact.as_bytes());
            let found = tx.account_by_email(&stored.email_hash).await.unwrap().unwrap();
            assert_same(&found, &stored);
        }
        assert_eq!(ids(&tx.accounts().await.unwrap(), |account| account.id), [1, 2]);
    })
    .await;
}

#[tokio::test]
async fn an_address_has_one_account() {
    in_tx(async |tx| {
        assert!(tx.insert_account(&account(1)).await.unwrap());
        let same = Account { email_hash: account(1).email_hash, ..account(2) };
        assert!(!tx.insert_account(&same).await.unwrap());
        assert_eq!(tx.accounts().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_set_up_changes_is_written() {
    in_tx(async |tx| {
        let area = insert_area(tx).await;
        tx.insert_account(&account(1)).await.unwrap();
        tx.insert_account(&account(2)).await.unwrap();
        tx.update_account(&full(area)).await.unwrap();
        let found = tx.account(account(1).id).await.unwrap().unwrap();
        assert_same(&found, &full(area));
        assert_eq!(found.sealed_contact.as_bytes(), account(1).sealed_contact.as_bytes());
        assert_same(&tx.account(account(2).id).await.unwrap().unwrap(), &account(2));
    })
    .await;
}

#[tokio::test]
async fn an_administrator_counts_once_the_password_is_set() {
    in_tx(async |tx| {
        let active = |number, role| Account { role, state: "active".to_owned(), ..account(number) };
        tx.insert_account(&Account { role: Role::Administrator, ..account(1) }).await.unwrap();
        tx.insert_account(&active(2, Role::Coordinator)).await.unwrap();
        assert_eq!(tx.active_administrators().await.unwrap(), 0);
        tx.insert_account(&active(3, Role::Administrator)).await.unwrap();
        assert_eq!(tx.active_administrators().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_session_is_of_one_kind_and_ends() {
    in_tx(async |tx| {
        for (number, kind) in (1..).zip(KINDS) {
            tx.insert_session(kind.code().as_bytes(), kind, id(number), NOW, at(5)).await.unwrap();
        }
        for (number, kind) in (1..).zip(KINDS) {
            for asked in KINDS {
                let found = tx.session(kind.code().as_bytes(), asked, at(4)).await.unwrap();
                assert_eq!(found, (asked == kind).then(|| id(number)));
            }
            let late = tx.session(kind.code().as_bytes(), kind, at(5)).await.unwrap();
            assert_eq!(late, None);
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_opens_one_session() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.insert_session(b"one", SessionKind::Staff, id(1), NOW, at(5)).await.unwrap();
        let again = tx.insert_session(b"one", SessionKind::Staff, id(2), NOW, at(5)).await;
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
            tx.insert_session(token, kind, id(who), NOW, at(end)).await.unwrap();
        }
        tx.delete_session(b"e").await.unwrap();
        assert_eq!(tx.session(b"e", kind, NOW).await.unwrap(), None);
        tx.delete_sessions_of(id(1)).await.unwrap();
        assert_eq!(tx.session(b"a", kind, NOW).await.unwrap(), None);
        assert_eq!(tx.session(b"b", kind, NOW).await.unwrap(), None);
        assert_eq!(tx.delete_old_sessions(at(3)).await.unwrap(), 1);
        assert_eq!(tx.session(b"c", kind, NOW).await.unwrap(), Some(id(2)));
        tx.delete_session(b"nothing").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_api_token_is_found_while_it_lives() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        let area_id = Some(insert_area(&mut tx).await);
        let ends = ApiToken { id: id(1), role: Role::Operator, area_id, expires_at: Some(at(5)) };
        let lasts =
            ApiToken { id: id(2), role: Role::Administrator, area_id: None, expires_at: None };
        tx.insert_api_token(b"ends", &ends, NOW).await.unwrap();
        tx.insert_api_token(b"lasts", &lasts, NOW).await.unwrap();
        assert_eq!(tx.api_token(b"ends", at(4)).await.unwrap(), Some(ends));
        assert_eq!(tx.api_token(b"ends", at(5)).await.unwrap(), None);
        assert_eq!(tx.api_token(b"lasts", at(1_000_000)).await.unwrap(), Some(lasts));
        assert_eq!(tx.api_token(b"other", NOW).await.unwrap(), None);
        tx.commit().await.unwrap();
        store.raw("UPDATE api_token SET revoked_at = 1").await;
        let mut tx = store.db.read().await.unwrap();
        assert_eq!(tx.api_token(b"lasts", NOW).await.unwrap(), None);
    })
    .await;
}
