//! The processes that work on a database, and what becomes of the claims of one that is gone.
//!
//! On PostgreSQL a node holds a session lock for as long as it lives: the server lets go of it when
//! the node's connection ends, in whatever way. A node that is stopped for a while keeps both, so
//! nobody takes over what it is doing. On SQLite a single process works on the file.

use jiff::{SignedDuration, Timestamp};
use sqlx::{Connection as _, PgConnection};

use crate::exceptions::hold_node_lock;
use crate::sql::sql;
use crate::{Database, StoreError, Tx};

/// A process as it is known in the database.
pub struct Node {
    number: i64,
    /// The session that holds its lock; none on SQLite.
    session: Option<PgConnection>,
}

/// How far a node's index has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeMark {
    /// The number of the last change it followed.
    pub followed: i64,
    /// A digest of the volunteers it offers.
    pub digest: i64,
}

impl Node {
    /// Its number, by which it claims.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// Whether others still see that it lives: a lost connection has lost its lock.
    pub async fn is_held(&mut self) -> bool {
        match &mut self.session {
            Some(session) => session.ping().await.is_ok(),
            None => true,
        }
    }
}

impl Database {
    /// Makes a node known; on PostgreSQL its lock is held before anybody can see it.
    pub async fn enter_node(&self, name: &str, at: Timestamp) -> Result<Node, StoreError> {
        let Self::Postgres(pool) = self else {
            let mut tx = self.write().await?;
            let number = tx.insert_node(name, at).await?;
            tx.commit().await?;
            return Ok(Node { number, session: None });
        };
        let mut session = pool.acquire().await?.detach();
        let number = hold_node_lock(&mut session, name, at).await?;
        Ok(Node { number, session: Some(session) })
    }
}

impl Tx {
    async fn insert_node(&mut self, name: &str, at: Timestamp) -> Result<i64, StoreError> {
        let text = "INSERT INTO node (name, started_at, seen_at) VALUES ($1, $2, $2) \
            RETURNING number";
        self.number(sql(text).bind(name).bind(at)).await
    }

    /// Notes that a node lives, and how far its index has come.
    pub async fn see_node(
        &mut self,
        number: i64,
        at: Timestamp,
        mark: Option<NodeMark>,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE node SET seen_at = $2, gone_at = NULL, followed = $3, digest = $4 \
            WHERE number = $1";
        let query = sql(text)
            .bind(number)
            .bind(at)
            .bind(mark.map(|mark| mark.followed))
            .bind(mark.map(|mark| mark.digest));
        Ok(self.run(query).await? == 1)
    }

    /// What each node that is not known to be gone noted of its index.
    pub async fn node_marks(&mut self) -> Result<Vec<(i64, NodeMark)>, StoreError> {
        let text = "SELECT number, followed, digest FROM node WHERE gone_at IS NULL \
            AND followed IS NOT NULL AND digest IS NOT NULL ORDER BY number";
        let rows = self.all(sql(text)).await?;
        let read = |row: &crate::sql::Row| {
            let row = row.of("node");
            let mark = NodeMark { followed: row.get("followed")?, digest: row.get("digest")? };
            Ok((row.get("number")?, mark))
        };
        rows.iter().map(read).collect()
    }

    /// The nodes that were seen to live so long after a change that they had not followed then.
    pub async fn nodes_behind(&mut self, by: SignedDuration) -> Result<Vec<i64>, StoreError> {
        let text = "SELECT n.number AS number FROM node n WHERE n.gone_at IS NULL \
            AND n.followed IS NOT NULL AND EXISTS (SELECT 1 FROM change c \
             WHERE c.seq > n.followed AND c.at <= n.seen_at - $1)";
        let by = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        let rows = self.all(sql(text).bind(by)).await?;
        rows.iter().map(|row| row.of("node").get("number")).collect()
    }

    /// The nodes other than this one that are gone.
    pub async fn gone_nodes(&mut self, own: i64) -> Result<Vec<i64>, StoreError> {
        let text =
            format!("SELECT number FROM node WHERE number <> $1{}", self.whose_lock_is_free());
        let rows = self.all(sql(text).bind(own)).await?;
        rows.iter().map(|row| row.of("node").get("number")).collect()
    }

    /// Notes since when a node is gone; an earlier note stays.
    pub async fn note_gone(&mut self, number: i64, at: Timestamp) -> Result<(), StoreError> {
        let text = "UPDATE node SET gone_at = $2 WHERE number = $1 AND gone_at IS NULL";
        self.run(sql(text).bind(number).bind(at)).await?;
        Ok(())
    }

    /// Lets go of what a node claimed and had not begun to send; gives how many mails.
    pub async fn release_unbegun(&mut self, holder: i64) -> Result<u64, StoreError> {
        let text = "UPDATE notification SET lease_until = NULL, holder = NULL \
            WHERE holder = $1 AND state = 'queued' AND lease_until IS NOT NULL";
        self.run(sql(text).bind(holder)).await
    }

    /// Lets go of everything that a node claimed, and of the node, once it is gone since `before`;
    /// what was being sent is flagged when it is claimed again.
    pub async fn bury_node(&mut self, number: i64, before: Timestamp) -> Result<u64, StoreError> {
        let text = "DELETE FROM node WHERE number = $1 AND gone_at <= $2";
        if self.run(sql(text).bind(number).bind(before)).await? == 0 {
            return Ok(0);
        }
        self.release_claims_of(number).await
    }

    /// Lets go of everything that a node claimed; what was being sent stays marked so, and is
    /// flagged when it is claimed again.
    pub async fn release_claims_of(&mut self, holder: i64) -> Result<u64, StoreError> {
        let text = "UPDATE notification SET lease_until = NULL, holder = NULL \
            WHERE holder = $1 AND state IN ('queued', 'sending') AND lease_until IS NOT NULL";
        self.run(sql(text).bind(holder)).await
    }

    /// A node leaves in order: it holds nothing any more.
    pub async fn leave_node(&mut self, number: i64) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM node WHERE number = $1").bind(number)).await?;
        Ok(())
    }
}
