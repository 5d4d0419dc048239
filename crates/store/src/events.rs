//! The append-only event log and the change log.

use jiff::Timestamp;
use matching::{AlertId, EngagementId, RequestId, TaskId, VolunteerId};
use uuid::Uuid;

use crate::audit::{About, event_payload, is_noted};
use crate::sql::{Query, Reader, Row, Value, sql};
use crate::{StoreError, Tx};

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActorRef {
    /// `system`, `requester`, `volunteer`, `staff` or `token`.
    pub kind: &'static str,
    /// Who exactly, where that is known.
    pub id: Option<Uuid>,
}

/// Something that happened. Its data are codes and numbers, never personal.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What, such as `request.opened`.
    pub kind: &'static str,
    /// To which request.
    pub request_id: Option<RequestId>,
    /// To or by which volunteer.
    pub volunteer_id: Option<VolunteerId>,
    /// With which alert.
    pub alert_id: Option<AlertId>,
    /// With which engagement.
    pub engagement_id: Option<EngagementId>,
    /// With which task.
    pub task_id: Option<TaskId>,
    /// By whom.
    pub actor: ActorRef,
    /// A JSON object.
    pub data: String,
}

/// An event as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its number in the log.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: String,
    /// To which request.
    pub request_id: Option<RequestId>,
    /// To or by which volunteer.
    pub volunteer_id: Option<VolunteerId>,
    /// With which alert.
    pub alert_id: Option<AlertId>,
    /// With which engagement.
    pub engagement_id: Option<EngagementId>,
    /// With which task.
    pub task_id: Option<TaskId>,
    /// The kind of actor.
    pub actor_kind: String,
    /// Who exactly.
    pub actor_id: Option<Uuid>,
    /// A JSON object.
    pub data: String,
}

impl Event {
    fn stored(&self, seq: i64) -> StoredEvent {
        StoredEvent {
            seq,
            at: self.at,
            kind: self.kind.to_owned(),
            request_id: self.request_id,
            volunteer_id: self.volunteer_id,
            alert_id: self.alert_id,
            engagement_id: self.engagement_id,
            task_id: self.task_id,
            actor_kind: self.actor.kind.to_owned(),
            actor_id: self.actor.id,
            data: self.data.clone(),
        }
    }
}

pub(crate) const COLUMNS: &str = "seq, at, kind, request_id, volunteer_id, alert_id, engagement_id, \
    task_id, actor_kind, actor_id, data";

impl StoredEvent {
    pub(crate) fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("event");
        Ok(Self {
            seq: row.get("seq")?,
            at: row.get("at")?,
            kind: row.get("kind")?,
            request_id: row.get("request_id")?,
            volunteer_id: row.get("volunteer_id")?,
            alert_id: row.get("alert_id")?,
            engagement_id: row.get("engagement_id")?,
            task_id: row.get("task_id")?,
            actor_kind: row.get("actor_kind")?,
            actor_id: row.get("actor_id")?,
            data: row.get("data")?,
        })
    }
}

/// A row of the change log that nodes follow to keep their index in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub seq: i64,
    /// The volunteer that changed.
    pub volunteer_id: VolunteerId,
}

/// What inserts events and gives their numbers.
pub(crate) fn insert_events(events: &[Event]) -> Query {
    let mut query = sql("INSERT INTO event (at, kind, request_id, volunteer_id, alert_id, \
        engagement_id, task_id, actor_kind, actor_id, data) VALUES ");
    for (index, e) in events.iter().enumerate() {
        let values: [Value; 10] = [
            e.at.into(),
            e.kind.into(),
            e.request_id.into(),
            e.volunteer_id.into(),
            e.alert_id.into(),
            e.engagement_id.into(),
            e.task_id.into(),
            e.actor.kind.into(),
            e.actor.id.into(),
            e.data.as_str().into(),
        ];
        query = query.push(if index == 0 { "" } else { ", " }).push_list(values);
    }
    query.push(" RETURNING seq")
}

impl Tx {
    /// Appends an event, and notes it for the audit chain where a person caused it.
    pub async fn record(&mut self, e: &Event) -> Result<(), StoreError> {
        self.event_later(e.clone()).await
    }

    pub(crate) fn note_event(&mut self, e: &Event, seq: i64) {
        if is_noted(e.kind, e.actor.kind) {
            self.note(e.at, About::Event(seq), event_payload(&e.stored(seq)));
        }
    }

    /// Every event of a request, in order.
    pub async fn events_of_request(
        &mut self,
        id: RequestId,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM event WHERE request_id = $1 ORDER BY seq");
        self.all(sql(text).bind(id)).await?.iter().map(StoredEvent::read).collect()
    }

    /// Events after a number, in order, for export.
    pub async fn events_after(
        &mut self,
        seq: i64,
        limit: u32,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let text = format!("SELECT {COLUMNS} FROM event WHERE seq > $1 ORDER BY seq LIMIT $2");
        self.all(sql(text).bind(seq).bind(limit)).await?.iter().map(StoredEvent::read).collect()
    }

    /// How many events of a kind a volunteer has since a time.
    pub async fn events_of_volunteer(
        &mut self,
        id: VolunteerId,
        kind: &'static str,
        since: Timestamp,
    ) -> Result<i64, StoreError> {
        let text = "SELECT COUNT(*) AS number FROM event \
            WHERE volunteer_id = $1 AND kind = $2 AND at >= $3";
        self.number(sql(text).bind(id).bind(kind).bind(since)).await
    }

    /// Tells every node that a volunteer changed.
    pub async fn note_change(&mut self, id: VolunteerId, at: Timestamp) -> Result<(), StoreError> {
        self.order_changes().await?;
        let text = "INSERT INTO change (kind, target, at) VALUES ('volunteer', $1, $2)";
        self.run(sql(text).bind(id).bind(at)).await?;
        Ok(())
    }

    /// Changes after a number, in order.
    pub async fn changes_after(&mut self, seq: i64, limit: u32) -> Result<Vec<Change>, StoreError> {
        let text = "SELECT seq, target FROM change WHERE seq > $1 ORDER BY seq LIMIT $2";
        let rows = self.all(sql(text).bind(seq).bind(limit)).await?;
        rows.iter()
            .map(|row| {
                let row = row.of("change");
                Ok(Change { seq: row.get("seq")?, volunteer_id: row.get("target")? })
            })
            .collect()
    }

    /// The number of the last change, 0 when there is none.
    pub async fn last_change(&mut self) -> Result<i64, StoreError> {
        self.number(sql("SELECT COALESCE(MAX(seq), 0) AS number FROM change")).await
    }

    /// The last event's number, 0 when there is none.
    pub async fn last_event(&mut self) -> Result<i64, StoreError> {
        self.number(sql("SELECT COALESCE(MAX(seq), 0) AS number FROM event")).await
    }
}
