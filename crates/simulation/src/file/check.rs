//! Every number of a scenario within what can be simulated.

use std::fmt::Display;
use std::ops::RangeInclusive;

use matching::CategoryCode;

use super::Raw;
use super::fault::Fault;
use crate::scenario::{Behaviour, People, Range, Requests};

const SHARE: RangeInclusive<f64> = 0.0..=1.0;
/// More than nothing, for times and distances.
const A_LITTLE: f64 = 0.001;
const MONTH_H: f64 = 720.0;
/// A kind of help is a bit of a number of 64.
const MOST_CATEGORIES: usize = 60;

/// What is wrong with a file, by field.
pub(super) fn faults(raw: &Raw) -> Vec<Fault> {
    let mut sheet = Sheet(Vec::new());
    sheet.text("name", &raw.name, 60);
    sheet.within("seeds", raw.seeds, 1..=1_000);
    sheet.within("days", raw.days, 1..=1_100);
    sheet.within("cell_resolution", raw.cell_resolution, 2..=10);
    sheet.within("spread_km", raw.spread_km, 0.0..=20.0);
    people(&mut sheet, &raw.people, raw.days);
    requests(&mut sheet, &raw.requests, raw.days);
    behaviour(&mut sheet, &raw.behaviour);
    sheet.within("limits.alerts_per_day", raw.limits.alerts_per_day, 0..=1_000);
    sheet.within("limits.accepts_per_day", raw.limits.accepts_per_day, 0..=1_000);
    sheet.within("limits.live_engagements", raw.limits.live_engagements, 0..=1_000);
    sheet.0
}

fn people(sheet: &mut Sheet, people: &People, days: u32) {
    sheet.within("people.volunteers", people.volunteers, 0..=2_000_000);
    sheet.within("people.joins_per_day", people.joins_per_day, 0.0..=10_000.0);
    sheet.range("people.radius_km", people.radius_km, 0.01..=500.0);
    sheet.range("people.capacity", people.capacity, 1.0..=100.0);
    sheet.within("people.category_share", people.category_share, SHARE);
    sheet.within("people.unavailable_share", people.unavailable_share, SHARE);
    sheet.within("people.weekly_limit", people.weekly_limit, 0..=1_000);
    if people.volunteers == 0 && people.joins_per_day * f64::from(days) < 1.0 {
        sheet.fault("people.volunteers", "nobody helps: must be 1 or more, or somebody must join");
    }
}

fn requests(sheet: &mut Sheet, requests: &Requests, days: u32) {
    sheet.within("requests.total", requests.total, 1..=5_000_000);
    sheet.within("requests.day_share", requests.day_share, SHARE);
    sheet.within("requests.vital_share", requests.vital_share, SHARE);
    sheet.within("requests.vital_hours", requests.vital_hours, A_LITTLE..=MONTH_H);
    sheet.range("requests.hours", requests.hours, A_LITTLE..=MONTH_H);
    sheet.range("requests.places", requests.places, 1.0..=100.0);
    categories(sheet, requests);
    let mut any_day = requests.surges.is_empty();
    for (at, surge) in requests.surges.iter().enumerate() {
        let field = |name: &str| format!("requests.surges[{at}].{name}");
        sheet.within(&field("from_day"), surge.from_day, 0..=days.saturating_sub(1));
        sheet.within(&field("days"), surge.days, 1..=1_100);
        sheet.within(&field("factor"), surge.factor, 0.0..=1_000.0);
        any_day |= surge.factor > 0.0 || surge.from_day > 0 || surge.days < days;
    }
    if !any_day {
        sheet.fault("requests.surges", "nothing is asked on any day");
    }
}

fn categories(sheet: &mut Sheet, requests: &Requests) {
    let categories = &requests.categories;
    if categories.is_empty() || categories.len() > MOST_CATEGORIES {
        let what = format!("has {} kinds of help, must have 1 to 60", categories.len());
        return sheet.fault("requests.categories", what);
    }
    for (code, &weight) in categories {
        let field = format!("requests.categories.{code}");
        if code.parse::<CategoryCode>().is_err() {
            sheet.fault(&field, "is no code: a to z, 0 to 9 and _, 40 at most");
        }
        sheet.within(&field, weight, 0.0..=1e6);
    }
    if categories.values().all(|&weight| weight <= 0.0) {
        sheet.fault("requests.categories", "at least one weight must be above 0");
    }
}

fn behaviour(sheet: &mut Sheet, behaviour: &Behaviour) {
    let Behaviour { willingness_a, willingness_b, decay, fatigue, night, unread, .. } = *behaviour;
    let Behaviour { delay_median_min, delay_sigma, says_no, drop_out, .. } = *behaviour;
    let Behaviour { drop_out_recent, no_show, engaged_hours, done_median_h, .. } = *behaviour;
    for (name, value, allowed) in [
        ("willingness_a", willingness_a, 0.01..=1_000.0),
        ("willingness_b", willingness_b, 0.01..=1_000.0),
        ("decay", decay, 0.0..=100.0),
        ("fatigue", fatigue, SHARE),
        ("night", night, SHARE),
        ("unread", unread, SHARE),
        ("delay_median_min", delay_median_min, A_LITTLE..=43_200.0),
        ("delay_sigma", delay_sigma, 0.0..=5.0),
        ("says_no", says_no, SHARE),
        ("drop_out", drop_out, SHARE),
        ("drop_out_recent", drop_out_recent, SHARE),
        ("no_show", no_show, SHARE),
        ("engaged_hours", engaged_hours, A_LITTLE..=MONTH_H),
        ("done_median_h", done_median_h, A_LITTLE..=MONTH_H),
        ("no_show_known_h", behaviour.no_show_known_h, A_LITTLE..=MONTH_H),
    ] {
        sheet.within(&format!("behaviour.{name}"), value, allowed);
    }
}

/// The faults so far.
pub(super) struct Sheet(pub Vec<Fault>);

impl Sheet {
    pub fn fault(&mut self, field: &str, what: impl Into<String>) {
        self.0.push(Fault::new(field, what));
    }

    /// A number, refused outside what is allowed and where it is none.
    pub fn within<T: PartialOrd + Display + Copy>(
        &mut self,
        field: &str,
        value: T,
        allowed: RangeInclusive<T>,
    ) {
        if !allowed.contains(&value) {
            let (from, to) = allowed.into_inner();
            self.fault(field, format!("is {value}, must be from {from} to {to}"));
        }
    }

    fn range(&mut self, field: &str, range: Range, allowed: RangeInclusive<f64>) {
        self.within(&format!("{field}.from"), range.from, allowed.clone());
        self.within(&format!("{field}.to"), range.to, allowed);
        if range.from > range.to {
            self.fault(field, format!("from {} is above to {}", range.from, range.to));
        }
    }

    fn text(&mut self, field: &str, text: &str, most: usize) {
        let length = text.chars().count();
        if length == 0 || length > most || text.chars().any(char::is_control) {
            self.fault(field, format!("must be a text of 1 to {most} letters"));
        }
    }
}
