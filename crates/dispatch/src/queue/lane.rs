use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A kind of work with a table of its own to drain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lane {
    /// Plans the next wave of alerts.
    Plan,
    /// Sends what is owed.
    Mail,
    /// Looks after deadlines, expiries and overdue tasks.
    Sweep,
    /// Forgets what may no longer be kept.
    Retention,
}

impl Lane {
    /// Every lane.
    pub const ALL: [Self; 4] = [Self::Plan, Self::Mail, Self::Sweep, Self::Retention];

    /// Its name in logs, figures and the payload.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Mail => "mail",
            Self::Sweep => "sweep",
            Self::Retention => "retention",
        }
    }

    /// How often it looks by itself unless told otherwise: what it does falls due by the second,
    /// by the minute or by the hour.
    pub const fn tick(self) -> Duration {
        match self {
            Self::Plan | Self::Mail => Duration::from_secs(1),
            Self::Sweep => Duration::from_secs(5),
            Self::Retention => Duration::from_mins(10),
        }
    }

    /// The name of its queue in the database.
    pub(super) const fn queue(self) -> &'static str {
        match self {
            Self::Plan => "proche-plan",
            Self::Mail => "proche-mail",
            Self::Sweep => "proche-sweep",
            Self::Retention => "proche-retention",
        }
    }

    /// The lane of a queue in the database.
    pub(super) fn of_queue(queue: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lane| lane.queue() == queue)
    }

    /// What a row carries: the lane and nothing else.
    pub(super) fn payload(self) -> Vec<u8> {
        format!("\"{}\"", self.code()).into_bytes()
    }

    /// Whether one of these rows, each a queue and what it carries, is a wake-up of this lane.
    pub(super) fn is_among(self, rows: &[(String, Vec<u8>)]) -> bool {
        rows.iter().any(|(queue, carried)| queue == self.queue() && *carried == self.payload())
    }

    pub(super) const fn index(self) -> usize {
        match self {
            Self::Plan => 0,
            Self::Mail => 1,
            Self::Sweep => 2,
            Self::Retention => 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_payload_is_its_lane_in_json() {
        for (at, lane) in Lane::ALL.into_iter().enumerate() {
            assert_eq!(serde_json::to_vec(&lane).expect("a word"), lane.payload());
            assert_eq!(Lane::of_queue(lane.queue()), Some(lane));
            assert_eq!(lane.index(), at);
        }
        assert_eq!(Lane::of_queue("another"), None);
    }
}
