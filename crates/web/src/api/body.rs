//! Reading JSON bodies: what cannot be read is told with its place.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use dispatch::{Actor, FieldError, Refusal, Replay};
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde_json::error::Category;

use crate::error::{Error, Result};
use crate::state::WebState;

/// A JSON body, read. No body at all reads as `{}`; unknown fields are ignored.
pub(crate) struct Body<T> {
    /// What it says.
    pub value: T,
    /// What was sent.
    pub bytes: Bytes,
}

/// The `Idempotency-Key` of a call, if it has one.
pub(crate) struct Key(Option<String>);

impl Key {
    /// The key with its actor and body.
    pub(crate) fn replay(&self, actor: &Actor, body: &[u8]) -> Result<Option<Replay>> {
        let Some(key) = &self.0 else { return Ok(None) };
        Ok(Some(Replay::new(actor, key, body)?))
    }
}

impl FromRequestParts<WebState> for Key {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self> {
        let value = parts.headers.get("idempotency-key");
        let text = value.map(|value| value.to_str().map(str::to_owned));
        let wrong = |_| Refusal::field("Idempotency-Key", "idempotency_key");
        Ok(Self(text.transpose().map_err(wrong)?))
    }
}

impl<T: DeserializeOwned> FromRequest<WebState> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &WebState) -> Result<Self> {
        let json = is_json(request.headers());
        let bytes =
            Bytes::from_request(request, state).await.map_err(|rejection| {
                match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge,
                    _ => Error::Unreadable("bad_body"),
                }
            })?;
        if bytes.is_empty() {
            return Ok(Self { value: read(b"{}")?, bytes });
        }
        if !json {
            return Err(Error::MediaType);
        }
        Ok(Self { value: read(&bytes)?, bytes })
    }
}

/// `application/json`, or a type that says it is JSON.
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

pub(super) fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    let text = std::str::from_utf8(bytes).map_err(|_| Error::Unreadable("bad_utf8"))?;
    // serde_json takes an array for a structure: the API does not.
    if !text.trim_start().starts_with('{') {
        let valid = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        return Err(if valid { wrong_type("") } else { Error::Unreadable("bad_json") });
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        match error.inner().classify() {
            Category::Data => wrong_type(if path == "." { "" } else { &path }),
            _ => Error::Unreadable("bad_json"),
        }
    })?;
    json.end().map_err(|_| Error::Unreadable("bad_json"))?;
    Ok(value)
}

fn wrong_type(path: &str) -> Error {
    FieldError::new(path, "wrong_type").into()
}

/// What a change says about a field that may be empty: a `null` is not an absence.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Change<T> {
    /// It is not mentioned.
    #[default]
    Keep,
    /// It is `null`.
    Clear,
    /// It has a value.
    Set(T),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Change<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

impl<T> Change<T> {
    /// As the use cases take it: nothing, or nothing or a value.
    #[expect(clippy::option_option, reason = "the form in which the use cases take an edit")]
    pub(crate) fn nested(self) -> Option<Option<T>> {
        match self {
            Self::Keep => None,
            Self::Clear => Some(None),
            Self::Set(value) => Some(Some(value)),
        }
    }

    /// As the use cases take a text: an empty one clears it.
    pub(crate) fn text(self) -> Option<T>
    where
        T: Default,
    {
        self.nested().map(Option::unwrap_or_default)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Sample {
        inner: Vec<Inner>,
        note: Change<String>,
    }

    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Inner {
        count: i64,
    }

    fn code(text: &[u8]) -> (u16, &'static str, String) {
        let problem = read::<Sample>(text).unwrap_err().problem();
        let field = problem.fields.first().map(|field| field.field.clone()).unwrap_or_default();
        (problem.status.as_u16(), problem.code, field)
    }

    #[test]
    fn what_cannot_be_read_is_told_with_its_place() {
        assert_eq!(code(b"{"), (400, "bad_json", String::new()));
        assert_eq!(code(b"{} {}"), (400, "bad_json", String::new()));
        assert_eq!(code(b"\xff"), (400, "bad_utf8", String::new()));
        assert_eq!(code(b"[]"), (422, "invalid", String::new()));
        assert_eq!(code(b"nonsense"), (400, "bad_json", String::new()));
        let wrong = br#"{"inner":[{"count":1},{"count":"x"}]}"#;
        assert_eq!(code(wrong), (422, "invalid", "inner[1].count".to_owned()));
        assert_eq!(code(br#"{"inner":null}"#), (422, "invalid", "inner".to_owned()));
    }

    #[test]
    fn null_is_not_absence() {
        assert_eq!(read::<Sample>(b"{}").unwrap().note, Change::Keep);
        assert_eq!(read::<Sample>(br#"{"note":null}"#).unwrap().note, Change::Clear);
        let unknown = read::<Sample>(br#"{"more":1,"inner":[{"count":3}]}"#).unwrap();
        assert_eq!(unknown.inner[0].count, 3);
    }
}
