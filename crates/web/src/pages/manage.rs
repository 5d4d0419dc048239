//! The page of the person who asked: status for the holder of the link, the rest after a check.

use axum::http::{StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, AddressInput, AskAgain, Refusal, RequestEdit, RevealedRequest};
use matching::{RequestId, RequestStatus};
use store::Engagement;
use templates::pages::{
    Again, AskForm, Helper, Manage, ManageDetails, ManageEdit, Notice, OtherNeed,
};
use templates::{Choice, Errors, FieldError, paths, tr};

use super::ask::{self, Sought, seek};
use super::bad_fields;
use super::confirm::{Token, link_gone, token};
use super::contact::item;
use super::own::as_file;
use super::posted::Posted;
use super::visit::{Visit, see_other};
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

const EDIT: &str = "/manage/edit";
const EXPORT: &str = "/manage/export";

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/m/{token}", get(exchange))
        .route(paths::MANAGE, get(view).post(answer))
        .route(EDIT, get(edit).post(save))
        .route(EXPORT, get(export))
}

/// The first hop: the token becomes a cookie and leaves the address.
async fn exchange(visit: Visit, link: Token) -> Result<Response> {
    match visit.dispatch().manage_cookie(&token(link)).await {
        Ok(cookie) => Ok(visit.go_with(paths::MANAGE, Cookie::Manage, &cookie)),
        Err(Refusal::Gone) => link_gone(&visit),
        Err(other) => Err(other.into()),
    }
}

async fn view(visit: Visit) -> Result<Response> {
    match visit.caller.managed() {
        Some((id, proven)) => shown(&visit, id, proven, Errors::none(), "").await,
        None => link_gone(&visit),
    }
}

async fn shown(
    visit: &Visit,
    id: RequestId,
    proven: bool,
    errors: Errors,
    message: &str,
) -> Result<Response> {
    let actor = Actor::Requester(id);
    let request = visit.dispatch().request(&actor, id).await?;
    let details = if proven { Some(details(visit, &actor, id).await?) } else { None };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let together = visit.dispatch().asked_together(&actor, id).await?;
    let others = together.iter().filter(|other| proven && other.id != id).map(|other| OtherNeed {
        id: other.id.to_string(),
        category: other.category.as_str().to_owned(),
        status: other.status.code().to_owned(),
    });
    let page = Manage {
        frame: visit.frame(),
        others: others.collect(),
        errors,
        reference: request.reference,
        status: request.status.code().to_owned(),
        details,
        message: message.to_owned(),
        saved: visit.query("saved") == "yes",
    };
    visit.show_as(status, &page)
}

async fn details(visit: &Visit, actor: &Actor, id: RequestId) -> Result<ManageDetails> {
    let RevealedRequest { request, contact, details } =
        visit.dispatch().own_request(actor, id).await?;
    let engagements = visit.dispatch().engagements(actor, id).await?;
    let mut helpers = Vec::new();
    for engagement in engagements.iter().filter(|e| e.status.holds_place()) {
        helpers.push(helper(visit, engagement).await?);
    }
    let frame = visit.frame();
    let address = [contact.line.unwrap_or_default(), request.postcode, request.label].join(" ");
    let minds: Vec<_> = details.minds.iter().map(|code| visit.locale.mind(code)).collect();
    let facts = [
        (frame.t("name"), contact.name),
        (frame.t("phone"), contact.phone.unwrap_or_default()),
        (frame.t("email"), contact.email.unwrap_or_default()),
        (frame.t("address"), address.trim().to_owned()),
        (
            frame.t("mail-fact-payment"),
            visit.locale.payment(details.payment.as_deref().unwrap_or_default()),
        ),
        (frame.t("ask-minds-short"), minds.join(". ")),
        (frame.t("ask-details-short"), details.details.unwrap_or_default()),
    ];
    let ties = visit.dispatch().ties_of(actor, id).await?;
    let open = request.status.is_live() || request.status == RequestStatus::Unconfirmed;
    let unconfirmed = |e: &Engagement| {
        e.status.holds_place() && e.status != matching::EngagementStatus::Confirmed
    };
    let ended = request.ended_at.is_some() && !open;
    Ok(ManageDetails {
        again: ended.then(|| again(visit, &helpers)),
        repeats_left: ties.repeat_days.map(|_| ties.repeats_left),
        helpers,
        category: request.category.as_str().to_owned(),
        deadline: visit.locale.date_time(&request.needed_by.to_zoned(visit.zone())),
        facts: facts.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
        items: details.items.iter().map(item).collect(),
        can_confirm: engagements.iter().any(unconfirmed),
        feedback: feedback(&engagements),
        can_change: open,
        staff_only: request.staff_only,
    })
}

/// Asking for the same again: when, and of whom first.
fn again(visit: &Visit, helpers: &[Helper]) -> Again {
    let mut deadlines = ask::deadlines(visit, &AskForm::default());
    deadlines.pop();
    let anyone = tr(visit.locale, "manage-again-who.anyone", &[]);
    let first = |helper: &Helper| {
        let args = [("name", helper.first_name.as_str().into())];
        let label = tr(visit.locale, "manage-again-who.first", &args);
        Choice::new(&helper.engagement_id, &label, false)
    };
    let helpers = std::iter::once(Choice::new("", &anyone, true)).chain(helpers.iter().map(first));
    Again { deadlines, helpers: helpers.collect() }
}

