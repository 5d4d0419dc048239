use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use tokio::{fs, io::AsyncWriteExt};
use uuid::Uuid;

use crate::{Composed, MailFrom, SendError, SettingsError, Stage};

/// A directory that receives each message as `{milliseconds}-{uuid}.eml`.
///
/// A file appears whole or not at all: it is written beside its name, synced and renamed.
#[derive(Clone, Debug)]
pub struct FileDrop {
    directory: Arc<Path>,
    from: MailFrom,
}

impl FileDrop {
    /// Uses this directory, and makes it if need be.
    ///
    /// # Errors
    /// [`SettingsError::Directory`] when it cannot be made.
    pub fn new(directory: &Path, from: MailFrom) -> Result<Self, SettingsError> {
        std::fs::create_dir_all(directory)
            .map_err(|error| SettingsError::Directory { kind: error.kind() })?;
        Ok(Self { directory: directory.into(), from })
    }

    /// Where the files go.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    pub(crate) fn from(&self) -> &MailFrom {
        &self.from
    }

    /// Writes one message; a second attempt with the same `Message-ID` is a second file.
    pub(crate) async fn write(&self, mail: &Composed, date: Timestamp) -> Result<(), SendError> {
        let name = format!("{}-{}.eml", date.as_millisecond(), Uuid::now_v7());
        self.write_file(&name, mail.bytes()).await.map_err(|error| {
            tracing::error!(mail.file.fault = %error.kind(), "a mail file could not be written");
            SendError::Unreachable { stage: Stage::Storage, code: None }
        })
    }

    async fn write_file(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let temporary = self.directory.join(format!(".{name}.part"));
        let written = self.write_and_rename(&temporary, &self.directory.join(name), bytes).await;
        if written.is_err() {
            let _ = fs::remove_file(&temporary).await;
        }
        written
    }

    async fn write_and_rename(&self, part: &PathBuf, to: &PathBuf, bytes: &[u8]) -> io::Result<()> {
        let mut file = fs::File::create_new(part).await?;
        file.write_all(bytes).await?;
        file.sync_all().await?;
        fs::rename(part, to).await?;
        fs::File::open(&self.directory).await?.sync_all().await
    }
}
