//! `proche admin`: accounts and API tokens.

use anyhow::Context;
use dispatch::{Actor, Dispatch, Refusal, TokenScope};
use matching::AreaId;
use store::ApiToken;

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
        AdminCommand::Disable { email } => {
            return dispatch.disable_account(&Actor::System, &email).await.map_err(in_words);
        }
        AdminCommand::Erase { email } => {
            return dispatch.erase_account(&Actor::System, &email).await.map_err(in_words);
        }
        AdminCommand::Token { role, area, expires, read_only, name } => {
            let area = area_named(dispatch, area.as_deref())?;
            let role = role.into();
            let scope = TokenScope { role, area, days: Some(expires), read_only, name: &name };
            dispatch.create_api_token(&Actor::System, scope).await.map_err(in_words)?
        }
        AdminCommand::Tokens => tokens(dispatch).await?,
        AdminCommand::Revoke { id } => {
            let id = id.parse().context("the id: not one of `proche admin tokens`")?;
            let revoked = dispatch.revoke_api_token(&Actor::System, id).await;
            revoked.map_err(|_| anyhow::anyhow!("the id: there is no such token that works"))?;
            return Ok(());
        }
    };
    print(&text)?;
    Ok(())
}

/// One line a token that works: id, role, area, what it may, until when, what it is for.
async fn tokens(dispatch: &Dispatch) -> anyhow::Result<String> {
    let areas = dispatch.areas();
    let line = |token: &ApiToken| {
        let area = token.area_id.and_then(|id| areas.name(id).map(str::to_owned));
        let may = if token.read_only { "read" } else { "read and write" };
        let until = token.expires_at.map_or_else(|| "for ever".to_owned(), |at| at.to_string());
        let area = area.unwrap_or_else(|| "everywhere".to_owned());
        [&token.id.to_string(), token.role.code(), &area, may, &until, &token.name].join("\t")
    };
    let tokens = dispatch.api_tokens(&Actor::System).await?;
    Ok(tokens.iter().map(line).collect::<Vec<_>>().join("\n"))
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
