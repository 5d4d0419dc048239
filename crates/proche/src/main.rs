//! `proche`: the command line, the configuration and the wiring.

mod cli;
mod command;
mod config;
mod demo;
mod own_look;
mod progress;
mod serve;
mod wiring;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.into()),
    };
    match runtime.block_on(command::run(cli)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

/// One sentence to stderr, naming what is at fault.
fn failed(error: &anyhow::Error) -> ExitCode {
    eprintln!("proche: {error:#}");
    ExitCode::from(1)
}
