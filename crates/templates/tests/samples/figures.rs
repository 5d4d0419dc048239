//! Staff: the dashboard.

use templates::chart::{Bars, Data, Lines, Series, Tone, Unit};
use templates::pages::{
    Chart, Dashboard, Fairness, FairnessRow, Figure, FigureKind, GroupTable, Live, NeedAct,
    NeedCount, NeedLine, NeedList,
};
use templates::{Choice, Errors, Locale};

use super::{at, staff_frame};

pub fn fairness(locale: Locale) -> Fairness {
    let row = |name: &str, rate: f64| FairnessRow {
        name: name.into(),
        cells: [locale.number(31), locale.percent(rate), locale.number(1_204), locale.number(17)],
    };
    Fairness {
        counted: locale.date_time(&at(9)),
        areas: vec![Choice::new("", "Pays de Brune", true), Choice::new("1", "Brunelle", false)],
        in_reach: locale.number(1_204),
        never_asked: locale.number(17),
        forgotten: locale.number(2),
        overasked: locale.percent(0.08),
        gini_alerts: locale.percent(0.45),
        gini_places: locale.percent(0.11),
        rows: vec![row("Brunelle", 0.91), row("–", 0.74)],
        none: Errors::none(),
        frame: staff_frame(locale, "/staff/fairness"),
    }
}

pub fn dashboard(locale: Locale) -> Dashboard {
    use FigureKind as Kind;
    let figure = |kind, value: String| Figure {
        note: match kind {
            Kind::MatchRate => up(locale, 3),
            Kind::AlertsPerMatch => up(locale, 1),
            _ => String::new(),
        },
        is_worse: kind == Kind::AlertsPerMatch,
        kind,
        value,
    };
    let frame = staff_frame(locale, "/staff/dashboard");
    let day = |day| locale.day_month(jiff::civil::date(2026, 11, day));
    let [from, to] = [day(5), day(18)];
    let period = templates::tr(locale, "dash-period", &[("from", from.into()), ("to", to.into())]);
    Dashboard {
        more: vec![("/staff/audit", frame.t("audit"))],
        now: locale.date_time(&at(10)),
        live: Live { seen: 7, stream: "/staff/live".into() },
        needs: needs(locale),
        period,
        compared: templates::tr(
            locale,
            "compare-told",
            &[("from", day(1).into()), ("to", day(4).into())],
        ),
        from: "2026-11-05".into(),
        to: "2026-11-18".into(),
        groups: frame.group_choices("day"),
        compares: frame.compare_choices("before"),
        areas: vec![Choice::new("", "Pays de Brune", true), Choice::new("1", "Brunelle", false)],
        categories: vec![Choice::new("", &templates::tr(locale, "all", &[]), true)],
        channels: vec![Choice::new("web", &locale.word("channel", "web"), true)],
        languages: vec![Choice::new("fr", &locale.language("fr"), true)],
        requests_href: "/staff/requests.csv".into(),
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

fn up(locale: Locale, points: u32) -> String {
    let by = templates::tr(locale, "compare-points", &[("count", points.into())]);
    locale.word_with("compare", "up", &[("by", by.into())])
}

fn needs(locale: Locale) -> NeedList {
    let line = |age, reference: &str, reason: &str, alarm| NeedLine {
        href: "/staff/requests/1".into(),
        age: locale.duration(age),
        reference: reference.into(),
        category: "groceries".into(),
        neighbourhood: "Brunelle, la Gare".into(),
        reason: reason.into(),
        alarm,
        detail: templates::tr(
            locale,
            "need-until",
            &[("when", locale.short_date_time(&at(18)).into())],
        ),
        act: match reason {
            "nobody_left" => NeedAct::Send("widen"),
            "silence" => NeedAct::Send("resend"),
            _ => NeedAct::Read("/staff/plan".into()),
        },
    };
    let count = |family: &str, code: &str, number: i64, is_current| NeedCount {
        href: format!("/staff/dashboard?need={code}"),
        label: locale.word(family, code),
        count: locale.number(number),
        is_current,
    };
    NeedList {
        total: 7,
        lines: vec![
            line(720, "BR-2432", "concern", true),
            line(2_100, "BR-2417", "vital", true),
            line(9_100, "BR-2416", "not_done", true),
            line(9_300, "BR-2415", "reopened", true),
            line(19_200, "BR-2411", "nobody_left", false),
            line(19_200, "BR-2410", "deadline_near", false),
            line(19_200, "BR-2409", "silence", false),
            line(90_000, "BR-2401", "old", false),
            line(90_000, "BR-2400", "unconfirmed", false),
        ],
        counts: vec![
            count("board", "all", 7, true),
            count("need", "concern", 1, false),
            count("need", "silence", 1_204, false),
        ],
        searching: 14,
        about_volunteers: vec![count("task", "vetting", 4, false)],
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
