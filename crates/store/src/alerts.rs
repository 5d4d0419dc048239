//! Alerts.

use std::collections::BTreeSet;

use jiff::Timestamp;
use matching::{AlertId, AlertStatus, RequestId, VolunteerId, VolunteerStatus};

use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// One proximity mail to one volunteer about one help request.
#[derive(Clone, Debug)]
pub struct Alert {
    /// Its id.
    pub id: AlertId,
    /// The request.
    pub request_id: RequestId,
    /// The volunteer.
    pub volunteer_id: VolunteerId,
    /// The wave it belongs to, from 1.
    pub wave: u32,
    /// Where it stands.
    pub status: AlertStatus,
    /// From the centre of the request's cell to the nearest anchor, in metres.
    pub distance_m: Option<u32>,
    /// Why this volunteer, as JSON `[{"code": …}]`.
    pub reasons: String,
    /// When it was decided.
    pub created_at: Timestamp,
    /// When its mail left.
    pub sent_at: Option<Timestamp>,
    /// Silence until then, and somebody else is asked.
    pub answer_by: Timestamp,
    /// The link works until then.
    pub expires_at: Timestamp,
    /// When the volunteer answered.
    pub answered_at: Option<Timestamp>,
    /// Why not, as a code.
    pub decline_reason: Option<String>,
    /// When it was withdrawn or given up.
    pub withdrawn_at: Option<Timestamp>,
    /// The chance of a yes that was expected when it was decided, in parts per million.
    pub chance_ppm: Option<u32>,
    /// The exposure, in parts per million: until it has ended as if there were time without end,
    /// then as far as there was time to answer.
    pub exposure_ppm: Option<u32>,
}

pub(crate) const COLUMNS: &str = "id, request_id, volunteer_id, wave, status, distance_m, reasons, \
    created_at, sent_at, answer_by, expires_at, answered_at, decline_reason, \
    withdrawn_at, chance_ppm, exposure_ppm";

impl Alert {
    /// Whether its volunteer may still say yes, having said nothing so far.
    pub fn may_be_answered(&self) -> bool {
        matches!(self.status, AlertStatus::Queued | AlertStatus::Sent | AlertStatus::Expired)
    }

    /// Whether it asks to go farther than the volunteer said.
    pub fn is_stretch(&self) -> bool {
        self.reasons.contains("\"stretch\"")
    }

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("alert");
        Ok(Self {
            id: row.get("id")?,
            request_id: row.get("request_id")?,
            volunteer_id: row.get("volunteer_id")?,
            wave: row.get("wave")?,
            status: row.parse("status")?,
            distance_m: row.get("distance_m")?,
            reasons: row.get("reasons")?,
            created_at: row.get("created_at")?,
            sent_at: row.get("sent_at")?,
            answer_by: row.get("answer_by")?,
            expires_at: row.get("expires_at")?,
            answered_at: row.get("answered_at")?,
            decline_reason: row.get("decline_reason")?,
            withdrawn_at: row.get("withdrawn_at")?,
            chance_ppm: row.get("chance_ppm")?,
            exposure_ppm: row.get("exposure_ppm")?,
        })
    }
}

impl Tx {
    /// Forgets how far a volunteer was from what they were asked for.
    pub async fn forget_distances(&mut self, volunteer: VolunteerId) -> Result<(), StoreError> {
        let text = "UPDATE alert SET distance_m = NULL, chance_ppm = NULL, exposure_ppm = NULL \
            WHERE volunteer_id = $1";
        self.run(sql(text).bind(volunteer)).await?;
        Ok(())
    }

    /// Stores a new alert.
    pub async fn insert_alert(&mut self, alert: &Alert) -> Result<(), StoreError> {
        let text = format!("INSERT INTO alert ({COLUMNS}) VALUES ");
        let values: Vec<crate::Value> = vec![
            alert.id.into(),
            alert.request_id.into(),
            alert.volunteer_id.into(),
            alert.wave.into(),
            alert.status.code().into(),
            alert.distance_m.into(),
            alert.reasons.as_str().into(),
            alert.created_at.into(),
            alert.sent_at.into(),
            alert.answer_by.into(),
            alert.expires_at.into(),
            alert.answered_at.into(),
            alert.decline_reason.as_deref().into(),
            alert.withdrawn_at.into(),
            alert.chance_ppm.into(),
            alert.exposure_ppm.into(),
        ];
        self.run(sql(text).push_list(values)).await?;
        Ok(())
    }

