//! One volunteer, as staff see them.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, NoteLine, Refusal, VolunteerEdit};
use jiff::Timestamp;
use jiff::civil::Date;
use matching::{AccountId, Role, SkillCode, VolunteerId, VolunteerStatus};
use store::{NoteAbout, Volunteer, VolunteerContact};
use templates::pages::{VolunteerCard, VolunteerChoices, VolunteerForm};
use templates::{Errors, Frame, TEAM_SKILLS, paths};

use super::super::bad_fields;
use super::super::confirm::{Token, token};
use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::super::volunteer_form;
use super::volunteers::{actions, change};
use super::{area_name, assignee, notes, notice, short, volunteer_name};
use crate::error::Result;
use crate::routes::Routes;

type Facts = Vec<(String, String)>;

pub(super) fn routes() -> Routes {
    Routes::new().route("/staff/volunteers/{id}", get(view).post(answer))
}

fn id_of(id: Token) -> Result<VolunteerId> {
    Ok(token(id).parse().map_err(|_| Refusal::NotFound)?)
}

async fn view(visit: Visit, id: Token) -> Result<Response> {
    let actor = visit.staff()?;
    shown(&visit, &actor, id_of(id)?, None, Errors::none(), &Posted::default()).await
}

async fn shown(
    visit: &Visit,
    actor: &Actor,
    id: VolunteerId,
    revealed: Option<(Facts, Vec<NoteLine>)>,
    errors: Errors,
    posted: &Posted,
) -> Result<Response> {
    let (contact, lines) = revealed.unzip();
    let dispatch = visit.dispatch();
    let volunteer = dispatch.volunteer(actor, id).await?;
    let standings = dispatch.standings_of(actor, std::slice::from_ref(&volunteer)).await?;
    let standing = standings.get(&id).copied().unwrap_or_default();
    let (live, week) = (standing.live_engagements, standing.alerts_last_7_days);
    let promises = dispatch.promises(actor, id).await?;
    let frame = visit.frame();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut facts = facts(visit, &frame, &volunteer);
    facts.extend(vetting(visit, &frame, &volunteer).await?);
    facts.push((frame.t("column-load"), format!("{live}/{}", volunteer.capacity)));
    facts.push((frame.t("column-week"), week.to_string()));
    let promise = |(engagement, request): &(store::Engagement, store::HelpRequest)| {
        let href = format!("{}/{}", paths::STAFF_REQUESTS, request.id);
        let category = request.category.as_str().to_owned();
        (request.reference.clone(), href, category, engagement.status.code().to_owned())
    };
    let correcting = posted.get("go") == "settings";
    let form = if correcting {
        VolunteerForm::from_pairs(posted.pairs())
    } else {
        volunteer_form::of(&volunteer)
    };
    let about = NoteAbout::Volunteer(id);
    let stays = volunteer.status != VolunteerStatus::Withdrawn;
    let page = VolunteerCard {
        choices: stays.then(|| choices(visit, actor, &frame, &form)),
        form,
        correcting,
        errors,
        typed: ["reason", "vetted_until", "email"].map(|name| posted.get(name).to_owned()),
        notice: notice(visit, &frame),
        name: volunteer_name(visit, id),
        status: volunteer.status.code().to_owned(),
        facts,
        contact,
        notes: notes::shown(visit, actor, about, lines, notes::typed(posted)).await?,
        seen_href: super::audit::seen_of_volunteer(actor, id),
        promises: promises.iter().map(promise).collect(),
        actions: actions(actor, volunteer.status),
        vetting: vetting_actions(actor, &volunteer),
        can_readdress: volunteer.phone_hash.is_some(),
        frame,
    };
    visit.show_as(status, &page)
}

/// What staff may set; a coordinator also what the team has seen.
fn choices(visit: &Visit, actor: &Actor, frame: &Frame, form: &VolunteerForm) -> VolunteerChoices {
    let mut choices = volunteer_form::choices(visit, frame, form);
    if actor.staff(Role::Coordinator).is_ok() {
        choices.skills.extend(frame.skill_choices(&TEAM_SKILLS, &form.skills));
    }
    choices
}

