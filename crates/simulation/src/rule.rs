//! Alert policies: proche's, those of its peers as published, and yardsticks.

use matching::ExpectedSettings;

use crate::pool::Bounds;

/// Whom to ask and when.
///
/// Every rule is given the service's quiet hours: nobody is asked between 21 and 8 h, and a
/// request of the night waits for the morning. Only proche's own know of its limits.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// proche: the fewest that reach a chance of a yes; with the fit of every night or without.
    Expected(ExpectedSettings, bool),
    /// So many of the nearest outstanding, each replaced at a no or after some minutes of silence;
    /// proche's `nearest`.
    Outstanding {
        /// How many.
        count: u32,
        /// Minutes of silence.
        minutes: u32,
    },
    /// Everybody in range at once (`HelpMyStreet`).
    Everybody,
    /// The nearest, one by one, each with so many minutes (NHS Volunteer Responders).
    OneByOne {
        /// Minutes for each.
        minutes: u32,
    },
    /// So many of the nearest within a distance, once (`GoodSAM`, `HartslagNu`).
    NearestOnce {
        /// How many.
        count: usize,
        /// At most so far, in metres.
        max_m: Option<u32>,
    },
    /// Rounds of two and three in turn (`UPchieve`).
    Rounds {
        /// Seconds between rounds.
        seconds: u32,
        /// How many rounds.
        rounds: u32,
    },
    /// Batches of a share of what it usually takes, who was asked least first (Covidliste).
    Batches {
        /// Minutes between batches.
        minutes: u32,
        /// The share of what it usually takes that one batch is of.
        share: f64,
        /// How many alerts a yes takes, before any was seen.
        per_yes: f64,
        /// Never more alerts for one place.
        budget: u32,
    },
    /// Those who really were asked, when they were; in a recorded world alone.
    Recorded,
    /// The likeliest by distance over radius, one at a time, with no deadline: the cheapest.
    OneAtATime {
        /// Minutes for each.
        minutes: u32,
    },
}

impl Rule {
    pub(crate) const fn bounds(&self) -> Bounds {
        match self {
            Self::Expected(..) | Self::Outstanding { .. } => Bounds::Kept,
            _ => Bounds::Unknown,
        }
    }

    /// Whether it repeats what was, whatever limits and hours say.
    pub(crate) const fn is_recorded(&self) -> bool {
        matches!(self, Self::Recorded)
    }

    /// Whether a request lives on after its deadline.
    pub(crate) const fn ignores_deadline(&self) -> bool {
        matches!(self, Self::OneAtATime { .. })
    }

    /// Whether a no is replaced at once.
    pub(crate) const fn replaces_a_no(&self) -> bool {
        matches!(
            self,
            Self::Expected(..)
                | Self::Outstanding { .. }
                | Self::OneByOne { .. }
                | Self::OneAtATime { .. }
        )
    }
}
