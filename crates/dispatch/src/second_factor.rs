//! The second factor of staff: enrolling, verifying, recovery codes.

use matching::AccountId;
use store::{Account, SessionKind, TotpSecret, Tx};

use crate::accounts::{STAFF_SESSION_H, staff_of};
use crate::actor::{Actor, Staff};
use crate::links::letters;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};
use crate::sessions::{Whence, random_bytes};
use crate::throttle::Brake;
use crate::totp;

/// Recovery codes of an account.
const RECOVERY_CODES: usize = 10;
/// Letters of each, five bits a letter.
const RECOVERY_LETTERS: usize = 12;

/// What somebody who enrols has to put into their app.
#[derive(Debug)]
pub struct Enrolment {
    /// Whose account.
    pub email: String,
    /// The secret.
    pub secret: TotpSecret,
}

/// A second factor that was just confirmed.
#[derive(Debug)]
pub struct Enrolled {
    /// Who is signed in now.
    pub staff: Staff,
    /// Their cookie.
    pub cookie: String,
    /// Codes for a lost phone; shown this once.
    pub recovery_codes: Vec<String>,
}

impl Dispatch {
    /// Gives an account a fresh secret that is not confirmed yet.
    pub(crate) async fn offer_secret(&self, tx: &mut Tx, account: &Account) -> Outcome<()> {
        let key = self.key(account.subject_id).await?;
        let secret = TotpSecret(random_bytes::<20>()?);
        let sealed = key.seal(Account::totp_spot(account.id), &secret)?;
        tx.set_totp(account.id, Some(&sealed)).await?;
        Ok(())
    }

    /// The account that a browser is enrolling.
    async fn enrolling(&self, cookie: &str) -> Outcome<Account> {
        let id = self.session_target(cookie, SessionKind::Enrolment).await?;
        let id = id.ok_or(Refusal::Unauthenticated)?;
        let account = self.read().await?.account(AccountId(id)).await?;
        account.filter(|account| account.state == "enrolling").ok_or(Refusal::Unauthenticated)
    }

    /// What the enrolling browser shows.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] for any other browser.
    pub async fn enrolment(&self, cookie: &str) -> Outcome<Enrolment> {
        let account = self.enrolling(cookie).await?;
        let secret = self.secret_of(&account).await?.ok_or(Refusal::Unauthenticated)?;
        let key = self.key(account.subject_id).await?;
        Ok(Enrolment { email: account.contact(&key)?.email, secret })
    }

    /// The secret that an account shares with its app, if it has one.
    async fn secret_of(&self, account: &Account) -> Outcome<Option<TotpSecret>> {
        let Some(sealed) = &account.sealed_totp else { return Ok(None) };
        let key = self.key(account.subject_id).await?;
        Ok(Some(key.open(Account::totp_spot(account.id), sealed)?))
    }

    /// Confirms the second factor with a code of the app; the account works from then on.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for a wrong code; [`Refusal::Unauthenticated`] for any other browser.
    pub async fn confirm_enrolment(
        &self,
        cookie: &str,
        code: &str,
        whence: &Whence,
    ) -> Outcome<Enrolled> {
        let mut account = self.enrolling(cookie).await?;
        let secret = self.secret_of(&account).await?.ok_or(Refusal::Unauthenticated)?;
        self.brakes(&[(Brake::StaffAccount, &account.id.to_string())]).await?;
        let step = totp::step_of(&secret, code, self.now());
        let step = step.ok_or_else(|| Refusal::field("code", "code"))?;
        let (recovery_codes, hashes) = self.fresh_recovery_codes(&account)?;
        let mut tx = self.write().await?;
        if !tx.use_totp_step(account.id, step).await? {
            return Err(Refusal::field("code", "code"));
        }
        "active".clone_into(&mut account.state);
        tx.update_account(&account).await?;
        tx.replace_recovery_codes(account.id, &hashes).await?;
        tx.delete_sessions_of(account.id.0).await?;
        let staff = staff_of(&account);
        self.note_account(&mut tx, &Actor::Staff(staff), "account.enrolled", &account).await?;
        tx.commit().await?;
        let lasts = hours(STAFF_SESSION_H);
        let cookie =
            self.new_session_on(SessionKind::Staff, account.id.0, lasts, &whence.device).await?;
        Ok(Enrolled { staff, cookie, recovery_codes })
    }

    /// Whether a code is the app's now, or an unused recovery code; it is used up.
    pub(crate) async fn second_factor(&self, account: &Account, code: &str) -> Outcome<bool> {
        let Some(secret) = self.secret_of(account).await? else { return Ok(false) };
        let step = totp::step_of(&secret, code, self.now());
        let mut tx = self.write().await?;
        let right = if let Some(step) = step {
            tx.use_totp_step(account.id, step).await?
        } else {
            let hash = self.recovery_hash(account.id, code);
            let used = tx.use_recovery_code(account.id, &hash, self.now()).await?;
            if used {
                let actor = Actor::Staff(staff_of(account));
                self.note_account(&mut tx, &actor, "account.recovered", account).await?;
            }
            used
        };
        tx.commit().await?;
        Ok(right)
    }

    /// Puts ten fresh recovery codes in the place of those left.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the password or the code is wrong.
    pub async fn renew_recovery_codes(
        &self,
        actor: &Actor,
        password: &str,
        code: &str,
    ) -> Outcome<Vec<String>> {
        let account = self.proven_account(actor, password, code).await?;
        let (codes, hashes) = self.fresh_recovery_codes(&account)?;
        let mut tx = self.write().await?;
        tx.replace_recovery_codes(account.id, &hashes).await?;
        self.note_account(&mut tx, actor, "account.codes_renewed", &account).await?;
        tx.commit().await?;
        Ok(codes)
    }

    /// How many recovery codes an account has left.
    pub async fn recovery_codes_left(&self, actor: &Actor) -> Outcome<i64> {
        let id = actor.account().ok_or(Refusal::Unauthenticated)?;
        Ok(self.read().await?.recovery_codes_left(id).await?)
    }

    fn fresh_recovery_codes(&self, account: &Account) -> Outcome<(Vec<String>, Vec<Vec<u8>>)> {
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let plain = letters(&random_bytes::<RECOVERY_LETTERS>()?, RECOVERY_LETTERS);
            codes.push(format!("{}-{}-{}", &plain[..4], &plain[4..8], &plain[8..]));
        }
        let hashes = codes.iter().map(|code| self.recovery_hash(account.id, code)).collect();
        Ok((codes, hashes))
    }

    /// The keyed hash of a code as read: signs and case do not count.
    fn recovery_hash(&self, id: AccountId, code: &str) -> Vec<u8> {
        let plain = crate::links::plain_letters(code);
        self.ring().lookup_hash("recovery_code", &format!("{id}:{plain}"))
    }
}
