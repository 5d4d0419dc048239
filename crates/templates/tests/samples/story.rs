//! Staff: one request.

use templates::pages::{
    Answers, Candidate, Contact, EngagementRow, Live, NoteRow, Notes, RepeatRow, RequestStory,
    TimelineEvent,
};
use templates::{Choice, DistanceBucket, Errors, Locale, SKILLS};

use super::{at, staff_frame};

/// Two notes, with their words where they were revealed.
pub fn notes(locale: Locale, revealed: bool) -> Notes {
    let row = |hour: i8, follow_up: String| NoteRow {
        head: format!("{}, Amina B.", locale.short_date_time(&at(hour))),
        follow_up,
        text: if revealed {
            "Rappeler sa fille.\nElle rentre jeudi.".into()
        } else {
            String::new()
        },
    };
    let rows = vec![row(10, locale.date(at(9).date())), row(9, String::new())];
    Notes { rows, ..Notes::default() }
}

pub fn story(locale: Locale, revealed: bool) -> RequestStory {
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
        skills: locale.skill("car"),
        skill_choices: frame.skill_choices(&SKILLS, "car"),
        contact: revealed.then_some(contact),
        notes: notes(locale, revealed),
        seen_href: if revealed { "/staff/audit?about=BR-2417".into() } else { String::new() },
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
        repeats: vec![RepeatRow {
            id: "2".into(),
            href: "/staff/requests/2".into(),
            reference: "BR-2419".into(),
            category: "groceries".into(),
            status: "open".into(),
            found: locale.word("call-found", "contact"),
            can_merge: true,
        }],
        goes_on_as: Some(("/staff/requests/3".into(), "BR-2420".into())),
        endings: ["done", "helped_elsewhere", "unsafe"]
            .map(|code| Choice::new(code, &locale.word("closed", code), false))
            .into(),
        ended: locale.word("closed", "nobody_found"),
        actions: ["open", "confirm", "widen", "resend", "cancel"]
            .map(|code| frame.action(code))
            .into(),
        answers: Answers { alerted: 8, yes: 1, no: 2, silent: 4, waiting: 1 },
        why: locale.word("waiting", "silence"),
        live: Live { seen: 7, stream: "/staff/live?request=1".into() },
        next: locale.next_step("wave", &locale.time(at(11).time())),
        rules: locale.word_with(
            "told",
            "rules-since",
            &[("number", 3.into()), ("when", locale.date_time(&at(9)).into())],
        ),
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
        more: if kind == "wave" { vec![locale.excluded("radius", 4_u32)] } else { Vec::new() },
    };
    kinds.map(event).into()
}
