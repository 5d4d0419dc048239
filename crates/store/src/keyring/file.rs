//! The ring in a file: wrapped keys, which open under the same master key alone.

use std::io::Write;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use matching::SubjectId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rotation::{WrappedKey, hold, keys_after, put_keys, put_own};
use super::{KeyRing, LOOKUP, TOKENS};
use crate::StoreError;
use crate::archive::{ArchiveError, Kind, Reader, Writer};
use crate::sql::sql;

/// Keys stored by one statement.
const BATCH: usize = 500;

#[derive(Serialize, Deserialize)]
struct Head {
    made_at: Timestamp,
    keys: u64,
    lookup: String,
    token: String,
}

/// An export of keys that was read once and found whole.
pub struct KeyFile {
    head: Head,
    lines: Reader,
}

impl KeyFile {
    /// Opens a file and compares its checksum before anything is made of it.
    ///
    /// # Errors
    /// [`ArchiveError`] when it cannot be read, is another kind of file, newer, or damaged.
    pub fn open(path: &Path) -> Result<Self, ArchiveError> {
        let mut lines = Reader::open(Kind::Keys, path)?;
        let head = lines.line()?;
        Ok(Self { head, lines })
    }

    /// When it was written.
    pub fn made_at(&self) -> Timestamp {
        self.head.made_at
    }

    /// How many keys it holds.
    pub fn keys(&self) -> u64 {
        self.head.keys
    }

    fn key(&mut self) -> Result<WrappedKey, ArchiveError> {
        let (subject, wrapped, created_at): (Uuid, String, i64) = self.lines.line()?;
        let wrapped = BASE64.decode(wrapped).map_err(|_| self.lines.wrong("no base64"))?;
        let created_at = Timestamp::from_microsecond(created_at);
        let created_at = created_at.map_err(|_| self.lines.wrong("no time"))?;
        Ok(WrappedKey { subject: SubjectId(subject), wrapped, created_at })
    }
}

impl KeyRing {
    /// Writes every key, wrapped as it is stored, all of one moment; gives their number.
    ///
    /// # Errors
    /// [`ArchiveError::File`] when `out` refuses, [`ArchiveError::Store`] when the ring does.
    pub async fn export<W: Write>(
        &self,
        out: W,
        at: Timestamp,
        progress: &mut impl FnMut(u64),
    ) -> Result<u64, ArchiveError> {
        let mut tx = self.database.read().await?;
        let text = format!("SELECT COUNT(*) AS number FROM {}", self.tables.subjects);
        let keys = tx.number(sql(text)).await?.unsigned_abs();
        self.check_master(&mut tx).await?;
        let own = |name: &str, key| -> Result<String, StoreError> {
            Ok(BASE64.encode(self.wrapping.wrap_for(name.as_bytes(), key)?))
        };
        let (lookup, token) = (own(LOOKUP, &self.lookup)?, own(TOKENS, &self.tokens)?);
        let mut out = Writer::new(Kind::Keys, out)?;
        out.line(&Head { made_at: at, keys, lookup, token })?;
        let (mut done, mut after) = (0, Uuid::nil());
        loop {
            let page = keys_after(&mut tx, self.tables, after).await?;
            let Some(last) = page.last() else { break };
            after = last.subject.0;
            for key in &page {
                let wrapped = BASE64.encode(&key.wrapped);
                out.line(&(key.subject.0, wrapped, key.created_at.as_microsecond()))?;
            }
            done += page.len() as u64;
            progress(done);
        }
        out.finish()?;
        Ok(done)
    }

    /// Takes every key of a file into an empty ring, in one transaction.
    ///
    /// Each key is opened once, so that a wrong master key is noticed at once. This ring must be
    /// opened again afterwards.
    ///
    /// # Errors
    /// [`ArchiveError::NotEmpty`] when the ring holds a key, [`StoreError::KeyRing`] under another
    /// master key, or the line at fault.
    pub async fn import(
        &self,
        file: &mut KeyFile,
        progress: &mut impl FnMut(u64),
    ) -> Result<u64, ArchiveError> {
        let mut tx = self.database.write().await?;
        hold(&mut tx, self.tables).await?;
        let text = format!("SELECT COUNT(*) AS number FROM {}", self.tables.subjects);
        if tx.number(sql(text)).await? > 0 {
            return Err(ArchiveError::NotEmpty("the key ring"));
        }
        for (name, text) in [(LOOKUP, &file.head.lookup), (TOKENS, &file.head.token)] {
            let wrapped = BASE64.decode(text).map_err(|_| file.lines.wrong("no base64"))?;
            self.wrapping.unwrap_for(name.as_bytes(), &wrapped)?;
            put_own(&mut tx, self.tables, name, wrapped).await?;
        }
        let (mut done, mut batch) = (0, Vec::with_capacity(BATCH));
        while done < file.head.keys {
            let key = file.key()?;
            self.wrapping.unwrap_key(key.subject, &key.wrapped)?;
            batch.push(key);
            done += 1;
            if batch.len() == BATCH || done == file.head.keys {
                put_keys(&mut tx, self.tables, &batch).await?;
                batch.clear();
                progress(done);
            }
        }
        file.lines.end()?;
        tx.commit().await?;
        Ok(done)
    }
}
