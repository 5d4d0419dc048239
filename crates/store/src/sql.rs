//! One SQL text for both databases.
//!
//! A [`Query`] holds a text with `$n` parameters and values that both databases can store; a
//! [`Row`] gives values that both can decode. Times are microseconds since 1970 in 64-bit integers,
//! ids are 16 bytes (`BLOB`, `UUID`), sets are codes joined by `|`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::str::FromStr;

use jiff::Timestamp;
use matching::{
    AccountId, AlertId, AreaId, CallId, EngagementId, NotificationId, RequestId, ShiftId,
    SubjectId, TaskId, VolunteerId,
};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{AssertSqlSafe, Row as _, SqlStr};
use uuid::Uuid;

use crate::StoreError;

/// A value that both databases can store.
#[derive(Clone)]
pub enum Value {
    /// A 64-bit integer or its absence.
    Int(Option<i64>),
    /// A text or its absence.
    Text(Option<String>),
    /// Bytes or their absence.
    Bytes(Option<Vec<u8>>),
    /// A truth value.
    Bool(bool),
    /// An id or its absence.
    Id(Option<Uuid>),
}

macro_rules! value_from {
    ($($type:ty => |$x:ident| $value:expr),+ $(,)?) => {$(
        impl From<$type> for Value {
            fn from($x: $type) -> Self { $value }
        }
    )+};
}

value_from! {
    i64 => |x| Self::Int(Some(x)),
    u32 => |x| Self::Int(Some(i64::from(x))),
    Option<i64> => |x| Self::Int(x),
    Option<u32> => |x| Self::Int(x.map(i64::from)),
    Timestamp => |x| Self::Int(Some(x.as_microsecond())),
    Option<Timestamp> => |x| Self::Int(x.map(Timestamp::as_microsecond)),
    &str => |x| Self::Text(Some(x.to_owned())),
    String => |x| Self::Text(Some(x)),
    Option<&str> => |x| Self::Text(x.map(str::to_owned)),
    Option<String> => |x| Self::Text(x),
    Vec<u8> => |x| Self::Bytes(Some(x)),
    &[u8] => |x| Self::Bytes(Some(x.to_vec())),
    Option<Vec<u8>> => |x| Self::Bytes(x),
    bool => |x| Self::Bool(x),
    Uuid => |x| Self::Id(Some(x)),
    Option<Uuid> => |x| Self::Id(x),
}

macro_rules! id_values {
    ($($id:ty),+) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self { Self::Id(Some(id.0)) }
        }
        impl From<Option<$id>> for Value {
            fn from(id: Option<$id>) -> Self { Self::Id(id.map(|id| id.0)) }
        }
        impl Column for $id {
            fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
                Uuid::read(row, name).map(Self)
            }
        }
        impl Column for Option<$id> {
            fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
                Ok(Option::<Uuid>::read(row, name)?.map(Into::into))
            }
        }
    )+};
}

id_values!(
    RequestId,
    VolunteerId,
    AlertId,
    EngagementId,
    NotificationId,
    TaskId,
    CallId,
    ShiftId,
    AccountId,
    AreaId,
    SubjectId
);

/// A text with `$n` parameters and their values.
pub struct Query {
    pub(crate) text: Cow<'static, str>,
    pub(crate) values: Vec<Value>,
}

/// Starts a query; parameters are bound in the order of their numbers.
pub fn sql(text: impl Into<Cow<'static, str>>) -> Query {
    Query { text: text.into(), values: Vec::new() }
}

impl Query {
    /// Binds the next parameter.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// The number of the next parameter, for texts that are put together.
    pub fn next(&self) -> usize {
        self.values.len() + 1
    }

    /// Appends to the text.
    #[must_use]
    pub fn push(mut self, text: &str) -> Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// Appends to the text and binds the parameter that follows it.
    #[must_use]
    pub fn with(self, text: &str, value: impl Into<Value>) -> Self {
        let parameter = format!("{text}${}", self.next());
        self.push(&parameter).bind(value)
    }

    /// Appends `(a, b, …)` with one parameter a value.
    #[must_use]
    pub fn push_list<V: Into<Value>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.text.to_mut().push('(');
        for (index, value) in values.into_iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            let parameter = format!("{comma}${}", self.next());
            self.text.to_mut().push_str(&parameter);
            self.values.push(value.into());
        }
        self.text.to_mut().push(')');
        self
    }

    pub(crate) fn safe_text(text: Cow<'static, str>) -> SqlStr {
        // Texts are literals of this crate, joined with parameter numbers only.
        sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(text.into_owned()))
    }
}

