//! Staff accounts, sessions of staff and volunteers, API tokens.

use jiff::Timestamp;
use matching::{AccountId, AreaId, Role, SubjectId};
use uuid::Uuid;

use crate::records::AccountContact;
use crate::seal::{Sealed, Spot, SubjectKey};
use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// A member of staff.
#[derive(Clone, Debug)]
pub struct Account {
    /// Their id.
    pub id: AccountId,
    /// Whose key seals their data.
    pub subject_id: SubjectId,
    /// What they may do.
    pub role: Role,
    /// Where; `None` = everywhere.
    pub area_id: Option<AreaId>,
    /// `invited`, `active` or `disabled`.
    pub state: String,
    /// Keyed hash of the e-mail address.
    pub email_hash: Vec<u8>,
    /// Name and address.
    pub sealed_contact: Sealed<AccountContact>,
    /// argon2id, in PHC form.
    pub password_hash: Option<String>,
    /// The language of their pages.
    pub language: String,
    /// Counts set-up links.
    pub version: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

const ACCOUNT: &str = "id, subject_id, role, area_id, state, email_hash, sealed_contact, \
    password_hash, language, version, created_at";

impl Account {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("account");
        Ok(Self {
            id: row.get("id")?,
            subject_id: row.get("subject_id")?,
            role: row.parse("role")?,
            area_id: row.get("area_id")?,
            state: row.get("state")?,
            email_hash: row.get("email_hash")?,
            sealed_contact: Sealed::from_bytes(row.get("sealed_contact")?),
            password_hash: row.get("password_hash")?,
            language: row.get("language")?,
            version: row.get("version")?,
            created_at: row.get("created_at")?,
        })
    }

    /// Where the sealed contact lives.
    pub fn contact_spot(id: AccountId) -> Spot {
        Spot { table: "account", column: "sealed_contact", row: id.0 }
    }

    /// Opens the contact with the subject's key.
    pub fn contact(&self, key: &SubjectKey) -> Result<AccountContact, StoreError> {
        key.open(Self::contact_spot(self.id), &self.sealed_contact)
    }
}

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A member of staff.
    Staff,
    /// A volunteer.
    Volunteer,
    /// The holder of one engagement.
    Engagement,
    /// Somebody who came by an alert's link.
    Alert,
    /// Somebody who came by a request's manage link.
    Manage,
    /// The same, after the check of postcode or phone.
    ManageFull,
}

impl SessionKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Volunteer => "volunteer",
            Self::Engagement => "engagement",
            Self::Alert => "alert",
            Self::Manage => "manage",
            Self::ManageFull => "manage_full",
        }
    }
}

/// A bearer token of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id, for the log.
    pub id: Uuid,
    /// What it may do.
    pub role: Role,
    /// Where; `None` = everywhere.
    pub area_id: Option<AreaId>,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

impl Tx {
    /// Stores a new account; `false` when the address has one already.
    pub async fn insert_account(&mut self, account: &Account) -> Result<bool, StoreError> {
        let text = format!("INSERT INTO account ({ACCOUNT}) VALUES ");
        let values: Vec<crate::Value> = vec![
            account.id.into(),
            account.subject_id.into(),
            account.role.code().into(),
            account.area_id.into(),
            account.state.as_str().into(),
            account.email_hash.clone().into(),
            account.sealed_contact.as_bytes().into(),
            account.password_hash.as_deref().into(),
            account.language.as_str().into(),
            account.version.into(),
            account.created_at.into(),
        ];
        let query = sql(text).push_list(values).push(" ON CONFLICT DO NOTHING");
        Ok(self.run(query).await? == 1)
    }

    /// Finds an account.
    pub async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let text = format!("SELECT {ACCOUNT} FROM account WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Account::read).transpose()
    }

    /// Finds the account with this e-mail address.
    pub async fn account_by_email(&mut self, hash: &[u8]) -> Result<Option<Account>, StoreError> {
        let text = format!("SELECT {ACCOUNT} FROM account WHERE email_hash = $1");
        self.one(sql(text).bind(hash)).await?.as_ref().map(Account::read).transpose()
    }

