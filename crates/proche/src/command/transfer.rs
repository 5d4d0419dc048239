//! `proche import`, `export` and `area import`.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use dispatch::{AreaSource, ImportOptions};

use crate::cli::{AreaCommand, ExportFormat, ExportKind, ImportKind};
use crate::command::print;
use crate::config::Config;
use crate::progress::Progress;
use crate::wiring::{Need, Service};

/// Reads a file; one line a bad row on standard error, and then nothing is written.
pub async fn import(
    config: &Config,
    what: ImportKind,
    file: &Path,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let source = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let service = Service::open(config, Need::Command).await?;
    let bar = Progress::new("rows");
    let mut progress = |done, total| bar.set(done, total);
    let options = ImportOptions { dry_run };
    let reader = BufReader::new(source);
    let dispatch = &service.dispatch;
    let result = match what {
        ImportKind::Volunteers => dispatch.import_volunteers(reader, options, &mut progress).await,
        ImportKind::Requests => dispatch.import_requests(reader, options, &mut progress).await,
    };
    bar.finish();
    match result {
        Ok(report) => {
            for warning in &report.warnings {
                eprintln!("proche: {warning}");
            }
            if dry_run {
                return print(&format!("{} rows can be imported.", report.rows));
            }
            print(&format!("{} of {} rows imported.", report.imported, report.rows))
        }
        Err(failure) => {
            eprintln!("{failure}");
            eprintln!("proche: {}: nothing was imported", file.display());
            Ok(ExitCode::from(1))
        }
    }
}

/// Reads areas from polygons or from postcodes and places.
pub async fn areas(config: &Config, command: AreaCommand) -> anyhow::Result<()> {
    let AreaCommand::Import { file } = command;
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("{} cannot be read", file.display()))?;
    let service = Service::open(config, Need::Command).await?;
    let geojson = file.extension().is_some_and(|ending| {
        ending.eq_ignore_ascii_case("geojson") || ending.eq_ignore_ascii_case("json")
    });
    let mut rows = text.as_bytes();
    let source = if geojson { AreaSource::GeoJson(&text) } else { AreaSource::Csv(&mut rows) };
    let report = service.dispatch.import_areas(source).await;
    let report = report.with_context(|| file.display().to_string())?;
    print(&format!("{} areas over {} cells.", report.areas, report.cells))?;
    Ok(())
}

/// Writes what the service holds, row by row.
pub async fn export(
    config: &Config,
    what: ExportKind,
    format: ExportFormat,
    out: Option<&Path>,
) -> anyhow::Result<()> {
    let service = Service::open(config, Need::Command).await?;
    let what = match what {
        ExportKind::Volunteers => dispatch::ExportKind::Volunteers,
        ExportKind::Requests => dispatch::ExportKind::Requests,
        ExportKind::Engagements => dispatch::ExportKind::Engagements,
        ExportKind::Events => dispatch::ExportKind::Events,
        ExportKind::Stats => dispatch::ExportKind::Stats,
    };
    let format = match format {
        ExportFormat::Csv => dispatch::ExportFormat::Csv,
        ExportFormat::Json => dispatch::ExportFormat::Json,
        ExportFormat::Geojson => dispatch::ExportFormat::Geojson,
    };
    match out {
        None => {
            let mut sink = BufWriter::new(std::io::stdout());
            service.dispatch.export(what, format, &mut sink).await?;
            sink.flush()?;
        }
        Some(path) => {
            let fresh = path.with_extension("part");
            let file = File::create(&fresh)
                .with_context(|| format!("{} cannot be written", fresh.display()))?;
            let mut sink = BufWriter::new(file);
            service.dispatch.export(what, format, &mut sink).await?;
            sink.flush()?;
            std::fs::rename(&fresh, path)
                .with_context(|| format!("{} cannot be written", path.display()))?;
        }
    }
    Ok(())
}
