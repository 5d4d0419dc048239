//! The key ring: the key of each subject, apart from the store and wrapped by the master key.
//!
//! Beside SQLite it is a file of its own; on PostgreSQL a schema of its own. A key is durable
//! before the row that needs it. Destroying a key erases every value it sealed, in old backups too.
//!
//! The keys of look-up hashes and of links are derived from the first master key. When the master
//! key is replaced they stay as they are, and lie in the ring, wrapped like the others.

mod file;
mod master;
mod rotation;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use matching::SubjectId;
use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::sync::oneshot;
use uuid::Uuid;

use crate::StoreError;
use crate::database::{Database, Tx};
use crate::seal::{Secret, SubjectKey, hex};
use crate::sql::{Value, sql};
use crate::writer::Writer;

pub use file::KeyFile;
pub use master::{MasterFile, master_key};

const CACHED_KEYS: usize = 200_000;
/// Keys that one statement stores.
const KEYS_AT_ONCE: usize = 100;

const SQLITE_SCHEMA: [&str; 2] = [
    "CREATE TABLE IF NOT EXISTS subject_key (
  subject_id BLOB NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT",
    "CREATE TABLE IF NOT EXISTS ring_key (
  name TEXT NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL
) STRICT",
];

const POSTGRES_SCHEMA: [&str; 3] = [
    "CREATE SCHEMA IF NOT EXISTS keyring",
    "CREATE TABLE IF NOT EXISTS keyring.subject_key (
  subject_id UUID NOT NULL PRIMARY KEY,
  wrapped BYTEA NOT NULL,
  created_at BIGINT NOT NULL
)",
    "CREATE TABLE IF NOT EXISTS keyring.ring_key (
  name TEXT NOT NULL PRIMARY KEY,
  wrapped BYTEA NOT NULL
)",
];

/// The names of the ring's tables.
#[derive(Clone, Copy)]
struct Tables {
    /// A key a subject.
    subjects: &'static str,
    /// The ring's own keys, once the master key was replaced.
    own: &'static str,
}

const BESIDE_SQLITE: Tables = Tables { subjects: "subject_key", own: "ring_key" };
const IN_POSTGRES: Tables = Tables { subjects: "keyring.subject_key", own: "keyring.ring_key" };
/// The ring's own keys.
const LOOKUP: &str = "lookup";
const TOKENS: &str = "token";

/// The keys of all subjects, and the keys derived from the master key.
#[derive(Clone)]
pub struct KeyRing {
    database: Database,
    tables: Tables,
    wrapping: Secret,
    lookup: Secret,
    tokens: Secret,
    /// How the ring's own keys were wrapped when it was opened; none before the first rotation.
    seen: Option<Vec<u8>>,
    cache: Arc<Mutex<HashMap<SubjectId, Secret>>>,
    making: Arc<Making>,
}

/// Keys of some subjects as they are stored.
pub struct WrappedKeys(HashMap<SubjectId, Vec<u8>>);

/// Who waits for a new key, and who makes them.
#[derive(Default)]
struct Making {
    asked: Mutex<Vec<oneshot::Sender<SubjectKey>>>,
    turn: tokio::sync::Mutex<()>,
}

impl KeyRing {
    /// Opens the ring in a file of its own.
    pub async fn open_file(path: &Path, master: &Secret) -> Result<Self, StoreError> {
        Self::open_sqlite(path, master, SqliteSynchronous::Full).await
    }

    /// Opens the ring in a file that need not outlive a power cut: for the demo and for tests.
    pub async fn open_throw_away(path: &Path, master: &Secret) -> Result<Self, StoreError> {
        Self::open_sqlite(path, master, SqliteSynchronous::Off).await
    }

