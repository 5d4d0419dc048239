//! The configuration: a TOML file over the defaults, the environment over the file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use toml::{Table, Value};
use url::{Host, Url};

/// `config/proche.toml` documents every key; it is the defaults.
pub const DEFAULTS: &str = include_str!("../../../config/proche.toml");
const PREFIX: &str = "PROCHE_";
/// Keys whose values are never printed.
const SECRET: [(&str, &str); 5] = [
    ("oidc", "client_secret"),
    ("database", "url"),
    ("secrets", "master_key"),
    ("mail", "smtp_url"),
    ("server", "metrics_token"),
];

/// The whole configuration.
#[derive(Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where files lie.
    pub data_dir: PathBuf,
    /// `[server]`
    pub server: Server,
    /// `[database]`
    pub database: Database,
    /// `[secrets]`
    pub secrets: Secrets,
    /// `[mail]`
    pub mail: Mail,
    /// `[matching]`
    pub matching: Matching,
    /// `[limits]`
    pub limits: Limits,
    /// `[oidc]`
    pub oidc: Oidc,
    /// `[requests]`
    pub requests: Requests,
    /// `[volunteers]`
    pub volunteers: Volunteers,
    /// `[privacy]`
    pub privacy: Privacy,
    /// `[retention]`
    pub retention: Retention,
    /// `[locale]`
    pub locale: Locale,
    /// `[site]`
    pub site: Site,
    /// `[log]`
    pub log: Log,
}

macro_rules! section {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Deserialize, Serialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name { $(pub $field: $type),+ }
    )+};
}

section! {
    /// Web server.
    Server {
        listen: String, base_url: String, trusted_proxies: Vec<String>, metrics_token: String,
        node: String, drain_seconds: u32,
    }
    /// Database.
    Database { url: String, migrate: bool }
    /// Secrets.
    Secrets { master_key: String }
    /// Mail.
    Mail {
        transport: String, smtp_url: String, from: String, inbound: String, directory: String,
        connections: usize, timeout_seconds: u64,
    }
    /// The alert policy.
    Matching {
        policy: String, outstanding: u32, answer_minutes: u32, max_radius_km: f64,
        goal_normal: f64, goal_vital: f64, goal_late: f64, late_minutes: f64, refill_below: f64,
        pool: usize, most_outstanding: u32, price_lately: f64, price_budget: f64,
        price_skill: f64, cool_down_hours: u32, plan_ahead: u32, stretch_invitations: u32,
        fit_after_alerts: u32,
    }
    /// Limits; 0 = off.
    Limits {
        accepts_per_day: u32, live_engagements: u32, reveals_per_30_days: u32,
        alerts_per_day: u32, new_until_confirmed: u32, requests_per_person_day: u32, per_network_per_minute: u32,
        bulk_messages_per_day: u32, least_fill_seconds: u32,
    }
    /// Sign-in of staff through a provider.
    Oidc { issuer: String, client_id: String, client_secret: String }
    /// Requests.
    Requests { confirm: bool }
    /// Volunteers.
    Volunteers { vetting: bool, vetting_days: u32 }
    /// Privacy.
    Privacy { cell_resolution: u8, k: u32 }
    /// How long things are kept, in days.
    #[expect(clippy::struct_field_names, reason = "the names of the keys say their unit")]
    Retention {
        contact_days: u32, contact_agreed_days: u32, unconfirmed_days: u32, inactive_days: u32,
        warning_days: u32, barred_days: u32, token_days: u32, job_days: u32, mail_days: u32,
        audit_days: u32,
    }
    /// Time, languages, country.
    Locale { timezone: String, languages: Vec<String>, country: String }
    /// What the deployment says of itself.
    Site {
        name: String, place: String, phone: String, phone_hours: BTreeMap<String, String>,
        operator: String, contact_email: String, emergency: String, route_url: String,
        logo: String, theme: String, words: String,
    }
    /// Logging.
    Log { level: String, format: String }
}

