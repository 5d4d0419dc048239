//! Help requests.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{
    AccountId, AreaId, CategoryCode, Cell, Channel, Language, Priority, RequestId, RequestStatus,
    SkillCode, SubjectId,
};

use crate::records::{RequestDetails, RequesterContact};
use crate::seal::{Sealed, Spot, SubjectKey};
use crate::sql::{Query, Reader, Row, joined, sql};
use crate::{StoreError, Tx};

/// One help request as it is stored.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub struct HelpRequest {
    /// Its id.
    pub id: RequestId,
    /// The short number people keep, such as `K7M4-2P9`.
    pub reference: String,
    /// Where it stands.
    pub status: RequestStatus,
    /// The kind of help.
    pub category: CategoryCode,
    /// How urgent it is.
    pub priority: Priority,
    /// Whether the public asked for `vital`.
    pub vital_requested: bool,
    /// The way it came in.
    pub channel: Channel,
    /// The language to write to the person in.
    pub language: Language,
    /// The languages a volunteer may speak with the person; empty = any.
    pub languages: BTreeSet<Language>,
    /// Skills a volunteer needs.
    pub skills: BTreeSet<SkillCode>,
    /// Places.
    pub volunteers_needed: u32,
    /// Help without distance.
    pub remote: bool,
    /// The cell the request is snapped to; none when remote.
    pub cell: Option<Cell>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The postcode.
    pub postcode: String,
    /// The neighbourhood's name, as volunteers see it.
    pub label: String,
    /// How exactly the point is known, in metres.
    pub uncertainty_m: u32,
    /// The leaf area.
    pub area_id: Option<AreaId>,
    /// Not before this time.
    pub not_before: Option<Timestamp>,
    /// The deadline.
    pub needed_by: Timestamp,
    /// How many items are on the list.
    pub item_count: u32,
    /// Whose key seals it.
    pub subject_id: SubjectId,
    /// Who and where.
    pub sealed_contact: Sealed<RequesterContact>,
    /// What exactly.
    pub sealed_details: Sealed<RequestDetails>,
    /// Keyed hash of the e-mail address.
    pub email_hash: Option<Vec<u8>>,
    /// Keyed hash of the phone number.
    pub phone_hash: Option<Vec<u8>>,
    /// Whether a human should look.
    pub needs_attention: bool,
    /// Why.
    pub attention: Option<String>,
    /// Whether only staff choose who helps.
    pub staff_only: bool,
    /// Re-opened: goes before the others.
    pub urgent: bool,
    /// Places held now.
    pub places_filled: u32,
    /// Waves planned so far.
    pub wave: u32,
    /// When the planner looks again.
    pub next_plan_at: Option<Timestamp>,
    /// The account that typed it in.
    pub created_by: Option<AccountId>,
    /// When it was posted.
    pub created_at: Timestamp,
    /// When it was confirmed.
    pub opened_at: Option<Timestamp>,
    /// When the first volunteer said yes.
    pub first_yes_at: Option<Timestamp>,
    /// When all places were held for the first time.
    pub matched_at: Option<Timestamp>,
    /// When it was completed.
    pub done_at: Option<Timestamp>,
    /// When it ended, in whatever way.
    pub ended_at: Option<Timestamp>,
    /// How it ended, as a code.
    pub outcome: Option<String>,
    /// Who ended it: `requester`, `staff` or `system`.
    pub ended_by: Option<String>,
    /// The consent text that was agreed to.
    pub consent_version: String,
    /// When.
    pub consent_at: Timestamp,
    /// By whom: `self`, `oral` or a code of the caller's.
    pub consent_by: String,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes of the manage link.
    pub version: u32,
}

pub(crate) const COLUMNS: &str = "id, reference, status, category, priority, vital_requested, channel, \
    language, languages, skills, volunteers_needed, remote, cell, country, postcode, label, \
    uncertainty_m, area_id, not_before, needed_by, item_count, subject_id, sealed_contact, \
    sealed_details, email_hash, phone_hash, needs_attention, attention, staff_only, urgent, \
    places_filled, wave, next_plan_at, created_by, created_at, opened_at, first_yes_at, \
    matched_at, done_at, ended_at, outcome, ended_by, consent_version, consent_at, consent_by, \
    updated_at, version";

