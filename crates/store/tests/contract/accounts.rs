//! Staff accounts and API tokens.

use matching::{AreaId, Role};
use store::{Account, ApiToken, Area, Sealed, Tx};

use crate::samples::{NOW, account, assert_same, at, hard_text, id, ids};
use crate::stores::{each, in_tx};

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
async fn an_api_token_is_found_while_it_lives() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        let area_id = Some(insert_area(&mut tx).await);
        let ends = ApiToken {
            id: id(1),
            name: hard_text(),
            role: Role::Operator,
            area_id,
            read_only: true,
            created_at: NOW,
            expires_at: Some(at(5)),
        };
        let lasts = ApiToken {
            id: id(2),
            name: String::new(),
            role: Role::Administrator,
            area_id: None,
            read_only: false,
            created_at: NOW,
            expires_at: None,
        };
        tx.insert_api_token(b"ends", &ends).await.unwrap();
        tx.insert_api_token(b"lasts", &lasts).await.unwrap();
        assert_eq!(tx.api_tokens(at(4)).await.unwrap(), [lasts.clone(), ends.clone()]);
        assert_eq!(tx.api_tokens(at(5)).await.unwrap(), std::slice::from_ref(&lasts));
        assert_eq!(tx.api_token(b"ends", at(4)).await.unwrap(), Some(ends));
        assert_eq!(tx.api_token(b"ends", at(5)).await.unwrap(), None);
        assert_eq!(tx.api_token(b"lasts", at(1_000_000)).await.unwrap(), Some(lasts));
        assert_eq!(tx.api_token(b"other", NOW).await.unwrap(), None);
        assert!(tx.revoke_api_token(id(2), NOW).await.unwrap());
        assert!(!tx.revoke_api_token(id(2), NOW).await.unwrap());
        assert_eq!(tx.api_token(b"lasts", NOW).await.unwrap(), None);
        assert_eq!(tx.api_tokens(at(5)).await.unwrap(), []);
    })
    .await;
}
