//! Home and asking for help.

use templates::pages::{
    AskCheck, AskDone, AskForm, AskList, AskNext, AskWhat, AskWhen, AskWhere, AskYou, Home, Notice,
    NoticePage, PublicFigures,
};
use templates::{Banner, CATEGORIES, Choice, Errors, Frame, LANGUAGES, Locale};

use super::{Page, at, demo_frame, error, frame, page};

pub fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = vec![
        page("home", &home(locale)),
        page("home-demo", &Home { frame: demo_frame(locale, "/"), figures: None }),
        page("captured", &captured(locale)),
    ];
    pages.extend(ask(locale));
    pages.extend(super::volunteer::volunteer(locale));
    pages.extend(super::account::account(locale));
    pages.extend(super::account::manage(locale));
    pages
}

fn home(locale: Locale) -> Home {
    let figures = PublicFigures {
        since: locale.day_month(jiff::civil::date(2026, 3, 3)),
        as_of: locale.day_month(jiff::civil::date(2026, 11, 18)),
        helped: Some(1284),
        matched_of_ten: Some(9),
        first_yes: Some(locale.duration(31 * 60)),
        volunteers: Some(612),
    };
    Home { frame: frame(locale, "/"), figures: Some(figures) }
}

fn captured(locale: Locale) -> NoticePage {
    let frame = Frame { banner: Some(Banner::MailCaptured), ..frame(locale, "/ask") };
    NoticePage::new(frame, &Notice::NotOpen)
}

pub fn form() -> AskForm {
    AskForm {
        category: "groceries".into(),
        volunteers_needed: "2".into(),
        postcode: "59997".into(),
        place: "Brunelle".into(),
        line: "14, sentier des Aulnes".into(),
        needed_by: "thursday".into(),
        items: "1 pain gris\n6 œufs\n2 l de lait".into(),
        payment: "door".into(),
        languages: "fr|nl".into(),
        details: "2e étage sans ascenseur. Sonnez longtemps, je marche doucement.".into(),
        for_whom: "self".into(),
        name: "Odette Larmier".into(),
        phone: "06 39 98 14 27".into(),
        ..AskForm::default()
    }
}

fn ask(locale: Locale) -> Vec<Page> {
    let f = || frame(locale, "/ask");
    let places = || {
        let names = ["Brunelle", "Saint-Aubert-lez-Brune", "Pont-à-Brune"];
        names.iter().map(|name| Choice::new(name, name, *name == "Brunelle")).collect::<Vec<_>>()
    };
    let deadlines = vec![
        Choice::new("today", &locale.date_time(&at(18)), false),
        Choice::new("thursday", &locale.date_time(&at(20)), true),
        Choice::new("other", "…", false),
    ];
    let step = |places, errors: Errors, outside| AskWhere {
        frame: f(),
        form: form(),
        errors,
        places,
        outside,
        remote_possible: true,
    };
    let missing =
        vec![error(locale, "postcode", "invalid"), error(locale, "place", "missing")].into();
    vec![
        page(
            "ask-1-what",
            &AskWhat {
                frame: f(),
                form: form(),
                errors: Errors::none(),
                categories: f().category_choices(&CATEGORIES, "groceries"),
            },
        ),
        page("ask-2-where", &step(places(), Errors::none(), false)),
        page("ask-2-where-error", &step(places(), missing, false)),
        page(
            "ask-2-where-outside",
            &step(Vec::new(), vec![error(locale, "postcode", "outside")].into(), true),
        ),
        page(
            "ask-3-when",
            &AskWhen {
                frame: f(),
                form: form(),
                errors: Errors::none(),
                deadlines,
                starts: vec![Choice::new("", &locale.visit(&templates::Visit::Now), true)],
            },
        ),
        page(
            "ask-4-list",
            &AskList {
                frame: f(),
                form: form(),
                errors: Errors::none(),
                payments: f().payment_choices("door"),
                languages: f().language_choices(&LANGUAGES, "fr|nl"),
            },
        ),
        page(
            "ask-5-you",
            &AskYou::new(f(), form(), vec![error(locale, "contact", "missing")].into()),
        ),
        page(
            "ask-6-check",
            &AskCheck {
                frame: f(),
                form: form(),
                errors: Errors::none(),
                neighbourhood: "Brunelle, la Gare".into(),
                deadline: locale.date_time(&at(18)),
                languages: format!("{}, {}", locale.language("fr"), locale.language("nl")),
                address: "14, sentier des Aulnes\n59997 Brunelle".into(),
            },
        ),
        page("ask-done", &done(locale, AskNext::ConfirmByMail)),
        page("ask-done-call", &done(locale, AskNext::ConfirmByCall)),
        page("ask-done-open", &done(locale, AskNext::Open)),
    ]
}

fn done(locale: Locale, next: AskNext) -> AskDone {
    let manage_href = Some("/manage".into());
    AskDone { frame: frame(locale, "/ask"), reference: "BR-2417".into(), next, manage_href }
}
