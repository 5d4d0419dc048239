//! `smtp-sink --listen 127.0.0.1:2525 [--dir DIR]`: an SMTP server that keeps everything.
//!
//! Each message becomes a file `00000001.eml` in the directory, if one is given, and a line of
//! JSON on standard output: `{"number", "kind", "from", "to", "subject", "links", "file"}`.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, bail};
use serde_json::json;
use tests::smtp_sink::{Received, SmtpSink};

const YEAR: Duration = Duration::from_hours(24 * 365);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let (listen, dir) = arguments(std::env::args().skip(1))?;
    let sink =
        SmtpSink::start(&listen).await.with_context(|| format!("cannot listen on {listen}"))?;
    if let Some(dir) = &dir {
        std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    eprintln!("listening on {}", sink.addr());
    tokio::select! {
        outcome = keep_all(&sink, dir.as_deref()) => outcome,
        signal = tokio::signal::ctrl_c() => Ok(signal?),
    }
}

fn arguments(mut args: impl Iterator<Item = String>) -> anyhow::Result<(String, Option<PathBuf>)> {
    let mut listen = "127.0.0.1:2525".to_owned();
    let mut dir = None;
    while let Some(name) = args.next() {
        match (name.as_str(), args.next()) {
            ("--listen", Some(value)) => listen = value,
            ("--dir", Some(value)) => dir = Some(PathBuf::from(value)),
            _ => bail!("usage: smtp-sink [--listen ADDR:PORT] [--dir DIR]"),
        }
    }
    Ok((listen, dir))
}

async fn keep_all(sink: &SmtpSink, dir: Option<&Path>) -> anyhow::Result<()> {
    let mut number = dir.map_or(Ok(0), last_number)?;
    loop {
        let _ = sink.wait_for(1, YEAR).await;
        for message in sink.take() {
            number += 1;
            let file = dir.map(|dir| write(dir, number, &message)).transpose()?;
            tell(number, &message, file.as_deref())?;
        }
    }
}

/// The highest number in use, so that a second run adds to the first.
fn last_number(dir: &Path) -> io::Result<u64> {
    let mut last = 0;
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        last = last.max(stem.parse().unwrap_or(0));
    }
    Ok(last)
}

fn write(dir: &Path, number: u64, message: &Received) -> anyhow::Result<PathBuf> {
    let path = dir.join(format!("{number:08}.eml"));
    let part = dir.join(format!(".{number:08}.part"));
    let written = std::fs::write(&part, &message.raw).and_then(|()| std::fs::rename(&part, &path));
    written.with_context(|| format!("cannot write {}", path.display()))?;
    Ok(path)
}

fn tell(number: u64, message: &Received, file: Option<&Path>) -> io::Result<()> {
    let line = json!({
        "number": number,
        "kind": message.kind(),
        "from": message.from,
        "to": message.to,
        "subject": message.subject(),
        "links": message.links(),
        "file": file,
    });
    let mut out = io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
