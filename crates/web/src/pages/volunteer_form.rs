//! A volunteer's form: from what was typed to what the use cases take, and back.

use dispatch::{AddressInput, SlotInput, VolunteerEdit, VolunteerInput};
use matching::{Availability, MailMode, Slot, TimeOfDay};
use store::Volunteer;
use templates::pages::{HoursRow, VolunteerChoices, VolunteerForm, WeeklyHours};
use templates::{Errors, FieldError, Frame, HoursOnDays, Locale, field_message};

use super::posted::{filled, list};
use super::visit::Visit;
use super::{ask, bad_fields};

/// The days of a week, as forms send them.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// No hours at all, from midnight to midnight.
const MIDNIGHT: &str = "00:00";

/// What a form lets choose here.
pub(super) fn choices(visit: &Visit, frame: &Frame, form: &VolunteerForm) -> VolunteerChoices {
    let slugs = super::category_slugs(visit);
    let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
    VolunteerChoices::new(frame, form, &slugs)
}

/// What a volunteer starts with.
pub(super) fn empty(visit: &Visit) -> VolunteerForm {
    VolunteerForm {
        radius_km: "5".to_owned(),
        languages: visit.locale.code().to_owned(),
        quiet_from: "21:00".to_owned(),
        quiet_to: "08:00".to_owned(),
        max_alerts_per_week: "5".to_owned(),
        capacity: "1".to_owned(),
        mail_mode: MailMode::Single.code().to_owned(),
        ..VolunteerForm::default()
    }
}

/// The settings of a volunteer as a form; the place is left empty: it changes only when filled in.
pub(super) fn of(volunteer: &Volunteer) -> VolunteerForm {
    let quiet = volunteer.quiet_hours;
    let quiet = (quiet.from != quiet.to).then(|| (quiet.from.to_string(), quiet.to.to_string()));
    let (quiet_from, quiet_to) = quiet.unwrap_or_default();
    VolunteerForm {
        categories: joined(volunteer.categories.iter().map(matching::CategoryCode::as_str)),
        skills: joined(volunteer.skills.iter().map(matching::SkillCode::as_str)),
        radius_km: kilometres(volunteer.radius_m),
        languages: joined(volunteer.languages.iter().map(matching::Language::as_str)),
        quiet_from,
        quiet_to,
        max_alerts_per_week: volunteer
            .max_alerts_per_week
            .map_or_else(String::new, |n| n.to_string()),
        capacity: volunteer.capacity.to_string(),
        mail_mode: volunteer.mail_mode.code().to_owned(),
        age: volunteer.age_at_least.to_string(),
        hours: WeeklyHours(volunteer.availability.slots().iter().map(row).collect()),
        ..VolunteerForm::default()
    }
}

/// A sign-up.
pub(super) fn input(visit: &Visit, form: &VolunteerForm) -> VolunteerInput {
    VolunteerInput {
        name: form.name.clone(),
        email: form.email.trim().to_owned(),
        phone: filled(&form.phone),
        languages: list(&form.languages),
        address: Some(address(form)),
        radius_km: number(&form.radius_km),
        categories: list(&form.categories),
        skills: list(&form.skills),
        availability: availability(form),
        capacity: filled(&form.capacity).map(|text| whole(&text)),
        max_alerts_per_week: filled(&form.max_alerts_per_week).map(|text| whole(&text)),
        mail_mode: filled(&form.mail_mode),
        quiet_hours: Some(quiet(form)),
        // Nothing chosen is below every age, so that the choice is asked for.
        age_at_least: Some(filled(&form.age).map_or(0, |text| whole(&text))),
        consent: ask::consent(&form.consent, "", "self"),
        language: Some(visit.locale.code().to_owned()),
        ..VolunteerInput::default()
    }
}

