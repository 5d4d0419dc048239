//! Backups: what they carry, that they come back row for row, and what is refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::path::{Path, PathBuf};

use store::{
    ArchiveError, Backup, ColumnKind, Database, SubjectTable, TableRows, backed_up_columns,
    left_out_of_backups,
};
use uuid::Uuid;

use crate::samples::{NOW, id};
use crate::stores::{Store, each};

/// Rows that [`fill`] puts into every table that no migration fills.
const FILLED: i64 = 4;

/// A column as the database describes it.
#[derive(Debug, PartialEq)]
struct Described {
    column: String,
    kind: String,
    required: bool,
}

/// The tables of the database, but for those of the migrations.
async fn schema(store: &Store) -> BTreeMap<String, Vec<Described>> {
    const SQLITE: &str = "SELECT m.name, p.name, p.type, p.\"notnull\" \
        FROM sqlite_master m, pragma_table_info(m.name) p \
        WHERE m.type = 'table' AND m.name NOT IN ('_sqlx_migrations', 'sqlite_sequence')";
    const POSTGRES: &str = "SELECT table_name::text, column_name::text, data_type::text, \
        (is_nullable = 'NO')::int::bigint FROM information_schema.columns \
        WHERE table_schema = 'public' AND table_name <> '_sqlx_migrations'";
    let rows: Vec<(String, String, String, i64)> = match &store.db {
        Database::Sqlite { readers, .. } => sqlx::query_as(SQLITE).fetch_all(readers).await,
        Database::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await,
    }
    .unwrap();
    let mut tables = BTreeMap::<String, Vec<Described>>::new();
    for (table, column, kind, required) in rows {
        let described = Described { column, kind, required: required != 0 };
        tables.entry(table).or_default().push(described);
    }
    tables
}

fn type_of(kind: ColumnKind, store: &Store) -> &'static str {
    match (kind, store.db.is_sqlite()) {
        (ColumnKind::Int | ColumnKind::Bool, true) => "INTEGER",
        (ColumnKind::Text, true) => "TEXT",
        (ColumnKind::Bytes | ColumnKind::Id, true) => "BLOB",
        (ColumnKind::Int, false) => "bigint",
        (ColumnKind::Text, false) => "text",
        (ColumnKind::Bytes, false) => "bytea",
        (ColumnKind::Bool, false) => "boolean",
        (ColumnKind::Id, false) => "uuid",
    }
}

/// A failure here asks for a line in `backup/tables.rs`.
#[tokio::test]
async fn backups_know_every_table_and_column_of_the_schema() {
    each(async |store| {
        let mut schema = schema(store).await;
        for table in left_out_of_backups() {
            assert!(schema.remove(table).is_some(), "{table} is left out and not there");
        }
        for (table, columns) in backed_up_columns() {
            let described = schema.remove(table).unwrap_or_default();
            let mut found: Vec<_> =
                described.iter().map(|one| (one.column.as_str(), one.kind.as_str())).collect();
            let mut known: Vec<_> =
                columns.iter().map(|(name, kind)| (*name, type_of(*kind, store))).collect();
            found.sort_unstable();
            known.sort_unstable();
            assert_eq!(found, known, "the columns of {table}");
            let optional = |name: &str| described.iter().any(|d| d.column == name && !d.required);
            let bools = columns.iter().filter(|(_, kind)| *kind == ColumnKind::Bool);
            assert!(bools.map(|(name, _)| name).all(|name| !optional(name)), "{table}");
        }
        assert!(schema.is_empty(), "backups do not know {:?}", schema.keys());
    })
    .await;
}

/// A value for the numbered row; rows of the same number refer to each other.
fn literal(store: &Store, (column, kind): (&str, ColumnKind), number: u8) -> String {
    let bytes = |bytes: &[u8]| {
        let hex = store::hex(bytes);
        if store.db.is_sqlite() { format!("X'{hex}'") } else { format!("'\\x{hex}'::bytea") }
    };
    let uuid = |uuid: Uuid| {
        if store.db.is_sqlite() { bytes(uuid.as_bytes()) } else { format!("'{uuid}'") }
    };
    match kind {
        // The second area lies in the third, the third in the first.
        ColumnKind::Id if column == "parent_id" => match number {
            2 => uuid(id(3)),
            3 => uuid(id(1)),
            _ => "NULL".to_owned(),
        },
        ColumnKind::Id => uuid(id(u128::from(number))),
        ColumnKind::Int if column == "cell" => (i64::MAX - i64::from(number)).to_string(),
        ColumnKind::Int => number.to_string(),
        ColumnKind::Text => format!("'é“{number}”👩🏽‍🚒\n\\'"),
        ColumnKind::Bytes => bytes(&[0, number, 255, b'\n']),
        ColumnKind::Bool => number.is_multiple_of(2).to_string(),
    }
}

