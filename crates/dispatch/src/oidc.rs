//! Staff sign in through an `OpenID` Connect provider; it proves who they are, accounts stay ours.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::{Attempt, Person, Provider};
use store::{Account, SessionKind};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::accounts::{STAFF_SESSION_H, staff_of};
use crate::actor::{Actor, Staff};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours, minutes};
use crate::sessions::Whence;
use crate::sign_ins::Door;
use crate::throttle::Brake;

/// Minutes in which a browser must come back from the provider.
const ATTEMPT_MIN: i64 = 10;
/// The longest code or state that is looked at.
const LONGEST: usize = 4_096;

impl Dispatch {
    fn provider(&self) -> Outcome<Provider> {
        self.settings().oidc.clone().ok_or(Refusal::NotFound)
    }

    /// Sends a browser to the provider: the cookie of the attempt, and the address.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] where no provider is configured, [`Refusal::Conflict`] `oidc` when it
    /// cannot be asked about itself.
    pub async fn ask_provider(&self, whence: &Whence) -> Outcome<(String, String)> {
        let provider = self.provider()?;
        self.brakes(&[(Brake::StaffNetwork, &whence.network)]).await?;
        let id: Uuid = self.fresh_id()?;
        let attempt = self.attempt(id);
        let door = on_a_thread(move || provider.door(&attempt)).await?;
        let cookie = self.new_session(SessionKind::Oidc, id, minutes(ATTEMPT_MIN)).await?;
        Ok((cookie, door))
    }

    /// Signs in whoever comes back from the provider with a code, once.
    ///
    /// An account is found by the provider's name for the person; the first time by an address that
    /// the provider has verified. Nobody gets an account here that was not invited.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] whenever anything does not hold, without saying what.
    pub async fn answer_of_provider(
        &self,
        cookie: &str,
        answer: (&str, &str),
        whence: &Whence,
    ) -> Outcome<(Staff, String)> {
        let provider = self.provider()?;
        self.brakes(&[(Brake::StaffNetwork, &whence.network)]).await?;
        let signed_in = self.sign_in_of_provider(provider, cookie, answer, whence).await;
        if matches!(signed_in, Err(Refusal::Unauthenticated)) {
            self.note_turned_away(Door::Provider, &whence.network, None, whence).await?;
        }
        signed_in
    }

    async fn sign_in_of_provider(
        &self,
        provider: Provider,
        cookie: &str,
        (state, code): (&str, &str),
        whence: &Whence,
    ) -> Outcome<(Staff, String)> {
        let id = self.session_target(cookie, SessionKind::Oidc).await?;
        let id = id.ok_or(Refusal::Unauthenticated)?;
        self.sign_out(cookie).await?;
        let attempt = self.attempt(id);
        let known = bool::from(attempt.state.as_bytes().ct_eq(state.as_bytes()));
        if !known || code.is_empty() || code.len() > LONGEST {
            return Err(Refusal::Unauthenticated);
        }
        let (issuer, code, now) = (provider.issuer.clone(), code.to_owned(), self.now());
        let found = on_a_thread(move || provider.redeem(&code, &attempt, now)).await;
        let person = found.map_err(|_| Refusal::Unauthenticated)?;
        let account = self.account_of(&issuer, person).await?;
        let staff = staff_of(&account);
        self.note_sign_in(&Actor::Staff(staff), Door::Provider, whence).await?;
        let lasts = hours(STAFF_SESSION_H);
        let cookie =
            self.new_session_on(SessionKind::Staff, account.id.0, lasts, &whence.device).await?;
        Ok((staff, cookie))
    }

    /// Derived from the attempt's id, so that nothing more than the id is kept.
    fn attempt(&self, id: Uuid) -> Attempt {
        let part = |name: &str| URL_SAFE_NO_PAD.encode(self.ring().token(name, id, 1));
        Attempt {
            state: part("oidc_state"),
            nonce: part("oidc_nonce"),
            verifier: part("oidc_verifier"),
        }
    }

    async fn account_of(&self, issuer: &str, person: Person) -> Outcome<Account> {
        let hash = self.ring().lookup_hash("oidc", &format!("{issuer} {}", person.subject));
        let mut tx = self.write().await?;
        if let Some(account) = tx.account_by_oidc(&hash).await? {
            return in_use(account);
        }
        let email = person.verified_email.ok_or(Refusal::Unauthenticated)?;
        let account = tx.account_by_email(&self.email_hash(&email)).await?;
        let mut account = in_use(account.ok_or(Refusal::Unauthenticated)?)?;
        // Somebody else at the provider has this account already.
        if !tx.link_oidc(account.id, &hash).await? {
            return Err(Refusal::Unauthenticated);
        }
        "active".clone_into(&mut account.state);
        tx.update_account(&account).await?;
        let actor = Actor::Staff(staff_of(&account));
        self.note_account(&mut tx, &actor, "account.oidc_linked", &account).await?;
        tx.commit().await?;
        Ok(account)
    }
}

/// Whoever was invited, or is here; nobody who was shut out.
fn in_use(account: Account) -> Outcome<Account> {
    let known = ["invited", "enrolling", "active"].contains(&account.state.as_str());
    if known { Ok(account) } else { Err(Refusal::Unauthenticated) }
}

/// The provider is asked on a thread that may wait.
async fn on_a_thread<T: Send + 'static>(
    ask: impl FnOnce() -> Result<T, identity::Unknown> + Send + 'static,
) -> Outcome<T> {
    match tokio::task::spawn_blocking(ask).await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(error)) => {
            tracing::warn!(error = %error, "the identity provider did not help");
            Err(Refusal::Conflict("oidc"))
        }
        Err(_) => Err(Refusal::Conflict("oidc")),
    }
}
