//! Staff accounts and API tokens.

use jiff::Timestamp;
use matching::{AccountId, AreaId, Role, SubjectId};
use uuid::Uuid;

use crate::records::AccountContact;
use crate::seal::{Sealed, Spot, SubjectKey};
use crate::second_factor::TotpSecret;
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
    /// `invited`, `enrolling` (a password, no second factor yet), `active`, `reset` (only a set-up link
    /// opens it again) or `disabled`.
    pub state: String,
    /// Keyed hash of the e-mail address.
    pub email_hash: Vec<u8>,
    /// Name and address.
    pub sealed_contact: Sealed<AccountContact>,
    /// argon2id, in PHC form.
    pub password_hash: Option<String>,
    /// The secret of the second factor; it counts once the state is `active`.
    pub sealed_totp: Option<Sealed<TotpSecret>>,
    /// The language of their pages.
    pub language: String,
    /// Counts set-up links.
    pub version: u32,
    /// When it was made.
    pub created_at: Timestamp,
}

pub(crate) const COLUMNS: &str = "id, subject_id, role, area_id, state, email_hash, sealed_contact, \
    password_hash, sealed_totp, language, version, created_at";

impl Account {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
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
            sealed_totp: row.get::<Option<Vec<u8>>>("sealed_totp")?.map(Sealed::from_bytes),
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

/// A bearer token of the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id, for the log.
    pub id: Uuid,
    /// What it is for, in the words of whoever made it.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// Where; `None` = everywhere.
    pub area_id: Option<AreaId>,
    /// Whether it may look and nothing more.
    pub read_only: bool,
    /// Since when.
    pub created_at: Timestamp,
    /// Until when.
    pub expires_at: Option<Timestamp>,
}

const API_TOKEN: &str = "id, name, role, area_id, read_only, created_at, expires_at";

impl ApiToken {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row = row.of("api_token");
        Ok(Self {
            id: row.get("id")?,
            name: row.get("name")?,
            role: row.parse("role")?,
            area_id: row.get("area_id")?,
            read_only: row.get("read_only")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

impl Tx {
    /// Stores a new account; `false` when the address has one already.
    pub async fn insert_account(&mut self, account: &Account) -> Result<bool, StoreError> {
        let text = format!("INSERT INTO account ({COLUMNS}) VALUES ");
        let values: Vec<crate::Value> = vec![
            account.id.into(),
            account.subject_id.into(),
            account.role.code().into(),
            account.area_id.into(),
            account.state.as_str().into(),
            account.email_hash.clone().into(),
            account.sealed_contact.as_bytes().into(),
            account.password_hash.as_deref().into(),
            account.sealed_totp.as_ref().map(|sealed| sealed.as_bytes().to_vec()).into(),
            account.language.as_str().into(),
            account.version.into(),
            account.created_at.into(),
        ];
        let query = sql(text).push_list(values).push(" ON CONFLICT DO NOTHING");
        Ok(self.run(query).await? == 1)
    }

    /// Finds an account.
    pub async fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Account::read).transpose()
    }

    /// Finds the account with this e-mail address.
    pub async fn account_by_email(&mut self, hash: &[u8]) -> Result<Option<Account>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM account WHERE email_hash = $1");
        self.one(sql(text).bind(hash)).await?.as_ref().map(Account::read).transpose()
    }

    /// Every account, oldest first.
    pub async fn accounts(&mut self) -> Result<Vec<Account>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM account ORDER BY id");
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

    /// Finds the account that a provider's name for somebody is linked to.
    pub async fn account_by_oidc(&mut self, hash: &[u8]) -> Result<Option<Account>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM account WHERE oidc_hash = $1");
        self.one(sql(text).bind(hash)).await?.as_ref().map(Account::read).transpose()
    }

    /// Links an account to a provider's name for somebody; `false` when it has another one.
    pub async fn link_oidc(&mut self, id: AccountId, hash: &[u8]) -> Result<bool, StoreError> {
        let text = "UPDATE account SET oidc_hash = $2 WHERE id = $1 AND oidc_hash IS NULL";
        Ok(self.run(sql(text).bind(id).bind(hash)).await? == 1)
    }

    /// Ends the link to a provider.
    pub async fn unlink_oidc(&mut self, id: AccountId) -> Result<(), StoreError> {
        self.run(sql("UPDATE account SET oidc_hash = NULL WHERE id = $1").bind(id)).await?;
        Ok(())
    }

    /// Gives an account another address.
    pub async fn set_account_email(
        &mut self,
        id: AccountId,
        email_hash: &[u8],
        sealed_contact: &Sealed<AccountContact>,
    ) -> Result<(), StoreError> {
        let text = "UPDATE account SET email_hash = $2, sealed_contact = $3 WHERE id = $1";
        let query = sql(text).bind(id).bind(email_hash).bind(sealed_contact.as_bytes());
        self.run(query).await?;
        Ok(())
    }

    /// Stores an API token under its hash.
    pub async fn insert_api_token(
        &mut self,
        token_hash: &[u8],
        token: &ApiToken,
    ) -> Result<(), StoreError> {
        let text = format!(
            "INSERT INTO api_token (token_hash, {API_TOKEN}) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        );
        let query = sql(text)
            .bind(token_hash)
            .bind(token.id)
            .bind(token.name.as_str())
            .bind(token.role.code())
            .bind(token.area_id)
            .bind(token.read_only)
            .bind(token.created_at)
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
        let text = format!(
            "SELECT {API_TOKEN} FROM api_token WHERE token_hash = $1 \
            AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)"
        );
        let row = self.one(sql(text).bind(token_hash).bind(now)).await?;
        row.as_ref().map(ApiToken::read).transpose()
    }

    /// The living API tokens, the newest first.
    pub async fn api_tokens(&mut self, now: Timestamp) -> Result<Vec<ApiToken>, StoreError> {
        let text = format!(
            "SELECT {API_TOKEN} FROM api_token \
            WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $1) ORDER BY id DESC"
        );
        self.all(sql(text).bind(now)).await?.iter().map(ApiToken::read).collect()
    }

    /// What an API token is for, as it was named.
    pub async fn api_token_name(&mut self, id: Uuid) -> Result<Option<String>, StoreError> {
        let row = self.one(sql("SELECT name FROM api_token WHERE id = $1").bind(id)).await?;
        row.map(|row| row.of("api_token").get("name")).transpose()
    }

    /// Ends an API token; `false` when there is no such token that lives.
    pub async fn revoke_api_token(&mut self, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
        let text = "UPDATE api_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        Ok(self.run(sql(text).bind(id).bind(now)).await? == 1)
    }
}
