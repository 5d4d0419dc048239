//! Changes of address that are under way.

use jiff::Timestamp;
use uuid::Uuid;

use crate::records::EmailPair;
use crate::seal::{Sealed, Spot, SubjectKey};
use crate::sql::{Row, sql};
use crate::{StoreError, Tx};

/// Somebody wants to be reached at another address.
#[derive(Clone, Debug)]
pub struct EmailChange {
    /// Its id.
    pub id: Uuid,
    /// `volunteer` or `account`.
    pub owner_kind: String,
    /// Whose address.
    pub owner_id: Uuid,
    /// The address of today and the next one, under the owner's key.
    pub sealed_emails: Sealed<EmailPair>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Until when it can be agreed to.
    pub expires_at: Timestamp,
    /// When the old mailbox agreed.
    pub old_agreed_at: Option<Timestamp>,
    /// When the new mailbox agreed.
    pub new_agreed_at: Option<Timestamp>,
    /// Of a lost mailbox: from when on the old one need not agree.
    pub lost_from: Option<Timestamp>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
    /// `done`, `stopped`, `replaced` or `taken`.
    pub outcome: Option<String>,
}

const COLUMNS: &str = "id, owner_kind, owner_id, sealed_emails, created_at, expires_at, \
    old_agreed_at, new_agreed_at, lost_from, ended_at, outcome";

impl EmailChange {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row = row.of("email_change");
        Ok(Self {
            id: row.get("id")?,
            owner_kind: row.get("owner_kind")?,
            owner_id: row.get("owner_id")?,
            sealed_emails: Sealed::from_bytes(row.get("sealed_emails")?),
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
            old_agreed_at: row.get("old_agreed_at")?,
            new_agreed_at: row.get("new_agreed_at")?,
            lost_from: row.get("lost_from")?,
            ended_at: row.get("ended_at")?,
            outcome: row.get("outcome")?,
        })
    }

    /// Where the sealed addresses live.
    pub fn emails_spot(id: Uuid) -> Spot {
        Spot { table: "email_change", column: "sealed_emails", row: id }
    }

    /// Opens the addresses with the owner's key.
    pub fn emails(&self, key: &SubjectKey) -> Result<EmailPair, StoreError> {
        key.open(Self::emails_spot(self.id), &self.sealed_emails)
    }

    /// Whether it can still be agreed to or stopped.
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.expires_at
    }

    /// Whether nothing is missing any more.
    pub fn is_agreed(&self, now: Timestamp) -> bool {
        let old = self.old_agreed_at.is_some() || self.lost_from.is_some_and(|from| from <= now);
        old && self.new_agreed_at.is_some()
    }
}

impl Tx {
    /// Stores a change that was asked for.
    pub async fn insert_email_change(&mut self, c: &EmailChange) -> Result<(), StoreError> {
        let text = format!("INSERT INTO email_change ({COLUMNS}) VALUES ");
        let values: Vec<crate::Value> = vec![
            c.id.into(),
            c.owner_kind.as_str().into(),
            c.owner_id.into(),
            c.sealed_emails.as_bytes().into(),
            c.created_at.into(),
            c.expires_at.into(),
            c.old_agreed_at.into(),
            c.new_agreed_at.into(),
            c.lost_from.into(),
            c.ended_at.into(),
            c.outcome.as_deref().into(),
        ];
        self.run(sql(text).push_list(values)).await?;
        Ok(())
    }

    /// Finds a change.
    pub async fn email_change(&mut self, id: Uuid) -> Result<Option<EmailChange>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM email_change WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(EmailChange::read).transpose()
    }

    /// The changes of somebody that are not over.
    pub async fn email_changes_of(&mut self, owner: Uuid) -> Result<Vec<EmailChange>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM email_change WHERE owner_id = $1 AND ended_at IS NULL \
             ORDER BY id"
        );
        self.all(sql(text).bind(owner)).await?.iter().map(EmailChange::read).collect()
    }

    /// The changes of lost mailboxes whose time to be stopped is over.
    pub async fn lost_mailboxes_due(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<EmailChange>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM email_change WHERE ended_at IS NULL AND lost_from <= $1 \
             AND new_agreed_at IS NOT NULL AND expires_at > $1 ORDER BY id LIMIT $2"
        );
        self.all(sql(text).bind(now).bind(limit)).await?.iter().map(EmailChange::read).collect()
    }

    /// Writes what was agreed and how it ended; `false` when it is over already.
    pub async fn update_email_change(&mut self, c: &EmailChange) -> Result<bool, StoreError> {
        let text = "UPDATE email_change SET old_agreed_at = $2, new_agreed_at = $3, ended_at = $4, \
            outcome = $5 WHERE id = $1 AND ended_at IS NULL";
        let query = sql(text)
            .bind(c.id)
            .bind(c.old_agreed_at)
            .bind(c.new_agreed_at)
            .bind(c.ended_at)
            .bind(c.outcome.as_deref());
        Ok(self.run(query).await? == 1)
    }
}
