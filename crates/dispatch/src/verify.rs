//! The invariants of the store, checked on demand and nightly.

use store::Violation;

use crate::refusal::Outcome;
use crate::service::{Dispatch, hours, minutes};

impl Dispatch {
    /// Every invariant that does not hold; empty when all do.
    ///
    /// A request counts as stuck when what it waits for is ten minutes late.
    pub async fn verify(&self) -> Outcome<Vec<Violation>> {
        let now = self.now();
        let mut tx = self.read().await?;
        let mut found = tx.violations().await?;
        found.extend(tx.violations_in_time(now - hours(7 * 24), now - minutes(10)).await?);
        Ok(found)
    }
}
