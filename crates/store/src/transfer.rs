//! Files that come in and go out: staging, publishing in one statement a table, pages for export.
//!
//! A file's rows are staged in short transactions under the id of their batch, where nothing reads
//! them, and then published together. What a crash leaves behind are staged rows alone.

use std::collections::HashSet;

use jiff::Timestamp;
use matching::{AreaId, Cell, EngagementId, NotificationId, RequestId, VolunteerId};
use uuid::Uuid;

use crate::engagements::Engagement;
use crate::requests::HelpRequest;
use crate::sql::{joined, sql};
use crate::volunteers::Volunteer;
use crate::{StoreError, Tx, Value};

/// Values in one list: well under the limits of both databases.
const LISTED: usize = 500;
/// Staged rows in one statement: SQLite looks each parameter up among all before it.
const STAGED: usize = 8;

/// A mail that is owed to somebody on a file, once the file is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StagedMail {
    /// The id of its notification.
    pub id: NotificationId,
    /// Says what may exist only once.
    pub key: String,
    /// When it is due.
    pub at: Timestamp,
    /// Not sent after this time.
    pub until: Timestamp,
}

/// A volunteer of a file that is being imported.
#[derive(Clone, Debug)]
pub struct StagedVolunteer {
    /// The row of the file, its header is row 1.
    pub file_row: i64,
    /// The volunteer, sealed.
    pub volunteer: Volunteer,
    /// The hash of the confirmation link, for those who are invited.
    pub confirm_hash: Option<[u8; 32]>,
    /// The hash of the unsubscribe link.
    pub unsubscribe_hash: [u8; 32],
    /// The invitation, for those who did not agree yet; its link ends with it.
    pub invite: Option<StagedMail>,
}

/// A help request of a file that is being imported.
#[derive(Clone, Debug)]
pub struct StagedRequest {
    /// The row of the file, its header is row 1.
    pub file_row: i64,
    /// The request, sealed.
    pub request: HelpRequest,
    /// The hash of the manage link.
    pub manage_hash: [u8; 32],
    /// The data of the event of its posting, a JSON object.
    pub posted: String,
    /// The data of the event that it may be a repeat, if it may.
    pub duplicate: Option<String>,
    /// The receipt, for those with an e-mail address.
    pub receipt: Option<StagedMail>,
}

const STAGED_VOLUNTEER: [&str; 9] = [
    "batch",
    "file_row",
    "staged_at",
    "confirm_hash",
    "unsubscribe_hash",
    "invite_id",
    "invite_key",
    "invite_at",
    "invite_until",
];

const STAGED_REQUEST: [&str; 10] = [
    "batch",
    "file_row",
    "staged_at",
    "manage_hash",
    "posted",
    "duplicate",
    "receipt_id",
    "receipt_key",
    "receipt_at",
    "receipt_until",
];

// The patterns below name every field, so that a new one cannot be forgotten here.

/// The columns of `volunteer`, in the order of [`volunteer_values`].
const VOLUNTEER: [&str; 36] = [
    "id",
    "subject_id",
    "status",
    "sealed_contact",
    "sealed_anchors",
    "email_hash",
    "phone_hash",
    "cell",
    "area_id",
    "country",
    "postcode",
    "label",
    "radius_m",
    "categories",
    "skills",
    "languages",
    "language",
    "availability",
    "quiet_hours",
    "timezone",
    "capacity",
    "max_alerts_per_week",
    "paused_until",
    "mail_suspended",
    "vetted_until",
    "consent_version",
    "consent_at",
    "consent_source",
    "created_at",
    "activated_at",
    "updated_at",
    "version",
    "mail_mode",
    "vetted_at",
    "vetted_by",
    "age_at_least",
];

