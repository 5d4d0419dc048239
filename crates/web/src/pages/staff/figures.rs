//! Figures as words, charts and a table.

use dispatch::{FigureReport, Figures, GroupBy};
use jiff::ToSpan as _;
use jiff::civil::Date;
use templates::chart::{Bars, Data, Lines, Series, Tone, Unit};
use templates::pages::{Chart, Figure, FigureKind, GroupTable};
use templates::{Frame, Locale};

use super::super::visit::Visit;

/// The figures on top of the page; one without cases shows a dash.
pub(super) fn told(locale: Locale, f: &Figures) -> Vec<Figure> {
    use FigureKind as Kind;
    let share = |share: Option<f64>| share.map_or_else(dash, |share| locale.percent(share));
    let time = |s: Option<f64>| s.map_or_else(dash, |seconds| locale.duration(whole(seconds)));
    let few = |number: Option<f64>| number.map_or_else(dash, |number| locale.decimal(number));
    let count = |count: u32| locale.number(i64::from(count));
    [
        (Kind::MatchRate, share(f.match_rate)),
        (Kind::FirstYesMedian, time(f.time_to_first_yes_s.p50)),
        (Kind::FirstYesP95, time(f.time_to_first_yes_s.p95)),
        (Kind::AlertsPerMatch, few(f.alerts_per_match)),
        (Kind::CompletionRate, share(f.completion_rate)),
        (Kind::Requests, count(f.requests)),
        (Kind::PlaceFillRate, share(f.place_fill_rate)),
        (Kind::ConfirmedRate, share(f.confirmed_rate)),
        (Kind::DoneMedian, time(f.time_to_done_s.p50)),
        (Kind::DoneP95, time(f.time_to_done_s.p95)),
        (Kind::AlertsPerVolunteer, few(f.alerts_per_volunteer_week.p95)),
        (Kind::Pending, count(f.pending)),
    ]
    .map(|(kind, value)| Figure { kind, value, note: String::new() })
    .into()
}

fn dash() -> String {
    "–".to_owned()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of a life")]
fn whole(seconds: f64) -> u64 {
    seconds.max(0.0) as u64
}

/// Requests a day by how they ended, and the time to the first yes.
pub(super) fn charts(visit: &Visit, frame: &Frame, report: &FigureReport) -> Vec<Chart> {
    let days = days(visit, report);
    let labels: Vec<String> = days.iter().map(|(day, _)| visit.locale.short_date(*day)).collect();
    let none = Figures::default();
    let series = |key: &str, tone, value: fn(&Figures) -> f64| Series {
        label: frame.t(key),
        tone,
        values: days.iter().map(|(_, figures)| value(figures.unwrap_or(&none))).collect(),
    };
    let data = |id: &str, key: &str, series, unit| Data {
        id: id.to_owned(),
        title: frame.t(key),
        description: frame.t(&format!("{key}.text")),
        label_header: frame.t("chart-day"),
        labels: labels.clone(),
        series,
        unit,
    };
    let ends = vec![
        series("chart-found", Tone::Main, |f| f64::from(f.matched)),
        series("chart-waiting", Tone::Lamp, |f| f64::from(f.pending)),
        series("chart-nobody", Tone::Alarm, |f| f64::from(unmatched(f))),
    ];
    let times = vec![
        series("chart-median", Tone::Main, |f| f.time_to_first_yes_s.p50.unwrap_or(0.0)),
        series("chart-p95", Tone::Main, |f| f.time_to_first_yes_s.p95.unwrap_or(0.0)),
    ];
    vec![
        Chart::Bars(Bars(data("day", "chart-requests", ends, Unit::Count))),
        Chart::Lines(Lines(data("yes", "chart-first-yes", times, Unit::Seconds))),
    ]
}

fn unmatched(f: &Figures) -> u32 {
    f.requests.saturating_sub(f.matched + f.pending + f.cancelled_before_match)
}

/// Every day of the period with its figures, if it has any; at most a year.
fn days<'r>(visit: &Visit, report: &'r FigureReport) -> Vec<(Date, Option<&'r Figures>)> {
    let first = report.from.to_zoned(visit.zone()).date();
    let last = report.to.to_zoned(visit.zone()).date();
    let of = |day: Date| {
        let key = day.to_string();
        report.groups.iter().find(|(group, _)| *group == key).map(|(_, figures)| figures)
    };
    let days = first.series(1.day()).take_while(|day| *day <= last).take(366);
    days.map(|day| (day, of(day))).collect()
}

/// The figures of each group, the label in words.
pub(super) fn table(frame: &Frame, by: GroupBy, report: &FigureReport) -> GroupTable {
    let locale = frame.locale;
    let share = |share: Option<f64>| share.map_or_else(dash, |share| locale.percent(share));
    let time = |s: Option<f64>| s.map_or_else(dash, |seconds| locale.duration(whole(seconds)));
    let row = |(key, f): &(String, Figures)| {
        let cells = vec![
            locale.number(i64::from(f.requests)),
            share(f.match_rate),
            time(f.time_to_first_yes_s.p50),
            share(f.completion_rate),
        ];
        (label(locale, by, key), cells)
    };
    let group = format!("group-{}", code(by));
    let headers = [
        group.as_str(),
        "figure-requests",
        "figure-match-rate",
        "figure-first-yes-median",
        "figure-completion-rate",
    ];
    GroupTable {
        headers: headers.map(|key| frame.t(key)).into(),
        rows: report.groups.iter().map(row).collect(),
    }
}

pub(super) const fn code(by: GroupBy) -> &'static str {
    match by {
        GroupBy::Day => "day",
        GroupBy::Category => "category",
        GroupBy::Area => "area",
        GroupBy::Language => "language",
        GroupBy::Channel => "channel",
    }
}

fn label(locale: Locale, by: GroupBy, key: &str) -> String {
    match by {
        GroupBy::Day => key.parse().map_or_else(|_| key.to_owned(), |day| locale.short_date(day)),
        GroupBy::Category => locale.category(key),
        GroupBy::Area if key.is_empty() => dash(),
        GroupBy::Area => key.to_owned(),
        GroupBy::Language => locale.language(key),
        GroupBy::Channel => locale.word("channel", key),
    }
}

/// The groups as a file: codes and plain numbers.
pub(super) fn csv(by: GroupBy, report: &FigureReport) -> Option<Vec<u8>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = [
        code(by),
        "requests",
        "matched",
        "completed",
        "confirmed",
        "pending",
        "match_rate",
        "place_fill_rate",
        "completion_rate",
        "confirmed_rate",
        "time_to_first_yes_s_p50",
        "time_to_first_yes_s_p95",
        "time_to_done_s_p50",
        "time_to_done_s_p95",
        "alerts_per_match",
    ];
    file.write_record(head).ok()?;
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    for (key, f) in &report.groups {
        // A spreadsheet takes a text that starts like this for a formula.
        let formula = key.starts_with(['=', '+', '-', '@', '\t', '\0']);
        let key = if formula { format!("'{key}") } else { key.clone() };
        let counts = [f.requests, f.matched, f.completed, f.confirmed, f.pending];
        let rates = [
            f.match_rate,
            f.place_fill_rate,
            f.completion_rate,
            f.confirmed_rate,
            f.time_to_first_yes_s.p50,
            f.time_to_first_yes_s.p95,
            f.time_to_done_s.p50,
            f.time_to_done_s.p95,
            f.alerts_per_match,
        ];
        let cells = counts.iter().map(ToString::to_string).chain(rates.map(number));
        file.write_record(std::iter::once(key).chain(cells)).ok()?;
    }
    file.into_inner().ok()
}
