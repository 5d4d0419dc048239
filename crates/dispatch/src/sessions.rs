//! Sessions: started, found by their cookie, listed, ended.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use matching::{AccountId, EngagementId, VolunteerId};
use store::{Session, SessionKind, sha256};
use uuid::Uuid;

use crate::accounts::staff_of;
use crate::actor::{Actor, Staff};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};

/// Use of a session is noted this often at most.
const TOUCH_EVERY: SignedDuration = minutes(5);
/// Longest cookie that is looked at, in bytes.
const MAX_COOKIE: usize = 128;

/// Where a sign-in comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whence {
    /// The network that limits count under.
    pub network: String,
    /// The kind of device, in a few words, for the list of sessions.
    pub device: String,
}

impl Dispatch {
    /// Starts a session and gives its cookie; only the hash is kept.
    pub(crate) async fn new_session(
        &self,
        kind: SessionKind,
        target: Uuid,
        lasts: SignedDuration,
    ) -> Outcome<String> {
        self.new_session_on(kind, target, lasts, "").await
    }

    /// The same on a device that the list of sessions names.
    pub(crate) async fn new_session_on(
        &self,
        kind: SessionKind,
        target: Uuid,
        lasts: SignedDuration,
        device: &str,
    ) -> Outcome<String> {
        let now = self.now();
        self.store_session(kind, target, (now, now + lasts), device).await
    }

    async fn store_session(
        &self,
        kind: SessionKind,
        target: Uuid,
        (last_used_at, expires_at): (Timestamp, Timestamp),
        device: &str,
    ) -> Outcome<String> {
        let cookie = random_token()?;
        let session = Session {
            token_hash: sha256(cookie.as_bytes()).to_vec(),
            target,
            device: device.chars().take(60).collect(),
            created_at: self.now(),
            last_used_at,
            expires_at,
        };
        let mut tx = self.write().await?;
        tx.insert_session(kind, &session).await?;
        tx.commit().await?;
        Ok(cookie)
    }

    /// Whose session a cookie stands for; that it was used is noted now and then.
    pub(crate) async fn session_target(
        &self,
        cookie: &str,
        kind: SessionKind,
    ) -> Outcome<Option<Uuid>> {
        if cookie.is_empty() || cookie.len() > MAX_COOKIE {
            return Ok(None);
        }
        let (hash, now) = (sha256(cookie.as_bytes()), self.now());
        let Some(session) = self.read().await?.session(&hash, kind, now).await? else {
            return Ok(None);
        };
        if kind.idle().is_some() && now.duration_since(session.last_used_at) >= TOUCH_EVERY {
            let mut tx = self.write().await?;
            tx.touch_session(&hash, now).await?;
            tx.commit().await?;
        }
        Ok(Some(session.target))
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

    /// The caller's own sessions, the one used last first.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] for whoever has no account.
    pub async fn own_sessions(&self, actor: &Actor) -> Outcome<Vec<Session>> {
        let (kind, target) = session_owner(actor)?;
        Ok(self.read().await?.sessions_of(kind, target, self.now()).await?)
    }

    /// Ends one of the caller's own sessions, by the hash of its token.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when it is not theirs.
    pub async fn end_own_session(&self, actor: &Actor, token_hash: &[u8]) -> Outcome<()> {
        let (_, target) = session_owner(actor)?;
        let mut tx = self.write().await?;
        let ended = tx.delete_own_session(token_hash, target).await?;
        tx.commit().await?;
        if ended { Ok(()) } else { Err(Refusal::NotFound) }
    }

    /// Ends all sessions of the caller, this one too.
    pub async fn end_own_sessions(&self, actor: &Actor) -> Outcome<()> {
        let (_, target) = session_owner(actor)?;
        let mut tx = self.write().await?;
        tx.delete_sessions_of(target).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends the session of a cookie.
    pub async fn sign_out(&self, cookie: &str) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.delete_session(&sha256(cookie.as_bytes())).await?;
        tx.commit().await?;
        Ok(())
    }

    /// A session's cookie for an account, for the demo's printed links.
    ///
    /// It counts as used until it ends: two hours of the demo's clock are two minutes, and nobody
    /// reads a page that fast.
    pub async fn session_for_account(&self, actor: &Actor, id: AccountId) -> Outcome<String> {
        actor.staff(matching::Role::Administrator)?;
        let ends = self.now() + hours(24 * 30);
        self.store_session(SessionKind::Staff, id.0, (ends, ends), "").await
    }

    /// A session's cookie for a volunteer, for the demo's printed links.
    pub async fn session_for_volunteer(&self, actor: &Actor, id: VolunteerId) -> Outcome<String> {
        actor.staff(matching::Role::Administrator)?;
        self.new_session(SessionKind::Volunteer, id.0, hours(24 * 30)).await
    }
}

/// Whose sessions somebody may list and end: their own.
fn session_owner(actor: &Actor) -> Outcome<(SessionKind, Uuid)> {
    match actor {
        Actor::Staff(staff) if staff.is_account => Ok((SessionKind::Staff, staff.id)),
        Actor::Volunteer(id) => Ok((SessionKind::Volunteer, id.0)),
        _ => Err(Refusal::Unauthenticated),
    }
}

/// 32 random bytes as text.
pub(crate) fn random_token() -> Outcome<String> {
    Ok(URL_SAFE_NO_PAD.encode(random_bytes::<32>()?))
}

/// Bytes from the system's generator.
pub(crate) fn random_bytes<const N: usize>() -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| store::StoreError::KeyRing("no randomness to be had"))?;
    Ok(bytes)
}
