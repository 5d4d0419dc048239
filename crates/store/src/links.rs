//! Links in mails, and idempotency keys.

use jiff::Timestamp;
use uuid::Uuid;

use crate::sql::sql;
use crate::{StoreError, Tx};

/// A link as it is stored: the token itself is derived when needed and never kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What it leads to.
    pub target: Uuid,
    /// Which edition of it.
    pub version: u32,
    /// When it stops working.
    pub expires_at: Option<Timestamp>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

impl Link {
    /// Whether it still works.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| end > now)
    }
}

/// What an idempotency key was used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyRecord {
    /// SHA-256 of the body.
    pub body_hash: Vec<u8>,
    /// The kind of thing that was made.
    pub kind: String,
    /// Its id.
    pub target: Uuid,
}

impl Tx {
    /// Stores a link under the hash of its token; storing it again changes nothing.
    pub async fn insert_link(
        &mut self,
        token_hash: &[u8],
        purpose: &str,
        link: &Link,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO link (token_hash, purpose, target, version, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (token_hash) DO NOTHING";
        let query = sql(text)
            .bind(token_hash)
            .bind(purpose)
            .bind(link.target)
            .bind(link.version)
            .bind(at)
            .bind(link.expires_at);
        self.later(query).await
    }

    /// Finds a link of one purpose.
    pub async fn link(
        &mut self,
        token_hash: &[u8],
        purpose: &str,
    ) -> Result<Option<Link>, StoreError> {
        let text = "SELECT target, version, expires_at, used_at, revoked_at FROM link \
            WHERE token_hash = $1 AND purpose = $2";
        let Some(row) = self.one(sql(text).bind(token_hash).bind(purpose)).await? else {
            return Ok(None);
        };
        let row = row.of("link");
        Ok(Some(Link {
            target: row.get("target")?,
            version: row.get("version")?,
            expires_at: row.get("expires_at")?,
            used_at: row.get("used_at")?,
            revoked_at: row.get("revoked_at")?,
        }))
    }

    /// Marks a link as used; `false` when it was used before.
    pub async fn use_link(&mut self, token_hash: &[u8], at: Timestamp) -> Result<bool, StoreError> {
        let text = "UPDATE link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
        Ok(self.run(sql(text).bind(token_hash).bind(at)).await? == 1)
    }

    /// Revokes every link of one purpose to a target.
    pub async fn revoke_links(
        &mut self,
        target: Uuid,
        purpose: &str,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let text = "UPDATE link SET revoked_at = $3 \
            WHERE target = $1 AND purpose = $2 AND revoked_at IS NULL";
        self.run(sql(text).bind(target).bind(purpose).bind(at)).await
    }

    /// Ends every link in a volunteer's mails that opens more than the mails themselves: sign-in, and
    /// alerts that may still be answered.
    pub async fn revoke_mailed_links(
        &mut self,
        volunteer: matching::VolunteerId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "UPDATE link SET revoked_at = $2 WHERE revoked_at IS NULL AND (\
            (purpose = 'alert' AND target IN (SELECT id FROM alert \
             WHERE volunteer_id = $1 AND status IN ('queued', 'sent', 'expired'))) \
            OR (purpose IN ('login', 'login_code') AND target = $1))";
        self.run(sql(text).bind(volunteer).bind(at)).await?;
        Ok(())
    }

    /// Revokes every link to a target.
    pub async fn revoke_all_links(
        &mut self,
        target: Uuid,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let text = "UPDATE link SET revoked_at = $2 WHERE target = $1 AND revoked_at IS NULL";
        self.run(sql(text).bind(target).bind(at)).await
    }

    /// Takes an idempotency key; `false` when it is taken.
    pub async fn take_idempotency_key(
        &mut self,
        actor: &str,
        key: &str,
        record: &IdempotencyRecord,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let text = "INSERT INTO idempotency (actor, key, body_hash, kind, target, created_at) \
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
        let query = sql(text)
            .bind(actor)
            .bind(key)
            .bind(record.body_hash.as_slice())
            .bind(record.kind.as_str())
            .bind(record.target)
            .bind(at);
        Ok(self.run(query).await? == 1)
    }

    /// What an idempotency key was used for since a time.
    pub async fn idempotency_record(
        &mut self,
        actor: &str,
        key: &str,
        since: Timestamp,
    ) -> Result<Option<IdempotencyRecord>, StoreError> {
        let text = "SELECT body_hash, kind, target FROM idempotency \
            WHERE actor = $1 AND key = $2 AND created_at > $3";
        let Some(row) = self.one(sql(text).bind(actor).bind(key).bind(since)).await? else {
            return Ok(None);
        };
        let row = row.of("idempotency");
        Ok(Some(IdempotencyRecord {
            body_hash: row.get("body_hash")?,
            kind: row.get("kind")?,
            target: row.get("target")?,
        }))
    }
}
