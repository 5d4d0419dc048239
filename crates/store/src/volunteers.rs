//! Volunteers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{
    AreaId, Availability, CategoryCode, Cell, Language, MailMode, Position, QuietHours, SkillCode,
    SubjectId, VolunteerId, VolunteerStatus,
};
use uuid::Uuid;

use crate::records::VolunteerContact;
use crate::seal::{Sealed, Spot, SubjectKey};
use crate::sql::{Query, Reader, Row, joined, sql};
use crate::{StoreError, Tx, Value};

/// One volunteer as they are stored.
#[derive(Clone, Debug)]
pub struct Volunteer {
    /// Their id.
    pub id: VolunteerId,
    /// Whose key seals their data.
    pub subject_id: SubjectId,
    /// Where they stand.
    pub status: VolunteerStatus,
    /// Name and ways to reach them.
    pub sealed_contact: Sealed<VolunteerContact>,
    /// One to three exact points.
    pub sealed_anchors: Sealed<Vec<Position>>,
    /// Keyed hash of the e-mail address.
    pub email_hash: Vec<u8>,
    /// Keyed hash of the phone number.
    pub phone_hash: Option<Vec<u8>>,
    /// The cell of the first point, for coverage.
    pub cell: Cell,
    /// The leaf area of the first point.
    pub area_id: Option<AreaId>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// The postcode.
    pub postcode: String,
    /// The neighbourhood's name.
    pub label: String,
    /// How far they go, in metres.
    pub radius_m: u32,
    /// What they do.
    pub categories: BTreeSet<CategoryCode>,
    /// What they can.
    pub skills: BTreeSet<SkillCode>,
    /// What they speak.
    pub languages: BTreeSet<Language>,
    /// The language to write to them in.
    pub language: Language,
    /// Their hours; empty = always.
    pub availability: Availability,
    /// When not to be mailed.
    pub quiet_hours: QuietHours,
    /// IANA name of the zone their hours are in.
    pub timezone: String,
    /// How many requests at a time.
    pub capacity: u32,
    /// Their own weekly limit of alerts.
    pub max_alerts_per_week: Option<u32>,
    /// How they want to hear of normal requests.
    pub mail_mode: MailMode,
    /// Rests until then.
    pub paused_until: Option<Timestamp>,
    /// Their address bounces: no mail until it is confirmed again.
    pub mail_suspended: bool,
    /// Vetted until then.
    pub vetted_until: Option<Timestamp>,
    /// When they were vetted last.
    pub vetted_at: Option<Timestamp>,
    /// By which account or API token; none where an import says so.
    pub vetted_by: Option<Uuid>,
    /// They say to be at least so old, in years.
    pub age_at_least: u32,
    /// Since when they wait for a coordinator's word after two releases; changed by
    /// [`Tx::hold_volunteer`] alone.
    pub held_at: Option<Timestamp>,
    /// The consent text that was agreed to.
    pub consent_version: String,
    /// When.
    pub consent_at: Timestamp,
    /// Where: `page`, `api` or what the import said.
    pub consent_source: String,
    /// When they signed up.
    pub created_at: Timestamp,
    /// When they became active for the first time.
    pub activated_at: Option<Timestamp>,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes of their links.
    pub version: u32,
}

pub(crate) const COLUMNS: &str = "id, subject_id, status, sealed_contact, sealed_anchors, email_hash, \
    phone_hash, cell, area_id, country, postcode, label, radius_m, categories, skills, languages, \
    language, availability, quiet_hours, timezone, capacity, max_alerts_per_week, paused_until, \
    mail_suspended, vetted_until, consent_version, consent_at, consent_source, created_at, \
    activated_at, updated_at, version, mail_mode, vetted_at, vetted_by, age_at_least, held_at";