    async fn open_sqlite(
        path: &Path,
        master: &Secret,
        synchronous: SqliteSynchronous,
    ) -> Result<Self, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(synchronous)
            .pragma("secure_delete", "ON")
            .busy_timeout(Duration::from_secs(10));
        let failed = |error| {
            StoreError::Open(format!("the key ring {} cannot be opened: {error}", path.display()))
        };
        let writer = Writer::open(&options).await.map_err(failed)?;
        let four = SqlitePoolOptions::new().max_connections(4);
        let readers = four.connect_with(options).await.map_err(failed)?;
        for statement in SQLITE_SCHEMA {
            sqlx::query(statement).execute(&mut *writer.apart().await?).await?;
        }
        Self::over(Database::Sqlite { writer, readers }, BESIDE_SQLITE, master).await
    }

    /// Opens the ring in a schema of its own.
    pub async fn open_schema(pool: PgPool, master: &Secret) -> Result<Self, StoreError> {
        let mut tx = pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock(7070670002)").execute(&mut *tx).await?;
        for statement in POSTGRES_SCHEMA {
            sqlx::query(statement).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Self::over(Database::Postgres(pool), IN_POSTGRES, master).await
    }

    async fn over(database: Database, tables: Tables, master: &Secret) -> Result<Self, StoreError> {
        let wrapping = master.derive("wrap");
        let mut tx = database.read().await?;
        let own = async |tx: &mut Tx, name| match wrapped_own(tx, tables, name).await? {
            Some(wrapped) => wrapping.unwrap_for(name.as_bytes(), &wrapped),
            None => Ok(master.derive(name)),
        };
        let lookup = own(&mut tx, LOOKUP).await?;
        let tokens = own(&mut tx, TOKENS).await?;
        let seen = wrapped_own(&mut tx, tables, TOKENS).await?;
        drop(tx);
        let (cache, making) = (Arc::default(), Arc::default());
        Ok(Self { database, tables, wrapping, lookup, tokens, seen, cache, making })
    }

    /// Makes and stores the key of a new subject; durable when this returns. Keys that are asked for
    /// while others are being stored are stored together.
    pub async fn create(&self, at: Timestamp) -> Result<SubjectKey, StoreError> {
        loop {
            let (give, mut given) = oneshot::channel();
            if let Ok(mut asked) = self.making.asked.lock() {
                asked.push(give);
            }
            let _turn = self.making.turn.lock().await;
            match given.try_recv() {
                Ok(key) => return Ok(key),
                // Whoever took the question was given up half-way: it is asked again.
                Err(oneshot::error::TryRecvError::Closed) => continue,
                Err(oneshot::error::TryRecvError::Empty) => {}
            }
            let asked = self.making.asked.lock().map(|mut asked| std::mem::take(&mut *asked));
            let asked = asked.unwrap_or_default();
            let keys = self.create_many(asked.len(), at).await?;
            for (asked, key) in asked.into_iter().zip(keys) {
                let _ = asked.send(key);
            }
            return given.try_recv().map_err(|_| StoreError::KeyRing("no key was made"));
        }
    }

    /// Makes and stores many keys in one transaction.
    pub async fn create_many(
        &self,
        count: usize,
        at: Timestamp,
    ) -> Result<Vec<SubjectKey>, StoreError> {
        let mut keys = Vec::with_capacity(count);
        for _ in 0..count {
            let subject = SubjectId(ordered_id(at)?);
            keys.push(SubjectKey { subject, secret: Secret::generate()? });
        }
        let mut tx = self.database.write().await?;
        for some in keys.chunks(KEYS_AT_ONCE) {
            let text = format!(
                "INSERT INTO {} (subject_id, wrapped, created_at) VALUES ",
                self.tables.subjects
            );
            let mut query = sql(text);
            for (index, key) in some.iter().enumerate() {
                let wrapped = self.wrapping.wrap(key.subject, &key.secret)?;
                let values: [Value; 3] = [key.subject.into(), wrapped.into(), at.into()];
                query = query.push(if index == 0 { "" } else { ", " }).push_list(values);
            }
            tx.run(query).await?;
        }
        self.check_master(&mut tx).await?;
        tx.commit().await?;
        self.remember(&keys);
        Ok(keys)
    }

    /// The key of a subject, or `None` when it was destroyed.
    pub async fn key(&self, subject: SubjectId) -> Result<Option<SubjectKey>, StoreError> {
        if let Some(secret) = self.cached(subject) {
            return Ok(Some(SubjectKey { subject, secret }));
        }
        let mut tx = self.database.read().await?;
        let text = format!("SELECT wrapped FROM {} WHERE subject_id = $1", self.tables.subjects);
        let Some(row) = tx.one(sql(text).bind(subject)).await? else { return Ok(None) };
        let wrapped: Vec<u8> = row.of("subject_key").get("wrapped")?;
        let key = SubjectKey { subject, secret: self.wrapping.unwrap_key(subject, &wrapped)? };
        self.remember(std::slice::from_ref(&key));
        Ok(Some(key))
    }

    /// Which of these subjects have no key.
    pub async fn missing(&self, subjects: &[SubjectId]) -> Result<Vec<SubjectId>, StoreError> {
        let mut tx = self.database.read().await?;
        let mut there = HashSet::with_capacity(subjects.len());
        for some in subjects.chunks(500) {
            let text =
                format!("SELECT subject_id FROM {} WHERE subject_id IN ", self.tables.subjects);
            for row in tx.all(sql(text).push_list(some.iter().copied())).await? {
                there.insert(row.of("subject_key").get::<SubjectId>("subject_id")?);
            }
        }
        Ok(subjects.iter().copied().filter(|subject| !there.contains(subject)).collect())
    }

    /// The keys of some subjects, still wrapped: opening them costs more than reading them, and can be
    /// done elsewhere with [`KeyRing::unwrap`].
    pub async fn wrapped(&self, subjects: &[SubjectId]) -> Result<WrappedKeys, StoreError> {
        let mut tx = self.database.read().await?;
        let mut keys = HashMap::with_capacity(subjects.len());
        for some in subjects.chunks(500) {
            let text = format!(
                "SELECT subject_id, wrapped FROM {} WHERE subject_id IN ",
                self.tables.subjects
            );
            for row in tx.all(sql(text).push_list(some.iter().copied())).await? {
                let row = row.of("subject_key");
                keys.insert(row.get("subject_id")?, row.get("wrapped")?);
            }
        }
        Ok(WrappedKeys(keys))
    }

    /// One of some wrapped keys; `None` when it was destroyed. It is not remembered.
    ///
    /// # Errors
    /// [`StoreError::KeyRing`] under another master key.
    pub fn unwrap(
        &self,
        keys: &WrappedKeys,
        subject: SubjectId,
    ) -> Result<Option<SubjectKey>, StoreError> {
        let Some(wrapped) = keys.0.get(&subject) else { return Ok(None) };
        let secret = self.wrapping.unwrap_key(subject, wrapped)?;
        Ok(Some(SubjectKey { subject, secret }))
    }

    /// Reads the keys of some subjects that are not in memory yet, for work that opens them next.
    pub async fn fetch(&self, subjects: &[SubjectId]) -> Result<(), StoreError> {
        let unknown = match self.cache.lock() {
            Ok(cache) => subjects.iter().copied().filter(|own| !cache.contains_key(own)).collect(),
            Err(_) => Vec::new(),
        };
        if unknown.is_empty() {
            return Ok(());
        }
        let wrapped = self.wrapped(&unknown).await?;
        let keys: Result<Vec<_>, _> =
            unknown.iter().filter_map(|own| self.unwrap(&wrapped, *own).transpose()).collect();
        self.remember(&keys?);
        Ok(())
    }

    /// Reads every key into memory, for work over all subjects.
    pub async fn warm(&self) -> Result<(), StoreError> {
        let mut tx = self.database.read().await?;
        let text = format!("SELECT subject_id, wrapped FROM {}", self.tables.subjects);
        let mut keys = Vec::new();
        tx.each(sql(text), |row| {
            let row = row.of("subject_key");
            let subject = row.get::<SubjectId>("subject_id")?;
            let wrapped: Vec<u8> = row.get("wrapped")?;
            keys.push(SubjectKey { subject, secret: self.wrapping.unwrap_key(subject, &wrapped)? });
            Ok(())
        })
        .await?;
        self.remember(&keys);
        Ok(())
    }

    /// Destroys the key of a subject: all that it sealed is erased.
    pub async fn destroy(&self, subject: SubjectId) -> Result<(), StoreError> {
        self.destroy_all(&[subject]).await
    }

    /// Destroys the keys of some subjects.
    pub async fn destroy_all(&self, subjects: &[SubjectId]) -> Result<(), StoreError> {
        if subjects.is_empty() {
            return Ok(());
        }
        let mut tx: Tx = self.database.write().await?;
        let text = format!("DELETE FROM {} WHERE subject_id IN ", self.tables.subjects);
        tx.run(sql(text).push_list(subjects.iter().copied())).await?;
        tx.commit().await?;
        if let Ok(mut cache) = self.cache.lock() {
            for subject in subjects {
                cache.remove(subject);
            }
        }
        self.forget_log().await
    }

    /// A page of the subjects that have a key, and when it was made, in the order of their ids.
    pub async fn subjects_after(
        &self,
        after: SubjectId,
    ) -> Result<Vec<(SubjectId, Timestamp)>, StoreError> {
        let mut tx = self.database.read().await?;
        let keys = rotation::keys_after(&mut tx, self.tables, after.0).await?;
        Ok(keys.iter().map(|key| (key.subject, key.created_at)).collect())
    }

    /// Empties the write-ahead log, where the page of before the deletion still lies.
    async fn forget_log(&self) -> Result<(), StoreError> {
        if let Database::Sqlite { writer, .. } = &self.database {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&mut *writer.apart().await?)
                .await?;
        }
        Ok(())
    }

    /// A keyed hash by which a normalised e-mail address or phone number is looked up.
    pub fn lookup_hash(&self, kind: &str, normalised: &str) -> Vec<u8> {
        self.lookup.mac(&[kind.as_bytes(), normalised.as_bytes()]).to_vec()
    }

    /// The bytes of a link's token; derived again whenever they are needed, never stored.
    pub fn token(&self, purpose: &str, target: Uuid, version: u32) -> [u8; 32] {
        self.tokens.mac(&[purpose.as_bytes(), target.as_bytes(), &version.to_be_bytes()])
    }

    pub(crate) fn audit_secret(&self) -> Secret {
        self.tokens.derive("audit")
    }

    /// Tells two rings apart without telling anything of their keys: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        hex(&self.tokens.mac(&[b"fingerprint"])[..8])
    }

    /// Refuses when the master key was replaced since this ring was opened: what it wrapped could
    /// never be opened again. Asked after the writing, under the lock that the writing took.
    async fn check_master(&self, tx: &mut Tx) -> Result<(), StoreError> {
        if wrapped_own(tx, self.tables, TOKENS).await? == self.seen {
            return Ok(());
        }
        Err(StoreError::KeyRing("the master key was replaced: start this process again with it"))
    }

    fn cached(&self, subject: SubjectId) -> Option<Secret> {
        self.cache.lock().ok()?.get(&subject).cloned()
    }

    fn remember(&self, keys: &[SubjectKey]) {
        let Ok(mut cache) = self.cache.lock() else { return };
        if cache.len() + keys.len() > CACHED_KEYS {
            cache.clear();
        }
        for key in keys.iter().take(CACHED_KEYS) {
            cache.insert(key.subject, key.secret.clone());
        }
    }

    /// Closes the ring.
    pub async fn close(&self) {
        self.database.close().await;
    }
}

/// One of the ring's own keys as it is stored; none before the first rotation.
async fn wrapped_own(
    tx: &mut Tx,
    tables: Tables,
    name: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let text = format!("SELECT wrapped FROM {} WHERE name = $1", tables.own);
    let row = tx.one(sql(text).bind(name)).await?;
    row.map(|row| row.of("ring_key").get("wrapped")).transpose()
}

/// A `UUIDv7` of the given time with fresh randomness.
///
/// # Errors
/// [`StoreError::KeyRing`] when the system's generator fails.
pub fn ordered_id(at: Timestamp) -> Result<Uuid, StoreError> {
    let mut random = [0; 10];
    getrandom::fill(&mut random).map_err(|_| StoreError::KeyRing("no randomness to be had"))?;
    let millis = u64::try_from(at.as_millisecond()).unwrap_or_default();
    Ok(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}
