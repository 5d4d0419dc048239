//! When: moments to choose from, in the deployment's time zone.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use templates::pages::AskForm;
use templates::{Choice, tr};

use super::super::visit::Visit;

/// Deadlines offered: days from today, hour.
const DEADLINES: [(i32, i8); 6] = [(0, 20), (1, 12), (1, 18), (2, 18), (4, 18), (7, 18)];
/// Starts offered: days from today, hour.
const STARTS: [(i32, i8); 5] = [(0, 14), (1, 8), (1, 14), (2, 8), (3, 8)];
/// A moment nearer than this is not offered, in hours.
const NEAREST_H: i64 = 2;

/// `2026-11-20T18:00`: how a choice sends a moment of the deployment's zone.
pub(crate) fn civil(at: &Zoned) -> String {
    at.datetime().strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The instant of such a moment; a skipped hour moves forward.
pub(crate) fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let civil: DateTime = text.trim().parse().ok()?;
    zone.to_timestamp(civil).ok()
}

/// The deadlines to choose from, the last is `other`.
pub(crate) fn deadlines(visit: &Visit, form: &AskForm) -> Vec<Choice> {
    let mut choices = moments(visit, &DEADLINES, &form.needed_by);
    let other = tr(visit.locale, "ask-other-day", &[]);
    let typed = form.needed_by.is_empty() && !form.needed_by_date.is_empty();
    choices.push(Choice::new("other", &other, form.needed_by == "other" || typed));
    choices
}

/// The earliest moments to choose from, the first is now.
pub(super) fn starts(visit: &Visit, form: &AskForm) -> Vec<Choice> {
    let now = visit.locale.visit(&templates::Visit::Now);
    let mut choices = vec![Choice::new("", &now, form.not_before.is_empty())];
    choices.extend(moments(visit, &STARTS, &form.not_before));
    choices
}

fn moments(visit: &Visit, offered: &[(i32, i8)], chosen: &str) -> Vec<Choice> {
    let now = visit.now().to_zoned(visit.zone());
    let soon = visit.now() + jiff::SignedDuration::from_hours(NEAREST_H);
    let moment = |(days, hour): &(i32, i8)| {
        let date = now.date().checked_add(days.days()).ok()?;
        date.at(*hour, 0, 0, 0).to_zoned(visit.zone()).ok().filter(|at| at.timestamp() > soon)
    };
    let mut found: Vec<Zoned> = offered.iter().filter_map(moment).collect();
    if let Some(at) = instant(chosen, &visit.zone()) {
        let at = at.to_zoned(visit.zone());
        if !found.contains(&at) {
            found.insert(0, at);
        }
    }
    let choice = |at: &Zoned| {
        let value = civil(at);
        let chosen = value == chosen;
        Choice::new(&value, &visit.locale.date_time(at), chosen)
    };
    found.iter().map(choice).collect()
}

/// The deadline as chosen or as typed; the input at fault and the code otherwise.
pub(super) fn deadline(
    visit: &Visit,
    form: &AskForm,
) -> Result<Timestamp, (&'static str, &'static str)> {
    let typed = match form.needed_by.as_str() {
        "" if form.needed_by_date.is_empty() => return Err(("needed_by", "missing")),
        "" | "other" => {
            if form.needed_by_date.trim().is_empty() {
                return Err(("needed_by_date", "missing"));
            }
            if form.needed_by_time.trim().is_empty() {
                return Err(("needed_by_time", "missing"));
            }
            let text = format!("{}T{}", form.needed_by_date.trim(), form.needed_by_time.trim());
            (instant(&text, &visit.zone()), "needed_by_date")
        }
        chosen => (instant(chosen, &visit.zone()), "needed_by"),
    };
    match typed {
        (None, input) => Err((input, "invalid")),
        (Some(at), input) if at <= visit.now() => Err((input, "past")),
        (Some(at), _) => Ok(at),
    }
}
