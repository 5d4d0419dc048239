//! Lists come in pages: `limit`, an opaque `cursor`, and a link to what follows.

use axum::Json;
use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;

use super::parts::Wrong;
use crate::error::{Error, Result};
use crate::state::WebState;

const DEFAULT_LIMIT: u32 = 50;
const MOST: u32 = 200;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listing<T> {
    /// What is on this page.
    pub items: Vec<T>,
    /// Where the next page starts; none on the last.
    pub next_cursor: Option<String>,
}

/// The address of a list as it was called, for the link to what follows.
pub(crate) struct Here {
    base: String,
    uri: Uri,
}

impl FromRequestParts<WebState> for Here {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self> {
        let uri = parts.extensions.get::<OriginalUri>();
        let uri = uri.map_or_else(|| parts.uri.clone(), |original| original.0.clone());
        Ok(Self { base: state.dispatch.settings().base_url.clone(), uri })
    }
}

impl Here {
    fn with_cursor(&self, cursor: &str) -> String {
        let query = self.uri.query().unwrap_or_default();
        let kept = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key != "cursor");
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        pairs.extend_pairs(kept).append_pair("cursor", cursor);
        format!("{}{}?{}", self.base, self.uri.path(), pairs.finish())
    }
}

/// Reads a limit from 1 to 200; 50 without one.
pub(crate) fn limit(wrong: &mut Wrong, text: Option<&str>) -> u32 {
    let read = |text: &str| text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    wrong.read("limit", text, "out_of_range", read).unwrap_or(DEFAULT_LIMIT)
}

/// Reads a cursor; an empty one is none, as on the first page.
pub(crate) fn cursor<T>(
    wrong: &mut Wrong,
    text: Option<&str>,
    read: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = text.filter(|text| !text.is_empty());
    wrong.read("cursor", text, "cursor", |text| {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        read(std::str::from_utf8(&bytes).ok()?)
    })
}

/// Makes a page out of what was read: one more than asked for says that there is more.
pub(crate) fn page<R, T: Serialize>(
    here: &Here,
    mut rows: Vec<R>,
    limit: u32,
    mark: impl Fn(&R) -> String,
    write: impl Fn(R) -> T,
) -> Response {
    let asked = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > asked;
    rows.truncate(asked);
    let next_cursor = rows.last().filter(|_| more).map(|row| URL_SAFE_NO_PAD.encode(mark(row)));
    let link = next_cursor
        .as_deref()
        .map(|cursor| format!("<{}>; rel=\"next\"", here.with_cursor(cursor)));
    let items = rows.into_iter().map(write).collect();
    let mut response = Json(Listing { items, next_cursor }).into_response();
    if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_the_filters_and_replaces_the_cursor() {
        let uri = "/api/v1/requests?status=open&cursor=old&limit=2".parse().unwrap();
        let here = Here { base: "https://proche.example".to_owned(), uri };
        assert_eq!(
            here.with_cursor("new"),
            "https://proche.example/api/v1/requests?status=open&limit=2&cursor=new"
        );
    }

    #[test]
    fn limits_and_cursors_out_of_the_ordinary_are_told() {
        for text in ["0", "201", "-1", "x", "1.5"] {
            let mut wrong = Wrong::default();
            limit(&mut wrong, Some(text));
            assert!(wrong.done().is_err(), "{text}");
        }
        let mut wrong = Wrong::default();
        assert_eq!(limit(&mut wrong, None), 50);
        assert_eq!(limit(&mut wrong, Some("200")), 200);
        assert!(wrong.done().is_ok());
        let mut wrong = Wrong::default();
        assert_eq!(cursor(&mut wrong, Some("!!"), |text| Some(text.len())), None);
        assert!(wrong.done().is_err());
    }
}
