//! Migrations: which there are, which are applied, and what newer or older code finds.

use store::StoreError;

use crate::samples::{NOW, id, request};
use crate::stores::{each, each_empty, migrations};

#[tokio::test]
async fn both_databases_have_the_same_migrations() {
    let mut lists = Vec::new();
    for kind in ["sqlite", "postgres"] {
        let migrator = sqlx::migrate::Migrator::new(migrations(kind)).await.unwrap();
        lists.push(migrator.iter().map(|m| (m.version, m.description.clone())).collect::<Vec<_>>());
    }
    assert_eq!(lists[0], lists[1]);
}

#[tokio::test]
async fn the_status_tells_which_migrations_are_applied() {
    each_empty(async |store| {
        let before = store.db.migration_status().await.unwrap();
        assert!(!before.is_empty() && before.iter().all(|one| !one.applied));
        assert_eq!(before[0].version, 20_261_123_070_000);
        assert_eq!(before[0].description, "main job");
        store.db.migrate().await.unwrap();
        let after = store.db.migration_status().await.unwrap();
        assert!(after.iter().all(|one| one.applied));
        assert_eq!(after.len(), before.len());
    })
    .await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.set_meta("deployment", "Brussels").await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        tx.commit().await.unwrap();
        store.db.migrate().await.unwrap();
        let mut tx = store.db.read().await.unwrap();
        assert_eq!(tx.meta("deployment").await.unwrap().as_deref(), Some("Brussels"));
        assert!(tx.request(request(1).id).await.unwrap().is_some());
        assert_eq!(tx.categories().await.unwrap().len(), 12);
    })
    .await;
}

#[tokio::test]
async fn several_nodes_may_migrate_at_once() {
    each_empty(async |store| {
        let nodes = (0..4).map(|_| store.db.migrate());
        for outcome in futures::future::join_all(nodes).await {
            outcome.unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    each(async |store| {
        let newer = "INSERT INTO _sqlx_migrations \
            (version, description, success, checksum, execution_time) \
            SELECT 20991231235959, 'from the future', TRUE, checksum, 0 \
            FROM _sqlx_migrations WHERE version = 20261123070000";
        store.raw(newer).await;
        let refused = store.db.migrate().await.unwrap_err();
        assert!(matches!(&refused, StoreError::Migration(text) if text.contains("20991231235959")));
    })
    .await;
}

#[tokio::test]
async fn an_edited_migration_is_refused() {
    each(async |store| {
        let edited = if store.db.is_sqlite() { "x'00'" } else { "'\\x00'" };
        store.raw(&format!("UPDATE _sqlx_migrations SET checksum = {edited}")).await;
        assert!(matches!(store.db.migrate().await, Err(StoreError::Migration(_))));
    })
    .await;
}

#[tokio::test]
async fn a_row_of_the_first_schema_reads_with_its_defaults() {
    each(async |store| {
        let (key, bytes) = if store.db.is_sqlite() {
            (format!("x'{}'", store::hex(id(9).as_bytes())), "x'0102'")
        } else {
            (format!("'{}'", id(9)), "'\\x0102'")
        };
        let now = NOW.as_microsecond();
        store
            .raw(&format!(
                "INSERT INTO help_request (id, reference, status, category, priority, channel, \
                 language, languages, skills, volunteers_needed, remote, cell, country, postcode, \
                 label, uncertainty_m, needed_by, item_count, subject_id, sealed_contact, \
                 sealed_details, created_at, consent_version, consent_at, consent_by, updated_at) \
                 VALUES ({key}, 'OLD', 'open', 'groceries', 'normal', 'web', 'fr', '', '', 1, \
                 TRUE, NULL, 'BE', '1050', 'Ixelles', 0, {now}, 0, {key}, {bytes}, {bytes}, \
                 {now}, '1', {now}, 'self', {now})"
            ))
            .await;
        let mut tx = store.db.read().await.unwrap();
        let found = tx.request_by_reference("OLD").await.unwrap().unwrap();
        assert_eq!((found.id.0, found.version, found.wave, found.places_filled), (id(9), 1, 0, 0));
        assert!(!found.urgent && !found.staff_only && !found.needs_attention);
        assert!(found.cell.is_none() && found.created_at == NOW);
        assert_eq!(found.sealed_contact.as_bytes(), [1, 2]);
    })
    .await;
}
