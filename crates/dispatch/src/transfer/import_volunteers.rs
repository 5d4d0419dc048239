//! A file of volunteers.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use jiff::SignedDuration;
use matching::{TaskKind, VolunteerId, VolunteerStatus};
use store::{StagedMail, StagedVolunteer, Tx, Volunteer, ordered_id, sha256};
use uuid::Uuid;

use super::import::{ImportFailure, ImportOptions, ImportReport, Progress, RowError};
use super::sheet::Sheet;
use super::volunteer_row::LAYOUT;
use crate::links::Purpose;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};
use crate::volunteers::{VolunteerDraft, seal_with};

/// Rows of one staging transaction, and of one step of the progress.
pub(super) const CHUNK: usize = 500;
/// Invitations fall due one after the other, so that a file never fills the outbox.
const INVITE_EVERY: SignedDuration = SignedDuration::from_secs(1);
/// Days until an invitation's link dies.
const INVITE_DAYS: i64 = 30;
/// A row whose every cell was read.
struct Drafted {
    row: u64,
    draft: VolunteerDraft,
}

impl Dispatch {
    /// Imports volunteers from a CSV file: all of it, or nothing.
    ///
    /// With `consent_source` and `consent_at` they are active at once (or what `status` says);
    /// without they are unverified and invited, one mail a second, after all other mail. An id
    /// that is a UUID is kept. Memory: about 3 KB a row.
    ///
    /// # Errors
    /// [`ImportFailure::Rows`] with every row that cannot be used; nothing is written then.
    pub async fn import_volunteers(
        &self,
        reader: impl Read,
        options: ImportOptions,
        progress: Progress<'_>,
    ) -> Result<ImportReport, ImportFailure> {
        let sheet = Sheet::read(reader, &LAYOUT)?;
        let rows = sheet.len();
        let steps = if options.dry_run { rows } else { rows * 2 };
        let (drafts, mut errors) = self.check_volunteers(&sheet, steps, progress).await;
        errors.extend(self.known_volunteers(&drafts).await?);
        ImportFailure::unless_empty(errors)?;
        let mut report = ImportReport { rows, imported: 0, warnings: sheet.into_warnings() };
        if !options.dry_run && !drafts.is_empty() {
            report.imported = self.write_volunteers(drafts, steps, progress).await?;
        }
        Ok(report)
    }

