//! Opening, migrating and talking to either database.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use futures::TryStreamExt;
use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Postgres, Sqlite, Transaction};

use crate::StoreError;
use crate::audit::Notes;
use crate::pending::Pending;
use crate::sql::{Query, Row, Value, bind_all};
use crate::writer::{SqliteTx, Writer};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("../../migrations/postgres");

/// Where the data lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A PostgreSQL server; the address may hold a password and is never printed.
    Postgres(PostgresUrl),
}

/// The address of a PostgreSQL server.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl std::fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("postgres://…")
    }
}

impl FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            PgConnectOptions::from_str(text)
                .map_err(|_| "database.url is no usable postgres:// address".to_owned())?;
            return Ok(Self::Postgres(PostgresUrl(text.to_owned())));
        }
        match text.strip_prefix("sqlite:") {
            // Each connection would have a memory of its own.
            Some(path) if path.starts_with(":memory:") => {
                Err("database.url names a file: nothing would outlive the program".to_owned())
            }
            Some(path) if !path.is_empty() => {
                Ok(Self::Sqlite(PathBuf::from(path.strip_prefix("//").unwrap_or(path))))
            }
            _ => Err("database.url starts with `sqlite:` or `postgres://`".to_owned()),
        }
    }
}

/// An open database of either kind.
#[derive(Clone)]
pub enum Database {
    /// One writer connection with `BEGIN IMMEDIATE`, a pool of readers.
    Sqlite {
        /// The only connection that writes.
        writer: Writer,
        /// Connections that read.
        readers: SqlitePool,
    },
    /// A pool of connections to a server.
    Postgres(PgPool),
}

/// A migration and whether it is applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrationStatus {
    /// The version: date and time of its making.
    pub version: i64,
    /// What it is for.
    pub description: String,
    /// Whether this database has it.
    pub applied: bool,
}

fn sqlite_options(path: &Path, synchronous: SqliteSynchronous) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(synchronous)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
}

impl Database {
    /// Opens the database; a missing SQLite file is created.
    ///
    /// # Errors
    /// [`StoreError::Open`] when the file or server cannot be reached.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => Self::open_sqlite(path, SqliteSynchronous::Full).await,
            DatabaseUrl::Postgres(PostgresUrl(text)) => {
                let options = PgConnectOptions::from_str(text)
                    .map_err(|_| StoreError::Open("unusable postgres:// address".to_owned()))?;
                let pool = PgPoolOptions::new()
                    .max_connections(16)
                    .acquire_timeout(Duration::from_secs(10))
                    .connect_with(options)
                    .await
                    .map_err(|_| StoreError::Open("PostgreSQL cannot be reached".to_owned()))?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Opens a file that need not outlive a power cut: for the demo and for tests.
    ///
    /// # Errors
    /// [`StoreError::Open`] when the file cannot be used.
    pub async fn open_throw_away(path: &Path) -> Result<Self, StoreError> {
        Self::open_sqlite(path, SqliteSynchronous::Off).await
    }

    async fn open_sqlite(path: &Path, synchronous: SqliteSynchronous) -> Result<Self, StoreError> {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| {
                StoreError::Open(format!("{} cannot be created: {error}", parent.display()))
            })?;
        }
        let failed =
            |error| StoreError::Open(format!("{} cannot be opened: {error}", path.display()));
        // What a transaction may have to undo stays in memory, and so do the pages of a large one.
        let options = sqlite_options(path, synchronous)
            .pragma("temp_store", "MEMORY")
            .pragma("cache_size", "-16384");
        let writer = Writer::open(&options).await.map_err(failed)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(sqlite_options(path, synchronous).pragma("query_only", "ON"))
            .await
            .map_err(failed)?;
        Ok(Self::Sqlite { writer, readers })
    }

    /// Whether this is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Self::Sqlite { .. })
    }

    /// Applies every migration that is missing.
    ///
    /// # Errors
    /// [`StoreError::Migration`] when one fails or the schema is newer than this program.
    pub async fn migrate(&self) -> Result<(), StoreError> {
        let done = match self {
            Self::Sqlite { writer, .. } => SQLITE_MIGRATIONS.run(&mut *writer.apart().await?).await,
            Self::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await,
        };
        done.map_err(|error| StoreError::Migration(error.to_string()))
    }

    /// Lists the migrations of this program and whether each is applied.
    pub async fn migration_status(&self) -> Result<Vec<MigrationStatus>, StoreError> {
        let failed = |error: sqlx::migrate::MigrateError| StoreError::Migration(error.to_string());
        let (migrator, applied) = match self {
            Self::Sqlite { writer, .. } => {
                let mut connection = writer.apart().await?;
                connection.ensure_migrations_table("_sqlx_migrations").await.map_err(failed)?;
                let applied = connection.list_applied_migrations("_sqlx_migrations").await;
                (&SQLITE_MIGRATIONS, applied.map_err(failed)?)
            }
            Self::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                connection.ensure_migrations_table("_sqlx_migrations").await.map_err(failed)?;
                let applied = connection.list_applied_migrations("_sqlx_migrations").await;
                (&POSTGRES_MIGRATIONS, applied.map_err(failed)?)
            }
        };
        let status = |migration: &sqlx::migrate::Migration| MigrationStatus {
            version: migration.version,
            description: migration.description.to_string(),
            applied: applied.iter().any(|done| done.version == migration.version),
        };
        Ok(migrator.iter().map(status).collect())
    }

    /// Starts a transaction that only reads: one consistent picture, as of its first query.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        const ONE_PICTURE: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        Ok(Tx::over(match self {
            Self::Sqlite { readers, .. } => OpenTx::Sqlite(SqliteTx::Read(readers.begin().await?)),
            Self::Postgres(pool) => OpenTx::Postgres(pool.begin_with(ONE_PICTURE).await?),
        }))
    }

    /// Starts a transaction that writes. Keep it short, never across mail or HTTP.
    pub async fn write(&self) -> Result<Tx, StoreError> {
        Ok(Tx::over(match self {
            Self::Sqlite { writer, .. } => OpenTx::Sqlite(SqliteTx::Write(writer.begin().await?)),
            Self::Postgres(pool) => OpenTx::Postgres(pool.begin().await?),
        }))
    }

    /// Closes every connection.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// A transaction on either database; dropped without [`Tx::commit`] it is rolled back.
