//! Builds `data/gazetteer.tsv.gz` from the source tables of Belgium and France.
//!
//! `cargo run --release -p geocoding --example build_gazetteer -- SOURCES crates/geocoding/data`
//!
//! `SOURCES` holds `geonames-postal/{BE,FR}.tsv.gz` (`GeoNames`' postal tables),
//! `geonames-cities/cities500-{BE,FR}.tsv.gz` (`GeoNames`' places with population and names, with a
//! header line), `fr-communes/communes.json.gz` (INSEE's communes) and
//! `natural-earth/countries-westeurope.geojson.gz`. Equal sources give equal bytes.

mod belgium;
mod france;
mod ground;
mod names;
mod sources;

use std::fs::File;
use std::io::BufWriter;
use std::path::PathBuf;
use std::process::ExitCode;

use geocoding::{Gazetteer, Record};

type Failure = Box<dyn std::error::Error>;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [sources, data] = arguments.as_slice() else {
        eprintln!("usage: build_gazetteer SOURCES DATA");
        return ExitCode::from(2);
    };
    match build(sources, data) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn build(sources: &std::path::Path, data: &std::path::Path) -> Result<(), Failure> {
    let labels = names::labels(&data.join("names-by-language.txt"))?;
    let mut records: Vec<Record> = Vec::new();
    for country in ["BE", "FR"] {
        println!("{country}: reading");
        let mut rows = sources::postal_rows(sources, country)?;
        if country == "BE" {
            belgium::mark_municipalities(&mut rows, sources, data)?;
        } else {
            france::mark_communes(&mut rows, sources)?;
        }
        names::add_spellings(&mut rows, &sources::cities(sources, country)?);
        names::add_labels(&mut rows, &labels, country);
        ground::measure(&mut rows, &ground::land(sources, country)?);
        france::widen_cities(&mut rows);
        records.extend(rows);
    }
    let gazetteer = Gazetteer::from_records(records);
    gazetteer.write_to(BufWriter::new(File::create(data.join("gazetteer.tsv.gz"))?))?;
    for country in ["BE", "FR"] {
        let people: u64 = gazetteer
            .municipalities(country)
            .filter_map(|place| place.population)
            .map(u64::from)
            .sum();
        println!(
            "{country}: {} municipalities, {people} people",
            gazetteer.municipalities(country).count()
        );
    }
    println!("{} places", gazetteer.records().len());
    Ok(())
}
