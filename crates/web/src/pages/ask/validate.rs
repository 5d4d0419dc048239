//! What a step must hold before the next one is asked; the use case checks everything again.

use dispatch::{MAX_ITEMS, MAX_NAME, MAX_NEEDS, MAX_TEXT};
use templates::pages::AskForm;
use templates::{Errors, FieldError, field_message};

use super::super::visit::Visit;
use super::place::{Inside, Sought, seek};
use super::time;

/// Most volunteers that the form offers.
const MOST_PEOPLE: u32 = 20;

/// What is left to complete in a step; a place that was found is written in full.
pub(super) fn step(visit: &Visit, step: u32, form: &mut AskForm) -> Errors {
    let found = match step {
        1 => what(visit, form),
        2 => whereabouts(visit, form),
        3 => when(visit, form),
        4 => list(form),
        5 => who(form),
        _ => Vec::new(),
    };
    let error = |(input, code): &(&str, &str)| {
        let field = if *input == "contact" { "phone" } else { input };
        FieldError { field: field.to_owned(), message: field_message(visit.locale, input, code) }
    };
    Errors(found.iter().map(error).collect())
}

type Bad = Vec<(&'static str, &'static str)>;

fn what(visit: &Visit, form: &AskForm) -> Bad {
    let mut bad = Bad::new();
    let known = |code: &str| visit.dispatch().categories().iter().any(|c| c.code.as_str() == code);
    let needs = form.needs();
    if needs.is_empty() {
        bad.push(("category", "missing"));
    } else if needs.len() > MAX_NEEDS {
        bad.push(("category", "too_long"));
    } else if !needs.into_iter().all(known) {
        bad.push(("category", "unknown"));
    }
    let people = form.volunteers_needed.trim();
    let fits = people.parse::<u32>().is_ok_and(|count| (1..=MOST_PEOPLE).contains(&count));
    if !people.is_empty() && !fits {
        bad.push(("volunteers_needed", "out_of_range"));
    }
    bad
}

fn whereabouts(visit: &Visit, form: &mut AskForm) -> Bad {
    if all_remote(visit, form) {
        return Bad::new();
    }
    let mut bad = match seek(visit, &mut form.postcode, &mut form.place) {
        Sought::Found(place, Inside::Yes) => {
            if form.place.trim().is_empty() {
                form.place.clone_from(&place.name);
            }
            Bad::new()
        }
        Sought::Found(_, Inside::No) => vec![("postcode", "outside")],
        Sought::Several(_) => vec![("place", "missing")],
        Sought::Unknown(input, code) => vec![(input, code)],
    };
    if form.line.chars().count() > MAX_NAME {
        bad.push(("line", "too_long"));
    }
    bad
}

/// Whether help of this kind can be given by phone.
pub(super) fn may_be_remote(visit: &Visit, category: &str) -> bool {
    visit.dispatch().categories().iter().any(|c| c.code.as_str() == category && c.remote)
}

/// Whether any of the needs can be helped with by phone.
pub(super) fn some_remote(visit: &Visit, form: &AskForm) -> bool {
    form.needs().into_iter().any(|need| may_be_remote(visit, need))
}

/// Whether all of the needs are to be helped with by phone.
pub(super) fn all_remote(visit: &Visit, form: &AskForm) -> bool {
    let needs = form.needs();
    form.remote == "yes" && !needs.is_empty() && needs.iter().all(|n| may_be_remote(visit, n))
}

fn when(visit: &Visit, form: &AskForm) -> Bad {
    let deadline = match time::deadline(visit, form) {
        Ok(deadline) => deadline,
        Err(bad) => return vec![bad],
    };
    if form.not_before.is_empty() {
        return Bad::new();
    }
    match time::instant(&form.not_before, &visit.zone()) {
        Some(start) if start < deadline => Bad::new(),
        _ => vec![("not_before", "invalid")],
    }
}

fn list(form: &AskForm) -> Bad {
    let mut bad = Bad::new();
    for (input, text) in (0..MAX_NEEDS).map(|need| form.list(need)) {
        let lines = || text.lines().filter(|line| !line.trim().is_empty());
        if lines().count() > MAX_ITEMS || lines().any(|line| line.chars().count() > MAX_NAME) {
            bad.push((input, "too_long"));
        }
    }
    if form.details.chars().count() > MAX_TEXT {
        bad.push(("details", "too_long"));
    }
    bad
}

fn who(form: &AskForm) -> Bad {
    let mut bad = Bad::new();
    if form.name.trim().is_empty() {
        bad.push(("name", "missing"));
    } else if form.name.chars().count() > MAX_NAME {
        bad.push(("name", "too_long"));
    }
    let (phone, email) = (form.phone.trim(), form.email.trim());
    if phone.is_empty() && email.is_empty() {
        bad.push(("contact", "missing"));
    }
    if !phone.is_empty() && phone.chars().filter(char::is_ascii_digit).count() < 6 {
        bad.push(("phone", "invalid"));
    }
    if !email.is_empty() && !email.contains('@') {
        bad.push(("email", "invalid"));
    }
    bad
}
