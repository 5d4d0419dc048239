//! Wake-ups: which kind of work should look at its table again.
//!
//! The tables of the domain are the truth about what is owed; a row here only says "look". Rows
//! live in apalis's tables, written in the transaction that made the work, so a crash cannot lose
//! them between commit and wake-up. Whatever happens to them otherwise changes nothing: lost ones
//! are re-created by [`Queue::sweep`], doubled ones run a lane that finds nothing to do, stranded
//! ones are deleted. Beside the rows each lane has a nudge within the process (milliseconds) and a
//! tick (work that falls due by itself).
//!
//! The queue runs on the machine's clock, whatever clock the service keeps.

mod lane;
mod poll;
mod postgres;
mod seen;
mod sqlite;
#[cfg(test)]
mod tests;
mod turn;

use std::{path::Path, sync::Arc, time::Duration};

use sqlx::{PgPool, SqlitePool};
use tokio::{task::JoinSet, time::sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use lane::Lane;
pub use postgres::wake_in as wake_in_postgres;
use seen::Seen;
pub use sqlite::wake_in as wake_in_sqlite;
pub use turn::LaneHandler;
use turn::{Turn, Turns};

/// How long a lane rests after its worker ended with an error, doubled up to the longest.
const FIRST_REST: Duration = Duration::from_millis(500);
const LONGEST_REST: Duration = Duration::from_secs(5);
/// How long a worker may take to end after its last run.
const GRACE: Duration = Duration::from_secs(30);

/// Why a wake-up could not be written or the tables not be made.
#[derive(Debug, thiserror::Error)]
pub enum QueueError {
    /// The database refused. Inside a transaction this is the end of it.
    #[error("the queue's database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The tables of the queue could not be made.
    #[error("the queue's tables could not be made: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The worker library refused.
    #[error("the queue failed: {0}")]
    Backend(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// How often each part of the queue looks.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often a worker asks for wake-ups; at most 500 ms keeps the promise of half a second.
    pub poll: Duration,
    /// How often lost wake-ups are re-created and finished rows deleted.
    pub sweep: Duration,
    /// How often a lane runs by itself for what fell due; it writes nothing to the queue.
    pub tick: fn(Lane) -> Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { poll: Duration::from_millis(400), sweep: Duration::from_secs(30), tick: Lane::tick }
    }
}

/// The wake-ups of one database, and the lanes of this process. Clones share the lanes.
#[derive(Clone)]
pub struct Queue {
    backend: Backend,
    pace: Pace,
    turns: Arc<Turns>,
    seen: Arc<Seen>,
}

#[derive(Clone)]
enum Backend {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let backend = match self.backend {
            Backend::Sqlite(_) => "sqlite",
            Backend::Postgres(_) => "postgres",
        };
        f.debug_struct("Queue").field("backend", &backend).finish_non_exhaustive()
    }
}

impl Queue {
    /// The queue in a file of `SQLite`, over a pool of its own of one or two connections: workers
    /// write for themselves and would otherwise wait for the service's only writer.
    pub fn sqlite(pool: SqlitePool) -> Self {
        Self::over(Backend::Sqlite(pool))
    }

