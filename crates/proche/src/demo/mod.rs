//! `proche demo`: the whole service with invented people on a throw-away database.
//!
//! Two weeks of history are made by the same use cases that serve real people, on a clock that is
//! moved by hand; then the clock runs by itself, faster than the wall, and the simulated volunteers
//! go on reading their captured mail.

mod clock;
mod life;
mod people;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use dispatch::{Actor, Dispatch, Whence, totp_code};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _, Zoned};
use matching::{AccountId, Role};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use web::{DemoLink, DemoLinks, TopLine, WebSettings};

use crate::cli::DemoArgs;
use crate::command::print;
use crate::config::Config;
use crate::demo::clock::DemoClock;
use crate::demo::life::Life;
use crate::serve::{Door, Duty, serve, stop_signal};
use crate::wiring::{Need, Service};

/// How long the history is.
const HISTORY_DAYS: i64 = 14;
/// The same town every time.
const SEED: u64 = 2020;

/// Runs the demo until it is stopped.
pub async fn run(config: &Config, args: DemoArgs) -> anyhow::Result<()> {
    let directory = match &args.data_dir {
        Some(own) => own.clone(),
        None => std::env::temp_dir().join(format!("proche-demo-{}", std::process::id())),
    };
    let throw_away = args.data_dir.is_none();
    let result = run_in(config, &args, &directory).await;
    if throw_away {
        let _ = std::fs::remove_dir_all(&directory);
    }
    result
}

async fn run_in(config: &Config, args: &DemoArgs, directory: &Path) -> anyhow::Result<()> {
    let stop = stop_signal();
    let config = demo_config(config, args, directory)?;
    let zone = TimeZone::get(&config.locale.timezone)?;
    let start = tuesday_at_ten(&zone)?;
    let clock =
        Arc::new(DemoClock::standing_at(start - SignedDuration::from_hours(24 * HISTORY_DAYS)));
    let service = Service::open_with(&config, Need::ThrowAway, clock.clone()).await?;
    let dispatch = service.dispatch.clone();
    people::settle(&dispatch, args.volunteers, SEED).await?;
    dispatch.build_index().await?;
    let base = config.base_url();
    let links = DemoLinks::default();
    let tell = |role: &str, link: DemoLink| -> anyhow::Result<()> {
        print(&format!("{role}: {base}/demo/as/{}", links.add(link)?))?;
        Ok(())
    };
    for (role, id) in staff(&dispatch).await? {
        tell(role.code(), DemoLink::Staff(id))?;
    }
    print(&format!("home: {base}/"))?;
    print(&format!("mailbox: {base}/demo/mailbox"))?;
    let settings = web_settings(args, links.clone());
    let listen = config.server.listen.clone();
    let pages = tokio::spawn({
        let (dispatch, stop) = (dispatch.clone(), stop.clone());
        async move {
            let door = Door { listen: &listen, drain: Duration::ZERO };
            serve(dispatch, settings, door, Duty::Web, stop).await
        }
    });
    // The pages are up while two weeks go by.
    let mut life = Life::new(dispatch.clone(), StdRng::seed_from_u64(SEED));
    life.live_until(&clock, start, &stop).await?;
    people::ask(&dispatch, args.requests, SEED).await?;
    clock.run(args.speed);
    if let Some(id) = life.some_volunteer().await? {
        tell("volunteer", DemoLink::Volunteer(id))?;
    }
    if let Some(id) = life.some_request_id().await? {
        tell("requester", DemoLink::Requester(id))?;
    }
    let working = tokio::spawn({
        let (dispatch, stop) = (dispatch.clone(), stop.clone());
        async move { dispatch.work(stop).await }
    });
    let living = tokio::spawn(life.go_on(stop.clone()));
    let served = pages.await.context("the pages failed")?;
    stop.cancel();
    working.await.context("the workers failed")?;
    living.await.context("the simulated people failed")?;
    service.dispatch.database().close().await;
    drop(service.lock);
    served
}

/// The web side of the demo.
fn web_settings(args: &DemoArgs, demo_links: DemoLinks) -> WebSettings {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a speed between 1 and 100,000"
    )]
    let speed = args.speed.round() as u32;
    WebSettings {
        demo: true,
        demo_links,
        per_network_per_minute: 0,
        top_line: TopLine::Demo { speed },
        ..WebSettings::default()
    }
}

/// The configuration of the demo: everything captured, nothing kept.
fn demo_config(config: &Config, args: &DemoArgs, directory: &Path) -> anyhow::Result<Config> {
    anyhow::ensure!(args.speed.is_finite() && args.speed >= 0.1, "--speed: 0.1 or more");
    anyhow::ensure!(args.volunteers <= 1_000_000, "--volunteers: at most a million");
    anyhow::ensure!(args.requests <= 100_000, "--requests: at most a hundred thousand");
    let mut config = config.clone();
    std::fs::create_dir_all(directory)
        .with_context(|| format!("{} cannot be used", directory.display()))?;
    for name in ["demo.sqlite", "demo.keyring.sqlite"] {
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(directory.join(format!("{name}{ending}")));
        }
    }
    let file: PathBuf = directory.join("demo.sqlite");
    directory.clone_into(&mut config.data_dir);
    config.database.url = format!("sqlite:{}", file.display());
    config.database.migrate = true;
    "capture".clone_into(&mut config.mail.transport);
    config.server.listen.clone_from(&args.listen);
    config.server.base_url = format!("http://{}", args.listen);
    "Bruxelles et alentours".clone_into(&mut config.site.place);
    "02 555 01 24".clone_into(&mut config.site.phone);
    "Entraide de démonstration".clone_into(&mut config.site.operator);
    "Europe/Brussels".clone_into(&mut config.locale.timezone);
    Ok(config)
}

/// The last Tuesday, at ten in the morning.
fn tuesday_at_ten(zone: &TimeZone) -> anyhow::Result<Timestamp> {
    use dispatch::Clock as _;
    let today: Zoned = dispatch::SystemClock.now().to_zoned(zone.clone());
    let back = today.weekday().since(Weekday::Tuesday);
    let tuesday = today.date().checked_sub(i64::from(back).days())?;
    Ok(tuesday.at(10, 0, 0, 0).to_zoned(zone.clone())?.timestamp())
}

/// One account a role.
async fn staff(dispatch: &Dispatch) -> anyhow::Result<Vec<(Role, AccountId)>> {
    let people = [
        (Role::Administrator, "lucie.administratrice@example.org"),
        (Role::Coordinator, "amina.coordinatrice@example.org"),
        (Role::Operator, "paul.operateur@example.org"),
    ];
    let mut staff = Vec::new();
    for (role, email) in people {
        let link = dispatch.create_account(&Actor::System, email, role, None).await?;
        let token = link.rsplit('/').next().unwrap_or_default();
        let enrolment = dispatch.set_up_account(token, "nobody signs in with this").await?;
        let secret = dispatch.enrolment(&enrolment).await?.secret;
        let code = totp_code(&secret, dispatch.now());
        dispatch.confirm_enrolment(&enrolment, &code, &Whence::default()).await?;
        let account = dispatch.account_with_email(email).await?.context("the account")?;
        staff.push((role, account.id));
    }
    Ok(staff)
}
