//! What is counted of each volunteer while a policy runs.

use std::collections::VecDeque;

use matching::History;

use crate::world::DAY;

/// A volunteer's standing, as the service knows it too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub gone: bool,
    pub live: u32,
    pub history: History,
    /// When alerts went out in the last 90 days, the oldest first.
    alerts: VecDeque<u32>,
    /// When places were taken today.
    accepts: Vec<u32>,
    /// All alerts.
    pub alerts_in_all: u32,
    /// Alerts in the week of the last one.
    pub alerts_this_week: u32,
}

impl Standing {
    /// Counts an alert; where it begins a week, the alerts of the week that was are returned.
    pub fn alerted(&mut self, now: u32) -> Option<u32> {
        let week = |at: u32| at / (7 * DAY);
        let ended = self.last_alert().is_some_and(|last| week(last) < week(now));
        let before = ended.then(|| std::mem::take(&mut self.alerts_this_week));
        self.alerts_this_week += 1;
        while self.alerts.front().is_some_and(|&at| at + 90 * DAY < now) {
            self.alerts.pop_front();
        }
        self.alerts.push_back(now);
        self.alerts_in_all += 1;
        before
    }

    /// Counts a yes.
    pub fn accepted(&mut self, now: u32) {
        self.accepts.retain(|at| at / DAY == now / DAY);
        self.accepts.push(now);
        self.history.yes += 1;
    }

    /// Alerts in so many days before an instant.
    pub fn alerts_in_days(&self, days: u32, now: u32) -> u32 {
        let since = now.saturating_sub(days * DAY);
        count(self.alerts.iter().rev().take_while(|&&at| at >= since).count())
    }

    /// Alerts since midnight.
    pub fn alerts_today(&self, now: u32) -> u32 {
        let since = now - now % DAY;
        count(self.alerts.iter().rev().take_while(|&&at| at >= since).count())
    }

    /// Places taken since midnight.
    pub fn accepts_today(&self, now: u32) -> u32 {
        count(self.accepts.iter().filter(|&&at| at / DAY == now / DAY).count())
    }

    /// The last alert of all.
    fn last_alert(&self) -> Option<u32> {
        self.alerts.back().copied()
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
