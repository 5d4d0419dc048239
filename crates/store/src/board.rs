//! What staff's pages are drawn from: every request of the last months, and which of them moved.

use jiff::Timestamp;
use matching::{Cell, RequestId, TaskId};

use crate::sql::{Row, sql};
use crate::statistics::COUNTED;
use crate::{CohortRow, StoreError, Tx};

/// A request with all that lists, figures and maps of staff count; nothing sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardRow {
    /// What figures count; `opened_at` is when it was posted while it is not opened.
    pub counted: CohortRow,
    /// Whether it was ever opened.
    pub was_opened: bool,
    /// When it was posted.
    pub created_at: Timestamp,
    /// Where; none for help from afar.
    pub cell: Option<Cell>,
    /// Whether it lost its volunteer and goes before the others.
    pub urgent: bool,
    /// Places held now.
    pub places_filled: u32,
    /// Alerts answered with a no.
    pub declined: u32,
    /// Alerts nobody answered in time.
    pub silent: u32,
    /// Alerts that are waited for.
    pub outstanding: u32,
}

/// A number of the event log and what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Touched {
    /// The event's number.
    pub seq: i64,
    /// The request, if any.
    pub request_id: Option<RequestId>,
    /// Whether a task changed.
    pub is_task: bool,
}

fn select() -> String {
    format!(
        "SELECT {COUNTED}, COALESCE(r.opened_at, r.created_at) AS opened_at, \
         r.opened_at AS first_opened_at, r.created_at, r.cell, r.urgent, r.places_filled, \
         (SELECT COUNT(*) FROM alert a WHERE a.request_id = r.id AND a.status = 'declined') \
           AS declined, \
         (SELECT COUNT(*) FROM alert a WHERE a.request_id = r.id AND a.status = 'expired') \
           AS silent, \
         (SELECT COUNT(*) FROM alert a WHERE a.request_id = r.id \
           AND a.status IN ('queued', 'sent')) AS outstanding FROM help_request r"
    )
}

impl BoardRow {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row = row.of("help_request");
        let opened: Option<Timestamp> = row.get("first_opened_at")?;
        let cell: Option<i64> = row.get("cell")?;
        let cell = cell.map(Cell::from_i64).transpose().map_err(|_| row.corrupt("cell"))?;
        Ok(Self {
            counted: CohortRow::read(&row)?,
            was_opened: opened.is_some(),
            created_at: row.get("created_at")?,
            cell,
            urgent: row.get("urgent")?,
            places_filled: row.get("places_filled")?,
            declined: row.get("declined")?,
            silent: row.get("silent")?,
            outstanding: row.get("outstanding")?,
        })
    }
}

impl Tx {
    /// Requests posted since a time, by id, from the one after `after`.
    pub async fn board_rows_after(
        &mut self,
        after: RequestId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<BoardRow>, StoreError> {
        let text =
            format!("{} WHERE r.id > $1 AND r.created_at >= $2 ORDER BY r.id LIMIT $3", select());
        let rows = self.all(sql(text).bind(after).bind(since).bind(limit)).await?;
        rows.iter().map(BoardRow::read).collect()
    }

    /// These requests, in no order that matters.
    pub async fn board_rows(&mut self, ids: &[RequestId]) -> Result<Vec<BoardRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let text = format!("{} WHERE r.id IN ", select());
        let rows = self.all(sql(text).push_list(ids.iter().copied())).await?;
        rows.iter().map(BoardRow::read).collect()
    }

    /// What the event log touched after a number, in order.
    pub async fn touched_after(
        &mut self,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<Touched>, StoreError> {
        let text =
            "SELECT seq, request_id, task_id FROM event WHERE seq > $1 ORDER BY seq LIMIT $2";
        let rows = self.all(sql(text).bind(seq).bind(limit)).await?;
        rows.iter().map(touched).collect()
    }

    /// The events of these numbers that are there by now.
    pub async fn touched_at(&mut self, numbers: &[i64]) -> Result<Vec<Touched>, StoreError> {
        if numbers.is_empty() {
            return Ok(Vec::new());
        }
        let text = "SELECT seq, request_id, task_id FROM event WHERE seq IN ";
        let rows = self.all(sql(text).push_list(numbers.iter().copied())).await?;
        rows.iter().map(touched).collect()
    }
}

fn touched(row: &Row) -> Result<Touched, StoreError> {
    let row = row.of("event");
    let task: Option<TaskId> = row.get("task_id")?;
    Ok(Touched {
        seq: row.get("seq")?,
        request_id: row.get("request_id")?,
        is_task: task.is_some(),
    })
}
