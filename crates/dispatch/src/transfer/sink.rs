//! Where the rows of an export go, one by one.

use std::io::{self, Write};

use matching::Cell;
use serde_json::json;

use super::datum::{Datum, object};
use super::export::ExportFormat;

/// Where rows are written.
pub(super) type Out<'a> = &'a mut (dyn Write + Send);

/// A file under construction.
pub(super) struct Sink<'a> {
    names: Vec<&'static str>,
    rows: u64,
    form: Form<'a>,
}

enum Form<'a> {
    Csv(Box<csv::Writer<Out<'a>>>),
    Json(Out<'a>),
    Geojson(Out<'a>),
}

impl<'a> Sink<'a> {
    /// Begins the file: the header, or the bracket that opens the list.
    pub fn begin(format: ExportFormat, names: Vec<&'static str>, out: Out<'a>) -> io::Result<Self> {
        let form = match format {
            ExportFormat::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                writer.write_record(&names)?;
                Form::Csv(Box::new(writer))
            }
            ExportFormat::Json => {
                out.write_all(b"[")?;
                Form::Json(out)
            }
            ExportFormat::Geojson => {
                out.write_all(br#"{"type":"FeatureCollection","features":["#)?;
                Form::Geojson(out)
            }
        };
        Ok(Self { names, rows: 0, form })
    }

    /// Writes one row; where it lies is told by the centre of a cell, and only in `GeoJSON`.
    pub fn row(&mut self, row: &[Datum], cell: Option<Cell>) -> io::Result<()> {
        let comma = if self.rows == 0 { "\n" } else { ",\n" };
        self.rows += 1;
        match &mut self.form {
            Form::Csv(writer) => writer.write_record(row.iter().map(Datum::cell))?,
            Form::Json(out) => write!(out, "{comma}{}", object(&self.names, row))?,
            Form::Geojson(out) => {
                let geometry = cell
                    .map(Cell::center)
                    .map(|at| json!({ "type": "Point", "coordinates": [at.lon(), at.lat()] }));
                let properties = object(&self.names, row);
                let feature =
                    json!({ "type": "Feature", "geometry": geometry, "properties": properties });
                write!(out, "{comma}{feature}")?;
            }
        }
        Ok(())
    }

    /// Ends the file; gives how many rows it has.
    pub fn end(self) -> io::Result<u64> {
        match self.form {
            Form::Csv(mut writer) => writer.flush()?,
            Form::Json(out) => {
                out.write_all(b"\n]\n")?;
                out.flush()?;
            }
            Form::Geojson(out) => {
                out.write_all(b"\n]}\n")?;
                out.flush()?;
            }
        }
        Ok(self.rows)
    }
}