/// What was said of the help, empty where it is still asked; nothing before it is confirmed.
fn feedback(engagements: &[Engagement]) -> Option<String> {
    let confirmed = matching::EngagementStatus::Confirmed;
    let helped: Vec<_> = engagements.iter().filter(|e| e.status == confirmed).collect();
    let said = helped.iter().find_map(|e| e.feedback.clone());
    (!helped.is_empty()).then(|| said.unwrap_or_default())
}

async fn helper(visit: &Visit, engagement: &Engagement) -> Result<Helper> {
    let (bird, number) = visit.dispatch().door_word(engagement.id);
    Ok(Helper {
        engagement_id: engagement.id.to_string(),
        first_name: visit.first_name(engagement.volunteer_id).await?,
        when: visit.locale.visit(&dispatch::visit(engagement, &visit.zone())),
        on_the_way: engagement.on_the_way_at.is_some() && engagement.status.is_live(),
        door_word: visit.locale.door_word(bird, number),
        can_block: true,
    })
}

async fn answer(visit: Visit, posted: Posted) -> Result<Response> {
    let Some((id, proven)) = visit.caller.managed() else { return link_gone(&visit) };
    let (actor, dispatch) = (Actor::Requester(id), visit.dispatch());
    match posted.get("go") {
        "check" => return check(&visit, id, posted.get("check")).await,
        "erase" if proven => return erase(&visit, id, posted.get("sure")).await,
        "report" => return report(&visit, id, proven, posted.get("message")).await,
        "other" => {
            let other = posted.get("request").parse().map_err(|_| Refusal::NotFound)?;
            return go_to(&visit, id, other, proven).await;
        }
        _ if !proven => return Ok(see_other(paths::MANAGE)),
        "confirm" => dispatch.confirm_help(&actor, id).await?,
        "not_done" => dispatch.deny_help(&actor, id).await?,
        word @ ("good" | "bad") => dispatch.tell_how_it_was(&actor, id, word).await?,
        "sheet" => {
            dispatch.make_door_code(&actor, id).await?;
            return Ok(see_other(paths::MANAGE_SHEET));
        }
        "stop_repeat" => dispatch.stop_repeating(&actor, id).await?,
        "again" => return ask_again(&visit, id, &posted).await,
        "cancel" => dispatch.cancel_request(&actor, id).await?,
        "block" => {
            let engagement = posted.get("engagement").parse().map_err(|_| Refusal::NotFound)?;
            dispatch.block_volunteer(&actor, engagement).await?;
        }
        go @ ("staff" | "anyone") => {
            let edit = RequestEdit { staff_only: Some(go == "staff"), ..RequestEdit::default() };
            dispatch.edit_request(&actor, id, &edit).await?;
        }
        _ => return Ok(see_other(paths::MANAGE)),
    }
    Ok(see_other(&format!("{}?saved=yes", paths::MANAGE)))
}

/// The same browser looks at another request of the same person.
async fn go_to(visit: &Visit, own: RequestId, other: RequestId, proven: bool) -> Result<Response> {
    let cookie = visit.dispatch().cookie_of_other(own, other, proven).await?;
    Ok(visit.go_with(paths::MANAGE, Cookie::Manage, &cookie))
}

/// The same once more; the page of the new request follows.
async fn ask_again(visit: &Visit, id: RequestId, posted: &Posted) -> Result<Response> {
    let at = ask::instant(posted.get("needed_by"), &visit.zone());
    let again = AskAgain {
        needed_by: at.map(|at| at.to_string()).unwrap_or_default(),
        helper: posted.get("helper").parse().ok(),
    };
    match visit.dispatch().ask_again(&Actor::Requester(id), id, &again).await {
        Ok(new) => go_to(visit, id, new.id, true).await,
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "needed_by");
            shown(visit, id, true, errors, "").await
        }
        Err(other) => Err(other.into()),
    }
}

/// The postcode or three digits of the phone open the details for an hour.
async fn check(visit: &Visit, id: RequestId, said: &str) -> Result<Response> {
    match visit.dispatch().prove_requester(id, said).await {
        Ok(cookie) => Ok(visit.go_with(paths::MANAGE, Cookie::Manage, &cookie)),
        Err(Refusal::Invalid(_)) => {
            let wrong = FieldError::new(visit.locale, "check", "invalid");
            shown(visit, id, false, Errors(vec![wrong]), "").await
        }
        Err(other) => Err(other.into()),
    }
}

