//! What the figures are counted from.

use jiff::Timestamp;
use matching::{
    AreaId, CategoryCode, Cell, Channel, Language, Priority, RequestId, RequestStatus, VolunteerId,
};

use crate::sql::{Query, Reader, sql};
use crate::{StoreError, Tx};

/// One opened request with what the figures need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CohortRow {
    /// The request.
    pub id: RequestId,
    /// Where it stands.
    pub status: RequestStatus,
    /// The kind of help.
    pub category: CategoryCode,
    /// How urgent.
    pub priority: Priority,
    /// The way it came in.
    pub channel: Channel,
    /// The person's language.
    pub language: Language,
    /// The leaf area.
    pub area_id: Option<AreaId>,
    /// Places asked for.
    pub volunteers_needed: u32,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The deadline.
    pub needed_by: Timestamp,
    /// The first yes.
    pub first_yes_at: Option<Timestamp>,
    /// When all places were held for the first time.
    pub matched_at: Option<Timestamp>,
    /// When it was completed.
    pub done_at: Option<Timestamp>,
    /// Who ended it.
    pub ended_by: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
    /// What holds it up.
    pub attention: Option<String>,
    /// Places that were held before the deadline, those still held counted.
    pub places_held: u32,
    /// Engagements confirmed by the person or staff.
    pub confirmed: u32,
    /// Alerts decided.
    pub alerts: u32,
}

/// Active volunteers who start from one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VolunteersThere {
    /// The cell of their first point.
    pub cell: Cell,
    /// The leaf area.
    pub area_id: Option<AreaId>,
    /// How many.
    pub count: u32,
}

/// What a [`CohortRow`] is read from, but for `opened_at`.
pub(crate) const COUNTED: &str = "r.id, r.status, r.category, r.priority, r.channel, r.language, \
    r.area_id, r.volunteers_needed, r.needed_by, r.first_yes_at, \
    r.matched_at, r.done_at, r.ended_by, r.outcome, r.attention, \
    (SELECT COUNT(*) FROM engagement e WHERE e.request_id = r.id \
      AND e.created_at < r.needed_by \
      AND e.status IN ('active', 'contacted', 'completed', 'confirmed')) AS places_held, \
    (SELECT COUNT(*) FROM engagement e WHERE e.request_id = r.id \
      AND e.status = 'confirmed') AS confirmed, \
    (SELECT COUNT(*) FROM alert a WHERE a.request_id = r.id \
      AND a.sent_at IS NOT NULL) AS alerts";

impl CohortRow {
    pub(crate) fn read(row: &Reader<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            status: row.parse("status")?,
            category: row.parse("category")?,
            priority: row.parse("priority")?,
            channel: row.parse("channel")?,
            language: row.parse("language")?,
            area_id: row.get("area_id")?,
            volunteers_needed: row.get("volunteers_needed")?,
            opened_at: row.get("opened_at")?,
            needed_by: row.get("needed_by")?,
            first_yes_at: row.get("first_yes_at")?,
            matched_at: row.get("matched_at")?,
            done_at: row.get("done_at")?,
            ended_by: row.get("ended_by")?,
            outcome: row.get("outcome")?,
            attention: row.get("attention")?,
            places_held: row.get("places_held")?,
            confirmed: row.get("confirmed")?,
            alerts: row.get("alerts")?,
        })
    }
}

fn in_areas(query: Query, areas: Option<&[AreaId]>) -> Query {
    match areas {
        None => query,
        Some([]) => query.push(" AND 1 = 0"),
        Some(areas) => query.push(" AND r.area_id IN ").push_list(areas.iter().copied()),
    }
}

impl Tx {
    /// The requests opened in [from, to), oldest first.
    pub async fn cohort(
        &mut self,
        from: Timestamp,
        to: Timestamp,
        areas: Option<&[AreaId]>,
    ) -> Result<Vec<CohortRow>, StoreError> {
        let text = format!(
            "SELECT {COUNTED}, r.opened_at FROM help_request r \
             WHERE r.opened_at >= $1 AND r.opened_at < $2"
        );
        let query =
            in_areas(sql(text).bind(from).bind(to), areas).push(" ORDER BY r.opened_at, r.id");
        let rows = self.all(query).await?;
        rows.iter().map(|row| CohortRow::read(&row.of("help_request"))).collect()
    }