impl HelpRequest {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("help_request");
        let cell: Option<i64> = row.get("cell")?;
        Ok(Self {
            id: row.get("id")?,
            reference: row.get("reference")?,
            status: row.parse("status")?,
            category: row.parse("category")?,
            priority: row.parse("priority")?,
            vital_requested: row.get("vital_requested")?,
            channel: row.parse("channel")?,
            language: row.parse("language")?,
            languages: row.set("languages")?,
            skills: row.set("skills")?,
            volunteers_needed: row.get("volunteers_needed")?,
            remote: row.get("remote")?,
            cell: cell.map(Cell::from_i64).transpose().map_err(|_| row.corrupt("cell"))?,
            country: row.get("country")?,
            postcode: row.get("postcode")?,
            label: row.get("label")?,
            uncertainty_m: row.get("uncertainty_m")?,
            area_id: row.get("area_id")?,
            not_before: row.get("not_before")?,
            needed_by: row.get("needed_by")?,
            item_count: row.get("item_count")?,
            subject_id: row.get("subject_id")?,
            sealed_contact: Sealed::from_bytes(row.get("sealed_contact")?),
            sealed_details: Sealed::from_bytes(row.get("sealed_details")?),
            email_hash: row.get("email_hash")?,
            phone_hash: row.get("phone_hash")?,
            needs_attention: row.get("needs_attention")?,
            attention: row.get("attention")?,
            staff_only: row.get("staff_only")?,
            urgent: row.get("urgent")?,
            places_filled: row.get("places_filled")?,
            wave: row.get("wave")?,
            next_plan_at: row.get("next_plan_at")?,
            created_by: row.get("created_by")?,
            created_at: row.get("created_at")?,
            opened_at: row.get("opened_at")?,
            first_yes_at: row.get("first_yes_at")?,
            matched_at: row.get("matched_at")?,
            done_at: row.get("done_at")?,
            ended_at: row.get("ended_at")?,
            outcome: row.get("outcome")?,
            ended_by: row.get("ended_by")?,
            consent_version: row.get("consent_version")?,
            consent_at: row.get("consent_at")?,
            consent_by: row.get("consent_by")?,
            updated_at: row.get("updated_at")?,
            version: row.get("version")?,
        })
    }

    /// Where the sealed contact lives.
    pub fn contact_spot(id: RequestId) -> Spot {
        Spot { table: "help_request", column: "sealed_contact", row: id.0 }
    }

    /// Where the sealed details live.
    pub fn details_spot(id: RequestId) -> Spot {
        Spot { table: "help_request", column: "sealed_details", row: id.0 }
    }

    /// Opens the contact with the subject's key.
    pub fn contact(&self, key: &SubjectKey) -> Result<RequesterContact, StoreError> {
        key.open(Self::contact_spot(self.id), &self.sealed_contact)
    }

    /// Opens the details with the subject's key.
    pub fn details(&self, key: &SubjectKey) -> Result<RequestDetails, StoreError> {
        key.open(Self::details_spot(self.id), &self.sealed_details)
    }

    /// The hashes that stand for the person: of the phone number and of the address.
    pub fn person_hashes(&self) -> impl Iterator<Item = &[u8]> {
        [&self.phone_hash, &self.email_hash].into_iter().filter_map(Option::as_deref)
    }
}

/// Which requests to list; newest first.
#[derive(Clone, Debug, Default)]
pub struct RequestFilter {
    /// Only these statuses; empty = all.
    pub statuses: Vec<RequestStatus>,
    /// Only this category.
    pub category: Option<CategoryCode>,
    /// Only this way of coming in.
    pub channel: Option<Channel>,
    /// Only people who are written to in this language.
    pub language: Option<Language>,
    /// Only this priority.
    pub priority: Option<Priority>,
    /// Only these areas; `None` = all.
    pub areas: Option<Vec<AreaId>>,
    /// Only those that need attention, or that do not.
    pub needs_attention: Option<bool>,
    /// Posted at or after.
    pub from: Option<Timestamp>,
    /// Posted before.
    pub to: Option<Timestamp>,
    /// Only ids below this one: the cursor.
    pub before: Option<RequestId>,
    /// At most so many.
    pub limit: u32,
}

