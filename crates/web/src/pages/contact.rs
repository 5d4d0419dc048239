//! The contact page of an engagement, for its volunteer alone.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, Refusal, RevealedRequest};
use jiff::tz::TimeZone;
use matching::{EngagementId, EngagementStatus};
use store::{Engagement, Item};
use templates::pages::{ContactPage, ContactStep, Notice, SignIn, SignInReason};
use templates::{Errors, FieldError, paths};

use super::bad_fields;
use super::confirm::{Token, token};
use super::posted::Posted;
use super::visit::{Visit, see_other};
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route("/engagements/{id}", get(view).post(answer))
        .route("/engagements/{id}/visit.ics", get(calendar))
}

/// The visit for a calendar: what and roughly where, nothing that is a reveal.
async fn calendar(visit: Visit, id: Token) -> Result<Response> {
    let id = engagement(id)?;
    let Some(actor) = volunteer(&visit, id).await? else { return sign_in(&visit, id) };
    let file = visit.dispatch().visit_calendar(&actor, id, visit.locale).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"proche.ics\""),
    ];
    Ok((headers, file).into_response())
}

/// Every view is an entry of the ledger.
async fn view(visit: Visit, id: Token) -> Result<Response> {
    let id = engagement(id)?;
    match volunteer(&visit, id).await? {
        Some(actor) => shown(&visit, &actor, id, Errors::none()).await,
        None => sign_in(&visit, id),
    }
}

fn engagement(id: Token) -> Result<EngagementId> {
    Ok(token(id).parse().map_err(|_| Refusal::NotFound)?)
}