impl Volunteer {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("volunteer");
        Ok(Self {
            id: row.get("id")?,
            subject_id: row.get("subject_id")?,
            status: row.parse("status")?,
            sealed_contact: Sealed::from_bytes(row.get("sealed_contact")?),
            sealed_anchors: Sealed::from_bytes(row.get("sealed_anchors")?),
            email_hash: row.get("email_hash")?,
            phone_hash: row.get("phone_hash")?,
            cell: Cell::from_i64(row.get("cell")?).map_err(|_| row.corrupt("cell"))?,
            area_id: row.get("area_id")?,
            country: row.get("country")?,
            postcode: row.get("postcode")?,
            label: row.get("label")?,
            radius_m: row.get("radius_m")?,
            categories: row.set("categories")?,
            skills: row.set("skills")?,
            languages: row.set("languages")?,
            language: row.parse("language")?,
            availability: row.parse("availability")?,
            quiet_hours: row.parse("quiet_hours")?,
            timezone: row.get("timezone")?,
            capacity: row.get("capacity")?,
            max_alerts_per_week: row.get("max_alerts_per_week")?,
            paused_until: row.get("paused_until")?,
            mail_suspended: row.get("mail_suspended")?,
            vetted_until: row.get("vetted_until")?,
            consent_version: row.get("consent_version")?,
            consent_at: row.get("consent_at")?,
            consent_source: row.get("consent_source")?,
            created_at: row.get("created_at")?,
            activated_at: row.get("activated_at")?,
            updated_at: row.get("updated_at")?,
            version: row.get("version")?,
            mail_mode: row.parse("mail_mode")?,
            vetted_at: row.get("vetted_at")?,
            vetted_by: row.get("vetted_by")?,
            age_at_least: row.get("age_at_least")?,
            held_at: row.get("held_at")?,
        })
    }

    /// Where the sealed contact lives.
    pub fn contact_spot(id: VolunteerId) -> Spot {
        Spot { table: "volunteer", column: "sealed_contact", row: id.0 }
    }

    /// Where the sealed points live.
    pub fn anchors_spot(id: VolunteerId) -> Spot {
        Spot { table: "volunteer", column: "sealed_anchors", row: id.0 }
    }

    /// Opens the contact with the subject's key.
    pub fn contact(&self, key: &SubjectKey) -> Result<VolunteerContact, StoreError> {
        key.open(Self::contact_spot(self.id), &self.sealed_contact)
    }

    /// Opens the points with the subject's key.
    pub fn anchors(&self, key: &SubjectKey) -> Result<Vec<Position>, StoreError> {
        key.open(Self::anchors_spot(self.id), &self.sealed_anchors)
    }

    fn values(&self) -> Vec<Value> {
        vec![
            self.id.into(),
            self.subject_id.into(),
            self.status.code().into(),
            self.sealed_contact.as_bytes().into(),
            self.sealed_anchors.as_bytes().into(),
            self.email_hash.clone().into(),
            self.phone_hash.clone().into(),
            self.cell.to_i64().into(),
            self.area_id.into(),
            self.country.as_str().into(),
            self.postcode.as_str().into(),
            self.label.as_str().into(),
            self.radius_m.into(),
            joined(&self.categories).into(),
            joined(&self.skills).into(),
            joined(&self.languages).into(),
            self.language.as_str().into(),
            self.availability.to_string().into(),
            self.quiet_hours.to_string().into(),
            self.timezone.as_str().into(),
            self.capacity.into(),
            self.max_alerts_per_week.into(),
            self.paused_until.into(),
            self.mail_suspended.into(),
            self.vetted_until.into(),
            self.consent_version.as_str().into(),
            self.consent_at.into(),
            self.consent_source.as_str().into(),
            self.created_at.into(),
            self.activated_at.into(),
            self.updated_at.into(),
            self.version.into(),
            self.mail_mode.code().into(),
            self.vetted_at.into(),
            self.vetted_by.into(),
            self.age_at_least.into(),
            self.held_at.into(),
        ]
    }
}

/// Which volunteers to list; newest first.
#[derive(Clone, Debug, Default)]
pub struct VolunteerFilter {
    /// Only this status.
    pub status: Option<VolunteerStatus>,
    /// Only these areas; `None` = all.
    pub areas: Option<Vec<AreaId>>,
    /// Only who helps with this.
    pub category: Option<CategoryCode>,
    /// Only ids below this one: the cursor.
    pub before: Option<VolunteerId>,
    /// At most so many.
    pub limit: u32,
}

impl VolunteerFilter {
    /// The conditions, but for the cursor.
    fn narrow(&self, mut query: Query) -> Query {
        if let Some(status) = self.status {
            let number = query.next();
            query = query.push(&format!(" AND status = ${number}")).bind(status.code());
        }
        if let Some(areas) = &self.areas {
            query = if areas.is_empty() {
                query.push(" AND 1 = 0")
            } else {
                query.push(" AND area_id IN ").push_list(areas.iter().copied())
            };
        }
        if let Some(category) = &self.category {
            let number = query.next();
            let within = format!("%|{}|%", category.as_str());
            query = query
                .push(&format!(" AND '|' || categories || '|' LIKE ${number} ESCAPE '\\'"))
                .bind(within.replace('_', "\\_"));
        }
        query
    }
}

impl Tx {
    /// Stores a new volunteer; `false` when the address belongs to another one.
    pub async fn insert_volunteer(&mut self, volunteer: &Volunteer) -> Result<bool, StoreError> {
        let text = format!("INSERT INTO volunteer ({COLUMNS}) VALUES ");
        let query = sql(text).push_list(volunteer.values()).push(" ON CONFLICT DO NOTHING");
        Ok(self.run(query).await? == 1)
    }

