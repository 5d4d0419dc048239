//! A volunteer's own pages: promises, settings, a break, the data, leaving.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, NEWS, OPTIONAL_MAILS, Refusal, VolunteerEdit};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Zoned};
use matching::VolunteerId;
use store::{Engagement, HelpRequest, Volunteer};
use templates::chart::NearMap;
use templates::pages::{Me, Notice, Promise, Quiet, VolunteerForm};
use templates::{Choice, Errors, FieldError, paths, tr};

use super::bad_fields;
use super::posted::Posted;
use super::sign_up::{better, sought};
use super::visit::{Visit, see_other};
use super::volunteer_form;
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

/// The longest break that a button gives, in days.
const LONGEST_BREAK: i64 = 90;

pub(super) fn routes() -> Routes {
    Routes::new()
        .route(paths::ME, get(me))
        .route(paths::ME_SETTINGS, get(back).post(change))
        .route(paths::ME_PAUSE, get(back).post(pause))
        .route(paths::ME_PLACES, get(back).post(places))
        .route(paths::ME_NEWS, get(back).post(news))
        .route(paths::ME_EMAIL, get(back).post(email))
        .route(paths::ME_EXPORT, get(export))
        .route(paths::ME_ERASE, get(back).post(leave))
}

/// The signed-in volunteer.
pub(super) fn own(visit: &Visit) -> Result<(Actor, VolunteerId)> {
    let id = visit.caller.volunteer().ok_or(Refusal::Unauthenticated)?;
    Ok((Actor::Volunteer(id), id))
}

async fn back() -> Response {
    see_other(paths::ME)
}

async fn me(visit: Visit) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    let volunteer = visit.dispatch().volunteer(&actor, id).await?;
    let form = volunteer_form::of(&volunteer);
    shown(&visit, &volunteer, form, Errors::none(), Vec::new()).await
}

async fn shown(
    visit: &Visit,
    volunteer: &Volunteer,
    form: VolunteerForm,
    errors: Errors,
    places: Vec<Choice>,
) -> Result<Response> {
    let zone = TimeZone::get(&volunteer.timezone).unwrap_or_else(|_| visit.zone());
    let actor = Actor::Volunteer(volunteer.id);
    let held = visit.dispatch().promises(&actor, volunteer.id).await?;
    let (live, ended): (Vec<_>, Vec<_>) = held.iter().partition(|(e, _)| e.status.is_live());
    let promise = |(e, r): &(Engagement, HelpRequest)| promise(visit, e, r, &zone);
    let until = volunteer.paused_until.filter(|until| *until > visit.now());
    let until = until.map(|until| visit.locale.date(until.to_zoned(zone.clone()).date()));
    let paused = volunteer.status == matching::VolunteerStatus::Paused;
    let frame = visit.frame();
    let choices = volunteer_form::choices(visit, &frame, &form);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let wanted = visit.dispatch().wanted_mails(volunteer.id).await?;
    let kinds: Vec<&str> = OPTIONAL_MAILS.into_iter().chain([NEWS]).collect();
    let starts = visit.dispatch().own_places(volunteer.id).await?;
    let page = Me {
        map: own_map(visit, volunteer, &starts),
        may_add: starts.len() < dispatch::MAX_ANCHORS,
        starts: starts.into_iter().map(|(name, _)| name).collect(),
        first_name: visit.dispatch().first_name(volunteer.id).await?,
        status: volunteer.status.code().to_owned(),
        quiet: quiet(visit.dispatch().around(&actor, volunteer.id).await?),
        promises: live.into_iter().map(promise).collect(),
        history: ended.into_iter().map(promise).collect(),
        paused_until: until.or_else(|| paused.then(|| "…".to_owned())),
        alerts_this_week: visit.dispatch().alerts_this_week(&actor, volunteer.id).await?,
        mails: frame.optional_mail_choices(&kinds, &wanted),
        saved: visit.query("saved") == "yes",
        frame,
        form,
        errors,
        places,
        choices,
    };
    visit.show_as(status, &page)
}