/// The holder's browser or the signed-in volunteer; nobody else sees a contact here.
async fn volunteer(visit: &Visit, id: EngagementId) -> Result<Option<Actor>> {
    match visit.caller.for_engagement(visit.dispatch(), id).await {
        Ok(actor @ (Actor::Holder(_) | Actor::Volunteer(_))) => Ok(Some(actor)),
        Ok(_) | Err(Refusal::Unauthenticated) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn sign_in(visit: &Visit, id: EngagementId) -> Result<Response> {
    let page = SignIn {
        frame: visit.frame(),
        errors: Errors::none(),
        email: String::new(),
        next: format!("{}/{id}", paths::ENGAGEMENTS),
        reason: SignInReason::Contact,
    };
    visit.show_as(StatusCode::UNAUTHORIZED, &page)
}

async fn shown(visit: &Visit, actor: &Actor, id: EngagementId, errors: Errors) -> Result<Response> {
    let revealed = visit.dispatch().reveal_to_volunteer(actor, id).await?;
    let (engagement, _) = visit.dispatch().engagement(actor, id).await?;
    let volunteer = Actor::Volunteer(engagement.volunteer_id);
    let stored = visit.dispatch().volunteer(&volunteer, engagement.volunteer_id).await?;
    let zone = TimeZone::get(&stored.timezone).unwrap_or_else(|_| visit.zone());
    let own_first_name = visit.dispatch().first_name(engagement.volunteer_id).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = page(visit, &engagement, revealed, &zone);
    (page.errors, page.own_first_name) = (errors, own_first_name);
    visit.show_as(status, &page)
}

fn page(
    visit: &Visit,
    engagement: &Engagement,
    revealed: RevealedRequest,
    zone: &TimeZone,
) -> ContactPage {
    let RevealedRequest { request, contact, details } = revealed;
    let frame = visit.frame();
    let (bird, number) = visit.dispatch().door_word(engagement.id);
    let languages = request.languages.iter().map(|code| visit.locale.language(code.as_str()));
    let town = format!("{} {}", request.postcode, request.label);
    let address = contact.line.into_iter().chain([town.trim().to_owned()]);
    let address: Vec<String> = if request.remote { Vec::new() } else { address.collect() };
    let live = engagement.status.is_live();
    ContactPage {
        errors: Errors::none(),
        step: step(engagement.status),
        on_the_way: engagement.on_the_way_at.is_some(),
        visit: visit.locale.visit(&dispatch::visit(engagement, zone)),
        name: contact.name,
        phone: contact.phone.unwrap_or_default(),
        email: contact.email.unwrap_or_default(),
        details: details.details.unwrap_or_default(),
        door_word: visit.locale.door_word(bird, number),
        deadline: visit.locale.date_time(&request.needed_by.to_zoned(zone.clone())),
        languages: languages.collect::<Vec<_>>().join(", "),
        payment: details.payment.unwrap_or_default(),
        minds: details.minds.iter().map(|code| visit.locale.mind(code)).collect(),
        items: details.items.iter().map(item).collect(),
        safety: visit.locale.safety(request.category.as_str()),
        reasons: reasons(&frame),
        own_first_name: String::new(),
        map_href: if live { frame.site.route_link(&address) } else { String::new() },
        calendar_href: if live {
            format!("{}/{}/visit.ics", paths::ENGAGEMENTS, engagement.id)
        } else {
            String::new()
        },
        durations: frame.minutes_choices(),
        address,
        frame,
    }
}

/// The reasons that a use case knows.
fn reasons(frame: &templates::Frame) -> Vec<templates::Choice> {
    let known =
        |choice: &templates::Choice| dispatch::RELEASE_REASONS.contains(&choice.value.as_str());
    frame.release_choices("").into_iter().filter(known).collect()
}

const fn step(status: EngagementStatus) -> ContactStep {
    match status {
        EngagementStatus::Contacted => ContactStep::Contacted,
        EngagementStatus::Completed => ContactStep::Done,
        EngagementStatus::Confirmed => ContactStep::Confirmed,
        _ => ContactStep::Accepted,
    }
}

/// One line of a list, with how much and what else to know.
pub(super) fn item(item: &Item) -> String {
    let rest = [&item.quantity, &item.note];
    let rest = rest.into_iter().flatten().map(String::as_str);
    std::iter::once(item.name.as_str()).chain(rest).collect::<Vec<_>>().join(", ")
}

async fn answer(visit: Visit, id: Token, posted: Posted) -> Result<Response> {
    let id = engagement(id)?;
    let Some(actor) = volunteer(&visit, id).await? else { return sign_in(&visit, id) };
    let dispatch = visit.dispatch();
    match posted.get("go") {
        "contacted" => dispatch.mark_contacted(&actor, id).await?,
        "on_the_way" => dispatch.set_out(&actor, id).await?,
        "done" => {
            let minutes = posted.get("minutes").parse().ok();
            dispatch.complete_engagement(&actor, id, minutes).await?;
        }
        "release" => return release(&visit, &actor, id, posted.get("reason")).await,
        "concern" => return concern(&visit, &actor, id, posted.get("message")).await,
        _ => {}
    }
    Ok(see_other(&format!("{}/{id}", paths::ENGAGEMENTS)))
}

async fn release(visit: &Visit, actor: &Actor, id: EngagementId, reason: &str) -> Result<Response> {
    match visit.dispatch().release_engagement(actor, id, reason).await {
        Ok(()) => visit.notice(StatusCode::OK, &Notice::Released),
        Err(Refusal::Invalid(_)) => {
            let missing = FieldError::new(visit.locale, "reason", "missing");
            shown(visit, actor, id, Errors(vec![missing])).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn concern(
    visit: &Visit,
    actor: &Actor,
    id: EngagementId,
    message: &str,
) -> Result<Response> {
    let (_, request) = visit.dispatch().engagement(actor, id).await?;
    match visit.dispatch().tell_concern(actor, request.id, "other", message).await {
        Ok(()) => visit.notice(StatusCode::OK, &Notice::ConcernNoted),
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "message");
            shown(visit, actor, id, errors).await
        }
        Err(other) => Err(other.into()),
    }
}
