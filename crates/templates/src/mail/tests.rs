use jiff::Zoned;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;
use crate::MISSING_MARK;

fn at(hour: i8) -> Zoned {
    let zone = TimeZone::get("Europe/Brussels").expect("bundled");
    date(2026, 11, 19).at(hour, 0, 0, 0).to_zoned(zone).expect("exists")
}

fn site() -> SiteInfo {
    SiteInfo {
        name: "proche".into(),
        place_line: "Pays de Brune".into(),
        phone: "03 53 01 24 60".into(),
        phone_hours: vec![("fr".into(), "de 8 h à 20 h".into())],
        base_url: "https://proche.example".into(),
        operator_name: "Entraide".into(),
        ..SiteInfo::default()
    }
}

fn near() -> Near {
    Near { category: "groceries".into(), neighbourhood: "Brunelle, la Gare".into() }
}

fn request() -> Request {
    Request { reference: "BR-2417".into(), manage_token: "TOKEN".into() }
}

fn helped_by() -> HelpedBy {
    let (reference, first_name) = ("BR-2417".into(), "Inès".into());
    HelpedBy { reference, first_name, manage_token: "TOKEN".into() }
}

fn alert(distance: Option<DistanceBucket>) -> Mail {
    Mail::Alert(Alert {
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        distance,
        deadline: at(18),
        items: 8,
        payment: "door".into(),
        radius_km: 5,
        token: "TOKEN".into(),
        unsubscribe_token: "STOP".into(),
        link_until: at(12),
    })
}

fn stretch() -> Mail {
    match alert(Some(DistanceBucket::From5To10)) {
        Mail::Alert(alert) => Mail::Stretch(alert),
        other => other,
    }
}

fn digest() -> Mail {
    let row = |distance| DigestRow { near: near(), distance, deadline: at(18) };
    Mail::Digest(Digest {
        first_name: "Yann".into(),
        rows: vec![row(Some(DistanceBucket::Under1)), row(None)],
        unsubscribe_token: "STOP".into(),
    })
}

fn message() -> Mail {
    Mail::Message(Message {
        first_name: "Yann".into(),
        subject: "Collecte de samedi".into(),
        paragraphs: vec!["Rendez-vous à 9 h.".into(), "Merci d’être là.".into()],
        stop_token: "STOP".into(),
    })
}

fn reminder() -> Reminder {
    Reminder {
        first_name: "Yann".into(),
        near: near(),
        visit: Visit::OnDay(date(2026, 11, 19)),
        deadline: at(18),
        engagement_id: "TOKEN".into(),
    }
}

fn receipt(confirm_token: Option<&str>) -> Mail {
    Mail::Receipt(Receipt {
        reference: "BR-2417".into(),
        categories: vec!["pharmacy".into(), "groceries".into()],
        deadline: at(18),
        confirm_token: confirm_token.map(Into::into),
        manage_token: if confirm_token.is_some() { "HIDDEN" } else { "TOKEN" }.into(),
    })
}

