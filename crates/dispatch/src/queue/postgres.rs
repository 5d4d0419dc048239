use std::{pin::pin, time::Duration};

use apalis::prelude::{PollWith, TaskBuilder, TaskId, WorkerBuilder, WorkerContext};
use apalis_postgres::{Config, PostgresStorage};
use serde::Deserialize;
use sqlx::{PgConnection, PgPool, postgres::PgListener};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::{GRACE, Lane, Queue, QueueError, Turn, pause, poll::Every};

/// Where a new row is announced at its commit.
const CHANNEL: &str = "apalis::job::insert";
/// How long the listener rests after it lost its connection.
const REST: Duration = Duration::from_secs(2);

/// Runs the migrations, whose tables and history live in the schema `apalis`.
pub(super) async fn migrate(pool: &PgPool) -> Result<(), QueueError> {
    Ok(PostgresStorage::migrations().run(pool).await?)
}

/// Sees to it that a wake-up of each lane is pending, inside the caller's transaction.
///
/// Two transactions at a time may both write one: the second finds nothing to do. One that sees
/// a row which is taken before it commits writes none: nudge after the commit, or wait for the
/// tick.
///
/// # Errors
/// The database refuses; the transaction is then at its end.
pub async fn wake_in(connection: &mut PgConnection, lanes: &[Lane]) -> Result<(), QueueError> {
    let pending: Vec<(String, Vec<u8>)> = sqlx::query_as(
        "SELECT job_type, job FROM apalis.jobs WHERE status = 'Pending' AND run_at <= now()",
    )
    .fetch_all(&mut *connection)
    .await?;
    for lane in lanes.iter().filter(|lane| !lane.is_among(&pending)) {
        let task = TaskBuilder::new(lane.payload()).build();
        apalis_postgres::queries::push_tasks(connection, lane.queue(), vec![task])
            .await
            .map_err(|error| QueueError::Backend(error.into()))?;
    }
    Ok(())
}

pub(super) async fn rows(pool: &PgPool, lane: Lane) -> Result<u64, QueueError> {
    let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM apalis.jobs WHERE job_type = $1")
        .bind(lane.queue())
        .fetch_one(pool)
        .await?;
    Ok(rows.unsigned_abs())
}

pub(super) async fn sweep(pool: &PgPool, lane: Lane) -> Result<(), QueueError> {
    let mut tx = pool.begin().await?;
    sqlx::query(DELETE_UNUSABLE).bind(lane.queue()).bind(lane.payload()).execute(&mut *tx).await?;
    sqlx::query(DELETE_DOUBLED).bind(lane.queue()).execute(&mut *tx).await?;
    sqlx::query(DELETE_DEAD_WORKERS).bind(lane.queue()).execute(&mut *tx).await?;
    wake_in(&mut tx, &[lane]).await?;
    Ok(tx.commit().await?)
}

/// Finished rows, rows that no worker could read, rows that wait for nobody, and rows that a
/// worker took and left: it is gone, or an hour has passed. Rows in another node's hands are
/// passed over.
const DELETE_UNUSABLE: &str = "
    DELETE FROM apalis.jobs WHERE id IN (
        SELECT id FROM apalis.jobs WHERE job_type = $1 AND (
            status NOT IN ('Pending', 'Queued', 'Running')
            OR job <> $2 OR length(id) <> 26 OR id ~ '[^0-9A-HJKMNP-TV-Z]'
            OR (status = 'Pending' AND run_at > now() + interval '1 minute')
            OR (status IN ('Queued', 'Running') AND (
                lock_by IS NULL OR lock_at IS NULL OR lock_at < now() - interval '1 hour'
                OR NOT EXISTS (SELECT 1 FROM apalis.workers
                               WHERE workers.id = jobs.lock_by
                               AND workers.last_seen > now() - interval '2 minutes'))))
        FOR UPDATE SKIP LOCKED)";

const DELETE_DOUBLED: &str = "
    DELETE FROM apalis.jobs WHERE id IN (
        SELECT id FROM apalis.jobs WHERE job_type = $1 AND status = 'Pending' AND id <> (
            SELECT min(id) FROM apalis.jobs WHERE job_type = $1 AND status = 'Pending')
        FOR UPDATE SKIP LOCKED)";

const DELETE_DEAD_WORKERS: &str = "
    DELETE FROM apalis.workers WHERE id IN (
        SELECT id FROM apalis.workers
        WHERE worker_type = $1 AND last_seen < now() - interval '10 minutes'
        AND NOT EXISTS (SELECT 1 FROM apalis.jobs WHERE jobs.lock_by = workers.id)
        FOR UPDATE SKIP LOCKED)";

/// One worker of the lane until an error or the shutdown.
pub(super) async fn work(
    pool: &PgPool,
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
    let storage = PostgresStorage::<Lane>::new(pool).with_config(config);
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
async fn forget(pool: &PgPool, id: &TaskId) {
    let deleted = sqlx::query("DELETE FROM apalis.jobs WHERE id = $1")
        .bind(id.to_string())
        .execute(pool)
        .await;
    if let Err(error) = deleted {
        tracing::debug!(%error, "a finished wake-up stays until the next sweep");
    }
}

/// Nudges the lanes of this process as other nodes write wake-ups; polling stands behind it.
pub(super) async fn listen(pool: PgPool, queue: Queue, shutdown: CancellationToken) {
    while !shutdown.is_cancelled() {
        tokio::select! {
            () = shutdown.cancelled() => return,
            ended = nudge_on_insert(&pool, &queue) => {
                if let Err(error) = ended {
                    tracing::warn!(%error, "the queue hears no announcements for a while");
                }
            }
        }
        pause(REST, &shutdown).await;
    }
}

async fn nudge_on_insert(pool: &PgPool, queue: &Queue) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    loop {
        let announced = listener.recv().await?;
        if let Some(lane) = lane_of(announced.payload()) {
            queue.nudge(lane);
        }
    }
}

#[derive(Deserialize)]
struct Announcement {
    job_type: String,
}

fn lane_of(payload: &str) -> Option<Lane> {
    let announcement: Announcement = serde_json::from_str(payload).ok()?;
    Lane::of_queue(&announcement.job_type)
}
