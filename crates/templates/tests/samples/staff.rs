use templates::chart::{Bars, Data, Lines, Series, Tone, Unit};
use templates::pages::*;
use templates::{CATEGORIES, Choice, DistanceBucket, Errors, LANGUAGES, Locale, Mail};

use super::{Page, at, demo_frame, error, frame, page, site, staff_frame};

pub fn pages(locale: Locale) -> Vec<Page> {
    let mut pages = access(locale);
    pages.extend([
        page("staff-tasks", &tasks(locale)),
        page("staff-tasks-none", &no_tasks(locale)),
        page("staff-task", &task(locale, true)),
        page("staff-task-hidden", &task(locale, false)),
        page("staff-requests", &requests(locale)),
        page("staff-story", &story(locale, false)),
        page("staff-story-revealed", &story(locale, true)),
        page("staff-new-request", &new_request(locale)),
        page("staff-volunteers", &volunteers(locale)),
        page("staff-dashboard", &dashboard(locale)),
    ]);
    pages.extend(mailbox(locale));
    pages
}

fn access(locale: Locale) -> Vec<Page> {
    let sign_in = StaffSignIn {
        frame: frame(locale, "/staff/sign-in"),
        errors: vec![error(locale, "password", "invalid")].into(),
        email: "lucie@proche.example".into(),
        next: String::new(),
        second_factor: true,
    };
    let set_up = SetUp {
        frame: frame(locale, "/setup"),
        errors: Errors::none(),
        email: "lucie@proche.example".into(),
    };
    vec![page("staff-sign-in", &sign_in), page("staff-set-up", &set_up)]
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

fn story(locale: Locale, revealed: bool) -> RequestStory {
    let frame = staff_frame(locale, "/staff/requests/1");
    let contact = Contact {
        name: "Odette Larmier".into(),
        facts: vec![(templates::tr(locale, "phone", &[]), "06 39 98 14 27".into())],
        items: vec!["1 pain gris".into(), "6 œufs".into()],
    };
    RequestStory {
        errors: Errors::none(),
        notice: String::new(),
        reference: "BR-2417".into(),
        category: "groceries".into(),
        status: "open".into(),
        vital: true,
        needs_attention: true,
        deadline: locale.short_date_time(&at(18)),
        neighbourhood: "Brunelle, la Gare".into(),
        received: locale.received("phone", &locale.date_time(&at(9))),
        places: "0/1".into(),
        contact: revealed.then_some(contact),
        engagements: vec![EngagementRow {
            id: "1".into(),
            name: "Yann R.".into(),
            state: "active".into(),
            when: locale.date(at(9).date()),
            live: revealed,
        }],
        candidates: candidates(locale),
        can_assign: true,
        excluded: EXCLUDED.map(|(code, count)| (code.into(), count)).into(),
        actions: ["open", "confirm", "widen", "resend", "cancel", "close"]
            .map(|code| frame.action(code))
            .into(),
        answers: Answers { alerted: 8, yes: 1, no: 2, silent: 4, waiting: 1 },
        next: locale.next_step("wave", &locale.time(at(11).time())),
        timeline: timeline(locale),
        frame,
    }
}

const EXCLUDED: [(&str, u32); 13] = [
    ("category", 1),
    ("skills", 2),
    ("language", 1),
    ("hours", 3),
    ("radius", 4),
    ("blocked", 1),
    ("inactive", 1),
    ("paused", 2),
    ("quiet_hours", 1),
    ("alert_cap", 3),
    ("capacity", 1),
    ("already_alerted", 5),
    ("a_code_of_tomorrow", 2),
];

fn candidates(locale: Locale) -> Vec<Candidate> {
    let candidate = |name: &str, bucket, reason: &str, answer: &str| Candidate {
        volunteer_id: "1".into(),
        name: name.into(),
        distance: locale.distance(bucket),
        load: "0/2".into(),
        reasons: locale.word("reason", reason),
        answer: answer.into(),
    };
    vec![
        candidate("Inès V.", DistanceBucket::From1To2, "known", ""),
        candidate("Omar B.", DistanceBucket::From2To5, "rarely_asked", ""),
        candidate("Nadia F.", DistanceBucket::From2To5, "fast", "sent"),
        candidate("Marc D.", DistanceBucket::Under1, "near", "declined"),
        candidate("Anke S.", DistanceBucket::Over10, "reliable", "expired"),
    ]
}

fn timeline(locale: Locale) -> Vec<TimelineEvent> {
    let kinds = [
        "released",
        "accepted",
        "wave",
        "alerted",
        "declined",
        "alert_expired",
        "matched",
        "contacted",
        "completed",
        "confirmed",
        "no_show",
        "assigned",
        "edited",
        "revealed",
        "opened",
        "confirmed_by_requester",
        "posted",
        "cancelled",
        "expired",
        "closed",
        "widened",
        "attention",
        "task_opened",
        "task_done",
        "concern",
        "blocked",
    ];
    let args = [
        ("who", "Yann R.".into()),
        ("when", locale.date(at(9).date()).into()),
        ("reason", locale.word("release", "no_time").into()),
        ("count", 3.into()),
        ("wave", 2.into()),
        ("radius", 5.into()),
    ];
    let event = |kind: &str| TimelineEvent {
        at: locale.short_date_time(&at(9)),
        sentence: locale.event(kind, &args),
    };
    kinds.map(event).into()
}

fn new_request(locale: Locale) -> NewRequest {
    let frame = staff_frame(locale, "/staff/requests/new");
    let plain = |choice: Choice| Choice { hint: String::new(), ..choice };
    let priority = |code: &str| Choice::new(code, &locale.word("priority", code), code == "normal");
    NewRequest {
        errors: vec![error(locale, "phone", "invalid"), error(locale, "consent", "missing")].into(),
        form: AskForm {
            name: "Odette Larmier".into(),
            phone: "06 39".into(),
            items: "pain gris\n6 œufs".into(),
            ..AskForm::default()
        },
        idempotency_key: "0197".into(),
        categories: frame
            .category_choices(&CATEGORIES, "groceries")
            .into_iter()
            .map(plain)
            .collect(),
        languages: frame.language_choices(&LANGUAGES[..6], "fr"),
        payments: frame.payment_choices("door"),
        priorities: ["normal", "vital"].map(priority).into(),
        places: Vec::new(),
        frame,
    }
}

fn volunteers(locale: Locale) -> Volunteers {
    let frame = staff_frame(locale, "/staff/volunteers");
    let row = |name: &str, status: &str, actions: &[&str]| VolunteerRow {
        id: "1".into(),
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

fn dashboard(locale: Locale) -> Dashboard {
    use FigureKind as Kind;
    let figure = |kind, value: String| Figure { kind, value, note: String::new() };
    let frame = staff_frame(locale, "/staff/dashboard");
    let open = |age, reference: &str, alarm| OpenLine {
        href: "/staff/requests/1".into(),
        age: locale.duration(age),
        reference: reference.into(),
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        tag: locale.word("status", "open"),
        alarm,
        reason: locale.word("unmatched", "no_answer"),
    };
    let day = |day| locale.day_month(jiff::civil::date(2026, 11, day));
    let [from, to] = [day(5), day(18)];
    let period = templates::tr(locale, "dash-period", &[("from", from.into()), ("to", to.into())]);
    Dashboard {
        now: locale.date_time(&at(10)),
        open_total: 14,
        open: vec![open(2100, "BR-2417", true), open(19_200, "BR-2411", false)],
        period,
        from: "2026-11-05".into(),
        to: "2026-11-18".into(),
        groups: frame.group_choices("day"),
        areas: vec![Choice::new("", "Pays de Brune", true), Choice::new("1", "Brunelle", false)],
        export_href: "/export.csv".into(),
        figures: vec![
            figure(Kind::MatchRate, locale.percent(0.91)),
            figure(Kind::FirstYesMedian, locale.duration(1860)),
            figure(Kind::FirstYesP95, locale.duration(15_000)),
            figure(Kind::AlertsPerMatch, locale.decimal(4.2)),
            figure(Kind::CompletionRate, locale.percent(0.88)),
            figure(Kind::Requests, locale.number(153)),
            figure(Kind::PlaceFillRate, locale.percent(0.9)),
            figure(Kind::ConfirmedRate, locale.percent(0.7)),
            figure(Kind::DoneMedian, locale.duration(30_000)),
            figure(Kind::DoneP95, locale.duration(190_000)),
            figure(Kind::AlertsPerVolunteer, locale.number(2)),
            figure(Kind::Pending, locale.number(14)),
        ],
        charts: charts(locale),
        unmatched: vec![
            ("no_candidate".into(), 9),
            ("no_answer".into(), 5),
            ("language".into(), 2),
        ],
        table: GroupTable {
            headers: ["group-category", "figure-requests"]
                .map(|key| templates::tr(locale, key, &[]))
                .into(),
            rows: vec![(locale.category("groceries"), vec!["118".into()])],
        },
        none: Errors::none(),
        frame,
    }
}

fn charts(locale: Locale) -> Vec<Chart> {
    let t = |key: &str| templates::tr(locale, key, &[]);
    let labels: Vec<String> =
        (5..19).map(|day| locale.short_date(jiff::civil::date(2026, 11, day))).collect();
    let series = |key: &str, tone, values: [u32; 14]| Series {
        label: t(key),
        tone,
        values: values.map(f64::from).into(),
    };
    let found = [9, 10, 8, 12, 11, 7, 6, 12, 13, 11, 13, 13, 5, 6];
    let waiting = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 3, 4, 5];
    let nobody = [0, 1, 0, 2, 1, 0, 0, 1, 2, 0, 2, 2, 0, 0];
    let per_day = Data {
        id: "day".into(),
        title: t("chart-requests"),
        description: t("chart-requests.text"),
        label_header: t("chart-day"),
        labels: labels.clone(),
        series: vec![
            series("chart-found", Tone::Main, found),
            series("chart-waiting", Tone::Lamp, waiting),
            series("chart-nobody", Tone::Alarm, nobody),
        ],
        unit: Unit::Count,
    };
    let median = [41, 44, 39, 36, 35, 38, 33, 31, 30, 29, 33, 35, 30, 31].map(|m| m * 60);
    let p95 =
        [330, 345, 310, 300, 322, 280, 265, 250, 251, 240, 260, 255, 252, 250].map(|m| m * 60);
    let first_yes = Data {
        id: "yes".into(),
        title: t("chart-first-yes"),
        description: t("chart-first-yes.text"),
        label_header: t("chart-day"),
        labels,
        series: vec![
            series("chart-median", Tone::Main, median),
            series("chart-p95", Tone::Main, p95),
        ],
        unit: Unit::Seconds,
    };
    vec![Chart::Bars(Bars(per_day)), Chart::Lines(Lines(first_yes))]
}

fn mailbox(locale: Locale) -> Vec<Page> {
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
