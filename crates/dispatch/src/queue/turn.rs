use std::{sync::Arc, time::Duration};

use futures::future::BoxFuture;
use tokio::{
    sync::{Mutex, Notify, Semaphore},
    time::timeout,
};
use tokio_util::sync::CancellationToken;

use super::Lane;

/// Drains the table of a lane; it records outcomes and next attempts itself and never fails.
pub type LaneHandler = Arc<dyn Fn(Lane) -> BoxFuture<'static, ()> + Send + Sync>;

/// The lanes of one process.
#[derive(Default)]
pub(super) struct Turns {
    places: [Arc<Place>; Lane::ALL.len()],
}

impl Turns {
    pub(super) fn of(&self, lane: Lane) -> &Arc<Place> {
        &self.places[lane.index()]
    }
}

/// Where runs of one lane stand in line: one runs, one waits, and who comes later relies on the
/// one that waits, because it has not begun to look.
pub(super) struct Place {
    running: Mutex<()>,
    waiting: Arc<Semaphore>,
    nudged: Notify,
}

impl Default for Place {
    fn default() -> Self {
        let waiting = Arc::new(Semaphore::new(1));
        Self { running: Mutex::new(()), waiting, nudged: Notify::new() }
    }
}

impl Place {
    /// Asks for a run soon; any number of requests before it begins lead to one.
    pub(super) fn nudge(&self) {
        self.nudged.notify_one();
    }

    /// Waits until no run is under way.
    pub(super) async fn rest(&self) {
        drop(self.running.lock().await);
    }

    pub(super) fn turn(self: &Arc<Self>, lane: Lane, handler: LaneHandler) -> Turn {
        Turn { lane, handler, place: Arc::clone(self) }
    }
}

/// A lane with its handler and its place in line.
#[derive(Clone)]
pub(super) struct Turn {
    lane: Lane,
    handler: LaneHandler,
    place: Arc<Place>,
}

impl Turn {
    pub(super) fn lane(&self) -> Lane {
        self.lane
    }

    /// Runs the lane after the run under way, if there is one; returns at once if another run
    /// waits already, as that one will see whatever this one would.
    ///
    /// Whoever waits for a run may be dropped: a worker of the queue ends with its connection. The
    /// run goes on, for it holds claims and is in the middle of conversations.
    pub(super) async fn take(&self) {
        let Ok(waiting) = Arc::clone(&self.place.waiting).try_acquire_owned() else { return };
        let turn = self.clone();
        let run = tokio::spawn(async move {
            let _running = turn.place.running.lock().await;
            drop(waiting);
            (turn.handler)(turn.lane).await;
        });
        if run.await.is_err() {
            tracing::error!(queue.lane = self.lane.code(), "a lane panicked; it runs again later");
        }
    }

    /// Runs the lane at each nudge, and at the latest after `tick`.
    pub(super) async fn follow(self, tick: Duration, shutdown: CancellationToken) {
        loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return,
                _ = timeout(tick, self.place.nudged.notified()) => {}
            }
            self.take().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures::FutureExt as _;

    use super::*;

    fn counting(runs: &Arc<AtomicUsize>, gate: &Arc<Semaphore>) -> LaneHandler {
        let (runs, gate) = (Arc::clone(runs), Arc::clone(gate));
        Arc::new(move |_| {
            let (runs, gate) = (Arc::clone(&runs), Arc::clone(&gate));
            async move {
                runs.fetch_add(1, Ordering::SeqCst);
                gate.acquire().await.expect("never closed").forget();
            }
            .boxed()
        })
    }

    #[tokio::test]
    async fn many_requests_during_a_run_lead_to_one_more() {
        let (runs, gate) = (Arc::default(), Arc::new(Semaphore::new(0)));
        let turn = Turns::default().of(Lane::Mail).turn(Lane::Mail, counting(&runs, &gate));
        let takes: Vec<_> = (0..20)
            .map(|_| {
                let turn = turn.clone();
                tokio::spawn(async move { turn.take().await })
            })
            .collect();
        tokio::task::yield_now().await;
        gate.add_permits(20);
        for take in takes {
            take.await.expect("no panic");
        }
        assert!((1..=2).contains(&runs.load(Ordering::SeqCst)));
    }

    #[tokio::test]
    async fn a_run_goes_on_when_nobody_waits_for_it_any_more() {
        let (ended, gate) = (Arc::new(AtomicUsize::new(0)), Arc::new(Semaphore::new(0)));
        let (counted, opened) = (Arc::clone(&ended), Arc::clone(&gate));
        let handler: LaneHandler = Arc::new(move |_| {
            let (counted, opened) = (Arc::clone(&counted), Arc::clone(&opened));
            async move {
                opened.acquire().await.expect("never closed").forget();
                counted.fetch_add(1, Ordering::SeqCst);
            }
            .boxed()
        });
        let turns = Turns::default();
        let turn = turns.of(Lane::Mail).turn(Lane::Mail, handler);
        // The worker that took it ends in the middle of it.
        assert!(timeout(Duration::from_millis(20), turn.take()).await.is_err());
        gate.add_permits(1);
        turns.of(Lane::Mail).rest().await;
        assert_eq!(ended.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_panic_leaves_the_line_as_it_was() {
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let handler: LaneHandler = Arc::new(move |_| {
            let counted = Arc::clone(&counted);
            async move {
                assert!(counted.fetch_add(1, Ordering::SeqCst) > 0, "the first run fails");
            }
            .boxed()
        });
        let turn = Turns::default().of(Lane::Plan).turn(Lane::Plan, handler);
        turn.take().await;
        turn.take().await;
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    }
}
