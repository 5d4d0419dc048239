//! Signing in, notices, errors, a requester's page.

use templates::pages::{
    About, AboutNumbers, AboutPage, ErrorPage, Helper, KeptDays, Manage, ManageDetails, ManageEdit,
    Notice, NoticePage, OtherNeed, SignIn, SignInReason, SignInSent, VolunteerSessions,
};
use templates::{Errors, Locale};

use super::{Page, at, error, frame, page};

pub fn account(locale: Locale) -> Vec<Page> {
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
    let sessions = VolunteerSessions {
        frame: super::volunteer_frame(locale, "/me/sessions"),
        sessions: super::staff::sessions(locale),
        sessions_path: "/me/sessions",
    };
    let mut pages = vec![
        page("sign-in", &sign_in(SignInReason::Asked)),
        page("contact-signed-out", &sign_in(SignInReason::Contact)),
        page("sign-in-sent", &sent),
        page("volunteer-sessions", &sessions),
    ];
    for (name, notice) in notices() {
        pages.push(page(name, &NoticePage::new(frame(locale, "/confirm"), &notice)));
    }
    for (name, status) in errors() {
        pages.push(page(name, &ErrorPage::new(frame(locale, "/x"), status, "7f3a-19c2")));
    }
    let kept = KeptDays { contact: 14, contact_agreed: 183, inactive: 365, mail: 30, audit: 365 };
    let numbers = AboutNumbers { outstanding: 5, answer_minutes: 60, alerts_per_day: 3, kept };
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
        ("notice-stop-news", Notice::StopNews),
        ("notice-news-stopped", Notice::NewsStopped),
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

pub fn manage(locale: Locale) -> Vec<Page> {
    let view = |status: &str, details: Option<ManageDetails>, errors: Errors| Manage {
        frame: frame(locale, "/manage"),
        others: if details.is_some() {
            vec![OtherNeed { id: "2".into(), category: "pharmacy".into(), status: "open".into() }]
        } else {
            Vec::new()
        },
        errors,
        reference: "BR-2417".into(),
        status: status.into(),
        saved: details.is_some(),
        details,
        message: String::new(),
    };
    let details = ManageDetails {
        staff_only: false,
        repeats_left: Some(11),
        again: None,
        helpers: vec![Helper {
            engagement_id: "1".into(),
            first_name: "Inès".into(),
            when: locale.visit(&templates::Visit::At(at(10))),
            on_the_way: false,
            door_word: "mésange 47".into(),
            can_block: true,
        }],
        category: "groceries".into(),
        deadline: locale.date_time(&at(18)),
        facts: Vec::new(),
        items: vec!["1 pain gris".into(), "6 œufs".into()],
        can_confirm: true,
        feedback: None,
        can_change: true,
    };
    let edit = ManageEdit {
        frame: frame(locale, "/manage/edit"),
        form: super::people::form(),
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
