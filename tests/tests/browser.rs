//! The pages in a real browser, with their scripts run. One browser serves them all, in turn.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod browser {
    mod accessibility;
    mod coordinator;
    mod desk;
    mod link_scanner;
    mod volunteer;
}
