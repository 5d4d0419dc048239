use std::{
    task::{Context, Poll},
    time::Duration,
};

use apalis::prelude::{PollSnapshot, PollStrategy};
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Has a worker ask for rows at each interval.
///
/// apalis's own interval forgets to set its next alarm when the answer to a question comes at
/// once, and the worker then never asks again; this one is never left without an alarm.
#[derive(Debug)]
pub(super) struct Every(Interval);

impl Every {
    pub(super) fn new(period: Duration) -> Self {
        let mut ticks = interval(period);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self(ticks)
    }
}

impl PollStrategy for Every {
    fn poll_drive(&mut self, context: &mut Context<'_>, _: &PollSnapshot) -> Poll<Option<()>> {
        let mut due = Poll::Pending;
        while self.0.poll_tick(context).is_ready() {
            due = Poll::Ready(Some(()));
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        task::{Wake, Waker},
    };

    use apalis::prelude::PollMetrics;

    use super::*;

    #[derive(Default)]
    struct Alarms(AtomicUsize);

    impl Wake for Alarms {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[tokio::test]
    async fn an_alarm_is_set_even_when_one_has_just_rung() {
        let mut every = Every::new(Duration::from_millis(20));
        let snapshot = PollMetrics::default().snapshot();
        let alarms = Arc::new(Alarms::default());
        let waker = Waker::from(Arc::clone(&alarms));
        let mut context = Context::from_waker(&waker);
        for round in 0..4 {
            let rung = alarms.0.load(Ordering::SeqCst);
            let due = every.poll_drive(&mut context, &snapshot).is_ready();
            assert!(due || round == 0);
            tokio::time::sleep(Duration::from_millis(60)).await;
            assert!(alarms.0.load(Ordering::SeqCst) > rung, "no alarm in round {round}");
        }
    }
}
