//! The sheet for the door, and the neighbour who types its code.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Promise, Refusal, RevealedRequest};
use matching::VolunteerId;
use store::HelpRequest;
use templates::pages::{AtDoor, DoorPage, DoorSheet};
use templates::{Errors, paths, tr};

use super::alert::moments;
use super::bad_fields;
use super::confirm::link_gone;
use super::contact::item;
use super::near::refused;
use super::posted::Posted;
use super::visit::{Visit, see_other};
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::SHEET, get(empty))
        .route(paths::MANAGE_SHEET, get(own))
        .route(paths::DOOR, get(door).post(look))
}

/// A sheet for the pen.
async fn empty(visit: Visit) -> Result<Response> {
    visit.show(&DoorSheet {
        frame: visit.frame(),
        own: false,
        deadline: String::new(),
        items: Vec::new(),
        payment: String::new(),
        code: Vec::new(),
    })
}

/// The sheet of the own request, once its code was made.
async fn own(visit: Visit) -> Result<Response> {
    let id = match visit.caller.managed() {
        Some((id, true)) => id,
        Some(_) => return Ok(see_other(paths::MANAGE)),
        None => return link_gone(&visit),
    };
    let actor = Actor::Requester(id);
    let Some(code) = visit.dispatch().door_code(&actor, id).await? else {
        return Ok(see_other(paths::MANAGE));
    };
    let RevealedRequest { request, details, .. } = visit.dispatch().own_request(&actor, id).await?;
    visit.show(&DoorSheet {
        frame: visit.frame(),
        own: true,
        deadline: visit.locale.date_time(&request.needed_by.to_zoned(visit.zone())),
        items: details.items.iter().map(item).collect(),
        payment: details.payment.unwrap_or_default(),
        code: code.chars().collect(),
    })
}

async fn door(visit: Visit) -> Result<Response> {
    shown(&visit, StatusCode::OK, Errors::none(), "", None)
}

fn shown(
    visit: &Visit,
    status: StatusCode,
    errors: Errors,
    code: &str,
    found: Option<AtDoor>,
) -> Result<Response> {
    let page = DoorPage {
        frame: visit.frame(),
        errors,
        code: code.to_owned(),
        found,
        notice: String::new(),
    };
    visit.show_as(status, &page)
}

/// The code alone shows what it stands for; a volunteer who is signed in may say yes to it.
async fn look(visit: Visit, posted: Posted) -> Result<Response> {
    let code = posted.get("code");
    let request = match visit.dispatch().request_at_door(code).await {
        Ok(request) => request,
        Err(Refusal::Gone) => {
            let errors = bad_fields::error(visit.locale, "code", "gone");
            return shown(&visit, StatusCode::UNPROCESSABLE_ENTITY, errors, code, None);
        }
        Err(other) => return Err(other.into()),
    };
    let found = at_door(&visit, &request).await;
    match visit.caller.volunteer() {
        Some(id) if posted.get("go") == "yes" => {
            choose(&visit, id, &request, posted.get("when"), (code, found)).await
        }
        _ => shown(&visit, StatusCode::OK, Errors::none(), code, Some(found)),
    }
}

async fn at_door(visit: &Visit, request: &HelpRequest) -> AtDoor {
    let wanted = request.status == matching::RequestStatus::Open;
    let deadline = request.needed_by.to_zoned(visit.zone());
    let signed_in = wanted && visit.caller.volunteer().is_some();
    let seen_by_staff = match visit.staff() {
        Ok(actor) => visit.dispatch().request(&actor, request.id).await.is_ok(),
        Err(_) => false,
    };
    let href = format!("{}/{}", paths::STAFF_REQUESTS, request.id);
    AtDoor {
        category: request.category.as_str().to_owned(),
        deadline: visit.locale.date_time(&deadline),
        wanted,
        moments: if signed_in { moments(visit, &deadline) } else { Vec::new() },
        staff_href: if seen_by_staff { href } else { String::new() },
    }
}

async fn choose(
    visit: &Visit,
    id: VolunteerId,
    request: &HelpRequest,
    when: &str,
    (code, found): (&str, AtDoor),
) -> Result<Response> {
    let Ok(promise) = Promise::parse(when, visit.now()) else {
        let errors = bad_fields::error(visit.locale, "when", "missing");
        return shown(visit, StatusCode::UNPROCESSABLE_ENTITY, errors, code, Some(found));
    };
    match visit.dispatch().choose_request(id, request.id, promise).await {
        Ok(accepted) => {
            Ok(see_other(&format!("{}/{}", paths::ENGAGEMENTS, accepted.engagement.id)))
        }
        Err(error) => {
            let (status, word) = refused(error)?;
            let notice = tr(visit.locale, &format!("near-{word}"), &[]);
            let page = DoorPage {
                frame: visit.frame(),
                errors: Errors::none(),
                code: code.to_owned(),
                found: Some(found),
                notice,
            };
            visit.show_as(status, &page)
        }
    }
}