fn facts(visit: &Visit, frame: &Frame, volunteer: &Volunteer) -> Facts {
    let locale = visit.locale;
    let kinds = volunteer.categories.iter().map(|code| locale.category(code.as_str()));
    let spoken = volunteer.languages.iter().map(|code| locale.language(code.as_str()));
    let skills = volunteer.skills.iter().map(SkillCode::as_str).map(|code| locale.skill(code));
    let hours = volunteer_form::in_words(locale, &volunteer.availability);
    let facts = [
        (frame.t("ask-neighbourhood"), volunteer.label.clone()),
        (frame.t("mail-fact-area"), area_name(visit, volunteer.area_id)),
        (frame.t("column-radius"), format!("{}\u{a0}km", volunteer.radius_m.div_ceil(1000))),
        (frame.t("mail-fact-help"), kinds.collect::<Vec<_>>().join(", ")),
        (frame.t("volunteer-skills"), skills.collect::<Vec<_>>().join(", ")),
        (frame.t("language"), spoken.collect::<Vec<_>>().join(", ")),
        (frame.t("volunteer-hours"), hours.join("\n")),
        (frame.t("volunteer-at-least"), age(frame, volunteer)),
        (frame.t("volunteer-since"), short(visit, volunteer.created_at)),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn age(frame: &Frame, volunteer: &Volunteer) -> String {
    frame.locale.age(&volunteer.age_at_least.to_string())
}

/// Until when they are vetted, since when, and by whom.
async fn vetting(visit: &Visit, frame: &Frame, volunteer: &Volunteer) -> Result<Facts> {
    let day = |at: Timestamp| visit.locale.date(at.to_zoned(visit.zone()).date());
    let label = || frame.t("volunteer-vetting");
    let Some(until) = volunteer.vetted_until else {
        return Ok(vec![(label(), frame.t("volunteer-vetting.none"))]);
    };
    let over = until <= visit.now();
    let key = if over { "volunteer-vetting.over" } else { "volunteer-vetting.until" };
    let mut facts = vec![(label(), frame.t1(key, "day", day(until)))];
    if let Some(at) = volunteer.vetted_at {
        let by = assignee(visit, volunteer.vetted_by.map(AccountId)).await?;
        let who = if by.is_empty() {
            volunteer.vetted_by.map_or_else(|| frame.t("volunteer-import"), |_| "API".to_owned())
        } else {
            by
        };
        facts.push((label(), frame.t2("volunteer-vetting.by", "day", day(at), "who", who)));
    }
    Ok(facts)
}

/// What a coordinator may do about the vetting of somebody who is here.
fn vetting_actions(actor: &Actor, volunteer: &Volunteer) -> Vec<String> {
    use VolunteerStatus::{Active, Paused};
    if actor.staff(Role::Coordinator).is_err() || !matches!(volunteer.status, Active | Paused) {
        return Vec::new();
    }
    let codes = ["vet", "unvet"].into_iter();
    let codes = codes.filter(|code| *code == "vet" || volunteer.vetted_until.is_some());
    codes.map(str::to_owned).collect()
}

async fn answer(visit: Visit, id: Token, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let id = id_of(id)?;
    if posted.get("go") == "reveal" {
        return reveal(&visit, &actor, id, &posted).await;
    }
    match posted.get("go") {
        "erase" => {
            actor.staff(Role::Coordinator)?;
            if posted.get("sure") != "yes" {
                let errors = bad_fields::error(visit.locale, "sure", "missing");
                return shown(&visit, &actor, id, None, errors, &posted).await;
            }
            visit.dispatch().erase_volunteer(&actor, id).await?;
        }
        "note" => {
            let (about, typed) = (NoteAbout::Volunteer(id), notes::typed(&posted));
            let errors = notes::write(&visit, &actor, about, &typed).await?;
            if !errors.is_empty() {
                return shown(&visit, &actor, id, None, errors, &posted).await;
            }
        }
        "settings" => return settings(&visit, &actor, id, &posted).await,
        "vet" | "unvet" => return vet(&visit, &actor, id, &posted).await,
        "email" => return lost_mailbox(&visit, &actor, id, &posted).await,
        go => change(&visit, &actor, id, go).await?,
    }
    Ok(see_other(&format!("{}/{id}?did=yes", paths::STAFF_VOLUNTEERS)))
}

/// The settings as the volunteer said them on the phone.
async fn settings(
    visit: &Visit,
    actor: &Actor,
    id: VolunteerId,
    posted: &Posted,
) -> Result<Response> {
    let volunteer = visit.dispatch().volunteer(actor, id).await?;
    let form = VolunteerForm::from_pairs(posted.pairs());
    let choices = choices(visit, actor, &visit.frame(), &form);
    let edit = volunteer_form::edit(&volunteer, &choices, &form);
    match visit.dispatch().edit_volunteer(actor, id, &edit).await {
        Ok(_) => Ok(see_other(&format!("{}/{id}?did=yes", paths::STAFF_VOLUNTEERS))),
        Err(Refusal::Invalid(bad)) => {
            let errors = volunteer_form::errors(visit.locale, &bad, &form);
            shown(visit, actor, id, None, errors, posted).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Sets until when somebody is vetted, or ends it; an empty day is the usual time from now.
async fn vet(visit: &Visit, actor: &Actor, id: VolunteerId, posted: &Posted) -> Result<Response> {
    actor.staff(Role::Coordinator)?;
    let day = (posted.get("go") == "vet").then(|| posted.get("vetted_until").trim());
    let until = day.map(|day| match day {
        "" => visit.dispatch().vetted_until().to_string(),
        day => end_of(visit, day).map_or_else(|| day.to_owned(), |at| at.to_string()),
    });
    let edit = VolunteerEdit { vetted_until: Some(until), ..VolunteerEdit::default() };
    match visit.dispatch().edit_volunteer(actor, id, &edit).await {
        Ok(_) => Ok(see_other(&format!("{}/{id}?did=yes", paths::STAFF_VOLUNTEERS))),
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "vetted_until");
            shown(visit, actor, id, None, errors, posted).await
        }
        Err(other) => Err(other.into()),
    }
}

async fn lost_mailbox(
    visit: &Visit,
    actor: &Actor,
    id: VolunteerId,
    posted: &Posted,
) -> Result<Response> {
    if posted.get("called") != "yes" {
        let errors = bad_fields::error(visit.locale, "called", "missing");
        return shown(visit, actor, id, None, errors, posted).await;
    }
    match visit.dispatch().volunteer_lost_mailbox(actor, id, posted.get("email")).await {
        Ok(()) => Ok(see_other(&format!("{}/{id}?did=yes", paths::STAFF_VOLUNTEERS))),
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "email");
            shown(visit, actor, id, None, errors, posted).await
        }
        Err(other) => Err(other.into()),
    }
}

/// The end of a day as a date field sends it.
fn end_of(visit: &Visit, day: &str) -> Option<Timestamp> {
    let day: Date = day.parse().ok()?;
    Some(day.tomorrow().ok()?.to_zoned(visit.zone()).ok()?.timestamp())
}

async fn reveal(
    visit: &Visit,
    actor: &Actor,
    id: VolunteerId,
    posted: &Posted,
) -> Result<Response> {
    let reason = posted.get("reason");
    if reason.trim().is_empty() {
        let errors = bad_fields::error(visit.locale, "reason", "missing");
        return shown(visit, actor, id, None, errors, posted).await;
    }
    match visit.dispatch().reveal_volunteer_with_notes(actor, id, reason).await {
        Ok((contact, notes)) => {
            let contact = written(&visit.frame(), contact);
            shown(visit, actor, id, Some((contact, notes)), Errors::none(), &Posted::default())
                .await
        }
        Err(Refusal::Invalid(bad)) => {
            let errors = bad_fields::shown(visit.locale, &bad, |_| "reason");
            shown(visit, actor, id, None, errors, posted).await
        }
        Err(other) => Err(other.into()),
    }
}

fn written(frame: &Frame, contact: VolunteerContact) -> Facts {
    let facts = [
        (frame.t("name"), contact.name),
        (frame.t("email"), contact.email),
        (frame.t("phone"), contact.phone.unwrap_or_default()),
        (frame.t("address"), contact.line.unwrap_or_default()),
    ];
    facts.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}
