//! Links in mails: derived from the server's key when they are written, stored as hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use store::{Link, Tx, sha256};
use uuid::Uuid;

use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// What a link is for; a token works for one purpose only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Answer an alert: `/a/`.
    Alert,
    /// A volunteer confirms their address: `/c/`.
    ConfirmVolunteer,
    /// A person confirms their request: `/c/`.
    ConfirmRequest,
    /// A volunteer signs in: `/l/`.
    Login,
    /// The short code beside a sign-in link.
    LoginCode,
    /// A person manages their request: `/m/`.
    Manage,
    /// A volunteer stops the alerts: `/u/`.
    Unsubscribe,
    /// A volunteer wants no news of the team: `/u/`.
    StopNews,
    /// A member of staff chooses a password: `/s/`.
    SetUp,
    /// The code on the sheet at a door: `/door`.
    Door,
    /// The mailbox of today agrees to another one, or stops it: `/e/`.
    EmailOld,
    /// The next mailbox agrees: `/e/`.
    EmailNew,
}

impl Purpose {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Alert => "alert",
            Self::ConfirmVolunteer => "confirm_volunteer",
            Self::ConfirmRequest => "confirm_request",
            Self::Login => "login",
            Self::LoginCode => "login_code",
            Self::Manage => "manage",
            Self::Unsubscribe => "unsubscribe",
            Self::StopNews => "stop_news",
            Self::SetUp => "set_up",
            Self::Door => "door",
            Self::EmailOld => "email_old",
            Self::EmailNew => "email_new",
        }
    }

    /// The first part of the path.
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "a",
            Self::ConfirmVolunteer | Self::ConfirmRequest => "c",
            Self::Login | Self::LoginCode => "l",
            Self::Manage => "m",
            Self::Unsubscribe | Self::StopNews => "u",
            Self::SetUp => "setup",
            Self::Door => "door",
            Self::EmailOld | Self::EmailNew => "e",
        }
    }
}

/// Letters and digits that are not mistaken for each other (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters of the code beside a sign-in link: 40 bits that live ten minutes.
pub(crate) const LOGIN_CODE_LETTERS: usize = 8;

/// Letters of the code on the sheet at a door: 30 bits that say a kind of help and a time.
const DOOR_CODE_LETTERS: usize = 6;

/// Text of `count` such letters from random bytes, five bits each.
pub(crate) fn letters(bytes: &[u8], count: usize) -> String {
    bytes.iter().take(count).map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect()
}

/// A code as typed, in those letters: signs and case do not count, and letters that are taken for
/// digits are those digits.
pub(crate) fn plain_letters(typed: &str) -> String {
    let letters = typed.chars().filter(|c| !matches!(c, '-' | ' '));
    let read = |c: char| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    letters.map(read).collect()
}

impl Dispatch {
    /// The token of a link.
    pub fn token(&self, purpose: Purpose, target: Uuid, version: u32) -> String {
        let bytes = self.ring().token(purpose.code(), target, version);
        match purpose {
            Purpose::LoginCode => letters(&bytes, LOGIN_CODE_LETTERS),
            Purpose::Door => letters(&bytes, DOOR_CODE_LETTERS),
            _ => URL_SAFE_NO_PAD.encode(bytes),
        }
    }

    /// The address of a link.
    pub fn link_url(&self, purpose: Purpose, target: Uuid, version: u32) -> String {
        let token = self.token(purpose, target, version);
        format!("{}/{}/{token}", self.settings().base_url, purpose.path())
    }

    /// Stores a link so that it works; doing it again changes nothing.
    pub(crate) async fn issue(
        &self,
        tx: &mut Tx,
        purpose: Purpose,
        target: Uuid,
        version: u32,
        expires_at: Option<Timestamp>,
    ) -> Outcome<()> {
        let token = self.token(purpose, target, version);
        let link = Link { target, version, expires_at, used_at: None, revoked_at: None };
        tx.insert_link(&sha256(token.as_bytes()), purpose.code(), &link, self.now()).await?;
        Ok(())
    }

    /// Finds a living link; [`Refusal::Gone`] for unknown, expired and revoked alike.
    pub(crate) async fn living_link(
        &self,
        tx: &mut Tx,
        purpose: Purpose,
        token: &str,
    ) -> Outcome<Link> {
        if token.len() > 128 {
            return Err(Refusal::Gone);
        }
        let found = tx.link(&sha256(token.as_bytes()), purpose.code()).await?;
        found.filter(|link| link.is_live(self.now())).ok_or(Refusal::Gone)
    }
}
