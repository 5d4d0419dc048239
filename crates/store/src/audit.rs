//! The audit chain: who did what to personal data and rights.
//!
//! Whatever a person does is an event or a reveal; recording one notes it, and the commit adds a
//! link for each note to the chain of this node, as its last act. A link is a keyed hash over the
//! link before it and a salted hash of the payload: nothing can be changed, removed or put in
//! between without the key ring, and a payload can be erased with its salt while the chain holds.
//! Numbers start again each day; the first link of a day continues from the last one before.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;
use uuid::Uuid;

use crate::events::StoredEvent;
use crate::reveals::Reveal;
use crate::seal::{Secret, hex, sha256};
use crate::sql::{Query, Reader, Row, Value, sql};
use crate::{KeyRing, StoreError, Tx};

const SALT_BYTES: usize = 16;
/// Links that one statement inserts.
const LINKS_AT_ONCE: usize = 100;
const MICROSECONDS_A_DAY: i64 = 86_400_000_000;
/// What the first link of a chain continues from.
const ROOT: [u8; 32] = [0; 32];
/// Events that touch rights or personal data even where no person is known to have caused them.
const ALWAYS: [&str; 4] = ["account.", "token.", "request.erased", "volunteer.erased"];

/// The chain that one node writes, and the key of its links.
#[derive(Clone, Debug)]
pub struct AuditChain {
    node: Arc<str>,
    secret: Secret,
}

/// What a transaction has to add to the chain when it commits.
#[derive(Default)]
pub(crate) struct Notes {
    chain: Option<AuditChain>,
    notes: Vec<Note>,
}

struct Note {
    at: Timestamp,
    about: About,
    payload: Vec<u8>,
}

/// What a link is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Event(i64),
    Reveal(Uuid),
    /// Of a payload that was erased together with its row.
    Nothing,
}

/// The last link that a node has written, to be kept elsewhere: what is cut off after it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditHead {
    /// The node.
    pub node: String,
    /// Days since 1970.
    pub day: i64,
    /// The number within the day.
    pub number: i64,
    /// The hash of the link.
    pub hash: Vec<u8>,
}

/// A link of the chain as it is stored.
pub(crate) struct AuditLink {
    pub head: AuditHead,
    pub at: Timestamp,
    pub about: About,
    pub salt: Option<Vec<u8>>,
    pub payload_hash: Vec<u8>,
}

impl KeyRing {
    /// The chain of a node. Its key is one of those that a new master key leaves as they are.
    pub fn audit_chain(&self, node: &str) -> AuditChain {
        AuditChain { node: node.into(), secret: self.audit_secret() }
    }
}

impl AuditChain {
    /// The link that follows another.
    fn follow(&self, last: Option<&AuditHead>, note: &Note) -> Result<AuditLink, StoreError> {
        let today = audit_day(note.at);
        let day = last.map_or(today, |last| last.day.max(today));
        let number = last.filter(|last| last.day == day).map_or(1, |last| last.number + 1);
        let mut salt = vec![0; SALT_BYTES];
        getrandom::fill(&mut salt).map_err(|_| StoreError::KeyRing("no randomness to be had"))?;
        let payload_hash = salted(&salt, &note.payload);
        let head = AuditHead { node: self.node.to_string(), day, number, hash: Vec::new() };
        let mut link =
            AuditLink { head, at: note.at, about: note.about, salt: Some(salt), payload_hash };
        link.head.hash = self.hash(last, &link);
        Ok(link)
    }

    /// The hash that a link must have after another.
    pub(crate) fn hash(&self, last: Option<&AuditHead>, link: &AuditLink) -> Vec<u8> {
        let before = last.map_or(ROOT.as_slice(), |last| last.hash.as_slice());
        let parts: [&[u8]; 6] = [
            before,
            link.head.node.as_bytes(),
            &link.head.day.to_be_bytes(),
            &link.head.number.to_be_bytes(),
            &link.at.as_microsecond().to_be_bytes(),
            &link.payload_hash,
        ];
        self.secret.mac(&parts).to_vec()
    }
}

impl AuditHead {
    pub(crate) fn read(row: &Reader<'_>) -> Result<Self, StoreError> {
        let (node, day) = (row.get("node")?, row.get("day")?);
        Ok(Self { node, day, number: row.get("number")?, hash: row.get("hash")? })
    }
}

impl AuditLink {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        let row: Reader<'_> = row.of("audit");
        let about = match (row.get("event_seq")?, row.get("reveal_id")?) {
            (Some(seq), _) => About::Event(seq),
            (None, Some(id)) => About::Reveal(id),
            (None, None) => About::Nothing,
        };
        let head = AuditHead::read(&row)?;
        let (salt, payload_hash) = (row.get("salt")?, row.get("payload_hash")?);
        Ok(Self { head, at: row.get("link_at")?, about, salt, payload_hash })
    }

    /// Whether this is the payload that was noted.
    pub fn is_of(&self, payload: &[u8]) -> bool {
        self.salt.as_ref().is_some_and(|salt| salted(salt, payload) == self.payload_hash)
    }
}

