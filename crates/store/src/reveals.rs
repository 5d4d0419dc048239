//! The ledger of reveals: every view of somebody's contact data.

use std::borrow::Cow;

use jiff::Timestamp;
use matching::{AccountId, AreaId, EngagementId, RequestId, SubjectId, VolunteerId};
use uuid::Uuid;

use crate::audit::{About, reveal_payload};
use crate::seal::{Sealed, Spot};
use crate::sql::{Reader, Row, sql};
use crate::{StoreError, Tx};

/// One view of somebody's contact data.
#[derive(Clone, Debug)]
pub struct Reveal {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// The kind of who looked.
    pub actor_kind: Cow<'static, str>,
    /// Who exactly.
    pub actor_id: Option<Uuid>,
    /// Whose request.
    pub request_id: Option<RequestId>,
    /// Or which volunteer.
    pub volunteer_id: Option<VolunteerId>,
    /// Under which engagement.
    pub engagement_id: Option<EngagementId>,
    /// Why, as a code: `stated`, `engagement`, `own_request`, `export`.
    pub reason: Cow<'static, str>,
    /// What staff stated, sealed under the key of whose data they saw; none where nothing was, or
    /// once the person was erased.
    pub sealed_reason: Option<Sealed<String>>,
}

/// Which views of the ledger to read.
#[derive(Clone, Debug, Default)]
pub struct RevealFilter {
    /// Only what this account, token or volunteer saw.
    pub actor: Option<Uuid>,
    /// Only views of whoever asked for this request, in any of their requests.
    pub person: Option<RequestId>,
    /// Only views of this volunteer.
    pub volunteer: Option<VolunteerId>,
    /// From then on.
    pub from: Option<Timestamp>,
    /// Until before then.
    pub to: Option<Timestamp>,
    /// Only of people in these areas; what concerns everybody counts everywhere.
    pub areas: Option<Vec<AreaId>>,
    /// Only older ones than this.
    pub before: Option<Uuid>,
    /// At most so many.
    pub limit: u32,
}

/// A view, and about whom it was.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    /// The view.
    pub reveal: Reveal,
    /// The reference of the request.
    pub reference: Option<String>,
    /// Where the person lives.
    pub area_id: Option<AreaId>,
    /// Whose key sealed the reason; none where everybody's data were seen at once.
    pub subject_id: Option<SubjectId>,
}

impl Reveal {
    /// Where a stated reason lies.
    pub fn reason_spot(id: Uuid) -> Spot {
        Spot { table: "reveal", column: "sealed_reason", row: id }
    }

    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("reveal");
        let sealed: Option<Vec<u8>> = row.get("sealed_reason")?;
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor_kind: row.get::<String>("actor_kind")?.into(),
            actor_id: row.get("actor_id")?,
            request_id: row.get("request_id")?,
            volunteer_id: row.get("volunteer_id")?,
            engagement_id: row.get("engagement_id")?,
            reason: row.get::<String>("reason")?.into(),
            sealed_reason: sealed.map(Sealed::from_bytes),
        })
    }
}

impl Tx {
    /// Writes a view of contact data into the ledger, and notes it for the audit chain.
    pub async fn record_reveal(&mut self, r: &Reveal) -> Result<(), StoreError> {
        let text = "INSERT INTO reveal (id, at, actor_kind, actor_id, request_id, volunteer_id, \
            engagement_id, reason, sealed_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        let query = sql(text)
            .bind(r.id)
            .bind(r.at)
            .bind(&*r.actor_kind)
            .bind(r.actor_id)
            .bind(r.request_id)
            .bind(r.volunteer_id)
            .bind(r.engagement_id)
            .bind(&*r.reason)
            .bind(r.sealed_reason.as_ref().map(|sealed| sealed.as_bytes().to_vec()));
        self.run(query).await?;
        self.note(r.at, About::Reveal(r.id), reveal_payload(r));
        Ok(())
    }

    /// Erases why a request's data were seen, and what the audit chain could check it by.
    pub async fn erase_reasons_of_request(&mut self, id: RequestId) -> Result<(), StoreError> {
        self.erase_reasons("request_id", id.0).await
    }

    /// The same for a volunteer.
    pub async fn erase_reasons_of_volunteer(&mut self, id: VolunteerId) -> Result<(), StoreError> {
        self.erase_reasons("volunteer_id", id.0).await
    }

