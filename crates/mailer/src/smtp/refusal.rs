use std::{error::Error as _, future::Future, time::Duration};

use lettre::transport::smtp::Error as SmtpError;
use tokio::time::timeout;

use crate::{ReplyCode, SendError, Stage};

/// What went wrong with one message, and what it says about the session.
pub struct Failure {
    pub error: SendError,
    /// The session may carry the next message.
    pub usable: bool,
    /// The session was lost before the message was complete and without a word about it, as when
    /// the relay closed it while it lay idle: a fresh one may carry the same message.
    pub stale: bool,
}

impl Failure {
    /// The connection went away before the message was complete.
    pub const fn lost() -> Self {
        let error = SendError::Unreachable { stage: Stage::Transfer, code: None };
        Self { error, usable: false, stale: false }
    }
}

/// One step of the conversation within its time.
pub async fn within<T>(
    patience: Duration,
    step: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Refusal> {
    match timeout(patience, step).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Refusal::from(&error)),
        Err(_) => Err(Refusal { code: None, timed_out: true }),
    }
}

/// A step that did not end well: a refusing reply, or silence.
pub struct Refusal {
    code: Option<ReplyCode>,
    timed_out: bool,
}

impl From<&SmtpError> for Refusal {
    fn from(error: &SmtpError) -> Self {
        let code = error.status().and_then(|status| status.to_string().parse().ok());
        let text = error.source().map(ToString::to_string).unwrap_or_default();
        let code = code.map(|basic| ReplyCode { basic, enhanced: enhanced(&text) });
        Self { code, timed_out: false }
    }
}

impl Refusal {
    /// A refusal of the deployment rather than of a message.
    pub fn at(self, stage: Stage) -> SendError {
        SendError::Unreachable { stage, code: self.code }
    }

    /// A refusal of `MAIL`: never final for the recipient, except for the size (552).
    pub fn of_the_sender(self) -> Failure {
        self.judged(|basic| basic == 552)
    }

    /// A refusal of `RCPT`, `DATA` or the content.
    pub fn of_the_message(self) -> Failure {
        self.judged(|basic| basic >= 500)
    }

    fn judged(self, for_good: impl Fn(u16) -> bool) -> Failure {
        let Some(code) = self.code else {
            return Failure { stale: !self.timed_out, ..Failure::lost() };
        };
        // 421 is no word on the message: the relay shuts the connection down.
        let leaving = code.basic == 421;
        let error = if for_good(code.basic) {
            SendError::Permanent { code }
        } else {
            SendError::Transient { code }
        };
        Failure { error, usable: !leaving, stale: leaving }
    }
}

/// The status of RFC 3463 at the start of a reply's text.
fn enhanced(text: &str) -> Option<(u8, u16, u16)> {
    let mut parts = text.split_whitespace().next()?.split('.');
    let status =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (parts.next().is_none() && matches!(status.0, 2 | 4 | 5)).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_enhanced_status_is_read_from_the_text() {
        assert_eq!(enhanced("4.7.1 Try again, ann@example.org"), Some((4, 7, 1)));
        assert_eq!(enhanced("mailbox busy"), None);
        assert_eq!(enhanced("9.1.1 x"), None);
        assert_eq!(enhanced("10.0.0.1 x"), None);
        assert_eq!(enhanced(""), None);
    }
}
