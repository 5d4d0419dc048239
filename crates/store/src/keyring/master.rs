//! The file that holds the master key, and its safe replacement.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::KeyRing;
use crate::StoreError;
use crate::seal::Secret;

/// Reads the master key from a file; writes a fresh one there when it is missing.
///
/// # Errors
/// [`StoreError::Open`] when the file cannot be read or written, [`StoreError::KeyRing`] when it
/// holds something else.
pub fn master_key(path: &Path) -> Result<Secret, StoreError> {
    let failed = |error: std::io::Error| {
        StoreError::Open(format!("the master key {} cannot be used: {error}", path.display()))
    };
    match std::fs::read_to_string(path) {
        Ok(text) => Secret::from_hex(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let secret = Secret::generate()?;
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).map_err(failed)?;
            }
            write_new(path, &secret).map_err(failed)?;
            Ok(secret)
        }
        Err(error) => Err(failed(error)),
    }
}

/// Writes a key to a new file that its owner alone reads.
fn write_new(path: &Path, secret: &Secret) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", secret.to_hex().as_str())?;
    file.sync_all()
}

/// The file of the master key, and beside it the one that a rotation is about to put in its place.
///
/// The next key is durable before the ring is wrapped under it, in one transaction; only then does
/// it take the place of the old one. So at any moment one of the two opens every key of the ring.
pub struct MasterFile {
    path: PathBuf,
}

impl MasterFile {
    /// The file at a path.
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Opens a ring under the key in this file; a fresh key is written when the file is missing.
    ///
    /// When a rotation was cut short after the ring was wrapped under the next key, that one is put
    /// in place first.
    ///
    /// # Errors
    /// Those of [`master_key`] and of `open`.
    pub async fn open(
        &self,
        open: impl AsyncFn(&Secret) -> Result<KeyRing, StoreError>,
    ) -> Result<KeyRing, StoreError> {
        let refused = match open(&master_key(&self.path)?).await {
            Err(refused @ StoreError::KeyRing(_)) => refused,
            other => return other,
        };
        let Some(next) = self.next()? else { return Err(refused) };
        let Ok(ring) = open(&next).await else { return Err(refused) };
        self.publish()?;
        Ok(ring)
    }

    /// Wraps every key of a ring under a new master key, which then takes the place of this file's.
    ///
    /// Without a `given` key a fresh one is made. Whatever stops it half-way, run again it ends.
    /// `progress` is told the keys done. Gives their number.
    ///
    /// # Errors
    /// [`StoreError::KeyRing`] when another rotation is under way, or when one with another key
    /// was cut short; those of the database.
    pub async fn rotate(
        &self,
        ring: KeyRing,
        given: Option<&Secret>,
        progress: &mut impl FnMut(u64),
    ) -> Result<u64, StoreError> {
        let lock = File::create(self.beside("lock")).map_err(|error| self.failed(&error))?;
        if lock.try_lock().is_err() {
            return Err(StoreError::KeyRing("another rotation is under way"));
        }
        // A next key that lies there may already wrap the ring: it is used, never overwritten.
        let next = match (self.next()?, given) {
            (Some(next), Some(given)) if next.to_hex() != given.to_hex() => {
                return Err(StoreError::KeyRing(
                    "a rotation to another key was cut short: end it first, without a given key",
                ));
            }
            (Some(next), _) => next,
            (None, given) => {
                let next = given.cloned().map_or_else(Secret::generate, Ok)?;
                self.write_next(&next)?;
                next
            }
        };
        let keys = ring.rotate(&next, progress).await?;
        self.publish()?;
        Ok(keys)
    }

    /// The key that is to take this one's place.
    fn next(&self) -> Result<Option<Secret>, StoreError> {
        match std::fs::read_to_string(self.beside("next")) {
            Ok(text) => Secret::from_hex(&text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Makes the next key durable; it is there as a whole or not at all.
    fn write_next(&self, next: &Secret) -> Result<(), StoreError> {
        let draft = self.beside("draft");
        let written = match std::fs::remove_file(&draft) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => write_new(&draft, next),
        };
        let placed = written.and_then(|()| std::fs::rename(&draft, self.beside("next")));
        placed.and_then(|()| self.sync()).map_err(|error| self.failed(&error))
    }

    /// Puts the next key in the place of this one; another process may have done so.
    fn publish(&self) -> Result<(), StoreError> {
        match std::fs::rename(self.beside("next"), &self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            other => other.and_then(|()| self.sync()),
        }
        .map_err(|error| self.failed(&error))
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    }

    /// Makes the names in the directory durable.
    fn sync(&self) -> std::io::Result<()> {
        match self.path.parent() {
            Some(directory) if cfg!(unix) => File::open(directory)?.sync_all(),
            _ => Ok(()),
        }
    }

    fn failed(&self, error: &std::io::Error) -> StoreError {
        StoreError::Open(format!("the master key {} cannot be used: {error}", self.path.display()))
    }
}
