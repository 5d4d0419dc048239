//! The clock: the one trait, so that tests and the demo can have a time of their own.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

/// Tells the time, in whole microseconds: the finest step both databases keep.
pub trait Clock: Send + Sync {
    /// The time now.
    fn now(&self) -> Timestamp;

    /// How long to wait on the wall until this clock shows `at`.
    fn wall_time_until(&self, at: Timestamp) -> Duration {
        Duration::try_from(at.duration_since(self.now())).unwrap_or_default()
    }
}

fn whole_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    fn now(&self) -> Timestamp {
        whole_micros(Timestamp::now())
    }
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Starts at a time.
    pub fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.as_microsecond()))
    }

    /// Moves on.
    pub fn advance(&self, by: SignedDuration) {
        let micros = i64::try_from(by.as_micros()).unwrap_or(i64::MAX);
        self.0.fetch_add(micros, Ordering::SeqCst);
    }

    /// Sets the time; it never goes back.
    pub fn set(&self, at: Timestamp) {
        self.0.fetch_max(at.as_microsecond(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_microsecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn wall_time_until(&self, _: Timestamp) -> Duration {
        Duration::from_millis(50)
    }
}

/// A clock that starts where it is told and runs faster than the wall.
#[derive(Debug)]
pub struct FastClock {
    start: Timestamp,
    began: Instant,
    speed: f64,
}

impl FastClock {
    /// Starts at `start` and runs `speed` times as fast as the wall.
    pub fn starting(start: Timestamp, speed: f64) -> Self {
        Self { start, began: Instant::now(), speed: speed.clamp(0.001, 100_000.0) }
    }

    /// How many times as fast as the wall.
    pub fn speed(&self) -> f64 {
        self.speed
    }
}

impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        let passed = self.began.elapsed().mul_f64(self.speed);
        let passed = SignedDuration::try_from(passed).unwrap_or(SignedDuration::ZERO);
        whole_micros(self.start.saturating_add(passed).unwrap_or(self.start))
    }

    fn wall_time_until(&self, at: Timestamp) -> Duration {
        let left = Duration::try_from(at.duration_since(self.now())).unwrap_or_default();
        left.div_f64(self.speed)
    }
}
