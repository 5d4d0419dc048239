//! What the operator of the site decides.

use jiff::tz::TimeZone;
use matching::{Caps, ExpectedSettings, Language};

/// The settings that use cases read. The binary fills them from the configuration.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The public origin without a final slash.
    pub base_url: String,
    /// The right-hand side of Message-IDs.
    pub mail_host: String,
    /// The name of this node's audit chain.
    pub node: String,
    /// The deployment's time zone.
    pub timezone: TimeZone,
    /// Its IANA name.
    pub timezone_name: String,
    /// Languages offered, the first is the default.
    pub languages: Vec<Language>,
    /// The country that phone numbers and postcodes are read in first.
    pub country: String,
    /// Whether public requests are taken: not while mail is only captured.
    pub public_requests: bool,
    /// Whether public requests wait for the person's confirmation.
    pub confirm_requests: bool,
    /// Where staff may sign in beside the password.
    pub oidc: Option<identity::Provider>,
    /// Whether volunteers wait for vetting.
    pub vet_volunteers: bool,
    /// Days that a vetting lasts.
    pub vetting_days: u32,
    /// A fixed resolution for snapping requests to cells; `None` = by residents.
    pub cell_resolution: Option<u8>,
    /// Public counts below this are suppressed.
    pub k: u32,
    /// Whom to alert and when.
    pub matching: MatchingSettings,
    /// Limits per volunteer.
    pub caps: Caps,
    /// Requests a person may post in 24 hours; 0 = off.
    pub requests_per_person_day: u32,
    /// Messages to many that a volunteer may get in 24 hours; 0 = off.
    pub bulk_messages_per_day: u32,
    /// How long things are kept.
    pub retention: RetentionSettings,
    /// How many mails are claimed at a time.
    pub mail_batch: u32,
    /// The Maildir that delivery reports come into.
    pub inbound: Option<std::path::PathBuf>,
}

/// By which rules volunteers are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// The nearest, a fixed number at a time.
    Nearest,
    /// The fewest whose chance of a yes reaches a goal.
    Expected,
}

impl Policy {
    /// The name in the configuration.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nearest => "nearest",
            Self::Expected => "expected",
        }
    }
}

/// The alert policy's parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchingSettings {
    /// By which rules.
    pub policy: Policy,
    /// `nearest`: alerts kept outstanding for one place.
    pub outstanding: u32,
    /// Minutes of silence after which somebody else is asked; under `expected` when the goal was
    /// not reached.
    pub answer_minutes: u32,
    /// Never look farther, in metres.
    pub max_radius_m: u32,
    /// `expected`: the parameters of the choice.
    pub expected: ExpectedSettings,
    /// No alert for so many hours after a place was taken or help was given; 0 = off.
    pub cool_down_hours: u32,
    /// A request that starts farther ahead than so many hours waits to be planned; 0 = off.
    pub plan_ahead_hours: u32,
    /// How many may be asked, once a request, to go farther than they said; 0 = off.
    pub stretch_invitations: u32,
    /// The model of answers is fitted once so many alerts have ended; 0 = never.
    pub fit_after_alerts: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:8080".to_owned(),
            mail_host: "localhost".to_owned(),
            node: "main".to_owned(),
            timezone: TimeZone::get("Europe/Brussels").unwrap_or(TimeZone::UTC),
            timezone_name: "Europe/Brussels".to_owned(),
            languages: ["fr", "nl", "en", "de", "uk"]
                .iter()
                .filter_map(|c| Language::new(c).ok())
                .collect(),
            country: "BE".to_owned(),
            public_requests: true,
            confirm_requests: true,
            oidc: None,
            vet_volunteers: false,
            vetting_days: 730,
            cell_resolution: None,
            k: 5,
            matching: MatchingSettings::default(),
            caps: Caps {
                alerts_per_day: 3,
                accepts_per_day: 3,
                live_engagements: 2,
                reveals_per_30_days: 10,
                new_until_confirmed: 0,
            },
            requests_per_person_day: 10,
            bulk_messages_per_day: 2,
            retention: RetentionSettings::default(),
            mail_batch: 64,
            inbound: None,
        }
    }
}

impl Default for MatchingSettings {
    fn default() -> Self {
        Self {
            policy: Policy::Expected,
            outstanding: 5,
            answer_minutes: 60,
            max_radius_m: 50_000,
            expected: ExpectedSettings::default(),
            cool_down_hours: 12,
            plan_ahead_hours: 72,
            stretch_invitations: 10,
            fit_after_alerts: 500,
        }
    }
}

/// How long things are kept, in days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionSettings {
    /// Contact data and notes after the person's last request.
    pub contact_days: u32,
    /// The same where the person agreed to be kept longer.
    pub contact_agreed_days: u32,
    /// Volunteers who never confirmed their address.
    pub unconfirmed_days: u32,
    /// Volunteers of whom nothing is heard.
    pub inactive_days: u32,
    /// How long before they are asked whether they are still there.
    pub warning_days: u32,
    /// How long whoever left suspended or held does not come back unseen.
    pub barred_days: u32,
    /// Links after their end.
    pub token_days: u32,
    /// Wake-ups and changes.
    pub job_days: u32,
    /// Mails that were dealt with.
    pub mail_days: u32,
    /// The ledger and the audit chain.
    pub audit_days: u32,
}

impl Default for RetentionSettings {
    fn default() -> Self {
        Self {
            contact_days: 14,
            contact_agreed_days: 183,
            unconfirmed_days: 30,
            inactive_days: 365,
            warning_days: 30,
            barred_days: 730,
            token_days: 7,
            job_days: 7,
            mail_days: 30,
            audit_days: 365,
        }
    }
}

impl Settings {
    /// The language a person is written to in: their own where it is offered, else the first.
    ///
    /// # Panics
    /// Never: `fr` is a code.
    pub fn language_or_default(&self, wanted: Option<&str>) -> Language {
        let own = wanted.and_then(|code| self.languages.iter().find(|own| own.as_str() == code));
        own.or_else(|| self.languages.first())
            .cloned()
            .unwrap_or_else(|| Language::new("fr").expect("`fr` is a code"))
    }
}