///
/// Treat any error inside it as its end: PostgreSQL would answer `Ok` to a commit that it did not
/// carry out.
///
/// What only writes may wait, in order, until something is read: then it reaches the database in as
/// few steps as can be.
pub struct Tx {
    /// The transaction of the driver.
    pub open: OpenTx,
    pub(crate) notes: Notes,
    pub(crate) pending: Pending,
}

/// A transaction of either driver.
pub enum OpenTx {
    /// On SQLite.
    Sqlite(SqliteTx),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    fn over(open: OpenTx) -> Self {
        Self { open, notes: Notes::default(), pending: Pending::default() }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.open, OpenTx::Postgres(_))
    }

    /// Writes what was noted into the audit chain and makes the changes durable.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        self.chain_notes().await?;
        if self.is_postgres() {
            self.flush().await?;
        }
        match self.open {
            OpenTx::Sqlite(tx) => tx.commit(self.pending.take_statements()).await?,
            OpenTx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Runs a statement and gives the number of rows it touched.
    pub(crate) async fn run(&mut self, query: Query) -> Result<u64, StoreError> {
        self.flush().await?;
        self.run_now(query).await
    }

    pub(crate) async fn run_now(&mut self, query: Query) -> Result<u64, StoreError> {
        Ok(match &mut self.open {
            OpenTx::Sqlite(tx) => {
                bind_all!(Sqlite, query).execute(&mut **tx).await?.rows_affected()
            }
            OpenTx::Postgres(tx) => {
                bind_all!(Postgres, query).execute(&mut **tx).await?.rows_affected()
            }
        })
    }

    /// Runs a query that gives at most one row.
    pub(crate) async fn one(&mut self, query: Query) -> Result<Option<Row>, StoreError> {
        self.flush().await?;
        Ok(match &mut self.open {
            OpenTx::Sqlite(tx) => {
                bind_all!(Sqlite, query).fetch_optional(&mut **tx).await?.map(Row::Sqlite)
            }
            OpenTx::Postgres(tx) => {
                bind_all!(Postgres, query).fetch_optional(&mut **tx).await?.map(Row::Postgres)
            }
        })
    }

    /// Runs a query and gives its rows.
    pub(crate) async fn all(&mut self, query: Query) -> Result<Vec<Row>, StoreError> {
        let mut rows = Vec::new();
        self.each(query, |row| {
            rows.push(row);
            Ok(())
        })
        .await?;
        Ok(rows)
    }

    /// Runs a query and hands its rows over one by one.
    pub(crate) async fn each(
        &mut self,
        query: Query,
        take: impl FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.flush().await?;
        self.each_now(query, take).await
    }

    pub(crate) async fn each_now(
        &mut self,
        query: Query,
        mut take: impl FnMut(Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match &mut self.open {
            OpenTx::Sqlite(tx) => {
                let mut rows = bind_all!(Sqlite, query).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    take(Row::Sqlite(row))?;
                }
            }
            OpenTx::Postgres(tx) => {
                let mut rows = bind_all!(Postgres, query).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await? {
                    take(Row::Postgres(row))?;
                }
            }
        }
        Ok(())
    }

    /// Runs a query that gives one number.
    pub(crate) async fn number(&mut self, query: Query) -> Result<i64, StoreError> {
        let row = self.one(query).await?;
        let row = row.ok_or(StoreError::Corrupt { table: "?", column: "number" })?;
        row.of("?").get("number")
    }
}
