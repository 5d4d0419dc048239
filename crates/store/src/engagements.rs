//! Engagements: a volunteer holding one place of a help request.

use jiff::Timestamp;
use matching::{
    AccountId, AlertId, EngagementId, EngagementStatus, Places, RequestId, VolunteerId,
    VolunteerStatus, When,
};

use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// One volunteer holding one place.
#[derive(Clone, Debug)]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// The request.
    pub request_id: RequestId,
    /// The volunteer.
    pub volunteer_id: VolunteerId,
    /// The alert that led to it; none when staff assigned it.
    pub alert_id: Option<AlertId>,
    /// Which place, from 1.
    pub place: u32,
    /// Where it stands.
    pub status: EngagementStatus,
    /// When the volunteer said to go.
    pub promised: When,
    /// The time behind it.
    pub planned_at: Option<Timestamp>,
    /// The account that assigned it.
    pub assigned_by: Option<AccountId>,
    /// When the yes was given.
    pub created_at: Timestamp,
    /// When contact was made.
    pub contacted_at: Option<Timestamp>,
    /// When the volunteer said done.
    pub completed_at: Option<Timestamp>,
    /// When the person, or staff for them, said done.
    pub confirmed_at: Option<Timestamp>,
    /// When it was released or found a no-show.
    pub ended_at: Option<Timestamp>,
    /// Why, as a code.
    pub reason: Option<String>,
    /// `requester`, `staff` or `silence`.
    pub confirmed_by: Option<String>,
    /// When contact details were first shown.
    pub revealed_at: Option<Timestamp>,
    /// When the volunteer set out.
    pub on_the_way_at: Option<Timestamp>,
    /// How long it took, as the volunteer says.
    pub minutes_spent: Option<u32>,
    /// `good` or `bad`, the person's word.
    pub feedback: Option<String>,
}

pub(crate) const COLUMNS: &str = "id, request_id, volunteer_id, alert_id, place, status, promised, \
    planned_at, assigned_by, created_at, contacted_at, completed_at, confirmed_at, ended_at, \
    reason, confirmed_by, revealed_at, on_the_way_at, minutes_spent, feedback";

impl Engagement {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("engagement");
        Ok(Self {
            id: row.get("id")?,
            request_id: row.get("request_id")?,
            volunteer_id: row.get("volunteer_id")?,
            alert_id: row.get("alert_id")?,
            place: row.get("place")?,
            status: row.parse("status")?,
            promised: row.parse("promised")?,
            planned_at: row.get("planned_at")?,
            assigned_by: row.get("assigned_by")?,
            created_at: row.get("created_at")?,
            contacted_at: row.get("contacted_at")?,
            completed_at: row.get("completed_at")?,
            confirmed_at: row.get("confirmed_at")?,
            ended_at: row.get("ended_at")?,
            reason: row.get("reason")?,
            confirmed_by: row.get("confirmed_by")?,
            revealed_at: row.get("revealed_at")?,
            on_the_way_at: row.get("on_the_way_at")?,
            minutes_spent: row.get("minutes_spent")?,
            feedback: row.get("feedback")?,
        })
    }
}

impl Tx {
    /// Takes a place. The unique indexes let exactly one volunteer have it, once; `false` when it
    /// is gone.
    pub async fn insert_engagement(&mut self, e: &Engagement) -> Result<bool, StoreError> {
        let text = format!("INSERT INTO engagement ({COLUMNS}) VALUES ");
        let values: Vec<crate::Value> = vec![
            e.id.into(),
            e.request_id.into(),
            e.volunteer_id.into(),
            e.alert_id.into(),
            e.place.into(),
            e.status.code().into(),
            e.promised.code().into(),
            e.planned_at.into(),
            e.assigned_by.into(),
            e.created_at.into(),
            e.contacted_at.into(),
            e.completed_at.into(),
            e.confirmed_at.into(),
            e.ended_at.into(),
            e.reason.as_deref().into(),
            e.confirmed_by.as_deref().into(),
            e.revealed_at.into(),
            e.on_the_way_at.into(),
            e.minutes_spent.into(),
            e.feedback.as_deref().into(),
        ];
        let query = sql(text).push_list(values).push(" ON CONFLICT DO NOTHING");
        Ok(self.run(query).await? == 1)
    }

