//! The language of an answer.

use axum::http::{HeaderMap, Uri, header};
use templates::Locale;

use crate::cookies::Cookie;
use crate::state::WebState;

/// The language that this call names: `?lang=`, else the cookie.
pub(crate) fn chosen(state: &WebState, headers: &HeaderMap, uri: &Uri) -> Option<Locale> {
    let asked = in_query(uri).and_then(|code| Locale::from_code(&code));
    let kept = || Cookie::Language.read(&state.settings, headers).and_then(Locale::from_code);
    asked.or_else(kept).filter(|locale| state.locales.contains(locale))
}

/// The language in the query, if any.
pub(crate) fn in_query(uri: &Uri) -> Option<String> {
    let pairs = url::form_urlencoded::parse(uri.query()?.as_bytes());
    pairs.into_iter().find(|(key, _)| key == "lang").map(|(_, value)| value.into_owned())
}

/// The language that the browser likes best, else the deployment's first.
pub(crate) fn preferred(state: &WebState, headers: &HeaderMap) -> Locale {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Locale::negotiate(header.unwrap_or_default(), &state.locales)
}

/// The language of a call whose caller is not known.
pub(crate) fn of(state: &WebState, headers: &HeaderMap, uri: &Uri) -> Locale {
    chosen(state, headers, uri).unwrap_or_else(|| preferred(state, headers))
}
