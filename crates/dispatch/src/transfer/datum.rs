//! What stands in a cell of an export.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::guard::guarded;

/// One value; text is defused in CSV, the other kinds cannot be run.
#[derive(Clone)]
pub(super) enum Datum {
    /// Nothing.
    Empty,
    /// Somebody's words.
    Text(String),
    /// A code, an id, a time or a phone number.
    Word(String),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Decimal(f64),
    /// Yes or no.
    Truth(bool),
    /// Codes, joined by `|` in CSV.
    List(Vec<String>),
    /// What CSV and JSON write in forms of their own.
    Shape(String, Value),
}

macro_rules! datum_from {
    ($($type:ty => |$x:ident| $datum:expr),+ $(,)?) => {$(
        impl From<$type> for Datum {
            fn from($x: $type) -> Self { $datum }
        }
    )+};
}

datum_from! {
    u32 => |x| Self::Whole(i64::from(x)),
    i64 => |x| Self::Whole(x),
    f64 => |x| Self::Decimal(x),
    bool => |x| Self::Truth(x),
    Timestamp => |x| Self::Word(x.to_string()),
    uuid::Uuid => |x| Self::Word(x.to_string()),
}

impl<T: Into<Self>> From<Option<T>> for Datum {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

impl Datum {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn maybe_text(text: Option<String>) -> Self {
        text.map_or(Self::Empty, Self::Text)
    }

    pub fn word<T: ToString + ?Sized>(word: &T) -> Self {
        Self::Word(word.to_string())
    }

    pub fn maybe_word(word: Option<String>) -> Self {
        word.map_or(Self::Empty, Self::Word)
    }

    pub fn list<T: ToString>(codes: impl IntoIterator<Item = T>) -> Self {
        Self::List(codes.into_iter().map(|code| code.to_string()).collect())
    }

    /// The cell of a CSV file.
    pub fn cell(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => guarded(text),
            Self::Word(word) => word.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::List(codes) => codes.join("|"),
            Self::Shape(cell, _) => guarded(cell),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::Text(text) | Self::Word(text) => Value::from(text.as_str()),
            Self::Whole(number) => Value::from(*number),
            Self::Decimal(number) => Value::from(*number),
            Self::Truth(truth) => Value::from(*truth),
            Self::List(codes) => Value::from(codes.clone()),
            Self::Shape(_, value) => value.clone(),
        }
    }
}

/// A JSON object of named values; `address.line` becomes `line` in the object `address`.
pub(super) fn object(names: &[&str], row: &[Datum]) -> Value {
    let mut whole = Map::new();
    for (name, datum) in names.iter().zip(row) {
        match name.split_once('.') {
            None => {
                whole.insert((*name).to_owned(), datum.json());
            }
            Some((outer, inner)) => {
                let part = whole.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(part) = part {
                    part.insert(inner.to_owned(), datum.json());
                }
            }
        }
    }
    Value::Object(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_alone_is_defused() {
        assert_eq!(Datum::text("=1").cell(), "'=1");
        assert_eq!(Datum::word("+3225551234").cell(), "+3225551234");
        assert_eq!(Datum::from(-4.5).cell(), "-4.5");
        assert_eq!(Datum::list(["fr", "nl"]).cell(), "fr|nl");
    }

    #[test]
    fn dotted_names_become_objects() {
        let row = [Datum::from(1_u32), Datum::text("=1"), Datum::Empty];
        let json = object(&["id", "address.line", "address.place"], &row);
        assert_eq!(json, serde_json::json!({"id": 1, "address": {"line": "=1", "place": null}}));
    }
}
