//! The demo's clock: moved by hand through the history, then running by itself.

use std::sync::RwLock;
use std::time::Duration;

use dispatch::{Clock, FastClock, ManualClock};
use jiff::Timestamp;

/// Stands, is moved, then runs.
pub struct DemoClock {
    standing: ManualClock,
    running: RwLock<Option<FastClock>>,
}

impl DemoClock {
    /// Stands at a time.
    pub fn standing_at(start: Timestamp) -> Self {
        Self { standing: ManualClock::at(start), running: RwLock::new(None) }
    }

    /// Moves on; never back.
    pub fn set(&self, at: Timestamp) {
        self.standing.set(at);
    }

    /// Lets it run from where it stands.
    pub fn run(&self, speed: f64) {
        if let Ok(mut running) = self.running.write() {
            *running = Some(FastClock::starting(self.standing.now(), speed));
        }
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        let running = self.running.read().ok();
        running
            .and_then(|clock| clock.as_ref().map(Clock::now))
            .unwrap_or_else(|| self.standing.now())
    }

    fn wall_time_until(&self, at: Timestamp) -> Duration {
        let running = self.running.read().ok();
        let wait = running.and_then(|clock| clock.as_ref().map(|clock| clock.wall_time_until(at)));
        wait.unwrap_or_else(|| self.standing.wall_time_until(at))
    }
}
