//! `proche admin`: accounts and API tokens.

use anyhow::Context;
use dispatch::{Actor, Dispatch, Refusal};
use matching::AreaId;

use crate::cli::AdminCommand;
use crate::command::print;
use crate::config::Config;
use crate::wiring::{Need, Service};

/// Runs one of the commands.
pub async fn run(config: &Config, command: AdminCommand) -> anyhow::Result<()> {
    let service = Service::open(config, Need::Command).await?;
    let dispatch = &service.dispatch;
    let text = match command {
        AdminCommand::Create { email, role, area } => {
            let area = area_named(dispatch, area.as_deref())?;
            let made = dispatch.create_account(&Actor::System, &email, role.into(), area).await;
            made.map_err(in_words)?
        }
        AdminCommand::Reset { email } => {
            dispatch.reset_account(&Actor::System, &email).await.map_err(in_words)?
        }
        AdminCommand::Token { role, area, expires } => {
            let area = area_named(dispatch, area.as_deref())?;
            let made = dispatch.create_api_token(&Actor::System, role.into(), area, expires).await;
            made.map_err(in_words)?
        }
    };
    print(&text)?;
    Ok(())
}

fn area_named(dispatch: &Dispatch, name: Option<&str>) -> anyhow::Result<Option<AreaId>> {
    let Some(name) = name else { return Ok(None) };
    let found = dispatch.areas().find(name);
    found.map(Some).with_context(|| format!("--area: there is no area `{name}`"))
}

fn in_words(refusal: Refusal) -> anyhow::Error {
    match &refusal {
        Refusal::Invalid(errors) => {
            let code = errors.first().map_or("", |error| error.code);
            anyhow::anyhow!(match code {
                "email" | "required" => "--email: not an e-mail address",
                "account_exists" => "--email: there is an account with this address; use `reset`",
                "unknown_account" => "--email: there is no account with this address",
                _ => "an option cannot be used",
            })
        }
        _ => refusal.into(),
    }
}