    /// Finds an engagement.
    pub async fn engagement(&mut self, id: EngagementId) -> Result<Option<Engagement>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM engagement WHERE id = $1");
        self.one(sql(text).bind(id)).await?.as_ref().map(Engagement::read).transpose()
    }

    /// Every engagement of a request, oldest first.
    pub async fn engagements_of_request(
        &mut self,
        id: RequestId,
    ) -> Result<Vec<Engagement>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM engagement WHERE request_id = $1 ORDER BY id");
        self.all(sql(text).bind(id)).await?.iter().map(Engagement::read).collect()
    }

    /// The engagements of a volunteer, those still to be kept first, then the newest.
    pub async fn engagements_of_volunteer(
        &mut self,
        id: VolunteerId,
        limit: u32,
    ) -> Result<Vec<Engagement>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM engagement WHERE volunteer_id = $1 \
             ORDER BY CASE WHEN status IN ('active', 'contacted') THEN 0 ELSE 1 END, id DESC \
             LIMIT $2"
        );
        self.all(sql(text).bind(id).bind(limit)).await?.iter().map(Engagement::read).collect()
    }

    /// Writes what its life changes; `false` when the stored status is no longer `from`.
    pub async fn update_engagement(
        &mut self,
        from: EngagementStatus,
        e: &Engagement,
    ) -> Result<bool, StoreError> {
        let text = "UPDATE engagement SET status = $3, contacted_at = $4, completed_at = $5, \
            confirmed_at = $6, ended_at = $7, reason = $8, confirmed_by = $9, revealed_at = $10, \
            on_the_way_at = $11, minutes_spent = $12, feedback = $13 \
            WHERE id = $1 AND status = $2";
        let query = sql(text)
            .bind(e.id)
            .bind(from.code())
            .bind(e.status.code())
            .bind(e.contacted_at)
            .bind(e.completed_at)
            .bind(e.confirmed_at)
            .bind(e.ended_at)
            .bind(e.reason.as_deref())
            .bind(e.confirmed_by.as_deref())
            .bind(e.revealed_at)
            .bind(e.on_the_way_at)
            .bind(e.minutes_spent)
            .bind(e.feedback.as_deref());
        Ok(self.run(query).await? == 1)
    }

    /// How often a volunteer has helped, and for how many minutes in all, as they say.
    pub async fn help_given(&mut self, id: VolunteerId) -> Result<(u32, u32), StoreError> {
        let text = "SELECT COUNT(*) AS number, CAST(COALESCE(SUM(minutes_spent), 0) AS BIGINT) AS minutes \
            FROM engagement WHERE volunteer_id = $1 AND status IN ('completed', 'confirmed')";
        let row = self.one(sql(text).bind(id)).await?;
        let row = row.ok_or(StoreError::Corrupt { table: "engagement", column: "number" })?;
        let row = row.of("engagement");
        Ok((row.get("number")?, row.get("minutes")?))
    }

    /// How the places of a request are filled.
    pub async fn places(&mut self, id: RequestId, needed: u32) -> Result<Places, StoreError> {
        let text = "SELECT COUNT(*) AS held, \
            COUNT(*) FILTER (WHERE status <> 'active') AS contacted, \
            COUNT(*) FILTER (WHERE status IN ('completed', 'confirmed')) AS done \
            FROM engagement WHERE request_id = $1 \
            AND status IN ('active', 'contacted', 'completed', 'confirmed')";
        let row = self.one(sql(text).bind(id)).await?;
        let row = row.ok_or(StoreError::Corrupt { table: "engagement", column: "places" })?;
        let row = row.of("engagement");
        Ok(Places {
            needed,
            held: row.get("held")?,
            contacted: row.get("contacted")?,
            done: row.get("done")?,
        })
    }

    /// Completed engagements that nobody confirmed or denied since `before`.
    pub async fn silently_completed(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Engagement>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM engagement WHERE status = 'completed' AND completed_at <= $1 \
             AND confirmed_by IS NULL ORDER BY completed_at, id LIMIT $2"
        );
        self.all(sql(text).bind(before).bind(limit)).await?.iter().map(Engagement::read).collect()
    }

    /// Live engagements whose planned time passed before `before` without a word.
    pub async fn overdue_engagements(
        &mut self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Engagement>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM engagement WHERE status IN ('active', 'contacted') \
             AND COALESCE(planned_at, created_at) <= $1 ORDER BY id LIMIT $2"
        );
        self.all(sql(text).bind(before).bind(limit)).await?.iter().map(Engagement::read).collect()
    }

    /// The live places of volunteers of a status.
    pub async fn live_places_of(
        &mut self,
        status: VolunteerStatus,
        limit: u32,
    ) -> Result<Vec<EngagementId>, StoreError> {
        let text = "SELECT e.id AS id FROM volunteer v JOIN engagement e ON e.volunteer_id = v.id \
            WHERE v.status = $1 AND e.status IN ('active', 'contacted') ORDER BY e.id LIMIT $2";
        let rows = self.all(sql(text).bind(status.code()).bind(limit)).await?;
        rows.iter().map(|row| row.of("engagement").get("id")).collect()
    }

    /// Releases after a reveal whose reason is not on the requester's side, since a time.
    pub async fn releases_after_reveal(
        &mut self,
        volunteer: VolunteerId,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM engagement WHERE volunteer_id = $1 \
            AND status IN ('released', 'no_show') AND revealed_at IS NOT NULL AND ended_at >= $2 \
            AND COALESCE(reason, '') \
            NOT IN ('not_reached', 'already_helped', 'wrong_data', 'cancelled', 'edited', \
             'unsafe', 'blocked', 'suspended')";
        self.number(sql(text).bind(volunteer).bind(since)).await
    }
}
