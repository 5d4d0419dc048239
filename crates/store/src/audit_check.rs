//! Walking the audit chain: every link continues from the one before it and fits what it is about.

use std::fmt;

use jiff::Timestamp;

use crate::audit::{
    About, AuditChain, AuditHead, AuditLink, audit_day, event_payload, is_noted, reveal_payload,
    start_of_audit_day,
};
use crate::events::StoredEvent;
use crate::reveals::Reveal;
use crate::sql::{Row, sql};
use crate::{StoreError, Tx};

/// Where the chain does not hold, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditFault {
    /// The row at fault.
    pub row: String,
    /// What is wrong with it.
    pub what: &'static str,
}

/// What a walk along the chains has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditReport {
    /// The last link of each node.
    pub heads: Vec<AuditHead>,
    /// How many links there are.
    pub links: u64,
    /// Everything that does not hold.
    pub faults: Vec<AuditFault>,
}

impl fmt::Display for AuditHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "audit {} {} {}", self.node, date(self.day), self.number)
    }
}

/// The day as people write it.
fn date(day: i64) -> String {
    start_of_audit_day(day).strftime("%F").to_string()
}

impl Tx {
    /// Walks every chain from its start. A chain may begin in the middle where what came before is
    /// older than `kept_since`: it was forgotten.
    pub async fn check_audit(
        &mut self,
        chain: &AuditChain,
        kept_since: Timestamp,
    ) -> Result<AuditReport, StoreError> {
        const TEXT: &str = "SELECT a.node, a.day, a.number, a.at AS link_at, a.event_seq, \
            a.reveal_id, a.salt, a.payload_hash, a.hash, \
            COALESCE(e.at, r.at) AS at, e.seq, e.kind, e.data, e.alert_id, e.task_id, \
            COALESCE(e.request_id, r.request_id) AS request_id, \
            COALESCE(e.volunteer_id, r.volunteer_id) AS volunteer_id, \
            COALESCE(e.engagement_id, r.engagement_id) AS engagement_id, \
            COALESCE(e.actor_kind, r.actor_kind) AS actor_kind, \
            COALESCE(e.actor_id, r.actor_id) AS actor_id, \
            r.id, r.reason, r.sealed_reason FROM audit a \
            LEFT JOIN event e ON e.seq = a.event_seq LEFT JOIN reveal r ON r.id = a.reveal_id \
            ORDER BY a.node, a.day, a.number";
        let mut walk = Walk { chain, kept_since, last: None, report: AuditReport::default() };
        self.each(sql(TEXT), |row| walk.step(&row)).await?;
        let mut report = walk.end();
        self.find_unchained(&mut report).await?;
        self.find_erased_without_word(kept_since, &mut report).await?;
        Ok(report)
    }

    /// What was erased before its time though no noted erasure says so.
    async fn find_erased_without_word(
        &mut self,
        kept_since: Timestamp,
        report: &mut AuditReport,
    ) -> Result<(), StoreError> {
        let text = "SELECT a.node, a.day, a.number, a.hash FROM audit a \
            LEFT JOIN reveal r ON r.id = a.reveal_id \
            WHERE a.salt IS NULL AND a.day >= $1 AND NOT EXISTS \
            (SELECT 1 FROM event e JOIN audit b ON b.event_seq = e.seq AND b.salt IS NOT NULL \
             WHERE (e.kind = 'request.erased' AND e.request_id = r.request_id) \
             OR (e.kind = 'volunteer.erased' AND e.volunteer_id = r.volunteer_id)) \
            ORDER BY a.node, a.day, a.number";
        let mut found = Vec::new();
        self.each(sql(text).bind(audit_day(kept_since)), |row| {
            found.push(AuditHead::read(&row.of("audit"))?.to_string());
            Ok(())
        })
        .await?;
        let what = "it was erased and no erasure was noted";
        report.faults.extend(found.into_iter().map(|row| AuditFault { row, what }));
        Ok(())
    }