    /// Writes a volunteer back; gives `false` when the stored status is no longer `from`.
    pub async fn update_volunteer(
        &mut self,
        from: VolunteerStatus,
        v: &Volunteer,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE volunteer SET status = $3, sealed_contact = $4, sealed_anchors = $5, \
            email_hash = $6, phone_hash = $7, cell = $8, area_id = $9, country = $10, \
            postcode = $11, label = $12, radius_m = $13, categories = $14, skills = $15, \
            languages = $16, language = $17, availability = $18, quiet_hours = $19, \
            timezone = $20, capacity = $21, max_alerts_per_week = $22, paused_until = $23, \
            mail_suspended = $24, vetted_until = $25, activated_at = $26, updated_at = $27, \
            version = $28, mail_mode = $29, vetted_at = $30, vetted_by = $31, \
            age_at_least = $32 WHERE id = $1 AND status = $2";
        let query = sql(text)
            .bind(v.id)
            .bind(from.code())
            .bind(v.status.code())
            .bind(v.sealed_contact.as_bytes())
            .bind(v.sealed_anchors.as_bytes())
            .bind(v.email_hash.clone())
            .bind(v.phone_hash.clone())
            .bind(v.cell.to_i64())
            .bind(v.area_id)
            .bind(v.country.as_str())
            .bind(v.postcode.as_str())
            .bind(v.label.as_str())
            .bind(v.radius_m)
            .bind(joined(&v.categories))
            .bind(joined(&v.skills))
            .bind(joined(&v.languages))
            .bind(v.language.as_str())
            .bind(v.availability.to_string())
            .bind(v.quiet_hours.to_string())
            .bind(v.timezone.as_str())
            .bind(v.capacity)
            .bind(v.max_alerts_per_week)
            .bind(v.paused_until)
            .bind(v.mail_suspended)
            .bind(v.vetted_until)
            .bind(v.activated_at)
            .bind(v.updated_at)
            .bind(v.version)
            .bind(v.mail_mode.code())
            .bind(v.vetted_at)
            .bind(v.vetted_by)
            .bind(v.age_at_least);
        Ok(self.run(query).await? == 1)
    }

    /// Counts a volunteer's links on; gives the number that the next ones have.
    pub async fn next_link_version(&mut self, id: VolunteerId) -> Result<u32, StoreError> {
        let text = "UPDATE volunteer SET version = version + 1 WHERE id = $1 RETURNING version";
        let row = self.one(sql(text).bind(id)).await?;
        row.map_or(Ok(1), |row| row.of("volunteer").get("version"))
    }

