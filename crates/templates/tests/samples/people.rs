//! Home and asking for help.

use templates::pages::{
    AskCheck, AskDone, AskForm, AskList, AskNext, AskWhat, AskWhen, AskWhere, AskYou, AtDoor,
    DoorPage, DoorSheet, Home, Impact, Notice, NoticePage, PublicFigures,
};
use templates::{Banner, CATEGORIES, Choice, Errors, Frame, LANGUAGES, Locale, SKILLS};

use super::{Page, at, demo_frame, error, frame, page};

pub fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = vec![
        page("home", &home(locale)),
        page("home-demo", &Home { frame: demo_frame(locale, "/"), figures: None }),
        page(
            "impact",
            &Impact { frame: frame(locale, "/about/impact"), figures: home(locale).figures },
        ),
        page("impact-none", &Impact { frame: frame(locale, "/about/impact"), figures: None }),
        page("sheet", &sheet(locale, true)),
        page("sheet-empty", &sheet(locale, false)),
        page("door", &door(locale, None)),
        page("door-found", &door(locale, Some(true))),
        page("door-taken", &door(locale, Some(false))),
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

fn sheet(locale: Locale, own: bool) -> DoorSheet {
    let items = ["1 pain gris tranché", "6 œufs", "2 l de lait"].map(String::from);
    DoorSheet {
        frame: frame(locale, "/manage/sheet"),
        own,
        deadline: if own { locale.date_time(&at(18)) } else { String::new() },
        items: if own { items.into() } else { Vec::new() },
        payment: if own { "door".into() } else { String::new() },
        code: if own { "K7M42P".chars().collect() } else { Vec::new() },
    }
}

fn door(locale: Locale, wanted: Option<bool>) -> DoorPage {
    let found = wanted.map(|wanted| AtDoor {
        category: "groceries".into(),
        deadline: locale.date_time(&at(18)),
        wanted,
        moments: Vec::new(),
        staff_href: String::new(),
    });
    DoorPage {
        frame: frame(locale, "/door"),
        errors: Errors::none(),
        code: "K7M42P".into(),
        found,
        notice: String::new(),
    }
}

fn captured(locale: Locale) -> NoticePage {
    let frame = Frame { banner: Some(Banner::MailCaptured), ..frame(locale, "/ask") };
    NoticePage::new(frame, &Notice::NotOpen)
}

pub fn form() -> AskForm {
    AskForm {
        category: "groceries|pharmacy".into(),
        volunteers_needed: "2".into(),
        postcode: "59997".into(),
        place: "Brunelle".into(),
        line: "14, sentier des Aulnes".into(),
        needed_by: "thursday".into(),
        items: "1 pain gris\n6 œufs\n2 l de lait".into(),
        items_2: "Pharmacie du Lavoir, sachet prêt".into(),
        minds: "wait".into(),
        weekly: "yes".into(),
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
                lists: f().lists(&form()),
                payments: f().payment_choices("door"),
                minds: f().mind_choices("wait"),
                skills: f().skill_choices(&SKILLS, "car"),
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
                help: format!("{}, {}", f().category("groceries"), f().category("pharmacy")),
                lists: f().lists(&form()),
                minds: locale.mind("wait"),
                skills: locale.skill("car"),
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
    let each = [("groceries", "BR-2417"), ("pharmacy", "BR-2418")];
    let each = each.map(|(slug, number)| (locale.category(slug), number.to_owned()));
    AskDone {
        frame: frame(locale, "/ask"),
        reference: "BR-2417".into(),
        each: if next == AskNext::Open { each.into() } else { Vec::new() },
        next,
        manage_href: Some("/manage".into()),
    }
}
