//! One message to many volunteers.

use templates::pages::{MessageCheck, MessagePage, SentMessage};
use templates::{CATEGORIES, Choice, Errors, LANGUAGES, Locale, Mail, mail, tr};

use super::{Page, at, error, page, site, staff_frame};

pub fn pages(locale: Locale) -> Vec<Page> {
    vec![
        page("staff-message", &message(locale, None, Errors::none())),
        page("staff-message-words", &message(locale, Some(42), Errors::none())),
        page("staff-message-error", &message(locale, Some(42), errors(locale))),
        page("staff-message-check", &check(locale)),
    ]
}

fn errors(locale: Locale) -> Errors {
    vec![error(locale, "subject", "missing"), error(locale, "body", "often")].into()
}

fn message(locale: Locale, count: Option<u32>, errors: Errors) -> MessagePage {
    let frame = staff_frame(locale, "/staff/message");
    let all = |choices: Vec<Choice>| {
        [vec![Choice::new("", &tr(locale, "all", &[]), true)], choices].concat()
    };
    let state = |code: &str| Choice::new(code, &locale.word("volunteer", code), false);
    let sent = SentMessage {
        at: locale.short_date_time(&at(9)),
        subject: "Collecte de samedi".into(),
        area: "Brunelle".into(),
        who: "Lucie A.".into(),
        recipients: 42,
    };
    let done = tr(locale, "did-sent", &[("count", 42.into())]);
    MessagePage {
        notice: if count.is_none() { done } else { String::new() },
        areas: all(vec![Choice::new("1", "Brunelle", false)]),
        categories: all(frame.category_choices(&CATEGORIES, "")),
        languages: all(frame.language_choices(&LANGUAGES, "")),
        states: all(["active", "paused"].map(state).into()),
        postcode: "1050".into(),
        km: "5".into(),
        kept: vec![("message", "0197".into())],
        subject: "Collecte de samedi".into(),
        body: "Rendez-vous à 9 h.".into(),
        sent: if count.is_none() { Vec::new() } else { vec![sent] },
        count,
        errors,
        frame,
    }
}

fn check(locale: Locale) -> MessageCheck {
    let mail = mail::Message {
        first_name: "…".into(),
        subject: "Collecte de samedi".into(),
        paragraphs: vec!["Rendez-vous à 9 h.".into()],
        stop_token: "…".into(),
    };
    MessageCheck {
        frame: staff_frame(locale, "/staff/message"),
        count: 42,
        whom: vec!["Brunelle".into(), locale.category("groceries")],
        subject: "Collecte de samedi".into(),
        preview: Mail::Message(mail).render(locale, &site()).text,
        kept: vec![("message", "0197".into())],
    }
}