impl Config {
    /// Reads the file (none: the defaults alone) and the environment.
    ///
    /// # Errors
    /// One sentence naming the file or variable and the key at fault.
    pub fn load(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> anyhow::Result<Self> {
        let mut table: Table = DEFAULTS.parse().context("the built-in defaults")?;
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            let own: Table =
                text.parse().with_context(|| format!("{} is no valid TOML", path.display()))?;
            merge(&mut table, own, "").with_context(|| path.display().to_string())?;
        }
        let mut environment: Vec<_> = environment.into_iter().collect();
        environment.sort();
        for (name, value) in environment {
            override_key(&mut table, &name, value).with_context(|| format!("variable {name}"))?;
        }
        let config: Self = table.try_into().context("the configuration")?;
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> anyhow::Result<()> {
        if !["capture", "smtp", "file"].contains(&self.mail.transport.as_str()) {
            bail!("mail.transport: one of capture, smtp, file");
        }
        if self.server.node.is_empty() || self.server.node.chars().any(char::is_whitespace) {
            bail!("server.node: a name without spaces");
        }
        if self.server.drain_seconds > 300 {
            bail!("server.drain_seconds: at most 300");
        }
        self.matching.check()?;
        self.retention.check()?;
        if self.privacy.cell_resolution > 9 || (1..4).contains(&self.privacy.cell_resolution) {
            bail!("privacy.cell_resolution: 0, or from 4 to 9");
        }
        if self.locale.languages.is_empty() {
            bail!("locale.languages: name at least one");
        }
        for code in &self.locale.languages {
            if templates::Locale::from_code(code).is_none() {
                let known = templates::Locale::ALL.map(templates::Locale::code).join(", ");
                bail!("locale.languages: `{code}` is not one of {known}");
            }
        }
        if jiff::tz::TimeZone::get(&self.locale.timezone).is_err() {
            bail!("locale.timezone: no zone of that name");
        }
        let issuer = self.oidc.issuer.as_str();
        let safe = Url::parse(issuer).is_ok_and(|url| match (url.scheme(), url.host()) {
            ("https", Some(_)) => true,
            ("http", Some(Host::Domain(name))) => name == "localhost",
            ("http", Some(Host::Ipv4(own))) => own.is_loopback(),
            ("http", Some(Host::Ipv6(own))) => own.is_loopback(),
            _ => false,
        });
        if !issuer.is_empty() && !safe {
            bail!("oidc.issuer: an address with https://");
        }
        if !matches!(self.log.format.as_str(), "text" | "json") {
            bail!("log.format: text or json");
        }
        Ok(())
    }

    /// The configuration as TOML, secrets masked.
    pub fn printable(&self) -> anyhow::Result<String> {
        let mut table = Table::try_from(self)?;
        for (section, key) in SECRET {
            let value = table.get_mut(section).and_then(|value| value.get_mut(key));
            if let Some(Value::String(text)) = value
                && !text.is_empty()
            {
                "…".clone_into(text);
            }
        }
        Ok(toml::to_string(&table)?)
    }

    /// The database's address.
    pub fn database_url(&self) -> String {
        if self.database.url.is_empty() {
            format!("sqlite:{}", self.data_dir.join("proche.sqlite").display())
        } else {
            self.database.url.clone()
        }
    }

    /// The public origin without a final slash.
    pub fn base_url(&self) -> String {
        let url = self.server.base_url.trim_end_matches('/');
        if url.is_empty() { format!("http://{}", self.server.listen) } else { url.to_owned() }
    }
}

impl Retention {
    fn check(&self) -> anyhow::Result<()> {
        for (key, value) in [
            ("contact_days", self.contact_days),
            ("contact_agreed_days", self.contact_agreed_days),
            ("unconfirmed_days", self.unconfirmed_days),
            ("inactive_days", self.inactive_days),
            ("warning_days", self.warning_days),
            ("barred_days", self.barred_days),
            ("token_days", self.token_days),
            ("job_days", self.job_days),
            ("mail_days", self.mail_days),
            ("audit_days", self.audit_days),
        ] {
            if value == 0 || value > 3_650 {
                bail!("retention.{key}: from 1 to 3650 days");
            }
        }
        if self.warning_days >= self.inactive_days {
            bail!("retention.warning_days: fewer than retention.inactive_days");
        }
        if self.contact_agreed_days < self.contact_days {
            bail!("retention.contact_agreed_days: no fewer than retention.contact_days");
        }
        Ok(())
    }
}

impl Matching {
    fn check(&self) -> anyhow::Result<()> {
        if !["nearest", "expected"].contains(&self.policy.as_str()) {
            bail!("matching.policy: one of nearest, expected");
        }
        for (key, value, most) in [
            ("outstanding", self.outstanding, 100),
            ("answer_minutes", self.answer_minutes, 10_080),
            ("most_outstanding", self.most_outstanding, 500),
        ] {
            if value == 0 || value > most {
                bail!("matching.{key}: from 1 to {most}");
            }
        }
        for (key, value, most) in [
            ("cool_down_hours", self.cool_down_hours, 720),
            ("plan_ahead", self.plan_ahead, 8_760),
            ("stretch_invitations", self.stretch_invitations, 100),
        ] {
            if value > most {
                bail!("matching.{key}: from 0 to {most}");
            }
        }
        let radius = self.max_radius_km;
        if !radius.is_finite() || radius <= 0.0 || radius > 500.0 {
            bail!("matching.max_radius_km: more than 0, at most 500");
        }
        if self.pool == 0 || self.pool > 500 {
            bail!("matching.pool: from 1 to 500");
        }
        self.check_chances()
    }

