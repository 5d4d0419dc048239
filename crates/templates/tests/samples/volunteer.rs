//! Volunteers.

use templates::chart::{NearCell, NearMap};
use templates::pages::{
    AlertPage, ContactPage, ContactStep, HoursRow, Me, Near, NearRow, Promise, Quiet,
    VolunteerCard, VolunteerChoices, VolunteerForm, VolunteerSignUp, WeeklyHours,
};
use templates::{CATEGORIES, Choice, DistanceBucket, Errors, Frame, HoursOnDays, Locale};

use super::{Page, at, error, frame, page, staff_frame, volunteer_frame};

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
        skills: "car".into(),
        mail_mode: "single".into(),
        age: "18".into(),
        hours: WeeklyHours(vec![
            HoursRow { days: "mon|tue".into(), from: "17:00".into(), to: "21:00".into() },
            HoursRow { days: "sat".into(), from: "09:00".into(), to: "12:00".into() },
        ]),
        ..VolunteerForm::default()
    }
}

pub fn volunteer(locale: Locale) -> Vec<Page> {
    let signed_in = |path| volunteer_frame(locale, path);
    let sign_up = |errors: Errors| {
        let frame = frame(locale, "/volunteer");
        VolunteerSignUp {
            choices: VolunteerChoices::new(&frame, &volunteer_form(), &CATEGORIES),
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
        page("alert-stretch", &alert(locale, Some(DistanceBucket::From5To10), Errors::none())),
        page("alert-error", &alert(locale, None, vec![error(locale, "when", "missing")].into())),
        page("contact", &contact(locale, ContactStep::Accepted)),
        page("contact-called", &contact(locale, ContactStep::Contacted)),
        page(
            "contact-going",
            &ContactPage { on_the_way: true, ..contact(locale, ContactStep::Contacted) },
        ),
        page("contact-done", &contact(locale, ContactStep::Done)),
        page("near", &near(locale, String::new())),
        page("near-taken", &near(locale, templates::tr(locale, "near-taken", &[]))),
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
        beyond_km: (distance == Some(DistanceBucket::From5To10)).then_some(4),
        deadline_time: locale.time(at(18).time()),
        deadline_day: locale.date(at(18).date()),
        item_count: 8,
        payment: "door".into(),
        languages: locale.language("fr"),
        skills: locale.skill("car"),
        safety: Vec::new(),
        moments: vec![moment("a", 12), moment("b", 15), moment("c", 18)],
        link_until: locale.date_time(&at(12)),
    }
}

fn near(locale: Locale, notice: String) -> Near {
    let row = |id: &str| NearRow {
        id: id.into(),
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        distance: locale.distance(DistanceBucket::From1To2),
        deadline: locale.date_time(&at(18)),
        moments: vec![Choice::new("now", &locale.date_time(&at(12)), false)],
    };
    let rows = if notice.is_empty() { vec![row("1"), row("2")] } else { Vec::new() };
    let cell = NearCell {
        corners: vec![(50.84, 4.35), (50.85, 4.36), (50.85, 4.38), (50.84, 4.39), (50.83, 4.37)],
        count: 2,
    };
    let map = Some(drawn(locale, "near-map", vec![cell]));
    Near { frame: volunteer_frame(locale, "/me/near"), notice, map, rows }
}

fn drawn(locale: Locale, key: &str, cells: Vec<NearCell>) -> NearMap {
    let args = [("radius", 5_u32.into())];
    NearMap {
        id: "map".into(),
        title: templates::tr(locale, key, &[]),
        description: templates::tr(locale, &format!("{key}.text"), &args),
        starts: vec![(50.8333, 4.3667), (50.85, 4.30)],
        radius_km: 5.0,
        cells,
    }
}

fn contact(locale: Locale, step: ContactStep) -> ContactPage {
    let frame = volunteer_frame(locale, "/engagements/1");
    ContactPage {
        safety: locale.safety("groceries"),
        reasons: frame.release_choices(""),
        durations: frame.minutes_choices(),
        on_the_way: false,
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
        minds: ["wait", "speak_up"].map(|code| locale.mind(code)).into(),
        items: ["1 pain gris tranché", "6 œufs", "2 l de lait", "500 g de carottes"]
            .map(Into::into)
            .into(),
        own_first_name: "Yann".into(),
        map_href: "geo:0,0?q=14%20sentier%20des%20Aulnes".into(),
        calendar_href: "/engagements/1/visit.ics".into(),
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
        quiet: Quiet {
            helped: 7,
            hours: 9,
            area: if paused { String::new() } else { "Pays de Brune".into() },
            requests: 41,
            volunteers: 612,
            near: 1,
        },
        starts: vec!["Brunelle".into(), "Pont-à-Brune".into()],
        may_add: true,
        map: Some(drawn(locale, "me-map", Vec::new())),
        promises: if paused { Vec::new() } else { vec![promise("active")] },
        history: vec![promise("confirmed"), promise("released")],
        form: volunteer_form(),
        errors: Errors::none(),
        places: Vec::new(),
        choices: VolunteerChoices::new(&frame, &volunteer_form(), &CATEGORIES),
        paused_until,
        alerts_this_week: 1,
        mails: frame.optional_mail_choices(&["reminder", "taken", "completed", "news"], &["news"]),
        saved: !paused,
        frame,
    }
}

pub fn card(locale: Locale) -> VolunteerCard {
    let frame = staff_frame(locale, "/staff/volunteers/1");
    let slot = |days: &[usize], from: i8, to: i8| HoursOnDays {
        days: days.to_vec(),
        from: jiff::civil::time(from, 0, 0, 0),
        to: jiff::civil::time(to, 0, 0, 0),
    };
    let hours = locale.weekly_hours(&[slot(&[0, 1], 17, 21), slot(&[5], 9, 12)]);
    VolunteerCard {
        errors: vec![error(locale, "reason", "missing")].into(),
        typed: std::array::from_fn(|_| String::new()),
        notice: String::new(),
        name: format!("{} beef", frame.t("column-volunteer")),
        status: "active".into(),
        facts: vec![
            (frame.t("volunteer-hours"), hours.join("\n")),
            (frame.t("volunteer-skills"), locale.skill("car")),
        ],
        contact: None,
        notes: super::story::notes(locale, false),
        seen_href: "/staff/audit?volunteer=1".into(),
        form: volunteer_form(),
        choices: Some(VolunteerChoices::new(&frame, &volunteer_form(), &CATEGORIES)),
        correcting: true,
        promises: vec![(
            "BR-2417".into(),
            "/staff/requests/1".into(),
            "groceries".into(),
            "active".into(),
        )],
        actions: vec!["suspend".into()],
        vetting: vec!["vet".into(), "unvet".into()],
        can_readdress: true,
        frame,
    }
}
