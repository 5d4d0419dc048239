//! What stands in the path and the query, and who has to be there.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use dispatch::{Actor, AreaTree, FieldError, Refusal};
use jiff::Timestamp;
use matching::AreaId;
use serde::de::DeserializeOwned;

use crate::caller::Caller;
use crate::error::{Error, Result};
use crate::state::WebState;

/// A member of staff who calls; everybody else is told to sign in before anything is read.
pub(crate) struct StaffCaller(pub Caller);

impl FromRequestParts<WebState> for StaffCaller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self> {
        let caller = Caller::from_request_parts(parts, state).await?;
        match caller.actor {
            Actor::Staff(_) => Ok(Self(caller)),
            _ => Err(Refusal::Unauthenticated.into()),
        }
    }
}

/// The id in the path; one that cannot be an id is not found.
pub(crate) struct Id<T>(pub T);

impl<T: FromStr> FromRequestParts<WebState> for Id<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self> {
        let text = path_part(parts, state, "id").await?;
        text.parse().map(Self).map_err(|_| Refusal::NotFound.into())
    }
}

/// The token in the path.
pub(crate) struct Token(pub String);

impl FromRequestParts<WebState> for Token {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self> {
        match path_part(parts, state, "token").await {
            Ok(token) => Ok(Self(token)),
            // A token that is no text is an unknown one.
            Err(_) => Err(Refusal::Gone.into()),
        }
    }
}

async fn path_part(parts: &mut Parts, state: &WebState, name: &str) -> Result<String> {
    let missing = || Error::Refused(Refusal::NotFound);
    let found = RawPathParams::from_request_parts(parts, state).await.map_err(|_| missing())?;
    let own = found.iter().find(|(key, _)| *key == name);
    own.map(|(_, value)| value.to_owned()).ok_or_else(missing)
}

/// The query, as texts; a name that comes several times reads as a list with commas.
pub(crate) struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<WebState> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &WebState) -> Result<Self> {
        let text = parts.uri.query().unwrap_or_default();
        let mut pairs: BTreeMap<String, String> = BTreeMap::new();
        for (key, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let joined = pairs.entry(key.into_owned()).or_default();
            if !joined.is_empty() && !value.is_empty() {
                joined.push(',');
            }
            joined.push_str(&value);
        }
        let pairs = pairs.into_iter().map(|(key, value)| (key, value.into())).collect();
        let value = serde_json::Value::Object(pairs);
        serde_json::from_value(value).map(Self).map_err(|_| Error::Unreadable("bad_query"))
    }
}

/// Collects what is wrong with a query, so that all of it is told at once.
#[derive(Default)]
pub(crate) struct Wrong(Vec<FieldError>);

impl Wrong {
    /// Reads a code, if it is there.
    pub(crate) fn code<T: FromStr>(&mut self, field: &str, text: Option<&str>) -> Option<T> {
        self.read(field, text, "unknown_code", |text| text.parse().ok())
    }

    /// Reads a list of codes with commas.
    pub(crate) fn codes<T: FromStr>(&mut self, field: &str, text: Option<&str>) -> Vec<T> {
        let each = text.unwrap_or_default().split(',').map(str::trim).filter(|t| !t.is_empty());
        each.filter_map(|text| self.code(field, Some(text))).collect()
    }

    /// Reads a time.
    pub(crate) fn time(&mut self, field: &str, text: Option<&str>) -> Option<Timestamp> {
        self.read(field, text, "time", |text| {
            // A plus sign that was not escaped arrives as a space.
            let text = text.replace(' ', "+");
            let at: Timestamp = text.parse().ok()?;
            Timestamp::from_microsecond(at.as_microsecond()).ok()
        })
    }

    /// Reads an area's name or id.
    pub(crate) fn area(&mut self, areas: &AreaTree, text: Option<&str>) -> Option<AreaId> {
        self.read("area", text, "unknown", |text| areas.find(text))
    }

    /// The same, and gives it with all that lies within.
    pub(crate) fn areas(&mut self, areas: &AreaTree, text: Option<&str>) -> Option<Vec<AreaId>> {
        self.area(areas, text).map(|area| areas.within(area))
    }

    /// Reads with a function that gives `None` for what cannot be used.
    pub(crate) fn read<T>(
        &mut self,
        field: &str,
        text: Option<&str>,
        code: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = text?.trim();
        let value = read(text);
        if value.is_none() {
            self.0.push(FieldError::new(field, code));
        }
        value
    }

    /// Whether all could be used.
    pub(crate) fn done(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Query(self.0)) }
    }
}
