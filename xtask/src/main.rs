//! Chores of the repository: `cargo xtask test`, `api`, `check-licences`, `fuzz`, `postgres -- CMD…`,
//! `sbom`, `screenshots`.

mod chores;
mod postgres;
mod programs;
mod sbom;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Chores of the repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Check the format, the lints and every test, with a database cluster of their own.
    Test {
        /// Install nothing; say what is missing.
        #[arg(long)]
        skip_install: bool,
    },
    /// Check licences, advisories and bans with cargo-deny.
    CheckLicences,
    /// Call the API as everybody with what its description allows and what it does not, by
    /// schemathesis, which is installed from `PyPI` into `target`.
    Api {
        /// Calls of each operation by each role, in one of several phases.
        #[arg(long, default_value_t = 100)]
        examples: u32,
        /// Which ones.
        #[arg(long, default_value_t = 1)]
        seed: u32,
    },
    /// Try every reader of texts from outside on many odd inputs, a thousand of which each test run
    /// tries; what breaks one is kept in `tests/fuzz/corpus`.
    Fuzz {
        /// How many for each.
        #[arg(long, default_value_t = 10_000_000)]
        inputs: u32,
        /// Which ones.
        #[arg(long, default_value_t = 1)]
        seed: u32,
    },
    /// Write what the binary is made of to `target/proche.cdx.json`, as `CycloneDX`: each package with
    /// its licence and checksum.
    Sbom,
    /// Run the tests of the pages in the browser, and put what they saw into `docs/screenshots`.
    Screenshots,
    /// Run a command with a temporary database cluster in `PROCHE_TEST_POSTGRES`.
    Postgres {
        /// The command and its arguments.
        #[arg(required = true, last = true)]
        command: Vec<String>,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().chore {
        Chore::Test { skip_install } => chores::test(if skip_install {
            programs::Missing::Refuse
        } else {
            programs::Missing::Install
        }),
        Chore::CheckLicences => chores::check_licences(),
        Chore::Api { examples, seed } => chores::api(examples, seed),
        Chore::Fuzz { inputs, seed } => chores::fuzz(inputs, seed),
        Chore::Sbom => chores::write_sbom(),
        Chore::Screenshots => chores::screenshots(),
        Chore::Postgres { command } => chores::with_postgres(&command),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("{error:#}");
        ExitCode::FAILURE
    })
}
