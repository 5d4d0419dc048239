//! Figures as words, charts and a table.

use dispatch::{FigureReport, Figures, GroupBy};
use jiff::ToSpan as _;
use jiff::civil::Date;
use templates::chart::{Bars, Data, Lines, Series, Tone, Unit};
use templates::pages::{Chart, Figure, FigureKind, GroupTable};
use templates::{Frame, Locale};

use super::super::visit::Visit;
use super::measures::{MEASURES, Measure, Moved, whole};

/// The figures on top of the page; one without cases shows a dash. With those of another period,
/// each says how far it has moved.
pub(super) fn told(locale: Locale, f: &Figures, before: Option<&Figures>) -> Vec<Figure> {
    let figure = |(kind, measure): (FigureKind, Measure)| {
        let value = measure.of(f);
        let moved = before.and_then(|before| Moved::between(measure, measure.of(before)?, value?));
        Figure {
            kind,
            value: value.map_or_else(dash, |value| measure.written(locale, value)),
            note: moved.map(|moved| moved.told(locale)).unwrap_or_default(),
            is_worse: moved.is_some_and(Moved::is_worse),
        }
    };
    MEASURES.map(figure).into()
}

fn dash() -> String {
    "–".to_owned()
}

/// Requests a day by how they ended, and the time to the first yes on days that had one.
pub(super) fn charts(visit: &Visit, frame: &Frame, report: &FigureReport) -> Vec<Chart> {
    let days = days(visit, report);
    let ends: [Line; 3] = [
        ("chart-found", Tone::Main, |f| f64::from(f.matched)),
        ("chart-waiting", Tone::Lamp, |f| f64::from(f.pending)),
        ("chart-nobody", Tone::Alarm, |f| f64::from(unmatched(f))),
    ];
    let times: [Line; 2] = [
        ("chart-median", Tone::Main, |f| f.time_to_first_yes_s.p50.unwrap_or(0.0)),
        ("chart-p95", Tone::Main, |f| f.time_to_first_yes_s.p95.unwrap_or(0.0)),
    ];
    let answered = days.iter().filter(|(_, f)| f.time_to_first_yes_s.p50.is_some());
    let answered: Vec<_> = answered.cloned().collect();
    let mut drawn = Vec::new();
    if !days.is_empty() {
        let data = drawing(frame, "day", "chart-requests", &days, &ends, Unit::Count);
        drawn.push(Chart::Bars(Bars(data)));
    }
    if !answered.is_empty() {
        let data = drawing(frame, "yes", "chart-first-yes", &answered, &times, Unit::Seconds);
        drawn.push(Chart::Lines(Lines(data)));
    }
    drawn
}

/// A series: its label's key, its colour, its value of a day.
type Line = (&'static str, Tone, fn(&Figures) -> f64);

fn drawing(
    frame: &Frame,
    id: &str,
    key: &str,
    days: &[(Date, Figures)],
    lines: &[Line],
    unit: Unit,
) -> Data {
    let series = |(label, tone, value): &Line| Series {
        label: frame.t(label),
        tone: *tone,
        values: days.iter().map(|(_, figures)| value(figures)).collect(),
    };
    Data {
        id: id.to_owned(),
        title: frame.t(key),
        description: frame.t(&format!("{key}.text")),
        label_header: frame.t("chart-day"),
        labels: days.iter().map(|(day, _)| frame.locale.short_date(*day)).collect(),
        series: lines.iter().map(series).collect(),
        unit,
    }
}

fn unmatched(f: &Figures) -> u32 {
    f.requests.saturating_sub(f.matched + f.pending + f.cancelled_before_match)
}

/// Every day from the first request of the period to its end; at most a year.
fn days(visit: &Visit, report: &FigureReport) -> Vec<(Date, Figures)> {
    let known = |day: Date| {
        let key = day.to_string();
        report.groups.iter().find(|(group, _)| *group == key).map(|(_, f)| f.clone())
    };
    let first = report.groups.first().and_then(|(day, _)| day.parse::<Date>().ok());
    let Some(first) = first else { return Vec::new() };
    // The period ends before this instant, so its last day is the one before.
    let end = report.to - jiff::SignedDuration::from_micros(1);
    let last = end.min(visit.now()).to_zoned(visit.zone()).date();
    let days = first.series(1.day()).take_while(|day| *day <= last).take(366);
    days.map(|day| (day, known(day).unwrap_or_default())).collect()
}

/// The figures of each group, the label in words; with another period, also how many of its requests
/// found somebody then.
pub(super) fn table(
    frame: &Frame,
    by: GroupBy,
    report: &FigureReport,
    before: Option<&FigureReport>,
) -> GroupTable {
    // No day of one period is a day of another.
    let before = before.filter(|_| by != GroupBy::Day);
    let locale = frame.locale;
    let share = |share: Option<f64>| share.map_or_else(dash, |share| locale.percent(share));
    let time = |s: Option<f64>| s.map_or_else(dash, |seconds| locale.duration(whole(seconds)));
    let row = |(key, f): &(String, Figures)| {
        let mut cells = vec![locale.number(i64::from(f.requests)), share(f.match_rate)];
        if let Some(before) = before {
            let then = before.groups.iter().find(|(other, _)| other == key);
            cells.push(share(then.and_then(|(_, f)| f.match_rate)));
        }
        cells.extend([time(f.time_to_first_yes_s.p50), share(f.completion_rate)]);
        (label(locale, by, key), cells)
    };
    let group = format!("group-{}", code(by));
    let mut headers = vec![group.as_str(), "figure-requests", "figure-match-rate"];
    if before.is_some() {
        headers.push("compare-column");
    }
    headers.extend(["figure-first-yes-median", "figure-completion-rate"]);
    GroupTable {
        headers: headers.into_iter().map(|key| frame.t(key)).collect(),
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
