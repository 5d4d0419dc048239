//! What errors say, and what they keep to themselves.

use matching::AlertId;
use store::StoreError;

use crate::samples::{alert, id, insert_volunteers, request};
use crate::stores::{each, in_tx};

#[tokio::test]
async fn a_second_record_with_a_unique_value_is_told_apart_from_other_failures() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        tx.insert_request(&request(1)).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = store.db.write().await.unwrap();
        let same_reference = store::HelpRequest { reference: "R1".to_owned(), ..request(2) };
        tx.insert_request(&same_reference).await.unwrap();
        let refused = tx.flush().await.unwrap_err();
        assert!(refused.is_unique_violation() && !refused.is_unavailable());
        drop(tx);
        let mut tx = store.db.write().await.unwrap();
        let no_such_request = tx.insert_alert(&alert(1, 7, 7)).await.unwrap_err();
        assert!(!no_such_request.is_unique_violation() && !no_such_request.is_unavailable());
    })
    .await;
}

#[tokio::test]
async fn an_error_prints_no_value() {
    each(async |store| {
        let secret = store::HelpRequest { reference: "Odette-Peeters".to_owned(), ..request(1) };
        let mut tx = store.db.write().await.unwrap();
        tx.insert_request(&secret).await.unwrap();
        let again = store::HelpRequest { id: request(2).id, ..secret };
        tx.insert_request(&again).await.unwrap();
        let refused = tx.flush().await.unwrap_err();
        let printed = format!("{refused} {refused:?}");
        assert!(!printed.contains("Odette"), "{printed}");
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_is_unavailable() {
    each(async |store| {
        if !store.db.is_sqlite() {
            return;
        }
        store.raw("PRAGMA max_page_count = 1").await;
        let mut tx = store.db.write().await.unwrap();
        let refused = tx.set_meta("long", &"x".repeat(1_000_000)).await.unwrap_err();
        assert!(refused.is_unavailable(), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_connection_that_the_server_cut_is_unavailable() {
    each(async |store| {
        if store.db.is_sqlite() {
            return;
        }
        let mut tx = store.db.write().await.unwrap();
        tx.set_meta("a", "b").await.unwrap();
        let others = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        assert_eq!(store.raw_number(others).await, 1);
        let refused = tx.set_meta("a", "c").await.unwrap_err();
        assert!(refused.is_unavailable(), "{refused}");
    })
    .await;
}

#[tokio::test]
async fn a_value_that_no_program_wrote_is_told_by_table_and_column() {
    let broken = [
        ("UPDATE help_request SET status = 'lost'", "status"),
        ("UPDATE help_request SET cell = 5", "cell"),
        ("UPDATE help_request SET skills = 'car|A B'", "skills"),
        ("UPDATE help_request SET wave = -1", "wave"),
        ("UPDATE help_request SET needed_by = 9223372036854775807", "needed_by"),
    ];
    for (statement, column) in broken {
        each(async |store| {
            let mut tx = store.db.write().await.unwrap();
            tx.insert_request(&request(1)).await.unwrap();
            tx.commit().await.unwrap();
            store.raw(statement).await;
            let mut tx = store.db.read().await.unwrap();
            let found = tx.request(request(1).id).await;
            let Err(StoreError::Corrupt { table, column: told }) = found else {
                panic!("{column}")
            };
            assert_eq!((table, told), ("help_request", column));
        })
        .await;
    }
}

#[tokio::test]
async fn a_volunteer_is_not_alerted_twice_in_one_wave() {
    each(async |store| {
        let mut tx = store.db.write().await.unwrap();
        insert_volunteers(&mut tx, 1).await;
        tx.insert_request(&request(1)).await.unwrap();
        tx.insert_alert(&alert(1, 1, 1)).await.unwrap();
        let refused = tx.insert_alert(&alert(2, 1, 1)).await.unwrap_err();
        assert!(refused.is_unique_violation());
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_none() {
    in_tx(async |tx| {
        assert!(tx.request(request(1).id).await.unwrap().is_none());
        assert!(tx.request_by_reference("R1").await.unwrap().is_none());
        assert!(tx.volunteer(id(1).into()).await.unwrap().is_none());
        assert!(tx.volunteer_by_email(b"nobody").await.unwrap().is_none());
        assert!(tx.alert(AlertId(id(1))).await.unwrap().is_none());
        assert!(tx.engagement(id(1).into()).await.unwrap().is_none());
        assert!(tx.task(id(1).into()).await.unwrap().is_none());
        assert!(tx.account(id(1).into()).await.unwrap().is_none());
        assert!(tx.account_by_email(b"nobody").await.unwrap().is_none());
        assert!(tx.meta("nothing").await.unwrap().is_none());
        assert!(tx.notification_state("nothing").await.unwrap().is_none());
        assert!(tx.link(b"nothing", "alert").await.unwrap().is_none());
        assert!(tx.next_plan_at().await.unwrap().is_none());
        assert!(tx.next_notification_at().await.unwrap().is_none());
        assert!(tx.first_opening().await.unwrap().is_none());
    })
    .await;
}

/// A refusal by a code, as either database would give it.
#[derive(Debug)]
struct Refusal(&'static str);

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Refusal {}

impl sqlx::error::DatabaseError for Refusal {
    fn message(&self) -> &str {
        self.0
    }

    fn code(&self) -> Option<std::borrow::Cow<'_, str>> {
        Some(self.0.into())
    }

    fn as_error(&self) -> &(dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn std::error::Error + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn std::error::Error + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> sqlx::error::ErrorKind {
        sqlx::error::ErrorKind::Other
    }
}

#[test]
fn what_may_pass_by_itself_is_told_by_its_code() {
    let refused = |code| StoreError::from(sqlx::Error::Database(Box::new(Refusal(code))));
    // Busy in three ways, locked, a write and a flush that failed, a full disk.
    for code in ["5", "261", "517", "773", "262", "778", "1034", "13"] {
        assert!(refused(code).is_unavailable(), "{code}");
    }
    // A lost connection, no connection left, a full disk, a shutdown, a conflict, a deadlock.
    for code in ["08006", "53300", "53100", "57P01", "40001", "40P01"] {
        assert!(refused(code).is_unavailable(), "{code}");
    }
    // Constraints, a damaged file, a syntax error, a failed transaction.
    for code in ["19", "531", "2067", "11", "23505", "42601", "25P02"] {
        assert!(!refused(code).is_unavailable(), "{code}");
    }
}
