//! Mail as a relay, a file and a box see it, and what becomes of it when the relay misbehaves.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod faults;
mod fuzzed;
mod kept;
mod message;
mod pool;
mod privacy;

use std::time::Duration;

use jiff::Timestamp;
use mailer::{MailFrom, MailSettings, Outgoing, Transport, TransportKind};

/// Long enough for a loaded machine; no test waits for it to pass.
const LONG: Duration = Duration::from_secs(20);
/// A relay that hangs is given up after this.
const SHORT: Duration = Duration::from_millis(300);

fn from() -> MailFrom {
    "Près de chez vous <aide@exemple.org>".parse().unwrap()
}

fn date() -> Timestamp {
    "2026-11-03T09:00:00Z".parse().unwrap()
}

fn alert(number: usize) -> Outgoing {
    Outgoing {
        message_id: format!("<0193-{number:08}@exemple.org>"),
        kind: "alert".to_owned(),
        to: format!("volunteer{number}@example.net"),
        subject: "Une personne près de chez vous a besoin d’aide : courses".to_owned(),
        text: "Bonjour,\n\nDes courses, à moins de 2 km.\n\nhttps://exemple.org/a/jeton\n"
            .to_owned(),
        html:
            "<p>Des courses, à moins de 2 km. <a href=\"https://exemple.org/a/jeton\">Voir</a></p>"
                .to_owned(),
        unsubscribe: Some("https://exemple.org/u/jeton".to_owned()),
        language: "fr".to_owned(),
        calendar: None,
    }
}

fn smtp(url: &str, pool_size: usize, timeout: Duration) -> Transport {
    Transport::from_settings(&MailSettings {
        transport: TransportKind::Smtp,
        smtp_url: Some(url.to_owned()),
        pool_size,
        timeout,
        ..MailSettings::new(from())
    })
    .unwrap()
}