    /// How many alerts each alerted volunteer had in each week of [from, to).
    pub async fn alerts_per_volunteer_week(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<u32>, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM alert \
            WHERE sent_at IS NOT NULL AND sent_at >= $1 AND sent_at < $2 \
            GROUP BY volunteer_id, (sent_at - $1) / 604800000000";
        let rows = self.all(sql(text).bind(from).bind(to)).await?;
        rows.iter().map(|row| row.of("alert").get("number")).collect()
    }

    /// How many alerts each volunteer had in [from, to); those without any are left out.
    pub async fn alerts_by_volunteer(
        &mut self,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<(VolunteerId, u32)>, StoreError> {
        let text = "SELECT volunteer_id, COUNT(*) AS number FROM alert \
            WHERE sent_at IS NOT NULL AND sent_at >= $1 AND sent_at < $2 GROUP BY volunteer_id";
        let rows = self.all(sql(text).bind(from).bind(to)).await?;
        let counted = rows.iter().map(|row| {
            let row = row.of("alert");
            Ok((row.get("volunteer_id")?, row.get("number")?))
        });
        counted.collect()
    }

    /// The active volunteers, each with the cell of the first point and the leaf area.
    pub async fn volunteer_homes(
        &mut self,
        areas: Option<&[AreaId]>,
    ) -> Result<Vec<(VolunteerId, Cell, Option<AreaId>)>, StoreError> {
        let text = "SELECT r.id, r.cell, r.area_id FROM volunteer r WHERE r.status = 'active'";
        let rows = self.all(in_areas(sql(text), areas)).await?;
        let homes = rows.iter().map(|row| {
            let row = row.of("volunteer");
            let cell = Cell::from_i64(row.get("cell")?).map_err(|_| row.corrupt("cell"))?;
            Ok((row.get("id")?, cell, row.get("area_id")?))
        });
        homes.collect()
    }

    /// People helped so far: completed requests.
    pub async fn completed_requests(&mut self) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM help_request WHERE status = 'completed'";
        self.number(sql(text)).await
    }

    /// When the first request was opened.
    pub async fn first_opening(&mut self) -> Result<Option<Timestamp>, StoreError> {
        let row = self.one(sql("SELECT MIN(opened_at) AS at FROM help_request")).await?;
        row.map_or(Ok(None), |row| row.of("help_request").get("at"))
    }

    /// The cells of the requests opened since a time; remote ones have none.
    pub async fn request_cells(
        &mut self,
        since: Timestamp,
    ) -> Result<Vec<(RequestId, Cell)>, StoreError> {
        let text = "SELECT id, cell FROM help_request WHERE opened_at >= $1 AND cell IS NOT NULL";
        let rows = self.all(sql(text).bind(since)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("help_request");
                let cell = Cell::from_i64(row.get("cell")?).map_err(|_| row.corrupt("cell"))?;
                Ok((row.get("id")?, cell))
            })
            .collect()
    }

    /// How many active volunteers have their first point in each cell, by leaf area.
    pub async fn volunteer_cells(&mut self) -> Result<Vec<VolunteersThere>, StoreError> {
        let hint = self.by_volunteer_home();
        let text = format!(
            "SELECT cell, area_id, COUNT(*) AS number FROM volunteer {hint} \
             WHERE status = 'active' GROUP BY cell, area_id"
        );
        let rows = self.all(sql(text)).await?;
        let counted = rows.iter().map(|row| {
            let row = row.of("volunteer");
            let cell = Cell::from_i64(row.get("cell")?).map_err(|_| row.corrupt("cell"))?;
            Ok(VolunteersThere { cell, area_id: row.get("area_id")?, count: row.get("number")? })
        });
        counted.collect()
    }
}
