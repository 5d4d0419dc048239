//! Every page: a plain structure of values the reader may see, and the template that shows it.
//!
//! A page is rendered with [`crate::Template::render`], which cannot fail on these templates. Forms
//! post to the page's own address unless the page says otherwise; every `go` or `action` value that
//! a button sends is listed at its page.

mod ask;
mod form_fields;
mod home;

pub use ask::{AskCheck, AskDone, AskForm, AskList, AskNext, AskWhat, AskWhen, AskWhere, AskYou};
pub use home::{Home, PublicFigures};
