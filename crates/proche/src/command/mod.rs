//! What each command does.

mod admin;
mod assign;
mod audit;
mod backup;
mod check;
mod gazetteer;
mod keys;
mod purge;
mod simulate;
mod transfer;
mod written;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::Context;
use clap::CommandFactory as _;
use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, Command, ConfigCommand, MailCommand};
use crate::config::Config;
use crate::serve::{Duty, run as run_service};
use crate::wiring::{Need, Service};
use crate::{demo, wiring};

/// Runs the command; the exit status is 0 unless the command says otherwise.
pub async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    match &cli.command {
        Command::Openapi => return print(&web::openapi().to_pretty_json()?),
        Command::Assign(args) => return assign::run(args),
        Command::Simulate(args) => return simulate::run(args),
        Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "proche", &mut out);
            return print(&String::from_utf8(out)?);
        }
        Command::Man => {
            let mut out = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut out)?;
            return print(&String::from_utf8(out)?);
        }
        _ => {}
    }
    let config = Config::load(cli.config.as_deref(), std::env::vars())?;
    start_logging(&config, &cli.command)?;
    crate::own_look::use_own_words(&config)?;
    run_with(cli.command, &config).await
}

async fn run_with(command: Command, config: &Config) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(args) => demo::run(config, args).await?,
        Command::Serve { no_workers: true } => run_service(config, Duty::Web).await?,
        Command::Serve { no_workers: false } => run_service(config, Duty::Both).await?,
        Command::Work => run_service(config, Duty::Workers).await?,
        Command::Migrate { status } => migrate(config, status).await?,
        Command::Admin(command) => admin::run(config, command).await?,
        Command::Area(command) => transfer::areas(config, command).await?,
        Command::Import { what, file, dry_run } => {
            return transfer::import(config, what, &file, dry_run).await;
        }
        Command::Export { what, format, out } => {
            transfer::export(config, what, format, out.as_deref()).await?;
        }
        Command::Gazetteer(command) => return gazetteer::run(config, command),
        Command::Backup { file } => backup::back_up(config, &file).await?,
        Command::Restore { file } => return backup::restore(config, &file).await,
        Command::Keys(command) => return keys::run(config, command).await,
        Command::Verify => return check::verify(config).await,
        Command::Purge { dry_run } => return purge::run(config, dry_run).await,
        Command::Audit(command) => return audit::run(config, &command).await,
        Command::Doctor => return check::doctor(config).await,
        Command::Mail(MailCommand::Test { address }) => check::mail_test(config, &address).await?,
        Command::Config(ConfigCommand::Print) => return print(&config.printable()?),
        Command::Config(ConfigCommand::Check) => {
            wiring::settings(config)?;
            wiring::transport(config)?;
            wiring::web_settings(config)?;
            return print("The configuration is fine.");
        }
        Command::Healthcheck { url } => return check::health(config, url.as_deref()).await,
        Command::Openapi
        | Command::Assign(_)
        | Command::Simulate(_)
        | Command::Completions { .. }
        | Command::Man => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints a text; a closed pipe is no error.
pub fn print(text: &str) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Long-running commands log to stderr as configured; short ones only what is wrong.
fn start_logging(config: &Config, command: &Command) -> anyhow::Result<()> {
    let long = matches!(command, Command::Serve { .. } | Command::Work | Command::Demo(_));
    let level = if long { config.log.level.as_str() } else { "error" };
    // What libraries say at lower levels holds addresses of calls with their tokens, and more.
    let own = ["proche", "web", "dispatch", "store", "mailer", "identity", "matching", "geocoding"];
    let own = own.iter().fold("warn".to_owned(), |filter, name| format!("{filter},{name}={level}"));
    let filter = EnvFilter::try_new(if level == "error" { "error".to_owned() } else { own })
        .with_context(|| format!("log.level: `{level}`"))?;
    let base = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if config.log.format == "json" {
        base.json().init();
    } else {
        base.init();
    }
    Ok(())
}

async fn migrate(config: &Config, status: bool) -> anyhow::Result<()> {
    if !status {
        Service::open(config, Need::Command).await?;
        return Ok(());
    }
    let url: store::DatabaseUrl = config.database_url().parse().map_err(anyhow::Error::msg)?;
    let database = store::Database::open(&url).await?;
    for migration in database.migration_status().await? {
        let state = if migration.applied { "applied" } else { "pending" };
        print(&format!("{} {state} {}", migration.version, migration.description))?;
    }
    Ok(())
}
