//! Files that appear whole or not at all.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;

/// Writes all files beside their places first, and then puts them there.
///
/// # Errors
///
/// One cannot be written; none has changed then, unless the last step itself failed.
pub fn write_all(files: &[(&Path, Vec<u8>)]) -> anyhow::Result<()> {
    let fresh: Vec<PathBuf> = files.iter().map(|(path, _)| beside(path)).collect();
    let written = files.iter().zip(&fresh).try_for_each(|((path, bytes), fresh)| {
        write(fresh, bytes).with_context(|| format!("{} cannot be written", path.display()))
    });
    let placed = written.and_then(|()| {
        files.iter().zip(&fresh).try_for_each(|((path, _), fresh)| {
            std::fs::rename(fresh, path)
                .with_context(|| format!("{} cannot be written", path.display()))
        })
    });
    if placed.is_err() {
        for path in &fresh {
            // What was put in its place is here no more, and what was never made neither.
            let _ = std::fs::remove_file(path);
        }
    }
    placed
}

fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
