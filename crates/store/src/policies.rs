//! The versions of the rules, and of the model of answers that was fitted.

use jiff::Timestamp;
use matching::{AlertStatus, CategoryCode, VolunteerId};

use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// One version of the rules or of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// `rules` or `answers`.
    pub kind: String,
    /// From 1, by kind.
    pub number: u32,
    /// In force since then.
    pub at: Timestamp,
    /// How many alerts it was fitted from; 0 for rules.
    pub alerts: u32,
    /// A JSON object.
    pub data: String,
}

/// An alert of the past whose end is known, without anything that names anybody but its volunteer.
#[derive(Clone, Debug, PartialEq)]
pub struct PastAlert {
    /// Who was asked.
    pub volunteer_id: VolunteerId,
    /// How it ended.
    pub status: AlertStatus,
    /// From the centre of the request's cell, in metres; none when the help was remote.
    pub distance_m: Option<u32>,
    /// The volunteer's radius.
    pub radius_m: u32,
    /// The zone of the volunteer's hours.
    pub timezone: String,
    /// The kind of help.
    pub category: CategoryCode,
    /// When it was decided.
    pub created_at: Timestamp,
    /// When its mail left.
    pub sent_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Timestamp>,
}

impl PolicyVersion {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("policy_version");
        Ok(Self {
            kind: row.get("kind")?,
            number: row.get("number")?,
            at: row.get("at")?,
            alerts: row.get("alerts")?,
            data: row.get("data")?,
        })
    }
}

impl PastAlert {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("alert");
        Ok(Self {
            volunteer_id: row.get("volunteer_id")?,
            status: row.parse("status")?,
            distance_m: row.get("distance_m")?,
            radius_m: row.get("radius_m")?,
            timezone: row.get("timezone")?,
            category: row.parse("category")?,
            created_at: row.get("created_at")?,
            sent_at: row.get("sent_at")?,
            answered_at: row.get("answered_at")?,
            withdrawn_at: row.get("withdrawn_at")?,
        })
    }
}

impl Tx {
    /// Stores a version; `false` when another process took its number.
    pub async fn insert_policy_version(&mut self, v: &PolicyVersion) -> Result<bool, StoreError> {
        let text = "INSERT INTO policy_version (kind, number, at, alerts, data) \
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let query = sql(text)
            .bind(v.kind.as_str())
            .bind(v.number)
            .bind(v.at)
            .bind(v.alerts)
            .bind(v.data.as_str());
        Ok(self.run(query).await? == 1)
    }

    /// The newest version of a kind.
    pub async fn policy_version(
        &mut self,
        kind: &'static str,
    ) -> Result<Option<PolicyVersion>, StoreError> {
        Ok(self.policy_versions(kind, 1).await?.pop())
    }

    /// The versions of a kind, newest first.
    pub async fn policy_versions(
        &mut self,
        kind: &'static str,
        limit: u32,
    ) -> Result<Vec<PolicyVersion>, StoreError> {
        let text = "SELECT kind, number, at, alerts, data FROM policy_version \
            WHERE kind = $1 ORDER BY number DESC LIMIT $2";
        self.all(sql(text).bind(kind).bind(limit)).await?.iter().map(PolicyVersion::read).collect()
    }

    /// The newest number of a kind, 0 when there is none.
    pub async fn last_policy_number(&mut self, kind: &'static str) -> Result<i64, StoreError> {
        let text = "SELECT COALESCE(MAX(number), 0) AS number FROM policy_version WHERE kind = $1";
        self.number(sql(text).bind(kind)).await
    }

    /// The newest alerts that left since a time and have ended, or left before `matured`; at most
    /// `limit`, by volunteer and time. Nothing of volunteers who have left.
    pub async fn past_alerts(
        &mut self,
        since: Timestamp,
        matured: Timestamp,
        limit: u32,
    ) -> Result<Vec<PastAlert>, StoreError> {
        let text = "SELECT a.volunteer_id, a.status, a.distance_m, v.radius_m, v.timezone, \
            r.category, a.created_at, a.sent_at, a.answered_at, a.withdrawn_at \
            FROM alert a JOIN volunteer v ON v.id = a.volunteer_id \
            JOIN help_request r ON r.id = a.request_id \
            WHERE a.created_at >= $1 AND a.sent_at IS NOT NULL AND v.status <> 'withdrawn' \
            AND (a.status IN ('accepted', 'declined', 'withdrawn') OR a.sent_at <= $2) \
            ORDER BY a.id DESC LIMIT $3";
        let query = sql(text).bind(since).bind(matured).bind(limit);
        let rows = self.all(query).await?;
        let mut alerts = rows.iter().map(PastAlert::read).collect::<Result<Vec<_>, _>>()?;
        alerts.sort_by_key(|alert| (alert.volunteer_id, alert.created_at));
        Ok(alerts)
    }
}
