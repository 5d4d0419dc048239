//! The database is one that an older program left, the new one is started on it while people call: it is
//! upgraded once, whoever calls meanwhile waits, and nothing that was acknowledged before is gone.
//!
//! The older database is made from one of today: the older migrations are applied to an empty one, and of
//! each table its rows are copied, as far as it had the columns then.

use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::migrate::Migrator;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use crate::house::{Caller, Engine};

use super::post::{left_after, pause};
use super::power_cut::fold_in;
use super::{Load, Outcome, Site};

const VOLUNTEERS: usize = 60;
/// Calls before the upgrade and after it.
const CALLS: usize = 120;
/// How long alerts may take to leave.
const LINGER_MS: u64 = 700;
/// The longest all that is owed may take in the end.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Upgrade {
    /// How many migrations older the database is.
    pub back: usize,
    /// On which database; on PostgreSQL two nodes are started at once.
    pub engine: Engine,
    /// Which load.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct UpgradeReport {
    /// How many migrations were applied.
    pub applied: usize,
    /// Rows that the older database held.
    pub rows: u64,
    /// From the start of the new program until it was ready.
    pub ready: Duration,
    /// What the load did.
    pub outcome: Outcome,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl Upgrade {
    /// Upgrades; none where there is no PostgreSQL.
    pub async fn run(self) -> Option<UpgradeReport> {
        let site = Site::fresh(self.engine, &[]).await?;
        site.settle_volunteers(VOLUNTEERS).await;
        let staff = site.operator().await;
        let (load, mut report) = (Load::default(), UpgradeReport::default());
        let running = site.serve().await;
        load.work(&staff, CALLS, self.seed).await;
        pause(LINGER_MS).await;
        load.read(&site.sink.take());
        load.work(&staff, CALLS, self.seed + 1).await;
        running.stop().await;
        load.read(&site.sink.take());
        report.applied = self.back;
        report.rows = match self.engine {
            Engine::Sqlite => age_file(site.directory(), self.back).await,
            Engine::Postgres => age_schema(&site.url(), self.back).await,
        };
        self.start_under_load(&site, &staff, &load, &mut report).await;
        let violations = site.verify().await;
        if !violations.is_empty() {
            report.faults.push(format!("verify is not silent: {violations}"));
        }
        report.outcome = load.outcome();
        site.clear().await;
        Some(report)
    }

    async fn start_under_load(
        self,
        site: &Site,
        staff: &Caller,
        load: &Load,
        report: &mut UpgradeReport,
    ) {
        let (began, is_ready) = (Instant::now(), AtomicBool::new(false));
        let second = site.deployment.beside().with("server.node", "second");
        let starting = async {
            let running = match self.engine {
                Engine::Sqlite => vec![site.serve().await],
                Engine::Postgres => {
                    let (first, second) = tokio::join!(site.serve(), second.serve());
                    vec![first, second]
                }
            };
            is_ready.store(true, Ordering::SeqCst);
            (running, began.elapsed())
        };
        let calling = async {
            let mut seed = self.seed + 2;
            while !is_ready.load(Ordering::SeqCst) {
                load.work(staff, 5, seed).await;
                seed += 1;
                pause(10).await;
            }
        };
        let ((running, ready), ()) = tokio::join!(starting, calling);
        report.ready = ready;
        load.work(staff, CALLS, !self.seed).await;
        let look = site.look().await;
        let left = left_after(&look, PATIENCE).await;
        if left > 0 {
            let mails = "SELECT id, kind || ' ' || state || ', tries ' || attempts || ', claims ' \
                || fence || ', of ' || COALESCE(CAST(holder AS TEXT), '-') || ' until ' || \
                COALESCE(CAST(lease_until AS TEXT), '-') FROM notification \
                WHERE state IN ('queued', 'sending')";
            let mails = look.words(mails).await;
            report.faults.push(format!("{left} are still owed: {mails:?}"));
        }
        report.faults.extend(load.differences(&look).await);
        look.close().await;
        for running in running {
            let log = running.stop().await;
            if !report.faults.is_empty() {
                let warnings =
                    log.lines().filter(|line| line.contains("WARN") || line.contains("ERROR"));
                report.faults.extend(warnings.map(str::to_owned));
            }
        }
    }
}

/// The migrations of a kind of database, without the last so many.
async fn older(kind: &str, back: usize) -> Migrator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(kind);
    let mut migrator = Migrator::new(path).await.unwrap();
    let kept = migrator.migrations.len() - back;
    migrator.migrations = Cow::Owned(migrator.migrations[..kept].to_vec());
    migrator
}

