//! A request that an operator types while somebody calls.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{AddressInput, HelpRequestInput, Refusal, Replay};
use jiff::ToSpan as _;
use templates::pages::{AskForm, NewRequest};
use templates::{Choice, Errors, FieldError, LANGUAGES, paths};

use super::super::ask::{self, Sought, seek};
use super::super::bad_fields;
use super::super::posted::{Posted, filled, list};
use super::super::visit::{Visit, see_other};
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_NEW_REQUEST, get(start).post(post))
}

async fn start(visit: Visit) -> Result<Response> {
    visit.staff()?;
    let tomorrow = visit.now().to_zoned(visit.zone()).date();
    let tomorrow = tomorrow.checked_add(1.day()).unwrap_or(tomorrow);
    let first = visit.dispatch().settings().language_or_default(None);
    let form = AskForm {
        needed_by_date: tomorrow.to_string(),
        needed_by_time: "18:00".to_owned(),
        languages: first.as_str().to_owned(),
        ..AskForm::default()
    };
    shown(&visit, form, &Extra::fresh(), Errors::none(), Vec::new())
}

/// What the form has beside the answers.
struct Extra {
    priority: String,
    key: String,
}

impl Extra {
    fn fresh() -> Self {
        Self { priority: "normal".to_owned(), key: ask::fresh_key() }
    }
}

fn shown(
    visit: &Visit,
    form: AskForm,
    extra: &Extra,
    errors: Errors,
    places: Vec<Choice>,
) -> Result<Response> {
    let frame = visit.frame();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let dense = super::super::category_choices(visit, &frame, &form.category).into_iter();
    let priority = |code: &str| {
        Choice::new(code, &frame.locale.word("priority", code), code == extra.priority)
    };
    let page = NewRequest {
        errors,
        idempotency_key: extra.key.clone(),
        categories: dense.map(|choice| Choice { hint: String::new(), ..choice }).collect(),
        languages: frame.language_choices(&LANGUAGES, &form.languages),
        payments: frame.payment_choices(&form.payment),
        priorities: ["normal", "vital"].map(priority).into(),
        places,
        form,
        frame,
    };
    visit.show_as(status, &page)
}

async fn post(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let mut form = AskForm::from_pairs(posted.pairs());
    let extra = Extra {
        priority: posted.get("priority").to_owned(),
        key: posted.get("idempotency_key").to_owned(),
    };
    let (places, bad_place) = place(&visit, &mut form);
    let input = input(&visit, &form, &extra);
    let body = form
        .pairs()
        .into_iter()
        .fold(String::new(), |body, (name, value)| body + name + "=" + value + "\n");
    let replay = Replay::new(&actor, &extra.key, body.as_bytes()).ok();
    match visit.dispatch().post_help_request(&actor, &input, replay.as_ref()).await {
        Ok(posted) => Ok(see_other(&format!("{}/{}?did=new", paths::STAFF_REQUESTS, posted.id))),
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, input_of);
            let errors = super::super::sign_up::better(errors, bad_place);
            shown(&visit, form, &extra, errors, places)
        }
        Err(Refusal::KeyReused) => {
            // Changed and sent again: it is another request, under another key.
            let fresh = Extra { key: ask::fresh_key(), ..extra };
            let errors = bad_fields::error(visit.locale, "category", "duplicate");
            shown(&visit, form, &fresh, errors, places)
        }
        Err(other) => Err(other.into()),
    }
}

fn place(visit: &Visit, form: &mut AskForm) -> (Vec<Choice>, Option<FieldError>) {
    let error = |input, code| Some(FieldError::new(visit.locale, input, code));
    if is_remote(visit, form) {
        return (Vec::new(), None);
    }
    match seek(visit, &mut form.postcode, &mut form.place) {
        Sought::Found(..) => (Vec::new(), None),
        Sought::Several(places) => (places, error("place", "missing")),
        Sought::Unknown(input, code) => (Vec::new(), error(input, code)),
    }
}

/// Help by phone needs no place, where the caller gives none.
fn is_remote(visit: &Visit, form: &AskForm) -> bool {
    let nowhere = form.postcode.trim().is_empty() && form.place.trim().is_empty();
    let categories = visit.dispatch().categories();
    nowhere && categories.iter().any(|c| c.code.as_str() == form.category && c.remote)
}

fn input(visit: &Visit, form: &AskForm, extra: &Extra) -> HelpRequestInput {
    let typed = format!("{}T{}", form.needed_by_date.trim(), form.needed_by_time.trim());
    let needed_by = ask::instant(&typed, &visit.zone()).map(|at| at.to_string());
    let missing = form.needed_by_date.trim().is_empty();
    let remote = is_remote(visit, form);
    let address = AddressInput {
        line: filled(&form.line),
        postcode: form.postcode.trim().to_owned(),
        place: form.place.trim().to_owned(),
        country: String::new(),
    };
    HelpRequestInput {
        category: form.category.clone(),
        details: filled(&form.details),
        languages: list(&form.languages),
        priority: filled(&extra.priority),
        name: form.name.clone(),
        phone: filled(&form.phone),
        email: filled(&form.email),
        asked_by: filled(&form.asked_by),
        address: (!remote).then_some(address),
        remote,
        needed_by: needed_by.unwrap_or(if missing { String::new() } else { typed }),
        volunteers_needed: filled(&form.volunteers_needed).map(|n| n.parse().unwrap_or(0)),
        items: ask::items(&form.items),
        payment: filled(&form.payment),
        minds: list(&form.minds),
        channel: "phone".to_owned(),
        consent: ask::consent(&form.consent, &form.keep, "oral"),
        language: list(&form.languages).first().cloned(),
        ..HelpRequestInput::default()
    }
}

fn input_of(field: &str) -> &'static str {
    match ask::input_of(field) {
        "needed_by" | "not_before" => "needed_by_date",
        other => other,
    }
}
