//! `proche backup` and `restore`.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use dispatch::{RestoreFailure, Restored, RestoredKeys};
use store::{Backup, BackupHead, TableRows};

use crate::command::print;
use crate::config::Config;
use crate::progress::Progress;
use crate::wiring::{Need, Service, service_lock};

/// A file that takes its name only once it is whole and durable.
pub struct Draft {
    file: File,
    part: PathBuf,
    path: PathBuf,
}

impl Draft {
    /// Begins one beside its final place, readable by its owner alone.
    pub fn begin(path: &Path) -> anyhow::Result<Self> {
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&part);
        let file = file.with_context(|| format!("{} cannot be written", part.display()))?;
        Ok(Self { file, part, path: path.to_owned() })
    }

    /// Where to write.
    pub fn out(&self) -> &File {
        &self.file
    }

    /// Gives it its name when the writing went well, else takes it away.
    pub fn end<T>(self, written: anyhow::Result<T>) -> anyhow::Result<T> {
        let named = written.and_then(|value| {
            self.file.sync_all()?;
            std::fs::rename(&self.part, &self.path)?;
            sync_directory(&self.path)?;
            Ok(value)
        });
        if named.is_err() {
            let _ = std::fs::remove_file(&self.part);
        }
        named.with_context(|| format!("{} was not written", self.path.display()))
    }
}

fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if cfg!(unix) { File::open(parent.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}

/// Writes everything but the keys into a file.
pub async fn back_up(config: &Config, file: &Path) -> anyhow::Result<()> {
    let service = Service::open(config, Need::Command).await?;
    let draft = Draft::begin(file)?;
    let bar = Progress::new("rows");
    let mut progress = |done: u64, total| {
        if done.is_multiple_of(1_000) {
            bar.set(done, total);
        }
    };
    let product = env!("CARGO_PKG_VERSION");
    let written = service.dispatch.back_up(product, draft.out(), &mut progress).await;
    bar.finish();
    let tables = draft.end(written.map_err(Into::into))?;
    let rows = in_all(&tables);
    print(&format!("{rows} rows of {} tables in {}.", tables.len(), file.display()))?;
    print("The keys are not part of it: `proche keys export` saves them, to be kept elsewhere.")?;
    Ok(())
}

/// Puts a backup into an empty database.
pub async fn restore(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let mut backup = Backup::open(file).with_context(|| nothing_from(file))?;
    let _lock = service_lock(config)?;
    let service = Service::open(config, Need::Command).await?;
    let bar = Progress::new("rows");
    let total = backup.head().rows;
    let restored = service.dispatch.restore(&mut backup, &mut |done| bar.set(done, total)).await;
    bar.finish();
    match restored {
        Ok(restored) => report(backup.head(), &restored),
        Err(RestoreFailure::Archive(error)) => Err(error).with_context(|| nothing_from(file)),
        Err(other) => Err(anyhow!(other).context(file.display().to_string())),
    }
}

fn nothing_from(file: &Path) -> String {
    format!("{}: nothing was restored", file.display())
}

fn report(head: &BackupHead, restored: &Restored) -> anyhow::Result<ExitCode> {
    let rows = in_all(&restored.tables);
    print(&format!("{rows} rows restored, as of {}:", head.made_at))?;
    for table in restored.tables.iter().filter(|table| table.rows > 0) {
        print(&format!("{:>12} {}", table.rows, table.table))?;
    }
    if let Some(text) = about_keys(&restored.keys) {
        eprintln!("proche: {text}");
    }
    for violation in &restored.violations {
        print(&format!("{}: {}", violation.rule, violation.subject))?;
    }
    Ok(if restored.violations.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// What is to be said when the ring lacks keys; nothing when all are there.
fn about_keys(keys: &RestoredKeys) -> Option<String> {
    let RestoredKeys { ring_fits, people, missing, erased_again } = keys;
    if !ring_fits {
        return Some(format!(
            "the key ring here is another's: it lacks the keys of {missing} of {people} people, and \
             links and addresses are not recognised. Put the master key of the backup in place and \
             `proche keys import` the ring before the service starts"
        ));
    }
    if *missing == 0 {
        return None;
    }
    if missing == people {
        return Some(format!(
            "the key ring here is empty: the data of all {people} people stay sealed until \
             `proche keys import` brings their keys"
        ));
    }
    Some(format!(
        "the key ring has no key of {missing} of {people} people, whose data stay sealed for good: \
         they were erased after this backup was made, or the ring is older than the backup. \
         {erased_again} rows were emptied again"
    ))
}

fn in_all(tables: &[TableRows]) -> u64 {
    tables.iter().map(|table| table.rows).sum()
}