/// What is hashed of an event: every column.
pub(crate) fn event_payload(e: &StoredEvent) -> Vec<u8> {
    let ids = [
        e.request_id.map(|id| id.0),
        e.volunteer_id.map(|id| id.0),
        e.alert_id.map(|id| id.0),
        e.engagement_id.map(|id| id.0),
        e.task_id.map(|id| id.0),
    ];
    let at = e.at.as_microsecond();
    json!(["event", e.seq, at, e.kind, ids, e.actor_kind, e.actor_id, e.data])
        .to_string()
        .into_bytes()
}

/// What is hashed of a reveal: every column.
pub(crate) fn reveal_payload(r: &Reveal) -> Vec<u8> {
    let ids = [
        r.request_id.map(|id| id.0),
        r.volunteer_id.map(|id| id.0),
        r.engagement_id.map(|id| id.0),
    ];
    let at = r.at.as_microsecond();
    let sealed = r.sealed_reason.as_ref().map(|sealed| hex(sealed.as_bytes()));
    json!(["reveal", r.id, at, r.actor_kind, r.actor_id, ids, r.reason, sealed])
        .to_string()
        .into_bytes()
}

/// Whether an event belongs into the chain.
pub(crate) fn is_noted(kind: &str, actor_kind: &str) -> bool {
    actor_kind != "system" || ALWAYS.iter().any(|start| kind.starts_with(start))
}

/// The day of the chain that a moment belongs to: days since 1970 UTC.
pub fn audit_day(at: Timestamp) -> i64 {
    at.as_microsecond().div_euclid(MICROSECONDS_A_DAY)
}

/// When a day of the chain begins.
pub fn start_of_audit_day(day: i64) -> Timestamp {
    Timestamp::from_microsecond(day.saturating_mul(MICROSECONDS_A_DAY)).unwrap_or(Timestamp::MIN)
}

fn salted(salt: &[u8], payload: &[u8]) -> Vec<u8> {
    sha256(&[salt, payload].concat()).to_vec()
}

impl Tx {
    /// Whatever is noted from now on goes into this chain.
    #[must_use]
    pub fn chained(mut self, chain: &AuditChain) -> Self {
        self.notes.chain = Some(chain.clone());
        self
    }

    pub(crate) fn note(&mut self, at: Timestamp, about: About, payload: Vec<u8>) {
        if self.notes.chain.is_some() {
            self.notes.notes.push(Note { at, about, payload });
        }
    }

    /// Writes what waits, and adds a link for each note. Nothing is locked after this: it is the
    /// end of the transaction.
    pub(crate) async fn chain_notes(&mut self) -> Result<(), StoreError> {
        let Some(chain) = self.notes.chain.clone() else { return self.flush().await };
        let last = if self.is_postgres() {
            self.flush().await?;
            if self.notes.notes.is_empty() {
                return Ok(());
            }
            self.order_audit(&chain.node).await?;
            self.one(last_link(&chain.node)).await?
        } else if self.is_idle() {
            return Ok(());
        } else {
            self.flush_and_ask(Some(last_link(&chain.node))).await?
        };
        let mut last = last.map(|row| AuditHead::read(&row.of("audit"))).transpose()?;
        let notes = std::mem::take(&mut self.notes.notes);
        for some in notes.chunks(LINKS_AT_ONCE) {
            let mut links = Vec::with_capacity(some.len());
            for note in some {
                let link = chain.follow(last.as_ref(), note)?;
                last = Some(link.head.clone());
                links.push(link);
            }
            self.later(insert_links(&links)).await?;
        }
        Ok(())
    }

    /// Whether there is nothing to note, and nothing waits that may have to be.
    fn is_idle(&self) -> bool {
        self.notes.notes.is_empty() && !self.pending.has_events()
    }
}

fn last_link(node: &str) -> Query {
    let text = "SELECT node, day, number, hash FROM audit WHERE node = $1 \
        ORDER BY day DESC, number DESC LIMIT 1";
    sql(text).bind(node)
}

fn insert_links(links: &[AuditLink]) -> Query {
    let mut query = sql("INSERT INTO audit (node, day, number, at, event_seq, reveal_id, salt, \
        payload_hash, hash) VALUES ");
    for (index, link) in links.iter().enumerate() {
        let (event, reveal) = match link.about {
            About::Event(seq) => (Some(seq), None),
            About::Reveal(id) => (None, Some(id)),
            About::Nothing => (None, None),
        };
        let values: [Value; 9] = [
            link.head.node.as_str().into(),
            link.head.day.into(),
            link.head.number.into(),
            link.at.into(),
            event.into(),
            reveal.into(),
            link.salt.clone().into(),
            link.payload_hash.as_slice().into(),
            link.head.hash.as_slice().into(),
        ];
        query = query.push(if index == 0 { "" } else { ", " }).push_list(values);
    }
    query
}
