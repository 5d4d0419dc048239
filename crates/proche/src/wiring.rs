//! From the configuration to a running service.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use dispatch::queue::Queue;
use dispatch::{
    Clock, Dispatch, MatchingSettings, Parts, Policy, RetentionSettings, Settings, SystemClock,
};
use geocoding::Gazetteer;
use mailer::{MailFrom, MailSettings, Transport, TransportKind};
use matching::{Caps, ExpectedSettings, Language};
use store::{Database, DatabaseUrl, KeyRing, MasterFile, Secret, StoreError};
use templates::SiteInfo;
use web::{Network, TopLine, WebSettings};

use crate::config::Config;
use crate::own_look::OwnLook;

/// An imported gazetteer lies here, laid over the embedded one at start.
pub const GAZETTEER_FILE: &str = "gazetteer.bin";

/// The service and what must outlive it.
pub struct Service {
    /// The use cases.
    pub dispatch: Dispatch,
    /// Held while this process is the service of a SQLite file.
    pub lock: Option<File>,
}

/// How much of the service a command needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The service itself: takes the lock, migrates, wakes workers.
    Service,
    /// A short command beside it.
    Command,
    /// The demo: as the service, on files that need not outlive a power cut.
    ThrowAway,
}

impl Service {
    /// Opens everything with the machine's clock.
    pub async fn open(config: &Config, need: Need) -> anyhow::Result<Self> {
        Self::open_with(config, need, Arc::new(SystemClock)).await
    }

    /// Opens everything with a clock of the caller's.
    pub async fn open_with(
        config: &Config,
        need: Need,
        clock: Arc<dyn Clock>,
    ) -> anyhow::Result<Self> {
        let url: DatabaseUrl = config.database_url().parse().map_err(anyhow::Error::msg)?;
        let lock = match (&url, need) {
            (DatabaseUrl::Sqlite(path), Need::Service | Need::ThrowAway) => Some(lock_for(path)?),
            _ => None,
        };
        let database = match (&url, need) {
            (DatabaseUrl::Sqlite(path), Need::ThrowAway) => Database::open_throw_away(path).await?,
            _ => Database::open(&url).await?,
        };
        if config.database.migrate || need == Need::Command {
            database.migrate().await?;
        }
        let ring = open_ring(config, &database, &url, need).await?;
        let queue = open_queue(&database, &url).await?;
        let parts = Parts {
            database,
            ring,
            clock,
            settings: for_need(settings(config)?, need),
            gazetteer: Arc::new(gazetteer(&config.data_dir)?),
            transport: transport(config)?,
            site: site(config)?,
            queue: Some(queue),
        };
        Ok(Self { dispatch: Dispatch::new(parts).await?, lock })
    }
}

/// In the demo the public may ask although mail is captured.
fn for_need(mut settings: Settings, need: Need) -> Settings {
    settings.public_requests |= need == Need::ThrowAway;
    settings
}

/// Takes the lock that refuses a second `serve` or `work` on one file.
fn lock_for(path: &Path) -> anyhow::Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let name = PathBuf::from(name);
    if let Some(parent) = name.parent() {
        std::fs::create_dir_all(parent)
            .with_context(|| format!("{} cannot be created", parent.display()))?;
    }
    let file = File::create(&name).with_context(|| format!("{} cannot be used", name.display()))?;
    if file.try_lock().is_err() {
        bail!(
            "{} is served by another process; SQLite takes one `serve` or `work` at a time",
            path.display()
        );
    }
    Ok(file)
}

/// Where the master key lies; none when the configuration holds it.
pub fn master_file(config: &Config) -> Option<MasterFile> {
    let own = config.secrets.master_key.is_empty();
    own.then(|| MasterFile::new(config.data_dir.join("master.key")))
}

/// Opens the key ring alone, with what must outlive it: the database that it lies in or beside.
pub async fn ring_alone(config: &Config) -> anyhow::Result<(Database, DatabaseUrl, KeyRing)> {
    let url: DatabaseUrl = config.database_url().parse().map_err(anyhow::Error::msg)?;
    let database = Database::open(&url).await?;
    let ring = open_ring(config, &database, &url, Need::Command).await?;
    Ok((database, url, ring))
}

/// The lock of a SQLite file, as the service holds it; none on PostgreSQL.
pub fn service_lock(config: &Config) -> anyhow::Result<Option<File>> {
    match config.database_url().parse().map_err(anyhow::Error::msg)? {
        DatabaseUrl::Sqlite(path) => lock_for(&path).map(Some),
        DatabaseUrl::Postgres(_) => Ok(None),
    }
}

