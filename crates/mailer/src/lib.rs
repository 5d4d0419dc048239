//! Turns a rendered message into MIME and hands it to a relay, a file or a box in memory.
//!
//! This crate knows neither the database nor the rules: it is given an [`Outgoing`] and says what
//! became of it. Addresses and server texts never stand in its errors or `Debug` output, because
//! both end in logs.

mod capture;
mod compose;
mod error;
mod file_drop;
mod outgoing;
mod relay;
mod report;
mod settings;
mod smtp;
mod transport;

pub use capture::{CaptureBox, CapturedMail};
pub use compose::{Composed, is_address};
pub use error::{ReplyCode, SendError, SettingsError, Stage};
pub use file_drop::FileDrop;
pub use outgoing::{MailFrom, Outgoing};
pub use relay::{Relay, TlsUse};
pub use report::{DeliveryReport, MAX_REPORT, read_report};
pub use settings::{MailSettings, TransportKind};
pub use smtp::SmtpPool;
pub use transport::{Accepted, Ready, Transport};