fn volunteer_values(v: &Volunteer) -> [Value; 36] {
    let Volunteer {
        id,
        subject_id,
        status,
        sealed_contact,
        sealed_anchors,
        email_hash,
        phone_hash,
        cell,
        area_id,
        country,
        postcode,
        label,
        radius_m,
        categories,
        skills,
        languages,
        language,
        availability,
        quiet_hours,
        timezone,
        capacity,
        max_alerts_per_week,
        paused_until,
        mail_suspended,
        vetted_until,
        consent_version,
        consent_at,
        consent_source,
        created_at,
        activated_at,
        updated_at,
        version,
        mail_mode,
        vetted_at,
        vetted_by,
        age_at_least,
        // Nobody is imported held.
        held_at: _,
    } = v;
    [
        (*id).into(),
        (*subject_id).into(),
        status.code().into(),
        sealed_contact.as_bytes().into(),
        sealed_anchors.as_bytes().into(),
        email_hash.clone().into(),
        phone_hash.clone().into(),
        cell.to_i64().into(),
        (*area_id).into(),
        country.as_str().into(),
        postcode.as_str().into(),
        label.as_str().into(),
        (*radius_m).into(),
        joined(categories).into(),
        joined(skills).into(),
        joined(languages).into(),
        language.as_str().into(),
        availability.to_string().into(),
        quiet_hours.to_string().into(),
        timezone.as_str().into(),
        (*capacity).into(),
        (*max_alerts_per_week).into(),
        (*paused_until).into(),
        (*mail_suspended).into(),
        (*vetted_until).into(),
        consent_version.as_str().into(),
        (*consent_at).into(),
        consent_source.as_str().into(),
        (*created_at).into(),
        (*activated_at).into(),
        (*updated_at).into(),
        (*version).into(),
        mail_mode.code().into(),
        (*vetted_at).into(),
        (*vetted_by).into(),
        (*age_at_least).into(),
    ]
}

/// The columns of `help_request`, in the order of [`request_values`].
const REQUEST: [&str; 47] = [
    "id",
    "reference",
    "status",
    "category",
    "priority",
    "vital_requested",
    "channel",
    "language",
    "languages",
    "skills",
    "volunteers_needed",
    "remote",
    "cell",
    "country",
    "postcode",
    "label",
    "uncertainty_m",
    "area_id",
    "not_before",
    "needed_by",
    "item_count",
    "subject_id",
    "sealed_contact",
    "sealed_details",
    "email_hash",
    "phone_hash",
    "needs_attention",
    "attention",
    "staff_only",
    "urgent",
    "places_filled",
    "wave",
    "next_plan_at",
    "created_by",
    "created_at",
    "opened_at",
    "first_yes_at",
    "matched_at",
    "done_at",
    "ended_at",
    "outcome",
    "ended_by",
    "consent_version",
    "consent_at",
    "consent_by",
    "updated_at",
    "version",
];

fn request_values(r: &HelpRequest) -> [Value; 47] {
    let HelpRequest {
        id,
        reference,
        status,
        category,
        priority,
        vital_requested,
        channel,
        language,
        languages,
        skills,
        volunteers_needed,
        remote,
        cell,
        country,
        postcode,
        label,
        uncertainty_m,
        area_id,
        not_before,
        needed_by,
        item_count,
        subject_id,
        sealed_contact,
        sealed_details,
        email_hash,
        phone_hash,
        needs_attention,
        attention,
        staff_only,
        urgent,
        places_filled,
        wave,
        next_plan_at,
        created_by,
        created_at,
        opened_at,
        first_yes_at,
        matched_at,
        done_at,
        ended_at,
        outcome,
        ended_by,
        consent_version,
        consent_at,
        consent_by,
        updated_at,
        version,
    } = r;
    [
        (*id).into(),
        reference.as_str().into(),
        status.code().into(),
        category.as_str().into(),
        priority.code().into(),
        (*vital_requested).into(),
        channel.code().into(),
        language.as_str().into(),
        joined(languages).into(),
        joined(skills).into(),
        (*volunteers_needed).into(),
        (*remote).into(),
        cell.map(Cell::to_i64).into(),
        country.as_str().into(),
        postcode.as_str().into(),
        label.as_str().into(),
        (*uncertainty_m).into(),
        (*area_id).into(),
        (*not_before).into(),
        (*needed_by).into(),
        (*item_count).into(),
        (*subject_id).into(),
        sealed_contact.as_bytes().into(),
        sealed_details.as_bytes().into(),
        email_hash.clone().into(),
        phone_hash.clone().into(),
        (*needs_attention).into(),
        attention.as_deref().into(),
        (*staff_only).into(),
        (*urgent).into(),
        (*places_filled).into(),
        (*wave).into(),
        (*next_plan_at).into(),
        (*created_by).into(),
        (*created_at).into(),
        (*opened_at).into(),
        (*first_yes_at).into(),
        (*matched_at).into(),
        (*done_at).into(),
        (*ended_at).into(),
        outcome.as_deref().into(),
        ended_by.as_deref().into(),
        consent_version.as_str().into(),
        (*consent_at).into(),
        consent_by.as_str().into(),
        (*updated_at).into(),
        (*version).into(),
    ]
}

