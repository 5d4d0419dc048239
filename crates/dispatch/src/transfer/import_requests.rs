//! A file of help requests.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use store::{HelpRequest, StagedMail, StagedRequest, Tx, ordered_id, sha256};
use uuid::Uuid;

use super::import::{ImportFailure, ImportOptions, ImportReport, Progress, RowError};
use super::import_volunteers::CHUNK;
use super::request_row::{LAYOUT, is_open, is_status};
use super::sheet::{Cells, Sheet};
use crate::links::Purpose;
use crate::post_help_request::Draft;
use crate::refusal::Outcome;
use crate::service::Dispatch;

/// Earlier requests of a person that are looked at for a repeat.
const LOOK_BACK: u32 = 20;

/// A row whose every cell was read.
struct Drafted {
    row: u64,
    draft: Draft,
}

/// Whose request of what; a second one may be a repeat.
type Repeat = (Vec<u8>, String);

impl Dispatch {
    /// Imports help requests from a CSV file: all of it, or nothing.
    ///
    /// They come in by the channel `import` and are open at once. Rows whose `status` is another
    /// than `open` are passed over with a warning: what is unconfirmed, under way or over is not
    /// begun again. An id that is a UUID is kept, references are new.
    ///
    /// # Errors
    /// [`ImportFailure::Rows`] with every row that cannot be used; nothing is written then.
    pub async fn import_requests(
        &self,
        reader: impl Read,
        options: ImportOptions,
        progress: Progress<'_>,
    ) -> Result<ImportReport, ImportFailure> {
        let sheet = Sheet::read(reader, &LAYOUT)?;
        let rows = sheet.len();
        let steps = if options.dry_run { rows } else { rows * 2 };
        let (drafts, mut errors) = self.check_requests(&sheet, steps, progress).await;
        errors.extend(self.known_requests(&drafts).await?);
        ImportFailure::unless_empty(errors)?;
        let warnings = warnings(&sheet);
        let mut report = ImportReport { rows, imported: 0, warnings: sheet.into_warnings() };
        report.warnings.extend(warnings);
        if !options.dry_run && !drafts.is_empty() {
            report.imported = self.write_requests(drafts, steps, progress).await?;
        }
        Ok(report)
    }