    fn check_chances(&self) -> anyhow::Result<()> {
        for (key, value) in [
            ("goal_normal", self.goal_normal),
            ("goal_vital", self.goal_vital),
            ("goal_late", self.goal_late),
        ] {
            if !(value > 0.0 && value < 1.0) {
                bail!("matching.{key}: between 0 and 1");
            }
        }
        if !(self.refill_below > 0.0 && self.refill_below <= 1.0) {
            bail!("matching.refill_below: more than 0, at most 1");
        }
        for (key, value) in [
            ("price_lately", self.price_lately),
            ("price_budget", self.price_budget),
            ("price_skill", self.price_skill),
        ] {
            if !(0.0..=10.0).contains(&value) {
                bail!("matching.{key}: from 0 to 10");
            }
        }
        if !(0.0..=10_080.0).contains(&self.late_minutes) {
            bail!("matching.late_minutes: from 0 to 10080");
        }
        Ok(())
    }
}

/// Lays `own` over `base`; a key that `base` does not have is an error.
fn merge(base: &mut Table, own: Table, path: &str) -> anyhow::Result<()> {
    for (key, value) in own {
        let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let free = name.starts_with("site.phone_hours.");
        match (base.get_mut(&key), value) {
            (Some(Value::Table(base)), Value::Table(own)) => merge(base, own, &name)?,
            (Some(slot), value) => *slot = fitting(slot, value, &name)?,
            (None, value) if free => {
                base.insert(key, value);
            }
            (None, _) => bail!("unknown key `{name}`"),
        }
    }
    Ok(())
}

/// The value in the type of the default; whole numbers serve as decimals.
fn fitting(slot: &Value, value: Value, name: &str) -> anyhow::Result<Value> {
    match (slot, value) {
        #[expect(clippy::cast_precision_loss, reason = "settings are small numbers")]
        (Value::Float(_), Value::Integer(whole)) => Ok(Value::Float(whole as f64)),
        (slot, value) if slot.same_type(&value) => Ok(value),
        (Value::Integer(_), value @ Value::Float(_)) if name.ends_with("_km") => Ok(value),
        (slot, value) => {
            bail!("`{name}` is a {}, not a {}", slot.type_str(), value.type_str())
        }
    }
}

/// Applies one variable, if it is one of ours.
fn override_key(table: &mut Table, name: &str, value: String) -> anyhow::Result<()> {
    let Some(path) = name.strip_prefix(PREFIX) else { return Ok(()) };
    if path.starts_with("TEST_") {
        return Ok(());
    }
    let path = path.to_lowercase();
    let (path, value) = match path.strip_suffix("_file") {
        Some(path) if find(table, path).is_some() => {
            let text = std::fs::read_to_string(&value)
                .with_context(|| format!("the file {value} cannot be read"))?;
            (path.to_owned(), text.trim_end_matches(['\r', '\n']).to_owned())
        }
        _ => (path, value),
    };
    let Some(slot) = find(table, &path) else { bail!("unknown key `{}`", path.replace("__", ".")) };
    *slot = typed(slot, &value).with_context(|| format!("`{}`", path.replace("__", ".")))?;
    Ok(())
}

fn find<'a>(table: &'a mut Table, path: &str) -> Option<&'a mut Value> {
    match path.split_once("__") {
        None => table.get_mut(path),
        Some((section, key)) => table.get_mut(section)?.as_table_mut()?.get_mut(key),
    }
}

