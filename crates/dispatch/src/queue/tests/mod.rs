//! Wake-ups on both databases: kept, followed, collapsed, and of no consequence when tampered
//! with.

mod following;
mod tampering;

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::FutureExt;
use sqlx::{
    AssertSqlSafe, PgPool, SqlitePool,
    postgres::PgConnectOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use tokio::{
    sync::Notify,
    task::JoinHandle,
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Lane, LaneHandler, Pace, Queue};

/// A fresh database of either kind.
pub enum Base {
    Sqlite(SqlitePool, Scratch),
    Postgres(PgPool),
}

/// A file of `SQLite` that goes, even where a test fails.
pub struct Scratch(PathBuf);

impl Deref for Scratch {
    type Target = Path;

    fn deref(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut file = self.0.clone().into_os_string();
            file.push(end);
            let _ = std::fs::remove_file(file);
        }
    }
}

/// Waits for rows alone: no ticks, no sweeps.
pub fn rows_only() -> Pace {
    Pace {
        poll: Duration::from_millis(200),
        sweep: Duration::from_hours(1),
        tick: |_| Duration::from_hours(1),
    }
}

impl Base {
    /// An `SQLite` file, and a database on the server that `PROCHE_TEST_POSTGRES` names, if any.
    pub async fn all() -> Vec<Self> {
        let path = std::env::temp_dir().join(format!("queue-{}.sqlite", Uuid::now_v7()));
        let mut bases = vec![Self::sqlite(&path).await];
        bases.extend(Self::on_server().await);
        bases
    }

    /// A database of its own on the test server, if there is one.
    pub async fn on_server() -> Option<Self> {
        let url = std::env::var("PROCHE_TEST_POSTGRES").ok()?;
        let options: PgConnectOptions = url.parse().unwrap();
        let name = format!("queue_{}", Uuid::now_v7().simple());
        let server = PgPool::connect_with(options.clone()).await.unwrap();
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(create).execute(&server).await.unwrap();
        Some(Self::Postgres(PgPool::connect_with(options.database(&name)).await.unwrap()))
    }

    pub async fn sqlite(path: &Path) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(10))
            .foreign_keys(false);
        Self::Sqlite(SqlitePool::connect_with(options).await.unwrap(), Scratch(path.to_owned()))
    }

    pub async fn queue(&self, pace: Pace) -> Queue {
        let queue = match self {
            Self::Sqlite(_, path) => Queue::open_sqlite(path).await.unwrap(),
            Self::Postgres(pool) => Queue::postgres(pool.clone()),
        };
        queue.migrate().await.unwrap();
        queue.with_pace(pace)
    }

    pub async fn execute(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Result<u64, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(pool, _) => sqlx::query(sqlite).execute(pool).await?.rows_affected(),
            Self::Postgres(pool) => sqlx::query(postgres).execute(pool).await?.rows_affected(),
        })
    }
}

/// A queue at work that counts the runs of the mail lane.
pub struct Running {
    pub queue: Queue,
    pub runs: Arc<AtomicUsize>,
    ran: Arc<Notify>,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

/// Starts the queue; cancel the token to end it.
pub fn start(queue: &Queue, handler: LaneHandler) -> (CancellationToken, JoinHandle<()>) {
    let shutdown = CancellationToken::new();
    let task = {
        let (queue, shutdown) = (queue.clone(), shutdown.clone());
        tokio::spawn(async move { queue.run(handler, shutdown).await })
    };
    (shutdown, task)
}

impl Running {
    /// Counts the runs of the mail lane.
    pub async fn counting(base: &Base, pace: Pace) -> Self {
        let queue = base.queue(pace).await;
        let (runs, ran) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let handler: LaneHandler = {
            let (runs, ran) = (Arc::clone(&runs), Arc::clone(&ran));
            Arc::new(move |lane| {
                let (runs, ran) = (Arc::clone(&runs), Arc::clone(&ran));
                async move {
                    if lane == Lane::Mail {
                        runs.fetch_add(1, Ordering::SeqCst);
                        ran.notify_waiters();
                    }
                }
                .boxed()
            })
        };
        let (shutdown, task) = start(&queue, handler);
        let running = Self { queue, runs, ran, shutdown, task };
        running.runs_reach(1).await;
        sleep(Duration::from_millis(900)).await;
        running.runs.store(0, Ordering::SeqCst);
        running
    }

    pub async fn runs_reach(&self, n: usize) -> Duration {
        let began = Instant::now();
        timeout(Duration::from_secs(20), async {
            loop {
                let ran = self.ran.notified();
                if self.runs.load(Ordering::SeqCst) >= n {
                    return;
                }
                let _ = timeout(Duration::from_millis(50), ran).await;
            }
        })
        .await
        .expect("the lane runs");
        began.elapsed()
    }

    pub async fn stop(self) {
        self.shutdown.cancel();
        timeout(Duration::from_mins(1), self.task).await.expect("ends soon").unwrap();
    }
}