    async fn check_volunteers(
        &self,
        sheet: &Sheet,
        steps: u64,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> (Vec<Drafted>, Vec<RowError>) {
        let mut errors = sheet.errors.clone();
        let mut drafts = Vec::new();
        for (done, (row, cells)) in (1_u64..).zip(sheet.rows()) {
            match self.volunteer_of_row(&cells) {
                Ok(draft) => drafts.push(Drafted { row, draft }),
                Err(faults) => errors.extend(RowError::of(row, &faults)),
            }
            if done % CHUNK as u64 == 0 {
                progress(done, steps);
                tokio::task::yield_now().await;
            }
        }
        progress(sheet.len(), steps);
        errors.extend(repeated(&drafts));
        (drafts, errors)
    }

    /// Those whose address or id the store has already.
    async fn known_volunteers(&self, drafts: &[Drafted]) -> Result<Vec<RowError>, ImportFailure> {
        let emails: Vec<Vec<u8>> =
            drafts.iter().map(|drafted| drafted.draft.volunteer.email_hash.clone()).collect();
        let ids: Vec<Uuid> = drafts.iter().map(|drafted| drafted.draft.volunteer.id.0).collect();
        let mut tx = self.read().await?;
        let emails = tx.known_emails(&emails).await?;
        let ids = tx.known_ids(&ids).await?;
        let barred = self.barred_among(&mut tx, drafts).await?;
        let error = |drafted: &Drafted| {
            let volunteer = &drafted.draft.volunteer;
            if emails.contains(&volunteer.email_hash) {
                Some(RowError::one(drafted.row, "email", "known_email"))
            } else if barred.contains(&volunteer.email_hash) {
                Some(RowError::one(drafted.row, "email", "barred"))
            } else if volunteer.phone_hash.as_ref().is_some_and(|hash| barred.contains(hash)) {
                Some(RowError::one(drafted.row, "phone", "barred"))
            } else if ids.contains(&volunteer.id.0) {
                Some(RowError::one(drafted.row, "id", "known"))
            } else {
                None
            }
        };
        Ok(drafts.iter().filter_map(error).collect())
    }

    /// The addresses and numbers of some rows under which somebody is suspended, or left so.
    async fn barred_among(
        &self,
        tx: &mut Tx,
        drafts: &[Drafted],
    ) -> Result<HashSet<Vec<u8>>, ImportFailure> {
        let hashes = drafts.iter().flat_map(|drafted| {
            let volunteer = &drafted.draft.volunteer;
            std::iter::once(volunteer.email_hash.clone()).chain(volunteer.phone_hash.clone())
        });
        let hashes: Vec<Vec<u8>> = hashes.collect();
        Ok(tx.barred(&hashes, VolunteerId(Uuid::nil()), self.now()).await?)
    }

    async fn write_volunteers(
        &self,
        drafts: Vec<Drafted>,
        steps: u64,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<u64, ImportFailure> {
        self.discard_stale_imports().await?;
        let batch = ordered_id(self.now())?;
        let published = self.stage_and_publish(batch, drafts, steps, progress).await;
        match published {
            Ok(count) => {
                progress(steps, steps);
                Ok(count)
            }
            Err(failure) => {
                self.discard_import(batch).await;
                Err(failure)
            }
        }
    }

    async fn stage_and_publish(
        &self,
        batch: Uuid,
        mut drafts: Vec<Drafted>,
        steps: u64,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<u64, ImportFailure> {
        let mut done = drafts.len() as u64;
        let mut addresses = Vec::with_capacity(drafts.len());
        let mut to_vet = Vec::new();
        let mut invited = 0;
        while !drafts.is_empty() {
            let rest = drafts.split_off(drafts.len().min(CHUNK));
            let staged = self.seal_chunk(drafts, &mut invited).await?;
            let mut tx = self.write().await?;
            tx.stage_volunteers(batch, self.now(), &staged).await?;
            tx.commit().await?;
            done += staged.len() as u64;
            progress(done, steps);
            for row in staged {
                addresses.push((row.file_row, row.volunteer.email_hash.clone()));
                if row.volunteer.status == VolunteerStatus::PendingReview {
                    to_vet.push(row.volunteer);
                }
            }
            drafts = rest;
        }
        match self.publish_volunteers(batch, &to_vet).await {
            Err(Refusal::Store(error)) if error.is_unique_violation() => {
                self.taken_meanwhile(&addresses, error).await
            }
            other => Ok(other?),
        }
    }

    async fn publish_volunteers(&self, batch: Uuid, to_vet: &[Volunteer]) -> Outcome<u64> {
        let mut tx = self.write().await?;
        let count = tx.publish_volunteers(batch, self.now()).await?;
        for volunteer in to_vet {
            let due = self.now() + hours(48);
            self.volunteer_task(&mut tx, TaskKind::Vetting, volunteer, due).await?;
        }
        self.finish(tx).await?;
        Ok(count)
    }

    /// Somebody signed up between the check and the publishing.
    async fn taken_meanwhile(
        &self,
        addresses: &[(i64, Vec<u8>)],
        error: store::StoreError,
    ) -> Result<u64, ImportFailure> {
        let hashes: Vec<Vec<u8>> = addresses.iter().map(|(_, hash)| hash.clone()).collect();
        let known = self.read().await?.known_emails(&hashes).await?;
        let taken = addresses.iter().filter(|(_, hash)| known.contains(hash));
        let errors = taken
            .map(|(row, _)| RowError::one(row.unsigned_abs(), "email", "known_email"))
            .collect();
        ImportFailure::unless_empty(errors)?;
        Err(error.into())
    }

    async fn seal_chunk(
        &self,
        drafts: Vec<Drafted>,
        invited: &mut i32,
    ) -> Outcome<Vec<StagedVolunteer>> {
        let keys = self.ring().create_many(drafts.len(), self.now()).await?;
        let mut staged = Vec::with_capacity(drafts.len());
        for (key, drafted) in keys.iter().zip(drafts) {
            let volunteer = seal_with(key, drafted.draft)?;
            let unverified = volunteer.status == VolunteerStatus::Unverified;
            let invite =
                if unverified { Some(self.invitation(&volunteer, *invited)?) } else { None };
            *invited += i32::from(unverified);
            let hash = |purpose| sha256(self.token(purpose, volunteer.id.0, 1).as_bytes());
            staged.push(StagedVolunteer {
                file_row: drafted.row.cast_signed(),
                confirm_hash: unverified.then(|| hash(Purpose::ConfirmVolunteer)),
                unsubscribe_hash: hash(Purpose::Unsubscribe),
                invite,
                volunteer,
            });
        }
        Ok(staged)
    }

    fn invitation(&self, volunteer: &Volunteer, before: i32) -> Outcome<StagedMail> {
        let at = self.now() + INVITE_EVERY * before;
        let key = format!("invite:{}", volunteer.id);
        Ok(StagedMail { id: self.fresh_id()?, key, at, until: at + hours(24 * INVITE_DAYS) })
    }
}

/// Rows that share an address or an id with an earlier one.
fn repeated(drafts: &[Drafted]) -> Vec<RowError> {
    let mut emails: HashMap<&[u8], u64> = HashMap::new();
    let mut ids: HashMap<Uuid, u64> = HashMap::new();
    let mut errors = Vec::new();
    for Drafted { row, draft } in drafts {
        let first = *emails.entry(&draft.volunteer.email_hash).or_insert(*row);
        let first_id = *ids.entry(draft.volunteer.id.0).or_insert(*row);
        let (field, first) = if first < *row { ("email", first) } else { ("id", first_id) };
        if first < *row {
            let message = format!("is the same as in row {first}");
            errors.push(RowError { row: *row, field: field.to_owned(), message });
        }
    }
    errors
}