async fn report(visit: &Visit, id: RequestId, proven: bool, message: &str) -> Result<Response> {
    let actor = Actor::Requester(id);
    match visit.dispatch().tell_concern(&actor, id, "other", message).await {
        Ok(()) => visit.notice(StatusCode::OK, &Notice::ConcernNoted),
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "message");
            shown(visit, id, proven, errors, message).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Everything that is kept about the person, as a file.
async fn export(visit: Visit) -> Result<Response> {
    match visit.caller.managed() {
        Some((id, true)) => {
            let data = visit.dispatch().export_request(&Actor::Requester(id), id, "").await?;
            Ok(as_file(data))
        }
        Some(_) => Ok(see_other(paths::MANAGE)),
        None => link_gone(&visit),
    }
}

/// Calls off what is open and erases everything about the person.
async fn erase(visit: &Visit, id: RequestId, sure: &str) -> Result<Response> {
    if sure != "yes" {
        let missing = FieldError::new(visit.locale, "sure", "missing");
        return shown(visit, id, true, Errors(vec![missing]), "").await;
    }
    visit.dispatch().erase_request(&Actor::Requester(id), id).await?;
    let mut response = visit.notice(StatusCode::OK, &Notice::Erased)?;
    let gone = Cookie::Manage.clear(&visit.state.settings);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

async fn edit(visit: Visit) -> Result<Response> {
    let id = match visit.caller.managed() {
        Some((id, true)) => id,
        Some(_) => return Ok(see_other(paths::MANAGE)),
        None => return link_gone(&visit),
    };
    let own = visit.dispatch().own_request(&Actor::Requester(id), id).await?;
    edit_page(&visit, as_typed(&visit, own), Errors::none(), Vec::new())
}

fn edit_page(
    visit: &Visit,
    form: AskForm,
    errors: Errors,
    places: Vec<Choice>,
) -> Result<Response> {
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &ManageEdit { frame: visit.frame(), form, errors, places })
}

/// The request as its form; the place is written as its town, to be changed or left.
fn as_typed(visit: &Visit, own: RevealedRequest) -> AskForm {
    let RevealedRequest { request, contact, details } = own;
    let deadline = ask::civil(&request.needed_by.to_zoned(visit.zone()));
    let (date, time) = deadline.split_once('T').unwrap_or_default();
    let items: Vec<String> = details.items.iter().map(item).collect();
    AskForm {
        needed_by_date: date.to_owned(),
        needed_by_time: time.to_owned(),
        phone: contact.phone.unwrap_or_default(),
        line: contact.line.unwrap_or_default(),
        postcode: request.postcode,
        items: items.join("\n"),
        details: details.details.unwrap_or_default(),
        ..AskForm::default()
    }
}

async fn save(visit: Visit, posted: Posted) -> Result<Response> {
    let id = match visit.caller.managed() {
        Some((id, true)) => id,
        Some(_) => return Ok(see_other(paths::MANAGE)),
        None => return link_gone(&visit),
    };
    let actor = Actor::Requester(id);
    let own = visit.dispatch().own_request(&actor, id).await?;
    let remote = own.request.remote;
    let before = as_typed(&visit, own);
    let mut form = AskForm::from_pairs(posted.pairs());
    let moved = !remote
        && (form.postcode.trim(), form.place.trim(), form.line.trim())
            != (before.postcode.trim(), "", before.line.trim());
    let mut places = Vec::new();
    if moved {
        let wrong = match seek(&visit, &mut form.postcode, &mut form.place) {
            Sought::Found(_, ask::Inside::Yes) => None,
            Sought::Found(..) => Some(("postcode", "outside")),
            Sought::Several(found) => {
                places = found;
                Some(("place", "missing"))
            }
            Sought::Unknown(input, code) => Some((input, code)),
        };
        if let Some((input, code)) = wrong {
            let errors = bad_fields::error(visit.locale, input, code);
            return edit_page(&visit, form, errors, places);
        }
    }
    let edit = changes(&visit, &form, &before, moved);
    match visit.dispatch().edit_request(&actor, id, &edit).await {
        Ok(()) => Ok(see_other(&format!("{}?saved=yes", paths::MANAGE))),
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, edit_input_of);
            edit_page(&visit, form, errors, places)
        }
        Err(other) => Err(other.into()),
    }
}

/// Only what differs: a change of time or place starts the search again.
fn changes(visit: &Visit, form: &AskForm, before: &AskForm, moved: bool) -> RequestEdit {
    let when = |form: &AskForm| format!("{}T{}", form.needed_by_date, form.needed_by_time);
    let new_time = (when(form) != when(before)).then(|| {
        ask::instant(&when(form), &visit.zone()).map_or_else(|| when(form), |at| at.to_string())
    });
    let address = AddressInput {
        line: super::posted::filled(&form.line),
        postcode: form.postcode.trim().to_owned(),
        place: form.place.trim().to_owned(),
        country: String::new(),
    };
    let differs = |now: &str, then: &str| (now.trim() != then.trim()).then(|| now.to_owned());
    let list = |form: &AskForm| ask::items(&form.items);
    RequestEdit {
        details: differs(&form.details, &before.details),
        phone: differs(&form.phone, &before.phone),
        address: moved.then_some(address),
        needed_by: new_time,
        items: (list(form) != list(before)).then(|| list(form)),
        ..RequestEdit::default()
    }
}

fn edit_input_of(field: &str) -> &'static str {
    match ask::input_of(field) {
        "needed_by" | "not_before" => "needed_by_date",
        other => other,
    }
}
