use jiff::Timestamp;

use crate::{
    CaptureBox, Composed, FileDrop, MailFrom, MailSettings, Outgoing, Relay, SendError,
    SettingsError, SmtpPool, TransportKind,
};

/// Messages that are kept or written at a time.
const AT_ONCE: usize = 8;

/// Where mail goes, chosen once at start. Clones share the box or the connections.
#[derive(Clone, Debug)]
pub enum Transport {
    /// Kept in memory.
    Capture(CaptureBox),
    /// Written as files.
    File(FileDrop),
    /// Handed to a relay.
    Smtp(SmtpPool),
}

/// A message that may be sent, as often as it takes.
#[derive(Debug)]
pub struct Ready {
    composed: Composed,
    mail: Outgoing,
    date: Timestamp,
}

/// What is known of a message that was taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// Who took it.
    pub by: TransportKind,
    /// The size of the message on the wire, in bytes.
    pub bytes: usize,
}

impl Transport {
    /// Makes the transport the settings ask for. No connection is opened yet.
    ///
    /// # Errors
    /// A missing or malformed URL or directory, or a number out of range.
    pub fn from_settings(settings: &MailSettings) -> Result<Self, SettingsError> {
        let from = settings.from.clone();
        match settings.transport {
            TransportKind::Capture => Ok(Self::Capture(CaptureBox::new(from))),
            TransportKind::File => {
                let directory =
                    settings.directory.as_ref().ok_or(SettingsError::DirectoryMissing)?;
                Ok(Self::File(FileDrop::new(directory, from)?))
            }
            TransportKind::Smtp => {
                let url = settings.smtp_url.as_deref().ok_or(SettingsError::UrlMissing)?;
                let relay = Relay::parse(url)?;
                let pool = SmtpPool::new(relay, from, settings.pool_size, settings.timeout)?;
                Ok(Self::Smtp(pool))
            }
        }
    }

    /// Composes and checks a message; `date` becomes its `Date` header.
    ///
    /// # Errors
    /// [`SendError::Invalid`]: it can never be sent.
    pub fn compose(&self, mail: Outgoing, date: Timestamp) -> Result<Ready, SendError> {
        let composed = Composed::new(&mail, self.from(), date)?;
        Ok(Ready { composed, mail, date })
    }

    /// Hands a composed message over.
    ///
    /// # Errors
    /// See [`SendError`]: each says what may be done next.
    pub async fn hand_over(&self, ready: &Ready) -> Result<Accepted, SendError> {
        match self {
            Self::Capture(inbox) => inbox.keep(&ready.mail, ready.date),
            Self::File(drop) => drop.write(&ready.composed, ready.date).await?,
            Self::Smtp(pool) => pool.deliver(&ready.composed).await?,
        }
        Ok(Accepted { by: self.kind(), bytes: ready.composed.bytes().len() })
    }

    /// Composes one message and hands it over.
    ///
    /// # Errors
    /// See [`SendError`]: each says what may be done next.
    pub async fn send(&self, mail: &Outgoing, date: Timestamp) -> Result<Accepted, SendError> {
        self.hand_over(&self.compose(mail.clone(), date)?).await
    }

    /// How many messages may be under way at a time, so that after a crash at most one a connection
    /// is in doubt.
    pub fn at_once(&self) -> usize {
        match self {
            Self::Capture(_) | Self::File(_) => AT_ONCE,
            Self::Smtp(pool) => pool.size(),
        }
    }

    /// Which of the three it is.
    pub fn kind(&self) -> TransportKind {
        match self {
            Self::Capture(_) => TransportKind::Capture,
            Self::File(_) => TransportKind::File,
            Self::Smtp(_) => TransportKind::Smtp,
        }
    }

    /// Who the mail comes from.
    pub fn from(&self) -> &MailFrom {
        match self {
            Self::Capture(inbox) => inbox.from(),
            Self::File(drop) => drop.from(),
            Self::Smtp(pool) => pool.from(),
        }
    }

    /// Waits for the messages under way and takes leave of the relay; later sends are refused.
    pub async fn close(&self) {
        if let Self::Smtp(pool) = self {
            pool.close().await;
        }
    }
}
