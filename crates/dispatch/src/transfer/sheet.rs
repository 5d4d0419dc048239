//! A CSV file as a table of named columns.

use std::collections::HashMap;
use std::io::Read;
use std::str::FromStr;

use csv::{ByteRecord, ReaderBuilder, StringRecord};
use jiff::Timestamp;

use super::guard::unguarded;
use super::import::{ImportFailure, RowError};
use crate::parse;
use crate::refusal::FieldError;

/// The columns a kind of file may have.
pub(super) struct Layout {
    /// Must be there.
    pub required: &'static [&'static str],
    /// May be there; any other is passed over with a warning.
    pub optional: &'static [&'static str],
}

/// The rows of a file that could be read, and what is wrong with the others.
pub(super) struct Sheet {
    columns: HashMap<String, usize>,
    rows: Vec<(u64, StringRecord)>,
    /// Rows that could not be read.
    pub errors: Vec<RowError>,
    warnings: Vec<String>,
}

/// One row of a sheet; its cells are trimmed and without guard.
pub(super) struct Cells<'a> {
    columns: &'a HashMap<String, usize>,
    record: &'a StringRecord,
}

impl Sheet {
    /// Reads a file whole.
    ///
    /// # Errors
    /// A header that is missing, not UTF-8, without a required column or with one twice.
    pub fn read(mut reader: impl Read, layout: &Layout) -> Result<Self, ImportFailure> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        let mut rows = Rows::over(&bytes);
        let header = rows.next().ok_or_else(|| header_fault("header", "header_missing"))?;
        let mut sheet = Self::under(&header.1, layout)?;
        for (number, record) in rows {
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            match sheet.checked(number, record) {
                Ok(record) => sheet.rows.push((number, record)),
                Err(error) => sheet.errors.push(error),
            }
        }
        Ok(sheet)
    }

    fn under(header: &ByteRecord, layout: &Layout) -> Result<Self, ImportFailure> {
        let header = StringRecord::from_byte_record(header.clone());
        let header = header.map_err(|_| header_fault("header", "encoding"))?;
        let mut columns = HashMap::new();
        let mut warnings = Vec::new();
        for (index, name) in header.iter().enumerate() {
            let name = name.trim().to_lowercase();
            let known = |names: &[&str]| names.contains(&name.as_str());
            if !known(layout.required) && !known(layout.optional) {
                warnings.push(unknown_column(&name, index));
                continue;
            }
            if columns.insert(name.clone(), index).is_some() {
                return Err(header_fault(&name, "header_twice"));
            }
        }
        let missing = layout.required.iter().filter(|name| !columns.contains_key(**name));
        let missing: Vec<RowError> =
            missing.map(|name| RowError::one(1, name, "missing_column")).collect();
        ImportFailure::unless_empty(missing)?;
        columns.insert(WIDTH.to_owned(), header.len());
        Ok(Self { columns, rows: Vec::new(), errors: Vec::new(), warnings })
    }

    fn checked(&self, number: u64, record: ByteRecord) -> Result<StringRecord, RowError> {
        if self.columns.get(WIDTH) != Some(&record.len()) {
            return Err(RowError::one(number, "row", "columns"));
        }
        StringRecord::from_byte_record(record).map_err(|error| {
            let index = error.utf8_error().field();
            let named = self.columns.iter().find(|(name, at)| **at == index && *name != WIDTH);
            let field = named.map_or("row", |(name, _)| name.as_str());
            RowError::one(number, field, "encoding")
        })
    }

    /// How many rows hold something.
    pub fn len(&self) -> u64 {
        (self.rows.len() + self.errors.len()) as u64
    }

    /// What was passed over; the rows are done with.
    pub fn into_warnings(self) -> Vec<String> {
        self.warnings
    }

    /// The rows that could be read, each with its number.
    pub fn rows(&self) -> impl Iterator<Item = (u64, Cells<'_>)> {
        let cells = |record| Cells { columns: &self.columns, record };
        self.rows.iter().map(move |(number, record)| (*number, cells(record)))
    }
}

/// Not a name that a header can have: it is not trimmed.
const WIDTH: &str = " width";

fn header_fault(field: &str, code: &'static str) -> ImportFailure {
    ImportFailure::Rows { errors: vec![RowError::one(1, field, code)] }
}

fn unknown_column(name: &str, index: usize) -> String {
    let printable = !name.is_empty() && !name.contains(char::is_control);
    if printable && name.chars().count() <= 40 {
        format!("column `{name}` is unknown and was ignored")
    } else {
        format!("column {} is unknown and was ignored", index + 1)
    }
}

/// Records with their row numbers, as a spreadsheet counts: a record with line breaks is one row,
/// an empty line is one as well.
struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    bytes: &'a [u8],
    breaks_inside: u64,
}

impl<'a> Rows<'a> {
    fn over(bytes: &'a [u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        Self { reader, bytes, breaks_inside: 0 }
    }
}