/// Fills every table of the backup; the last row lacks what may be absent.
async fn fill(store: &Store) {
    let schema = schema(store).await;
    for (table, columns) in backed_up_columns() {
        let numbered = columns.iter().any(|(name, _)| *name == "seq") && !store.db.is_sqlite();
        let overriding = if numbered { " OVERRIDING SYSTEM VALUE" } else { "" };
        for number in [1_u8, 3, 2, 4] {
            let required =
                |name: &str| schema[table].iter().any(|one| one.column == name && one.required);
            let values = columns.iter().map(|column| {
                let there = number < 4 || required(column.0) || column.0 == "seq";
                if there { literal(store, *column, number) } else { "NULL".to_owned() }
            });
            let values = values.collect::<Vec<_>>().join(", ");
            let names = columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
            let mut text = String::new();
            write!(text, "INSERT INTO {table} ({names}){overriding} VALUES ({values})").unwrap();
            store.raw(&text).await;
        }
    }
}

async fn back_up(store: &Store, path: &Path) -> Vec<TableRows> {
    let mut last = (0, 0);
    let mut tx = store.db.read().await.unwrap();
    let out = File::create(path).unwrap();
    let mut progress = |done, total| last = (done, total);
    let ring = "0123456789abcdef".to_owned();
    let tables = tx.back_up("1.2.3", NOW, ring, out, &mut progress).await.unwrap();
    let rows = tables.iter().map(|table| table.rows).sum::<u64>();
    assert_eq!(last, (rows, rows));
    tables
}

async fn restore(store: &Store, path: &Path) -> Result<Vec<TableRows>, ArchiveError> {
    let mut backup = Backup::open(path)?;
    let mut tx = store.db.write().await?;
    let mut last = 0;
    let restored = tx.restore(&mut backup, &mut |done| last = done).await?;
    tx.commit().await?;
    assert_eq!(last, backup.head().rows);
    Ok(restored)
}

fn file(store: &Store) -> PathBuf {
    store.directory.join("proche.backup")
}

async fn is_untouched(store: &Store) -> bool {
    let mut tx = store.db.read().await.unwrap();
    tx.first_filled_table().await.unwrap().is_none() && tx.categories().await.unwrap().len() == 12
}

