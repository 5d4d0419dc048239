//! A call: the number, who that is, what they need, how it ends. Whatever was typed stays until
//! the last button ends the call.

mod shown;
mod typed;

use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, KnownCaller, Refusal, RevealedRequest};
use matching::{CallId, RequestId};
use templates::pages::CallForm;
use templates::{Errors, FieldError, paths, tr};

use super::super::bad_fields;
use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::desk;
use crate::error::Result;
use crate::routes::Routes;
use shown::{Page, show};
use typed::{Said, Typed};

pub(super) fn routes() -> Routes {
    let door = get(|| async { see_other(paths::STAFF_DESK) });
    Routes::new().route(paths::STAFF_CALL, door.post(post))
}

async fn post(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let form = CallForm::from_pairs(posted.pairs());
    let id: CallId = form.call.parse().map_err(|_| Refusal::NotFound)?;
    let typed = Typed { id, form, said: Said::of(&posted) };
    match posted.get("go") {
        "start" => start(&visit, &actor, typed).await,
        "withheld" => {
            let form = CallForm { caller: String::new(), ..typed.form };
            start(&visit, &actor, Typed { form, ..typed }).await
        }
        "save" => save(&visit, &actor, typed).await,
        go => act(&visit, &actor, typed, go).await,
    }
}

/// Takes the call. Who is known by the number is opened, so that nothing is typed twice.
async fn start(visit: &Visit, actor: &Actor, mut typed: Typed) -> Result<Response> {
    let caller = typed.form.caller.trim().to_owned();
    match visit.dispatch().take_call(actor, typed.id, &caller).await {
        Ok(call) if call.ended_at.is_some() => return Ok(see_other(paths::STAFF_DESK)),
        Ok(_) => {}
        Err(Refusal::Invalid(_)) => {
            let errors = bad_fields::error(visit.locale, "caller", "invalid");
            return desk::shown(visit, actor, &caller, errors).await;
        }
        Err(other) => return Err(other.into()),
    }
    typed.form = typed::fresh(visit, typed.id, &caller);
    let known = visit.dispatch().known_caller(actor, typed.id, None).await?;
    if let Some(latest) = known.latest() {
        take_over(visit, actor, &mut typed, latest).await?;
    }
    let known = at_door(visit, actor, &typed).await?;
    let focus = if known.going_on.is_empty() { "category" } else { "link" };
    show(visit, &typed, &known, Page { focus, ..Page::default() }).await
}

/// Takes over what the person left with an earlier request; the view is in the ledger.
async fn take_over(
    visit: &Visit,
    actor: &Actor,
    typed: &mut Typed,
    request: RequestId,
) -> Result<()> {
    let reason = tr(visit.locale, "call-reason", &[]);
    let opened = visit.dispatch().caller_s_data(actor, typed.id, request, &reason).await;
    match opened {
        Ok(RevealedRequest { request, contact, details }) => {
            let form = &mut typed.form;
            form.name = contact.name;
            form.phone = contact.phone.unwrap_or_else(|| form.caller.clone());
            form.email = contact.email.unwrap_or_default();
            form.line = contact.line.unwrap_or_default();
            form.postcode = request.postcode;
            form.place = request.label;
            request.language.as_str().clone_into(&mut form.language);
            form.payment = details.payment.unwrap_or_default();
            Ok(())
        }
        // Erased meanwhile, or enough was opened for now: the person is asked again.
        Err(Refusal::NotFound | Refusal::Limit { .. }) => Ok(()),
        Err(other) => Err(other.into()),
    }
}

/// Who is known by the number and by the door that is typed.
async fn at_door(visit: &Visit, actor: &Actor, typed: &Typed) -> Result<KnownCaller> {
    let door = typed.address();
    Ok(visit.dispatch().known_caller(actor, typed.id, Some(&door)).await?)
}

