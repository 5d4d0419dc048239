//! A form as a browser posts it.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header;

use crate::error::{Error, Result};
use crate::state::WebState;

/// The fields of a posted form, in order; unknown ones are for the handler to ignore.
#[derive(Default)]
pub(crate) struct Posted(Vec<(String, String)>);

impl Posted {
    /// The last value of a field, empty where it is not given.
    pub fn get(&self, name: &str) -> &str {
        let named = self.0.iter().rev().find(|(key, _)| key == name);
        named.map_or("", |(_, value)| value.as_str())
    }

    /// Whether a program filled in the field that people do not see.
    pub fn is_by_a_program(&self) -> bool {
        !self.get("website").is_empty()
    }

    /// Every field with its value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    pub(super) fn read(body: &[u8]) -> Result<Self> {
        let pairs: Vec<_> = url::form_urlencoded::parse(body).into_owned().collect();
        // The parser puts the replacement character where bytes are no UTF-8.
        let broken = |text: &String| text.contains('\u{fffd}') || text.contains('\0');
        if pairs.iter().any(|(key, value)| broken(key) || broken(value)) {
            return Err(Error::Unreadable("bad_utf8"));
        }
        Ok(Self(pairs))
    }
}

impl FromRequest<WebState> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, state: &WebState) -> Result<Self> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let form = kind.split(';').next().unwrap_or_default().trim();
        if !form.is_empty() && !form.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Error::MediaType);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Error::TooLarge)?;
        Self::read(&body)
    }
}

/// A list from a field that joins its values by `|`.
pub(crate) fn list(joined: &str) -> Vec<String> {
    let parts = joined.split('|').map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// A text, or nothing where it is empty.
pub(crate) fn filled(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_and_broken_text_is_refused() {
        let form = Posted::read(b"a=1&a=2&b=x+y%C3%A9&=").expect("good");
        assert_eq!((form.get("a"), form.get("b"), form.get("c")), ("2", "x y\u{e9}", ""));
        assert!(Posted::read(b"a=%FF").is_err());
        assert!(Posted::read(b"a=%00").is_err());
        assert!(Posted::read(&[b'a', b'=', 0xc3]).is_err());
    }
}