fn filtered(filter: &RequestFilter) -> Query {
    let mut query = sql(format!("SELECT {COLUMNS} FROM help_request WHERE 1 = 1"));
    if !filter.statuses.is_empty() {
        let codes = filter.statuses.iter().map(|status| status.code());
        query = query.push(" AND status IN ").push_list(codes);
    }
    if let Some(areas) = &filter.areas {
        query = if areas.is_empty() {
            query.push(" AND 1 = 0")
        } else {
            query.push(" AND area_id IN ").push_list(areas.iter().copied())
        };
    }
    let equal = |query: Query, text: &str, value: Option<crate::Value>| match value {
        None => query,
        Some(value) => {
            let number = query.next();
            query.push(&format!(" AND {text} ${number}")).bind(value)
        }
    };
    query = equal(query, "category =", filter.category.as_ref().map(|c| c.as_str().into()));
    query = equal(query, "channel =", filter.channel.map(|c| c.code().into()));
    query = equal(query, "language =", filter.language.as_ref().map(|l| l.as_str().into()));
    query = equal(query, "priority =", filter.priority.map(|p| p.code().into()));
    query = equal(query, "needs_attention =", filter.needs_attention.map(Into::into));
    query = equal(query, "created_at >=", filter.from.map(Into::into));
    query = equal(query, "created_at <", filter.to.map(Into::into));
    query = equal(query, "id <", filter.before.map(Into::into));
    let number = query.next();
    query.push(&format!(" ORDER BY id DESC LIMIT ${number}")).bind(filter.limit)
}

impl Tx {
    /// Stores a new request.
    pub async fn insert_request(&mut self, r: &HelpRequest) -> Result<(), StoreError> {
        let text = format!("INSERT INTO help_request ({COLUMNS}) VALUES ");
        let cell = r.cell.map(Cell::to_i64);
        let values: Vec<crate::Value> = vec![
            r.id.into(),
            r.reference.as_str().into(),
            r.status.code().into(),
            r.category.as_str().into(),
            r.priority.code().into(),
            r.vital_requested.into(),
            r.channel.code().into(),
            r.language.as_str().into(),
            joined(&r.languages).into(),
            joined(&r.skills).into(),
            r.volunteers_needed.into(),
            r.remote.into(),
            cell.into(),
            r.country.as_str().into(),
            r.postcode.as_str().into(),
            r.label.as_str().into(),
            r.uncertainty_m.into(),
            r.area_id.into(),
            r.not_before.into(),
            r.needed_by.into(),
            r.item_count.into(),
            r.subject_id.into(),
            r.sealed_contact.as_bytes().into(),
            r.sealed_details.as_bytes().into(),
            r.email_hash.clone().into(),
            r.phone_hash.clone().into(),
            r.needs_attention.into(),
            r.attention.as_deref().into(),
            r.staff_only.into(),
            r.urgent.into(),
            r.places_filled.into(),
            r.wave.into(),
            r.next_plan_at.into(),
            r.created_by.into(),
            r.created_at.into(),
            r.opened_at.into(),
            r.first_yes_at.into(),
            r.matched_at.into(),
            r.done_at.into(),
            r.ended_at.into(),
            r.outcome.as_deref().into(),
            r.ended_by.as_deref().into(),
            r.consent_version.as_str().into(),
            r.consent_at.into(),
            r.consent_by.as_str().into(),
            r.updated_at.into(),
            r.version.into(),
        ];
        self.later(sql(text).push_list(values)).await
    }

