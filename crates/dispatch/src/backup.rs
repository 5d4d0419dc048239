//! Backup and restore of everything the store holds, but for the keys.

use std::io::Write;

use matching::{CallId, RequestId, VolunteerId, VolunteerStatus};
use store::{ArchiveError, Backup, Subject, SubjectTable, TableRows, Violation};
use thiserror::Error;
use uuid::Uuid;

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::retention::RESTORED_AT;
use crate::service::Dispatch;

/// Rows looked at in one go.
const PAGE: u32 = 500;

/// Why a restore did not end as it should.
#[derive(Debug, Error)]
pub enum RestoreFailure {
    /// The file or the target is at fault: nothing was restored.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// Everything was restored; what follows it failed.
    #[error("everything was restored, but then: {0}")]
    Afterwards(#[from] Refusal),
}

/// What a restore has done.
#[derive(Debug)]
pub struct Restored {
    /// The rows of each table.
    pub tables: Vec<TableRows>,
    /// The invariants that do not hold, as of the time of the backup.
    pub violations: Vec<Violation>,
    /// Whose keys are there.
    pub keys: RestoredKeys,
}

/// How the key ring fits what was restored.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct RestoredKeys {
    /// The ring is the one under which the backup was made, or a later state of it.
    pub ring_fits: bool,
    /// People whose data are sealed.
    pub people: u64,
    /// Those of them for whom the ring has no key.
    pub missing: u64,
    /// Those of them whose rows were emptied: they were erased after the backup was made.
    pub erased_again: u64,
}

impl Dispatch {
    /// Writes a backup of one moment; the service may run on.
    ///
    /// # Errors
    /// [`ArchiveError`] when the writer or the database refuses.
    pub async fn back_up<W: Write>(
        &self,
        product: &str,
        out: W,
        progress: &mut impl FnMut(u64, u64),
    ) -> Result<Vec<TableRows>, ArchiveError> {
        let mut tx = self.database().read().await?;
        let ring = self.ring().fingerprint();
        tx.back_up(product, self.now(), ring, out, progress).await
    }

    /// Puts a backup into an empty database: all of it, or nothing.
    ///
    /// Whoever was erased since stays erased: the ring has no key of theirs, and what their rows
    /// still say is emptied again. That is done only under a ring that fits the backup and holds
    /// a key at all; else the rows wait for the right ring.
    ///
    /// # Errors
    /// [`RestoreFailure`], which says whether anything was restored.
    pub async fn restore(
        &self,
        backup: &mut Backup,
        progress: &mut impl FnMut(u64),
    ) -> Result<Restored, RestoreFailure> {
        let head = backup.head().clone();
        let mut tx = self.database().write().await.map_err(ArchiveError::from)?;
        let tables = tx.restore(backup, progress).await?;
        let now = self.now().to_string();
        tx.set_meta(RESTORED_AT, &now).await.map_err(ArchiveError::from)?;
        tx.commit().await.map_err(ArchiveError::from)?;
        self.reload_areas().await?;
        let violations = self.verify_at(head.made_at).await?;
        let keys = self.compare_keys(head.ring == self.ring().fingerprint()).await?;
        Ok(Restored { tables, violations, keys })
    }

    async fn compare_keys(&self, ring_fits: bool) -> Outcome<RestoredKeys> {
        let mut found = RestoredKeys { ring_fits, ..RestoredKeys::default() };
        let mut erased = Vec::new();
        for table in SubjectTable::ALL {
            let mut after = Uuid::nil();
            loop {
                let rows = self.read().await?.sealed_rows(table, after, PAGE).await?;
                let Some(last) = rows.last() else { break };
                after = last.row;
                found.people += rows.len() as u64;
                let subjects: Vec<_> = rows.iter().map(|row| row.subject).collect();
                let missing = self.ring().missing(&subjects).await?;
                found.missing += missing.len() as u64;
                let gone = rows.iter().filter(|row| missing.contains(&row.subject));
                erased.extend(gone.map(|row| (table, *row)));
            }
        }
        if ring_fits && found.missing < found.people {
            for (table, row) in erased {
                found.erased_again += u64::from(self.erase_again(table, row).await?);
            }
        }
        Ok(found)
    }

    /// Empties what the row of somebody says whose key is gone; staff are left as they are.
    async fn erase_again(&self, table: SubjectTable, row: Subject) -> Outcome<bool> {
        match table {
            SubjectTable::Accounts => return Ok(false),
            SubjectTable::Calls => {
                let mut tx = self.write().await?;
                tx.forget_caller(CallId(row.row)).await?;
                tx.commit().await?;
            }
            SubjectTable::Requests => {
                let mut tx = self.write().await?;
                tx.forget_requester(RequestId(row.row)).await?;
                tx.commit().await?;
            }
            SubjectTable::Volunteers => {
                let id = VolunteerId(row.row);
                let volunteer = self.read().await?.volunteer(id).await?;
                if volunteer.is_none_or(|v| v.status == VolunteerStatus::Withdrawn) {
                    return Ok(false);
                }
                self.leave(&Actor::System, id).await?;
            }
        }
        Ok(true)
    }
}