fn typed(slot: &Value, text: &str) -> anyhow::Result<Value> {
    Ok(match slot {
        Value::String(_) => Value::String(text.to_owned()),
        Value::Integer(_) => match text.parse() {
            Ok(whole) => Value::Integer(whole),
            Err(_) => Value::Float(text.parse().context("not a number")?),
        },
        Value::Float(_) => Value::Float(text.parse().context("not a number")?),
        Value::Boolean(_) => Value::Boolean(text.parse().context("true or false")?),
        Value::Array(_) => Value::Array(
            text.split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty())
                .map(|part| Value::String(part.to_owned()))
                .collect(),
        ),
        _ => bail!("cannot be set by a variable"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> anyhow::Result<Config> {
        let variables = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::load(None, variables)
    }

    #[test]
    fn the_documented_defaults_are_the_defaults() {
        let config = load(&[]).unwrap();
        assert_eq!(config.server.listen, "127.0.0.1:8080");
        assert_eq!(config.base_url(), "http://127.0.0.1:8080");
        assert_eq!(config.database_url(), "sqlite:./data/proche.sqlite");
        assert_eq!(config.matching.outstanding, 5);
    }

    #[test]
    fn variables_override_keys() {
        let config = load(&[
            ("PROCHE_DATA_DIR", "/var/lib/proche"),
            ("PROCHE_MATCHING__OUTSTANDING", "7"),
            ("PROCHE_MATCHING__MAX_RADIUS_KM", "12.5"),
            ("PROCHE_REQUESTS__CONFIRM", "false"),
            ("PROCHE_LOCALE__LANGUAGES", "nl,fr"),
            ("HOME", "/root"),
        ])
        .unwrap();
        assert_eq!(config.matching.outstanding, 7);
        assert!(!config.requests.confirm);
        assert_eq!(config.locale.languages, ["nl", "fr"]);
    }

    #[test]
    fn a_variable_may_name_a_file() {
        let directory = std::env::temp_dir().join(format!("proche-config-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        let file = directory.join("smtp");
        std::fs::write(&file, "smtp://user:secret@mail.example:587\n").unwrap();
        let name = file.display().to_string();
        let config = load(&[("PROCHE_MAIL__SMTP_URL_FILE", &name)]);
        std::fs::remove_dir_all(&directory).unwrap();
        let config = config.unwrap();
        assert_eq!(config.mail.smtp_url, "smtp://user:secret@mail.example:587");
        assert!(!config.printable().unwrap().contains("secret@"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (name, value, part) in [
            ("PROCHE_MATCHING__OUTSTANDIN", "7", "matching.outstandin"),
            ("PROCHE_MATCHING__OUTSTANDING", "many", "matching.outstanding"),
            ("PROCHE_MAIL__TRANSPORT", "pigeon", "mail.transport"),
            ("PROCHE_MATCHING__POLICY", "loudest", "matching.policy"),
            ("PROCHE_MATCHING__GOAL_NORMAL", "1.5", "matching.goal_normal"),
            ("PROCHE_MATCHING__GOAL_VITAL", "nan", "matching.goal_vital"),
            ("PROCHE_MATCHING__PRICE_LATELY", "-1", "matching.price_lately"),
            ("PROCHE_MATCHING__POOL", "0", "matching.pool"),
            ("PROCHE_MATCHING__PLAN_AHEAD", "9999", "matching.plan_ahead"),
            ("PROCHE_MATCHING__COOL_DOWN_HOURS", "0.5", "cool_down_hours"),
            ("PROCHE_LOCALE__LANGUAGES", "xx", "locale.languages"),
            ("PROCHE_OIDC__ISSUER", "http://127.0.0.1.example", "oidc.issuer"),
            ("PROCHE_RETENTION__MAIL_DAYS", "0", "retention.mail_days"),
            ("PROCHE_RETENTION__WARNING_DAYS", "365", "retention.warning_days"),
            ("PROCHE_RETENTION__CONTACT_DAYS", "200", "retention.contact_agreed_days"),
        ] {
            let error = load(&[(name, value)]).err().map(|error| format!("{error:#}"));
            assert!(error.as_ref().is_some_and(|text| text.contains(part)), "{error:?}");
        }
    }
}
