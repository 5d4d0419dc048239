//! The demo's mailbox, and mails to look at.

use templates::pages::{MailHtml, MailLine, MailView, Mailbox};
use templates::{Locale, Mail};

use super::{Page, at, demo_frame, page, site};

pub fn mailbox(locale: Locale) -> Vec<Page> {
    let login =
        templates::mail::Login { token: "exemple".into(), code: "482 913".into(), minutes: 10 };
    let rendered = Mail::Login(login).render(locale, &site());
    let line = MailLine {
        href: "/demo/mailbox/1".into(),
        to: "yann@proche.example".into(),
        subject: rendered.subject.clone(),
        kind: rendered.kind.into(),
        at: locale.short_date_time(&at(10)),
    };
    let list = |mails| Mailbox {
        frame: demo_frame(locale, "/demo/mailbox"),
        to: String::new(),
        mails,
        older_href: Some("?before=1".into()),
    };
    let view = |html| MailView {
        frame: demo_frame(locale, "/demo/mailbox/1"),
        mail: line.clone(),
        links: vec!["https://proche.example/l/exemple".into()],
        text: rendered.text.clone(),
        html,
    };
    vec![
        page("demo-mailbox", &list(vec![line.clone(), line.clone()])),
        page("demo-mailbox-empty", &list(Vec::new())),
        page("demo-mail", &view(MailHtml::Inline(rendered.html.clone()))),
        page("demo-mail-at", &view(MailHtml::At("/demo/mailbox/1/html".into()))),
    ]
}

/// Two mails as a mail reader shows them.
pub fn mails(locale: Locale) -> Vec<Page> {
    let alert = Mail::Alert(templates::mail::Alert {
        category: "groceries".into(),
        neighbourhood: "Brunelle, quartier de la Gare".into(),
        distance: Some(templates::DistanceBucket::From1To2),
        deadline: at(18),
        items: 8,
        payment: "door".into(),
        radius_km: 5,
        token: "exemple".into(),
        unsubscribe_token: "exemple".into(),
        link_until: at(12),
    });
    let matched = Mail::Matched(templates::mail::Matched {
        reference: "BR-2417".into(),
        first_name: "Inès".into(),
        visit: templates::Visit::At(at(10)),
        door_word: "mésange 47".into(),
        manage_token: "exemple".into(),
    });
    let html = |mail: Mail| mail.render(locale, &site()).html;
    vec![("mail-alert", html(alert)), ("mail-matched", html(matched))]
}