/// Where the volunteer starts from, and how far they go.
fn own_map(
    visit: &Visit,
    volunteer: &Volunteer,
    starts: &[(String, matching::Position)],
) -> Option<NearMap> {
    let radius_km = f64::from(volunteer.radius_m) / 1000.0;
    let args = [("radius", volunteer.radius_m.div_ceil(1000).into())];
    (!starts.is_empty()).then(|| NearMap {
        id: "reach".to_owned(),
        title: tr(visit.locale, "me-map", &[]),
        description: tr(visit.locale, "me-map.text", &args),
        starts: starts.iter().map(|(_, at)| (at.lat(), at.lon())).collect(),
        radius_km,
        cells: Vec::new(),
    })
}

fn quiet(around: dispatch::Around) -> Quiet {
    Quiet {
        helped: around.helped,
        hours: around.minutes / 60,
        area: around.area.unwrap_or_default(),
        requests: around.requests,
        volunteers: around.volunteers,
        near: around.near,
    }
}

fn promise(visit: &Visit, e: &Engagement, r: &HelpRequest, zone: &TimeZone) -> Promise {
    Promise {
        href: format!("{}/{}", paths::ENGAGEMENTS, e.id),
        category: r.category.as_str().to_owned(),
        neighbourhood: r.label.clone(),
        when: visit.locale.visit(&dispatch::visit(e, zone)),
        state: e.status.code().to_owned(),
    }
}

async fn change(visit: Visit, posted: Posted) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    let volunteer = visit.dispatch().volunteer(&actor, id).await?;
    let mut form = VolunteerForm::from_pairs(posted.pairs());
    let moves = !form.postcode.trim().is_empty() || !form.place.trim().is_empty();
    let (places, bad_place) = if moves { sought(&visit, &mut form) } else { (Vec::new(), None) };
    let choices = volunteer_form::choices(&visit, &visit.frame(), &form);
    let edit = volunteer_form::edit(&volunteer, &choices, &form);
    match visit.dispatch().edit_volunteer(&actor, id, &edit).await {
        Ok(_) => Ok(see_other(&format!("{}?saved=yes", paths::ME))),
        Err(Refusal::Invalid(bad)) => {
            let errors = volunteer_form::errors(visit.locale, &bad, &form);
            shown(&visit, &volunteer, form, better(errors, bad_place), places).await
        }
        Err(other) => Err(other.into()),
    }
}

/// A break of some days, or the end of one.
async fn pause(visit: Visit, posted: Posted) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    let volunteer = visit.dispatch().volunteer(&actor, id).await?;
    let zone = TimeZone::get(&volunteer.timezone).unwrap_or_else(|_| visit.zone());
    let days = match posted.get("go") {
        "until" => days_until(posted.get("pause_until"), &visit.now().to_zoned(zone.clone())),
        go => go.parse::<i64>().ok(),
    };
    let mut edit = VolunteerEdit::default();
    if let Some(days) = days.filter(|days| (1..=LONGEST_BREAK).contains(days)) {
        let until = visit.now() + SignedDuration::from_hours(24 * days);
        edit.paused_until = Some(Some(until.to_string()));
        visit.dispatch().edit_volunteer(&actor, id, &edit).await?;
        let until: Zoned = until.to_zoned(zone);
        return visit.notice(StatusCode::OK, &Notice::Paused(visit.locale.date(until.date())));
    }
    if posted.get("go") == "until" {
        let form = volunteer_form::of(&volunteer);
        let errors = bad_fields::error(visit.locale, "pause_until", "out_of_range");
        return shown(&visit, &volunteer, form, errors, Vec::new()).await;
    }
    if posted.get("go") == "resume" {
        edit.paused_until = Some(None);
        edit.status = Some("active".to_owned());
        visit.dispatch().edit_volunteer(&actor, id, &edit).await?;
    }
    Ok(see_other(&format!("{}?saved=yes", paths::ME)))
}

/// Days from today to a day as typed.
fn days_until(day: &str, now: &Zoned) -> Option<i64> {
    let day: jiff::civil::Date = day.trim().parse().ok()?;
    Some(i64::from(now.date().until(day).ok()?.get_days()))
}