async fn open_ring(
    config: &Config,
    database: &Database,
    url: &DatabaseUrl,
    need: Need,
) -> anyhow::Result<KeyRing> {
    let open = async |master: &Secret| ring_under(master, database, url, need).await;
    Ok(match master_file(config) {
        Some(file) => file.open(open).await?,
        None => open(&Secret::from_hex(&config.secrets.master_key)?).await?,
    })
}

/// Opens the ring under a master key.
pub async fn ring_under(
    master: &Secret,
    database: &Database,
    url: &DatabaseUrl,
    need: Need,
) -> Result<KeyRing, StoreError> {
    match (database, url) {
        (Database::Postgres(pool), _) => KeyRing::open_schema(pool.clone(), master).await,
        (_, DatabaseUrl::Sqlite(path)) => {
            let beside = path.with_extension("keyring.sqlite");
            if need == Need::ThrowAway {
                KeyRing::open_throw_away(&beside, master).await
            } else {
                KeyRing::open_file(&beside, master).await
            }
        }
        _ => Err(StoreError::KeyRing("it needs a database")),
    }
}

async fn open_queue(database: &Database, url: &DatabaseUrl) -> anyhow::Result<Queue> {
    let queue = match (database, url) {
        (Database::Postgres(pool), _) => Queue::postgres(pool.clone()),
        (Database::Sqlite { .. }, DatabaseUrl::Sqlite(path)) => Queue::open_sqlite(path).await?,
        _ => bail!("the queue needs a database"),
    };
    queue.migrate().await?;
    Ok(queue)
}

