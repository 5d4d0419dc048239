//! Volunteers sign in by a mailed link, in the browser that asked for it, or by the code beside it.

use matching::VolunteerId;
use store::{SessionKind, Tx, sha256};

use crate::actor::Actor;
use crate::life::Owed;
use crate::links::{LOGIN_CODE_LETTERS, Purpose, plain_letters};
use crate::parse;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};
use crate::sessions::Whence;
use crate::sign_ins::Door;
use crate::throttle::Brake;

/// Minutes that a sign-in link and its code live.
const LOGIN_MIN: i64 = 10;
/// Days that a volunteer stays signed in at most.
const SESSION_DAYS: i64 = 30;

impl Dispatch {
    /// Sends a sign-in link to a volunteer; says nothing about whether the address is known.
    ///
    /// Gives whose link it is, or nobody's id: a browser is then tied to it.
    pub async fn request_login(&self, email: &str) -> Outcome<VolunteerId> {
        let email = parse::email("email", Some(email));
        let email = email.map_err(|error| Refusal::Invalid(vec![error]))?;
        let email = email.ok_or_else(|| Refusal::field("email", "required"))?;
        self.brakes(&[(Brake::LoginMail, &parse::normalised_email(&email))]).await?;
        let nobody: VolunteerId = self.fresh_id()?;
        let mut tx = self.write().await?;
        let known = tx.volunteer_by_email(&self.email_hash(&email)).await?;
        let asked = known.as_ref().map_or(nobody, |known| known.id);
        let version = tx.next_link_version(asked).await?;
        self.owe_login(&mut tx, asked, version).await?;
        self.finish(tx).await?;
        Ok(asked)
    }

    /// Ties the link that somebody asked for to the browser that did: gives the cookie by which the
    /// link knows it. Anywhere else the code opens.
    pub async fn tie_login(&self, asked: VolunteerId) -> Outcome<String> {
        self.new_session(SessionKind::Asked, asked.0, minutes(LOGIN_MIN)).await
    }

    /// Whose sign-in link a browser has asked for.
    pub async fn asked_by_cookie(&self, cookie: &str) -> Outcome<Option<VolunteerId>> {
        Ok(self.session_target(cookie, SessionKind::Asked).await?.map(VolunteerId))
    }

    /// Links that live ten minutes, and the mail that carries them.
    ///
    /// For an address that nobody has, the same is written about nobody, and no mail comes of it: how
    /// long it takes does not tell who is known.
    pub(crate) async fn owe_login(
        &self,
        tx: &mut Tx,
        id: VolunteerId,
        version: u32,
    ) -> Outcome<()> {
        let expires = Some(self.now() + minutes(LOGIN_MIN));
        for purpose in [Purpose::Login, Purpose::LoginCode] {
            tx.revoke_links(id.0, purpose.code(), self.now()).await?;
            self.issue(tx, purpose, id.0, version, expires).await?;
        }
        let owed = Owed {
            key: format!("login:{id}:{version}"),
            kind: "login",
            rank: 0,
            volunteer: Some(id),
            not_after: expires,
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    /// Exchanges a sign-in link or code, once, for a session's cookie. A link that a browser asked for
    /// works with the cookie that it was given then, by whichever door; the code without.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for unknown, used and expired alike, [`Refusal::Invalid`] on `code` for a
    /// link in another browser.
    pub async fn redeem_login(
        &self,
        token_or_code: &str,
        asked: &str,
        whence: &Whence,
    ) -> Outcome<(VolunteerId, String)> {
        let text = token_or_code.trim();
        let code = plain_letters(text);
        if code.len() > LOGIN_CODE_LETTERS {
            return self.redeem(text, code, asked, whence).await;
        }
        self.brakes(&[(Brake::LoginCode, &whence.network)]).await?;
        let redeemed = self.redeem(text, code, asked, whence).await;
        if matches!(redeemed, Err(Refusal::Gone)) {
            self.note_turned_away(Door::Code, &whence.network, None, whence).await?;
        }
        redeemed
    }

    async fn redeem(
        &self,
        text: &str,
        code: String,
        asked: &str,
        whence: &Whence,
    ) -> Outcome<(VolunteerId, String)> {
        let asked = self.asked_by_cookie(asked).await?;
        let mut tx = self.write().await?;
        let (purpose, text) = match self.living_link(&mut tx, Purpose::Login, text).await {
            Ok(_) => (Purpose::Login, text.to_owned()),
            Err(_) => (Purpose::LoginCode, code),
        };
        let link = self.living_link(&mut tx, purpose, &text).await?;
        let id = tx.volunteer(VolunteerId(link.target)).await?.ok_or(Refusal::Gone)?.id;
        if purpose == Purpose::Login && asked != Some(id) {
            let browsers = tx.sessions_of(SessionKind::Asked, id.0, self.now()).await?;
            if !browsers.is_empty() {
                return Err(Refusal::field("code", "required"));
            }
        }
        if !tx.use_link(&sha256(text.as_bytes()), self.now()).await? {
            return Err(Refusal::Gone);
        }
        for purpose in [Purpose::Login, Purpose::LoginCode] {
            tx.revoke_links(id.0, purpose.code(), self.now()).await?;
        }
        tx.note_seen(id, self.now()).await?;
        let door = if purpose == Purpose::Login { Door::Link } else { Door::Code };
        tx.record(&self.sign_in_event(&Actor::Volunteer(id), door, whence)).await?;
        tx.commit().await?;
        let (kind, lasts) = (SessionKind::Volunteer, hours(24 * SESSION_DAYS));
        let cookie = self.new_session_on(kind, id.0, lasts, &whence.device).await?;
        Ok((id, cookie))
    }

    /// Whose sign-in link this is.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a link that does not work.
    pub async fn login_link(&self, token: &str) -> Outcome<VolunteerId> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::Login, token).await?;
        Ok(VolunteerId(link.target))
    }
}
