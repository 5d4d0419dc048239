//! `proche purge`.

use std::process::ExitCode;

use dispatch::Actor;

use crate::command::print;
use crate::config::Config;
use crate::wiring::{Need, Service};

/// Removes what is past its limit, or tells how much that is; one line a class.
pub async fn run(config: &Config, dry_run: bool) -> anyhow::Result<ExitCode> {
    let service = Service::open(config, Need::Command).await?;
    let counts: Vec<_> = if dry_run {
        let states = service.dispatch.retention(&Actor::System).await?;
        states.iter().map(|state| (state.class, state.due)).collect()
    } else {
        service.dispatch.purge(true).await?
    };
    for (class, count) in counts {
        print(&format!("{}\t{count}", class.code()))?;
    }
    Ok(ExitCode::SUCCESS)
}
