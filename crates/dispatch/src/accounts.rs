//! Staff accounts, passwords, sessions and API tokens.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::SignedDuration;
use matching::{AccountId, AreaId, EngagementId, Role, VolunteerId};
use store::{Account, AccountContact, ApiToken, SessionKind, sha256};
use uuid::Uuid;

use crate::actor::{Actor, Staff};
use crate::links::Purpose;
use crate::parse;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// Shortest password, in characters.
pub const MIN_PASSWORD: usize = 15;
/// Longest password, in bytes.
const MAX_PASSWORD: usize = 1_024;
/// Hours a staff session lasts.
const STAFF_SESSION_H: i64 = 12;

/// argon2id with OWASP's first choice: 19 MiB, two passes, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

impl Dispatch {
    /// Makes a staff account and gives its one-time set-up link.
    pub async fn create_account(
        &self,
        actor: &Actor,
        email: &str,
        role: Role,
        area: Option<AreaId>,
    ) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        let email = parse::email("email", Some(email));
        let email = email.map_err(|error| Refusal::Invalid(vec![error]))?;
        let email = email.ok_or_else(|| Refusal::field("email", "required"))?;
        let key = self.ring().create(self.now()).await?;
        let id: AccountId = self.fresh_id()?;
        let name = email.split('@').next().unwrap_or_default().to_owned();
        let hash = self.email_hash(&email);
        let contact = AccountContact { name, email };
        let account = Account {
            id,
            subject_id: key.subject(),
            role,
            area_id: area,
            state: "invited".to_owned(),
            email_hash: hash,
            sealed_contact: key.seal(Account::contact_spot(id), &contact)?,
            password_hash: None,
            language: self.settings().language_or_default(None).as_str().to_owned(),
            version: 1,
            created_at: self.now(),
        };
        let mut tx = self.write().await?;
        if !tx.insert_account(&account).await? {
            return Err(Refusal::field("email", "account_exists"));
        }
        self.issue(&mut tx, Purpose::SetUp, id.0, 1, Some(self.now() + hours(72))).await?;
        tx.commit().await?;
        Ok(self.link_url(Purpose::SetUp, id.0, 1))
    }

    /// Gives a new one-time set-up link to an existing account; its password and sessions end.
    pub async fn reset_account(&self, actor: &Actor, email: &str) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        let mut tx = self.write().await?;
        let found = tx.account_by_email(&self.email_hash(email)).await?;
        let mut account = found.ok_or_else(|| Refusal::field("email", "unknown_account"))?;
        account.version += 1;
        account.password_hash = None;
        "invited".clone_into(&mut account.state);
        tx.update_account(&account).await?;
        tx.delete_sessions_of(account.id.0).await?;
        tx.revoke_links(account.id.0, Purpose::SetUp.code(), self.now()).await?;
        let expires = Some(self.now() + hours(72));
        self.issue(&mut tx, Purpose::SetUp, account.id.0, account.version, expires).await?;
        tx.commit().await?;
        Ok(self.link_url(Purpose::SetUp, account.id.0, account.version))
    }

    /// Whether an administrator has signed in yet; `serve` prints a set-up link otherwise.
    pub async fn has_administrator(&self) -> Outcome<bool> {
        Ok(self.read().await?.active_administrators().await? > 0)
    }

    /// Whether a set-up link works, without using it.
    pub async fn set_up_link_lives(&self, token: &str) -> Outcome<()> {
        let mut tx = self.read().await?;
        self.living_link(&mut tx, Purpose::SetUp, token).await.map(|_| ())
    }

    /// Chooses the password by the set-up link, once; gives a session's cookie.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a dead link; [`Refusal::Invalid`] for a password that is too short.
    pub async fn set_up_account(&self, token: &str, password: &str) -> Outcome<(Staff, String)> {
        if password.chars().count() < MIN_PASSWORD {
            return Err(Refusal::Invalid(vec![
                crate::refusal::FieldError::new("password", "password_short")
                    .with(MIN_PASSWORD.to_string()),
            ]));
        }
        if password.len() > MAX_PASSWORD {
            return Err(Refusal::field("password", "too_long"));
        }
        let hash = hash_password(password.to_owned()).await?;
        let mut tx = self.write().await?;
        let link = self.living_link(&mut tx, Purpose::SetUp, token).await?;
        if !tx.use_link(&sha256(token.as_bytes()), self.now()).await? {
            return Err(Refusal::Gone);
        }
        let mut account = tx.account(AccountId(link.target)).await?.ok_or(Refusal::Gone)?;
        account.password_hash = Some(hash);
        "active".clone_into(&mut account.state);
        tx.update_account(&account).await?;
        tx.revoke_links(account.id.0, Purpose::SetUp.code(), self.now()).await?;
        tx.commit().await?;
        let cookie =
            self.new_session(SessionKind::Staff, account.id.0, hours(STAFF_SESSION_H)).await?;
        Ok((staff_of(&account), cookie))
    }

    /// Signs a member of staff in; the same work for known and unknown addresses.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] whenever address and password do not belong together.
    pub async fn sign_in_staff(&self, email: &str, password: &str) -> Outcome<(Staff, String)> {
        let mut tx = self.read().await?;
        let found = tx.account_by_email(&self.email_hash(email)).await?;
        drop(tx);
        let account = found.filter(|account| account.state == "active");
        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let right = verify_password(password.to_owned(), hash).await;
        let account = account.filter(|_| right).ok_or(Refusal::Unauthenticated)?;
        let cookie =
            self.new_session(SessionKind::Staff, account.id.0, hours(STAFF_SESSION_H)).await?;
        Ok((staff_of(&account), cookie))
    }

    /// A session's cookie for an account, for the demo's printed links.
    pub async fn session_for_account(&self, actor: &Actor, id: AccountId) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        self.new_session(SessionKind::Staff, id.0, hours(24 * 30)).await
    }

    /// A session's cookie for a volunteer, for the demo's printed links.
    pub async fn session_for_volunteer(&self, actor: &Actor, id: VolunteerId) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        self.new_session(SessionKind::Volunteer, id.0, hours(24 * 30)).await
    }

    /// The account with this e-mail address.
    pub async fn account_with_email(&self, email: &str) -> Outcome<Option<Account>> {
        Ok(self.read().await?.account_by_email(&self.email_hash(email)).await?)
    }

    /// The name of the signed-in member of staff.
    pub async fn staff_name(&self, staff: &Staff) -> Outcome<String> {
        if !staff.is_account {
            return Ok(String::new());
        }
        let account = self.read().await?.account(AccountId(staff.id)).await?;
        let account = account.ok_or(Refusal::NotFound)?;
        let key = self.key(account.subject_id).await?;
        Ok(account.contact(&key)?.name)
    }

    /// Makes an API token; only its hash is kept.
    pub async fn create_api_token(
        &self,
        actor: &Actor,
        role: Role,
        area: Option<AreaId>,
        days: Option<u32>,
    ) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        let secret = format!("proche_{}", random_token()?);
        let expires_at = days.map(|days| self.now() + hours(24 * i64::from(days)));
        let token = ApiToken { id: self.fresh_id::<Uuid>()?, role, area_id: area, expires_at };
        let mut tx = self.write().await?;
        tx.insert_api_token(&sha256(secret.as_bytes()), &token, self.now()).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// Who a bearer token belongs to.
    pub async fn staff_by_token(&self, token: &str) -> Outcome<Staff> {
        let mut tx = self.read().await?;
        let found = tx.api_token(&sha256(token.as_bytes()), self.now()).await?;
        let found = found.ok_or(Refusal::Unauthenticated)?;
        Ok(Staff { id: found.id, is_account: false, role: found.role, area: found.area_id })
    }

    /// Who a staff cookie belongs to.
    pub async fn staff_by_cookie(&self, cookie: &str) -> Outcome<Option<Staff>> {
        let Some(id) = self.session_target(cookie, SessionKind::Staff).await? else {
            return Ok(None);
        };
        let account = self.read().await?.account(AccountId(id)).await?;
        Ok(account.filter(|account| account.state == "active").map(|account| staff_of(&account)))
    }

    /// Which volunteer a cookie belongs to.
    pub async fn volunteer_by_cookie(&self, cookie: &str) -> Outcome<Option<VolunteerId>> {
        Ok(self.session_target(cookie, SessionKind::Volunteer).await?.map(VolunteerId))
    }

    /// Which engagement a cookie was given for.
    pub async fn engagement_by_cookie(&self, cookie: &str) -> Outcome<Option<EngagementId>> {
        Ok(self.session_target(cookie, SessionKind::Engagement).await?.map(EngagementId))
    }

    async fn session_target(&self, cookie: &str, kind: SessionKind) -> Outcome<Option<Uuid>> {
        if cookie.is_empty() || cookie.len() > 128 {
            return Ok(None);
        }
        Ok(self.read().await?.session(&sha256(cookie.as_bytes()), kind, self.now()).await?)
    }

    /// Starts a session and gives its cookie; only the hash is kept.
    pub(crate) async fn new_session(
        &self,
        kind: SessionKind,
        target: Uuid,
        lasts: SignedDuration,
    ) -> Outcome<String> {
        let cookie = random_token()?;
        let now = self.now();
        let mut tx = self.write().await?;
        tx.insert_session(&sha256(cookie.as_bytes()), kind, target, now, now + lasts).await?;
        tx.commit().await?;
        Ok(cookie)
    }

    /// Ends the session of a cookie.
    pub async fn sign_out(&self, cookie: &str) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.delete_session(&sha256(cookie.as_bytes())).await?;
        tx.commit().await?;
        Ok(())
    }
}

fn staff_of(account: &Account) -> Staff {
    Staff { id: account.id.0, is_account: true, role: account.role, area: account.area_id }
}

fn random_token() -> Outcome<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)
        .map_err(|_| store::StoreError::KeyRing("no randomness to be had"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

async fn hash_password(password: String) -> Outcome<String> {
    let hashed = tokio::task::spawn_blocking(move || {
        argon2().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    let failed = || store::StoreError::KeyRing("the password cannot be hashed");
    Ok(hashed.await.map_err(|_| failed())?.map_err(|_| failed())?)
}

/// Verifies a password; without a hash it works as long on a made-up one and says no.
async fn verify_password(password: String, hash: Option<String>) -> bool {
    let verified = tokio::task::spawn_blocking(move || {
        let known = hash.is_some();
        let hash = match hash {
            Some(hash) => hash,
            None => match argon2().hash_password(b"nobody has this password") {
                Ok(hash) => hash.to_string(),
                Err(_) => return false,
            },
        };
        let parsed = argon2::password_hash::phc::PasswordHash::new(&hash);
        let right =
            parsed.is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok());
        known && right
    });
    verified.await.unwrap_or(false)
}
