//! What each subcommand does.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::postgres::Cluster;
use crate::programs::{self, Missing};
use crate::sbom::sbom;

/// Calls of each operation by each role in a test run: about a minute.
const API_EXAMPLES: u32 = 2;

const DENY_BY_HAND: &str = "by hand: cargo install --locked cargo-deny";

/// Licences, format, lints, tests and a short run of the API; the status is that of the tests, else of the first that failed.
///
/// Every step runs even when one before it failed, so that one run tells everything.
pub fn test(missing: Missing) -> Result<ExitCode> {
    let mut timings: Vec<(&str, Duration)> = Vec::new();
    let started = Instant::now();
    programs::ensure_chromium(missing)?;
    programs::ensure_strace(missing)?;
    let schemathesis = programs::ensure_schemathesis(missing)?;
    let server = programs::ensure_postgres(missing)?;
    timings.push(("programs", started.elapsed()));

    let started = Instant::now();
    let cluster = Cluster::start(&server)?;
    timings.push(("cluster", started.elapsed()));

    let started = Instant::now();
    let mut failed = check_offline()?.filter(|status| !status.success());
    timings.push(("licences", started.elapsed()));
    for (step, arguments) in [
        ("format", &["fmt", "--all", "--check"][..]),
        ("lints", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        // Some tests start the program itself.
        ("program", &["build", "--workspace", "--bins"]),
        ("tests", &["test", "--workspace", "--no-fail-fast"]),
    ] {
        println!("== {step}: cargo {}", arguments.join(" "));
        let started = Instant::now();
        let mut cargo = cargo();
        cargo.args(arguments);
        cluster.announce(&mut cargo);
        let status = cargo.status().context("cargo cannot be run")?;
        timings.push((step, started.elapsed()));
        if !status.success() && (step == "tests" || failed.is_none()) {
            failed = Some(status);
        }
    }
    drop(cluster);

    println!("== api: {API_EXAMPLES} examples");
    let started = Instant::now();
    let status = play_api(&schemathesis, API_EXAMPLES, 1)?;
    timings.push(("api", started.elapsed()));
    if !status.success() && failed.is_none() {
        failed = Some(status);
    }
    report(&timings);
    Ok(failed.map_or(ExitCode::SUCCESS, code_of))
}

/// `cargo deny check`, advisories included, where it is installed.
pub fn check_licences() -> Result<ExitCode> {
    if !has_deny() {
        bail!("cargo-deny is missing; {DENY_BY_HAND}");
    }
    let status = cargo().args(["deny", "check"]).status().context("cargo deny cannot be run")?;
    Ok(code_of(status))
}

/// What cargo-deny can tell without a list of advisories; none where it is not installed.
fn check_offline() -> Result<Option<ExitStatus>> {
    if !has_deny() {
        println!("== licences: not checked, cargo-deny is missing; {DENY_BY_HAND}");
        return Ok(None);
    }
    println!("== licences: cargo deny check bans licenses sources");
    let mut deny = cargo();
    deny.args(["deny", "--log-level", "error", "check", "bans", "licenses", "sources"]);
    Ok(Some(deny.status().context("cargo deny cannot be run")?))
}

fn has_deny() -> bool {
    cargo().args(["deny", "--version"]).output().is_ok_and(|o| o.status.success())
}

/// The API's description held against the program, as everybody.
pub fn api(examples: u32, seed: u32) -> Result<ExitCode> {
    let built = cargo().args(["build", "--workspace", "--bin", "proche"]).status();
    if !built.context("cargo cannot be run")?.success() {
        bail!("the program cannot be built");
    }
    let schemathesis = programs::ensure_schemathesis(Missing::Install)?;
    Ok(code_of(play_api(&schemathesis, examples, seed)?))
}

/// The program is built.
fn play_api(schemathesis: &Path, examples: u32, seed: u32) -> Result<ExitStatus> {
    Command::new("python3")
        .current_dir(root())
        .arg("tests/schemathesis.py")
        .arg(schemathesis)
        .args([examples.to_string(), seed.to_string()])
        .status()
        .context("python3 cannot be run")
}

/// The bill of materials of the binary.
pub fn write_sbom() -> Result<ExitCode> {
    let document = serde_json::to_string_pretty(&sbom(cargo)?)?;
    let file = programs::target().join("proche.cdx.json");
    std::fs::write(&file, document + "\n").with_context(|| file.display().to_string())?;
    println!("{}", file.display());
    Ok(ExitCode::SUCCESS)
}

/// What the README shows of each role, as the browser's tests saw it.
const SHOWN: [&str; 4] = ["ask-check-320", "volunteer-alert", "desk-call", "coordinator-dashboard"];

/// The pages that the README shows, taken anew.
pub fn screenshots() -> Result<ExitCode> {
    programs::ensure_chromium(Missing::Install)?;
    let status = cargo().args(["test", "--workspace", "--test", "browser"]).status();
    let status = status.context("cargo cannot be run")?;
    for name in SHOWN {
        let file = format!("{name}.png");
        let taken = programs::target().join("screenshots").join(&file);
        let shown = root().join("docs").join("screenshots").join(&file);
        std::fs::copy(&taken, &shown).with_context(|| taken.display().to_string())?;
        println!("{}", shown.display());
    }
    Ok(code_of(status))
}

/// Every test whose name says so, with so many inputs.
pub fn fuzz(inputs: u32, seed: u32) -> Result<ExitCode> {
    let status = cargo()
        .args(["test", "--release", "--no-fail-fast"])
        .args(["matching", "geocoding", "mailer", "dispatch", "web"].map(|own| format!("-p{own}")))
        .arg("fuzzed")
        .env("PROCHE_FUZZ_INPUTS", inputs.to_string())
        .env("PROCHE_FUZZ_SEED", seed.to_string())
        .status()
        .context("cargo cannot be run")?;
    Ok(code_of(status))
}

/// Any command beside a temporary cluster, in the caller's directory.
pub fn with_postgres(command: &[String]) -> Result<ExitCode> {
    let cluster = Cluster::start(&programs::ensure_postgres(Missing::Install)?)?;
    let (program, arguments) = command.split_first().context("no command is given")?;
    let mut child = Command::new(program);
    child.args(arguments);
    forget_own_package(&mut child);
    cluster.announce(&mut child);
    let status = child.status().with_context(|| format!("{program} cannot be run"))?;
    Ok(code_of(status))
}

fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    forget_own_package(&mut command);
    command
}

/// Takes away what `cargo run` tells this program about its own package: build scripts that look at
/// it would run again, and half the workspace be built anew, at each change between the two.
fn forget_own_package(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        let own = text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_");
        if own || matches!(text, "CARGO" | "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "OUT_DIR") {
            command.env_remove(&name);
        }
    }
}

/// The root of the workspace, which holds this crate.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The status of a child; 1 for one that a signal ended.
fn code_of(status: ExitStatus) -> ExitCode {
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    code.map_or(ExitCode::FAILURE, ExitCode::from)
}

fn report(timings: &[(&str, Duration)]) {
    println!("== durations");
    for (step, took) in timings {
        println!("{step:>10} {:>7.1} s", took.as_secs_f64());
    }
}
