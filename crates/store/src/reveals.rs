//! The ledger of reveals: every view of somebody's contact data.

use jiff::Timestamp;
use matching::{AccountId, EngagementId, RequestId, VolunteerId};
use uuid::Uuid;

use crate::audit::{About, reveal_payload};
use crate::events::ActorRef;
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
    /// Who looked.
    pub actor: ActorRef,
    /// Whose request.
    pub request_id: Option<RequestId>,
    /// Or which volunteer.
    pub volunteer_id: Option<VolunteerId>,
    /// Under which engagement.
    pub engagement_id: Option<EngagementId>,
    /// Why, as a code: `stated`, `engagement`, `own request`, `export`.
    pub reason: &'static str,
    /// What staff stated, sealed under the key of whose data they saw.
    pub sealed_reason: Option<Sealed<String>>,
}

/// A view as it stands in the ledger.
#[derive(Clone, Debug)]
pub struct StoredReveal {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// The kind of who looked.
    pub actor_kind: String,
    /// Who exactly.
    pub actor_id: Option<Uuid>,
    /// Whose request.
    pub request_id: Option<RequestId>,
    /// Or which volunteer.
    pub volunteer_id: Option<VolunteerId>,
    /// Under which engagement.
    pub engagement_id: Option<EngagementId>,
    /// Why, as a code.
    pub reason: String,
    /// What staff stated; none where nothing was, or once the person was erased.
    pub sealed_reason: Option<Sealed<String>>,
}

impl Reveal {
    /// Where a stated reason lies.
    pub fn reason_spot(id: Uuid) -> Spot {
        Spot { table: "reveal", column: "sealed_reason", row: id }
    }

    fn stored(&self) -> StoredReveal {
        StoredReveal {
            id: self.id,
            at: self.at,
            actor_kind: self.actor.kind.to_owned(),
            actor_id: self.actor.id,
            request_id: self.request_id,
            volunteer_id: self.volunteer_id,
            engagement_id: self.engagement_id,
            reason: self.reason.to_owned(),
            sealed_reason: self.sealed_reason.clone(),
        }
    }
}

impl StoredReveal {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("reveal");
        let sealed: Option<Vec<u8>> = row.get("sealed_reason")?;
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            actor_kind: row.get("actor_kind")?,
            actor_id: row.get("actor_id")?,
            request_id: row.get("request_id")?,
            volunteer_id: row.get("volunteer_id")?,
            engagement_id: row.get("engagement_id")?,
            reason: row.get("reason")?,
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
            .bind(r.actor.kind)
            .bind(r.actor.id)
            .bind(r.request_id)
            .bind(r.volunteer_id)
            .bind(r.engagement_id)
            .bind(r.reason)
            .bind(r.sealed_reason.as_ref().map(|sealed| sealed.as_bytes().to_vec()));
        self.run(query).await?;
        self.note(r.at, About::Reveal(r.id), reveal_payload(&r.stored()));
        Ok(())
    }

    /// Erases why a request's data were seen, and what the audit chain could check it by.
    pub async fn erase_reasons_of_request(&mut self, id: RequestId) -> Result<(), StoreError> {
        let text = "UPDATE audit SET salt = NULL WHERE reveal_id IN \
            (SELECT id FROM reveal WHERE request_id = $1 AND sealed_reason IS NOT NULL)";
        self.run(sql(text).bind(id)).await?;
        let text = "UPDATE reveal SET sealed_reason = NULL WHERE request_id = $1";
        self.run(sql(text).bind(id)).await?;
        Ok(())
    }

    /// The same for a volunteer.
    pub async fn erase_reasons_of_volunteer(&mut self, id: VolunteerId) -> Result<(), StoreError> {
        let text = "UPDATE audit SET salt = NULL WHERE reveal_id IN \
            (SELECT id FROM reveal WHERE volunteer_id = $1 AND sealed_reason IS NOT NULL)";
        self.run(sql(text).bind(id)).await?;
        let text = "UPDATE reveal SET sealed_reason = NULL WHERE volunteer_id = $1";
        self.run(sql(text).bind(id)).await?;
        Ok(())
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
