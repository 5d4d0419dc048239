//! Every page with invented people, places and numbers, for tests and the gallery.

mod account;
mod desk;
mod figures;
mod mailbox;
mod map;
mod message;
mod people;
mod staff;
mod story;
mod volunteer;

use std::sync::Arc;

use jiff::Zoned;
use jiff::civil::date;
use jiff::tz::TimeZone;
use templates::{Banner, FieldError, Frame, Locale, Person, PersonMenu, SiteInfo, Template};

/// The name of a page and its document.
pub type Page = (&'static str, String);

/// Every page in a language.
pub fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = people::pages(locale);
    pages.extend(staff::pages(locale));
    pages.extend(desk::pages(locale));
    pages.extend(message::pages(locale));
    pages
}

/// Mails as documents.
pub fn mails(locale: Locale) -> Vec<Page> {
    mailbox::mails(locale)
}

fn page(name: &'static str, template: &impl Template) -> Page {
    (name, template.render().expect("a template renders"))
}

fn frame(locale: Locale, path: &str) -> Frame {
    Frame::new(locale, Arc::new(site()), path, &Locale::ALL)
}

fn demo_frame(locale: Locale, path: &str) -> Frame {
    let banner = Banner::Demo { time: locale.date_time(&at(10)), speed: 60 };
    Frame { banner: Some(banner), ..frame(locale, path) }
}

fn staff_frame(locale: Locale, path: &str) -> Frame {
    let person = Person { name: "Lucie A.".into(), menu: PersonMenu::Staff };
    Frame { person: Some(person), ..frame(locale, path) }
}

fn volunteer_frame(locale: Locale, path: &str) -> Frame {
    let person = Person { name: "Yann".into(), menu: PersonMenu::Volunteer };
    Frame { person: Some(person), ..frame(locale, path) }
}

fn at(hour: i8) -> Zoned {
    let zone = TimeZone::get("Europe/Brussels").expect("bundled");
    date(2026, 11, 19).at(hour, 0, 0, 0).to_zoned(zone).expect("exists")
}

fn error(locale: Locale, field: &str, code: &str) -> FieldError {
    FieldError::new(locale, field, code)
}

fn site() -> SiteInfo {
    let hours = [
        ("fr", "de 8 h à 20 h"),
        ("nl", "van 8 tot 20 uur"),
        ("en", "from 8:00 to 20:00"),
        ("de", "von 8 bis 20 Uhr"),
        ("uk", "з 8:00 до 20:00"),
    ];
    SiteInfo {
        name: "proche".into(),
        place_line: "Pays de Brune".into(),
        phone: "03 53 01 24 60".into(),
        phone_hours: hours.map(|(code, text)| (code.into(), text.into())).into(),
        base_url: "https://proche.example".into(),
        operator_name: "Entraide du Pays de Brune".into(),
        contact_email: "bonjour@proche.example".into(),
        contact_days: 14,
        contact_agreed_days: 183,
        emergency_number: "112".into(),
        route_url: String::new(),
        style_urls: Vec::new(),
        logo_url: None,
    }
}
