//! `proche serve` and `proche work`: running until told to stop.

use std::time::Duration;

use anyhow::Context;
use dispatch::{Actor, Dispatch};
use matching::Role;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use web::{WebSettings, WebState};

use crate::config::Config;
use crate::wiring::{Need, Service, web_settings};

/// What a process does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// Web server and workers.
    Both,
    /// Web server alone.
    Web,
    /// Workers alone.
    Workers,
}

/// Runs the service of a configuration.
pub async fn run(config: &Config, duty: Duty) -> anyhow::Result<()> {
    let service = Service::open(config, Need::Service).await?;
    let stop = stop_signal();
    if duty == Duty::Workers {
        let dispatch = service.dispatch.clone();
        dispatch.build_index().await?;
        tracing::info!(volunteers = dispatch.index().len(), "working");
        work(dispatch, stop).await;
    } else {
        let settings = web_settings(config)?;
        print_set_up_link(&service.dispatch).await?;
        let drain = Duration::from_secs(config.server.drain_seconds.into());
        let door = Door { listen: &config.server.listen, drain };
        serve(service.dispatch.clone(), settings, door, duty, stop).await?;
    }
    service.dispatch.transport().close().await;
    service.dispatch.database().close().await;
    drop(service.lock);
    Ok(())
}

/// Where calls come in, and how long they still may once the process was told to end.
#[derive(Clone, Copy)]
pub struct Door<'a> {
    /// Address and port.
    pub listen: &'a str,
    /// Meanwhile `/readyz` tells balancers to look elsewhere.
    pub drain: Duration,
}

/// Serves pages and API; builds the index beside it, `/readyz` waits for it.
pub async fn serve(
    dispatch: Dispatch,
    settings: WebSettings,
    door: Door<'_>,
    duty: Duty,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let listener = TcpListener::bind(door.listen)
        .await
        .with_context(|| format!("server.listen: {} cannot be used", door.listen))?;
    let metrics = web::install_metrics().ok();
    let state = WebState::new(dispatch.clone(), settings, metrics);
    let until = end_of_calls(state.clone(), stop.clone(), door.drain);
    let app = web::app(state);
    tracing::info!(address = %listener.local_addr()?, "listening");
    let background = tokio::spawn(background(dispatch, duty, stop.clone()));
    web::serve(listener, app, until).await?;
    stop.cancel();
    background.await.context("the background work failed")?;
    Ok(())
}

/// Ends when no further call is to be taken.
async fn end_of_calls(state: WebState, stop: CancellationToken, drain: Duration) {
    stop.cancelled().await;
    state.leave();
    tokio::time::sleep(drain).await;
}

async fn background(dispatch: Dispatch, duty: Duty, stop: CancellationToken) {
    if let Err(error) = dispatch.build_index().await {
        tracing::error!(error = %error, "the index cannot be built");
        stop.cancel();
        return;
    }
    tracing::info!(volunteers = dispatch.index().len(), "ready");
    tokio::spawn({
        let dispatch = dispatch.clone();
        async move {
            if let Err(error) = dispatch.prepare_pages().await {
                tracing::warn!(%error, "the first of staff's pages will take longer");
            }
        }
    });
    if duty == Duty::Web {
        dispatch.follow(stop).await;
    } else {
        work(dispatch, stop).await;
    }
}

async fn work(dispatch: Dispatch, stop: CancellationToken) {
    let follower = tokio::spawn({
        let (dispatch, stop) = (dispatch.clone(), stop.clone());
        async move { dispatch.follow(stop).await }
    });
    dispatch.work(stop).await;
    let _ = follower.await;
}

/// A token that ends with Ctrl-C or SIGTERM.
pub fn stop_signal() -> CancellationToken {
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let Ok(mut terminated) = signal(SignalKind::terminate()) else { return };
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminated.recv() => {}
            }
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
        token.cancel();
    });
    stop
}

/// Without an administrator the service prints a one-time set-up link for one.
async fn print_set_up_link(dispatch: &Dispatch) -> anyhow::Result<()> {
    if dispatch.has_administrator().await? {
        return Ok(());
    }
    let email = format!("administrator@{}.invalid", dispatch.settings().mail_host);
    let email = if dispatch.account_with_email(&email).await?.is_some() {
        email
    } else {
        match dispatch.create_account(&Actor::System, &email, Role::Administrator, None).await {
            Ok(link) => {
                announce(&email, &link);
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
    };
    let link = dispatch.reset_account(&Actor::System, &email).await?;
    announce(&email, &link);
    Ok(())
}

fn announce(email: &str, link: &str) {
    println!("There is no administrator yet. Choose a password here, once, within 72 hours:");
    println!("  {link}");
    println!("Then sign in as {email}, or make accounts with `proche admin create`.");
}
