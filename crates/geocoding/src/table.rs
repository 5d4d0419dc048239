//! The table on disk: gzipped text, one record a line, fields set apart by tabs.

use std::io::{self, BufReader, Read, Write};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use matching::Position;

use crate::gazetteer::{Gazetteer, Record};
use crate::place::{Place, Precision};

const HEADER: &str = "gazetteer\t1";

/// Why a table could not be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The file cannot be read or unpacked.
    #[error("cannot read the gazetteer: {0}")]
    Io(#[from] io::Error),
    /// The first line is not that of a gazetteer of this version.
    #[error("not a gazetteer of this version")]
    Header,
    /// A line is not a record; lines count from 1.
    #[error("gazetteer line {line}: {field}: not valid")]
    Field {
        /// The line.
        line: usize,
        /// The field at fault.
        field: &'static str,
    },
}

impl Gazetteer {
    /// Writes the whole gazetteer; equal gazetteers give equal bytes.
    ///
    /// # Errors
    ///
    /// Those of the writer.
    pub fn write_to(&self, writer: impl Write) -> io::Result<()> {
        let mut out = GzBuilder::new().mtime(0).write(writer, Compression::best());
        writeln!(out, "{HEADER}")?;
        for row in self.records() {
            write_record(&mut out, row)?;
        }
        out.finish()?.flush()
    }

    /// Reads what [`Gazetteer::write_to`] wrote.
    ///
    /// # Errors
    ///
    /// [`TableError`] names the line and the field.
    pub fn read_from(reader: impl Read) -> Result<Self, TableError> {
        let mut text = String::new();
        BufReader::new(GzDecoder::new(reader)).read_to_string(&mut text)?;
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return Err(TableError::Header);
        }
        let records: Result<Vec<Record>, TableError> = lines
            .enumerate()
            .map(|(i, line)| {
                read_record(line).map_err(|field| TableError::Field { line: i + 2, field })
            })
            .collect();
        Ok(Self::from_records(records?))
    }
}

fn write_record(out: &mut impl Write, row: &Record) -> io::Result<()> {
    let place = &row.place;
    let names: Vec<String> =
        place.names.iter().map(|(tag, name)| format!("{tag}={name}")).collect();
    writeln!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{:.4}\t{:.4}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
        place.country,
        place.postcode,
        place.name,
        place.admin1,
        place.admin2,
        place.municipality.as_deref().unwrap_or_default(),
        place.position.lat(),
        place.position.lon(),
        place.uncertainty_m,
        code_of(place.precision),
        place.population.map(|n| n.to_string()).unwrap_or_default(),
        place.residents_per_km2.map(|d| format!("{d:.0}")).unwrap_or_default(),
        u8::from(row.stands_for_municipality),
        names.join("|"),
        row.aliases.join("|"),
    )
}

fn read_record(line: &str) -> Result<Record, &'static str> {
    let mut fields = line.split('\t');
    let mut next = |name| fields.next().ok_or(name);
    let country = next("country")?.to_owned();
    let postcode = next("postcode")?.to_owned();
    let name = next("name")?.to_owned();
    let admin1 = next("admin1")?.to_owned();
    let admin2 = next("admin2")?.to_owned();
    let municipality = Some(next("municipality")?).filter(|m| !m.is_empty()).map(str::to_owned);
    let position = position(next("lat")?, next("lon")?)?;
    let uncertainty_m = next("uncertainty_m")?.parse().map_err(|_| "uncertainty_m")?;
    let precision = precision(next("precision")?)?;
    let population = optional(next("population")?).map_err(|()| "population")?;
    let residents_per_km2 =
        optional(next("residents_per_km2")?).map_err(|()| "residents_per_km2")?;
    let stands_for_municipality = next("municipal")? == "1";
    let names = names(next("names")?)?;
    let aliases = next("aliases")?;
    let aliases = aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
    let place = Place {
        country,
        postcode,
        name,
        names,
        municipality,
        admin1,
        admin2,
        position,
        uncertainty_m,
        precision,
        population,
        residents_per_km2,
    };
    Ok(Record { place, aliases, stands_for_municipality })
}

fn position(lat: &str, lon: &str) -> Result<Position, &'static str> {
    let lat = lat.parse().map_err(|_| "lat")?;
    let lon = lon.parse().map_err(|_| "lon")?;
    Position::new(lat, lon).map_err(matching::PositionError::field)
}

fn optional<T: std::str::FromStr>(field: &str) -> Result<Option<T>, ()> {
    if field.is_empty() { Ok(None) } else { field.parse().map(Some).map_err(|_| ()) }
}

fn names(field: &str) -> Result<Vec<(String, String)>, &'static str> {
    let pairs = field.split('|').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split_once('=').ok_or("names"))
        .map(|pair| pair.map(|(tag, name)| (tag.to_owned(), name.to_owned())))
        .collect()
}

const fn code_of(precision: Precision) -> char {
    match precision {
        Precision::Place => 'P',
        Precision::PostcodeCentroid => 'C',
        Precision::Municipality => 'M',
    }
}

fn precision(code: &str) -> Result<Precision, &'static str> {
    match code {
        "P" => Ok(Precision::Place),
        "C" => Ok(Precision::PostcodeCentroid),
        "M" => Ok(Precision::Municipality),
        _ => Err("precision"),
    }
}
