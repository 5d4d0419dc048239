//! A volunteer answers an alert.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, AlertView, Promise, Refusal, VolunteerEdit};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use templates::pages::{AlertPage, Notice};
use templates::{Choice, DistanceBucket, Errors, FieldError, paths, tr};

use super::confirm::{Token, token};
use super::posted::Posted;
use super::visit::{Visit, see_other};
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

/// Later days offered beside now, today and tomorrow.
const LATER_DAYS: i32 = 3;
/// The hour at which a later day is offered.
const LATER_HOUR: i8 = 10;

pub(super) fn routes() -> Routes {
    Routes::new().route("/a/{token}", get(exchange)).route(paths::ALERT, get(view).post(answer))
}

/// The first hop: the token becomes a cookie and leaves the address.
async fn exchange(visit: Visit, link: Token) -> Result<Response> {
    match visit.dispatch().alert_cookie(&token(link)).await {
        Ok(cookie) => Ok(visit.go_with(paths::ALERT, Cookie::Alert, &cookie)),
        Err(Refusal::Gone) => gone(&visit),
        Err(other) => Err(other.into()),
    }
}

fn gone(visit: &Visit) -> Result<Response> {
    visit.notice(StatusCode::GONE, &Notice::AlertGone)
}

async fn view(visit: Visit) -> Result<Response> {
    let Some((_, token)) = visit.caller.alert() else { return gone(&visit) };
    match visit.dispatch().view_alert(token).await {
        Ok(alert) => shown(&visit, &alert, Errors::none()),
        Err(Refusal::Gone) => gone(&visit),
        Err(other) => Err(other.into()),
    }
}