/// The embedded gazetteer with what was imported laid over it.
pub fn gazetteer(data_dir: &Path) -> anyhow::Result<Gazetteer> {
    let path = data_dir.join(GAZETTEER_FILE);
    let embedded = Gazetteer::embedded();
    if !path.exists() {
        return Ok(embedded.clone());
    }
    let file = File::open(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let own = Gazetteer::read_from(std::io::BufReader::new(file))
        .with_context(|| format!("{} is damaged; import it again", path.display()))?;
    Ok(embedded.merged(&own))
}

/// The settings of the use cases.
pub fn settings(config: &Config) -> anyhow::Result<Settings> {
    let base_url = config.base_url();
    let host = url::Url::parse(&base_url)
        .ok()
        .and_then(|url| url.host_str().map(str::to_owned))
        .with_context(|| format!("server.base_url: `{base_url}` is no address"))?;
    let languages = config.locale.languages.iter().map(|code| Language::new(code));
    let limits = &config.limits;
    Ok(Settings {
        mail_host: host,
        node: config.server.node.clone(),
        base_url,
        timezone: jiff::tz::TimeZone::get(&config.locale.timezone)?,
        timezone_name: config.locale.timezone.clone(),
        languages: languages.collect::<Result<_, _>>()?,
        country: config.locale.country.to_uppercase(),
        public_requests: config.mail.transport != "capture",
        confirm_requests: config.requests.confirm,
        oidc: provider(config),
        vet_volunteers: config.volunteers.vetting,
        vetting_days: config.volunteers.vetting_days,
        cell_resolution: Some(config.privacy.cell_resolution).filter(|own| *own > 0),
        k: config.privacy.k,
        matching: matching_settings(&config.matching),
        caps: Caps {
            alerts_per_day: limits.alerts_per_day,
            accepts_per_day: limits.accepts_per_day,
            live_engagements: limits.live_engagements,
            reveals_per_30_days: limits.reveals_per_30_days,
            new_until_confirmed: limits.new_until_confirmed,
        },
        requests_per_person_day: limits.requests_per_person_day,
        bulk_messages_per_day: limits.bulk_messages_per_day,
        retention: retention_settings(&config.retention),
        mail_batch: 64,
        inbound: inbound(&config.mail.inbound)?,
    })
}

/// The Maildir of `mail.inbound`.
fn inbound(path: &str) -> anyhow::Result<Option<std::path::PathBuf>> {
    if path.trim().is_empty() {
        return Ok(None);
    }
    let maildir = std::path::PathBuf::from(path.trim());
    let is_there = ["new", "cur"].iter().all(|part| maildir.join(part).is_dir());
    anyhow::ensure!(is_there, "mail.inbound: {path} is no Maildir: it lacks `new` or `cur`");
    Ok(Some(maildir))
}

fn retention_settings(own: &crate::config::Retention) -> RetentionSettings {
    RetentionSettings {
        contact_days: own.contact_days,
        contact_agreed_days: own.contact_agreed_days,
        unconfirmed_days: own.unconfirmed_days,
        inactive_days: own.inactive_days,
        warning_days: own.warning_days,
        barred_days: own.barred_days,
        token_days: own.token_days,
        job_days: own.job_days,
        mail_days: own.mail_days,
        audit_days: own.audit_days,
    }
}

fn provider(config: &Config) -> Option<identity::Provider> {
    let own = &config.oidc;
    (!own.issuer.is_empty()).then(|| identity::Provider {
        issuer: own.issuer.clone(),
        client_id: own.client_id.clone(),
        client_secret: own.client_secret.clone(),
        redirect_url: format!("{}/staff/oidc/back", config.base_url()),
    })
}

fn matching_settings(own: &crate::config::Matching) -> MatchingSettings {
    MatchingSettings {
        policy: if own.policy == "nearest" { Policy::Nearest } else { Policy::Expected },
        outstanding: own.outstanding,
        answer_minutes: own.answer_minutes,
        max_radius_m: matching::whole_metres(own.max_radius_km * 1000.0),
        expected: ExpectedSettings {
            goal_normal: own.goal_normal,
            goal_vital: own.goal_vital,
            goal_late: own.goal_late,
            late_minutes: own.late_minutes,
            refill_below: own.refill_below,
            pool: own.pool,
            most_outstanding: own.most_outstanding,
            price_lately: own.price_lately,
            price_budget: own.price_budget,
            price_skill: own.price_skill,
        },
        cool_down_hours: own.cool_down_hours,
        plan_ahead_hours: own.plan_ahead,
        stretch_invitations: own.stretch_invitations,
        fit_after_alerts: own.fit_after_alerts,
    }
}

/// `Name <address>` or an address alone.
fn mail_from(text: &str) -> anyhow::Result<MailFrom> {
    let (name, address) = match text.rsplit_once('<') {
        Some((name, rest)) => (Some(name.trim().trim_matches('"')), rest.trim_end_matches('>')),
        None => (None, text),
    };
    Ok(MailFrom::new(address.trim(), name.filter(|name| !name.is_empty()))?)
}

/// How mail leaves.
pub fn transport(config: &Config) -> anyhow::Result<Transport> {
    let mail = &config.mail;
    let mut settings = MailSettings::new(mail_from(&mail.from)?);
    settings.transport = TransportKind::from_code(&mail.transport)
        .context("mail.transport: one of capture, smtp, file")?;
    settings.smtp_url = Some(mail.smtp_url.clone()).filter(|url| !url.is_empty());
    settings.directory = Some(match mail.directory.as_str() {
        "" => config.data_dir.join("mail"),
        own => PathBuf::from(own),
    });
    settings.pool_size = mail.connections;
    settings.timeout = Duration::from_secs(mail.timeout_seconds.clamp(1, 600));
    Ok(Transport::from_settings(&settings)?)
}

/// What pages and mails say about the deployment.
pub fn site(config: &Config) -> anyhow::Result<SiteInfo> {
    let site = &config.site;
    let look = OwnLook::of(config)?;
    Ok(SiteInfo {
        name: site.name.clone(),
        place_line: site.place.clone(),
        phone: site.phone.clone(),
        phone_hours: site.phone_hours.iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        base_url: config.base_url(),
        operator_name: site.operator.clone(),
        contact_email: site.contact_email.clone(),
        contact_days: config.retention.contact_days,
        contact_agreed_days: config.retention.contact_agreed_days,
        emergency_number: site.emergency.clone(),
        route_url: site.route_url.clone(),
        style_urls: look.style_urls,
        logo_url: look.logo_url,
    })
}

/// The settings of the web side.
pub fn web_settings(config: &Config) -> anyhow::Result<WebSettings> {
    let proxies = config.server.trusted_proxies.iter().map(|text| {
        text.parse::<Network>().with_context(|| format!("server.trusted_proxies: `{text}`"))
    });
    Ok(WebSettings {
        own_assets: OwnLook::of(config)?.assets,
        demo: false,
        secure_cookies: config.base_url().starts_with("https://"),
        per_network_per_minute: config.limits.per_network_per_minute,
        least_fill_s: config.limits.least_fill_seconds.into(),
        metrics_token: Some(config.server.metrics_token.clone()).filter(|own| !own.is_empty()),
        trusted_proxies: proxies.collect::<anyhow::Result<_>>()?,
        top_line: if config.mail.transport == "capture" {
            TopLine::MailCaptured
        } else {
            TopLine::None
        },
        ..WebSettings::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_numbers_are_the_defaults() {
        let config = Config::load(None, []).unwrap();
        assert_eq!(matching_settings(&config.matching), MatchingSettings::default());
        assert_eq!(retention_settings(&config.retention), RetentionSettings::default());
    }
}
