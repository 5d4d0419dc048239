//! Progress bars for long work, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar that shows what is done of how much.
pub struct Progress(ProgressBar);

impl Progress {
    /// Starts one; nothing is shown where standard error is no terminal.
    pub fn new(what: &str) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}") {
            bar.set_style(style);
        }
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// Tells it how far the work is.
    pub fn set(&self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }

    /// Takes it away.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}
