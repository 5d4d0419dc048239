//! The desk: between calls, in a call, its keys, its shifts.

use templates::pages::{
    CallForm, CallPage, Desk, DeskKeys, DeskShift, HeldPlace, LiveRequest, NewsRow, OwnFigures,
    PastRequest, QueueRow, Roster, Script, ShiftDay, ShiftRow,
};
use templates::{CATEGORIES, Choice, Errors, LANGUAGES, Locale, SKILLS, tr};

use super::{Page, at, error, page, staff_frame};

pub fn pages(locale: Locale) -> Vec<Page> {
    let keys = DeskKeys { frame: staff_frame(locale, "/staff/desk/keys") };
    vec![
        page("staff-desk", &desk(locale, false)),
        page("staff-desk-error", &desk(locale, true)),
        page("staff-desk-keys", &keys),
        page("staff-call", &call(locale, false)),
        page("staff-call-error", &call(locale, true)),
        page("staff-roster", &roster(locale)),
    ]
}

fn desk(locale: Locale, wrong: bool) -> Desk {
    let row = |kind: &str, subject: &str, overdue, tries, assignee: &str| QueueRow {
        href: "/staff/tasks/1".into(),
        when: locale.time(at(10).time()),
        overdue,
        kind: kind.into(),
        subject: subject.into(),
        tries,
        assignee: assignee.into(),
    };
    let courses = format!("BR-2417, {}", locale.category("groceries"));
    let errors =
        if wrong { vec![error(locale, "caller", "invalid")].into() } else { Errors::none() };
    let noted = ("BR-2420".to_owned(), locale.category("pharmacy"), "/staff/requests/1".to_owned());
    Desk {
        frame: staff_frame(locale, "/staff/desk"),
        errors,
        call: "0197".into(),
        caller: if wrong { "12".into() } else { String::new() },
        ended: if wrong { String::new() } else { tr(locale, "desk-ended-noted", &[]) },
        noted: if wrong { Vec::new() } else { vec![noted] },
        queue: vec![
            row("call_back", &courses, true, 2, ""),
            row("return_call", "", false, 0, "Karim"),
        ],
        may_take_next: true,
        news: vec![NewsRow {
            href: "/staff/requests/1".into(),
            subject: courses,
            noted: locale.short_date_time(&at(9)),
            done: locale.short_date_time(&at(11)),
        }],
        today: OwnFigures { calls: 14, requests: 9, median: locale.duration(190), helped: 4 },
        week: OwnFigures { calls: 52, requests: 31, median: locale.duration(205), helped: 22 },
        shift: Some(DeskShift {
            when: format!("{} – {}", locale.time(at(8).time()), locale.time(at(12).time())),
            who: tr(locale, "desk-shift-now", &[("who", "Karim, An, Sofia".into())]),
            missing: 1,
        }),
        own_shift: tr(locale, "desk-shift-own", &[("when", locale.date_time(&at(12)).into())]),
    }
}

fn script(locale: Locale) -> Script {
    Script {
        code: locale.code(),
        name: locale.own_name(),
        hello: tr(locale, "new-hello", &[("site", "proche".into())]),
        consent: tr(locale, "new-consent.text", &[("days", 14.into())]),
    }
}

fn live(locale: Locale) -> LiveRequest {
    let action =
        |code: &str| Choice::new(&format!("{code}:1"), &locale.word("call-action", code), false);
    let how = locale.received("web", &locale.short_date_time(&at(9)));
    let asked = [("how", how.into()), ("until", locale.short_date_time(&at(18)).into())];
    let comes = [
        ("name", "Inès".into()),
        ("when", locale.date_time(&at(17)).into()),
        ("word", locale.door_word(3, 47).into()),
    ];
    LiveRequest {
        id: "1".into(),
        href: "/staff/requests/1".into(),
        reference: "BR-2417".into(),
        category: "groceries".into(),
        status: "matched".into(),
        found: locale.word("call-found", "contact"),
        asked: tr(locale, "call-asked", &asked),
        comes: tr(locale, "call-comes", &comes),
        said: String::new(),
        actions: ["confirm", "deny", "cancel"].map(action).into(),
    }
}

