//! `crash-loop [--kills N] [--seed N] [--postgres]`: kills the service at random points under load.
//!
//! After each kill what the database keeps is held against what was acknowledged, and `proche verify`
//! must be silent. With `--postgres` `PROCHE_TEST_POSTGRES` names a server: `cargo xtask postgres --`.

use std::process::ExitCode;

use anyhow::{Context, bail};
use tests::house::Engine;
use tests::trials::crash_loop::CrashLoop;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let plan = plan(std::env::args().skip(1))?;
    let report = plan.run(|kill, report| {
        if kill % 50 == 0 {
            eprintln!("{kill} kills, {} faults", report.faults.len());
        }
    });
    let report = report.await.context("PROCHE_TEST_POSTGRES is not set")?;
    print!("database             {:?}, seed {}\n{report}", plan.engine, plan.seed);
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn plan(mut args: impl Iterator<Item = String>) -> anyhow::Result<CrashLoop> {
    let mut plan = CrashLoop { kills: 1_000, engine: Engine::Sqlite, seed: 1 };
    while let Some(name) = args.next() {
        match name.as_str() {
            "--postgres" => plan.engine = Engine::Postgres,
            "--kills" => plan.kills = args.next().context("--kills N")?.parse()?,
            "--seed" => plan.seed = args.next().context("--seed N")?.parse()?,
            _ => bail!("usage: crash-loop [--kills N] [--seed N] [--postgres]"),
        }
    }
    Ok(plan)
}