    /// Finds a volunteer.
    pub async fn volunteer(&mut self, id: VolunteerId) -> Result<Option<Volunteer>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM volunteer WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Volunteer::read).transpose()
    }

    /// Finds several volunteers, each once, in the order of their ids.
    pub async fn volunteers_by_id(
        &mut self,
        ids: &[VolunteerId],
    ) -> Result<Vec<Volunteer>, StoreError> {
        let mut found = Vec::with_capacity(ids.len());
        for chunk in ids.chunks(500) {
            let text = format!("SELECT {COLUMNS} FROM volunteer WHERE id IN ");
            let query = sql(text).push_list(chunk.iter().copied()).push(" ORDER BY id");
            for row in self.all(query).await? {
                found.push(Volunteer::read(&row)?);
            }
        }
        found.sort_by_key(|volunteer| volunteer.id);
        found.dedup_by_key(|volunteer| volunteer.id);
        Ok(found)
    }

    /// Finds the volunteer with this e-mail address who has not left.
    pub async fn volunteer_by_email(
        &mut self,
        hash: &[u8],
    ) -> Result<Option<Volunteer>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM volunteer WHERE email_hash = $1 AND status <> 'withdrawn'"
        );
        self.one(sql(text).bind(hash)).await?.as_ref().map(Volunteer::read).transpose()
    }

    /// Who has not left and has this phone number, in the order of their ids.
    pub async fn volunteers_by_phone(&mut self, hash: &[u8]) -> Result<Vec<Volunteer>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM volunteer WHERE phone_hash = $1 AND status <> 'withdrawn' \
             ORDER BY id LIMIT 10"
        );
        self.all(sql(text).bind(hash)).await?.iter().map(Volunteer::read).collect()
    }

    /// Lists volunteers, newest first.
    pub async fn volunteers(
        &mut self,
        filter: &VolunteerFilter,
    ) -> Result<Vec<Volunteer>, StoreError> {
        let all = sql(format!("SELECT {COLUMNS} FROM volunteer WHERE 1 = 1"));
        let mut query = filter.narrow(all);
        if let Some(before) = filter.before {
            let number = query.next();
            query = query.push(&format!(" AND id < ${number}")).bind(before);
        }
        let number = query.next();
        query = query.push(&format!(" ORDER BY id DESC LIMIT ${number}")).bind(filter.limit);
        self.all(query).await?.iter().map(Volunteer::read).collect()
    }

    /// How many volunteers a filter finds, from the first page to the last, at most so many.
    pub async fn count_volunteers(
        &mut self,
        filter: &VolunteerFilter,
        most: u32,
    ) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM (SELECT id FROM volunteer WHERE 1 = 1";
        let query = filter.narrow(sql(text));
        let number = query.next();
        self.number(query.push(&format!(" LIMIT ${number}) AS found")).bind(most)).await
    }

    /// Active and resting volunteers who are not vetted, or only until `before`, in the order of their
    /// ids after one.
    pub async fn unvetted_volunteers(
        &mut self,
        before: Timestamp,
        after: VolunteerId,
        limit: u32,
    ) -> Result<Vec<Volunteer>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM volunteer WHERE id > $2 AND status IN ('active', 'paused') \
             AND (vetted_until IS NULL OR vetted_until <= $1) ORDER BY id LIMIT $3"
        );
        let query = sql(text).bind(before).bind(after).bind(limit);
        self.all(query).await?.iter().map(Volunteer::read).collect()
    }

    /// How many volunteers have each status.
    pub async fn volunteer_counts(&mut self) -> Result<Vec<(VolunteerStatus, i64)>, StoreError> {
        let text = "SELECT status, COUNT(*) AS number FROM volunteer GROUP BY status";
        let rows = self.all(sql(text)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("volunteer");
                Ok((row.parse("status")?, row.get("number")?))
            })
            .collect()
    }

    /// The volunteers whose answer to a request is known or awaited, or who hold or held a place.
    ///
    /// Those whose alert was withdrawn before they answered may be asked again.
    pub async fn volunteers_asked(
        &mut self,
        request: matching::RequestId,
    ) -> Result<BTreeSet<VolunteerId>, StoreError> {
        let text = "SELECT volunteer_id FROM alert WHERE request_id = $1 AND status <> 'withdrawn' \
            UNION SELECT volunteer_id FROM engagement WHERE request_id = $1";
        let rows = self.all(sql(text).bind(request)).await?;
        rows.iter().map(|row| row.of("alert").get("volunteer_id")).collect()
    }

    /// How many volunteers are active, in one area or in all.
    pub async fn active_volunteers(&mut self, area: Option<AreaId>) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM volunteer WHERE status = 'active'";
        match area {
            Some(area) => self.number(sql(format!("{text} AND area_id = $1")).bind(area)).await,
            None => self.number(sql(text)).await,
        }
    }

    /// Active volunteers whose daily mail is due, or who have chosen one since.
    pub async fn digests_due(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(VolunteerId, Option<Timestamp>)>, StoreError> {
        let text = "SELECT id, digest_at FROM volunteer WHERE mail_mode = 'digest' \
            AND status = 'active' AND (digest_at IS NULL OR digest_at <= $1) \
            ORDER BY id LIMIT $2";
        let rows = self.all(sql(text).bind(now).bind(limit)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("volunteer");
                Ok((row.get("id")?, row.get("digest_at")?))
            })
            .collect()
    }

    /// Sets when the daily mail of a volunteer is due next; `false` when another process has set
    /// it since it was read.
    pub async fn set_digest_at(
        &mut self,
        id: VolunteerId,
        from: Option<Timestamp>,
        next: Timestamp,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE volunteer SET digest_at = $3 WHERE id = $1 \
            AND COALESCE(digest_at, 0) = COALESCE($2, 0)";
        Ok(self.run(sql(text).bind(id).bind(from).bind(next)).await? == 1)
    }

    /// The volunteers a person does not want.
    pub async fn blocked_volunteers(
        &mut self,
        person_hash: &[u8],
    ) -> Result<BTreeSet<VolunteerId>, StoreError> {
        let text = "SELECT volunteer_id FROM block WHERE person_hash = $1";
        let rows = self.all(sql(text).bind(person_hash)).await?;
        rows.iter().map(|row| row.of("block").get("volunteer_id")).collect()
    }

    /// Notes that a person does not want a volunteer.
    pub async fn block_volunteer(
        &mut self,
        person_hash: &[u8],
        volunteer: VolunteerId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO block (person_hash, volunteer_id, at) VALUES ($1, $2, $3) \
            ON CONFLICT DO NOTHING";
        self.run(sql(text).bind(person_hash).bind(volunteer).bind(at)).await?;
        Ok(())
    }
}
