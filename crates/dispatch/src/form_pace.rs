//! When a form was first shown: a time with its mark, so that nobody makes one up.

use store::hex;

use crate::service::Dispatch;

/// Bytes of the mark.
const MARK: usize = 8;
/// Hours after which a form has been open for too long to say anything.
const LONGEST_H: i64 = 24;

impl Dispatch {
    /// What a form carries from the moment at which it is shown for the first time.
    pub fn form_begun(&self) -> String {
        let now = self.now().as_second();
        format!("{now}.{}", self.mark(now))
    }

    /// Seconds since a form was first shown; none when it does not say, or says what is not true.
    pub fn form_age_s(&self, begun: &str) -> Option<i64> {
        let (at, mark) = begun.split_once('.')?;
        let at: i64 = at.parse().ok()?;
        let age = self.now().as_second().checked_sub(at)?;
        (mark == self.mark(at) && (0..LONGEST_H * 3_600).contains(&age)).then_some(age)
    }

    fn mark(&self, at: i64) -> String {
        let mark = self.ring().lookup_hash("form_begun", &at.to_string());
        hex(&mark[..MARK.min(mark.len())])
    }
}