impl StagedVolunteer {
    fn values(&self, batch: Uuid, at: Timestamp) -> Vec<Value> {
        let invite = self.invite.as_ref();
        let own: [Value; STAGED_VOLUNTEER.len()] = [
            batch.into(),
            self.file_row.into(),
            at.into(),
            self.confirm_hash.map(|hash| hash.to_vec()).into(),
            self.unsubscribe_hash.as_slice().into(),
            invite.map(|mail| mail.id).into(),
            invite.map(|mail| mail.key.as_str()).into(),
            invite.map(|mail| mail.at).into(),
            invite.map(|mail| mail.until).into(),
        ];
        own.into_iter().chain(volunteer_values(&self.volunteer)).collect()
    }
}

impl StagedRequest {
    fn values(&self, batch: Uuid, at: Timestamp) -> Vec<Value> {
        let receipt = self.receipt.as_ref();
        let own: [Value; STAGED_REQUEST.len()] = [
            batch.into(),
            self.file_row.into(),
            at.into(),
            self.manage_hash.as_slice().into(),
            self.posted.as_str().into(),
            self.duplicate.as_deref().into(),
            receipt.map(|mail| mail.id).into(),
            receipt.map(|mail| mail.key.as_str()).into(),
            receipt.map(|mail| mail.at).into(),
            receipt.map(|mail| mail.until).into(),
        ];
        own.into_iter().chain(request_values(&self.request)).collect()
    }
}

/// Copies the staged rows of a batch into the table they are meant for.
fn publishing(staged: &str, table: &str, columns: &[&str]) -> String {
    let columns = columns.join(", ");
    format!(
        "INSERT INTO {table} ({columns}) SELECT {columns} FROM {staged} \
         WHERE batch = $1 ORDER BY file_row"
    )
}

const INVITATION_LINKS: &str = "INSERT INTO link \
    (token_hash, purpose, target, version, created_at, expires_at) \
    SELECT confirm_hash, 'confirm_volunteer', id, 1, $2, invite_until FROM staged_volunteer \
    WHERE batch = $1 AND confirm_hash IS NOT NULL ON CONFLICT (token_hash) DO NOTHING";

const UNSUBSCRIBE_LINKS: &str = "INSERT INTO link \
    (token_hash, purpose, target, version, created_at) \
    SELECT unsubscribe_hash, 'unsubscribe', id, 1, $2 FROM staged_volunteer \
    WHERE batch = $1 ON CONFLICT (token_hash) DO NOTHING";

const INVITATIONS: &str = "INSERT INTO notification (id, dedupe_key, kind, rank, volunteer_id, \
    data, state, next_attempt_at, not_after, created_at) \
    SELECT invite_id, invite_key, 'invite', 9, id, '{}', \
    'queued', invite_at, invite_until, $2 FROM staged_volunteer \
    WHERE batch = $1 AND invite_id IS NOT NULL ORDER BY file_row";

const REGISTERED: &str = "INSERT INTO event (at, kind, volunteer_id, actor_kind, data) \
    SELECT $2, 'volunteer.registered', id, 'system', '{\"source\":\"import\"}' \
    FROM staged_volunteer WHERE batch = $1 ORDER BY file_row";

const CHANGES: &str = "INSERT INTO change (kind, target, at) SELECT 'volunteer', id, $2 \
    FROM staged_volunteer WHERE batch = $1 AND status = 'active' ORDER BY file_row";