#[tokio::test]
async fn every_row_comes_back_on_either_database() {
    each(async |from| {
        fill(from).await;
        let written = back_up(from, &file(from)).await;
        each(async |to| {
            let restored = restore(to, &file(from)).await.unwrap();
            assert_eq!(restored, written);
            let head = Backup::open(&file(from)).unwrap().head().clone();
            assert_eq!((head.product.as_str(), head.made_at), ("1.2.3", NOW));
            back_up(to, &file(to)).await;
            // The same rows, in the same order, to the byte.
            assert!(std::fs::read(file(from)).unwrap() == std::fs::read(file(to)).unwrap());
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn numbers_go_on_after_the_restored_rows() {
    each(async |from| {
        fill(from).await;
        back_up(from, &file(from)).await;
        each(async |to| {
            restore(to, &file(from)).await.unwrap();
            let mut tx = to.db.write().await.unwrap();
            tx.note_change(id(1).into(), NOW).await.unwrap();
            tx.record(&crate::samples::event("request.posted", 1)).await.unwrap();
            tx.commit().await.unwrap();
            let mut tx = to.db.read().await.unwrap();
            assert_eq!(tx.last_change().await.unwrap(), FILLED + 1);
            assert_eq!(tx.last_event().await.unwrap(), FILLED + 1);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn an_empty_store_comes_back_too_and_numbers_start_at_one() {
    each(async |from| {
        back_up(from, &file(from)).await;
        each(async |to| {
            restore(to, &file(from)).await.unwrap();
            assert!(is_untouched(to).await);
            let mut tx = to.db.write().await.unwrap();
            tx.note_change(id(1).into(), NOW).await.unwrap();
            assert_eq!(tx.last_change().await.unwrap(), 1);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn many_rows_go_in_several_statements() {
    each(async |from| {
        let mut tx = from.db.write().await.unwrap();
        crate::samples::insert_volunteers(&mut tx, 600).await;
        tx.commit().await.unwrap();
        back_up(from, &file(from)).await;
        each(async |to| {
            restore(to, &file(from)).await.unwrap();
            assert_eq!(to.raw_number("SELECT COUNT(*) FROM volunteer").await, 600);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_backup_is_of_one_moment() {
    each(async |store| {
        let mut picture = store.db.read().await.unwrap();
        assert!(picture.schema_version().await.unwrap() > 0);
        let mut tx = store.db.write().await.unwrap();
        crate::samples::insert_volunteers(&mut tx, 3).await;
        tx.commit().await.unwrap();
        let out = File::create(file(store)).unwrap();
        let ring = String::new();
        let tables = picture.back_up("1", NOW, ring, out, &mut |_, _| {}).await.unwrap();
        assert!(tables.iter().any(|one| one.table == "volunteer" && one.rows == 0));
        drop(picture);
        let tables = back_up(store, &file(store)).await;
        assert!(tables.iter().any(|one| one.table == "volunteer" && one.rows == 3));
    })
    .await;
}

#[tokio::test]
async fn a_filled_target_is_refused_and_left_as_it_is() {
    each(async |store| {
        back_up(store, &file(store)).await;
        let mut tx = store.db.write().await.unwrap();
        crate::samples::insert_volunteers(&mut tx, 1).await;
        tx.commit().await.unwrap();
        let refused = restore(store, &file(store)).await.unwrap_err();
        assert!(matches!(refused, ArchiveError::NotEmpty("volunteer")), "{refused}");
        assert_eq!(store.raw_number("SELECT COUNT(*) FROM volunteer").await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_newer_is_refused() {
    each(async |from| {
        let last = "SELECT MAX(version) FROM _sqlx_migrations";
        let later = "UPDATE _sqlx_migrations SET version = 99990101000000 WHERE version";
        from.raw(&format!("{later} = ({last})")).await;
        back_up(from, &file(from)).await;
        each(async |to| {
            let refused = restore(to, &file(from)).await.unwrap_err();
            assert!(matches!(&refused, ArchiveError::Newer(_)), "{refused}");
            assert!(refused.to_string().contains("99990101000000"), "{refused}");
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn a_row_that_cannot_be_stored_is_named_and_nothing_is_kept() {
    each(async |from| {
        if !from.db.is_sqlite() {
            return;
        }
        fill(from).await;
        from.raw("PRAGMA foreign_keys = OFF").await;
        from.raw("UPDATE engagement SET request_id = randomblob(16) WHERE place = 3").await;
        back_up(from, &file(from)).await;
        each(async |to| {
            let refused = restore(to, &file(from)).await.unwrap_err();
            let ArchiveError::Row { table, row, .. } = &refused else { panic!("{refused}") };
            assert_eq!((*table, *row), ("engagement", 3), "{refused}");
            assert!(is_untouched(to).await);
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn sealed_rows_are_found_page_by_page() {
    each(async |store| {
        fill(store).await;
        store.raw("UPDATE volunteer SET sealed_contact = sealed_anchors").await;
        let mut tx = store.db.write().await.unwrap();
        tx.forget_requester(id(2).into()).await.unwrap();
        for (table, expected) in SubjectTable::ALL.into_iter().zip([4, 3, 4, 3]) {
            let first = tx.sealed_rows(table, Uuid::nil(), 2).await.unwrap();
            let rest = tx.sealed_rows(table, first[1].row, 5).await.unwrap();
            assert_eq!(first.len() + rest.len(), expected, "{table:?}");
            assert!(first.iter().chain(&rest).all(|one| one.subject.0 == one.row));
        }
        tx.commit().await.unwrap();
        let left = "SELECT COUNT(*) FROM help_request WHERE email_hash IS NOT NULL";
        assert_eq!(store.raw_number(left).await, 2);
    })
    .await;
}
