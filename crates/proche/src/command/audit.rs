//! `proche audit verify`.

use std::process::ExitCode;

use crate::cli::AuditCommand;
use crate::command::print;
use crate::config::Config;
use crate::wiring::{Need, Service};

/// Runs one of the commands.
pub async fn run(config: &Config, command: &AuditCommand) -> anyhow::Result<ExitCode> {
    let service = Service::open(config, Need::Command).await?;
    match command {
        AuditCommand::Verify => verify(&service).await,
    }
}

/// One line for whatever does not hold; else the last link of each node.
async fn verify(service: &Service) -> anyhow::Result<ExitCode> {
    let report = service.dispatch.verify_audit().await?;
    for fault in &report.faults {
        print(&format!("{}: {}", fault.row, fault.what))?;
    }
    if !report.faults.is_empty() {
        return Ok(ExitCode::from(1));
    }
    for head in &report.heads {
        print(&format!("{head} {}", store::hex(&head.hash)))?;
    }
    Ok(ExitCode::SUCCESS)
}
