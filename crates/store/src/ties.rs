//! What ties a request to others: asked in one go, asked again, asked of somebody known.

use jiff::Timestamp;
use matching::{RequestId, VolunteerId};

use crate::requests::{COLUMNS, HelpRequest};
use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// The ties of one request; a request without any has no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTie {
    /// The request.
    pub request_id: RequestId,
    /// The first of those that were asked in one go.
    pub group_id: Option<RequestId>,
    /// The earlier request that this one repeats.
    pub follows_id: Option<RequestId>,
    /// The volunteer who is asked before all others.
    pub wished_volunteer_id: Option<VolunteerId>,
    /// It is asked again after so many days.
    pub repeat_days: Option<u32>,
    /// How often yet.
    pub repeats_left: u32,
}

impl RequestTie {
    /// No tie yet.
    pub fn of(request_id: RequestId) -> Self {
        Self {
            request_id,
            group_id: None,
            follows_id: None,
            wished_volunteer_id: None,
            repeat_days: None,
            repeats_left: 0,
        }
    }

    /// Whether there is anything to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::of(self.request_id)
    }

    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("request_tie");
        Ok(Self {
            request_id: row.get("request_id")?,
            group_id: row.get("group_id")?,
            follows_id: row.get("follows_id")?,
            wished_volunteer_id: row.get("wished_volunteer_id")?,
            repeat_days: row.get("repeat_days")?,
            repeats_left: row.get("repeats_left")?,
        })
    }
}

impl Tx {
    /// Keeps the ties of a request, in place of those before.
    pub async fn put_tie(&mut self, tie: &RequestTie) -> Result<(), StoreError> {
        let text = "INSERT INTO request_tie (request_id, group_id, follows_id, \
            wished_volunteer_id, repeat_days, repeats_left) VALUES ($1, $2, $3, $4, $5, $6) \
            ON CONFLICT (request_id) DO UPDATE SET group_id = excluded.group_id, \
            follows_id = excluded.follows_id, \
            wished_volunteer_id = excluded.wished_volunteer_id, \
            repeat_days = excluded.repeat_days, repeats_left = excluded.repeats_left";
        let query = sql(text)
            .bind(tie.request_id)
            .bind(tie.group_id)
            .bind(tie.follows_id)
            .bind(tie.wished_volunteer_id)
            .bind(tie.repeat_days)
            .bind(tie.repeats_left);
        self.run(query).await?;
        Ok(())
    }

    /// The ties of a request.
    pub async fn tie(&mut self, id: RequestId) -> Result<RequestTie, StoreError> {
        let text = "SELECT request_id, group_id, follows_id, wished_volunteer_id, repeat_days, \
            repeats_left FROM request_tie WHERE request_id = $1";
        let row = self.one(sql(text).bind(id)).await?;
        row.as_ref().map_or(Ok(RequestTie::of(id)), RequestTie::read)
    }

    /// The requests that were asked in one go with this one, itself among them, oldest first.
    pub async fn asked_together(&mut self, id: RequestId) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM help_request WHERE id = $1 OR id IN \
             (SELECT o.request_id FROM request_tie t JOIN request_tie o \
              ON o.group_id = t.group_id WHERE t.request_id = $1) ORDER BY id"
        );
        self.all(sql(text).bind(id)).await?.iter().map(HelpRequest::read).collect()
    }

    /// Requests that are asked again and whose time is over.
    pub async fn requests_to_repeat(
        &mut self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<RequestId>, StoreError> {
        let text = "SELECT t.request_id FROM request_tie t \
            JOIN help_request r ON r.id = t.request_id \
            WHERE t.repeat_days IS NOT NULL AND r.needed_by <= $1 ORDER BY r.needed_by LIMIT $2";
        let rows = self.all(sql(text).bind(now).bind(limit)).await?;
        rows.iter().map(|row| row.of("request_tie").get("request_id")).collect()
    }

    /// Lets go of every tie of a request whose person is erased.
    pub async fn untie(&mut self, id: RequestId) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM request_tie WHERE request_id = $1").bind(id)).await?;
        Ok(())
    }
}
