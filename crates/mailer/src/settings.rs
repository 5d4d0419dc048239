use std::{fmt, path::PathBuf, time::Duration};

use crate::MailFrom;

/// Where mail goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TransportKind {
    /// Kept in memory and shown in the mailbox of the demo.
    #[default]
    Capture,
    /// Handed to a relay over SMTP.
    Smtp,
    /// Written as `.eml` files.
    File,
}

impl TransportKind {
    /// The word used in the configuration.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Smtp => "smtp",
            Self::File => "file",
        }
    }

    /// Reads the word used in the configuration.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Capture, Self::Smtp, Self::File].into_iter().find(|kind| kind.code() == code)
    }
}

/// The `[mail]` section of the configuration, as far as sending goes.
#[derive(Clone)]
pub struct MailSettings {
    /// Where mail goes.
    pub transport: TransportKind,
    /// `smtp://[user:password@]host[:port][?tls=required|none]` or `smtps://…`.
    pub smtp_url: Option<String>,
    /// Who it comes from.
    pub from: MailFrom,
    /// Where `.eml` files go with [`TransportKind::File`].
    pub directory: Option<PathBuf>,
    /// Connections to the relay at a time, 1 to 64.
    pub pool_size: usize,
    /// The longest wait for each step of a conversation; the answer to a whole message may take
    /// four times as long, because giving up there leaves a doubt.
    pub timeout: Duration,
}

impl MailSettings {
    /// Captured mail, four connections, 30 seconds a step.
    pub fn new(from: MailFrom) -> Self {
        Self {
            transport: TransportKind::Capture,
            smtp_url: None,
            from,
            directory: None,
            pool_size: 4,
            timeout: Duration::from_secs(30),
        }
    }
}

impl fmt::Debug for MailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailSettings")
            .field("transport", &self.transport)
            .field("from", &self.from)
            .field("directory", &self.directory)
            .field("pool_size", &self.pool_size)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