/// One mail of each kind, with the path of its only button, if it has one.
fn samples() -> Vec<(Mail, &'static str)> {
    let volunteer = || Volunteer { first_name: "Yann".into(), token: "TOKEN".into() };
    let matched = Matched {
        reference: "BR-2417".into(),
        first_name: "Inès".into(),
        visit: Visit::At(at(10)),
        door_word: "mésange 47".into(),
        manage_token: "TOKEN".into(),
    };
    let engaged = Engaged {
        first_name: "Yann".into(),
        near: near(),
        visit: Visit::Now,
        deadline: at(18),
        engagement_id: "TOKEN".into(),
    };
    let email_change = || EmailChange { token: "TOKEN".into(), until: at(12) };
    let withdrawn = |reason| Mail::Withdrawn(Withdrawn { near: near(), reason });
    let first_name = || "Yann".to_owned();
    vec![
        (alert(Some(DistanceBucket::From1To2)), "/a/TOKEN"),
        (alert(None), "/a/TOKEN"),
        (stretch(), "/a/TOKEN"),
        (digest(), "/me/near"),
        (message(), ""),
        (Mail::Taken(near()), ""),
        (Mail::Confirm(volunteer()), "/c/TOKEN"),
        (Mail::Welcome(Welcome { first_name: first_name(), radius_km: 5 }), "/me"),
        (Mail::Pending(Greeting { first_name: String::new() }), ""),
        (Mail::Invite(volunteer()), "/c/TOKEN"),
        (receipt(None), "/m/TOKEN"),
        (receipt(Some("TOKEN")), "/c/TOKEN"),
        (Mail::Matched(matched), "/m/TOKEN"),
        (Mail::Engaged(engaged), "/engagements/TOKEN"),
        (Mail::NobodyYet(request()), "/m/TOKEN"),
        (Mail::Reopened(helped_by()), "/m/TOKEN"),
        (withdrawn(WithdrawnReason::NotNeeded), ""),
        (withdrawn(WithdrawnReason::Cancelled), ""),
        (withdrawn(WithdrawnReason::Changed), ""),
        (withdrawn(WithdrawnReason::Arranged), ""),
        (withdrawn(WithdrawnReason::Released), ""),
        (Mail::Reminder(reminder()), "/engagements/TOKEN"),
        (Mail::Chaser(reminder()), "/engagements/TOKEN"),
        (Mail::AskDone(helped_by()), "/m/TOKEN"),
        (Mail::Completed(near()), ""),
        (
            Mail::Login(Login { token: "TOKEN".into(), code: "482 913".into(), minutes: 10 }),
            "/l/TOKEN",
        ),
        (Mail::EmailOld(email_change()), "/e/TOKEN"),
        (Mail::EmailNew(email_change()), "/e/TOKEN"),
        (Mail::EmailLost(email_change()), "/e/TOKEN"),
        (Mail::EmailChanged, ""),
        (Mail::Merged(request()), "/m/TOKEN"),
        (Mail::Expired(request()), "/m/TOKEN"),
        (Mail::Overdue(Overdue { count: 1, area: "Brunelle".into() }), "/staff/tasks"),
        (Mail::Overdue(Overdue { count: 3, area: String::new() }), "/staff/tasks"),
        (Mail::Setup(Setup { token: "TOKEN".into(), link_until: at(12) }), "/setup/TOKEN"),
        (
            Mail::Inactive(Inactive { first_name: first_name(), erased_on: date(2027, 1, 4) }),
            "/sign-in",
        ),
    ]
}

#[test]
fn every_kind_is_whole_in_every_language() {
    for locale in Locale::ALL {
        for (mail, _) in samples() {
            let rendered = mail.render(locale, &site());
            let name = format!("{} {}", mail.kind(), locale.code());
            assert!(!rendered.subject.is_empty(), "{name}");
            for part in [&rendered.subject, &rendered.text, &rendered.html] {
                assert!(!part.contains(MISSING_MARK), "{name}: {part}");
                assert!(!part.contains("{$") && !part.contains("{ $"), "{name}: {part}");
            }
            assert!(!rendered.subject.contains(['\r', '\n']), "{name}");
            assert!(rendered.html.contains(&format!("lang=\"{}\"", locale.code())), "{name}");
            assert!(!rendered.text.contains('<'), "{name}: {}", rendered.text);
        }
    }
}

#[test]
fn the_link_of_a_mail_stands_once_in_each_part() {
    for locale in Locale::ALL {
        for (mail, path) in samples() {
            let rendered = mail.render(locale, &site());
            let expected = usize::from(!path.is_empty());
            let link = format!("https://proche.example{path}");
            for part in [&rendered.text, &rendered.html] {
                let found = if path.is_empty() { 0 } else { part.matches(&link).count() };
                assert_eq!(found, expected, "{} {}", mail.kind(), locale.code());
                let alerts = usize::from(["alert", "stretch"].contains(&mail.kind()));
                assert_eq!(part.matches("/a/").count(), alerts);
                let stops = alerts + usize::from(["digest", "message"].contains(&mail.kind()));
                assert_eq!(part.matches("/u/").count(), stops);
                assert!(!part.contains("HIDDEN"));
            }
        }
    }
}

#[test]
fn the_wish_of_a_name_cannot_become_markup() {
    let volunteer = Volunteer { first_name: "<b>Zoé".into(), token: "TOKEN".into() };
    let rendered = Mail::Confirm(volunteer).render(Locale::Fr, &site());
    assert!(!rendered.html.contains("<b>Zoé"));
    assert!(rendered.text.contains("<b>Zoé"));
}

#[test]
fn the_alert_reads_as_designed() {
    let rendered = alert(Some(DistanceBucket::From1To2)).render(Locale::Fr, &site());
    assert_eq!(rendered.subject, "Courses, entre 1 et 2 km de chez vous");
    assert!(rendered.text.contains("Quelqu’un près de chez vous a besoin de courses"));
    assert!(rendered.text.contains("Avant     Jeudi 19 novembre, 18 h"));
    assert!(rendered.text.lines().all(|line| line.chars().count() <= 78), "{}", rendered.text);
}
