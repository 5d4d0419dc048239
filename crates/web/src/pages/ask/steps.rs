//! The pages of the wizard.

use axum::http::StatusCode;
use axum::response::Response;
use templates::pages::{AskCheck, AskForm, AskList, AskWhat, AskWhen, AskWhere, AskYou};
use templates::{Choice, Errors, FieldError, Frame, LANGUAGES, SKILLS};

use super::super::posted::list;
use super::super::visit::Visit;
use super::place::{Inside, Sought, seek};
use super::{CHECK, time, validate};
use crate::error::Result;

/// One step with its answers; what is wrong makes it a 422.
pub(super) fn show(visit: &Visit, step: u32, form: AskForm, errors: Errors) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visit.frame();
    match step {
        1 => {
            let categories = categories(visit, &frame, &form.category);
            visit.show_as(status, &AskWhat { frame, form, errors, categories })
        }
        2 => visit.show_as(status, &whereabouts(visit, frame, form, errors)),
        3 => {
            let (deadlines, starts) = (time::deadlines(visit, &form), time::starts(visit, &form));
            visit.show_as(status, &AskWhen { frame, form, errors, deadlines, starts })
        }
        4 => {
            let payments = frame.payment_choices(&form.payment);
            let minds = frame.mind_choices(&form.minds);
            let skills = frame.skill_choices(&SKILLS, &form.skills);
            let languages = frame.language_choices(&LANGUAGES, &form.languages);
            let lists = frame.lists(&form);
            let page = AskList { frame, form, errors, lists, payments, minds, skills, languages };
            visit.show_as(status, &page)
        }
        CHECK => visit.show_as(status, &check(visit, frame, form, errors)),
        _ => visit.show_as(status, &AskYou::new(frame, form, errors)),
    }
}

/// The deployment's categories as choices.
pub(super) fn categories(visit: &Visit, frame: &Frame, chosen: &str) -> Vec<Choice> {
    super::super::category_choices(visit, frame, chosen)
}

fn whereabouts(visit: &Visit, frame: Frame, mut form: AskForm, mut errors: Errors) -> AskWhere {
    let typed = !form.postcode.trim().is_empty() || !form.place.trim().is_empty();
    let mut places = Vec::new();
    let mut outside = false;
    if typed {
        match seek(visit, &mut form.postcode, &mut form.place) {
            Sought::Several(found) => places = found,
            Sought::Found(place, inside) => {
                outside = inside == Inside::No;
                if form.place.trim().is_empty() {
                    form.place = place.name;
                }
            }
            Sought::Unknown(input, code) if errors.is_empty() => {
                errors = Errors(vec![FieldError::new(visit.locale, input, code)]);
            }
            Sought::Unknown(..) => {}
        }
    }
    let remote_possible = validate::some_remote(visit, &form);
    AskWhere { frame, form, errors, places, outside, remote_possible }
}

fn check(visit: &Visit, frame: Frame, mut form: AskForm, errors: Errors) -> AskCheck {
    let remote = validate::all_remote(visit, &form);
    let (mut neighbourhood, mut address) = (String::new(), String::new());
    if remote {
        neighbourhood = frame.t("alert-remote");
    } else {
        if let Sought::Found(place, _) = seek(visit, &mut form.postcode, &mut form.place) {
            neighbourhood = place.label(visit.locale.code());
        }
        address = format!("{}\n{} {}", form.line.trim(), form.postcode.trim(), form.place.trim());
    }
    let languages: Vec<String> =
        list(&form.languages).iter().map(|code| visit.locale.language(code)).collect();
    let help: Vec<String> = form.needs().into_iter().map(|need| frame.category(need)).collect();
    let minds: Vec<String> = list(&form.minds).iter().map(|code| visit.locale.mind(code)).collect();
    let skills: Vec<String> =
        list(&form.skills).iter().map(|code| visit.locale.skill(code)).collect();
    let mut lists = frame.lists(&form);
    lists.retain(|list| !list.value.trim().is_empty());
    AskCheck {
        help: help.join(", "),
        lists,
        minds: minds.join("\n"),
        skills: skills.join("\n"),
        neighbourhood,
        deadline: deadline(visit, &frame, &form),
        languages: languages.join(", "),
        address: address.trim().to_owned(),
        frame,
        form,
        errors,
    }
}

fn deadline(visit: &Visit, frame: &Frame, form: &AskForm) -> String {
    let zoned = |at: jiff::Timestamp| visit.locale.date_time(&at.to_zoned(visit.zone()));
    let mut deadline = time::deadline(visit, form).map(zoned).unwrap_or_default();
    if form.weekly == "yes" {
        deadline = format!("{deadline}\n{}", frame.t("ask-weekly-short"));
    }
    match time::instant(&form.not_before, &visit.zone()) {
        Some(start) => {
            let colon = visit.locale.colon();
            format!("{deadline}\n{}{colon} {}", frame.t("ask-not-before"), zoned(start))
        }
        None => deadline,
    }
}
