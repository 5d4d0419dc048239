use templates::pages::*;
use templates::{Banner, CATEGORIES, Choice, DistanceBucket, Errors, Frame, LANGUAGES, Locale};

use super::{Page, at, demo_frame, error, frame, page, volunteer_frame};

pub fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = vec![
        page("home", &home(locale)),
        page("home-demo", &Home { frame: demo_frame(locale, "/"), figures: None }),
        page("captured", &captured(locale)),
    ];
    pages.extend(ask(locale));
    pages.extend(volunteer(locale));
    pages.extend(account(locale));
    pages.extend(manage(locale));
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

fn form() -> AskForm {
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

fn volunteer_form() -> VolunteerForm {
    VolunteerForm {
        name: "Yann R.".into(),
        categories: "groceries|pharmacy".into(),
        radius_km: "5".into(),
        languages: "fr".into(),
        quiet_from: "21:00".into(),
        quiet_to: "08:00".into(),
        max_alerts_per_week: "3".into(),
        capacity: "1".into(),
        ..VolunteerForm::default()
    }
}

fn volunteer(locale: Locale) -> Vec<Page> {
    let signed_in = |path| volunteer_frame(locale, path);
    let sign_up = |errors: Errors| {
        let frame = frame(locale, "/volunteer");
        VolunteerSignUp {
            categories: frame.category_choices(&CATEGORIES, "groceries|pharmacy"),
            languages: frame.language_choices(&LANGUAGES, "fr"),
            days: frame.day_choices(""),
            places: Vec::new(),
            form: volunteer_form(),
            errors,
            frame,
        }
    };
    let errors: Errors =
        vec![error(locale, "email", "invalid"), error(locale, "consent", "missing")].into();
    vec![
        page("volunteer-sign-up", &sign_up(Errors::none())),
        page("volunteer-sign-up-error", &sign_up(errors)),
        page("alert", &alert(locale, Some(DistanceBucket::From1To2), Errors::none())),
        page("alert-error", &alert(locale, None, vec![error(locale, "when", "missing")].into())),
        page("contact", &contact(locale, ContactStep::Accepted)),
        page("contact-called", &contact(locale, ContactStep::Contacted)),
        page("contact-done", &contact(locale, ContactStep::Done)),
        page("me", &me(locale, signed_in("/me"), None)),
        page("me-paused", &me(locale, signed_in("/me"), Some(locale.date(at(9).date())))),
    ]
}

fn alert(locale: Locale, distance: Option<DistanceBucket>, errors: Errors) -> AlertPage {
    let moment = |value, hour| Choice::new(value, &locale.date_time(&at(hour)), false);
    AlertPage {
        frame: frame(locale, "/alerts/view"),
        errors,
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        distance,
        deadline_time: locale.time(at(18).time()),
        deadline_day: locale.date(at(18).date()),
        item_count: 8,
        payment: "door".into(),
        languages: locale.language("fr"),
        safety: Vec::new(),
        moments: vec![moment("a", 12), moment("b", 15), moment("c", 18)],
        link_until: locale.date_time(&at(12)),
    }
}

fn contact(locale: Locale, step: ContactStep) -> ContactPage {
    let frame = volunteer_frame(locale, "/engagements/1");
    ContactPage {
        reasons: frame.release_choices(""),
        frame,
        errors: Errors::none(),
        step,
        visit: locale.date(at(10).date()),
        name: "Odette Larmier".into(),
        phone: "06 39 98 14 27".into(),
        email: String::new(),
        address: vec!["14, sentier des Aulnes".into(), "59997 Brunelle".into()],
        details: "2e étage sans ascenseur. Sonnez longtemps, elle marche doucement.".into(),
        door_word: "mésange 47".into(),
        deadline: locale.date_time(&at(18)),
        languages: locale.language("fr"),
        payment: "door".into(),
        items: ["1 pain gris tranché", "6 œufs", "2 l de lait", "500 g de carottes"]
            .map(Into::into)
            .into(),
        own_first_name: "Yann".into(),
        map_href: "https://maps.example/?q=1".into(),
        calendar_href: "/engagements/1/calendar.ics".into(),
    }
}

fn me(locale: Locale, frame: Frame, paused_until: Option<String>) -> Me {
    let promise = |state: &str| Promise {
        href: "/engagements/1".into(),
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        when: locale.date_time(&at(18)),
        state: state.into(),
    };
    let paused = paused_until.is_some();
    Me {
        first_name: "Yann".into(),
        status: if paused { "paused" } else { "active" }.into(),
        promises: if paused { Vec::new() } else { vec![promise("active")] },
        history: vec![promise("confirmed"), promise("released")],
        form: volunteer_form(),
        errors: Errors::none(),
        places: Vec::new(),
        categories: frame.category_choices(&CATEGORIES, "groceries|pharmacy"),
        languages: frame.language_choices(&LANGUAGES, "fr"),
        days: frame.day_choices("mon|sat"),
        paused_until,
        alerts_this_week: 1,
        saved: !paused,
        frame,
    }
}

fn account(locale: Locale) -> Vec<Page> {
    let sign_in = |reason| SignIn {
        frame: frame(locale, "/sign-in"),
        errors: Errors::none(),
        email: String::new(),
        next: "/engagements/1".into(),
        reason,
    };
    let sent = SignInSent {
        frame: frame(locale, "/sign-in"),
        errors: vec![error(locale, "code", "invalid")].into(),
        email: "yann@proche.example".into(),
        next: String::new(),
    };
    let mut pages = vec![
        page("sign-in", &sign_in(SignInReason::Asked)),
        page("contact-signed-out", &sign_in(SignInReason::Contact)),
        page("sign-in-sent", &sent),
    ];
    for (name, notice) in notices() {
        pages.push(page(name, &NoticePage::new(frame(locale, "/confirm"), &notice)));
    }
    for (name, status) in errors() {
        pages.push(page(name, &ErrorPage::new(frame(locale, "/x"), status, "7f3a-19c2")));
    }
    let numbers =
        AboutNumbers { outstanding: 5, answer_minutes: 60, alerts_per_day: 3, retention_days: 14 };
    for (name, about) in [
        ("about-choice", About::Choice),
        ("about-figures", About::Figures),
        ("about-privacy", About::Privacy),
        ("about-accessibility", About::Accessibility),
    ] {
        pages.push(page(name, &AboutPage::new(frame(locale, "/about/x"), about, numbers)));
    }
    pages
}

fn notices() -> Vec<(&'static str, Notice)> {
    vec![
        ("notice-check-mail", Notice::CheckMail),
        ("notice-confirm-volunteer", Notice::ConfirmVolunteer),
        ("notice-volunteer-welcome", Notice::VolunteerWelcome),
        ("notice-volunteer-pending", Notice::VolunteerPending),
        ("notice-confirm-request", Notice::ConfirmRequest),
        ("notice-request-confirmed", Notice::RequestConfirmed("BR-2417".into())),
        ("notice-alert-taken", Notice::AlertTaken),
        ("notice-alert-gone", Notice::AlertGone),
        ("notice-alert-mine", Notice::AlertMine("/engagements/1".into())),
        ("notice-alert-declined", Notice::AlertDeclined),
        ("notice-paused", Notice::Paused("26 novembre".into())),
        ("notice-unsubscribe", Notice::Unsubscribe),
        ("notice-unsubscribed", Notice::Unsubscribed),
        ("notice-sign-in-landing", Notice::SignInLanding),
        ("notice-link-gone", Notice::LinkGone),
        ("notice-released", Notice::Released),
        ("notice-concern-noted", Notice::ConcernNoted),
        ("notice-erased", Notice::Erased),
        ("notice-limit-reached", Notice::LimitReached),
    ]
}

fn errors() -> [(&'static str, u16); 10] {
    [
        ("error-400", 400),
        ("error-403", 403),
        ("error-404", 404),
        ("error-405", 405),
        ("error-410", 410),
        ("error-422", 422),
        ("error-429", 429),
        ("error-500", 500),
        ("error-502", 502),
        ("error-503", 503),
    ]
}

fn manage(locale: Locale) -> Vec<Page> {
    let view = |status: &str, details: Option<ManageDetails>, errors: Errors| Manage {
        frame: frame(locale, "/manage"),
        errors,
        reference: "BR-2417".into(),
        status: status.into(),
        saved: details.is_some(),
        details,
        message: String::new(),
    };
    let details = ManageDetails {
        helpers: vec![Helper {
            engagement_id: "1".into(),
            first_name: "Inès".into(),
            when: locale.visit(&templates::Visit::At(at(10))),
            door_word: "mésange 47".into(),
            can_block: true,
        }],
        category: "groceries".into(),
        deadline: locale.date_time(&at(18)),
        facts: Vec::new(),
        items: vec!["1 pain gris".into(), "6 œufs".into()],
        can_confirm: true,
        can_cancel: true,
        can_edit: true,
    };
    let edit = ManageEdit {
        frame: frame(locale, "/manage/edit"),
        form: form(),
        errors: Errors::none(),
        places: Vec::new(),
    };
    let wrong: Errors = vec![error(locale, "check", "invalid")].into();
    let mut pages = vec![
        page("manage", &view("open", None, Errors::none())),
        page("manage-wrong", &view("matched", None, wrong)),
        page("manage-open", &view("in_progress", Some(details), Errors::none())),
        page("manage-edit", &edit),
    ];
    for (name, status) in [
        ("manage-unconfirmed", "unconfirmed"),
        ("manage-completed", "completed"),
        ("manage-cancelled", "cancelled"),
        ("manage-expired", "expired"),
    ] {
        pages.push(page(name, &view(status, None, Errors::none())));
    }
    pages
}
