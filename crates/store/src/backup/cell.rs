//! One value of a row, between the database and a line.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::ser::{Serialize, SerializeSeq as _, Serializer};
use serde_json::Value as Json;
use uuid::Uuid;

use super::tables::{Column, ColumnKind};
use crate::StoreError;
use crate::sql::{Row, Value};

/// Reads the columns of a row.
pub(super) fn read(
    row: &Row,
    table: &'static str,
    columns: &[Column],
) -> Result<Vec<Value>, StoreError> {
    let row = row.of(table);
    let value = |(name, kind): &Column| {
        Ok(match kind {
            ColumnKind::Int => Value::Int(row.get(name)?),
            ColumnKind::Text => Value::Text(row.get(name)?),
            ColumnKind::Bytes => Value::Bytes(row.get(name)?),
            ColumnKind::Bool => Value::Bool(row.get(name)?),
            ColumnKind::Id => Value::Id(row.get(name)?),
        })
    };
    columns.iter().map(value).collect()
}

/// A row as a line holds it.
pub(super) struct Line<'a>(pub &'a [Value]);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut line = serializer.serialize_seq(Some(self.0.len()))?;
        for value in self.0 {
            match value {
                Value::Int(value) => line.serialize_element(value)?,
                Value::Text(value) => line.serialize_element(value)?,
                Value::Bytes(value) => {
                    line.serialize_element(&value.as_ref().map(|bytes| BASE64.encode(bytes)))?;
                }
                Value::Bool(value) => line.serialize_element(value)?,
                Value::Id(value) => line.serialize_element(value)?,
            }
        }
        line.end()
    }
}

/// The value of a line's cell; none when it is not of that kind.
pub(super) fn parse(cell: Json, kind: ColumnKind) -> Option<Value> {
    Some(match (kind, cell) {
        (ColumnKind::Int, Json::Null) => Value::Int(None),
        (ColumnKind::Text, Json::Null) => Value::Text(None),
        (ColumnKind::Bytes, Json::Null) => Value::Bytes(None),
        (ColumnKind::Id, Json::Null) => Value::Id(None),
        (ColumnKind::Int, Json::Number(number)) => Value::Int(Some(number.as_i64()?)),
        (ColumnKind::Text, Json::String(text)) => Value::Text(Some(text)),
        (ColumnKind::Bytes, Json::String(text)) => Value::Bytes(Some(BASE64.decode(text).ok()?)),
        (ColumnKind::Bool, Json::Bool(value)) => Value::Bool(value),
        (ColumnKind::Id, Json::String(text)) => Value::Id(Some(Uuid::parse_str(&text).ok()?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_comes_back_as_it_was() {
        use ColumnKind::{Bool, Bytes, Id, Int, Text};
        let values = [
            (Int, Value::Int(Some(i64::MIN))),
            (Int, Value::Int(Some(i64::MAX))),
            (Int, Value::Int(None)),
            (Text, Value::Text(Some("\u{1f}\n\"李👩🏽‍🚒".to_owned()))),
            (Text, Value::Text(None)),
            (Bytes, Value::Bytes(Some((0..=255).collect()))),
            (Bytes, Value::Bytes(Some(Vec::new()))),
            (Bytes, Value::Bytes(None)),
            (Bool, Value::Bool(true)),
            (Id, Value::Id(Some(Uuid::from_u128(u128::MAX - 5)))),
            (Id, Value::Id(None)),
        ];
        let line = values.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>();
        let text = serde_json::to_string(&Line(&line)).unwrap();
        let cells: Vec<Json> = serde_json::from_str(&text).unwrap();
        let kinds = values.iter().map(|(kind, _)| *kind);
        let again: Vec<Value> =
            cells.into_iter().zip(kinds).map(|(cell, kind)| parse(cell, kind).unwrap()).collect();
        assert_eq!(serde_json::to_string(&Line(&again)).unwrap(), text);
    }

    #[test]
    fn a_cell_of_another_kind_is_refused() {
        assert!(parse(Json::from(1.5), ColumnKind::Int).is_none());
        assert!(parse(Json::from("x"), ColumnKind::Int).is_none());
        assert!(parse(Json::from("?"), ColumnKind::Bytes).is_none());
        assert!(parse(Json::from("x"), ColumnKind::Id).is_none());
        assert!(parse(Json::Null, ColumnKind::Bool).is_none());
        assert!(parse(Json::from(1), ColumnKind::Text).is_none());
    }
}
