//! Retention: what is past the limit of its class goes; nothing of it is left.

use jiff::{SignedDuration, Timestamp};
use matching::{Role, SubjectId, VolunteerId};
use uuid::Uuid;

use crate::actor::Actor;
use crate::life::Owed;
use crate::refusal::Outcome;
use crate::retention_class::{RetentionClass, RetentionState};
use crate::service::{Dispatch, hours};
use crate::settings::RetentionSettings;

/// People dealt with in one go.
const BATCH: u32 = 200;
/// What needs a look at everything is looked at this often.
const DAILY: SignedDuration = SignedDuration::from_hours(20);
/// When a restore was done, as a key of the store's own facts.
pub(crate) const RESTORED_AT: &str = "restored_at";

impl Dispatch {
    /// Removes of every class what is past its limit; gives how much of each. Daily classes are
    /// skipped when they were looked after within the day, unless everything is asked for.
    pub async fn purge(&self, everything: bool) -> Outcome<Vec<(RetentionClass, u64)>> {
        let mut gone = Vec::with_capacity(RetentionClass::ALL.len());
        for class in RetentionClass::ALL {
            let last = self.read().await?.retention_run(class.code()).await?;
            let fresh = last.is_some_and(|last| last.at + DAILY > self.now());
            if class.is_daily() && fresh && !everything {
                continue;
            }
            let count = self.forget_class(class).await?;
            let mut tx = self.write().await?;
            let number = i64::try_from(count).unwrap_or(i64::MAX);
            tx.note_retention(class.code(), self.now(), number).await?;
            tx.commit().await?;
            gone.push((class, count));
        }
        Ok(gone)
    }

    /// Each class with its limit, its last run and what is due, for whoever answers for an area.
    pub async fn retention(&self, actor: &Actor) -> Outcome<Vec<RetentionState>> {
        actor.staff(Role::Coordinator)?;
        let mut states = Vec::with_capacity(RetentionClass::ALL.len());
        for class in RetentionClass::ALL {
            let last = self.read().await?.retention_run(class.code()).await?;
            let limit_h = class.limit_h(&self.settings().retention);
            states.push(RetentionState { class, limit_h, last, due: self.due(class).await? });
        }
        Ok(states)
    }

    /// How much of a class is past its limit.
    async fn due(&self, class: RetentionClass) -> Outcome<u64> {
        let limits = Limits::of(&self.settings().retention, self.now());
        let mut tx = self.read().await?;
        let mut due = match class {
            RetentionClass::Contact => count(
                &tx.forgettable_requests(limits.contact, limits.contact_if_agreed, u32::MAX)
                    .await?,
            ),
            RetentionClass::Callers => {
                count(&tx.forgettable_callers(limits.contact, u32::MAX).await?)
            }
            RetentionClass::Unconfirmed => {
                count(&tx.unconfirmed_volunteers(limits.unconfirmed, u32::MAX).await?)
            }
            RetentionClass::Inactive => {
                count(&tx.forgettable_volunteers(limits.quiet, limits.warned, u32::MAX).await?)
            }
            RetentionClass::Audit => tx.count_old_audit(limits.audit_day).await?.unsigned_abs(),
            _ => 0,
        };
        drop(tx);
        if class == RetentionClass::Keys {
            due += count(&self.keys_without_use().await?);
        }
        for (rows, age) in class.rows(self.limit(class)) {
            due += self.read().await?.count_old(rows, self.now() - age).await?.unsigned_abs();
        }
        Ok(due)
    }

    fn limit(&self, class: RetentionClass) -> SignedDuration {
        hours(i64::from(class.limit_h(&self.settings().retention)))
    }

    /// Removes of one class what is past its limit; gives how much.
    pub(crate) async fn forget_class(&self, class: RetentionClass) -> Outcome<u64> {
        let mut gone = match class {
            RetentionClass::Contact => self.forget_requests().await?,
            RetentionClass::Callers => self.forget_callers().await?,
            RetentionClass::Unconfirmed => self.forget_unconfirmed().await?,
            RetentionClass::Inactive => self.forget_inactive().await?,
            RetentionClass::Audit => self.forget_audit().await?,
            RetentionClass::Keys => self.forget_keys().await?,
            _ => 0,
        };
        let mut tx = self.write().await?;
        for (rows, age) in class.rows(self.limit(class)) {
            gone += tx.delete_old(rows, self.now() - age).await?;
        }
        tx.commit().await?;
        Ok(gone)
    }

    async fn forget_requests(&self) -> Outcome<u64> {
        let limits = Limits::of(&self.settings().retention, self.now());
        let mut gone = 0;
        loop {
            let mut tx = self.read().await?;
            let (ended, agreed) = (limits.contact, limits.contact_if_agreed);
            let due = tx.forgettable_requests(ended, agreed, BATCH).await?;
            drop(tx);
            gone += count(&due);
            if due.is_empty() {
                break;
            }
            for id in due {
                self.erase_request_data(&Actor::System, id).await?;
            }
        }
        if gone > 0 {
            let mut tx = self.write().await?;
            tx.delete_orphaned_blocks().await?;
            tx.commit().await?;
        }
        Ok(gone)
    }

    async fn forget_callers(&self) -> Outcome<u64> {
        let limits = Limits::of(&self.settings().retention, self.now());
        let mut tx = self.write().await?;
        let due = tx.forgettable_callers(limits.contact, u32::MAX).await?;
        for (call, _) in &due {
            tx.forget_caller(*call).await?;
        }
        tx.commit().await?;
        let subjects: Vec<SubjectId> = due.iter().filter_map(|(_, subject)| *subject).collect();
        self.ring().destroy_all(&subjects).await?;
        Ok(count(&due))
    }