fn shown(visit: &Visit, view: &AlertView, errors: Errors) -> Result<Response> {
    if let Some(engagement) = view.engagement {
        let href = format!("{}/{engagement}", paths::ENGAGEMENTS);
        return visit.notice(StatusCode::OK, &Notice::AlertMine(href));
    }
    if view.taken {
        return visit.notice(StatusCode::CONFLICT, &Notice::AlertTaken);
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visit.show_as(status, &page(visit, view, errors))
}

fn page(visit: &Visit, view: &AlertView, errors: Errors) -> AlertPage {
    let zone = TimeZone::get(&view.timezone).unwrap_or_else(|_| visit.zone());
    let request = &view.request;
    let deadline = request.needed_by.to_zoned(zone.clone());
    let languages = request.languages.iter().map(|code| visit.locale.language(code.as_str()));
    let skills = request.skills.iter().map(|code| visit.locale.skill(code.as_str()));
    let until = view.alert.expires_at.min(request.needed_by).to_zoned(zone);
    AlertPage {
        frame: visit.frame(),
        errors,
        category: request.category.as_str().to_owned(),
        neighbourhood: request.label.clone(),
        distance: view.alert.distance_m.map(DistanceBucket::from_metres),
        beyond_km: view.beyond_m.map(|metres| metres.div_ceil(1000)),
        deadline_time: visit.locale.time(deadline.time()),
        deadline_day: visit.locale.date(deadline.date()),
        item_count: request.item_count,
        payment: String::new(),
        languages: languages.collect::<Vec<_>>().join(", "),
        skills: skills.collect::<Vec<_>>().join(", "),
        safety: visit.locale.safety(request.category.as_str()),
        moments: answers(visit, &deadline),
        link_until: visit.locale.date_time(&until),
    }
}

/// Moments to go, and ways to say no; none is chosen beforehand, and no button stands for one: mail
/// scanners press buttons.
fn answers(visit: &Visit, deadline: &Zoned) -> Vec<Choice> {
    let no = ["no", "pause"].map(|code| {
        let label = tr(visit.locale, &format!("alert-{code}"), &[]);
        Choice::new(code, &label, false)
    });
    moments(visit, deadline).into_iter().chain(no).collect()
}

/// Moments up to the deadline; none is chosen beforehand.
pub(super) fn moments(visit: &Visit, deadline: &Zoned) -> Vec<Choice> {
    let zone = deadline.time_zone().clone();
    let today = visit.now().to_zoned(zone.clone()).date();
    let day = |days: i32| today.checked_add(days.days()).unwrap_or(today);
    let word = |code: &str| tr(visit.locale, &format!("alert-moment-{code}"), &[]);
    let mut choices = vec![Choice::new("now", &word("now"), false)];
    choices.push(Choice::new("today", &word("today"), false));
    if deadline.date() > today {
        choices.push(Choice::new("tomorrow", &word("tomorrow"), false));
    }
    for days in 2..2 + LATER_DAYS {
        let Ok(at) = day(days).at(LATER_HOUR, 0, 0, 0).to_zoned(zone.clone()) else { continue };
        if at.timestamp() < deadline.timestamp() {
            let label = visit.locale.visit(&templates::Visit::At(at.clone()));
            choices.push(Choice::new(&at.timestamp().to_string(), &label, false));
        }
    }
    choices
}

async fn answer(visit: Visit, posted: Posted) -> Result<Response> {
    let Some((_, token)) = visit.caller.alert() else { return gone(&visit) };
    let answered = match posted.get("when") {
        "no" => decline(&visit, token).await,
        "pause" => pause(&visit, token).await,
        when => accept(&visit, token, when).await,
    };
    match answered {
        Ok(response) => Ok(response),
        Err(Refusal::Gone) => gone(&visit),
        Err(Refusal::Conflict("too_young" | "not_vetted" | "under_review")) => {
            visit.notice(StatusCode::CONFLICT, &Notice::AskTeam)
        }
        Err(Refusal::Taken | Refusal::Conflict(_)) => {
            visit.notice(StatusCode::CONFLICT, &Notice::AlertTaken)
        }
        Err(Refusal::Limit { code: "new_volunteer", .. }) => {
            visit.notice(StatusCode::TOO_MANY_REQUESTS, &Notice::FirstHelp)
        }
        Err(Refusal::Limit { .. }) => {
            visit.notice(StatusCode::TOO_MANY_REQUESTS, &Notice::LimitReached)
        }
        Err(Refusal::Invalid(_)) => {
            let view = visit.dispatch().view_alert(token).await?;
            let missing = FieldError::new(visit.locale, "when", "missing");
            shown(&visit, &view, Errors(vec![missing]))
        }
        Err(other) => Err(other.into()),
    }
}

/// Says yes; a first yes opens the contact page to this browser for a day.
async fn accept(visit: &Visit, token: &str, when: &str) -> dispatch::Outcome<Response> {
    let promise = Promise::parse(when, visit.now());
    let promise = promise.map_err(|error| Refusal::Invalid(vec![error]))?;
    let accepted = visit.dispatch().accept_alert(token, promise).await?;
    let contact = format!("{}/{}", paths::ENGAGEMENTS, accepted.engagement.id);
    if accepted.again {
        return Ok(see_other(&contact));
    }
    let cookie = visit.dispatch().engagement_cookie(accepted.engagement.id).await?;
    Ok(visit.go_with(&contact, Cookie::Engagement, &cookie))
}

async fn decline(visit: &Visit, token: &str) -> dispatch::Outcome<Response> {
    visit.dispatch().decline_alert(token, None).await?;
    Ok(said(visit, &Notice::AlertDeclined))
}

/// No for now, and no further alerts for a week.
async fn pause(visit: &Visit, token: &str) -> dispatch::Outcome<Response> {
    let view = visit.dispatch().view_alert(token).await?;
    let until: Timestamp = visit.now() + SignedDuration::from_hours(7 * 24);
    let edit =
        VolunteerEdit { paused_until: Some(Some(until.to_string())), ..VolunteerEdit::default() };
    let actor = Actor::Volunteer(view.volunteer_id);
    visit.dispatch().edit_volunteer(&actor, view.volunteer_id, &edit).await?;
    if view.engagement.is_none() {
        visit.dispatch().decline_alert(token, None).await?;
    }
    let zone = TimeZone::get(&view.timezone).unwrap_or_else(|_| visit.zone());
    let day = visit.locale.date(until.to_zoned(zone).date());
    Ok(said(visit, &Notice::Paused(day)))
}

fn said(visit: &Visit, notice: &Notice) -> Response {
    visit.notice(StatusCode::OK, notice).unwrap_or_else(IntoResponse::into_response)
}
