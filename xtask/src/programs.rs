//! The programs that the tests need and cargo does not bring: `PostgreSQL`'s server, Chromium, strace
//! and schemathesis.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// What to do about a program that is not there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Install Debian's package, given root and apt-get, or `PyPI`'s into `target`.
    Install,
    /// Say so and stop.
    Refuse,
}

/// What pip is asked for.
const SCHEMATHESIS: &str = "schemathesis>=4.32,<5";
/// The oldest `PostgreSQL` that the service supports.
const OLDEST_POSTGRES: u32 = 15;

/// The directory of `initdb`, `pg_ctl` and `postgres`.
pub fn ensure_postgres(missing: Missing) -> Result<PathBuf> {
    if let Some(server) = find_postgres() {
        return Ok(server);
    }
    install(missing, "the server of PostgreSQL 15 or later", &["postgresql"])?;
    find_postgres().context("apt-get installed a PostgreSQL that is older than 15")
}

/// Chromium and its driver in `PATH`.
pub fn ensure_chromium(missing: Missing) -> Result<()> {
    let there = || in_path("chromium").is_some() && in_path("chromedriver").is_some();
    if there() {
        return Ok(());
    }
    install(missing, "Chromium with chromedriver", &["chromium", "chromium-driver"])?;
    if !there() {
        bail!("chromium or chromedriver is still not in PATH");
    }
    Ok(())
}

/// strace in `PATH`; whether it may trace here is another question.
pub fn ensure_strace(missing: Missing) -> Result<()> {
    if in_path("strace").is_some() {
        return Ok(());
    }
    install(missing, "strace", &["strace"])
}

/// schemathesis in `PATH`, or in an environment of Python of its own under `target`.
pub fn ensure_schemathesis(missing: Missing) -> Result<PathBuf> {
    let home = target().join("schemathesis");
    let own = home.join("bin").join("schemathesis");
    if let Some(found) = in_path("schemathesis").or_else(|| own.is_file().then_some(own.clone())) {
        return Ok(found);
    }
    let by_hand = format!("by hand: pip install '{SCHEMATHESIS}'");
    if missing == Missing::Refuse {
        bail!("schemathesis is missing; {by_hand}");
    }
    if !has_venv() {
        install(missing, "python3 with venv", &["python3", "python3-venv"])?;
    }
    println!("== installing {SCHEMATHESIS} into {}", home.display());
    let made = Command::new("python3").args(["-m", "venv"]).arg(&home).status();
    let made = made.context("python3 cannot be run")?;
    let mut pip = Command::new(home.join("bin").join("pip"));
    let done = made.success() && pip.args(["install", "--quiet", SCHEMATHESIS]).status()?.success();
    if !done || !own.is_file() {
        bail!("pip failed; schemathesis is missing; {by_hand}");
    }
    Ok(own)
}

/// Where cargo and the tests put what they make.
pub fn target() -> PathBuf {
    let usual = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("target");
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(usual, PathBuf::from)
}

fn has_venv() -> bool {
    let asked = Command::new("python3").args(["-c", "import ensurepip, venv"]).status();
    asked.is_ok_and(|status| status.success())
}

/// Whether this process is root, for whom `PostgreSQL` refuses to run.
pub fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

fn install(missing: Missing, what: &str, packages: &[&str]) -> Result<()> {
    let by_hand = format!("on Debian: apt-get install {}", packages.join(" "));
    if missing == Missing::Refuse || !is_root() || in_path("apt-get").is_none() {
        bail!("{what} is missing; {by_hand}");
    }
    println!("== installing {}", packages.join(" "));
    for arguments in [&["update"][..], &[&["install", "-y"], packages].concat()] {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .status()
            .context("apt-get cannot be run")?;
        if !status.success() {
            bail!("apt-get failed; {what} is missing; {by_hand}");
        }
    }
    Ok(())
}

/// The newest that is new enough: where `initdb` in `PATH` truly lies, or Debian's directories.
fn find_postgres() -> Option<PathBuf> {
    let linked = in_path("initdb").and_then(|path| path.canonicalize().ok());
    let linked = linked.and_then(|path| path.parent().map(Path::to_owned));
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    debian
        .map(|version| version.path().join("bin"))
        .chain(linked)
        .filter(|dir| ["initdb", "pg_ctl", "postgres"].iter().all(|name| dir.join(name).exists()))
        .filter_map(|dir| Some((major_version(&dir)?, dir)))
        .filter(|(version, _)| *version >= OLDEST_POSTGRES)
        .max()
        .map(|(_, dir)| dir)
}

/// 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_version(dir: &Path) -> Option<u32> {
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let number = text.split_whitespace().nth(2)?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}