    async fn forget_unconfirmed(&self) -> Outcome<u64> {
        let limits = Limits::of(&self.settings().retention, self.now());
        let mut gone = 0;
        loop {
            let mut tx = self.read().await?;
            let due = tx.unconfirmed_volunteers(limits.unconfirmed, BATCH).await?;
            drop(tx);
            if due.is_empty() {
                return Ok(gone);
            }
            gone += self.leave_all(due).await?;
        }
    }

    /// Asks those who have been quiet for long whether they are still there; those who did not
    /// answer are forgotten.
    async fn forget_inactive(&self) -> Outcome<u64> {
        let limits = Limits::of(&self.settings().retention, self.now());
        self.warn_quiet(&limits).await?;
        let mut gone = 0;
        loop {
            let mut tx = self.read().await?;
            let due = tx.forgettable_volunteers(limits.quiet, limits.warned, BATCH).await?;
            drop(tx);
            if due.is_empty() {
                return Ok(gone);
            }
            gone += self.leave_all(due).await?;
        }
    }

    async fn warn_quiet(&self, limits: &Limits) -> Outcome<()> {
        loop {
            let mut tx = self.read().await?;
            let quiet = tx.volunteers_to_warn(limits.quiet_to_warn, limits.warned.0, BATCH).await?;
            drop(tx);
            if quiet.is_empty() {
                return Ok(());
            }
            for id in quiet {
                self.warn(id).await?;
            }
        }
    }

    async fn warn(&self, id: VolunteerId) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.note_warned(id, self.now()).await?;
        let owed = Owed {
            key: format!("inactive:{id}:{}", self.now().as_second()),
            kind: "inactive",
            rank: 8,
            volunteer: Some(id),
            not_after: Some(self.now() + hours(24 * 7)),
            ..Owed::default()
        };
        self.owe(&mut tx, owed).await?;
        self.finish(tx).await
    }

    async fn leave_all(&self, due: Vec<VolunteerId>) -> Outcome<u64> {
        let gone = count(&due);
        for id in due {
            self.leave(&Actor::System, id).await?;
        }
        Ok(gone)
    }

    async fn forget_audit(&self) -> Outcome<u64> {
        let limits = Limits::of(&self.settings().retention, self.now());
        let mut tx = self.write().await?;
        let gone = tx.forget_audit(limits.audit_day, limits.audit).await?;
        tx.commit().await?;
        Ok(gone)
    }

    async fn forget_keys(&self) -> Outcome<u64> {
        let orphans = self.keys_without_use().await?;
        for some in orphans.chunks(500) {
            self.ring().destroy_all(some).await?;
        }
        Ok(count(&orphans))
    }

    /// Keys whose rows were emptied, and those of some days ago whose row was never written. After
    /// a restore the latter wait: a newer backup may follow that knows them.
    async fn keys_without_use(&self) -> Outcome<Vec<SubjectId>> {
        let restored = self.read().await?.meta(RESTORED_AT).await?;
        let restored = restored.and_then(|text| text.parse::<Timestamp>().ok());
        let settled = restored.is_none_or(|at| at + hours(24 * 30) < self.now());
        let (mut found, mut after) = (Vec::new(), SubjectId(Uuid::nil()));
        loop {
            let keys = self.ring().subjects_after(after).await?;
            let Some((last, _)) = keys.last() else { return Ok(found) };
            after = *last;
            let subjects: Vec<_> = keys.iter().map(|(subject, _)| *subject).collect();
            let rows = self.read().await?.subject_rows(&subjects).await?;
            for (subject, made) in keys {
                let row = rows.iter().find(|(known, _)| *known == subject);
                let old = made + hours(24) < self.now();
                let useless = row.map_or(settled && old, |(_, held)| !held);
                if useless {
                    found.push(subject);
                }
            }
        }
    }
}

/// The limits as moments: what is from before them goes.
struct Limits {
    contact: Timestamp,
    contact_if_agreed: Timestamp,
    unconfirmed: Timestamp,
    quiet: Timestamp,
    quiet_to_warn: Timestamp,
    /// Whoever was warned in this span has had the time to answer.
    warned: (Timestamp, Timestamp),
    audit: Timestamp,
    audit_day: i64,
}

impl Limits {
    fn of(settings: &RetentionSettings, now: Timestamp) -> Self {
        let ago = |days: u32| now - hours(24 * i64::from(days));
        let patience = settings.inactive_days.saturating_sub(settings.warning_days);
        let audit_day = store::audit_day(ago(settings.audit_days));
        Self {
            contact: ago(settings.contact_days),
            contact_if_agreed: ago(settings.contact_agreed_days.max(settings.contact_days)),
            unconfirmed: ago(settings.unconfirmed_days),
            quiet: ago(settings.inactive_days),
            quiet_to_warn: ago(patience),
            warned: (ago(patience), ago(settings.warning_days)),
            audit: store::start_of_audit_day(audit_day),
            audit_day,
        }
    }
}

/// From when on the audit chain must be whole.
pub(crate) fn audit_kept_since(settings: &RetentionSettings, now: Timestamp) -> Timestamp {
    Limits::of(settings, now).audit
}

fn count<T>(found: &[T]) -> u64 {
    found.len() as u64
}
