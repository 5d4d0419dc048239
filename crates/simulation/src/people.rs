//! What is counted of each volunteer while a policy runs.

use std::collections::VecDeque;

use matching::History;

use crate::world::DAY;

/// So many alerts are held beside the other numbers, for they are looked at the most.
const NEWEST: usize = 6;

/// A volunteer's standing, as the service knows it too.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    pub gone: bool,
    /// Engagements at present.
    pub live: u32,
    /// Engagements at once, at most.
    pub most_live: u32,
    /// The search that leaves them out because they were asked before.
    pub left_out: u64,
    pub history: History,
    /// When the newest alerts went out, the newest first.
    newest: [u32; NEWEST],
    /// When alerts went out in the last 90 days, the oldest first.
    alerts: VecDeque<u32>,
    /// The first of them.
    oldest: u32,
    /// The last alert of all.
    last_alert: Option<u32>,
    today: Today,
    /// All alerts.
    pub alerts_in_all: u32,
    /// Alerts in the week of the last one.
    pub alerts_this_week: u32,
}

/// What happened on the day on which something happened last.
#[derive(Clone, Copy, Debug, Default)]
struct Today {
    day: u32,
    alerts: u32,
    accepts: u32,
}

impl Today {
    fn at(self, now: u32) -> Self {
        if self.day == now / DAY { self } else { Self { day: now / DAY, alerts: 0, accepts: 0 } }
    }
}

impl Standing {
    /// The standing of somebody who takes at most so many engagements at once.
    pub fn new(most_live: u32) -> Self {
        Self { most_live, ..Self::default() }
    }

    /// Whether they are still there and could take another engagement.
    pub const fn has_room(&self) -> bool {
        !self.gone && self.live < self.most_live
    }

    /// Counts an alert; where it begins a week, the alerts of the week that was are returned.
    pub fn alerted(&mut self, now: u32) -> Option<u32> {
        let week = |at: u32| at / (7 * DAY);
        let ended = self.last_alert.is_some_and(|last| week(last) < week(now));
        let before = ended.then(|| std::mem::take(&mut self.alerts_this_week));
        self.alerts_this_week += 1;
        while self.alerts.front().is_some_and(|&at| at + 90 * DAY < now) {
            self.alerts.pop_front();
        }
        self.alerts.push_back(now);
        self.newest.copy_within(..NEWEST - 1, 1);
        self.newest[0] = now;
        self.oldest = self.alerts.front().copied().unwrap_or(now);
        self.last_alert = Some(now);
        self.today = self.today.at(now);
        self.today.alerts += 1;
        self.alerts_in_all += 1;
        before
    }

    /// Counts a yes.
    pub fn accepted(&mut self, now: u32) {
        self.today = self.today.at(now);
        self.today.accepts += 1;
        self.history.yes += 1;
    }

    /// Alerts in so many days before an instant.
    pub fn alerts_in_days(&self, days: u32, now: u32) -> u32 {
        let since = now.saturating_sub(days * DAY);
        // Most volunteers are settled by these two, without a look at the list.
        if self.last_alert.is_none_or(|last| last < since) {
            return 0;
        }
        if self.oldest >= since {
            return count(self.alerts.len());
        }
        // Alerts of the first instant of all need no place: then all would be newer.
        if self.newest[NEWEST - 1] < since {
            return count(self.newest.iter().take_while(|&&at| at >= since).count());
        }
        count(self.alerts.len() - self.alerts.partition_point(|&at| at < since))
    }

    /// Alerts since midnight.
    pub fn alerts_today(&self, now: u32) -> u32 {
        self.today.at(now).alerts
    }

    /// Places taken since midnight.
    pub fn accepts_today(&self, now: u32) -> u32 {
        self.today.at(now).accepts
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
