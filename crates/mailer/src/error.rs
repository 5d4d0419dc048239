use std::fmt;

/// A reply code of a mail server: the three digits and, where given, the enhanced status.
///
/// The text of the reply is left out on purpose: servers echo the recipient in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplyCode {
    /// The three digits of RFC 5321, such as 450.
    pub basic: u16,
    /// The enhanced status of RFC 3463, such as (4, 2, 1).
    pub enhanced: Option<(u8, u16, u16)>,
}

impl fmt::Display for ReplyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.basic)?;
        match self.enhanced {
            Some((class, subject, detail)) => write!(f, " {class}.{subject}.{detail}"),
            None => Ok(()),
        }
    }
}

/// The step of a conversation with a relay at which it broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The name did not resolve or the port did not answer.
    Connect,
    /// Encryption was demanded and absent, or its handshake failed.
    Tls,
    /// The greeting, `EHLO` or what follows from it.
    Greeting,
    /// The relay did not take the credentials, or they would have gone out in the clear.
    Authentication,
    /// `MAIL`, `RCPT`, `DATA` or the message up to its final dot.
    Transfer,
    /// The pool was closed by this process.
    Closed,
    /// The directory for mail files could not be written.
    Storage,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connect => "connect",
            Self::Tls => "tls",
            Self::Greeting => "greeting",
            Self::Authentication => "authentication",
            Self::Transfer => "transfer",
            Self::Closed => "closed",
            Self::Storage => "storage",
        })
    }
}

/// Why a message was not, or may not have been, taken over by the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// The relay is away, refuses this deployment or hung up before the message was complete.
    ///
    /// Nothing was delivered and the message is not at fault: slow down and try again.
    #[error("the mail relay cannot be used (at {stage}{})", code.map(|c| format!(", {c}")).unwrap_or_default())]
    Unreachable {
        /// Where it broke off.
        stage: Stage,
        /// What the relay said, if it said anything.
        code: Option<ReplyCode>,
    },
    /// The relay refused this message for now: any 4xx, and a 5xx to `MAIL`, which speaks of the
    /// deployment's sender address rather than of the recipient.
    #[error("the mail relay refused the message for now ({code})")]
    Transient {
        /// What the relay said.
        code: ReplyCode,
    },
    /// The relay refused the recipient or the content for good.
    #[error("the mail relay refused the message for good ({code})")]
    Permanent {
        /// What the relay said.
        code: ReplyCode,
    },
    /// The connection was lost between the final dot and the reply: nobody can know (RFC 1047).
    #[error("the connection was lost after the message was sent and before it was acknowledged")]
    Uncertain,
    /// The message cannot be put into a mail; it never will.
    #[error("the field {field} cannot stand in a mail")]
    Invalid {
        /// The name of the field of [`Outgoing`](crate::Outgoing).
        field: &'static str,
    },
}

/// Why a transport could not be made from its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// `mail.transport = smtp` without `mail.smtp_url`.
    #[error("mail.smtp_url is missing")]
    UrlMissing,
    /// The URL is not `smtp://` or `smtps://` with a host, or carries something unknown.
    #[error("mail.smtp_url: {reason}")]
    Url {
        /// What is wrong, without the URL itself: it may hold a password.
        reason: &'static str,
    },
    /// The sender is not an address, or its name holds control characters.
    #[error("mail.from: {reason}")]
    From {
        /// What is wrong.
        reason: &'static str,
    },
    /// `mail.transport = file` without `mail.directory`.
    #[error("mail.directory is missing")]
    DirectoryMissing,
    /// The directory for mail files cannot be made.
    #[error("mail.directory cannot be created ({kind})")]
    Directory {
        /// The kind of fault.
        kind: std::io::ErrorKind,
    },
    /// A number is out of its range.
    #[error("{field} is out of range")]
    Range {
        /// The key at fault.
        field: &'static str,
    },
}
