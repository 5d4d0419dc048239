//! What a load did.

use std::fmt;

/// What the load did, as counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Outcome {
    /// Requests that were acknowledged.
    pub requests: usize,
    /// Places that were promised.
    pub promises: usize,
    /// Places whose help was told done.
    pub completions: usize,
    /// Requests that were called off.
    pub cancellations: usize,
    /// Calls that came too late: taken, over, done.
    pub too_late: usize,
    /// Calls that were answered 503 with a time to try again.
    pub waits: usize,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} requests, {} yes, {} completions, {} cancellations; {} too late, {} told to wait",
            self.requests,
            self.promises,
            self.completions,
            self.cancellations,
            self.too_late,
            self.waits
        )
    }
}
