//! The last button: everything is posted, and what cannot be used leads back to its step.

use axum::response::Response;
use dispatch::{Actor, AddressInput, ConsentInput, HelpRequestInput, ItemInput, Refusal, Replay};
use templates::pages::{AskForm, Notice};
use templates::{Errors, FieldError};

use super::super::bad_fields;
use super::super::posted::{filled, list};
use super::super::visit::Visit;
use super::{CHECK, DONE, steps, time, validate};
use crate::cookies::Cookie;
use crate::error::Result;

/// The text that people agree to: the day it was written.
const CONSENT_VERSION: &str = "2026-11-26";

/// The rhythm of what is asked again by itself, in days.
const EVERY_WEEK: u32 = 7;

/// The agreement as the use cases want it.
pub(crate) fn consent(given: &str, keep: &str, by: &str) -> ConsentInput {
    ConsentInput {
        version: CONSENT_VERSION.to_owned(),
        given: given == "yes",
        by: Some(by.to_owned()),
        keep: keep == "yes",
    }
}

pub(super) async fn send(visit: &Visit, mut form: AskForm) -> Result<Response> {
    for step in 1..CHECK {
        let errors = validate::step(visit, step, &mut form);
        if !errors.is_empty() {
            return steps::show(visit, step, form, errors);
        }
    }
    if form.consent != "yes" {
        let errors = Errors(vec![FieldError::new(visit.locale, "consent", "missing")]);
        return steps::show(visit, CHECK, form, errors);
    }
    if visit.is_too_fast(&mut form.begun) {
        let errors = Errors(vec![FieldError::new(visit.locale, "consent", "fast")]);
        return steps::show(visit, CHECK, form, errors);
    }
    let inputs = inputs(visit, &form);
    let body = form
        .pairs()
        .into_iter()
        .fold(String::new(), |body, (name, value)| body + name + "=" + value + "\n");
    let replay = Replay::new(&Actor::Visitor, &form.once, body.as_bytes()).ok();
    match visit.dispatch().post_help_requests(&Actor::Visitor, &inputs, replay.as_ref()).await {
        Ok(posted) => {
            let first = posted.first().map_or("", |posted| posted.manage_url.as_str());
            let token = first.rsplit('/').next().unwrap_or_default();
            let cookie = visit.dispatch().manage_cookie(token).await?;
            Ok(visit.go_with(DONE, Cookie::Manage, &cookie))
        }
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, input_of);
            lead_back(visit, form, errors)
        }
        Err(Refusal::Closed) => visit.notice(axum::http::StatusCode::FORBIDDEN, &Notice::NotOpen),
        Err(other) => Err(other.into()),
    }
}

/// To the first step with something to complete, with what that step owns.
fn lead_back(visit: &Visit, form: AskForm, errors: Errors) -> Result<Response> {
    let step = errors.0.iter().map(|error| step_of(&error.field)).min().unwrap_or(CHECK);
    let own = errors.0.into_iter().filter(|error| step_of(&error.field) == step).collect();
    steps::show(visit, step, form, Errors(own))
}

fn step_of(input: &str) -> u32 {
    match input {
        "category" | "volunteers_needed" => 1,
        "postcode" | "place" | "line" => 2,
        "needed_by" | "not_before" | "weekly" => 3,
        "items" | "items_2" | "items_3" | "items_4" | "payment" | "minds" | "skills"
        | "languages" | "details" => 4,
        "name" | "phone" | "email" | "asked_by" => 5,
        _ => CHECK,
    }
}

/// The input of a field as the API names it.
pub(crate) fn input_of(field: &str) -> &'static str {
    match field {
        "category" => "category",
        "skills" => "skills",
        "volunteers_needed" => "volunteers_needed",
        "address.place" => "place",
        "address.line" => "line",
        "address" | "address.postcode" | "address.country" | "location" | "location.lat"
        | "location.lon" => "postcode",
        "needed_by" => "needed_by",
        "not_before" => "not_before",
        "items" => "items",
        "payment" => "payment",
        "minds" => "minds",
        "repeat_days" => "weekly",
        "languages" => "languages",
        "details" => "details",
        "contact.name" => "name",
        "contact.phone" => "phone",
        "contact.email" => "email",
        "contact.asked_by" => "asked_by",
        _ => "consent",
    }
}

/// One input for each need.
fn inputs(visit: &Visit, form: &AskForm) -> Vec<HelpRequestInput> {
    let needs = form.needs().into_iter().enumerate();
    needs.map(|(place, need)| input(visit, form, need, form.list(place).1)).collect()
}

fn input(visit: &Visit, form: &AskForm, need: &str, list_text: &str) -> HelpRequestInput {
    let remote = form.remote == "yes" && validate::may_be_remote(visit, need);
    let address = AddressInput {
        line: filled(&form.line),
        postcode: form.postcode.trim().to_owned(),
        place: form.place.trim().to_owned(),
        country: String::new(),
    };
    let at = |at: jiff::Timestamp| at.to_string();
    HelpRequestInput {
        category: need.to_owned(),
        details: filled(&form.details),
        languages: list(&form.languages),
        skills: list(&form.skills),
        priority: (form.vital == "yes").then(|| "vital".to_owned()),
        name: form.name.clone(),
        phone: filled(&form.phone),
        email: filled(&form.email),
        asked_by: filled(&form.asked_by).filter(|_| form.for_whom == "other"),
        address: (!remote).then_some(address),
        remote,
        not_before: time::instant(&form.not_before, &visit.zone()).map(at),
        needed_by: time::deadline(visit, form).map(at).unwrap_or_default(),
        volunteers_needed: form.volunteers_needed.trim().parse().ok(),
        items: items(list_text),
        payment: filled(&form.payment),
        minds: list(&form.minds),
        repeat_days: (form.weekly == "yes").then_some(EVERY_WEEK),
        channel: "web".to_owned(),
        consent: consent(&form.consent, &form.keep, "self"),
        language: Some(visit.locale.code().to_owned()),
        ..HelpRequestInput::default()
    }
}

/// The list, one thing a line.
pub(crate) fn items(text: &str) -> Vec<ItemInput> {
    let lines = text.lines().filter_map(filled);
    lines.map(|name| ItemInput { name, ..ItemInput::default() }).collect()
}