/// Ends the call; what cannot be used is shown all at once.
async fn save(visit: &Visit, actor: &Actor, mut typed: Typed) -> Result<Response> {
    let dispatch = visit.dispatch();
    if dispatch.own_call(actor, typed.id).await?.ended_at.is_some() {
        return Ok(see_other(&ended(typed.id)));
    }
    let (places, bad_place) = typed.seek(visit);
    let known = at_door(visit, actor, &typed).await?;
    let end = typed.end(visit, &known);
    let mut errors = match dispatch.check_call(actor, &end) {
        Ok(()) => Errors::none(),
        Err(Refusal::Invalid(bad)) => bad_fields::shown(visit.locale, &bad, typed::input_of),
        Err(other) => return Err(other.into()),
    };
    if !end.needs.is_empty() {
        errors = super::super::sign_up::better(errors, bad_place);
    }
    for (input, code) in typed.left_open(visit, &known, &end) {
        errors.0.push(FieldError::new(visit.locale, input, code));
    }
    if errors.is_empty() {
        match dispatch.end_call(actor, typed.id, &end).await {
            Ok(_) => return Ok(see_other(&ended(typed.id))),
            Err(Refusal::Invalid(bad)) => {
                errors = bad_fields::shown(visit.locale, &bad, typed::input_of);
            }
            Err(other) => return Err(other.into()),
        }
    }
    let errors = spoken(visit, errors);
    show(visit, &typed, &known, Page { errors, places, ..Page::default() }).await
}

/// On the phone the agreement is read out: no box is to be ticked.
fn spoken(visit: &Visit, mut errors: Errors) -> Errors {
    for error in errors.0.iter_mut().filter(|error| error.field == "consent") {
        *error = FieldError::new(visit.locale, "consent", "spoken");
    }
    errors
}

fn ended(id: CallId) -> String {
    format!("{}?call={id}", paths::STAFF_DESK)
}

/// Does something while the call goes on: `confirm:ID`, `person:ID`, `complete:ID` …
async fn act(visit: &Visit, actor: &Actor, mut typed: Typed, go: &str) -> Result<Response> {
    visit.dispatch().own_call(actor, typed.id).await?;
    let mut notice = String::new();
    let (what, id) = go.split_once(':').unwrap_or((go, ""));
    if what == "person" {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        take_over(visit, actor, &mut typed, id).await?;
    } else if !id.is_empty() {
        notice = match done(visit, actor, typed.id, what, id).await {
            Ok(()) => tr(visit.locale, "call-done", &[]),
            Err(Refusal::Conflict(_)) => tr(visit.locale, "call-moved-on", &[]),
            Err(other) => return Err(other.into()),
        };
    }
    let (places, _) = typed.seek(visit);
    let known = at_door(visit, actor, &typed).await?;
    // What was not said yet comes first, also for whoever pressed a key twice.
    let unsaid = known.going_on.iter().any(|one| typed.said.about(one.request.id).is_empty());
    let focus = if unsaid { "link" } else { "consent" };
    show(visit, &typed, &known, Page { notice, places, focus, ..Page::default() }).await
}

/// What somebody on the phone says of a request or of a promise.
async fn done(
    visit: &Visit,
    actor: &Actor,
    call: CallId,
    what: &str,
    id: &str,
) -> dispatch::Outcome<()> {
    let dispatch = visit.dispatch();
    if matches!(what, "contacted" | "complete" | "release") {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        return dispatch.volunteer_says(actor, id, what).await;
    }
    let id: RequestId = id.parse().map_err(|_| Refusal::NotFound)?;
    match what {
        "confirm" => dispatch.confirm_help(actor, id).await?,
        "deny" => dispatch.deny_help(actor, id).await?,
        "cancel" => dispatch.cancel_request(actor, id).await?,
        "open" => dispatch.open_request(actor, id).await?,
        _ => return Err(Refusal::NotFound),
    }
    dispatch.tie_to_call(actor, call, id).await
}
