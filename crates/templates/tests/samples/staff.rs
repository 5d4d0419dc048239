//! Staff: lists and forms.

use templates::pages::{
    AccessList, AccessRow, Audit, EmptyPlaces, KeptRow, PhoneLine, Plan, PlanOther, PlanRow,
    RecoveryCodes, RequestRow, Requests, RetentionPage, SecondFactor, SeenRow, SessionRow, SetUp,
    StaffAccount, StaffSignIn, TaskCard, TaskRow, Tasks, VolunteerRow, Volunteers,
};
use templates::{CATEGORIES, Choice, DistanceBucket, Errors, LANGUAGES, Locale};

use super::{Page, at, error, frame, page, staff_frame};

pub fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = access(locale);
    pages.extend([
        page("staff-tasks", &tasks(locale)),
        page("staff-tasks-none", &no_tasks(locale)),
        page("staff-task", &task(locale, true)),
        page("staff-task-hidden", &task(locale, false)),
        page("staff-requests", &requests(locale)),
        page("staff-story", &super::story::story(locale, false)),
        page("staff-story-revealed", &super::story::story(locale, true)),
        page("staff-volunteers", &volunteers(locale)),
        page("staff-volunteer", &super::volunteer::card(locale)),
        page("staff-plan", &plan(locale)),
        page("staff-dashboard", &super::figures::dashboard(locale)),
        page("staff-map", &super::map::map(locale, 3)),
        page("staff-map-empty", &super::map::map(locale, 0)),
        page("staff-retention", &retention(locale)),
        page("staff-audit", &audit(locale)),
        page("staff-fairness", &super::figures::fairness(locale)),
    ]);
    pages.extend(super::mailbox::mailbox(locale));
    pages
}

fn access(locale: Locale) -> Vec<Page> {
    let sign_in = StaffSignIn {
        by_provider: true,
        frame: frame(locale, "/staff/sign-in"),
        errors: vec![error(locale, "password", "invalid")].into(),
        email: "lucie@proche.example".into(),
        next: String::new(),
    };
    let set_up = SetUp { frame: frame(locale, "/setup"), errors: Errors::none() };
    let second_factor = SecondFactor {
        frame: frame(locale, "/staff/second-factor"),
        errors: vec![error(locale, "code", "invalid")].into(),
        secret: "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ".into(),
        size: 29,
        picture: "M4 4h1v1h-1z".into(),
    };
    let codes = RecoveryCodes {
        frame: staff_frame(locale, "/staff/second-factor"),
        codes: vec!["7K2M-9QXD-A0RT".into(); 10],
    };
    let account = StaffAccount {
        frame: staff_frame(locale, "/staff/account"),
        errors: vec![error(locale, "current", "invalid")].into(),
        email: "amina@team.example".into(),
        notice: String::new(),
        sessions: sessions(locale),
        sessions_path: "/staff/account",
        codes_left: 1,
    };
    vec![
        page("staff-sign-in", &sign_in),
        page("staff-set-up", &set_up),
        page("staff-second-factor", &second_factor),
        page("staff-recovery-codes", &codes),
        page("staff-account", &account),
    ]
}

/// Two places where somebody is signed in.
pub fn sessions(locale: Locale) -> Vec<SessionRow> {
    let row = |device: &str, here| SessionRow {
        id: "00".into(),
        device: device.into(),
        since: locale.short_date_time(&at(9)),
        last: locale.short_date_time(&at(10)),
        here,
    };
    vec![row("Firefox, Linux", true), row("Chrome, Android", false)]
}

fn all(locale: Locale, choices: Vec<Choice>) -> Vec<Choice> {
    let first = Choice::new("", &templates::tr(locale, "all", &[]), true);
    [vec![first], choices].concat()
}

fn tasks(locale: Locale) -> Tasks {
    let row = |minutes: u64, kind: &str, subject: &str, overdue, assignee: &str| TaskRow {
        href: "/staff/tasks/1".into(),
        age: locale.duration(minutes * 60),
        kind: kind.into(),
        subject: subject.into(),
        area: "Brunelle".into(),
        why: locale.event("no-show", &[("who", "Yann R.".into())]),
        due: locale.time(at(12).time()),
        overdue,
        assignee: assignee.into(),
    };
    let courses = format!("BR-2417, {}", locale.category("groceries"));
    Tasks {
        frame: staff_frame(locale, "/staff/tasks"),
        now: locale.date_time(&at(10)),
        total: 4,
        overdue: 1,
        views: vec![
            Choice::new("/staff/tasks", &templates::tr(locale, "tasks-view-open", &[]), true),
            Choice::new("?view=mine", &templates::tr(locale, "tasks-view-mine", &[]), false),
        ],
        tasks: vec![
            row(12, "concern", "BR-2390", true, ""),
            row(35, "no_show", &courses, false, ""),
            row(185, "phone_list", &courses, false, "Karim"),
            row(3000, "vetting", "Nadia F.", false, ""),
        ],
        next_href: Some("?cursor=x".into()),
    }
}

