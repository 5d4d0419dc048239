//! What apalis's workers take from waiting rows, as they come out of the box.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use apalis::prelude::{TaskBuilder, WorkerBuilder, WorkerContext};
use apalis_postgres::PostgresStorage;
use apalis_sqlite::SqliteStorage;

use crate::stage::Place;
use crate::{Shared, per_second};

const QUEUE: &str = "default";
/// Rows that are put in by one statement.
const AT_ONCE: usize = 500;

/// Jobs a second that one worker ends while so many wait.
pub async fn rate(place: &Place, waiting: usize, watched: Duration) -> f64 {
    let done = Shared::<AtomicUsize>::default();
    let counted = done.clone();
    let work = move |_: u32| {
        let counted = counted.clone();
        async move {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    };
    let context = WorkerContext::new("peer");
    let numbers: Vec<u32> = (0..u32::try_from(waiting).expect("a number")).collect();
    let (rows, worker) = match place {
        Place::Sqlite { directory } => {
            let pool = crate::stage::sqlite_pool(&directory.join("peer.sqlite")).await;
            SqliteStorage::migrations().run(&pool).await.expect("its schema");
            let mut tx = pool.begin().await.expect("a transaction");
            for some in numbers.chunks(AT_ONCE) {
                let tasks: Vec<_> = some.iter().copied().map(payload).collect();
                let pushed = apalis_sqlite::queries::push_tasks(&mut *tx, QUEUE, &tasks).await;
                pushed.expect("rows");
            }
            tx.commit().await.expect("a commit");
            let storage = SqliteStorage::<u32>::new(&pool);
            let worker = WorkerBuilder::new(&context).backend(storage).build(work);
            (numbers.len(), tokio::spawn(async move { worker.run().await.map_err(drop) }))
        }
        Place::Postgres { url, .. } => {
            let pool = sqlx::PgPool::connect(url).await.expect("a server");
            PostgresStorage::migrations().run(&pool).await.expect("its schema");
            let mut tx = pool.begin().await.expect("a transaction");
            for some in numbers.chunks(AT_ONCE) {
                let tasks: Vec<_> = some.iter().copied().map(payload).collect();
                let pushed = apalis_postgres::queries::push_tasks(&mut *tx, QUEUE, tasks).await;
                pushed.expect("rows");
            }
            tx.commit().await.expect("a commit");
            let storage = PostgresStorage::<u32>::new(&pool);
            let worker = WorkerBuilder::new(&context).backend(storage).build(work);
            (numbers.len(), tokio::spawn(async move { worker.run().await.map_err(drop) }))
        }
    };
    let began = Instant::now();
    while began.elapsed() < watched && done.load(Ordering::SeqCst) < rows {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let rate = per_second(done.load(Ordering::SeqCst), began.elapsed());
    worker.abort();
    let _ = worker.await;
    rate
}

fn payload(number: u32) -> apalis::prelude::Task<Vec<u8>> {
    TaskBuilder::new(number.to_string().into_bytes()).build()
}
