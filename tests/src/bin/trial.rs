//! `trial NAME`: the service as a process under load, hurt at random, as long as one likes.
//!
//! `PROCHE_TEST_POSTGRES` names a server for those trials that ask for one: `cargo xtask postgres --`.

use std::fmt::Display;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::{Parser, Subcommand};
use tests::house::Engine;
use tests::trials::accept_race::AcceptRace;
use tests::trials::crash_loop::CrashLoop;
use tests::trials::disk_full;
use tests::trials::mail_outage::MailOutage;
use tests::trials::overload::Overload;
use tests::trials::power_cut::PowerCut;
use tests::trials::rolling_restart::RollingRestart;
use tests::trials::sabotage::Sabotage;
use tests::trials::sick_database::SickDatabase;
use tests::trials::simulation::{Simulation, SimulationReport};
use tests::trials::stopped_node::StoppedNode;
use tests::trials::upgrade::Upgrade;

/// The service as a process under load, hurt at random.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    trial: Trial,
}

#[derive(Subcommand)]
enum Trial {
    /// Kill it at random points, again and again.
    CrashLoop {
        /// How often.
        #[arg(long, default_value_t = 1_000)]
        kills: usize,
        /// Which load and which points.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// On PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Let many say yes to one place at once.
    AcceptRace {
        /// How many places.
        #[arg(long, default_value_t = 10_000)]
        places: usize,
        /// How many say yes to each.
        #[arg(long, default_value_t = 32)]
        clients: usize,
        /// On two nodes over PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Stop one of two nodes for a while.
    StoppedNode {
        /// For how long.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// Requests that are posted before.
        #[arg(long, default_value_t = 300)]
        requests: usize,
    },
    /// Restart two nodes in turns.
    RollingRestart {
        /// How often each.
        #[arg(long, default_value_t = 10)]
        rounds: usize,
    },
    /// Let the database stall and drop its connections.
    SickDatabase {
        /// How often.
        #[arg(long, default_value_t = 100)]
        blows: usize,
        /// Which load and which blows.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Take the relay away under load, and give it back.
    MailOutage {
        /// For how long.
        #[arg(long, default_value_t = 1_800)]
        seconds: u64,
        /// Requests in a second.
        #[arg(long, default_value_t = 2)]
        rate: u32,
        /// On PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Let ten times as many call as it can answer.
    Overload {
        /// For how long.
        #[arg(long, default_value_t = 60)]
        seconds: u64,
        /// How many callers; it takes 512 calls at once.
        #[arg(long, default_value_t = 2_560)]
        callers: usize,
        /// On PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Start it on older databases while people call: one migration older, two, and so on.
    Upgrade {
        /// How many migrations older at most.
        #[arg(long, default_value_t = 10)]
        back: usize,
        /// Which load.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// On PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Hurt the queue's own tables all the time.
    Sabotage {
        /// For how long.
        #[arg(long, default_value_t = 120)]
        seconds: u64,
        /// Which load and which deeds.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// On PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Let the seed decide who does what when, twice, and compare what happened.
    Simulation {
        /// How many seeds, from the first.
        #[arg(long, default_value_t = 100)]
        seeds: u64,
        /// The first seed.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// How many turns each.
        #[arg(long, default_value_t = 500)]
        turns: usize,
        /// On two nodes over PostgreSQL rather than on SQLite.
        #[arg(long)]
        postgres: bool,
    },
    /// Fill the disk of a SQLite file.
    DiskFull,
    /// Replay a run as a power cut at every fsync.
    PowerCut {
        /// Calls of the run.
        #[arg(long, default_value_t = 1_000)]
        calls: usize,
        /// `proche verify` looks at one image in so many.
        #[arg(long, default_value_t = 10)]
        verify_each: usize,
        /// Which load and which torn writes.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    match Arguments::parse().trial {
        Trial::CrashLoop { kills, seed, postgres } => {
            let plan = CrashLoop { kills, engine: engine(postgres), seed };
            let report = plan.run(|kill, report| {
                if kill % 50 == 0 {
                    eprintln!("{kill} kills, {} faults", report.faults.len());
                }
            });
            told(report.await, |report| &report.faults)
        }
        Trial::AcceptRace { places, clients, postgres } => {
            let plan = AcceptRace { places, clients, engine: engine(postgres) };
            let report = plan.run(|report| {
                if report.places % 400 == 0 {
                    eprintln!("{} places, {} faults", report.places, report.faults.len());
                }
            });
            told(report.await, |report| &report.faults)
        }
        Trial::StoppedNode { seconds, requests } => {
            let plan = StoppedNode { pause: Duration::from_secs(seconds), requests };
            told(plan.run().await, |report| &report.faults)
        }
        Trial::RollingRestart { rounds } => {
            told(RollingRestart { rounds }.run().await, |report| &report.faults)
        }
        Trial::SickDatabase { blows, seed } => {
            told(SickDatabase { blows, seed }.run().await, |report| &report.faults)
        }
        Trial::MailOutage { seconds, rate, postgres } => {
            let (away, before) = (Duration::from_secs(seconds), Duration::from_mins(1));
            let plan = MailOutage { away, before, rate, engine: engine(postgres) };
            told(plan.run().await, |report| &report.faults)
        }
        Trial::Overload { seconds, callers, postgres } => {
            let lasts = Duration::from_secs(seconds);
            let plan = Overload { lasts, callers, day: 2_000, engine: engine(postgres) };
            told(plan.run().await, |report| &report.faults)
        }
        Trial::Upgrade { back, seed, postgres } => {
            for back in 1..=back {
                let report = Upgrade { back, engine: engine(postgres), seed }.run().await;
                if told(report, |report| &report.faults)? != ExitCode::SUCCESS {
                    return Ok(ExitCode::FAILURE);
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Trial::Sabotage { seconds, seed, postgres } => {
            let lasts = Duration::from_secs(seconds);
            let plan = Sabotage { lasts, engine: engine(postgres), seed };
            told(plan.run().await, |report| &report.faults)
        }
        Trial::Simulation { seeds, seed, turns, postgres } => {
            let (engine, nodes) = (engine(postgres), if postgres { 2 } else { 1 });
            for seed in seed..seed + seeds {
                let plan = Simulation { turns, seed, nodes, engine };
                let (Some(mut once), Some(again)) = (plan.run().await, plan.run().await) else {
                    return told(None::<SimulationReport>, |report| &report.faults);
                };
                once.faults.extend(once.difference(&again));
                eprintln!("seed {seed}");
                if told(Some(&once), |report| &report.faults)? != ExitCode::SUCCESS {
                    return Ok(ExitCode::FAILURE);
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Trial::DiskFull => told(disk_full::run().await, |report| &report.faults),
        Trial::PowerCut { calls, verify_each, seed } => {
            let plan = PowerCut { calls, verify_each, seed };
            let report = plan.run(|report| eprintln!("{} lives", report.lives));
            told(report.await, |report| &report.faults)
        }
    }
}

fn engine(postgres: bool) -> Engine {
    if postgres { Engine::Postgres } else { Engine::Sqlite }
}

/// Prints what came of it; success only without a fault.
fn told<R: Display>(
    report: Option<R>,
    faults: impl Fn(&R) -> &Vec<String>,
) -> anyhow::Result<ExitCode> {
    let report = report.context("what the trial asks for is not there")?;
    print!("{report}");
    Ok(if faults(&report).is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