fn audit(locale: Locale) -> Audit {
    let row = |who: &str, why: &str| SeenRow {
        at: locale.short_date_time(&at(9)),
        who: who.into(),
        who_href: "/staff/audit?account=1".into(),
        whose: "BR-2417".into(),
        whose_href: "/staff/audit?about=BR-2417".into(),
        why: why.into(),
    };
    let token = locale.word("actor", "token");
    Audit {
        frame: staff_frame(locale, "/staff/audit"),
        question: templates::tr(locale, "audit-seen-of", &[("whose", "BR-2417".into())]),
        about: "BR-2417".into(),
        kept: vec![("account", "1".into())],
        from: "2026-11-01".into(),
        to: String::new(),
        rows: vec![
            row("Lucie A.", "BR-2417 rappel"),
            row(&token, &locale.word("seen", "engagement")),
        ],
        export_href: "/staff/audit.csv?about=BR-2417".into(),
        next_href: Some("?after=x".into()),
        access: Some(came_in(locale)),
        none: Errors::none(),
    }
}

fn came_in(locale: Locale) -> AccessList {
    let row = |who: String, key: &str, name: &str, text: String| AccessRow {
        at: locale.short_date_time(&at(9)),
        who,
        who_href: "/staff/audit?account=1".into(),
        device: "Firefox, Android".into(),
        end: templates::tr(locale, key, &[(name, text.into())]),
    };
    let unknown = templates::tr(locale, "access-unknown", &[("number", "3F2A".into())]);
    let by = |door: &str| locale.word("came-in-by", door);
    let rows = vec![
        row("Lucie A.".into(), "access-came-in", "by", by("password")),
        row("Lucie A.".into(), "access-turned-away", "by", by("provider")),
        row(unknown, "access-turned-away", "by", by("code")),
        row("Omar B.".into(), "access-came-in", "by", by("link")),
        row(locale.word("actor", "token"), "access-refused", "what", "GET /staff/audit".into()),
    ];
    AccessList { rows, next_href: Some("?earlier=9".into()) }
}

fn retention(locale: Locale) -> RetentionPage {
    let row = |class: &str, due: i64| KeptRow {
        what: locale.word("kept", class),
        limit: templates::tr(locale, "retention-days", &[("count", 14.into())]),
        last: locale.short_date_time(&at(3)),
        counts: [locale.number(12), locale.number(1_240), locale.number(due)],
        overdue: due > 0,
    };
    let rows = vec![row("contact", 0), row("mail", 3)];
    RetentionPage { frame: staff_frame(locale, "/staff/retention"), rows }
}

fn no_tasks(locale: Locale) -> Tasks {
    Tasks { tasks: Vec::new(), total: 0, overdue: 0, next_href: None, ..tasks(locale) }
}

fn task(locale: Locale, revealed: bool) -> TaskCard {
    let line = |name: &str, phone: &str, bucket| PhoneLine {
        name: if revealed { name.into() } else { String::new() },
        phone: if revealed { phone.into() } else { String::new() },
        distance: locale.distance(bucket),
        reasons: locale.word("reason", "near"),
    };
    let outcome = |code: &str| Choice::new(code, &locale.word("outcome", code), false);
    TaskCard {
        frame: staff_frame(locale, "/staff/tasks/1"),
        errors: vec![error(locale, "outcome", "unknown")].into(),
        kind: "phone_list".into(),
        subject: format!("BR-2417, {}", locale.category("groceries")),
        subject_href: "/staff/requests/1".into(),
        area: "Brunelle".into(),
        since: locale.date_time(&at(9)),
        due: locale.time(at(12).time()),
        overdue: true,
        why: locale.event("attention", &[]),
        assignee: String::new(),
        note: String::new(),
        phone_list: vec![
            line("Inès Vidal", "06 39 98 00 11", DistanceBucket::From1To2),
            line("Omar Belkacem", "06 39 98 00 12", DistanceBucket::From2To5),
        ],
        can_reveal: !revealed,
        can_claim: !revealed,
        can_finish: true,
        outcomes: ["matched", "not_reached", "referred"].map(outcome).into(),
    }
}