    /// Finds a request.
    pub async fn request(&mut self, id: RequestId) -> Result<Option<HelpRequest>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM help_request WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(HelpRequest::read).transpose()
    }

    /// These requests, in no order that matters.
    pub async fn requests_by_id(
        &mut self,
        ids: &[RequestId],
    ) -> Result<Vec<HelpRequest>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let text = format!("SELECT {COLUMNS} FROM help_request WHERE id IN ");
        let rows = self.all(sql(text).push_list(ids.iter().copied())).await?;
        rows.iter().map(HelpRequest::read).collect()
    }

    /// How many requests were opened since a time in each cell; those for help from afar have none.
    pub async fn requests_opened_by_cell(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<(Option<Cell>, i64)>, StoreError> {
        let text = "SELECT cell, COUNT(*) AS number FROM help_request WHERE opened_at >= $1 \
            GROUP BY cell";
        let rows = self.all(sql(text).bind(since)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("help_request");
                let cell = row.get::<Option<i64>>("cell")?.map(Cell::from_i64).transpose();
                Ok((cell.map_err(|_| row.corrupt("cell"))?, row.get("number")?))
            })
            .collect()
    }

    /// The open requests that volunteers may choose from, the nearest deadline first.
    pub async fn open_requests(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM help_request WHERE status = 'open' AND NOT staff_only \
             AND needed_by > $1 ORDER BY needed_by, id LIMIT $2"
        );
        self.all(sql(text).bind(now).bind(limit)).await?.iter().map(HelpRequest::read).collect()
    }

    /// Every request of whoever asked for this one, by either of their hashes.
    pub async fn requests_of_same_person(
        &mut self,
        id: RequestId,
    ) -> Result<Vec<RequestId>, StoreError> {
        let text = "SELECT $1 AS id UNION SELECT b.id FROM help_request a \
            JOIN help_request b ON b.email_hash = a.email_hash WHERE a.id = $1 \
            UNION SELECT b.id FROM help_request a \
            JOIN help_request b ON b.phone_hash = a.phone_hash WHERE a.id = $1";
        let rows = self.all(sql(text).bind(id)).await?;
        rows.iter().map(|row| row.of("help_request").get("id")).collect()
    }

    /// Finds a request by its short number.
    pub async fn request_by_reference(
        &mut self,
        reference: &str,
    ) -> Result<Option<HelpRequest>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM help_request WHERE reference = $1");
        self.one(sql(text).bind(reference)).await?.as_ref().map(HelpRequest::read).transpose()
    }

    /// Lists requests, newest first.
    pub async fn requests(
        &mut self,
        filter: &RequestFilter,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        self.all(filtered(filter)).await?.iter().map(HelpRequest::read).collect()
    }

    /// Requests of the same person, newest first.
    pub async fn requests_of_person(
        &mut self,
        email_hash: Option<&[u8]>,
        phone_hash: Option<&[u8]>,
        limit: u32,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM help_request WHERE email_hash = $1 OR phone_hash = $2 \
             ORDER BY id DESC LIMIT $3"
        );
        let query = sql(text)
            .bind(email_hash.map(<[u8]>::to_vec))
            .bind(phone_hash.map(<[u8]>::to_vec))
            .bind(limit);
        self.all(query).await?.iter().map(HelpRequest::read).collect()
    }

    /// Requests the planner has to look at, the pressing ones first.
    pub async fn requests_to_plan(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<RequestId>, StoreError> {
        let text = "SELECT id FROM help_request \
            WHERE next_plan_at IS NOT NULL AND next_plan_at <= $1 \
            ORDER BY priority DESC, urgent DESC, needed_by, id LIMIT $2";
        let rows = self.all(sql(text).bind(now).bind(limit)).await?;
        rows.iter().map(|row| row.of("help_request").get("id")).collect()
    }

    /// The earliest time the planner has something to do.
    pub async fn next_plan_at(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let text =
            "SELECT MIN(next_plan_at) AS at FROM help_request WHERE next_plan_at IS NOT NULL";
        let row = self.one(sql(text)).await?;
        row.map_or(Ok(None), |row| row.of("help_request").get("at"))
    }

    /// Live or unconfirmed requests whose deadline has come.
    pub async fn requests_past_deadline(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<RequestId>, StoreError> {
        let text = "SELECT id FROM help_request \
            WHERE status IN ('unconfirmed', 'open') AND needed_by <= $1 \
            ORDER BY needed_by, id LIMIT $2";
        let rows = self.all(sql(text).bind(now).bind(limit)).await?;
        rows.iter().map(|row| row.of("help_request").get("id")).collect()
    }

    /// Unconfirmed requests posted before a time that left a phone number.
    pub async fn unconfirmed_with_phone(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM help_request r WHERE status = 'unconfirmed' \
             AND created_at <= $1 AND phone_hash IS NOT NULL AND NOT EXISTS \
             (SELECT 1 FROM task t WHERE t.request_id = r.id AND t.kind = 'call_back') \
             AND NOT EXISTS (SELECT 1 FROM request_tie g WHERE g.request_id = r.id \
              AND g.group_id <> r.id) ORDER BY id LIMIT $2"
        );
        self.all(sql(text).bind(before).bind(limit)).await?.iter().map(HelpRequest::read).collect()
    }

    /// Writes the parts of a request that its life changes. The status guard is repeated here.
    ///
    /// Gives `false` when the stored status is no longer `from`.
    pub async fn update_request_life(
        &mut self,
        from: RequestStatus,
        r: &HelpRequest,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE help_request SET status = $3, needs_attention = $4, attention = $5, \
            staff_only = $6, urgent = $7, places_filled = $8, wave = $9, next_plan_at = $10, \
            opened_at = $11, first_yes_at = $12, matched_at = $13, done_at = $14, ended_at = $15, \
            outcome = $16, ended_by = $17, priority = $18, updated_at = $19, version = $20 \
            WHERE id = $1 AND status = $2";
        let query = sql(text)
            .bind(r.id)
            .bind(from.code())
            .bind(r.status.code())
            .bind(r.needs_attention)
            .bind(r.attention.as_deref())
            .bind(r.staff_only)
            .bind(r.urgent)
            .bind(r.places_filled)
            .bind(r.wave)
            .bind(r.next_plan_at)
            .bind(r.opened_at)
            .bind(r.first_yes_at)
            .bind(r.matched_at)
            .bind(r.done_at)
            .bind(r.ended_at)
            .bind(r.outcome.as_deref())
            .bind(r.ended_by.as_deref())
            .bind(r.priority.code())
            .bind(r.updated_at)
            .bind(r.version);
        Ok(self.run(query).await? == 1)
    }

    /// Writes what an edit changes: what, where and when.
    pub async fn update_request_need(&mut self, r: &HelpRequest) -> Result<(), StoreError> {
        let text = "UPDATE help_request SET category = $2, languages = $3, skills = $4, \
            volunteers_needed = $5, remote = $6, cell = $7, country = $8, postcode = $9, \
            label = $10, uncertainty_m = $11, area_id = $12, not_before = $13, needed_by = $14, \
            item_count = $15, sealed_contact = $16, sealed_details = $17, email_hash = $18, \
            phone_hash = $19, updated_at = $20, language = $21 WHERE id = $1";
        let query = sql(text)
            .bind(r.id)
            .bind(r.category.as_str())
            .bind(joined(&r.languages))
            .bind(joined(&r.skills))
            .bind(r.volunteers_needed)
            .bind(r.remote)
            .bind(r.cell.map(Cell::to_i64))
            .bind(r.country.as_str())
            .bind(r.postcode.as_str())
            .bind(r.label.as_str())
            .bind(r.uncertainty_m)
            .bind(r.area_id)
            .bind(r.not_before)
            .bind(r.needed_by)
            .bind(r.item_count)
            .bind(r.sealed_contact.as_bytes())
            .bind(r.sealed_details.as_bytes())
            .bind(r.email_hash.clone())
            .bind(r.phone_hash.clone())
            .bind(r.updated_at)
            .bind(r.language.as_str());
        self.run(query).await?;
        Ok(())
    }

    /// How many requests of this person were opened before.
    pub async fn opened_requests_of(
        &mut self,
        email_hash: Option<&[u8]>,
        phone_hash: Option<&[u8]>,
    ) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM help_request \
            WHERE opened_at IS NOT NULL AND (email_hash = $1 OR phone_hash = $2)";
        let query =
            sql(text).bind(email_hash.map(<[u8]>::to_vec)).bind(phone_hash.map(<[u8]>::to_vec));
        self.number(query).await
    }
}