    /// What was done since the first link and stands in no chain.
    async fn find_unchained(&mut self, report: &mut AuditReport) -> Result<(), StoreError> {
        let text = "SELECT seq, kind, actor_kind FROM event \
            WHERE seq > (SELECT MIN(event_seq) FROM audit) \
            AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.event_seq = event.seq) ORDER BY seq";
        let mut found = Vec::new();
        self.each(sql(text), |row| {
            let row = row.of("event");
            let (kind, actor): (String, String) = (row.get("kind")?, row.get("actor_kind")?);
            if is_noted(&kind, &actor) {
                found.push(format!("event {}", row.get::<i64>("seq")?));
            }
            Ok(())
        })
        .await?;
        let text = "SELECT id FROM reveal WHERE at > (SELECT MIN(at) FROM audit) \
            AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.reveal_id = reveal.id) ORDER BY id";
        self.each(sql(text), |row| {
            found.push(format!("reveal {}", row.of("reveal").get::<uuid::Uuid>("id")?));
            Ok(())
        })
        .await?;
        let what = "it stands in no chain";
        report.faults.extend(found.into_iter().map(|row| AuditFault { row, what }));
        Ok(())
    }
}

struct Walk<'a> {
    chain: &'a AuditChain,
    kept_since: Timestamp,
    last: Option<AuditHead>,
    report: AuditReport,
}

impl Walk<'_> {
    fn step(&mut self, row: &Row) -> Result<(), StoreError> {
        let link = AuditLink::read(row)?;
        self.report.links += 1;
        if self.last.as_ref().is_some_and(|last| last.node != link.head.node) {
            self.report.heads.extend(self.last.take());
        }
        if let Some(what) = self.gap(&link).or_else(|| self.broken(&link)) {
            self.fault(link.head.to_string(), what);
        }
        if let Some((row, what)) = changed(&link, row)? {
            self.fault(row, what);
        }
        self.last = Some(link.head);
        Ok(())
    }

    fn fault(&mut self, row: String, what: &'static str) {
        self.report.faults.push(AuditFault { row, what });
    }

    fn gap(&self, link: &AuditLink) -> Option<&'static str> {
        let number = match &self.last {
            None if self.begins_late(link) => return None,
            Some(last) if last.day == link.head.day => last.number + 1,
            _ => 1,
        };
        (link.head.number != number).then_some("what came before it is missing")
    }

    fn broken(&self, link: &AuditLink) -> Option<&'static str> {
        if self.last.is_none() && self.begins_late(link) {
            return None;
        }
        (self.chain.hash(self.last.as_ref(), link) != link.head.hash)
            .then_some("it does not continue from the link before it, or was changed")
    }

    /// What came before was forgotten in time.
    fn begins_late(&self, link: &AuditLink) -> bool {
        link.salt.is_none() && link.head.day < audit_day(self.kept_since)
    }

    fn end(mut self) -> AuditReport {
        self.report.heads.extend(self.last.take());
        self.report
    }
}

/// The row that a link is about, if it is not as it was noted.
fn changed(link: &AuditLink, row: &Row) -> Result<Option<(String, &'static str)>, StoreError> {
    if link.salt.is_none() {
        return Ok(None);
    }
    let (name, payload) = match link.about {
        About::Event(seq) => {
            let there = row.of("event").get::<Option<i64>>("seq")?.is_some();
            let payload = there.then(|| StoredEvent::read(row)).transpose()?;
            (format!("event {seq}"), payload.as_ref().map(event_payload))
        }
        About::Reveal(id) => {
            let there = row.of("reveal").get::<Option<uuid::Uuid>>("id")?.is_some();
            let payload = there.then(|| Reveal::read(row)).transpose()?;
            (format!("reveal {id}"), payload.as_ref().map(reveal_payload))
        }
        About::Nothing => return Ok(Some((link.head.to_string(), "it is about nothing"))),
    };
    Ok(match payload {
        None => Some((name, "it is missing")),
        Some(payload) if !link.is_of(&payload) => Some((name, "it was changed")),
        Some(_) => None,
    })
}
