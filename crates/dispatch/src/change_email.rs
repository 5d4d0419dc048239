//! Another address: agreed to at both mailboxes, or, where the old one is lost, after a call.

use matching::{AccountId, Role, TaskKind, VolunteerId, VolunteerStatus};
use store::{Account, EmailChange, EmailPair, SubjectKey, Tx, Volunteer, VolunteerContact, sha256};
use uuid::Uuid;

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::links::Purpose;
use crate::parse;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};
use crate::throttle::Brake;

/// Hours in which both mailboxes must agree.
const AGREE_H: i64 = 48;
/// Hours in which the old mailbox may stop a change after a call.
const LOST_H: i64 = 48;
/// Hours in which a change after a call must be agreed to at the new mailbox.
const LOST_AGREE_H: i64 = 24 * 7;
/// Rows dealt with in one go.
const BATCH: u32 = 100;

/// What is noted of a volunteer, and of an account.
const ASKED: [&str; 2] = ["volunteer.email_asked", "account.email_asked"];
const LOST: [&str; 2] = ["volunteer.email_lost", "account.email_lost"];
const STOPPED: [&str; 2] = ["volunteer.email_stopped", "account.email_stopped"];
const CHANGED: [&str; 2] = ["volunteer.email_changed", "account.email_changed"];

/// Whose address changes, with the key that seals it.
enum Owner {
    Volunteer(Box<Volunteer>),
    Account(Box<Account>),
}

/// What an answer to a mailed link led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailAnswer {
    /// The other mailbox, or the time to stop it, is still waited for.
    Waiting,
    /// The address has changed.
    Changed,
    /// Nothing changes.
    Stopped,
}

impl Owner {
    async fn find(tx: &mut Tx, kind: &str, id: Uuid) -> Outcome<Self> {
        if kind == "volunteer" {
            let found = tx.volunteer(VolunteerId(id)).await?.ok_or(Refusal::Gone)?;
            return Ok(Self::Volunteer(Box::new(found)));
        }
        let found = tx.account(AccountId(id)).await?.ok_or(Refusal::Gone)?;
        Ok(Self::Account(Box::new(found)))
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Volunteer(_) => "volunteer",
            Self::Account(_) => "account",
        }
    }

    fn id(&self) -> Uuid {
        match self {
            Self::Volunteer(own) => own.id.0,
            Self::Account(own) => own.id.0,
        }
    }

    fn subject(&self) -> matching::SubjectId {
        match self {
            Self::Volunteer(own) => own.subject_id,
            Self::Account(own) => own.subject_id,
        }
    }

    fn email(&self, key: &SubjectKey) -> Outcome<String> {
        Ok(match self {
            Self::Volunteer(own) => own.contact(key)?.email,
            Self::Account(own) => own.contact(key)?.email,
        })
    }
}

impl Dispatch {
    /// A volunteer asks for another address; both mailboxes are asked to agree.
    ///
    /// The answer is the same whether the new address is somebody's already or not.
    pub async fn ask_volunteer_email(&self, id: VolunteerId, email: &str) -> Outcome<()> {
        self.ask_email("volunteer", id.0, email, &Actor::Volunteer(id)).await
    }

    /// A member of staff asks for another address, with their password and a code.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the password or the code is wrong.
    pub async fn ask_account_email(
        &self,
        actor: &Actor,
        (current, code): (&str, &str),
        email: &str,
    ) -> Outcome<()> {
        let account = self.proven_account(actor, current, code).await?;
        self.ask_email("account", account.id.0, email, actor).await
    }