fn call(locale: Locale, wrong: bool) -> CallPage {
    let frame = staff_frame(locale, "/staff/desk/call");
    let plain = |choice: Choice| Choice { hint: String::new(), ..choice };
    let priority = |code: &str| Choice::new(code, &locale.word("priority", code), code == "normal");
    let outcome = |code: &str| Choice::new(code, &locale.word("call-outcome", code), false);
    let errors = ["link", "phone", "readback", "consent"];
    let errors = errors.map(|field| error(locale, field, "missing"));
    let others = Locale::ALL.into_iter().filter(|other| *other != locale);
    CallPage {
        errors: if wrong { errors.to_vec().into() } else { Errors::none() },
        notice: if wrong { String::new() } else { tr(locale, "call-done", &[]) },
        form: CallForm {
            call: "0197".into(),
            caller: "06 39 98 14 27".into(),
            name: "Odette Larmier".into(),
            items: "pain gris\n6 œufs".into(),
            line: "14, sentier des Aulnes".into(),
            needed_by_date: "2026-11-20".into(),
            needed_by_time: "18:00".into(),
            ..CallForm::default()
        },
        since: locale.time(at(10).time()),
        known: true,
        live: vec![live(locale)],
        past: vec![PastRequest {
            id: "2".into(),
            href: "/staff/requests/2".into(),
            category: "pharmacy".into(),
            status: "completed".into(),
            when: locale.short_date_time(&at(9)),
        }],
        held: vec![HeldPlace {
            href: "/staff/requests/3".into(),
            subject: format!("BR-2399, {}", locale.category("pets")),
            state: "active".into(),
            when: locale.date_time(&at(17)),
            actions: vec![Choice::new(
                "complete:3",
                &locale.word("call-action", "complete"),
                false,
            )],
        }],
        calls: vec![tr(
            locale,
            "call-line",
            &[
                ("when", locale.short_date_time(&at(8)).into()),
                ("outcome", locale.word("call-outcome", "informed").into()),
            ],
        )],
        script: script(locale),
        scripts: others.map(script).collect(),
        read_back: "14, sentier des Aulnes, 1050 Brunelle".into(),
        categories: frame
            .category_choices(&CATEGORIES, "groceries|pharmacy")
            .into_iter()
            .map(plain)
            .collect(),
        languages: frame.language_choices(&LANGUAGES[..6], "fr"),
        payments: frame.payment_choices("door"),
        priorities: ["normal", "vital"].map(priority).into(),
        skills: frame.skill_choices(&SKILLS, "car"),
        places: Vec::new(),
        outcomes: ["noted", "known", "call_back", "informed"].map(outcome).into(),
        call_backs: vec![Choice::new("", "", true)],
        focus: "link",
        frame,
    }
}

fn roster(locale: Locale) -> Roster {
    let hours =
        |from, to| format!("{} – {}", locale.time(at(from).time()), locale.time(at(to).time()));
    let row = |id: &str, hours: String, taken, mine, actions: &[&'static str]| ShiftRow {
        id: id.into(),
        hours,
        who: if taken > 0 { "Karim, An".into() } else { tr(locale, "roster-nobody", &[]) },
        taken,
        places: 3,
        now: id == "1",
        mine,
        actions: actions.to_vec(),
    };
    let day = |day: String| ShiftDay {
        day,
        shifts: vec![
            row("1", hours(8, 12), 2, true, &["leave", "cancel"]),
            row("2", hours(12, 16), 0, false, &["take", "cancel"]),
        ],
    };
    Roster {
        frame: staff_frame(locale, "/staff/desk/shifts"),
        errors: vec![error(locale, "shift_hours", "invalid")].into(),
        notice: String::new(),
        days: vec![day(locale.date(at(9).date()))],
        missing: 4,
        may_plan: true,
        from_day: "2026-11-20".into(),
        to_day: "2026-11-27".into(),
        hours: "8:00 12:00".into(),
        places: "3".into(),
    }
}
