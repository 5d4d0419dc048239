use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures::FutureExt;
use tokio::time::{Instant, sleep, timeout};

use super::{Base, Running, rows_only, start};
use crate::queue::{Lane, LaneHandler, Pace, wake_in_sqlite};

#[tokio::test(flavor = "multi_thread")]
async fn a_lane_never_runs_twice_at_a_time_and_rows_do_not_pile_up() {
    for base in Base::all().await {
        let queue = base.queue(Pace { poll: Duration::from_millis(20), ..rows_only() }).await;
        let (now, most, runs) = (
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
            Arc::new(AtomicUsize::new(0)),
        );
        let handler: LaneHandler = {
            let (now, most, runs) = (now.clone(), most.clone(), runs.clone());
            Arc::new(move |lane| {
                let (now, most, runs) = (now.clone(), most.clone(), runs.clone());
                async move {
                    if lane == Lane::Mail {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        sleep(Duration::from_millis(100)).await;
                        now.fetch_sub(1, Ordering::SeqCst);
                        runs.fetch_add(1, Ordering::SeqCst);
                    }
                }
                .boxed()
            })
        };
        let (shutdown, task) = start(&queue, handler);
        let mut rows = 0;
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(2) {
            queue.wake(Lane::Mail).await.unwrap();
            queue.nudge(Lane::Mail);
            rows = rows.max(queue.rows(Lane::Mail).await.unwrap());
            sleep(Duration::from_millis(2)).await;
        }
        assert_eq!(most.load(Ordering::SeqCst), 1);
        assert!(rows <= 4, "{rows} rows");
        shutdown.cancel();
        timeout(Duration::from_mins(1), task).await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_in_the_handler_ends_nothing() {
    for base in Base::all().await {
        let queue = base.queue(rows_only()).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let handler: LaneHandler = {
            let runs = runs.clone();
            Arc::new(move |lane| {
                let runs = runs.clone();
                async move {
                    let fails = lane == Lane::Mail && runs.fetch_add(1, Ordering::SeqCst) < 6;
                    assert!(!fails, "as asked");
                }
                .boxed()
            })
        };
        let (shutdown, task) = start(&queue, handler);
        for n in 0..10 {
            let before = runs.load(Ordering::SeqCst);
            if n % 2 == 0 {
                queue.nudge(Lane::Mail);
            } else {
                queue.wake(Lane::Mail).await.unwrap();
            }
            let began = Instant::now();
            while runs.load(Ordering::SeqCst) == before {
                assert!(began.elapsed() < Duration::from_secs(3), "stuck at {n}");
                sleep(Duration::from_millis(10)).await;
            }
        }
        shutdown.cancel();
        timeout(Duration::from_mins(1), task).await.unwrap().unwrap();
    }
}

/// Meddles with the tables in every way at hand.
async fn tamper(base: &Base, way: usize) {
    let (sqlite, postgres) = match way % 12 {
        0 => ("DELETE FROM Jobs", "DELETE FROM apalis.jobs"),
        1 => (
            "UPDATE Jobs SET status = 'Queued', lock_by = NULL",
            "UPDATE apalis.jobs SET status = 'Queued', lock_by = NULL",
        ),
        2 => (
            "UPDATE Jobs SET status = 'Running', lock_by = 'nobody', lock_at = 5",
            "UPDATE apalis.jobs SET status = 'Running', lock_at = to_timestamp(5)",
        ),
        3 => ("UPDATE Jobs SET job = 'nonsense'", "UPDATE apalis.jobs SET job = 'nonsense'"),
        4 => (
            "INSERT INTO Jobs (job, id, job_type, run_at) SELECT job, substr(id, 1, 18) || upper(hex(randomblob(4))), job_type, run_at FROM Jobs",
            "INSERT INTO apalis.jobs (job, id, job_type, run_at) SELECT job, apalis.generate_ulid(), job_type, run_at FROM apalis.jobs",
        ),
        5 => ("UPDATE Jobs SET status = 'Done'", "UPDATE apalis.jobs SET status = 'Done'"),
        6 => (
            "UPDATE Jobs SET status = 'Failed', attempts = 99",
            "UPDATE apalis.jobs SET status = 'Failed', attempts = 99",
        ),
        7 => ("UPDATE Jobs SET id = 'x' || id", "UPDATE apalis.jobs SET id = 'x' || id"),
        8 => (
            "UPDATE Jobs SET run_at = run_at + 100000",
            "UPDATE apalis.jobs SET run_at = now() + interval '1 day'",
        ),
        9 => (
            "DELETE FROM Workers",
            "WITH gone AS (UPDATE apalis.jobs SET lock_by = NULL) DELETE FROM apalis.workers WHERE NOT EXISTS (SELECT 1 FROM apalis.jobs WHERE lock_by = workers.id)",
        ),
        10 => ("UPDATE Jobs SET status = 'Sideways'", "UPDATE apalis.jobs SET status = 'Sideways'"),
        _ => ("UPDATE Jobs SET lock_by = 'nobody'", "UPDATE apalis.jobs SET metadata = NULL"),
    };
    let _ = base.execute(sqlite, postgres).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_tampered_with_at_random_change_nothing() {
    for base in Base::all().await {
        let pace = Pace {
            poll: Duration::from_millis(50),
            sweep: Duration::from_millis(400),
            ..rows_only()
        };
        let queue = base.queue(pace).await;
        let (owed, done) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let handler: LaneHandler = {
            let (owed, done) = (owed.clone(), done.clone());
            Arc::new(move |lane| {
                let (owed, done) = (owed.clone(), done.clone());
                async move {
                    if lane == Lane::Mail {
                        done.fetch_add(owed.swap(0, Ordering::SeqCst), Ordering::SeqCst);
                    }
                }
                .boxed()
            })
        };
        let (shutdown, task) = start(&queue, handler);
        let (mut seed, mut posted) = (7_usize, 0);
        let began = Instant::now();
        while began.elapsed() < Duration::from_secs(3) {
            owed.fetch_add(1, Ordering::SeqCst);
            posted += 1;
            let _ = queue.wake(Lane::Mail).await;
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            tamper(&base, seed >> 33).await;
            sleep(Duration::from_millis(15)).await;
        }
        let quiet = Instant::now();
        owed.fetch_add(1, Ordering::SeqCst);
        posted += 1;
        while done.load(Ordering::SeqCst) < posted {
            assert!(quiet.elapsed() < Duration::from_secs(15), "stuck");
            sleep(Duration::from_millis(10)).await;
        }
        // Once left alone, rows are followed again without a sweep's help.
        sleep(Duration::from_secs(2)).await;
        let rows = queue.rows(Lane::Mail).await.unwrap();
        assert!(rows <= 2, "{rows} rows left");
        shutdown.cancel();
        timeout(Duration::from_mins(1), task).await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_busy_writer_beside_it_is_borne() {
    let bases = Base::all().await;
    let Base::Sqlite(pool, _) = &bases[0] else { return };
    sqlx::query("CREATE TABLE domain (n INTEGER)").execute(pool).await.unwrap();
    let running = Running::counting(&bases[0], rows_only()).await;
    let writer = {
        let (pool, runs) = (pool.clone(), running.runs.clone());
        tokio::spawn(async move {
            let began = Instant::now();
            let mut commits = 0;
            // Four runs in the midst of it, however slow the machine.
            while runs.load(Ordering::SeqCst) < 4 && began.elapsed() < Duration::from_mins(1) {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
                sqlx::query("INSERT INTO domain VALUES (1)").execute(&mut *tx).await.unwrap();
                wake_in_sqlite(&mut tx, &[Lane::Mail]).await.unwrap();
                tx.commit().await.unwrap();
                commits += 1;
            }
            commits
        })
    };
    assert!(writer.await.unwrap() > 0);
    let runs = running.runs.load(Ordering::SeqCst);
    assert!(runs >= 4, "{runs}");
    running.stop().await;
}