fn requests(locale: Locale) -> Requests {
    let frame = staff_frame(locale, "/staff/requests");
    let row = |reference: &str, category: &str, status: &str, vital| RequestRow {
        href: "/staff/requests/1".into(),
        reference: reference.into(),
        category: category.into(),
        neighbourhood: "Brunelle, la Gare".into(),
        deadline: locale.short_date_time(&at(18)),
        status: status.into(),
        vital,
        needs_attention: vital,
        places: "0/1".into(),
        age: locale.duration(11_100),
    };
    let state = |code: &str| Choice::new(code, &locale.word("status", code), false);
    let priority = |code: &str| Choice::new(code, &locale.word("priority", code), false);
    Requests {
        statuses: all(locale, ["open", "matched", "completed"].map(state).into()),
        categories: all(locale, frame.category_choices(&CATEGORIES, "")),
        areas: all(locale, vec![Choice::new("1", "Brunelle", false)]),
        priorities: all(locale, ["vital", "normal"].map(priority).into()),
        channels: all(locale, vec![Choice::new("web", &locale.word("channel", "web"), false)]),
        languages: all(locale, frame.language_choices(&LANGUAGES, "")),
        chosen: vec![locale.word("channel", "web")],
        export_href: "/staff/requests.csv".into(),
        query: String::new(),
        rows: vec![
            row("BR-2417", "groceries", "open", true),
            row("BR-2416", "pharmacy", "in_progress", false),
            row("BR-2415", "listening", "completed", false),
        ],
        next_href: None,
        none: Errors::none(),
        frame,
    }
}

fn volunteers(locale: Locale) -> Volunteers {
    let frame = staff_frame(locale, "/staff/volunteers");
    let row = |name: &str, status: &str, actions: &[&str]| VolunteerRow {
        id: "1".into(),
        href: "/staff/volunteers/1".into(),
        name: name.into(),
        status: status.into(),
        neighbourhood: "Brunelle, la Gare".into(),
        radius_km: 5,
        categories: locale.category("groceries"),
        load: "1/2".into(),
        alerts_this_week: 2,
        actions: actions.iter().map(ToString::to_string).collect(),
    };
    let state = |code: &str| Choice::new(code, &locale.word("volunteer", code), false);
    Volunteers {
        total: 612,
        message_href: "/staff/message",
        statuses: all(locale, ["active", "pending_review", "suspended"].map(state).into()),
        areas: all(locale, vec![Choice::new("1", "Brunelle", false)]),
        categories: all(locale, frame.category_choices(&CATEGORIES, "")),
        rows: vec![
            row("Inès V.", "active", &["suspend"]),
            row("Nadia F.", "pending_review", &["approve", "refuse"]),
            row("Marc D.", "suspended", &["reinstate"]),
        ],
        next_href: Some("?cursor=x".into()),
        none: Errors::none(),
        frame,
    }
}

fn plan(locale: Locale) -> Plan {
    let word = |code: &str, count: u32| locale.word_with("plan", code, &[("count", count.into())]);
    let other = |volunteer: &str| PlanOther {
        pair: "1:3".into(),
        volunteer: volunteer.into(),
        volunteer_href: "/staff/volunteers/3".into(),
        distance: locale.distance(DistanceBucket::From2To5),
        costs: word("else-longer", 2),
    };
    let row = |vital, why: (&str, u32), otherwise: (&str, u32)| PlanRow {
        pair: "1:2".into(),
        href: "/staff/requests/1".into(),
        reference: "BR-2417".into(),
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        vital,
        deadline: locale.time(at(18).time()),
        volunteer: "V-12".into(),
        volunteer_href: "/staff/volunteers/2".into(),
        distance: locale.distance(DistanceBucket::From1To2),
        why: word(why.0, why.1),
        otherwise: word(otherwise.0, otherwise.1),
        others: ["V-30", "V-7"].map(other).into(),
    };
    Plan {
        frame: staff_frame(locale, "/staff/plan"),
        told: vec![templates::tr(
            locale,
            "plan-assigned",
            &[("request", "BR-2416".into()), ("volunteer", "V-9".into())],
        )],
        requests: 4,
        places: 5,
        filled: 4,
        beyond: 1,
        rows: vec![
            row(true, ("only-one", 1), ("else-fewer-vital", 1)),
            row(false, ("nearest-of", 12), ("else-longer", 3)),
            row(false, ("nearer-elsewhere", 2), ("else-fewer-places", 1)),
            row(false, ("nearest-of", 2), ("else-longer", 0)),
        ],
        unfilled: vec![EmptyPlaces {
            href: "/staff/requests/3".into(),
            reference: "BR-2418".into(),
            neighbourhood: "Brunelle".into(),
            category: "pets".into(),
            places: 1,
        }],
    }
}
