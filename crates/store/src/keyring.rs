//! The key ring: the key of each subject, apart from the store and wrapped by the master key.
//!
//! Beside SQLite it is a file of its own; on PostgreSQL a schema of its own. A key is durable
//! before the row that needs it. Destroying a key erases every value it sealed, in old backups too.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::Timestamp;
use matching::SubjectId;
use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use uuid::Uuid;

use crate::StoreError;
use crate::database::{Database, Tx};
use crate::seal::{Secret, SubjectKey};
use crate::sql::sql;

const CACHED_KEYS: usize = 200_000;

const SQLITE_SCHEMA: &str = "CREATE TABLE IF NOT EXISTS subject_key (
  subject_id BLOB NOT NULL PRIMARY KEY,
  wrapped BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT";

const POSTGRES_SCHEMA: [&str; 2] = [
    "CREATE SCHEMA IF NOT EXISTS keyring",
    "CREATE TABLE IF NOT EXISTS keyring.subject_key (
  subject_id UUID NOT NULL PRIMARY KEY,
  wrapped BYTEA NOT NULL,
  created_at BIGINT NOT NULL
)",
];

/// Reads the master key from a file; writes a fresh one there when it is missing.
///
/// # Errors
/// [`StoreError::Open`] when the file cannot be read or written, [`StoreError::KeyRing`] when it
/// holds something else.
pub fn master_key(path: &Path) -> Result<Secret, StoreError> {
    let failed = |error: std::io::Error| {
        StoreError::Open(format!("the master key {} cannot be used: {error}", path.display()))
    };
    match std::fs::read_to_string(path) {
        Ok(text) => Secret::from_hex(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let secret = Secret::generate()?;
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(failed)?;
            }
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(failed)?;
            writeln!(file, "{}", secret.to_hex().as_str()).map_err(failed)?;
            file.sync_all().map_err(failed)?;
            Ok(secret)
        }
        Err(error) => Err(failed(error)),
    }
}

/// The keys of all subjects, and the keys derived from the master key.
#[derive(Clone)]
pub struct KeyRing {
    database: Database,
    table: &'static str,
    wrapping: Secret,
    lookup: Secret,
    tokens: Secret,
    cache: Arc<Mutex<HashMap<SubjectId, Secret>>>,
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
        let one = SqlitePoolOptions::new().max_connections(1);
        let writer = one.connect_with(options.clone()).await.map_err(failed)?;
        let four = SqlitePoolOptions::new().max_connections(4);
        let readers = four.connect_with(options).await.map_err(failed)?;
        sqlx::query(SQLITE_SCHEMA).execute(&writer).await?;
        Ok(Self::over(Database::Sqlite { writer, readers }, "subject_key", master))
    }

    /// Opens the ring in a schema of its own.
    pub async fn open_schema(pool: PgPool, master: &Secret) -> Result<Self, StoreError> {
        let mut tx = pool.begin().await?;
        sqlx::query("SELECT pg_advisory_xact_lock(7070670002)").execute(&mut *tx).await?;
        for statement in POSTGRES_SCHEMA {
            sqlx::query(statement).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(Self::over(Database::Postgres(pool), "keyring.subject_key", master))
    }

    fn over(database: Database, table: &'static str, master: &Secret) -> Self {
        Self {
            database,
            table,
            wrapping: master.derive("wrap"),
            lookup: master.derive("lookup"),
            tokens: master.derive("token"),
            cache: Arc::default(),
        }
    }

    /// Makes and stores the key of a new subject; durable when this returns.
    pub async fn create(&self, at: Timestamp) -> Result<SubjectKey, StoreError> {
        let keys = self.create_many(1, at).await?;
        keys.into_iter().next().ok_or(StoreError::KeyRing("no key was made"))
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
        for key in &keys {
            let wrapped = self.wrapping.wrap(key.subject, &key.secret)?;
            let text = format!(
                "INSERT INTO {} (subject_id, wrapped, created_at) VALUES ($1, $2, $3)",
                self.table
            );
            tx.run(sql(text).bind(key.subject).bind(wrapped).bind(at)).await?;
        }
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
        let text = format!("SELECT wrapped FROM {} WHERE subject_id = $1", self.table);
        let Some(row) = tx.one(sql(text).bind(subject)).await? else { return Ok(None) };
        let wrapped: Vec<u8> = row.of("subject_key").get("wrapped")?;
        let key = SubjectKey { subject, secret: self.wrapping.unwrap_key(subject, &wrapped)? };
        self.remember(std::slice::from_ref(&key));
        Ok(Some(key))
    }

    /// Reads every key into memory, for work over all subjects.
    pub async fn warm(&self) -> Result<(), StoreError> {
        let mut tx = self.database.read().await?;
        let text = format!("SELECT subject_id, wrapped FROM {}", self.table);
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
        let mut tx: Tx = self.database.write().await?;
        let text = format!("DELETE FROM {} WHERE subject_id = $1", self.table);
        tx.run(sql(text).bind(subject)).await?;
        tx.commit().await?;
        if let Ok(mut cache) = self.cache.lock() {
            cache.remove(&subject);
        }
        self.forget_log().await
    }

    /// Empties the write-ahead log, where the page of before the deletion still lies.
    async fn forget_log(&self) -> Result<(), StoreError> {
        if let Database::Sqlite { writer, .. } = &self.database {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await?;
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
