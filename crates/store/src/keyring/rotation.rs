//! Wrapping every key of the ring under a new master key.

use jiff::Timestamp;
use matching::SubjectId;
use uuid::Uuid;

use super::{KeyRing, LOOKUP, TOKENS, Tables};
use crate::StoreError;
use crate::database::Tx;
use crate::seal::Secret;
use crate::sql::sql;

const PAGE: u32 = 500;

/// A key of the ring as it is stored.
pub(super) struct WrappedKey {
    pub subject: SubjectId,
    pub wrapped: Vec<u8>,
    pub created_at: Timestamp,
}

impl KeyRing {
    /// Wraps every key under another master key, in one transaction; gives their number.
    ///
    /// This ring and every other one opened before cannot make keys any more. About ten
    /// microseconds a key; `progress` is told the keys done.
    ///
    /// # Errors
    /// [`StoreError::KeyRing`] when this ring's master key is no longer the right one.
    pub async fn rotate(
        &self,
        master: &Secret,
        progress: &mut impl FnMut(u64),
    ) -> Result<u64, StoreError> {
        let wrapping = master.derive("wrap");
        let mut tx = self.database.write().await?;
        hold(&mut tx, self.tables).await?;
        self.check_master(&mut tx).await?;
        let (mut done, mut after) = (0, Uuid::nil());
        loop {
            let mut keys = keys_after(&mut tx, self.tables, after).await?;
            let Some(last) = keys.last() else { break };
            after = last.subject.0;
            for key in &mut keys {
                let secret = self.wrapping.unwrap_key(key.subject, &key.wrapped)?;
                key.wrapped = wrapping.wrap(key.subject, &secret)?;
            }
            put_keys(&mut tx, self.tables, &keys).await?;
            done += keys.len() as u64;
            progress(done);
        }
        for (name, key) in [(LOOKUP, &self.lookup), (TOKENS, &self.tokens)] {
            put_own(&mut tx, self.tables, name, wrapping.wrap_for(name.as_bytes(), key)?).await?;
        }
        tx.commit().await?;
        self.forget_log().await?;
        Ok(done)
    }

    /// How many keys there are.
    pub async fn count(&self) -> Result<u64, StoreError> {
        let text = format!("SELECT COUNT(*) AS number FROM {}", self.tables.subjects);
        Ok(self.database.read().await?.number(sql(text)).await?.unsigned_abs())
    }
}

/// On PostgreSQL nobody else may write keys until the end of the transaction; they are read on.
pub(super) async fn hold(tx: &mut Tx, tables: Tables) -> Result<(), StoreError> {
    tx.hold_tables(&[tables.subjects, tables.own]).await
}

/// A page of keys in the order of their subjects.
pub(super) async fn keys_after(
    tx: &mut Tx,
    tables: Tables,
    after: Uuid,
) -> Result<Vec<WrappedKey>, StoreError> {
    let text = format!(
        "SELECT subject_id, wrapped, created_at FROM {} WHERE subject_id > $1 \
         ORDER BY subject_id LIMIT $2",
        tables.subjects
    );
    let rows = tx.all(sql(text).bind(after).bind(PAGE)).await?;
    rows.iter()
        .map(|row| {
            let row = row.of("subject_key");
            Ok(WrappedKey {
                subject: row.get("subject_id")?,
                wrapped: row.get("wrapped")?,
                created_at: row.get("created_at")?,
            })
        })
        .collect()
}

/// Stores keys; one that is there is wrapped anew.
pub(super) async fn put_keys(
    tx: &mut Tx,
    tables: Tables,
    keys: &[WrappedKey],
) -> Result<(), StoreError> {
    let text = format!("INSERT INTO {} (subject_id, wrapped, created_at) VALUES ", tables.subjects);
    let mut query = sql(text);
    for (index, key) in keys.iter().enumerate() {
        let comma = if index == 0 { "(" } else { ", (" };
        let first = query.next();
        query = query
            .push(&format!("{comma}${first}, ${}, ${})", first + 1, first + 2))
            .bind(key.subject)
            .bind(key.wrapped.as_slice())
            .bind(key.created_at);
    }
    tx.run(query.push(" ON CONFLICT (subject_id) DO UPDATE SET wrapped = excluded.wrapped"))
        .await?;
    Ok(())
}

/// Stores one of the ring's own keys.
pub(super) async fn put_own(
    tx: &mut Tx,
    tables: Tables,
    name: &str,
    wrapped: Vec<u8>,
) -> Result<(), StoreError> {
    let text = format!(
        "INSERT INTO {} (name, wrapped) VALUES ($1, $2) \
         ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped",
        tables.own
    );
    tx.run(sql(text).bind(name).bind(wrapped)).await?;
    Ok(())
}
