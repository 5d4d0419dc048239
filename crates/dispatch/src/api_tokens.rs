//! Bearer tokens of the API: for a role, an area and a time; some only read.

use jiff::Timestamp;
use matching::{AreaId, Role};
use store::{ApiToken, sha256};
use uuid::Uuid;

use crate::actor::{Actor, Staff};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};
use crate::sessions::random_token;

/// What a new token is for.
#[derive(Debug, Clone, Copy)]
pub struct TokenScope<'a> {
    /// What it may do.
    pub role: Role,
    /// Where; `None` = everywhere.
    pub area: Option<AreaId>,
    /// Days until it ends; `None` = never.
    pub days: Option<u32>,
    /// Whether it may look and nothing more.
    pub read_only: bool,
    /// What it is for, in the list of tokens.
    pub name: &'a str,
}

impl TokenScope<'_> {
    /// A token of a role for everywhere and ever.
    pub fn of(role: Role) -> Self {
        Self { role, area: None, days: None, read_only: false, name: "" }
    }
}

impl Dispatch {
    /// Makes an API token; only its hash is kept.
    pub async fn create_api_token(&self, actor: &Actor, scope: TokenScope<'_>) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        let secret = format!("proche_{}", random_token()?);
        let token = ApiToken {
            id: self.fresh_id::<Uuid>()?,
            name: scope.name.to_owned(),
            role: scope.role,
            area_id: scope.area,
            read_only: scope.read_only,
            created_at: self.now(),
            expires_at: scope.days.map(|days| self.now() + hours(24 * i64::from(days))),
        };
        let mut tx = self.write().await?;
        tx.insert_api_token(&sha256(secret.as_bytes()), &token).await?;
        let data = serde_json::json!({ "token": token.id, "role": token.role.code() });
        self.note_right(&mut tx, actor, "token.created", data).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// The tokens that still work, the newest first.
    pub async fn api_tokens(&self, actor: &Actor) -> Outcome<Vec<ApiToken>> {
        actor.staff(Role::Administrator)?;
        Ok(self.read().await?.api_tokens(self.now()).await?)
    }

    /// Ends a token.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when there is no such token that works.
    pub async fn revoke_api_token(&self, actor: &Actor, id: Uuid) -> Outcome<()> {
        actor.staff(Role::Administrator)?;
        let now: Timestamp = self.now();
        let mut tx = self.write().await?;
        if !tx.revoke_api_token(id, now).await? {
            return Err(Refusal::NotFound);
        }
        let data = serde_json::json!({ "token": id });
        self.note_right(&mut tx, actor, "token.revoked", data).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who a bearer token belongs to, and whether it may look and nothing more.
    pub async fn staff_by_token(&self, token: &str) -> Outcome<(Staff, bool)> {
        let mut tx = self.read().await?;
        let found = tx.api_token(&sha256(token.as_bytes()), self.now()).await?;
        let found = found.ok_or(Refusal::Unauthenticated)?;
        let staff =
            Staff { id: found.id, is_account: false, role: found.role, area: found.area_id };
        Ok((staff, found.read_only))
    }
}