/// One more place to start from, or one less.
async fn places(visit: Visit, posted: Posted) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    let (mut postcode, mut place) = (String::new(), posted.get("place_more").to_owned());
    let edit = match posted.get("remove") {
        "" => {
            let code = if place.trim().starts_with(|c: char| c.is_ascii_digit())
                && !place.trim().contains(' ')
            {
                std::mem::take(&mut place)
            } else {
                String::new()
            };
            postcode.clone_from(&code);
            if let super::ask::Sought::Found(found, _) =
                super::ask::seek(&visit, &mut postcode, &mut place)
            {
                place.clone_from(&found.name);
            }
            let add = dispatch::AddressInput { postcode, place, ..Default::default() };
            VolunteerEdit { add_place: Some(add), ..VolunteerEdit::default() }
        }
        place => VolunteerEdit { remove_place: place.parse().ok(), ..VolunteerEdit::default() },
    };
    match visit.dispatch().edit_volunteer(&actor, id, &edit).await {
        Ok(_) => Ok(see_other(&format!("{}?saved=yes", paths::ME))),
        Err(Refusal::Invalid(bad)) => {
            let volunteer = visit.dispatch().volunteer(&actor, id).await?;
            let form = volunteer_form::of(&volunteer);
            let errors = bad_fields::shown(visit.locale, &bad, |_| "place_more");
            shown(&visit, &volunteer, form, errors, Vec::new()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Which mails come, or whether the team may write news.
async fn news(visit: Visit, posted: Posted) -> Result<Response> {
    let (_, id) = own(&visit)?;
    match posted.get("go") {
        "stop" => visit.dispatch().stop_news(id).await?,
        "allow" => visit.dispatch().allow_news(id).await?,
        "choose" => {
            let wanted = posted.pairs().filter(|(name, _)| *name == "mails");
            let wanted: Vec<&str> = wanted.map(|(_, kind)| kind).collect();
            visit.dispatch().choose_mails(id, &wanted).await?;
        }
        _ => return Ok(see_other(paths::ME)),
    }
    Ok(see_other(&format!("{}?saved=yes", paths::ME)))
}

/// The same answer whoever the new address belongs to.
async fn email(visit: Visit, posted: Posted) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    match visit.dispatch().ask_volunteer_email(id, posted.get("email")).await {
        Ok(()) => visit.notice(StatusCode::OK, &Notice::EmailAsked),
        Err(Refusal::Invalid(bad)) => {
            let volunteer = visit.dispatch().volunteer(&actor, id).await?;
            let mut form = volunteer_form::of(&volunteer);
            posted.get("email").clone_into(&mut form.email);
            let errors = bad_fields::shown(visit.locale, &bad, |_| "email");
            shown(&visit, &volunteer, form, errors, Vec::new()).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Everything that is kept about the volunteer, as a file.
async fn export(visit: Visit) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    Ok(as_file(visit.dispatch().export_volunteer(&actor, id, "").await?))
}

/// A person's data as a file of its own.
pub(super) fn as_file(data: serde_json::Value) -> Response {
    let name = "attachment; filename=\"proche.json\"";
    ([(header::CONTENT_DISPOSITION, name)], axum::Json(data)).into_response()
}

/// Gives every promise back, then leaves.
async fn leave(visit: Visit, posted: Posted) -> Result<Response> {
    let (actor, id) = own(&visit)?;
    if posted.get("sure") != "yes" {
        let volunteer = visit.dispatch().volunteer(&actor, id).await?;
        let form = volunteer_form::of(&volunteer);
        let missing = FieldError::new(visit.locale, "sure", "missing");
        return shown(&visit, &volunteer, form, Errors(vec![missing]), Vec::new()).await;
    }
    visit.dispatch().erase_volunteer(&actor, id).await?;
    let mut response = visit.notice(StatusCode::OK, &Notice::Erased)?;
    let gone = Cookie::Volunteer.clear(&visit.state.settings);
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}