/// Several statements as one text, whose parameters count on from one to the next.
///
/// SQLite alone runs such a text. Texts of the store hold `$` before a parameter's number only.
pub(crate) fn all_in_one(queries: Vec<Query>) -> Query {
    let mut all = Query { text: Cow::Owned(String::new()), values: Vec::new() };
    for query in queries {
        let (before, first) = (all.values.len(), all.text.is_empty());
        let text = all.text.to_mut();
        if !first {
            text.push_str("; ");
        }
        push_counted_on(text, &query.text, before);
        all.values.extend(query.values);
    }
    all
}

fn push_counted_on(out: &mut String, text: &str, before: usize) {
    let mut parts = text.split('$');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        out.push('$');
        match part[..digits].parse::<usize>() {
            Ok(number) => out.push_str(&(number + before).to_string()),
            Err(_) => out.push_str(&part[..digits]),
        }
        out.push_str(&part[digits..]);
    }
}

macro_rules! bind_all {
    ($database:ty, $query:expr) => {{
        let Query { text, values } = $query;
        let text = match text {
            std::borrow::Cow::Borrowed(text) => sqlx::SqlSafeStr::into_sql_str(text),
            owned @ std::borrow::Cow::Owned(_) => Query::safe_text(owned),
        };
        let mut query = sqlx::query::<$database>(text);
        for value in values {
            query = match value {
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
                Value::Bool(value) => query.bind(value),
                Value::Id(value) => query.bind(value),
            };
        }
        query
    }};
}
pub(crate) use bind_all;

/// One row of either database.
pub enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

/// A value that both databases can give.
pub trait Column: Sized {
    /// Reads the named column.
    fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error>;
}

macro_rules! columns {
    ($($type:ty),+) => {$(
        impl Column for $type {
            fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
                match row {
                    Row::Sqlite(row) => row.try_get(name),
                    Row::Postgres(row) => row.try_get(name),
                }
            }
        }
    )+};
}

columns!(
    i64,
    Option<i64>,
    String,
    Option<String>,
    Vec<u8>,
    Option<Vec<u8>>,
    bool,
    Uuid,
    Option<Uuid>
);

impl Column for u32 {
    fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
        u32::try_from(i64::read(row, name)?).map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

impl Column for Option<u32> {
    fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
        Option::<i64>::read(row, name)?
            .map(u32::try_from)
            .transpose()
            .map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

impl Column for Timestamp {
    fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
        Self::from_microsecond(i64::read(row, name)?)
            .map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

impl Column for Option<Timestamp> {
    fn read(row: &Row, name: &'static str) -> Result<Self, sqlx::Error> {
        Option::<i64>::read(row, name)?
            .map(Timestamp::from_microsecond)
            .transpose()
            .map_err(|error| sqlx::Error::Decode(error.into()))
    }
}

/// A row together with the name of its table, for errors.
pub(crate) struct Reader<'a> {
    pub row: &'a Row,
    pub table: &'static str,
}

impl Row {
    pub(crate) fn of(&self, table: &'static str) -> Reader<'_> {
        Reader { row: self, table }
    }
}

impl Reader<'_> {
    pub fn corrupt(&self, column: &'static str) -> StoreError {
        StoreError::Corrupt { table: self.table, column }
    }

    pub fn get<T: Column>(&self, column: &'static str) -> Result<T, StoreError> {
        T::read(self.row, column).map_err(|error| match error {
            sqlx::Error::ColumnDecode { .. }
            | sqlx::Error::Decode(_)
            | sqlx::Error::ColumnNotFound(_) => self.corrupt(column),
            other => StoreError::Driver(other),
        })
    }

    /// Reads a code.
    pub fn parse<T: FromStr>(&self, column: &'static str) -> Result<T, StoreError> {
        self.get::<String>(column)?.parse().map_err(|_| self.corrupt(column))
    }

    /// Reads a set of codes joined by `|`.
    pub fn set<T: FromStr + Ord>(&self, column: &'static str) -> Result<BTreeSet<T>, StoreError> {
        let text: String = self.get(column)?;
        text.split('|')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().map_err(|_| self.corrupt(column)))
            .collect()
    }
}

/// Joins codes by `|`, as they are stored and exported.
pub fn joined<T: ToString>(codes: impl IntoIterator<Item = T>) -> String {
    codes.into_iter().map(|code| code.to_string()).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_count_on_from_statement_to_statement() {
        let one = sql("INSERT INTO a VALUES ($1, $2)").bind(1_i64).bind(2_i64);
        let two = sql("UPDATE b SET c = $1 || '$' WHERE d = $12").bind(3_i64);
        let all = all_in_one(vec![one, two]);
        assert_eq!(
            all.text,
            "INSERT INTO a VALUES ($1, $2); UPDATE b SET c = $3 || '$' WHERE d = $14"
        );
        assert_eq!(all.values.len(), 3);
    }
}
