//! Every sentence a person reads: pages, mails, translations, the stylesheet.
//!
//! The crate knows neither the database nor HTTP. Callers hand in plain values that the reader is
//! allowed to see; templates never decide about rights. Translations live in `locales/`, one folder
//! a language, and every key exists in every language.

#![forbid(unsafe_code)]

mod assets;
mod calendar;
pub mod chart;
mod dates;
mod distance;
mod door_word;
mod form;
mod frame;
mod hours;
mod locale;
pub mod mail;
mod numbers;
mod own_words;
pub mod pages;
pub mod paths;
mod site;
mod theme;
mod translation;
mod visit_file;
mod words;

pub use askama::Template;
pub use assets::{Asset, assets, stylesheet_path};
pub use dates::Visit;
pub use distance::DistanceBucket;
pub use form::{Choice, Errors, FieldError, field_message};
pub use frame::{Banner, Frame, LanguageLink, Person, PersonMenu};
pub use hours::HoursOnDays;
pub use locale::Locale;
pub use mail::{Mail, RenderedMail};
pub use own_words::WordFault;
pub use site::SiteInfo;
pub use theme::{Theme, ThemeFault, logo_assets};
pub use translation::{MISSING_MARK, Value, has_key, keys, tr, use_own_words};
pub use visit_file::CalendarEntry;
pub use words::{CATEGORIES, LANGUAGES, MINDS, SKILLS, TEAM_SKILLS};
