//! Every page: a plain structure of values the reader may see, and the template that shows it.
//!
//! A page is rendered with [`crate::Template::render`], which cannot fail on these templates. Forms
//! post to the page's own address unless the page says otherwise; every `go` or `action` value that
//! a button sends is listed at its page.

mod alert;
mod ask;
mod form_fields;
mod home;
mod notice;
mod sign_in;
mod volunteer;

pub use alert::{AlertPage, ContactPage, ContactStep, RELEASE_REASONS};
pub use ask::{AskCheck, AskDone, AskForm, AskList, AskNext, AskWhat, AskWhen, AskWhere, AskYou};
pub use home::{Home, PublicFigures};
pub use notice::{Notice, NoticePage};
pub use sign_in::{SignIn, SignInReason, SignInSent};
pub use volunteer::{Me, Promise, VolunteerForm, VolunteerSignUp};
