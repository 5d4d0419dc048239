//! The exports of a running service, to be replayed.

use std::fs::File;
use std::path::Path;

use anyhow::Context;
use simulation::{Faults, Record, RecordFiles, Window};

use crate::cli::SimulateArgs;

/// Reads the three exports of a directory.
pub(super) fn read(folder: &Path, args: &SimulateArgs) -> anyhow::Result<Result<Record, Faults>> {
    let files = RecordFiles {
        volunteers: open(folder, "volunteers.geojson", "volunteers --format geojson")?,
        requests: open(folder, "requests.geojson", "requests --format geojson")?,
        events: open(folder, "events.csv", "events --format csv")?,
    };
    let window = Window { from: args.from, to: args.to, zone: args.timezone.clone() };
    Ok(files.read(&window))
}

fn open(folder: &Path, name: &str, export: &str) -> anyhow::Result<File> {
    let path = folder.join(name);
    File::open(&path).with_context(|| {
        let path = path.display();
        format!("{path} cannot be read; `proche export {export} --out {path}` makes it")
    })
}
