//! How many mails a second leave the outbox while a hundred thousand wait in it: claimed, written,
//! composed, taken over by a relay on this machine (250) and noted as sent, durably. Beside it what
//! apalis's own workers take from as many waiting rows of the same database, with jobs that do
//! nothing. And how long a mail takes from its commit to the relay when nothing else is owed.
//!
//! `cargo bench -p service-benches --bench outbox`, on SQLite at `synchronous=FULL`; on PostgreSQL too
//! where `PROCHE_TEST_POSTGRES` names a server (`cargo xtask postgres -- cargo bench …`).
//! `PROCHE_BENCH_MAILS` sets another number. The relay shares the cores.

mod peers;
mod relay;
mod stage;

use std::sync::Arc as Shared;
use std::time::{Duration, Instant};

use dispatch::queue::Lane;
use relay::Relay;
use stage::{Place, Stage};
use tokio_util::sync::CancellationToken;

/// Rows that wait without another word.
const WAITING: usize = 100_000;
/// How long each is watched.
const WATCHED: Duration = Duration::from_secs(12);
/// Mails that are owed one at a time.
const SINGLE: usize = 300;

fn main() {
    let waiting = std::env::var("PROCHE_BENCH_MAILS").ok();
    let waiting = waiting.and_then(|text| text.parse().ok()).unwrap_or(WAITING);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        for place in Place::all() {
            let place = place.prepared().await;
            println!("{place}, {waiting} waiting");
            let theirs = peers::rate(&place, waiting, WATCHED).await;
            println!("  apalis, jobs that do nothing: {theirs:.0} a second");
            let relay = Relay::listen();
            let stage = Stage::set(&place, relay.address(), waiting).await;
            let ours = drained(&stage, &relay).await;
            println!("  from outbox to 250, written and composed: {ours:.0} a second");
            println!("  ratio: {:.1}", ours / theirs);
            stage.empty().await;
            idle(&stage, &relay).await;
            place.clear().await;
        }
    });
}

/// Mails a second while the outbox is drained.
async fn drained(stage: &Stage, relay: &Relay) -> f64 {
    let (taken, began) = (relay.taken(), Instant::now());
    let draining = {
        let dispatch = stage.dispatch.clone();
        tokio::spawn(async move { dispatch.drain_mail().await })
    };
    tokio::time::sleep(WATCHED).await;
    let (count, took) = (relay.taken() - taken, began.elapsed());
    assert!(!draining.is_finished(), "more must wait than leave meanwhile");
    draining.abort();
    let _ = draining.await;
    per_second(count, took)
}

/// Mails that are owed one at a time, each once the one before it has left.
async fn idle(stage: &Stage, relay: &Relay) {
    let shutdown = CancellationToken::new();
    let working = {
        let (dispatch, shutdown) = (stage.dispatch.clone(), shutdown.clone());
        tokio::spawn(async move { dispatch.work(shutdown).await })
    };
    let mut waits = Vec::with_capacity(SINGLE);
    for number in 0..SINGLE {
        // Off the beat of the ticks.
        tokio::time::sleep(Duration::from_millis(20 + (number % 7) as u64)).await;
        let before = relay.begun();
        stage.owe_one(number).await;
        let began = Instant::now();
        stage.queue.nudge(Lane::Mail);
        relay.wait_for(before + 1).await;
        waits.push(began.elapsed());
    }
    shutdown.cancel();
    working.await.expect("it ends");
    waits.sort();
    let at = |share: usize| waits[(waits.len() - 1) * share / 100];
    println!("  from commit to `MAIL FROM`, idle: median {:?}, p99 {:?}", at(50), at(99));
}

fn per_second(count: usize, took: Duration) -> f64 {
    f64::from(u32::try_from(count).expect("a number")) / took.as_secs_f64()
}