/// Puts an older file in the place of the one of today; gives how many rows it holds.
async fn age_file(directory: &Path, back: usize) -> u64 {
    let (file, newer) = (directory.join("proche.sqlite"), directory.join("newer.sqlite"));
    fold_in(directory).await;
    std::fs::rename(&file, &newer).unwrap();
    let options = SqliteConnectOptions::new()
        .filename(&file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .foreign_keys(false);
    let mut connection = options.connect().await.unwrap();
    older("sqlite", back).await.run(&mut connection).await.unwrap();
    let attach = format!("ATTACH '{}' AS newer", newer.display());
    run_in_file(&mut connection, attach).await;
    let tables = "SELECT name FROM main.sqlite_master WHERE type = 'table' \
        AND name NOT LIKE 'sqlite_%' AND name <> '_sqlx_migrations'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    let mut rows = 0;
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_xinfo($1, 'main') WHERE hidden = 0 INTERSECT \
             SELECT name FROM pragma_table_xinfo($1, 'newer') WHERE hidden = 0",
        )
        .bind(&table)
        .fetch_all(&mut connection)
        .await
        .unwrap();
        let columns = columns.join(", ");
        run_in_file(&mut connection, format!("DELETE FROM main.{table}")).await;
        let copy =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM newer.{table}");
        rows += run_in_file(&mut connection, copy).await;
    }
    connection.close().await.unwrap();
    std::fs::remove_file(newer).unwrap();
    rows
}

async fn run_in_file(connection: &mut SqliteConnection, statement: String) -> u64 {
    let done = sqlx::query(AssertSqlSafe(statement)).execute(connection).await;
    done.unwrap().rows_affected()
}

/// Puts older tables in the place of those of today; gives how many rows they hold.
async fn age_schema(url: &str, back: usize) -> u64 {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let extensions: Vec<String> = sqlx::query_scalar(
        "SELECT extname::text FROM pg_extension WHERE extnamespace = 'public'::regnamespace",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for statement in ["ALTER SCHEMA public RENAME TO newer", "CREATE SCHEMA public"] {
        run_in_schema(&mut connection, statement.to_owned()).await;
    }
    for extension in extensions {
        run_in_schema(&mut connection, format!("ALTER EXTENSION {extension} SET SCHEMA public"))
            .await;
    }
    older("postgres", back).await.run(&mut connection).await.unwrap();
    run_in_schema(&mut connection, "SET session_replication_role = replica".to_owned()).await;
    let tables = "SELECT table_name::text FROM information_schema.tables \
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' \
        AND table_name <> '_sqlx_migrations'";
    let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
    let mut rows = 0;
    for table in tables {
        rows += copy_table(&mut connection, &table).await;
    }
    run_in_schema(&mut connection, "DROP SCHEMA newer CASCADE".to_owned()).await;
    connection.close().await.unwrap();
    rows
}

async fn copy_table(connection: &mut PgConnection, table: &str) -> u64 {
    let columns = "SELECT column_name::text FROM information_schema.columns \
        WHERE table_name = $1 AND is_generated = 'NEVER' AND table_schema IN ('public', 'newer') \
        GROUP BY column_name HAVING COUNT(*) = 2";
    let columns: Vec<String> =
        sqlx::query_scalar(columns).bind(table).fetch_all(&mut *connection).await.unwrap();
    let columns = columns.join(", ");
    run_in_schema(connection, format!("DELETE FROM public.{table}")).await;
    let copy = format!(
        "INSERT INTO public.{table} ({columns}) OVERRIDING SYSTEM VALUE \
         SELECT {columns} FROM newer.{table}"
    );
    let rows = run_in_schema(connection, copy).await;
    let numbered = "SELECT column_name::text FROM information_schema.columns \
        WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'YES'";
    let numbered: Option<String> =
        sqlx::query_scalar(numbered).bind(table).fetch_optional(&mut *connection).await.unwrap();
    if let Some(column) = numbered {
        let next = format!(
            "SELECT setval(pg_get_serial_sequence('public.{table}', '{column}'), \
             COALESCE(MAX({column}), 0) + 1, FALSE) FROM public.{table}"
        );
        run_in_schema(connection, next).await;
    }
    rows
}

async fn run_in_schema(connection: &mut PgConnection, statement: String) -> u64 {
    let done = sqlx::query(AssertSqlSafe(statement)).execute(connection).await;
    done.unwrap().rows_affected()
}

impl fmt::Display for UpgradeReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = &self.outcome;
        writeln!(f, "migrations    {} on {} rows", self.applied, self.rows)?;
        writeln!(f, "ready         after {:.1} s", self.ready.as_secs_f64())?;
        writeln!(f, "acknowledged  {done}")?;
        writeln!(f, "faults        {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