    /// Opens such a pool on the service's file. Commits are not synced one by one: the commit of
    /// the domain's own connection syncs what stands before it, and a lost wake-up is re-created.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub async fn open_sqlite(file: &Path) -> Result<Self, QueueError> {
        Ok(Self::sqlite(sqlite::open(file).await?))
    }

    /// The queue in the schema `apalis` of a `PostgreSQL` database; one connection of the pool
    /// listens while [`Self::run`] runs.
    pub fn postgres(pool: PgPool) -> Self {
        Self::over(Backend::Postgres(pool))
    }

    /// Sets how often each part looks.
    #[must_use]
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Makes the tables, under a migration history of their own; safe to repeat.
    ///
    /// # Errors
    /// The database refuses; on `PostgreSQL` the extensions hstore and pgcrypto must be at hand.
    pub async fn migrate(&self) -> Result<(), QueueError> {
        match &self.backend {
            Backend::Sqlite(pool) => sqlite::migrate(pool).await,
            Backend::Postgres(pool) => postgres::migrate(pool).await,
        }
    }

    /// Sees to it that a wake-up of the lane is pending, in a transaction of its own.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn wake(&self, lane: Lane) -> Result<(), QueueError> {
        match &self.backend {
            Backend::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                sqlite::wake_in(&mut tx, &[lane]).await?;
                Ok(tx.commit().await?)
            }
            Backend::Postgres(pool) => {
                let mut connection = pool.acquire().await?;
                postgres::wake_in(&mut connection, &[lane]).await
            }
        }
    }

    /// The lanes whose wake-up was not seen to be pending just now. Whoever takes one away in that
    /// moment leaves the lane to its nudge or its tick, and looking each time would cost everybody.
    pub fn unseen(&self, lanes: &[Lane]) -> Vec<Lane> {
        lanes.iter().copied().filter(|lane| !self.seen.just_now(*lane)).collect()
    }

    /// Notes that a wake-up of these lanes is pending, or will be at a commit.
    pub fn saw(&self, lanes: &[Lane]) {
        for lane in lanes {
            self.seen.now(*lane);
        }
    }

    /// Runs the lane of this process within milliseconds, if [`Self::run`] is running; call it
    /// after the commit. Nudges during a run lead to one more run.
    pub fn nudge(&self, lane: Lane) {
        self.turns.of(lane).nudge();
    }

    /// Deletes finished, doubled, malformed and stranded rows and dead workers, and re-creates
    /// the lane's wake-up.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn sweep(&self, lane: Lane) -> Result<(), QueueError> {
        match &self.backend {
            Backend::Sqlite(pool) => sqlite::sweep(pool, lane).await,
            Backend::Postgres(pool) => postgres::sweep(pool, lane).await,
        }
    }

    /// How many wake-ups of the lane lie in the database, whatever their state.
    ///
    /// # Errors
    /// The database refuses.
    pub async fn rows(&self, lane: Lane) -> Result<u64, QueueError> {
        match &self.backend {
            Backend::Sqlite(pool) => sqlite::rows(pool, lane).await,
            Backend::Postgres(pool) => postgres::rows(pool, lane).await,
        }
    }

    /// Works until `shutdown`, then lets the runs under way end.
    ///
    /// Each lane runs once at the start, then at each wake-up, nudge and tick, never twice at a
    /// time in this process. A panic of the handler is logged and the lane lives on.
    pub async fn run(&self, handler: LaneHandler, shutdown: CancellationToken) {
        let mut parts = JoinSet::new();
        for lane in Lane::ALL {
            let turn = self.turns.of(lane).turn(lane, Arc::clone(&handler));
            parts.spawn(self.clone().work(turn.clone(), shutdown.clone()));
            parts.spawn(turn.follow((self.pace.tick)(lane), shutdown.clone()));
            self.nudge(lane);
        }
        parts.spawn(self.clone().keep_sweeping(shutdown.clone()));
        if let Backend::Postgres(pool) = &self.backend {
            parts.spawn(postgres::listen(pool.clone(), self.clone(), shutdown));
        }
        while let Some(part) = parts.join_next().await {
            if part.is_err() {
                tracing::error!("a part of the queue ended by a panic");
            }
        }
        for lane in Lane::ALL {
            let _ = tokio::time::timeout(GRACE, self.turns.of(lane).rest()).await;
        }
    }

    fn over(backend: Backend) -> Self {
        Self { backend, pace: Pace::default(), turns: Arc::default(), seen: Arc::default() }
    }

    /// Keeps a worker of the lane alive: each database error ends one.
    async fn work(self, turn: Turn, shutdown: CancellationToken) {
        let mut rest = FIRST_REST;
        while !shutdown.is_cancelled() {
            let name = format!("{}-{}", turn.lane().queue(), Uuid::now_v7());
            let began = tokio::time::Instant::now();
            let ended = self.work_once(&name, turn.clone(), &shutdown).await;
            if shutdown.is_cancelled() {
                return;
            }
            if began.elapsed() > LONGEST_REST {
                rest = FIRST_REST;
            }
            let fault = ended.err().map(|error| error.to_string()).unwrap_or_default();
            tracing::warn!(queue.lane = turn.lane().code(), queue.fault = %fault, "a queue worker ended; another follows");
            let _ = self.sweep(turn.lane()).await;
            pause(rest, &shutdown).await;
            rest = (rest * 2).min(LONGEST_REST);
        }
    }

    async fn work_once(
        &self,
        name: &str,
        turn: Turn,
        shutdown: &CancellationToken,
    ) -> Result<(), QueueError> {
        match &self.backend {
            Backend::Sqlite(pool) => sqlite::work(pool, name, self.pace.poll, turn, shutdown).await,
            Backend::Postgres(pool) => {
                postgres::work(pool, name, self.pace.poll, turn, shutdown).await
            }
        }
    }

    async fn keep_sweeping(self, shutdown: CancellationToken) {
        while !shutdown.is_cancelled() {
            for lane in Lane::ALL {
                if let Err(error) = self.sweep(lane).await {
                    tracing::warn!(queue.lane = lane.code(), %error, "the queue was not swept");
                }
            }
            pause(self.pace.sweep, &shutdown).await;
        }
    }
}

/// Waits, but not beyond the shutdown.
async fn pause(time: Duration, shutdown: &CancellationToken) {
    tokio::select! {
        () = sleep(time) => {}
        () = shutdown.cancelled() => {}
    }
}
