//! `proche keys rotate`, `export` and `import`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use dispatch::{Clock as _, SystemClock};
use store::{ArchiveError, KeyFile, KeyRing, Secret};

use crate::cli::KeysCommand;
use crate::command::backup::Draft;
use crate::command::print;
use crate::config::Config;
use crate::progress::Progress;
use crate::wiring::{self, Need, master_file, ring_alone, ring_under, service_lock};

/// Runs the command.
pub async fn run(config: &Config, command: KeysCommand) -> anyhow::Result<ExitCode> {
    match command {
        KeysCommand::Rotate { new_key } => rotate(config, new_key.as_deref()).await,
        KeysCommand::Export { file } => export(config, &file).await,
        KeysCommand::Import { file } => import(config, &file).await,
    }
}

/// Replaces the master key.
async fn rotate(config: &Config, new_key: Option<&Path>) -> anyhow::Result<ExitCode> {
    let given = new_key.map(secret_in).transpose()?;
    let _lock = service_lock(config)?;
    let file = master_file(config);
    let keys = match (&file, &given) {
        (None, None) => bail!(
            "secrets.master_key comes from the configuration, where this command cannot put a new \
             one: write that to a file and name it with --new-key"
        ),
        (None, Some(next)) => rotate_configured(config, next).await?,
        (Some(file), given) => {
            let (_database, _, ring) = ring_alone(config).await?;
            let bar = Bar::over(&ring).await?;
            let keys = file.rotate(ring, given.as_ref(), &mut |done| bar.set(done)).await;
            bar.finish();
            keys?
        }
    };
    print(&format!("{keys} keys are wrapped under the new master key; the old one opens none."))?;
    print(match file {
        Some(_) => "It lies in master.key of the data directory. Keep a copy apart from backups.",
        None => "Set secrets.master_key to it before anything starts again.",
    })?;
    print("Exports of keys made before open under the old one: make a new one.")
}

async fn rotate_configured(config: &Config, next: &Secret) -> anyhow::Result<u64> {
    let (_database, _, ring) = match ring_alone(config).await {
        Ok(opened) => opened,
        Err(error) if opens_under(config, next).await => {
            return Err(error.context("the ring is under the new key already: configure that one"));
        }
        Err(error) => return Err(error),
    };
    let bar = Bar::over(&ring).await?;
    let keys = ring.rotate(next, &mut |done| bar.set(done)).await;
    bar.finish();
    Ok(keys?)
}

async fn opens_under(config: &Config, master: &Secret) -> bool {
    let Ok(url) = config.database_url().parse() else { return false };
    let Ok(database) = store::Database::open(&url).await else { return false };
    ring_under(master, &database, &url, Need::Command).await.is_ok()
}

fn secret_in(file: &Path) -> anyhow::Result<Secret> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    Secret::from_hex(&text).with_context(|| file.display().to_string())
}

/// Writes the wrapped keys into a file.
async fn export(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let (_database, _, ring) = ring_alone(config).await?;
    let draft = Draft::begin(file)?;
    let bar = Bar::over(&ring).await?;
    let written = ring.export(draft.out(), SystemClock.now(), &mut |done| bar.set(done)).await;
    bar.finish();
    let keys = draft.end(written.map_err(Into::into))?;
    print(&format!("{keys} keys in {}, as useless without the master key.", file.display()))?;
    print("Replace older exports by it: they bring back whom was erased since.")
}

/// Takes the keys of an export into an empty ring.
async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let mut keys = KeyFile::open(file).with_context(|| nothing_from(file))?;
    let missing = config.data_dir.join("master.key");
    if master_file(config).is_some() && !missing.exists() {
        bail!("{} is missing: put the master key of these keys there first", missing.display());
    }
    let _lock = service_lock(config)?;
    let (_database, _, ring) = wiring::ring_alone(config).await?;
    let bar = Progress::new("keys");
    let total = keys.keys();
    let taken = ring.import(&mut keys, &mut |done| bar.set(done, total)).await;
    bar.finish();
    let taken = taken.map_err(|error| match error {
        ArchiveError::Store(store::StoreError::KeyRing(_)) => {
            anyhow::anyhow!("the keys open under another master key than the one in place")
        }
        other => other.into(),
    });
    let taken = taken.with_context(|| nothing_from(file))?;
    print(&format!("{taken} keys, as of {}.", keys.made_at()))
}

fn nothing_from(file: &Path) -> String {
    format!("{}: nothing was imported", file.display())
}

/// A progress bar over the keys of a ring.
struct Bar {
    bar: Progress,
    total: u64,
}

impl Bar {
    async fn over(ring: &KeyRing) -> anyhow::Result<Self> {
        Ok(Self { total: ring.count().await?, bar: Progress::new("keys") })
    }

    fn set(&self, done: u64) {
        self.bar.set(done, self.total);
    }

    fn finish(&self) {
        self.bar.finish();
    }
}
