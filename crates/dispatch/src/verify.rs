//! The invariants of the store, checked on demand and nightly.

use jiff::{SignedDuration, Timestamp};
use store::{AuditReport, Violation};

use crate::refusal::Outcome;
use crate::retention::audit_kept_since;
use crate::service::{Dispatch, hours, minutes};

/// A node that lives follows each change within this.
const BEHIND: SignedDuration = SignedDuration::from_mins(5);
/// How the nightly check is noted.
const NIGHTLY: &str = "verify";
/// It is done once a day.
const DAILY: SignedDuration = SignedDuration::from_hours(20);

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
        found.extend(tx.violations_in_time(now - hours(7 * 24), now - minutes(10), now).await?);
        drop(tx);
        found.extend(self.wrong_indexes().await?);
        Ok(found)
    }

    /// Nodes whose index holds something else than the table says, or has not followed it.
    async fn wrong_indexes(&self) -> Outcome<Vec<Violation>> {
        let mut tx = self.read().await?;
        let behind = tx.nodes_behind(BEHIND).await?;
        let last = tx.last_change().await?;
        let mut up_to_date = tx.node_marks().await?;
        up_to_date.retain(|(_, mark)| mark.followed == last);
        let expected =
            if up_to_date.is_empty() { None } else { self.digest_of_table(&mut tx).await? };
        let differ = up_to_date.into_iter().filter_map(|(node, mark)| {
            expected.filter(|expected| *expected != mark.digest).map(|_| node)
        });
        let differ = differ.map(|node| ("a node's index differs from the table", node));
        let behind = behind.into_iter().map(|node| ("a node does not follow the changes", node));
        let found = differ.chain(behind);
        Ok(found.map(|(rule, node)| Violation { rule, subject: node.to_string() }).collect())
    }

    /// Whether this process's index holds what the table says; true as well while it cannot be told.
    pub async fn index_agrees(&self) -> Outcome<bool> {
        let mut tx = self.read().await?;
        let last = tx.last_change().await?;
        let Some(mark) = self.index_mark().await.filter(|mark| mark.followed == last) else {
            return Ok(true);
        };
        let expected = self.digest_of_table(&mut tx).await?;
        Ok(expected.is_none_or(|expected| expected == mark.digest))
    }

    /// Checks every invariant once a day; what does not hold is told to who looks after the site.
    pub(crate) async fn verify_nightly(&self) -> Outcome<()> {
        let last = self.read().await?.retention_run(NIGHTLY).await?;
        if last.is_some_and(|last| last.at + DAILY > self.now()) {
            return Ok(());
        }
        let found = self.verify().await?;
        let faults = self.verify_audit().await?.faults.len();
        if !self.index_agrees().await? {
            tracing::error!("the index differs from the table: it is built anew");
            self.build_index().await?;
        }
        let count = i64::try_from(found.len() + faults).unwrap_or(i64::MAX);
        let mut tx = self.write().await?;
        tx.note_retention(NIGHTLY, self.now(), count).await?;
        tx.commit().await?;
        for violation in &found {
            tracing::error!(
                rule = violation.rule,
                subject = violation.subject,
                "an invariant is broken"
            );
        }
        if faults > 0 {
            tracing::error!(faults, "the audit chain does not hold: see `proche audit verify`");
        }
        metrics::gauge!("proche_violations")
            .set(f64::from(u32::try_from(count).unwrap_or(u32::MAX)));
        Ok(())
    }

    /// Walks the audit chain of every node.
    pub async fn verify_audit(&self) -> Outcome<AuditReport> {
        let mut tx = self.read().await?;
        let kept_since = audit_kept_since(&self.settings().retention, self.now());
        Ok(tx.check_audit(self.audit_chain(), kept_since).await?)
    }
}
