//! What the index needs of every active volunteer, page by page: a million of them start a service.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{CategoryCode, Language, Position, SkillCode, SubjectId, VolunteerId};

use crate::sql::{Row, sql};
use crate::{Sealed, StoreError, SubjectKey, Tx, Volunteer};

const COLUMNS: &str = "id, subject_id, sealed_anchors, radius_m, categories, skills, languages, \
    mail_suspended, vetted_until, age_at_least";

/// What an active volunteer offers, and where.
#[derive(Clone, Debug)]
pub struct Offering {
    /// Who.
    pub id: VolunteerId,
    /// Whose key seals the points.
    pub subject_id: SubjectId,
    /// One to three exact points.
    pub sealed_anchors: Sealed<Vec<Position>>,
    /// How far they go, in metres.
    pub radius_m: u32,
    /// What they do.
    pub categories: BTreeSet<CategoryCode>,
    /// What they can.
    pub skills: BTreeSet<SkillCode>,
    /// What they speak.
    pub languages: BTreeSet<Language>,
    /// Their address bounces.
    pub mail_suspended: bool,
    /// Vetted until then.
    pub vetted_until: Option<Timestamp>,
    /// They say to be at least so old, in years.
    pub age_at_least: u32,
}

/// A row that is not read yet: reading costs more than fetching, and can be done beside it.
pub struct OfferingRow(Row);

impl OfferingRow {
    /// Who.
    ///
    /// # Errors
    /// The value cannot be read.
    pub fn id(&self) -> Result<VolunteerId, StoreError> {
        self.0.of("volunteer").get("id")
    }

    /// Whose key seals the points.
    ///
    /// # Errors
    /// The value cannot be read.
    pub fn subject(&self) -> Result<SubjectId, StoreError> {
        self.0.of("volunteer").get("subject_id")
    }

    /// Reads all of it.
    ///
    /// # Errors
    /// A value cannot be read.
    pub fn read(&self) -> Result<Offering, StoreError> {
        let row = self.0.of("volunteer");
        Ok(Offering {
            id: row.get("id")?,
            subject_id: row.get("subject_id")?,
            sealed_anchors: Sealed::from_bytes(row.get("sealed_anchors")?),
            radius_m: row.get("radius_m")?,
            categories: row.set("categories")?,
            skills: row.set("skills")?,
            languages: row.set("languages")?,
            mail_suspended: row.get("mail_suspended")?,
            vetted_until: row.get("vetted_until")?,
            age_at_least: row.get("age_at_least")?,
        })
    }
}

impl Offering {
    /// Opens the points with the subject's key.
    ///
    /// # Errors
    /// They were sealed with another key, or moved here.
    pub fn anchors(&self, key: &SubjectKey) -> Result<Vec<Position>, StoreError> {
        key.open(Volunteer::anchors_spot(self.id), &self.sealed_anchors)
    }
}

impl Tx {
    /// A page of the active volunteers in the order of their ids, after one.
    pub async fn offerings_after(
        &mut self,
        after: VolunteerId,
        limit: u32,
    ) -> Result<Vec<OfferingRow>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM volunteer WHERE id > $1 AND status = 'active' \
             ORDER BY id LIMIT $2"
        );
        let rows = self.all(sql(text).bind(after).bind(limit)).await?;
        Ok(rows.into_iter().map(OfferingRow).collect())
    }
}
