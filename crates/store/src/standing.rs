//! Where volunteers stand: what their caps are counted from, and how they have answered.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use matching::VolunteerId;

use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// How far back answers are looked at.
pub const REMEMBERED: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Volunteers counted in one statement, at most.
const COUNTED: usize = 128;

/// What a volunteer carries and has answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Engagements that are active or contacted.
    pub live_engagements: u32,
    /// Alerts since the start of the volunteer's day.
    pub alerts_today: u32,
    /// Alerts in the last seven days, each daily mail counted as one.
    pub alerts_last_7_days: u32,
    /// Alerts in the last thirty days.
    pub alerts_last_30_days: u32,
    /// Alerts in the last ninety days.
    pub alerts_last_90_days: u32,
    /// Yeses since the start of the day.
    pub accepts_today: u32,
    /// Distinct requests whose contact was revealed in the last 30 days.
    pub reveals_30_days: u32,
    /// Engagements whose help was confirmed, ever.
    pub confirmed: u32,
    /// When the last place was taken or its help done.
    pub engaged_at: Option<Timestamp>,
    /// Alerts answered with a yes, of those that are remembered.
    pub yes: u32,
    /// The exposures of remembered alerts that have ended, in parts per million.
    pub exposure_ppm: u64,
}

/// Each table is read once, by its index of volunteers.
const STANDINGS: &str = "asked AS (SELECT a.volunteer_id AS id, \
      COUNT(*) FILTER (WHERE a.created_at >= w.day) AS today, \
      COUNT(*) FILTER (WHERE a.created_at >= t.week) AS week, \
      COUNT(*) FILTER (WHERE a.created_at >= t.month) AS month, \
      COUNT(*) FILTER (WHERE a.created_at >= t.quarter) AS quarter, \
      COUNT(*) FILTER (WHERE a.status = 'accepted') AS yes, \
      CAST(COALESCE(SUM(a.exposure_ppm) \
        FILTER (WHERE a.status NOT IN ('queued', 'sent', 'expired')), 0) AS BIGINT) AS exposure \
    FROM who w JOIN alert a ON a.volunteer_id = w.id CROSS JOIN since t \
    WHERE a.created_at >= t.remembered GROUP BY a.volunteer_id), \
  held AS (SELECT e.volunteer_id AS id, \
      COUNT(*) FILTER (WHERE e.status IN ('active', 'contacted')) AS live, \
      COUNT(*) FILTER (WHERE e.created_at >= w.day AND e.alert_id IS NOT NULL) AS accepts, \
      COUNT(*) FILTER (WHERE e.status = 'confirmed') AS confirmed, \
      MAX(COALESCE(e.completed_at, e.created_at)) AS last \
    FROM who w JOIN engagement e ON e.volunteer_id = w.id GROUP BY e.volunteer_id), \
  listed AS (SELECT v.volunteer_id AS id, COUNT(*) AS week \
    FROM who w JOIN event v ON v.volunteer_id = w.id CROSS JOIN since t \
    WHERE v.kind = 'digest.queued' AND v.at >= t.week GROUP BY v.volunteer_id), \
  shown AS (SELECT r.actor_id AS id, COUNT(DISTINCT r.request_id) AS reveals \
    FROM who w JOIN reveal r ON r.actor_id = w.id CROSS JOIN since t \
    WHERE r.actor_kind = 'volunteer' AND r.at >= t.month GROUP BY r.actor_id) \
  SELECT w.id AS id, COALESCE(a.today, 0) AS today, COALESCE(a.week, 0) + COALESCE(l.week, 0) AS week, \
    COALESCE(a.month, 0) AS month, COALESCE(a.quarter, 0) AS quarter, \
    COALESCE(a.yes, 0) AS yes, \
    COALESCE(a.exposure, 0) AS exposure, COALESCE(h.live, 0) AS live, \
    COALESCE(h.accepts, 0) AS accepts, h.last AS last, COALESCE(h.confirmed, 0) AS confirmed, COALESCE(s.reveals, 0) AS reveals \
  FROM who w LEFT JOIN asked a ON a.id = w.id LEFT JOIN held h ON h.id = w.id \
    LEFT JOIN shown s ON s.id = w.id \
    LEFT JOIN listed l ON l.id = w.id";

impl Standing {
    fn read(row: &Row) -> Result<(VolunteerId, Self), StoreError> {
        let row: Reader<'_> = row.of("volunteer");
        let exposure: i64 = row.get("exposure")?;
        let standing = Self {
            live_engagements: row.get("live")?,
            alerts_today: row.get("today")?,
            alerts_last_7_days: row.get("week")?,
            alerts_last_30_days: row.get("month")?,
            alerts_last_90_days: row.get("quarter")?,
            accepts_today: row.get("accepts")?,
            reveals_30_days: row.get("reveals")?,
            confirmed: row.get("confirmed")?,
            engaged_at: row.get("last")?,
            yes: row.get("yes")?,
            exposure_ppm: u64::try_from(exposure).map_err(|_| row.corrupt("exposure"))?,
        };
        Ok((row.get("id")?, standing))
    }
}

impl Tx {
    /// Counts for many volunteers at once, each with the start of their own day.
    ///
    /// One statement for each 128. Everybody asked for is in the answer.
    pub async fn volunteer_standings(
        &mut self,
        days: &[(VolunteerId, Timestamp)],
        now: Timestamp,
    ) -> Result<HashMap<VolunteerId, Standing>, StoreError> {
        let mut found = HashMap::with_capacity(days.len());
        let ago = |days: i64| now - SignedDuration::from_hours(days * 24);
        for chunk in days.chunks(COUNTED) {
            let mut query = sql("WITH since (week, month, quarter, remembered) AS (VALUES ")
                .push_list([ago(7), ago(30), ago(90), now - REMEMBERED])
                .push("), who (id, day) AS (VALUES ");
            for (at, (id, day)) in chunk.iter().enumerate() {
                let pair: [crate::Value; 2] = [(*id).into(), (*day).into()];
                query = query.push(if at == 0 { "" } else { ", " }).push_list(pair);
            }
            for row in self.all(query.push("), ").push(STANDINGS)).await? {
                let (id, standing) = Standing::read(&row)?;
                found.insert(id, standing);
            }
        }
        Ok(found)
    }

    /// The same for one volunteer.
    pub async fn volunteer_standing(
        &mut self,
        id: VolunteerId,
        day_start: Timestamp,
        now: Timestamp,
    ) -> Result<Standing, StoreError> {
        let mut found = self.volunteer_standings(&[(id, day_start)], now).await?;
        Ok(found.remove(&id).unwrap_or_default())
    }
}
