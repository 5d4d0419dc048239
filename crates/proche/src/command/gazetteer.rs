//! `proche gazetteer`: places without a network.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use geocoding::{Gazetteer, Lookup, Place, UnknownReason, import_geonames, parse_free};

use crate::cli::GazetteerCommand;
use crate::command::print;
use crate::config::Config;
use crate::wiring::{GAZETTEER_FILE, gazetteer};

/// Runs one of the commands.
pub fn run(config: &Config, command: GazetteerCommand) -> anyhow::Result<ExitCode> {
    match command {
        GazetteerCommand::Lookup { text, country } => {
            lookup(&gazetteer(&config.data_dir)?, &text, country)
        }
        GazetteerCommand::Import { file } => import(config, &file),
    }
}

fn lookup(gazetteer: &Gazetteer, text: &str, country: Option<String>) -> anyhow::Result<ExitCode> {
    let mut said = parse_free(text);
    said.country = country.map(|code| code.to_uppercase()).or(said.country);
    match gazetteer.lookup(&said.as_query()) {
        Lookup::Found(place) => print(&in_words(&place)),
        Lookup::Ambiguous(places) => {
            eprintln!("proche: `{text}` may be one of these; name postcode and place:");
            let lines: Vec<String> = places.iter().map(in_words).collect();
            print(&lines.join("\n"))?;
            Ok(ExitCode::from(1))
        }
        Lookup::Unknown(reason) => {
            let why = match reason {
                UnknownReason::Empty => "name a postcode, a place or both",
                UnknownReason::UnknownCountry => "no place of this country is known; import it",
                UnknownReason::UnknownPostcode => "no such postcode",
                UnknownReason::UnknownPlace => "no place of this name",
                UnknownReason::PlaceNotInPostcode => "the place is not in this postcode",
            };
            eprintln!("proche: `{text}`: {why}");
            let name = said.place.as_deref().or(said.postcode.as_deref()).unwrap_or_default();
            for place in gazetteer.suggest(name, said.country.as_deref(), 5) {
                eprintln!("  perhaps {}", in_words(&place));
            }
            Ok(ExitCode::from(1))
        }
    }
}

fn in_words(place: &Place) -> String {
    let names: Vec<&str> = place
        .names
        .iter()
        .map(|(_, name)| name.as_str())
        .filter(|name| *name != place.name)
        .collect();
    let also = if names.is_empty() { String::new() } else { format!(" ({})", names.join(", ")) };
    format!(
        "{} {} {}{also}, {:.5} {:.5}, ±{} m",
        place.country,
        place.postcode,
        place.name,
        place.position.lat(),
        place.position.lon(),
        place.uncertainty_m
    )
}

fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let source = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let imported = import_geonames(BufReader::new(source))
        .map_err(|e| anyhow::anyhow!("row {}: {}: {}", e.row, e.field, e.reason))
        .with_context(|| file.display().to_string())?;
    std::fs::create_dir_all(&config.data_dir)?;
    let path = config.data_dir.join(GAZETTEER_FILE);
    let own = match File::open(&path) {
        Ok(old) => Gazetteer::read_from(BufReader::new(old))?.merged(&imported),
        Err(_) => imported,
    };
    let fresh = path.with_extension("new");
    own.write_to(File::create(&fresh)?)?;
    std::fs::rename(&fresh, &path)?;
    print(&format!("{} places; restart the service to use them.", own.records().len()))
}
