//! Sessions of staff, volunteers and whoever came by a link; each is known by the hash of its token.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::sql::{Row, sql};
use crate::{StoreError, Tx};

/// What a session is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionKind {
    /// A member of staff.
    Staff,
    /// A member of staff whose password is known and who has no second factor yet.
    Enrolment,
    /// The browser that was sent to an identity provider.
    Oidc,
    /// A volunteer.
    Volunteer,
    /// The browser that asked for a volunteer's sign-in link.
    Asked,
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
            Self::Enrolment => "enrolment",
            Self::Oidc => "oidc",
            Self::Volunteer => "volunteer",
            Self::Asked => "asked",
            Self::Engagement => "engagement",
            Self::Alert => "alert",
            Self::Manage => "manage",
            Self::ManageFull => "manage_full",
        }
    }

    /// How long a session of this kind may rest before it ends; none = until it expires.
    pub const fn idle(self) -> Option<SignedDuration> {
        match self {
            Self::Staff => Some(SignedDuration::from_hours(2)),
            Self::Volunteer => Some(SignedDuration::from_hours(14 * 24)),
            _ => None,
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token; also its name in lists.
    pub token_hash: Vec<u8>,
    /// Whose it is.
    pub target: Uuid,
    /// On what kind of device, in a few words.
    pub device: String,
    /// Since when.
    pub created_at: Timestamp,
    /// When it was last used, to some minutes.
    pub last_used_at: Timestamp,
    /// Until when, used or not.
    pub expires_at: Timestamp,
}

const SESSION: &str = "token_hash, target, device, created_at, last_used_at, expires_at";

impl Session {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row = row.of("session");
        Ok(Self {
            token_hash: row.get("token_hash")?,
            target: row.get("target")?,
            device: row.get("device")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// The time before which an unused session of a kind has ended.
fn idle_since(kind: SessionKind, now: Timestamp) -> i64 {
    kind.idle().map_or(-1, |idle| (now - idle).as_microsecond())
}

impl Tx {
    /// Stores a session under the hash of its token.
    pub async fn insert_session(
        &mut self,
        kind: SessionKind,
        session: &Session,
    ) -> Result<(), StoreError> {
        let text =
            format!("INSERT INTO session (kind, {SESSION}) VALUES ($1, $2, $3, $4, $5, $6, $7)");
        let query = sql(text)
            .bind(kind.code())
            .bind(session.token_hash.as_slice())
            .bind(session.target)
            .bind(session.device.as_str())
            .bind(session.created_at)
            .bind(session.last_used_at)
            .bind(session.expires_at);
        self.run(query).await?;
        Ok(())
    }

    /// A session of this kind, while it lives.
    pub async fn session(
        &mut self,
        token_hash: &[u8],
        kind: SessionKind,
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError> {
        let text = format!(
            "SELECT {SESSION} FROM session WHERE token_hash = $1 AND kind = $2 \
            AND expires_at > $3 AND last_used_at > $4"
        );
        let query = sql(text).bind(token_hash).bind(kind.code()).bind(now);
        let query = query.bind(idle_since(kind, now));
        self.one(query).await?.as_ref().map(Session::read).transpose()
    }

    /// The living sessions of somebody, the one used last first.
    pub async fn sessions_of(
        &mut self,
        kind: SessionKind,
        target: Uuid,
        now: Timestamp,
    ) -> Result<Vec<Session>, StoreError> {
        let text = format!(
            "SELECT {SESSION} FROM session WHERE target = $1 AND kind = $2 \
            AND expires_at > $3 AND last_used_at > $4 ORDER BY last_used_at DESC, token_hash"
        );
        let query = sql(text).bind(target).bind(kind.code()).bind(now);
        let query = query.bind(idle_since(kind, now));
        self.all(query).await?.iter().map(Session::read).collect()
    }

    /// Notes that a session was used.
    pub async fn touch_session(
        &mut self,
        token_hash: &[u8],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "UPDATE session SET last_used_at = $2 WHERE token_hash = $1";
        self.run(sql(text).bind(token_hash).bind(now)).await?;
        Ok(())
    }

    /// Ends a session.
    pub async fn delete_session(&mut self, token_hash: &[u8]) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM session WHERE token_hash = $1").bind(token_hash)).await?;
        Ok(())
    }

    /// Ends a session of somebody; `false` when it is not theirs.
    pub async fn delete_own_session(
        &mut self,
        token_hash: &[u8],
        target: Uuid,
    ) -> Result<bool, StoreError> {
        let text = "DELETE FROM session WHERE token_hash = $1 AND target = $2";
        Ok(self.run(sql(text).bind(token_hash).bind(target)).await? == 1)
    }

    /// Ends every session of somebody.
    pub async fn delete_sessions_of(&mut self, target: Uuid) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM session WHERE target = $1").bind(target)).await?;
        Ok(())
    }
}
