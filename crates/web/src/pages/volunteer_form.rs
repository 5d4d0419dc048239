//! A volunteer's form: from what was typed to what the use cases take, and back.

use dispatch::{AddressInput, SlotInput, VolunteerEdit, VolunteerInput};
use matching::MailMode;
use store::Volunteer;
use templates::pages::VolunteerForm;
use templates::{Choice, Frame, LANGUAGES};

use super::ask;
use super::posted::{filled, list};
use super::visit::Visit;

/// The days of a week, as forms send them.
const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// No hours at all, from midnight to midnight.
const MIDNIGHT: &str = "00:00";

/// The choices that go with a form.
pub(super) struct Offered {
    pub categories: Vec<Choice>,
    pub languages: Vec<Choice>,
    pub days: Vec<Choice>,
    pub modes: Vec<Choice>,
    pub ages: Vec<Choice>,
}

impl Offered {
    pub fn with(visit: &Visit, frame: &Frame, form: &VolunteerForm) -> Self {
        Self {
            categories: super::category_choices(visit, frame, &form.categories),
            languages: frame.language_choices(&LANGUAGES, &form.languages),
            days: frame.day_choices(&form.days),
            modes: frame.mail_mode_choices(&form.mail_mode),
            ages: frame.age_choices(&form.age),
        }
    }
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
    let slot = volunteer.availability.slots().first();
    let days = slot.map(|slot| slot.days().iter().map(ToString::to_string).collect::<Vec<_>>());
    let days = days.filter(|days| days.len() < DAYS.len()).unwrap_or_default();
    let hours = slot.map(|slot| (slot.from().to_string(), slot.to().to_string()));
    let (from, to) = hours.filter(|(from, to)| from != to).unwrap_or_default();
    let quiet = volunteer.quiet_hours;
    let quiet = (quiet.from != quiet.to).then(|| (quiet.from.to_string(), quiet.to.to_string()));
    let (quiet_from, quiet_to) = quiet.unwrap_or_default();
    VolunteerForm {
        categories: joined(volunteer.categories.iter().map(matching::CategoryCode::as_str)),
        radius_km: kilometres(volunteer.radius_m),
        languages: joined(volunteer.languages.iter().map(matching::Language::as_str)),
        days: days.join("|"),
        from,
        to,
        quiet_from,
        quiet_to,
        max_alerts_per_week: volunteer
            .max_alerts_per_week
            .map_or_else(String::new, |n| n.to_string()),
        capacity: volunteer.capacity.to_string(),
        mail_mode: volunteer.mail_mode.code().to_owned(),
        age: volunteer.age_at_least.to_string(),
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

/// A change of settings; hours that the form cannot show stay as they are unless touched.
pub(super) fn edit(volunteer: &Volunteer, form: &VolunteerForm) -> VolunteerEdit {
    let before = of(volunteer);
    let hours = |form: &VolunteerForm| (form.days.clone(), form.from.clone(), form.to.clone());
    let moved = !form.postcode.trim().is_empty() || !form.place.trim().is_empty();
    VolunteerEdit {
        languages: Some(list(&form.languages)),
        address: moved.then(|| address(form)),
        radius_km: Some(number(&form.radius_km)),
        categories: Some(list(&form.categories)),
        availability: (hours(&before) != hours(form)).then(|| availability(form)),
        capacity: Some(whole(&form.capacity)),
        max_alerts_per_week: Some(filled(&form.max_alerts_per_week).map(|text| whole(&text))),
        mail_mode: filled(&form.mail_mode),
        age_at_least: filled(&form.age).map(|text| whole(&text)),
        quiet_hours: Some(quiet(form)),
        ..VolunteerEdit::default()
    }
}

/// The input of a field as the API names it.
pub(super) fn input_of(field: &str) -> &'static str {
    match field {
        "name" => "name",
        "email" => "email",
        "phone" => "phone",
        "languages" => "languages",
        "address.place" => "place",
        "address.line" => "line",
        "radius_km" => "radius_km",
        "categories" | "skills" => "categories",
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

/// One slot; nothing ticked and no hours means always.
fn availability(form: &VolunteerForm) -> Vec<SlotInput> {
    let (from, to) = (form.from.trim(), form.to.trim());
    if form.days.is_empty() && from.is_empty() && to.is_empty() {
        return Vec::new();
    }
    let days = list(&form.days);
    let days = if days.is_empty() { DAYS.map(str::to_owned).to_vec() } else { days };
    let whole_day = from.is_empty() && to.is_empty();
    let hour = |text: &str| if whole_day { MIDNIGHT.to_owned() } else { text.to_owned() };
    vec![SlotInput { days, from: hour(from), to: hour(to) }]
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

    #[test]
    fn days_and_hours_make_one_slot() {
        let form = VolunteerForm { days: "mon|tue".into(), ..VolunteerForm::default() };
        let slots = availability(&form);
        assert_eq!(slots.len(), 1);
        assert_eq!((slots[0].from.as_str(), slots[0].to.as_str()), (MIDNIGHT, MIDNIGHT));
        let form = VolunteerForm { from: "9:00".into(), ..VolunteerForm::default() };
        let slots = availability(&form);
        assert_eq!(slots[0].days.len(), 7);
        assert_eq!((slots[0].from.as_str(), slots[0].to.as_str()), ("9:00", ""));
        assert!(availability(&VolunteerForm::default()).is_empty());
    }

    #[test]
    fn a_number_may_have_a_comma() {
        assert!((number("2,5") - 2.5).abs() < 1e-9);
        assert!(number("abc") <= 0.0);
        assert_eq!(kilometres(2_500), "2.5");
        assert_eq!(kilometres(5_000), "5");
    }
}
