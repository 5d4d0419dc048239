//! Idempotency keys: the same key and body give the first answer again.

use store::{IdempotencyRecord, Tx, hex, sha256};
use uuid::Uuid;

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// A key that came with a call, and the hash of the call's body.
#[derive(Debug, Clone)]
pub struct Replay {
    actor: String,
    key: String,
    body_hash: [u8; 32],
}

impl Replay {
    /// Reads a key; for the public it is scoped to the body as well, for others to the actor.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] when the key is empty, longer than 200 characters or not printable.
    pub fn new(actor: &Actor, key: &str, body: &[u8]) -> Outcome<Self> {
        let printable = key.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        if key.is_empty() || key.len() > 200 || !printable {
            return Err(Refusal::field("Idempotency-Key", "idempotency_key"));
        }
        let body_hash = sha256(body);
        let reference = actor.reference();
        let actor = match reference.id {
            Some(id) => format!("{}:{id}", reference.kind),
            None => format!("public:{}", hex(&body_hash)),
        };
        Ok(Self { actor, key: key.to_owned(), body_hash })
    }
}

impl Dispatch {
    /// What was made under this key before; [`Refusal::KeyReused`] when the body was another.
    pub(crate) async fn replayed(
        &self,
        replay: Option<&Replay>,
        kind: &str,
    ) -> Outcome<Option<Uuid>> {
        let Some(replay) = replay else { return Ok(None) };
        let mut tx = self.read().await?;
        let since = self.now() - hours(24);
        let Some(record) = tx.idempotency_record(&replay.actor, &replay.key, since).await? else {
            return Ok(None);
        };
        if record.body_hash == replay.body_hash && record.kind == kind {
            Ok(Some(record.target))
        } else {
            Err(Refusal::KeyReused)
        }
    }

    /// Takes the key inside the transaction; `false` when somebody was faster.
    pub(crate) async fn take_key(
        &self,
        tx: &mut Tx,
        replay: Option<&Replay>,
        kind: &str,
        target: Uuid,
    ) -> Outcome<bool> {
        let Some(replay) = replay else { return Ok(true) };
        let record = IdempotencyRecord {
            body_hash: replay.body_hash.to_vec(),
            kind: kind.to_owned(),
            target,
        };
        Ok(tx.take_idempotency_key(&replay.actor, &replay.key, &record, self.now()).await?)
    }
}
