use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::FutureExt;
use sqlx::{Row, SqlitePool};
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};

use super::{Base, Running, rows_only, start};
use crate::queue::{Lane, LaneHandler, Pace, wake_in_postgres, wake_in_sqlite};

#[tokio::test(flavor = "multi_thread")]
async fn migrations_repeat_and_have_a_history_of_their_own() {
    for base in Base::all().await {
        base.queue(rows_only()).await;
        base.queue(rows_only()).await;
        let history = base
            .execute("SELECT * FROM _queue_migrations", "SELECT * FROM apalis._sqlx_migrations")
            .await;
        assert!(history.is_ok());
        let of_the_store = base
            .execute("SELECT * FROM _sqlx_migrations", "SELECT * FROM public._sqlx_migrations")
            .await;
        assert!(of_the_store.is_err());
        if let Base::Sqlite(_, path) = &base {
            let pool = SqlitePool::connect(path.to_str().unwrap()).await.unwrap();
            let row = sqlx::query("PRAGMA synchronous").fetch_one(&pool).await.unwrap();
            assert_eq!(row.get::<i64, _>(0), 2);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lane_has_one_pending_wake_up_however_often_it_is_woken() {
    for base in Base::all().await {
        let queue = base.queue(rows_only()).await;
        for _ in 0..5 {
            queue.wake(Lane::Mail).await.unwrap();
        }
        queue.wake(Lane::Plan).await.unwrap();
        assert_eq!(queue.rows(Lane::Mail).await.unwrap(), 1);
        assert_eq!(queue.rows(Lane::Plan).await.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wake_up_shares_the_fate_of_its_transaction() {
    for base in Base::all().await {
        let queue = base.queue(rows_only()).await;
        for (commit, expected) in [(false, 0), (true, 1)] {
            match &base {
                Base::Sqlite(pool, _) => {
                    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
                    wake_in_sqlite(&mut tx, &[Lane::Mail]).await.unwrap();
                    if commit { tx.commit().await.unwrap() } else { tx.rollback().await.unwrap() }
                }
                Base::Postgres(pool) => {
                    let mut tx = pool.begin().await.unwrap();
                    wake_in_postgres(&mut tx, &[Lane::Mail]).await.unwrap();
                    if commit { tx.commit().await.unwrap() } else { tx.rollback().await.unwrap() }
                }
            }
            assert_eq!(queue.rows(Lane::Mail).await.unwrap(), expected);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_followed_within_the_second_and_deleted() {
    for base in Base::all().await {
        let running = Running::counting(&base, rows_only()).await;
        for n in 1..=5 {
            running.queue.wake(Lane::Mail).await.unwrap();
            let took = running.runs_reach(n).await;
            assert!(took < Duration::from_secs(1), "{took:?}");
            sleep(Duration::from_millis(300)).await;
            assert_eq!(running.queue.rows(Lane::Mail).await.unwrap(), 0);
        }
        running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nudge_runs_the_lane_within_milliseconds() {
    for base in Base::all().await {
        let running = Running::counting(&base, rows_only()).await;
        for n in 1..=20 {
            running.queue.nudge(Lane::Mail);
            running.runs_reach(n).await;
        }
        running.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_under_way_ends_before_the_queue_does() {
    for base in Base::all().await {
        for by_row in [true, false] {
            let queue = base.queue(rows_only()).await;
            let (began, ended) = (Arc::new(Notify::new()), Arc::new(AtomicUsize::new(0)));
            let armed = Arc::new(AtomicUsize::new(0));
            let starts = Arc::new(AtomicUsize::new(0));
            let handler: LaneHandler = {
                let (began, ended, armed) = (began.clone(), ended.clone(), armed.clone());
                let starts = starts.clone();
                Arc::new(move |lane| {
                    let (began, ended, armed) = (began.clone(), ended.clone(), armed.clone());
                    let starts = starts.clone();
                    async move {
                        if lane == Lane::Mail && armed.load(Ordering::SeqCst) == 1 {
                            starts.fetch_add(1, Ordering::SeqCst);
                            began.notify_one();
                            sleep(Duration::from_millis(700)).await;
                            ended.fetch_add(1, Ordering::SeqCst);
                        }
                    }
                    .boxed()
                })
            };
            let (shutdown, task) = start(&queue, handler);
            sleep(Duration::from_millis(800)).await;
            armed.store(1, Ordering::SeqCst);
            if by_row {
                queue.wake(Lane::Mail).await.unwrap();
            } else {
                queue.nudge(Lane::Mail);
            }
            timeout(Duration::from_mins(1), began.notified()).await.expect("begins");
            shutdown.cancel();
            timeout(Duration::from_mins(1), task).await.expect("ends").unwrap();
            let starts = starts.load(Ordering::SeqCst);
            assert_eq!(ended.load(Ordering::SeqCst), starts, "by_row {by_row}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_nodes_wake_up_is_heard_at_its_commit() {
    let Some(base) = Base::on_server().await else { return };
    let base = &base;
    let running =
        Running::counting(base, Pace { poll: Duration::from_secs(5), ..rows_only() }).await;
    base.execute("", "DELETE FROM apalis.jobs").await.unwrap();
    let Base::Postgres(pool) = base else { unreachable!() };
    let mut tx = pool.begin().await.unwrap();
    wake_in_postgres(&mut tx, &[Lane::Mail]).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    assert_eq!(running.runs.load(Ordering::SeqCst), 0);
    tx.commit().await.unwrap();
    let took = running.runs_reach(1).await;
    assert!(took < Duration::from_millis(300), "{took:?}");
    running.stop().await;
}