    /// A member of staff has called the number that is known of a volunteer, and speaks for them:
    /// their mailbox is lost.
    ///
    /// The old mailbox is told and may stop it for two days; the new one must agree.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] `no_phone` where no number is known to call.
    pub async fn volunteer_lost_mailbox(
        &self,
        actor: &Actor,
        id: VolunteerId,
        email: &str,
    ) -> Outcome<()> {
        let volunteer = self.read().await?.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Operator, volunteer.area_id)?;
        if volunteer.phone_hash.is_none() || volunteer.status == VolunteerStatus::Withdrawn {
            return Err(Refusal::Conflict("no_phone"));
        }
        self.ask_email("volunteer", id.0, email, actor).await
    }

    async fn ask_email(&self, kind: &str, id: Uuid, email: &str, actor: &Actor) -> Outcome<()> {
        let email = parse::email("email", Some(email));
        let email = email.map_err(|error| Refusal::Invalid(vec![error]))?;
        let new = email.ok_or_else(|| Refusal::field("email", "required"))?;
        self.brakes(&[(Brake::EmailChange, &id.to_string())]).await?;
        let lost = kind == "volunteer" && matches!(actor, Actor::Staff(_) | Actor::System);
        let now = self.now();
        let mut tx = self.write().await?;
        let owner = Owner::find(&mut tx, kind, id).await?;
        let key = self.key(owner.subject()).await?;
        let pair = EmailPair { old: owner.email(&key)?, new };
        let change_id: Uuid = self.fresh_id()?;
        let change = EmailChange {
            id: change_id,
            owner_kind: owner.kind().to_owned(),
            owner_id: id,
            sealed_emails: key.seal(EmailChange::emails_spot(change_id), &pair)?,
            created_at: now,
            expires_at: now + hours(if lost { LOST_AGREE_H } else { AGREE_H }),
            old_agreed_at: None,
            new_agreed_at: None,
            lost_from: lost.then(|| now + hours(LOST_H)),
            ended_at: None,
            outcome: None,
        };
        for before in tx.email_changes_of(id).await? {
            self.end_email_change(&mut tx, before, "replaced").await?;
        }
        tx.insert_email_change(&change).await?;
        for purpose in [Purpose::EmailOld, Purpose::EmailNew] {
            self.issue(&mut tx, purpose, change.id, 1, Some(change.expires_at)).await?;
        }
        self.owe_email(&mut tx, if lost { "email_lost" } else { "email_old" }, &change).await?;
        if !self.is_taken(&mut tx, &owner, &pair.new).await? {
            self.owe_email(&mut tx, "email_new", &change).await?;
        }
        let what = if lost { LOST } else { ASKED };
        self.note_email(&mut tx, actor, &owner, what).await?;
        self.finish(tx).await
    }

    async fn is_taken(&self, tx: &mut Tx, owner: &Owner, email: &str) -> Outcome<bool> {
        let hash = self.email_hash(email);
        Ok(match owner {
            Owner::Volunteer(own) => {
                let known = tx.volunteer_by_email(&hash).await?.is_some();
                known || !tx.barred(&[hash], own.id, self.now()).await?.is_empty()
            }
            Owner::Account(_) => tx.account_by_email(&hash).await?.is_some(),
        })
    }

    async fn owe_email(&self, tx: &mut Tx, kind: &'static str, c: &EmailChange) -> Outcome<()> {
        let volunteer = c.owner_kind == "volunteer";
        let owed = Owed {
            key: format!("{kind}:{}", c.id),
            kind,
            rank: 1,
            volunteer: volunteer.then_some(VolunteerId(c.owner_id)),
            account: (!volunteer).then_some(AccountId(c.owner_id)),
            data: Some(serde_json::json!({ "change": c.id })),
            not_after: Some(c.expires_at),
            ..Owed::default()
        };
        self.owe(tx, owed).await?;
        Ok(())
    }

    async fn note_email(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        owner: &Owner,
        [of_volunteer, of_account]: [&'static str; 2],
    ) -> Outcome<()> {
        match owner {
            Owner::Volunteer(own) => {
                let mut event = event(self.now(), of_volunteer, actor);
                event.volunteer_id = Some(own.id);
                tx.record(&event).await?;
            }
            Owner::Account(own) => self.note_account(tx, actor, of_account, own).await?,
        }
        Ok(())
    }

    pub(crate) async fn end_email_change(
        &self,
        tx: &mut Tx,
        mut change: EmailChange,
        outcome: &str,
    ) -> Outcome<()> {
        change.ended_at = Some(self.now());
        change.outcome = Some(outcome.to_owned());
        if !tx.update_email_change(&change).await? {
            return Err(Refusal::Gone);
        }
        for purpose in [Purpose::EmailOld, Purpose::EmailNew] {
            tx.revoke_links(change.id, purpose.code(), self.now()).await?;
        }
        Ok(())
    }

    async fn email_link(&self, tx: &mut Tx, token: &str) -> Outcome<(Purpose, EmailChange)> {
        let (purpose, link) = match self.living_link(tx, Purpose::EmailOld, token).await {
            Ok(link) => (Purpose::EmailOld, link),
            Err(_) => (Purpose::EmailNew, self.living_link(tx, Purpose::EmailNew, token).await?),
        };
        let change = tx.email_change(link.target).await?;
        let change = change.filter(|change| change.is_open(self.now())).ok_or(Refusal::Gone)?;
        Ok((purpose, change))
    }

    /// Whether a mailed link about an address works; nothing changes.
    pub async fn email_link_lives(&self, token: &str) -> Outcome<()> {
        let mut tx = self.read().await?;
        self.email_link(&mut tx, token).await.map(|_| ())
    }

    /// One of the mailboxes stops a change of address.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a link that does not work.
    pub async fn stop_email_change(&self, token: &str) -> Outcome<EmailAnswer> {
        let mut tx = self.write().await?;
        let (_, change) = self.email_link(&mut tx, token).await?;
        let owner = Owner::find(&mut tx, &change.owner_kind, change.owner_id).await?;
        let lost = change.lost_from.is_some();
        self.end_email_change(&mut tx, change, "stopped").await?;
        self.note_email(&mut tx, &owner_actor(&owner), &owner, STOPPED).await?;
        if let (true, Owner::Volunteer(volunteer)) = (lost, &owner) {
            // Somebody has told the team to be somebody else.
            let to_do = ToDo {
                kind: TaskKind::Concern,
                request: None,
                volunteer: Some(volunteer.id),
                engagement: None,
                area: volunteer.area_id,
                due_at: self.now() + hours(4),
                round: volunteer.version,
                level: 1,
            };
            self.make_task(&mut tx, &to_do, &Actor::System).await?;
        }
        self.finish(tx).await?;
        Ok(EmailAnswer::Stopped)
    }

    /// One of the mailboxes agrees; once nothing is missing the address changes, and every session
    /// ends.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a link that does not work.
    pub async fn agree_email_change(&self, token: &str) -> Outcome<EmailAnswer> {
        let mut tx = self.write().await?;
        let (purpose, mut change) = self.email_link(&mut tx, token).await?;
        tx.use_link(&sha256(token.as_bytes()), self.now()).await?;
        let said = match purpose {
            Purpose::EmailOld => &mut change.old_agreed_at,
            _ => &mut change.new_agreed_at,
        };
        *said = said.or(Some(self.now()));
        if !change.is_agreed(self.now()) {
            if !tx.update_email_change(&change).await? {
                return Err(Refusal::Gone);
            }
            self.finish(tx).await?;
            return Ok(EmailAnswer::Waiting);
        }
        self.change_email(&mut tx, change).await?;
        self.finish(tx).await?;
        Ok(EmailAnswer::Changed)
    }

    /// What was agreed after a call, and not stopped in time.
    pub(crate) async fn change_lost_mailboxes(&self) -> Outcome<usize> {
        let due = self.read().await?.lost_mailboxes_due(self.now(), BATCH).await?;
        let count = due.len();
        for change in due {
            let mut tx = self.write().await?;
            match self.change_email(&mut tx, change).await {
                Ok(()) => self.finish(tx).await?,
                // It was stopped, or done by another node, meanwhile.
                Err(Refusal::Gone) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(count)
    }

    async fn change_email(&self, tx: &mut Tx, change: EmailChange) -> Outcome<()> {
        if change.owner_kind == "volunteer" {
            tx.lock_volunteer(VolunteerId(change.owner_id)).await?;
        }
        let owner = Owner::find(tx, &change.owner_kind, change.owner_id).await?;
        let key = self.key(owner.subject()).await?;
        let new = change.emails(&key)?.new;
        if self.is_taken(tx, &owner, &new).await? {
            return self.end_email_change(tx, change, "taken").await;
        }
        self.owe_email(
            tx,
            "email_changed",
            &EmailChange { expires_at: self.now() + hours(AGREE_H), ..change.clone() },
        )
        .await?;
        self.end_email_change(tx, change, "done").await?;
        tx.delete_sessions_of(owner.id()).await?;
        self.note_email(tx, &owner_actor(&owner), &owner, CHANGED).await?;
        match owner {
            Owner::Volunteer(own) => self.readdress_volunteer(tx, *own, &key, new).await,
            Owner::Account(own) => {
                let mut contact = own.contact(&key)?;
                contact.email = new;
                let hash = self.email_hash(&contact.email);
                let sealed = key.seal(Account::contact_spot(own.id), &contact)?;
                Ok(tx.set_account_email(own.id, &hash, &sealed).await?)
            }
        }
    }

    async fn readdress_volunteer(
        &self,
        tx: &mut Tx,
        mut volunteer: Volunteer,
        key: &SubjectKey,
        new: String,
    ) -> Outcome<()> {
        let contact = VolunteerContact { email: new, ..volunteer.contact(key)? };
        volunteer.email_hash = self.email_hash(&contact.email);
        volunteer.sealed_contact = key.seal(Volunteer::contact_spot(volunteer.id), &contact)?;
        volunteer.mail_suspended = false;
        volunteer.version += 1;
        volunteer.updated_at = self.now();
        // Whoever reads the old mailbox finds nothing there that still opens.
        tx.revoke_mailed_links(volunteer.id, self.now()).await?;
        if !tx.update_volunteer(volunteer.status, &volunteer).await? {
            return Err(Refusal::Conflict("status"));
        }
        tx.note_change(volunteer.id, self.now()).await?;
        Ok(())
    }
}

/// The owner acts by a link in one of their mailboxes.
fn owner_actor(owner: &Owner) -> Actor {
    match owner {
        Owner::Volunteer(own) => Actor::Volunteer(own.id),
        Owner::Account(own) => Actor::Staff(crate::accounts::staff_of(own)),
    }
}