/// A change of settings; what somebody can do beyond what the form offers stays.
pub(super) fn edit(
    volunteer: &Volunteer,
    choices: &VolunteerChoices,
    form: &VolunteerForm,
) -> VolunteerEdit {
    let offered = |code: &str| choices.skills.iter().any(|choice| choice.value == code);
    let further = volunteer.skills.iter().map(matching::SkillCode::as_str);
    let further = further.filter(|code| !offered(code)).map(str::to_owned);
    let skills = list(&form.skills).into_iter().chain(further).collect();
    let moved = !form.postcode.trim().is_empty() || !form.place.trim().is_empty();
    VolunteerEdit {
        languages: Some(list(&form.languages)),
        address: moved.then(|| address(form)),
        radius_km: Some(number(&form.radius_km)),
        categories: Some(list(&form.categories)),
        skills: Some(skills),
        availability: Some(availability(form)),
        capacity: Some(whole(&form.capacity)),
        max_alerts_per_week: Some(filled(&form.max_alerts_per_week).map(|text| whole(&text))),
        mail_mode: filled(&form.mail_mode),
        age_at_least: filled(&form.age).map(|text| whole(&text)),
        quiet_hours: Some(quiet(form)),
        ..VolunteerEdit::default()
    }
}

/// Errors beside their inputs: hours beside the row that they stand in.
pub(super) fn errors(locale: Locale, bad: &[dispatch::FieldError], form: &VolunteerForm) -> Errors {
    let mut errors = bad_fields::shown(locale, bad, input_of);
    errors.0.retain(|error| error.field != "from");
    for error in bad {
        let place =
            error.field.strip_prefix("availability[").and_then(|rest| rest.strip_suffix(']'));
        if let Some(place) = place.and_then(|place| place.parse().ok())
            && let Some((row, _)) = filled_rows(form).nth(place)
        {
            let message = field_message(locale, "hours", "invalid");
            errors.0.push(FieldError { field: WeeklyHours::input("from", row), message });
        }
    }
    errors
}

/// The weekly hours as staff and volunteers read them, one line each.
pub(super) fn in_words(locale: Locale, hours: &Availability) -> Vec<String> {
    let time = |at: TimeOfDay| {
        let minutes = i8::try_from(at.minutes() % 60).unwrap_or_default();
        let hours = i8::try_from(at.minutes() / 60).unwrap_or_default();
        jiff::civil::time(hours, minutes, 0, 0)
    };
    let part = |slot: &Slot| HoursOnDays {
        days: slot.days().iter().map(|day| *day as usize).collect(),
        from: time(slot.from()),
        to: time(slot.to()),
    };
    locale.weekly_hours(&hours.slots().iter().map(part).collect::<Vec<_>>())
}

/// The input of a field as the API names it.
fn input_of(field: &str) -> &'static str {
    match field {
        "name" => "name",
        "email" => "email",
        "phone" => "phone",
        "languages" => "languages",
        "address.place" => "place",
        "address.line" => "line",
        "radius_km" => "radius_km",
        "categories" => "categories",
        "skills" => "skills",
        "availability" => "from",
        "quiet_hours" => "quiet_from",
        "max_alerts_per_week" => "max_alerts_per_week",
        "capacity" => "capacity",
        "mail_mode" => "mail_mode",
        "age_at_least" => "age",
        "consent.given" | "consent.version" | "consent.by" => "consent",
        _ => "postcode",
    }
}

fn address(form: &VolunteerForm) -> AddressInput {
    AddressInput {
        line: filled(&form.line),
        postcode: form.postcode.trim().to_owned(),
        place: form.place.trim().to_owned(),
        country: String::new(),
    }
}

/// The hours of one slot; every day and the whole day are left empty.
fn row(slot: &Slot) -> HoursRow {
    let days = slot.days().iter().map(|day| day.code());
    let days = if slot.days().len() < DAYS.len() { joined(days) } else { String::new() };
    if slot.from() == slot.to() {
        // A row without anything would say nothing.
        let days = if days.is_empty() { DAYS.join("|") } else { days };
        return HoursRow { days, ..HoursRow::default() };
    }
    HoursRow { days, from: slot.from().to_string(), to: slot.to().to_string() }
}

fn filled_rows(form: &VolunteerForm) -> impl Iterator<Item = (usize, &HoursRow)> {
    form.hours.0.iter().enumerate().filter(|(_, row)| !row.is_empty())
}

/// A slot for each row; no row at all means always.
fn availability(form: &VolunteerForm) -> Vec<SlotInput> {
    filled_rows(form).map(|(_, row)| slot(row)).collect()
}