const MANAGE_LINKS: &str = "INSERT INTO link (token_hash, purpose, target, version, created_at) \
    SELECT manage_hash, 'manage', id, version, $2 FROM staged_request \
    WHERE batch = $1 ON CONFLICT (token_hash) DO NOTHING";

const RECEIPTS: &str = "INSERT INTO notification (id, dedupe_key, kind, rank, request_id, data, \
    state, next_attempt_at, not_after, created_at) \
    SELECT receipt_id, receipt_key, 'receipt', 8, id, '{}', \
    'queued', receipt_at, receipt_until, $2 FROM staged_request \
    WHERE batch = $1 AND receipt_id IS NOT NULL ORDER BY file_row";

const POSTED: &str = "INSERT INTO event (at, kind, request_id, actor_kind, data) \
    SELECT $2, 'request.posted', id, 'system', posted FROM staged_request \
    WHERE batch = $1 ORDER BY file_row";

const OPENED: &str = "INSERT INTO event (at, kind, request_id, actor_kind, data) \
    SELECT $2, 'request.opened', id, 'system', '{}' FROM staged_request \
    WHERE batch = $1 AND opened_at IS NOT NULL ORDER BY file_row";

const REPEATS: &str = "INSERT INTO event (at, kind, request_id, actor_kind, data) \
    SELECT $2, 'request.possible_duplicate', id, 'system', duplicate FROM staged_request \
    WHERE batch = $1 AND duplicate IS NOT NULL ORDER BY file_row";

