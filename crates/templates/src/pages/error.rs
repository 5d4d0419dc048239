//! Errors that are pages.

use askama::Template;

use crate::{Banner, Frame, has_key};

/// What went wrong, in words that say what to do.
#[derive(Template)]
#[template(path = "account/error.html")]
pub struct ErrorPage {
    frame: Frame,
    title: String,
    text: String,
    request_id: String,
}

impl ErrorPage {
    /// The page for an HTTP status; one without words of its own reads as 500 or, below it, 400.
    ///
    /// `request_id` is shown to be read out on the phone; empty hides the line.
    pub fn new(frame: Frame, status: u16, request_id: &str) -> Self {
        let own = format!("page-{status}");
        let key = match status {
            _ if has_key(frame.locale, &own) => own,
            500.. => "page-500".to_owned(),
            _ => "page-400".to_owned(),
        };
        let (title, text) = (frame.t(&key), frame.t(&format!("{key}.text")));
        Self { title, text, request_id: request_id.to_owned(), frame }
    }
}
