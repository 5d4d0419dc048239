//! What imports leave staged when they fail.

use uuid::Uuid;

use crate::refusal::Outcome;
use crate::retention_class::RetentionClass;
use crate::service::Dispatch;

/// After so many hours a staged row belongs to an import that crashed.
pub(crate) const STALE_IMPORT_H: i64 = 1;

impl Dispatch {
    /// Removes what crashed imports left staged; gives how many rows. For the sweeper.
    pub async fn discard_stale_imports(&self) -> Outcome<u64> {
        self.forget_class(RetentionClass::Imports).await
    }

    /// Removes the staged rows of an import that failed; what cannot be removed now goes with the
    /// stale ones.
    pub(super) async fn discard_import(&self, batch: Uuid) {
        let Ok(mut tx) = self.write().await else { return };
        if tx.discard_staged(batch).await.is_ok() && tx.commit().await.is_ok() {
            return;
        }
        tracing::warn!(import.batch = %batch, "staged rows are left for the sweeper");
    }
}