    /// Every account, oldest first.
    pub async fn accounts(&mut self) -> Result<Vec<Account>, StoreError> {
        let text = format!("SELECT {ACCOUNT} FROM account ORDER BY id");
        self.all(sql(text)).await?.iter().map(Account::read).collect()
    }

    /// How many administrators have set their password.
    pub async fn active_administrators(&mut self) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM account \
            WHERE role = 'administrator' AND state = 'active'";
        self.number(sql(text)).await
    }

    /// Writes what set-up and reset change.
    pub async fn update_account(&mut self, account: &Account) -> Result<(), StoreError> {
        let text = "UPDATE account SET role = $2, area_id = $3, state = $4, password_hash = $5, \
            language = $6, version = $7 WHERE id = $1";
        let query = sql(text)
            .bind(account.id)
            .bind(account.role.code())
            .bind(account.area_id)
            .bind(account.state.as_str())
            .bind(account.password_hash.as_deref())
            .bind(account.language.as_str())
            .bind(account.version);
        self.run(query).await?;
        Ok(())
    }

    /// Stores a session under the hash of its token.
    pub async fn insert_session(
        &mut self,
        token_hash: &[u8],
        kind: SessionKind,
        target: Uuid,
        at: Timestamp,
        expires_at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO session (token_hash, kind, target, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5)";
        let query =
            sql(text).bind(token_hash).bind(kind.code()).bind(target).bind(at).bind(expires_at);
        self.run(query).await?;
        Ok(())
    }

    /// Whom a session of this kind belongs to, while it lives.
    pub async fn session(
        &mut self,
        token_hash: &[u8],
        kind: SessionKind,
        now: Timestamp,
    ) -> Result<Option<Uuid>, StoreError> {
        let text = "SELECT target FROM session \
            WHERE token_hash = $1 AND kind = $2 AND expires_at > $3";
        let row = self.one(sql(text).bind(token_hash).bind(kind.code()).bind(now)).await?;
        row.map(|row| row.of("session").get("target")).transpose()
    }

    /// Ends a session.
    pub async fn delete_session(&mut self, token_hash: &[u8]) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM session WHERE token_hash = $1").bind(token_hash)).await?;
        Ok(())
    }

    /// Ends every session of somebody.
    pub async fn delete_sessions_of(&mut self, target: Uuid) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM session WHERE target = $1").bind(target)).await?;
        Ok(())
    }

    /// Removes sessions that ended before a time.
    pub async fn delete_old_sessions(&mut self, before: Timestamp) -> Result<u64, StoreError> {
        self.run(sql("DELETE FROM session WHERE expires_at <= $1").bind(before)).await
    }

    /// Stores an API token under its hash.
    pub async fn insert_api_token(
        &mut self,
        token_hash: &[u8],
        token: &ApiToken,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO api_token (token_hash, id, role, area_id, created_at, expires_at) \
            VALUES ($1, $2, $3, $4, $5, $6)";
        let query = sql(text)
            .bind(token_hash)
            .bind(token.id)
            .bind(token.role.code())
            .bind(token.area_id)
            .bind(at)
            .bind(token.expires_at);
        self.run(query).await?;
        Ok(())
    }

    /// Finds a living API token.
    pub async fn api_token(
        &mut self,
        token_hash: &[u8],
        now: Timestamp,
    ) -> Result<Option<ApiToken>, StoreError> {
        let text = "SELECT id, role, area_id, expires_at FROM api_token WHERE token_hash = $1 \
            AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)";
        let Some(row) = self.one(sql(text).bind(token_hash).bind(now)).await? else {
            return Ok(None);
        };
        let row = row.of("api_token");
        Ok(Some(ApiToken {
            id: row.get("id")?,
            role: row.parse("role")?,
            area_id: row.get("area_id")?,
            expires_at: row.get("expires_at")?,
        }))
    }
}