    async fn check_requests(
        &self,
        sheet: &Sheet,
        steps: u64,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> (Vec<Drafted>, Vec<RowError>) {
        let mut errors = sheet.errors.clone();
        let mut drafts = Vec::new();
        for (done, (row, cells)) in (1_u64..).zip(sheet.rows()) {
            if is_open(&cells) {
                match self.request_of_row(&cells) {
                    Ok(draft) => drafts.push(Drafted { row, draft }),
                    Err(faults) => errors.extend(RowError::of(row, &faults)),
                }
            } else if !is_status(&cells) {
                errors.push(RowError::one(row, "status", "status_request"));
            }
            if done % CHUNK as u64 == 0 {
                progress(done, steps);
                tokio::task::yield_now().await;
            }
        }
        progress(sheet.len(), steps);
        (drafts, errors)
    }

    /// Those whose id the store has already, or an earlier row.
    async fn known_requests(&self, drafts: &[Drafted]) -> Result<Vec<RowError>, ImportFailure> {
        let ids: Vec<Uuid> = drafts.iter().map(|drafted| drafted.draft.request.id.0).collect();
        let mut known = self.read().await?.known_ids(&ids).await?;
        let taken = drafts.iter().filter(|drafted| !known.insert(drafted.draft.request.id.0));
        Ok(taken.map(|drafted| RowError::one(drafted.row, "id", "known")).collect())
    }

    async fn write_requests(
        &self,
        drafts: Vec<Drafted>,
        steps: u64,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Result<u64, ImportFailure> {
        self.discard_stale_imports().await?;
        let batch = ordered_id(self.now())?;
        match self.stage_and_publish_requests(batch, drafts, steps, progress).await {
            Ok(count) => {
                progress(steps, steps);
                Ok(count)
            }
            Err(refusal) => {
                self.discard_import(batch).await;
                Err(refusal.into())
            }
        }
    }

    async fn stage_and_publish_requests(
        &self,
        batch: Uuid,
        mut drafts: Vec<Drafted>,
        steps: u64,
        progress: &mut (dyn FnMut(u64, u64) + Send),
    ) -> Outcome<u64> {
        let mut done = steps - drafts.len() as u64;
        let mut earlier = HashMap::new();
        while !drafts.is_empty() {
            let rest = drafts.split_off(drafts.len().min(CHUNK));
            let staged = self.seal_requests(drafts, &mut earlier).await?;
            let mut tx = self.write().await?;
            tx.stage_requests(batch, self.now(), &staged).await?;
            tx.commit().await?;
            done += staged.len() as u64;
            progress(done, steps);
            drafts = rest;
        }
        let mut tx = self.write().await?;
        let count = tx.publish_requests(batch, self.now()).await?;
        self.finish(tx).await?;
        Ok(count)
    }

    async fn seal_requests(
        &self,
        drafts: Vec<Drafted>,
        earlier: &mut HashMap<Repeat, String>,
    ) -> Outcome<Vec<StagedRequest>> {
        let keys = self.ring().create_many(drafts.len(), self.now()).await?;
        let mut tx = self.read().await?;
        let mut staged = Vec::with_capacity(drafts.len());
        for (key, Drafted { row, draft }) in keys.iter().zip(drafts) {
            let mut request = draft.request;
            request.subject_id = key.subject();
            let (contact, details) =
                (HelpRequest::contact_spot(request.id), HelpRequest::details_spot(request.id));
            request.sealed_contact = key.seal(contact, &draft.contact)?;
            request.sealed_details = key.seal(details, &draft.details)?;
            let token = self.token(Purpose::Manage, request.id.0, request.version);
            staged.push(StagedRequest {
                file_row: row.cast_signed(),
                manage_hash: sha256(token.as_bytes()),
                posted: posted(&request),
                duplicate: possible_repeat(&mut tx, &request, earlier).await?,
                receipt: self.receipt(&request)?,
                request,
            });
        }
        Ok(staged)
    }

    fn receipt(&self, request: &HelpRequest) -> Outcome<Option<StagedMail>> {
        if request.email_hash.is_none() {
            return Ok(None);
        }
        let key = format!("receipt:{}", request.id);
        let until = request.needed_by;
        Ok(Some(StagedMail { id: self.fresh_id()?, key, at: self.now(), until }))
    }
}

fn warnings(sheet: &Sheet) -> Vec<String> {
    let passed_over = sheet.rows().filter(|(_, cells)| !is_open(cells)).count();
    let unsaid = |cells: &Cells<'_>| cells.text("consent_source").is_none();
    let unagreed = sheet.rows().filter(|(_, cells)| is_open(cells) && unsaid(cells)).count();
    let mut warnings = Vec::new();
    if passed_over > 0 {
        warnings.push(format!("{passed_over} rows are not `open` and were passed over"));
    }
    if unagreed > 0 {
        warnings.push(format!(
            "{unagreed} rows have no consent_source; their consent counts as given by `import`"
        ));
    }
    warnings
}

fn posted(request: &HelpRequest) -> String {
    let data = serde_json::json!({
        "channel": request.channel.code(), "category": request.category.as_str(),
        "places": request.volunteers_needed, "priority": request.priority.code(),
    });
    data.to_string()
}

/// The data of the event that links a request to an earlier one of the same person, in the file or
/// in the store. A repeat is often an escalation: it is imported all the same.
async fn possible_repeat(
    tx: &mut Tx,
    request: &HelpRequest,
    earlier: &mut HashMap<Repeat, String>,
) -> Outcome<Option<String>> {
    let category = request.category.to_string();
    let hashes: HashSet<&[u8]> = [request.email_hash.as_deref(), request.phone_hash.as_deref()]
        .into_iter()
        .flatten()
        .collect();
    let mut found = None;
    for hash in hashes {
        let before = earlier.insert((hash.to_vec(), category.clone()), repeat_of(request));
        found = found.or(before);
    }
    if found.is_some() {
        return Ok(found);
    }
    let (email, phone) = (request.email_hash.as_deref(), request.phone_hash.as_deref());
    let live = tx.requests_of_person(email, phone, LOOK_BACK).await?.into_iter().find(|old| {
        let waits = old.status == matching::RequestStatus::Unconfirmed;
        old.category == request.category && (old.status.is_live() || waits)
    });
    Ok(live.as_ref().map(repeat_of))
}

fn repeat_of(old: &HelpRequest) -> String {
    serde_json::json!({ "of": old.id.to_string(), "reference": old.reference }).to_string()
}
