//! Messages written once for many volunteers, and who wants no such news.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{
    AccountId, AreaId, CategoryCode, Cell, Language, QuietHours, VolunteerId, VolunteerStatus,
};
use uuid::Uuid;

use crate::sql::{Row, sql};
use crate::{StoreError, Tx, Value};

/// One message to many; each mail's row of the outbox names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkMessage {
    /// Its id.
    pub id: Uuid,
    /// The area it went to; `None` = everywhere.
    pub area_id: Option<AreaId>,
    /// Whom it went to, as a JSON object of codes.
    pub segment: String,
    /// The subject, one line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// How many it was owed to.
    pub recipients: u32,
    /// Who sent it.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
}

const COLUMNS: &str = "id, area_id, segment, subject, body, recipients, created_by, created_at";

impl BulkMessage {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row = row.of("bulk_message");
        Ok(Self {
            id: row.get("id")?,
            area_id: row.get("area_id")?,
            segment: row.get("segment")?,
            subject: row.get("subject")?,
            body: row.get("body")?,
            recipients: row.get("recipients")?,
            created_by: row.get("created_by")?,
            created_at: row.get("created_at")?,
        })
    }
}

/// Somebody who may be written to.
#[derive(Clone, Debug)]
pub struct Reachable {
    /// Who.
    pub id: VolunteerId,
    /// The cell of their first point.
    pub cell: Cell,
    /// What they do.
    pub categories: BTreeSet<CategoryCode>,
    /// What they speak.
    pub languages: BTreeSet<Language>,
    /// The language they are written to in.
    pub language: Language,
    /// When they are not to be mailed.
    pub quiet_hours: QuietHours,
    /// The zone of their hours.
    pub timezone: String,
}

impl Reachable {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row = row.of("volunteer");
        Ok(Self {
            id: row.get("id")?,
            cell: Cell::from_i64(row.get("cell")?).map_err(|_| row.corrupt("cell"))?,
            categories: row.set("categories")?,
            languages: row.set("languages")?,
            language: row.parse("language")?,
            quiet_hours: row.parse("quiet_hours")?,
            timezone: row.get("timezone")?,
        })
    }
}

impl Tx {
    /// Who of some areas stands somewhere, has a mailbox that works and wants such news.
    pub async fn reachable_volunteers(
        &mut self,
        statuses: &[VolunteerStatus],
        areas: Option<&[AreaId]>,
    ) -> Result<Vec<Reachable>, StoreError> {
        if statuses.is_empty() || areas.is_some_and(<[AreaId]>::is_empty) {
            return Ok(Vec::new());
        }
        let text = "SELECT id, cell, categories, languages, language, quiet_hours, timezone \
            FROM volunteer v WHERE NOT v.mail_suspended AND NOT EXISTS \
            (SELECT 1 FROM news_stop s WHERE s.volunteer_id = v.id) AND v.status IN ";
        let mut query = sql(text).push_list(statuses.iter().map(|status| status.code()));
        if let Some(areas) = areas {
            query = query.push(" AND v.area_id IN ").push_list(areas.iter().copied());
        }
        let rows = self.all(query.push(" ORDER BY v.id")).await?;
        rows.iter().map(Reachable::read).collect()
    }

    /// Lets the senders of messages to many take turns until the end of the transaction.
    pub async fn order_bulk_messages(&mut self) -> Result<(), StoreError> {
        self.hold_tables(&["bulk_message"]).await
    }

    /// Keeps a message to many.
    pub async fn insert_bulk_message(&mut self, m: &BulkMessage) -> Result<(), StoreError> {
        let values: Vec<Value> = vec![
            m.id.into(),
            m.area_id.into(),
            m.segment.as_str().into(),
            m.subject.as_str().into(),
            m.body.as_str().into(),
            m.recipients.into(),
            m.created_by.into(),
            m.created_at.into(),
        ];
        let text = format!("INSERT INTO bulk_message ({COLUMNS}) VALUES ");
        self.run(sql(text).push_list(values)).await?;
        Ok(())
    }

    /// Finds a message to many.
    pub async fn bulk_message(&mut self, id: Uuid) -> Result<Option<BulkMessage>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM bulk_message WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(BulkMessage::read).transpose()
    }

    /// The messages to many since a time, newest first.
    pub async fn bulk_messages_since(
        &mut self,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<BulkMessage>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM bulk_message WHERE created_at > $1 \
             ORDER BY created_at DESC, id DESC LIMIT $2"
        );
        let rows = self.all(sql(text).bind(since).bind(limit)).await?;
        rows.iter().map(BulkMessage::read).collect()
    }

    /// Whether a volunteer wants no news.
    pub async fn wants_no_news(&mut self, id: VolunteerId) -> Result<bool, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM news_stop WHERE volunteer_id = $1";
        Ok(self.number(sql(text).bind(id)).await? > 0)
    }

    /// Notes that a volunteer wants no news; `false` when that was known.
    pub async fn stop_news(&mut self, id: VolunteerId, at: Timestamp) -> Result<bool, StoreError> {
        let text = "INSERT INTO news_stop (volunteer_id, at) VALUES ($1, $2) \
            ON CONFLICT DO NOTHING";
        Ok(self.run(sql(text).bind(id).bind(at)).await? == 1)
    }

    /// Notes that a volunteer wants news; `false` when that was known.
    pub async fn allow_news(&mut self, id: VolunteerId) -> Result<bool, StoreError> {
        let text = "DELETE FROM news_stop WHERE volunteer_id = $1";
        Ok(self.run(sql(text).bind(id)).await? == 1)
    }
}
