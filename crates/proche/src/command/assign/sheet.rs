//! A CSV file as rows with named fields.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Context;
use csv::{ByteRecord, ReaderBuilder, StringRecord};

/// What is wrong with the rows of files, one line a row.
pub type Faults = Vec<String>;

const MARK_OF_UTF8: &[u8] = b"\xef\xbb\xbf";

/// The rows of a file, under the columns that were asked for.
pub struct Sheet {
    path: PathBuf,
    columns: HashMap<&'static str, usize>,
    width: usize,
    rows: Vec<(u64, ByteRecord)>,
}

/// One row while it is read; it collects what is wrong with its fields.
pub struct Row<'a> {
    columns: &'a HashMap<&'static str, usize>,
    record: StringRecord,
    /// As a spreadsheet counts: the header is row 1.
    pub number: u64,
    faults: Vec<String>,
}

impl Sheet {
    /// Reads a file that must have these columns, in any order; others are named and passed over.
    ///
    /// # Errors
    ///
    /// The file cannot be read; inside, the header's faults.
    pub fn read(path: &Path, wanted: &[&'static str]) -> anyhow::Result<Result<Self, Faults>> {
        let mut bytes =
            std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        bytes.push(b'\n');
        let text = bytes.strip_prefix(MARK_OF_UTF8).unwrap_or(&bytes);
        let mut rows = numbered(text).with_context(|| path.display().to_string())?.into_iter();
        let Some((1, header)) = rows.next() else {
            return Ok(Err(vec![format!("{}: row 1: header: is missing", path.display())]));
        };
        let columns = match columns(path, &header, wanted) {
            Ok(columns) => columns,
            Err(fault) => return Ok(Err(vec![format!("{}: row 1: {fault}", path.display())])),
        };
        let rows = rows.filter(|(_, record)| !record.iter().all(<[u8]>::is_empty)).collect();
        Ok(Ok(Self { path: path.to_owned(), columns, width: header.len(), rows }))
    }

    /// Reads each row; all rows, or one line for each that is at fault.
    pub fn each<T>(self, mut read: impl FnMut(&mut Row) -> Option<T>) -> Result<Vec<T>, Faults> {
        let (mut values, mut faults) = (Vec::with_capacity(self.rows.len()), Vec::new());
        for (number, record) in self.rows {
            let mut fault = |what: &str| {
                faults.push(format!("{}: row {number}: {what}", self.path.display()));
            };
            if record.len() != self.width {
                let (has, width) = (record.len(), self.width);
                fault(&format!("columns: {has} where the header has {width}"));
                continue;
            }
            let record = match StringRecord::from_byte_record(record) {
                Ok(record) => record,
                Err(error) => {
                    let at = error.utf8_error().field();
                    let name = self.columns.iter().find(|(_, column)| **column == at);
                    fault(&format!("{}: is not UTF-8", name.map_or("a further column", |n| n.0)));
                    continue;
                }
            };
            let mut row = Row { columns: &self.columns, record, number, faults: Vec::new() };
            let value = read(&mut row);
            match value {
                Some(value) if row.faults.is_empty() => values.push(value),
                _ => fault(&row.faults.join("; ")),
            }
        }
        if faults.is_empty() { Ok(values) } else { Err(faults) }
    }
}

/// The records with their row numbers. Blank lines are rows of a spreadsheet, line breaks within
/// quotes are not; the text ends with a line break.
fn numbered(text: &[u8]) -> csv::Result<Vec<(u64, ByteRecord)>> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text);
    let (mut rows, mut number, mut line) = (Vec::new(), 0, reader.position().line());
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let breaks = String::from_utf8_lossy(record.as_slice()).matches('\n').count() as u64;
        let lines = reader.position().line() - line;
        line += lines;
        number += lines.saturating_sub(breaks).max(1);
        let mut trimmed = record.clone();
        trimmed.trim();
        rows.push((number, trimmed));
    }
    Ok(rows)
}

fn columns(
    path: &Path,
    header: &ByteRecord,
    wanted: &[&'static str],
) -> Result<HashMap<&'static str, usize>, String> {
    let (mut columns, mut ignored) = (HashMap::new(), Vec::new());
    for (at, name) in header.iter().enumerate() {
        let Some(&known) = wanted.iter().find(|known| known.as_bytes() == name) else {
            ignored.push(String::from_utf8_lossy(name).into_owned());
            continue;
        };
        if columns.insert(known, at).is_some() {
            return Err(format!("{known}: the column stands twice"));
        }
    }
    if let Some(missing) = wanted.iter().find(|name| !columns.contains_key(**name)) {
        return Err(format!("{missing}: the column is missing"));
    }
    if !ignored.is_empty() {
        let names = ignored.join(", ");
        eprintln!("proche: {}: these columns are ignored: {names}", path.display());
    }
    Ok(columns)
}

impl Row<'_> {
    /// Notes what is wrong with a field.
    pub fn fault(&mut self, field: &str, what: &str) {
        self.faults.push(format!("{field}: {what}"));
    }

    /// A field without the space around it.
    pub fn text(&self, field: &str) -> &str {
        self.columns.get(field).and_then(|&at| self.record.get(at)).unwrap_or_default()
    }

    /// A field that must not be empty.
    pub fn required(&mut self, field: &str) -> Option<String> {
        let text = self.text(field).to_owned();
        if text.is_empty() {
            self.fault(field, "must not be empty");
            return None;
        }
        Some(text)
    }

    /// The parts of a list joined by `|`.
    pub fn list(&self, field: &str) -> impl Iterator<Item = &str> {
        self.text(field).split('|').map(str::trim).filter(|part| !part.is_empty())
    }

    /// A number within bounds, the bounds included.
    pub fn number<T: FromStr + PartialOrd + std::fmt::Display>(
        &mut self,
        field: &str,
        (least, most): (T, T),
    ) -> Option<T> {
        let number = self.text(field).parse().ok();
        let number = number.filter(|number| *number >= least && *number <= most);
        if number.is_none() {
            self.fault(field, &format!("must be a number from {least} to {most}"));
        }
        number
    }

    /// A whole number within bounds, the bounds included.
    pub fn count(&mut self, field: &str, (least, most): (u32, u32)) -> Option<u32> {
        let number = self.text(field).parse().ok();
        let number = number.filter(|number| *number >= least && *number <= most);
        if number.is_none() {
            self.fault(field, &format!("must be a whole number from {least} to {most}"));
        }
        number
    }
}
