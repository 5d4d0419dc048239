//! Signing up as a volunteer.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Refusal};
use templates::pages::{Notice, VolunteerForm, VolunteerSignUp};
use templates::{Choice, Errors, FieldError, paths};

use super::ask::{Sought, seek};
use super::bad_fields;
use super::posted::Posted;
use super::visit::Visit;
use super::volunteer_form;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::VOLUNTEER, get(start).post(sign_up))
}

async fn start(visit: Visit) -> Result<Response> {
    if !visit.dispatch().settings().public_requests {
        return visit.notice(StatusCode::OK, &Notice::NotOpen);
    }
    let form =
        VolunteerForm { begun: visit.dispatch().form_begun(), ..volunteer_form::empty(&visit) };
    shown(&visit, form, Errors::none(), Vec::new())
}

async fn sign_up(visit: Visit, posted: Posted) -> Result<Response> {
    if posted.is_by_a_program() {
        return visit.notice(StatusCode::OK, &Notice::CheckMail);
    }
    let mut form = VolunteerForm::from_pairs(posted.pairs());
    let (places, bad_place) = sought(&visit, &mut form);
    if visit.is_too_fast(&mut form.begun) {
        let errors = bad_fields::error(visit.locale, "consent", "fast");
        return shown(&visit, form, errors, places);
    }
    let input = volunteer_form::input(&visit, &form);
    match visit.dispatch().register_volunteer(&Actor::Visitor, &input, None).await {
        Ok(_) => visit.notice(StatusCode::OK, &Notice::CheckMail),
        Err(Refusal::Closed) => visit.notice(StatusCode::FORBIDDEN, &Notice::NotOpen),
        Err(Refusal::Invalid(bad)) => {
            let errors = volunteer_form::errors(visit.locale, &bad, &form);
            shown(&visit, form, better(errors, bad_place), places)
        }
        Err(other) => Err(other.into()),
    }
}

/// The places to choose from, and the error that asks for the choice.
pub(super) fn sought(visit: &Visit, form: &mut VolunteerForm) -> (Vec<Choice>, Option<FieldError>) {
    let error = |input, code| Some(FieldError::new(visit.locale, input, code));
    match seek(visit, &mut form.postcode, &mut form.place) {
        Sought::Found(..) => (Vec::new(), None),
        Sought::Several(places) => (places, error("place", "missing")),
        Sought::Unknown(input, code) => (Vec::new(), error(input, code)),
    }
}

/// The page's own word about the place stands for the use case's.
pub(super) fn better(errors: Errors, place: Option<FieldError>) -> Errors {
    let Some(place) = place else { return errors };
    let about_place = |error: &FieldError| matches!(error.field.as_str(), "place" | "postcode");
    let mut kept: Vec<FieldError> = errors.0.into_iter().filter(|e| !about_place(e)).collect();
    kept.push(place);
    Errors(kept)
}

fn shown(
    visit: &Visit,
    form: VolunteerForm,
    errors: Errors,
    places: Vec<Choice>,
) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visit.frame();
    let choices = volunteer_form::choices(visit, &frame, &form);
    let page = VolunteerSignUp { frame, form, errors, places, choices };
    visit.show_as(status, &page)
}
