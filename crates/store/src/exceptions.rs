//! The places where the two databases truly differ, each named.

use jiff::Timestamp;
use sqlx::{Connection as _, PgConnection};

use crate::StoreError;
use crate::database::Tx;
use crate::sql::sql;

/// Where the session locks of nodes begin.
const NODE_LOCKS: i64 = 7_070_680_000_000;

/// `session lock`: on PostgreSQL a node holds one until its connection ends, in whatever way.
pub(crate) async fn hold_node_lock(
    session: &mut PgConnection,
    name: &str,
    at: Timestamp,
) -> Result<i64, StoreError> {
    let mut tx = session.begin().await?;
    let text = "INSERT INTO node (name, started_at, seen_at) VALUES ($1, $2, $2) RETURNING number";
    let insert = sqlx::query_scalar(text).bind(name).bind(at.as_microsecond());
    let number: i64 = insert.fetch_one(&mut *tx).await?;
    let lock = sqlx::query("SELECT pg_advisory_lock($1 + $2)").bind(NODE_LOCKS).bind(number);
    lock.execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(number)
}

impl Tx {
    /// `advisory lock`: on PostgreSQL writers of the change log take turns, so that a lower number
    /// never becomes visible after a higher one. SQLite has a single writer.
    pub(crate) async fn order_changes(&mut self) -> Result<(), StoreError> {
        if self.is_postgres() {
            self.run(sql("SELECT pg_advisory_xact_lock(7070670001)")).await?;
        }
        Ok(())
    }

    /// `advisory lock`: on PostgreSQL the writers of one node's audit chain take turns, from right
    /// before their commit to its end. SQLite has a single writer.
    pub(crate) async fn order_audit(&mut self, node: &str) -> Result<(), StoreError> {
        if self.is_postgres() {
            let text = "SELECT pg_advisory_xact_lock(707067, hashtext($1))";
            self.run(sql(text).bind(node)).await?;
        }
        Ok(())
    }

    /// `index hint`: SQLite, which keeps no statistics, takes the status to be rare and looks up every
    /// row; PostgreSQL knows better by itself.
    pub(crate) fn by_volunteer_home(&self) -> &'static str {
        if self.is_postgres() { "" } else { "INDEXED BY volunteer_home" }
    }

    /// `row lock`: on PostgreSQL holds the request's row until the end of the transaction, so that
    /// decisions about one request are taken one after the other. SQLite has a single writer.
    pub async fn lock_request(&mut self, id: matching::RequestId) -> Result<(), StoreError> {
        if self.is_postgres() {
            self.run(sql("SELECT 1 FROM help_request WHERE id = $1 FOR UPDATE").bind(id)).await?;
        }
        Ok(())
    }

    /// `row lock`: the same for a shift, so that its places are counted one after the other.
    pub async fn lock_shift(&mut self, id: matching::ShiftId) -> Result<(), StoreError> {
        if self.is_postgres() {
            self.run(sql("SELECT 1 FROM shift WHERE id = $1 FOR UPDATE").bind(id)).await?;
        }
        Ok(())
    }

    /// `row lock`: the same for a volunteer, so that caps are counted one after the other.
    pub async fn lock_volunteer(&mut self, id: matching::VolunteerId) -> Result<(), StoreError> {
        if self.is_postgres() {
            self.run(sql("SELECT 1 FROM volunteer WHERE id = $1 FOR UPDATE").bind(id)).await?;
        }
        Ok(())
    }

    /// `row lock`: the same for several volunteers at once, in the order of their ids; gives
    /// whether others may have written meanwhile, so that what was counted before counts no more.
    pub async fn lock_volunteers(
        &mut self,
        ids: &[matching::VolunteerId],
    ) -> Result<bool, StoreError> {
        if ids.is_empty() || !self.is_postgres() {
            return Ok(false);
        }
        let text = "SELECT 1 AS one FROM volunteer WHERE id IN ";
        let query = sql(text).push_list(ids.iter().copied()).push(" ORDER BY id FOR UPDATE");
        self.all(query).await?;
        Ok(true)
    }

    /// `session lock`: the condition on nodes that hold theirs no more, until the end of the
    /// transaction. On SQLite whoever asks is the only one at work.
    pub(crate) fn whose_lock_is_free(&self) -> String {
        if self.is_postgres() {
            format!(" AND pg_try_advisory_xact_lock({NODE_LOCKS} + number)")
        } else {
            String::new()
        }
    }

    /// `SKIP LOCKED`: the text that lets claimers on PostgreSQL pass each other by.
    pub(crate) fn skip_locked(&self) -> &'static str {
        if self.is_postgres() { " FOR UPDATE SKIP LOCKED" } else { "" }
    }

    /// `ordered IN`: the text by which SQLite goes from rank to rank in the order of an index, past
    /// whatever of each is not due yet. PostgreSQL would sort for it.
    pub(crate) fn each_rank(&self) -> &'static str {
        const { assert!(crate::LAST_RANK == 9, "each rank is named below") };
        if self.is_postgres() { "" } else { " AND rank IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9)" }
    }

    /// `table lock`: on PostgreSQL keeps other writers out of these tables until the end of the
    /// transaction. SQLite has a single writer.
    pub(crate) async fn hold_tables(&mut self, names: &[&str]) -> Result<(), StoreError> {
        if self.is_postgres() {
            let text = format!("LOCK TABLE {} IN EXCLUSIVE MODE", names.join(", "));
            self.run(sql(text)).await?;
        }
        Ok(())
    }

    /// `identity`: the text by which PostgreSQL takes given numbers for rows that it numbers.
    pub(crate) fn overriding_numbers(&self, numbered: bool) -> &'static str {
        if numbered && self.is_postgres() { " OVERRIDING SYSTEM VALUE" } else { "" }
    }

    /// `identity`: on PostgreSQL numbering goes on after the last row. SQLite does so by itself.
    pub(crate) async fn continue_numbers(
        &mut self,
        table: &str,
        column: &str,
    ) -> Result<(), StoreError> {
        if self.is_postgres() {
            let text = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), MAX({column})) \
                 FROM {table} HAVING MAX({column}) IS NOT NULL"
            );
            self.run(sql(text)).await?;
        }
        Ok(())
    }
}