impl Iterator for Rows<'_> {
    type Item = (u64, ByteRecord);

    fn next(&mut self) -> Option<Self::Item> {
        let mut record = ByteRecord::new();
        // Bytes in memory and records of any length: there is nothing to fail.
        if !self.reader.read_byte_record(&mut record).ok()? {
            return None;
        }
        self.breaks_inside += record.as_slice().split(|byte| *byte == b'\n').skip(1).count() as u64;
        let end = self.reader.position();
        let read = usize::try_from(end.byte()).ok()?;
        let behind_break = self.bytes.get(read.wrapping_sub(1)) == Some(&b'\n');
        let last_line = end.line() - u64::from(behind_break);
        Some((last_line - self.breaks_inside, record))
    }
}

impl Cells<'_> {
    /// The text of a cell; none when it is empty or the column is not there.
    pub fn text(&self, column: &str) -> Option<&str> {
        let cell = self.record.get(*self.columns.get(column)?)?;
        let cell = unguarded(cell.trim()).trim_matches(' ');
        (!cell.is_empty()).then_some(cell)
    }

    /// The text of a cell on its own.
    pub fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// The values of a cell that `|` joins; empty ones do not count.
    pub fn list(&self, column: &str) -> Vec<String> {
        let parts = self.text(column).unwrap_or_default().split('|').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }

    /// A number; an error when there is something else.
    pub fn number<T: FromStr>(&self, column: &str, errors: &mut Vec<FieldError>) -> Option<T> {
        let number = self.text(column)?.parse();
        number.map_err(|_| errors.push(FieldError::new(column, "number"))).ok()
    }

    /// `true` or `false`, also `1` or `0`, `yes` or `no`; empty is no.
    pub fn truth(&self, column: &str, errors: &mut Vec<FieldError>) -> bool {
        match self.text(column).map(str::to_lowercase).as_deref() {
            None | Some("false" | "0" | "no") => false,
            Some("true" | "1" | "yes") => true,
            Some(_) => {
                errors.push(FieldError::new(column, "truth"));
                false
            }
        }
    }

    /// A time.
    pub fn time(&self, column: &str, errors: &mut Vec<FieldError>) -> Option<Timestamp> {
        let time = parse::time(column, self.text(column)?);
        time.map_err(|error| errors.push(error)).ok()
    }

    /// A time that has passed.
    pub fn past_time(
        &self,
        column: &str,
        now: Timestamp,
        errors: &mut Vec<FieldError>,
    ) -> Option<Timestamp> {
        let time = self.time(column, errors)?;
        if time > now {
            errors.push(FieldError::new(column, "future"));
        }
        Some(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<u64> {
        Rows::over(text.as_bytes()).map(|(number, _)| number).collect()
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_does() {
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\n1,2\n3,4"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n3,4\r\n"), [1, 2, 3]);
        assert_eq!(numbers("\u{feff}a,b\n\n1,2\n\n\n3,4\n"), [1, 3, 6]);
        assert_eq!(numbers("a,b\r\n\r\n1,2\r\n\r\n3,4"), [1, 3, 5]);
        assert_eq!(numbers("a,b\n\"x\ny\nz\",2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\n\"x\ny\",2\n\n3,4"), [1, 2, 4]);
    }

    const LAYOUT: Layout = Layout { required: &["name"], optional: &["lat", "note"] };

    fn failed(text: &[u8]) -> Vec<String> {
        let failure = Sheet::read(text, &LAYOUT).err().unwrap();
        failure.errors().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_header_is_checked() {
        let missing = "row 1: header: is missing: the first row names the columns";
        assert_eq!(failed(b""), [missing]);
        assert_eq!(failed(b"lat\n1\n"), ["row 1: name: the column is missing"]);
        assert_eq!(failed(b"name,Name\n"), ["row 1: name: the column is there twice"]);
        assert_eq!(failed(b"name,\xff\n"), ["row 1: header: must be UTF-8"]);
    }

    #[test]
    fn rows_that_cannot_be_read_are_named() {
        let text = b"\xef\xbb\xbfnote,name,other\n1,b,c\n\n,,\nd,e\nf,g\xff,h\n";
        let sheet = Sheet::read(text.as_slice(), &LAYOUT).unwrap();
        let errors: Vec<String> = sheet.errors.iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            ["row 5: row: has more or fewer cells than the header", "row 6: name: must be UTF-8"]
        );
        assert_eq!(sheet.len(), 3);
        assert_eq!(sheet.warnings, ["column `other` is unknown and was ignored"]);
        let (number, cells) = sheet.rows().next().unwrap();
        assert_eq!((number, cells.text("name"), cells.text("lat")), (2, Some("b"), None));
    }

    #[test]
    fn cells_are_read_by_kind() {
        let text = "name,lat,note\n '=x ,north,fr| nl||de\n";
        let sheet = Sheet::read(text.as_bytes(), &LAYOUT).unwrap();
        let (_, cells) = sheet.rows().next().unwrap();
        let mut errors = Vec::new();
        assert_eq!(cells.text("name"), Some("=x"));
        assert_eq!(cells.list("note"), ["fr", "nl", "de"]);
        assert_eq!(cells.number::<f64>("lat", &mut errors), None);
        assert!(!cells.truth("lat", &mut errors));
        assert_eq!(errors.iter().map(|error| error.code).collect::<Vec<_>>(), ["number", "truth"]);
    }
}