/// No day ticked is every day, no hours are the whole day.
fn slot(row: &HoursRow) -> SlotInput {
    let (from, to) = (row.from.trim(), row.to.trim());
    let days = list(&row.days);
    let days = if days.is_empty() { DAYS.map(str::to_owned).to_vec() } else { days };
    let whole_day = from.is_empty() && to.is_empty();
    let hour = |text: &str| if whole_day { MIDNIGHT.to_owned() } else { text.to_owned() };
    SlotInput { days, from: hour(from), to: hour(to) }
}

fn quiet(form: &VolunteerForm) -> (String, String) {
    let (from, to) = (form.quiet_from.trim(), form.quiet_to.trim());
    if from.is_empty() && to.is_empty() {
        return (MIDNIGHT.to_owned(), MIDNIGHT.to_owned());
    }
    (from.to_owned(), to.to_owned())
}

fn joined<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    codes.collect::<Vec<_>>().join("|")
}

fn kilometres(radius_m: u32) -> String {
    let (whole, rest) = (radius_m / 1000, radius_m % 1000 / 100);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest}") }
}

/// A number with a point or a comma; what is none is out of every range.
fn number(text: &str) -> f64 {
    text.trim().replace(',', ".").parse().unwrap_or(0.0)
}

/// A whole number; what is none is out of every range.
fn whole(text: &str) -> i64 {
    text.trim().parse().unwrap_or(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(rows: &[(&str, &str, &str)]) -> VolunteerForm {
        let row = |&(days, from, to): &(&str, &str, &str)| HoursRow {
            days: days.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
        };
        let hours = WeeklyHours(rows.iter().map(row).collect());
        VolunteerForm { hours, ..VolunteerForm::default() }
    }

    #[test]
    fn each_row_makes_a_slot() {
        let slots = availability(&typed(&[("mon|tue", "", ""), ("", "", ""), ("", "9:00", "")]));
        assert_eq!(slots.len(), 2);
        assert_eq!((slots[0].from.as_str(), slots[0].to.as_str()), (MIDNIGHT, MIDNIGHT));
        assert_eq!(slots[1].days.len(), 7);
        assert_eq!((slots[1].from.as_str(), slots[1].to.as_str()), ("9:00", ""));
        assert!(availability(&VolunteerForm::default()).is_empty());
    }

    #[test]
    fn bad_hours_stand_beside_their_row() {
        let form = typed(&[("mon", "", ""), ("", "", ""), ("", "9:00", "")]);
        let bad = [dispatch::FieldError::new("availability[1]", "hours")];
        let errors = errors(Locale::En, &bad, &form);
        assert_eq!(errors.len(), 1);
        assert!(errors.of("from_3").is_some());
    }

    proptest::proptest! {
        #[test]
        fn what_is_shown_is_what_is_saved(
            parts in proptest::collection::vec((1_u8..128, 0_u16..1440, 0_u16..1440), 0..6),
        ) {
            let time = |at: u16| format!("{:02}:{:02}", at / 60, at % 60);
            let part = |(mask, from, to): &(u8, u16, u16)| {
                let days = DAYS.iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0);
                let days: Vec<&str> = days.map(|(_, day)| *day).collect();
                let from = if from == to { MIDNIGHT.to_owned() } else { time(*from) };
                let to = if from == MIDNIGHT { from.clone() } else { time(*to) };
                format!("{} {from}-{to}", days.join(","))
            };
            let text = parts.iter().map(part).collect::<Vec<_>>().join("|");
            let kept: Availability = text.parse().expect("hours");
            let hours = WeeklyHours(kept.slots().iter().map(row).collect());
            let form = VolunteerForm { hours, ..VolunteerForm::default() };
            let slots = availability(&form).into_iter();
            let saved = slots.map(|s| format!("{} {}-{}", s.days.join(","), s.from, s.to));
            proptest::prop_assert_eq!(saved.collect::<Vec<_>>().join("|"), text);
        }
    }

    #[test]
    fn a_number_may_have_a_comma() {
        assert!((number("2,5") - 2.5).abs() < 1e-9);
        assert!(number("abc") <= 0.0);
        assert_eq!(kilometres(2_500), "2.5");
        assert_eq!(kilometres(5_000), "5");
    }
}
