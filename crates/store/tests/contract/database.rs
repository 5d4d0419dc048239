//! Opening a database and its transactions.

use std::path::Path;

use store::{Database, DatabaseUrl, StoreError};

use crate::samples::{insert_volunteers, request, volunteer};
use crate::stores::{each, each_empty};

#[test]
fn an_address_names_a_file_or_a_server() {
    for text in ["sqlite:/tmp/a.sqlite", "sqlite:///tmp/a.sqlite"] {
        let url: DatabaseUrl = text.parse().unwrap();
        assert_eq!(url, DatabaseUrl::Sqlite(Path::new("/tmp/a.sqlite").to_owned()));
    }
    assert!(matches!("postgres://a@b/c".parse(), Ok(DatabaseUrl::Postgres(_))));
    assert!(matches!("postgresql://a@b/c".parse(), Ok(DatabaseUrl::Postgres(_))));
    let useless = ["", "sqlite:", "mysql://a@b/c", "/tmp/a.sqlite", "postgres://a@b:port/c"];
    for text in useless {
        assert!(text.parse::<DatabaseUrl>().is_err(), "{text:?}");
    }
}

#[test]
fn a_database_in_memory_is_refused() {
    // Each connection would have a database of its own.
    assert!("sqlite::memory:".parse::<DatabaseUrl>().is_err());
}

#[test]
fn the_password_of_a_server_is_not_printed() {
    let url: DatabaseUrl = "postgres://anna:geheim@db/proche".parse().unwrap();
    assert!(!format!("{url:?}").contains("geheim"));
    let refused = "postgres://anna:geheim@db:port/proche".parse::<DatabaseUrl>().unwrap_err();
    assert!(!refused.contains("geheim"));
}

#[tokio::test]
async fn a_file_is_made_with_the_directories_above_it() {
    each_empty(async |store| {
        let path = store.directory.join("a/b/store.sqlite");
        let db = Database::open(&DatabaseUrl::Sqlite(path.clone())).await.unwrap();
        assert!(db.is_sqlite() && path.exists());
        db.close().await;
        let below_a_file = path.join("store.sqlite");
        let refused = Database::open(&DatabaseUrl::Sqlite(below_a_file)).await;
        assert!(matches!(refused, Err(StoreError::Open(_))));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_away_is_told_without_its_address() {
    let url: DatabaseUrl = "postgres://anna:geheim@127.0.0.1:1/proche".parse().unwrap();
    let Err(refused) = Database::open(&url).await else { panic!("nobody listens on port 1") };
    assert!(matches!(refused, StoreError::Open(_)));
    assert!(!format!("{refused} {refused:?}").contains("geheim"));
}

#[tokio::test]
async fn what_is_not_committed_is_gone() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.set_meta("kept", "no").await.unwrap();
        drop(tx);
        let mut tx = store.db.write().await.unwrap();
        assert_eq!(tx.meta("kept").await.unwrap(), None);
        tx.set_meta("kept", "yes").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.db.read().await.unwrap();
        assert_eq!(tx.meta("kept").await.unwrap().as_deref(), Some("yes"));
    })
    .await;
}

#[tokio::test]
async fn a_reader_does_not_see_what_is_being_written() {
    each(async |store| {
        let mut writer = store.db.write().await.unwrap();
        writer.insert_request(&request(1)).await.unwrap();
        let mut reader = store.db.read().await.unwrap();
        assert!(reader.request(request(1).id).await.unwrap().is_none());
        writer.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_reader_keeps_one_picture() {
    each(async |store| {
        let mut reader = store.db.read().await.unwrap();
        assert_eq!(reader.meta("picture").await.unwrap(), None);
        let mut writer = store.db.write().await.unwrap();
        writer.set_meta("picture", "new").await.unwrap();
        insert_volunteers(&mut writer, 1).await;
        writer.commit().await.unwrap();
        assert_eq!(reader.meta("picture").await.unwrap(), None);
        assert!(reader.volunteer(volunteer(1).id).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_reader_cannot_write() {
    each(async |store| {
        let mut reader = store.db.read().await.unwrap();
        assert!(reader.set_meta("written", "by a reader").await.is_err());
    })
    .await;
}

#[tokio::test]
async fn writers_wait_for_each_other_instead_of_failing() {
    each(async |store| {
        let bump = async || {
            let mut tx = store.db.write().await.unwrap();
            let before = tx.meta("count").await.unwrap().unwrap_or_default();
            tx.set_meta(&format!("before {before}"), &before).await.unwrap();
            tx.commit().await.unwrap();
        };
        futures::future::join_all((0..20).map(|_| bump())).await;
    })
    .await;
}

#[tokio::test]
async fn a_closed_database_is_unavailable() {
    each(async |store| {
        store.db.close().await;
        let Err(refused) = store.db.read().await else { panic!("it is closed") };
        assert!(refused.is_unavailable());
        let Err(refused) = store.db.write().await else { panic!("it is closed") };
        assert!(refused.is_unavailable());
    })
    .await;
}
