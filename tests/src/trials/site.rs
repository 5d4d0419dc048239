//! A deployment with its mail server, its volunteers and a database of either kind.

use std::fmt::Write as _;
use std::path::Path;

use crate::house::people::around;
use crate::house::{Caller, Engine, Lodging};
use crate::program::{Deployment, Running};
use crate::smtp_sink::SmtpSink;

use super::Look;

/// Whatever would slow a load down that comes from one place is off; the nearest two are asked.
const SETTINGS: [(&str, &str); 13] = [
    ("mail.transport", "smtp"),
    ("mail.from", "help@proche.example"),
    ("matching.policy", "nearest"),
    ("matching.outstanding", "2"),
    ("matching.answer_minutes", "10080"),
    ("matching.cool_down_hours", "0"),
    ("limits.alerts_per_day", "0"),
    ("limits.accepts_per_day", "0"),
    ("limits.live_engagements", "0"),
    ("limits.reveals_per_30_days", "0"),
    ("limits.requests_per_person_day", "0"),
    ("limits.per_network_per_minute", "0"),
    ("log.level", "info"),
];

/// The place of a trial.
pub struct Site {
    /// The program and its settings.
    pub deployment: Deployment,
    /// Where its mail arrives.
    pub sink: SmtpSink,
    lodging: Lodging,
}

impl Site {
    /// A fresh one with further settings; none where there is no PostgreSQL, which is said.
    pub async fn fresh(engine: Engine, settings: &[(&str, &str)]) -> Option<Self> {
        let lodging = Lodging::fresh(engine).await?;
        let sink = SmtpSink::start("127.0.0.1:0").await.unwrap();
        let mut deployment = Deployment::fresh(&SETTINGS)
            .with("mail.smtp_url", &sink.url())
            .with("database.url", &lodging.url());
        for (key, value) in settings {
            deployment = deployment.with(key, value);
        }
        Some(Self { deployment, sink, lodging })
    }

    /// Volunteers around the centre, always awake, with room for all that a trial asks.
    pub async fn settle_volunteers(&self, count: usize) {
        let file = self.deployment.file("volunteers.csv");
        std::fs::write(&file, volunteers(count)).unwrap();
        let said = self.deployment.say(&["import", "volunteers", file.to_str().unwrap()]).await;
        assert_eq!(said.code, Some(0), "{said:?}");
    }

    /// An operator by API token.
    pub async fn operator(&self) -> Caller {
        Caller::outside(&self.deployment.base(), Some(&self.token("operator").await))
    }

    /// An API token of a role.
    pub async fn token(&self, role: &str) -> String {
        let said = self.deployment.say(&["admin", "token", "--role", role]).await;
        assert_eq!(said.code, Some(0), "{said:?}");
        said.out.trim().to_owned()
    }

    /// A look into its database.
    pub async fn look(&self) -> Look {
        Look::at(&self.lodging.url()).await
    }

    /// What `proche verify` finds; empty when all holds.
    pub async fn verify(&self) -> String {
        let said = self.deployment.say(&["verify"]).await;
        let silent = said.code == Some(0) && said.out.is_empty() && said.err.is_empty();
        if silent { String::new() } else { format!("{said:?}") }
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        self.lodging.url()
    }

    /// The directory of its database, on SQLite.
    pub fn directory(&self) -> &Path {
        &self.lodging.directory
    }

    /// Starts the service and waits until it is ready.
    pub async fn serve(&self) -> Running {
        self.deployment.serve().await
    }

    /// Removes everything.
    pub async fn clear(self) {
        self.sink.stop().await;
        self.lodging.clear().await;
    }
}

fn volunteers(count: usize) -> String {
    let mut text = "name,email,languages,radius_km,capacity,categories,lat,lon,quiet_hours,\
        consent_source,consent_at\n"
        .to_owned();
    for number in 0..count {
        let ring = f64::from(u32::try_from(number % 400).unwrap());
        let spot = around(ring, ring / 2.0);
        let (lat, lon) = (&spot["lat"], &spot["lon"]);
        writeln!(
            text,
            "Person {number},p{number}@file.example,fr,5,20,groceries,{lat},{lon},00:00-00:00,\
             fair,2026-10-01T10:00:00Z"
        )
        .unwrap();
    }
    text
}