    /// Finds an alert.
    pub async fn alert(&mut self, id: AlertId) -> Result<Option<Alert>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM alert WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Alert::read).transpose()
    }

    /// Every alert of a request, oldest first.
    pub async fn alerts_of_request(&mut self, id: RequestId) -> Result<Vec<Alert>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM alert WHERE request_id = $1 ORDER BY id");
        self.all(sql(text).bind(id)).await?.iter().map(Alert::read).collect()
    }

    /// The newest alerts of a volunteer.
    pub async fn alerts_of_volunteer(
        &mut self,
        id: VolunteerId,
        limit: u32,
    ) -> Result<Vec<Alert>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM alert WHERE volunteer_id = $1 ORDER BY id DESC LIMIT $2"
        );
        self.all(sql(text).bind(id).bind(limit)).await?.iter().map(Alert::read).collect()
    }

    /// Moves an alert on; `false` when its stored status is no longer `from`.
    pub async fn move_alert(
        &mut self,
        id: AlertId,
        from: AlertStatus,
        to: AlertStatus,
        at: Timestamp,
        decline_reason: Option<&str>,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE alert SET status = $3, \
            sent_at = CASE WHEN $3 = 'sent' THEN $4 ELSE sent_at END, \
            answered_at = CASE WHEN $3 IN ('accepted', 'declined') THEN $4 ELSE answered_at END, \
            withdrawn_at = CASE WHEN $3 IN ('withdrawn', 'failed') THEN $4 ELSE withdrawn_at END, \
            decline_reason = $5 WHERE id = $1 AND status = $2";
        let query =
            sql(text).bind(id).bind(from.code()).bind(to.code()).bind(at).bind(decline_reason);
        Ok(self.run(query).await? == 1)
    }

    /// Notes that the mails of queued alerts have left; gives those that were queued. One statement.
    pub async fn send_alerts(
        &mut self,
        ids: &[AlertId],
        at: Timestamp,
    ) -> Result<BTreeSet<AlertId>, StoreError> {
        if ids.is_empty() {
            return Ok(BTreeSet::new());
        }
        let text =
            "UPDATE alert SET status = 'sent', sent_at = $1 WHERE status = 'queued' AND id IN ";
        let query = sql(text).bind(at).push_list(ids.iter().copied()).push(" RETURNING id");
        self.all(query).await?.iter().map(|row| row.of("alert").get("id")).collect()
    }

    /// The outstanding alerts of volunteers of a status.
    pub async fn outstanding_alerts_of(
        &mut self,
        status: VolunteerStatus,
        limit: u32,
    ) -> Result<Vec<Alert>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM alert WHERE status IN ('queued', 'sent') AND volunteer_id IN \
             (SELECT id FROM volunteer WHERE status = $1) ORDER BY id LIMIT $2"
        );
        let rows = self.all(sql(text).bind(status.code()).bind(limit)).await?;
        rows.iter().map(Alert::read).collect()
    }

    /// Withdraws every alert of a request that may still be answered, and gives them.
    pub async fn withdraw_alerts(
        &mut self,
        id: RequestId,
        at: Timestamp,
    ) -> Result<Vec<Alert>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM alert WHERE request_id = $1 \
             AND status IN ('queued', 'sent', 'expired') ORDER BY id"
        );
        let rows = self.all(sql(text).bind(id)).await?;
        let alerts = rows.iter().map(Alert::read).collect::<Result<Vec<_>, _>>()?;
        let text = "UPDATE alert SET status = 'withdrawn', withdrawn_at = $2 \
            WHERE request_id = $1 AND status IN ('queued', 'sent', 'expired')";
        self.run(sql(text).bind(id).bind(at)).await?;
        Ok(alerts)
    }

    /// Writes the exposures of alerts that have ended, in parts per million; one statement.
    pub async fn set_exposures(&mut self, exposures: &[(AlertId, u32)]) -> Result<(), StoreError> {
        for chunk in exposures.chunks(500) {
            let mut query = sql("UPDATE alert SET exposure_ppm = CASE id");
            for (id, ppm) in chunk {
                let at = query.next();
                let next = at + 1;
                query = query.push(&format!(" WHEN ${at} THEN ${next}")).bind(*id).bind(*ppm);
            }
            let query = query.push(" ELSE exposure_ppm END WHERE id IN ");
            self.run(query.push_list(chunk.iter().map(|(id, _)| *id))).await?;
        }
        Ok(())
    }

    /// Marks the silent alerts of a request as expired; gives those that were outstanding.
    pub async fn expire_alerts(
        &mut self,
        id: RequestId,
        now: Timestamp,
    ) -> Result<Vec<Alert>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM alert WHERE request_id = $1 AND answer_by <= $2 \
             AND status IN ('queued', 'sent') ORDER BY id"
        );
        let rows = self.all(sql(text).bind(id).bind(now)).await?;
        let alerts = rows.iter().map(Alert::read).collect::<Result<Vec<_>, _>>()?;
        if !alerts.is_empty() {
            let text = "UPDATE alert SET status = 'expired' WHERE request_id = $1 \
                AND answer_by <= $2 AND status IN ('queued', 'sent')";
            self.run(sql(text).bind(id).bind(now)).await?;
        }
        Ok(alerts)
    }
}
