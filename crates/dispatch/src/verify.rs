//! The invariants of the store, checked on demand and nightly.

use jiff::Timestamp;
use store::{AuditReport, Violation};

use crate::refusal::Outcome;
use crate::retention::audit_kept_since;
use crate::service::{Dispatch, hours, minutes};

impl Dispatch {
    /// Every invariant that does not hold; empty when all do.
    ///
    /// A request counts as stuck when what it waits for is ten minutes late.
    pub async fn verify(&self) -> Outcome<Vec<Violation>> {
        self.verify_at(self.now()).await
    }

    /// The same as of another time: what was restored is as old as its backup.
    pub(crate) async fn verify_at(&self, now: Timestamp) -> Outcome<Vec<Violation>> {
        let mut tx = self.read().await?;
        let mut found = tx.violations().await?;
        found.extend(tx.violations_in_time(now - hours(7 * 24), now - minutes(10)).await?);
        Ok(found)
    }

    /// Walks the audit chain of every node.
    pub async fn verify_audit(&self) -> Outcome<AuditReport> {
        let mut tx = self.read().await?;
        let kept_since = audit_kept_since(&self.settings().retention, self.now());
        Ok(tx.check_audit(self.audit_chain(), kept_since).await?)
    }
}