impl Tx {
    /// Stages volunteers of a file under the id of their batch.
    pub async fn stage_volunteers(
        &mut self,
        batch: Uuid,
        at: Timestamp,
        rows: &[StagedVolunteer],
    ) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| row.values(batch, at)).collect();
        let columns = [STAGED_VOLUNTEER.as_slice(), &VOLUNTEER].concat();
        self.stage("staged_volunteer", &columns, rows).await
    }

    /// Stages help requests of a file under the id of their batch.
    pub async fn stage_requests(
        &mut self,
        batch: Uuid,
        at: Timestamp,
        rows: &[StagedRequest],
    ) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| row.values(batch, at)).collect();
        let columns = [STAGED_REQUEST.as_slice(), &REQUEST].concat();
        self.stage("staged_request", &columns, rows).await
    }

    async fn stage(
        &mut self,
        table: &str,
        columns: &[&str],
        mut rows: Vec<Vec<Value>>,
    ) -> Result<(), StoreError> {
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(STAGED));
            let mut query = sql(format!("INSERT INTO {table} ({}) VALUES ", columns.join(", ")));
            for (index, values) in rows.into_iter().enumerate() {
                query = query.push(if index == 0 { "" } else { ", " }).push_list(values);
            }
            self.run(query).await?;
            rows = rest;
        }
        Ok(())
    }

    /// Publishes the staged volunteers of a batch with their links, invitations, events and
    /// changes, and empties the staging; gives how many there were.
    ///
    /// # Errors
    /// A uniqueness violation when an e-mail address or id was taken meanwhile.
    pub async fn publish_volunteers(
        &mut self,
        batch: Uuid,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let text = publishing("staged_volunteer", "volunteer", &VOLUNTEER);
        let count = self.run(sql(text).bind(batch)).await?;
        for text in [INVITATION_LINKS, UNSUBSCRIBE_LINKS, INVITATIONS, REGISTERED] {
            self.run(sql(text).bind(batch).bind(at)).await?;
        }
        self.order_changes().await?;
        self.run(sql(CHANGES).bind(batch).bind(at)).await?;
        self.discard_staged(batch).await?;
        Ok(count)
    }

    /// Publishes the staged help requests of a batch with their links, receipts and events, and
    /// empties the staging; gives how many there were.
    ///
    /// # Errors
    /// A uniqueness violation when an id or a reference was taken meanwhile.
    pub async fn publish_requests(
        &mut self,
        batch: Uuid,
        at: Timestamp,
    ) -> Result<u64, StoreError> {
        let text = publishing("staged_request", "help_request", &REQUEST);
        let count = self.run(sql(text).bind(batch)).await?;
        for text in [MANAGE_LINKS, RECEIPTS, POSTED, OPENED, REPEATS] {
            self.run(sql(text).bind(batch).bind(at)).await?;
        }
        self.discard_staged(batch).await?;
        Ok(count)
    }

    /// Removes the staged rows of a batch.
    pub async fn discard_staged(&mut self, batch: Uuid) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM staged_volunteer WHERE batch = $1").bind(batch)).await?;
        self.run(sql("DELETE FROM staged_request WHERE batch = $1").bind(batch)).await?;
        Ok(())
    }

    /// How many rows are staged.
    pub async fn staged_rows(&mut self) -> Result<i64, StoreError> {
        let text = "SELECT (SELECT COUNT(*) FROM staged_volunteer) \
            + (SELECT COUNT(*) FROM staged_request) AS number";
        self.number(sql(text)).await
    }

    /// Which of these address hashes belong to volunteers who have not left.
    pub async fn known_emails(
        &mut self,
        hashes: &[Vec<u8>],
    ) -> Result<HashSet<Vec<u8>>, StoreError> {
        let mut found = HashSet::new();
        for chunk in hashes.chunks(LISTED) {
            let text = "SELECT email_hash FROM volunteer WHERE status <> 'withdrawn' \
                AND email_hash IN ";
            for row in self.all(sql(text).push_list(chunk.iter().cloned())).await? {
                found.insert(row.of("volunteer").get("email_hash")?);
            }
        }
        Ok(found)
    }

    /// Which of these ids volunteers or help requests have already.
    pub async fn known_ids(&mut self, ids: &[Uuid]) -> Result<HashSet<Uuid>, StoreError> {
        let mut found = HashSet::new();
        for chunk in ids.chunks(LISTED) {
            for table in ["volunteer", "help_request"] {
                let text = format!("SELECT id FROM {table} WHERE id IN ");
                for row in self.all(sql(text).push_list(chunk.iter().copied())).await? {
                    found.insert(row.of("volunteer").get("id")?);
                }
            }
        }
        Ok(found)
    }

    /// Engagements after an id, in the order of ids, for export.
    pub async fn engagements_after(
        &mut self,
        after: Option<EngagementId>,
        limit: u32,
    ) -> Result<Vec<Engagement>, StoreError> {
        let text = format!(
            "SELECT {} FROM engagement WHERE id > $1 ORDER BY id LIMIT $2",
            crate::engagements::COLUMNS
        );
        let after = after.map_or(Uuid::nil(), Uuid::from);
        let rows = self.all(sql(text).bind(after).bind(limit)).await?;
        rows.iter().map(Engagement::read).collect()
    }

    /// Gives a volunteer the leaf area of their first point.
    pub async fn set_volunteer_area(
        &mut self,
        id: VolunteerId,
        area: Option<AreaId>,
    ) -> Result<(), StoreError> {
        let text = "UPDATE volunteer SET area_id = $2 WHERE id = $1";
        self.run(sql(text).bind(id).bind(area)).await?;
        Ok(())
    }

    /// Gives a help request the leaf area of its cell.
    pub async fn set_request_area(
        &mut self,
        id: RequestId,
        area: Option<AreaId>,
    ) -> Result<(), StoreError> {
        let text = "UPDATE help_request SET area_id = $2 WHERE id = $1";
        self.run(sql(text).bind(id).bind(area)).await?;
        Ok(())
    }

    /// Moves open tasks to the area of what they are about.
    pub async fn follow_areas(&mut self) -> Result<(), StoreError> {
        for (column, table) in [("request_id", "help_request"), ("volunteer_id", "volunteer")] {
            let unless = if column == "volunteer_id" { "AND request_id IS NULL" } else { "" };
            let text = format!(
                "UPDATE task SET area_id = (SELECT area_id FROM {table} WHERE id = task.{column}) \
                 WHERE state <> 'done' AND {column} IS NOT NULL {unless}"
            );
            self.run(sql(text)).await?;
        }
        Ok(())
    }
}
