//! Requests that resemble each other: the same number, the same door, and what a human said of it.

use jiff::Timestamp;
use matching::{AccountId, RequestId};

use crate::requests::{COLUMNS, HelpRequest};
use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// By what two requests resemble each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resembles {
    /// The same phone number or e-mail address.
    Contact,
    /// The same door under another number.
    Door,
}

impl Resembles {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Door => "door",
        }
    }
}

/// What a human said of two requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The same thing was asked for twice.
    Same,
    /// It is something else.
    Other,
}

impl Said {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Other => "other",
        }
    }
}

/// Two requests that may be one, the later first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    /// The later one.
    pub request_id: RequestId,
    /// The earlier one.
    pub other_id: RequestId,
    /// By what they resemble each other.
    pub reason: Resembles,
    /// What a human said of it, if anybody did.
    pub said: Option<Said>,
    /// Who said so.
    pub said_by: Option<AccountId>,
    /// When.
    pub said_at: Option<Timestamp>,
    /// When it was noted first.
    pub created_at: Timestamp,
}

impl Likeness {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("request_likeness");
        let said = row.get::<Option<String>>("said")?;
        Ok(Self {
            request_id: row.get("request_id")?,
            other_id: row.get("other_id")?,
            reason: match row.get::<String>("reason")?.as_str() {
                "contact" => Resembles::Contact,
                "door" => Resembles::Door,
                _ => return Err(row.corrupt("reason")),
            },
            said: match said.as_deref() {
                None => None,
                Some("same") => Some(Said::Same),
                Some("other") => Some(Said::Other),
                Some(_) => return Err(row.corrupt("said")),
            },
            said_by: row.get("said_by")?,
            said_at: row.get("said_at")?,
            created_at: row.get("created_at")?,
        })
    }
}

impl Tx {
    /// Notes that two requests resemble each other; a human's word replaces what stood there.
    pub async fn put_likeness(&mut self, likeness: &Likeness) -> Result<(), StoreError> {
        let text = "INSERT INTO request_likeness (request_id, other_id, reason, said, said_by, \
            said_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7) \
            ON CONFLICT (request_id, other_id) DO UPDATE SET said = excluded.said, \
            said_by = excluded.said_by, said_at = excluded.said_at \
            WHERE excluded.said IS NOT NULL";
        let query = sql(text)
            .bind(likeness.request_id)
            .bind(likeness.other_id)
            .bind(likeness.reason.code())
            .bind(likeness.said.map(Said::code))
            .bind(likeness.said_by)
            .bind(likeness.said_at)
            .bind(likeness.created_at);
        self.run(query).await?;
        Ok(())
    }

    /// What a request resembles, or is resembled by, oldest first.
    pub async fn likenesses(&mut self, id: RequestId) -> Result<Vec<Likeness>, StoreError> {
        let text = "SELECT request_id, other_id, reason, said, said_by, said_at, created_at \
            FROM request_likeness WHERE request_id = $1 OR other_id = $1 \
            ORDER BY created_at, request_id, other_id";
        self.all(sql(text).bind(id)).await?.iter().map(Likeness::read).collect()
    }

    /// Keeps at which door a request is for.
    pub async fn put_door(&mut self, id: RequestId, hash: &[u8]) -> Result<(), StoreError> {
        let text = "INSERT INTO request_door (request_id, door_hash) VALUES ($1, $2) \
            ON CONFLICT (request_id) DO UPDATE SET door_hash = excluded.door_hash";
        self.run(sql(text).bind(id).bind(hash)).await?;
        Ok(())
    }

    /// A request that is asked again is for the same door.
    pub async fn copy_door(&mut self, from: RequestId, to: RequestId) -> Result<(), StoreError> {
        let text = "INSERT INTO request_door (request_id, door_hash) \
            SELECT $2, door_hash FROM request_door WHERE request_id = $1 ON CONFLICT DO NOTHING";
        self.run(sql(text).bind(from).bind(to)).await?;
        Ok(())
    }

    /// The latest requests for a door, newest first.
    pub async fn requests_at_door(
        &mut self,
        hash: &[u8],
        limit: u32,
    ) -> Result<Vec<HelpRequest>, StoreError> {
        let text = format!(
            "SELECT {COLUMNS} FROM help_request WHERE id IN \
             (SELECT request_id FROM request_door WHERE door_hash = $1) ORDER BY id DESC LIMIT $2"
        );
        let rows = self.all(sql(text).bind(hash).bind(limit)).await?;
        rows.iter().map(HelpRequest::read).collect()
    }

    /// Notes that a request goes on as another one.
    pub async fn put_merge(
        &mut self,
        ended: RequestId,
        into: RequestId,
        by: Option<AccountId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let text = "INSERT INTO request_merge (request_id, into_id, merged_by, at) \
            VALUES ($1, $2, $3, $4)";
        self.run(sql(text).bind(ended).bind(into).bind(by).bind(at)).await?;
        Ok(())
    }

    /// As which other request one goes on.
    pub async fn merged_into(&mut self, id: RequestId) -> Result<Option<RequestId>, StoreError> {
        let text = "SELECT into_id FROM request_merge WHERE request_id = $1";
        let row = self.one(sql(text).bind(id)).await?;
        row.map(|row| row.of("request_merge").get("into_id")).transpose()
    }

    /// Forgets at which door a request was for, and what it resembles.
    pub async fn forget_likeness(&mut self, id: RequestId) -> Result<(), StoreError> {
        self.run(sql("DELETE FROM request_door WHERE request_id = $1").bind(id)).await?;
        let text = "DELETE FROM request_likeness WHERE request_id = $1 OR other_id = $1";
        self.run(sql(text).bind(id)).await?;
        let text = "DELETE FROM request_merge WHERE request_id = $1 OR into_id = $1";
        self.run(sql(text).bind(id)).await?;
        Ok(())
    }
}
