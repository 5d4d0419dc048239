//! Staff accounts: made, set up, signed in to, reset.

use matching::{AccountId, AreaId, Role};
use store::{Account, AccountContact, Sealed, SessionKind, Tx, sha256};

use crate::actor::{Actor, Staff};
use crate::links::Purpose;
use crate::parse;
use crate::passwords::{check_password, hash_password, verify_password};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};
use crate::sessions::Whence;
use crate::sign_ins::Door;
use crate::throttle::Brake;

/// Hours a staff session lasts, used or not.
pub(crate) const STAFF_SESSION_H: i64 = 12;
/// Hours a set-up link lives.
const SET_UP_H: i64 = 72;

/// How a sign-in ended well.
#[derive(Debug)]
pub enum SignedIn {
    /// Signed in; the cookie of the session.
    Staff(Staff, String),
    /// The password is right and there is no second factor yet: the cookie of the enrolment.
    Enrolling(String),
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
            sealed_totp: None,
            language: self.settings().language_or_default(None).as_str().to_owned(),
            version: 1,
            created_at: self.now(),
        };
        let mut tx = self.write().await?;
        if !tx.insert_account(&account).await? {
            return Err(Refusal::field("email", "account_exists"));
        }
        self.issue(&mut tx, Purpose::SetUp, id.0, 1, Some(self.now() + hours(SET_UP_H))).await?;
        self.note_account(&mut tx, actor, "account.created", &account).await?;
        tx.commit().await?;
        Ok(self.link_url(Purpose::SetUp, id.0, 1))
    }

    /// Gives a new one-time set-up link to an existing account; its password, its second factor, its
    /// recovery codes and its sessions end. The link is the only way in: a provider's word is not, until
    /// it was used.
    pub async fn reset_account(&self, actor: &Actor, email: &str) -> Outcome<String> {
        actor.staff(Role::Administrator)?;
        let mut tx = self.write().await?;
        let account = self.shut_out(&mut tx, email, "reset").await?;
        let expires = Some(self.now() + hours(SET_UP_H));
        self.issue(&mut tx, Purpose::SetUp, account.id.0, account.version, expires).await?;
        self.note_account(&mut tx, actor, "account.reset", &account).await?;
        tx.commit().await?;
        Ok(self.link_url(Purpose::SetUp, account.id.0, account.version))
    }

    /// Ends an account at once: nobody signs in to it, by whichever way, until it is reset.
    pub async fn disable_account(&self, actor: &Actor, email: &str) -> Outcome<()> {
        actor.staff(Role::Administrator)?;
        let mut tx = self.write().await?;
        let account = self.shut_out(&mut tx, email, "disabled").await?;
        self.note_account(&mut tx, actor, "account.disabled", &account).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends an account and erases its name and address; what it did stays in the log under its id.
    pub async fn erase_account(&self, actor: &Actor, email: &str) -> Outcome<()> {
        actor.staff(Role::Administrator)?;
        let mut tx = self.write().await?;
        let account = self.shut_out(&mut tx, email, "disabled").await?;
        let nobody = sha256(account.id.0.as_bytes());
        tx.set_account_email(account.id, &nobody, &Sealed::from_bytes(Vec::new())).await?;
        self.note_account(&mut tx, actor, "account.erased", &account).await?;
        tx.commit().await?;
        self.ring().destroy(account.subject_id).await?;
        Ok(())
    }

    /// Ends every way into an account: password, second factor, recovery codes, the provider's word,
    /// sessions, links under way.
    async fn shut_out(&self, tx: &mut Tx, email: &str, state: &str) -> Outcome<Account> {
        let found = tx.account_by_email(&self.email_hash(email)).await?;
        let mut account = found.ok_or_else(|| Refusal::field("email", "unknown_account"))?;
        account.version += 1;
        account.password_hash = None;
        state.clone_into(&mut account.state);
        tx.update_account(&account).await?;
        tx.set_totp(account.id, None).await?;
        tx.unlink_oidc(account.id).await?;
        tx.replace_recovery_codes(account.id, &[]).await?;
        tx.delete_sessions_of(account.id.0).await?;
        tx.revoke_links(account.id.0, Purpose::SetUp.code(), self.now()).await?;
        for change in tx.email_changes_of(account.id.0).await? {
            self.end_email_change(tx, change, "replaced").await?;
        }
        Ok(account)
    }

    /// Notes in the log what became of an account.
    pub(crate) async fn note_account(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        kind: &'static str,
        account: &Account,
    ) -> Outcome<()> {
        self.note_right(tx, actor, kind, serde_json::json!({ "account": account.id })).await
    }

    /// Notes in the log what became of somebody's rights.
    pub(crate) async fn note_right(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        kind: &'static str,
        data: serde_json::Value,
    ) -> Outcome<()> {
        let mut event = event(self.now(), kind, actor);
        event.data = data.to_string();
        tx.record(&event).await?;
        Ok(())
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

    /// Chooses the password by the set-up link, once; gives the cookie of the enrolment, in which the
    /// second factor follows.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a dead link; [`Refusal::Invalid`] for a password that is too short or
    /// too common.
    pub async fn set_up_account(&self, token: &str, password: &str) -> Outcome<String> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::SetUp, token).await?;
        let account = tx.account(AccountId(link.target)).await?.ok_or(Refusal::Gone)?;
        drop(tx);
        self.check_password_of(&account, password).await?;
        let hash = hash_password(password.to_owned()).await?;
        let mut tx = self.write().await?;
        self.living_link(&mut tx, Purpose::SetUp, token).await?;
        if !tx.use_link(&sha256(token.as_bytes()), self.now()).await? {
            return Err(Refusal::Gone);
        }
        let mut account = tx.account(account.id).await?.ok_or(Refusal::Gone)?;
        account.password_hash = Some(hash);
        tx.revoke_links(account.id.0, Purpose::SetUp.code(), self.now()).await?;
        self.start_enrolment(&mut tx, &mut account).await?;
        tx.commit().await?;
        self.enrolment_cookie(&account).await
    }

    async fn start_enrolment(&self, tx: &mut Tx, account: &mut Account) -> Outcome<()> {
        "enrolling".clone_into(&mut account.state);
        tx.update_account(account).await?;
        tx.delete_sessions_of(account.id.0).await?;
        self.offer_secret(tx, account).await
    }

    async fn enrolment_cookie(&self, account: &Account) -> Outcome<String> {
        self.new_session(SessionKind::Enrolment, account.id.0, hours(1)).await
    }

    /// What everybody knows about an account and the site is no password.
    async fn check_password_of(&self, account: &Account, password: &str) -> Outcome<()> {
        let contact = account.contact(&self.key(account.subject_id).await?)?;
        let site = self.site().name.replace(' ', "");
        check_password(password, &[&contact.email, &contact.name, &site])
    }

    /// Signs a member of staff in, by password and a code of their app or a recovery code; the same
    /// work for known and unknown addresses.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] whenever the three do not belong together, without saying which;
    /// [`Refusal::Limit`] after too many tries.
    pub async fn sign_in_staff(
        &self,
        email: &str,
        password: &str,
        code: &str,
        whence: &Whence,
    ) -> Outcome<SignedIn> {
        let address = email.trim().to_lowercase();
        let pair = format!("{address} {}", whence.network);
        let brakes = [
            (Brake::StaffFromNetwork, pair.as_str()),
            (Brake::StaffAccount, address.as_str()),
            (Brake::StaffNetwork, whence.network.as_str()),
        ];
        self.brakes(&brakes).await?;
        let account = self.read().await?.account_by_email(&self.email_hash(&address)).await?;
        let account = account.filter(|own| own.state == "active" || own.state == "enrolling");
        let known = account.as_ref().map(|own| own.id);
        let signed_in = self.sign_in_as(account, (password, code), &brakes, whence).await;
        if matches!(signed_in, Err(Refusal::Unauthenticated)) {
            self.note_turned_away(Door::Password, &address, known, whence).await?;
        }
        signed_in
    }

    async fn sign_in_as(
        &self,
        account: Option<Account>,
        (password, code): (&str, &str),
        brakes: &[(Brake, &str)],
        whence: &Whence,
    ) -> Outcome<SignedIn> {
        let hash = account.as_ref().and_then(|account| account.password_hash.clone());
        let right = verify_password(password.to_owned(), hash).await;
        let mut account = account.filter(|_| right).ok_or(Refusal::Unauthenticated)?;
        if account.state == "enrolling" || account.sealed_totp.is_none() {
            let mut tx = self.write().await?;
            self.start_enrolment(&mut tx, &mut account).await?;
            tx.commit().await?;
            return Ok(SignedIn::Enrolling(self.enrolment_cookie(&account).await?));
        }
        if !self.second_factor(&account, code).await? {
            return Err(Refusal::Unauthenticated);
        }
        self.release_brakes(brakes).await?;
        let staff = staff_of(&account);
        self.note_sign_in(&Actor::Staff(staff), Door::Password, whence).await?;
        let lasts = hours(STAFF_SESSION_H);
        let cookie =
            self.new_session_on(SessionKind::Staff, account.id.0, lasts, &whence.device).await?;
        Ok(SignedIn::Staff(staff, cookie))
    }

    /// The caller's own account, once they have shown again that it is theirs.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the password or the code is wrong, without saying which.
    pub(crate) async fn proven_account(
        &self,
        actor: &Actor,
        password: &str,
        code: &str,
    ) -> Outcome<Account> {
        let id = actor.account().ok_or(Refusal::Unauthenticated)?;
        self.brakes(&[(Brake::StaffAccount, &id.to_string())]).await?;
        let account = self.read().await?.account(id).await?.ok_or(Refusal::Unauthenticated)?;
        let right = verify_password(password.to_owned(), account.password_hash.clone()).await;
        if right && self.second_factor(&account, code).await? {
            self.release_brakes(&[(Brake::StaffAccount, &id.to_string())]).await?;
            return Ok(account);
        }
        Err(Refusal::field("current", "proof"))
    }

    /// Changes the caller's own password; every session ends, and a fresh one begins.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the old one or the code is wrong, or the new one is not good enough.
    pub async fn change_password(
        &self,
        actor: &Actor,
        (current, code): (&str, &str),
        password: &str,
        whence: &Whence,
    ) -> Outcome<String> {
        let mut account = self.proven_account(actor, current, code).await?;
        self.check_password_of(&account, password).await?;
        account.password_hash = Some(hash_password(password.to_owned()).await?);
        let mut tx = self.write().await?;
        tx.update_account(&account).await?;
        tx.delete_sessions_of(account.id.0).await?;
        self.note_account(&mut tx, actor, "account.password", &account).await?;
        tx.commit().await?;
        let lasts = hours(STAFF_SESSION_H);
        self.new_session_on(SessionKind::Staff, account.id.0, lasts, &whence.device).await
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
}

/// The member of staff of an account.
pub(crate) fn staff_of(account: &Account) -> Staff {
    Staff { id: account.id.0, is_account: true, role: account.role, area: account.area_id }
}