    async fn erase_reasons(&mut self, column: &'static str, id: Uuid) -> Result<(), StoreError> {
        let salts = format!(
            "UPDATE audit SET salt = NULL WHERE reveal_id IN \
             (SELECT id FROM reveal WHERE {column} = $1 AND sealed_reason IS NOT NULL)"
        );
        self.run(sql(salts).bind(id)).await?;
        let reasons = format!("UPDATE reveal SET sealed_reason = NULL WHERE {column} = $1");
        self.run(sql(reasons).bind(id)).await?;
        Ok(())
    }

    /// The views that a filter asks for, the newest first. What was seen of everybody at once, by
    /// an export, counts as seen of each.
    pub async fn reveals(&mut self, filter: &RevealFilter) -> Result<Vec<LedgerRow>, StoreError> {
        const ALL: &str = "(l.request_id IS NULL AND l.volunteer_id IS NULL)";
        let mut query = sql("SELECT l.id, l.at, l.actor_kind, l.actor_id, l.request_id, \
            l.volunteer_id, l.engagement_id, l.reason, l.sealed_reason, r.reference, \
            COALESCE(r.area_id, v.area_id) AS area_id, \
            COALESCE(r.subject_id, v.subject_id) AS subject_id FROM reveal l \
            LEFT JOIN help_request r ON r.id = l.request_id \
            LEFT JOIN volunteer v ON v.id = l.volunteer_id WHERE TRUE");
        if let Some(actor) = filter.actor {
            query = query.with(" AND l.actor_id = ", actor);
        }
        if let Some(id) = filter.person {
            query = query
                .with(" AND (l.request_id = ", id)
                .with(
                    " OR l.request_id IN (SELECT b.id FROM help_request a \
                    JOIN help_request b ON b.email_hash = a.email_hash WHERE a.id = ",
                    id,
                )
                .with(
                    ") OR l.request_id IN (SELECT b.id FROM help_request a \
                    JOIN help_request b ON b.phone_hash = a.phone_hash WHERE a.id = ",
                    id,
                )
                .push(&format!(") OR {ALL})"));
        }
        if let Some(id) = filter.volunteer {
            query = query.with(" AND (l.volunteer_id = ", id).push(&format!(" OR {ALL})"));
        }
        if let Some(from) = filter.from {
            query = query.with(" AND l.at >= ", from);
        }
        if let Some(to) = filter.to {
            query = query.with(" AND l.at < ", to);
        }
        if let Some(before) = filter.before {
            query = query.with(" AND l.id < ", before);
        }
        if let Some(areas) = &filter.areas {
            query = query.push(&format!(" AND ({ALL}"));
            if !areas.is_empty() {
                query = query.push(" OR COALESCE(r.area_id, v.area_id) IN ");
                query = query.push_list(areas.iter().copied());
            }
            query = query.push(")");
        }
        let query = query.with(" ORDER BY l.id DESC LIMIT ", filter.limit);
        let rows = self.all(query).await?;
        rows.iter()
            .map(|row| {
                let reveal = Reveal::read(row)?;
                let row = row.of("reveal");
                let (reference, area_id) = (row.get("reference")?, row.get("area_id")?);
                Ok(LedgerRow { reveal, reference, area_id, subject_id: row.get("subject_id")? })
            })
            .collect()
    }

    /// The distinct requests an actor has seen the contact of since a time.
    pub async fn requests_revealed_to(
        &mut self,
        actor: Uuid,
        since: Timestamp,
    ) -> Result<Vec<RequestId>, StoreError> {
        let text = "SELECT DISTINCT request_id FROM reveal \
            WHERE actor_id = $1 AND at >= $2 AND request_id IS NOT NULL ORDER BY request_id";
        let rows = self.all(sql(text).bind(actor).bind(since)).await?;
        rows.iter().map(|row| row.of("reveal").get("request_id")).collect()
    }

    /// How many ledger entries a request has.
    pub async fn reveals_of_request(&mut self, id: RequestId) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM reveal WHERE request_id = $1";
        self.number(sql(text).bind(id)).await
    }

    /// Who saw the contact of a request and when, by the kind of actor; oldest first.
    pub async fn viewers_of_request(
        &mut self,
        id: RequestId,
    ) -> Result<Vec<(String, Option<AccountId>, Timestamp)>, StoreError> {
        let text = "SELECT actor_kind, actor_id, at FROM reveal WHERE request_id = $1 ORDER BY id";
        let rows = self.all(sql(text).bind(id)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("reveal");
                let id: Option<Uuid> = row.get("actor_id")?;
                Ok((row.get("actor_kind")?, id.map(AccountId), row.get("at")?))
            })
            .collect()
    }
}
