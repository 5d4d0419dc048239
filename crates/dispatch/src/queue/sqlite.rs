use std::{path::Path, pin::pin, time::Duration};

use apalis::prelude::{PollWith, TaskBuilder, TaskId, WorkerBuilder, WorkerContext};
use apalis_sqlite::{Config, SqliteStorage, queries::push_tasks};
use sqlx::{
    SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{GRACE, Lane, QueueError, Turn, poll::Every};

/// The history of the queue's own migrations, apart from the store's.
const HISTORY: &str = "_queue_migrations";

pub(super) async fn open(file: &Path) -> Result<SqlitePool, QueueError> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(20));
    let pool = SqlitePoolOptions::new()
        .max_connections(2)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(options)
        .await?;
    Ok(pool)
}

/// Runs the migrations without `setup()`, which would leave a connection that never syncs.
pub(super) async fn migrate(pool: &SqlitePool) -> Result<(), QueueError> {
    let mut migrations = SqliteStorage::migrations();
    migrations.dangerous_set_table_name(HISTORY);
    Ok(migrations.run(pool).await?)
}

/// Sees to it that a wake-up of each lane is pending, inside the caller's writing transaction.
///
/// # Errors
/// The database refuses.
pub async fn wake_in(connection: &mut SqliteConnection, lanes: &[Lane]) -> Result<(), QueueError> {
    let pending: Vec<(String, Vec<u8>)> = sqlx::query_as(
        "SELECT job_type, job FROM Jobs WHERE status = 'Pending' AND lock_by IS NULL
         AND run_at <= unixepoch()",
    )
    .fetch_all(&mut *connection)
    .await?;
    for lane in lanes.iter().filter(|lane| !lane.is_among(&pending)) {
        let task = TaskBuilder::new(lane.payload()).build();
        push_tasks(connection, lane.queue(), &[task])
            .await
            .map_err(|error| QueueError::Backend(error.into()))?;
    }
    Ok(())
}

pub(super) async fn rows(pool: &SqlitePool, lane: Lane) -> Result<u64, QueueError> {
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM Jobs WHERE job_type = $1")
        .bind(lane.queue())
        .fetch_one(pool)
        .await?;
    Ok(rows.unsigned_abs())
}

pub(super) async fn sweep(pool: &SqlitePool, lane: Lane) -> Result<(), QueueError> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(DELETE_UNUSABLE).bind(lane.queue()).bind(lane.payload()).execute(&mut *tx).await?;
    sqlx::query(DELETE_DOUBLED).bind(lane.queue()).execute(&mut *tx).await?;
    sqlx::query(DELETE_DEAD_WORKERS).bind(lane.queue()).execute(&mut *tx).await?;
    wake_in(&mut tx, &[lane]).await?;
    Ok(tx.commit().await?)
}

/// Finished rows, rows that no worker could read, rows that wait for nobody, and rows that a
/// worker took and left: it is gone, or an hour has passed.
const DELETE_UNUSABLE: &str = "
    DELETE FROM Jobs WHERE job_type = $1 AND (
        status NOT IN ('Pending', 'Queued', 'Running')
        OR job <> $2 OR length(id) <> 26 OR id GLOB '*[^0-9A-HJKMNP-TV-Z]*'
        OR (status = 'Pending' AND (lock_by IS NOT NULL OR run_at > unixepoch() + 60))
        OR (status IN ('Queued', 'Running') AND (
            lock_by IS NULL OR lock_at IS NULL OR lock_at < unixepoch() - 3600
            OR NOT EXISTS (SELECT 1 FROM Workers
                           WHERE Workers.id = Jobs.lock_by
                           AND Workers.last_seen > unixepoch() - 120))))";

const DELETE_DOUBLED: &str = "
    DELETE FROM Jobs WHERE job_type = $1 AND status = 'Pending' AND id <> (
        SELECT min(id) FROM Jobs WHERE job_type = $1 AND status = 'Pending')";

const DELETE_DEAD_WORKERS: &str = "
    DELETE FROM Workers WHERE worker_type = $1 AND last_seen < unixepoch() - 600
    AND NOT EXISTS (SELECT 1 FROM Jobs WHERE Jobs.lock_by = Workers.id)";

/// One worker of the lane until an error or the shutdown.
pub(super) async fn work(
    pool: &SqlitePool,
    name: &str,
    every: Duration,
    turn: Turn,
    shutdown: &CancellationToken,
) -> Result<(), QueueError> {
    // One row at a time; rows are deleted here, so neither locks nor results need be written.
    let config = Config::default()
        .queue(turn.lane().queue())
        .batch_size(1)
        .lock_tasks(false)
        .persist_results(false);
    let storage = SqliteStorage::<Lane>::new(pool).with_config(config);
    let backend = PollWith::new(storage, Every::new(every));
    let context = WorkerContext::new(name);
    let rows = pool.clone();
    let worker = WorkerBuilder::new(&context).backend(backend).build(move |_: Lane, id: TaskId| {
        let (turn, rows) = (turn.clone(), rows.clone());
        async move {
            turn.take().await;
            forget(&rows, &id).await;
        }
    });
    let mut running = pin!(worker.run());
    let ended = tokio::select! {
        ended = &mut running => ended,
        () = shutdown.cancelled() => match context.stop() {
            Ok(()) => timeout(GRACE, running).await.unwrap_or(Ok(())),
            Err(_) => Ok(()),
        },
    };
    ended.map_err(|error| QueueError::Backend(error.into()))
}

/// Deletes a wake-up that was followed; where that fails the sweep does it.
async fn forget(pool: &SqlitePool, id: &TaskId) {
    let deleted =
        sqlx::query("DELETE FROM Jobs WHERE id = $1").bind(id.to_string()).execute(pool).await;
    if let Err(error) = deleted {
        tracing::debug!(%error, "a finished wake-up stays until the next sweep");
    }
}
