use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::Lane;

/// How long a wake-up that was seen is taken to be there still.
const JUST_NOW: Duration = Duration::from_millis(20);

/// When a wake-up of each lane was last seen to be pending.
pub(super) struct Seen {
    since: Instant,
    /// Microseconds since then, and one; 0 for never.
    at: [AtomicU64; Lane::ALL.len()],
}

impl Default for Seen {
    fn default() -> Self {
        Self { since: Instant::now(), at: Default::default() }
    }
}

impl Seen {
    pub(super) fn now(&self, lane: Lane) {
        self.at[lane.index()].store(self.moment() + 1, Ordering::Relaxed);
    }

    pub(super) fn just_now(&self, lane: Lane) -> bool {
        let at = self.at[lane.index()].load(Ordering::Relaxed);
        at > 0 && self.moment().saturating_sub(at - 1) < micros(JUST_NOW)
    }

    fn moment(&self) -> u64 {
        micros(self.since.elapsed())
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
