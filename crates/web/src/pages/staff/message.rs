//! One message to many volunteers: choose whom, write, look, send.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, MessageInput, Refusal, SegmentInput, TOLD_STATUSES};
use matching::{Role, VolunteerStatus};
use store::BulkMessage;
use templates::pages::{MessageCheck, MessagePage, SentMessage};
use templates::{Errors, Locale, paths, tr};
use uuid::Uuid;

use super::super::bad_fields;
use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::{area_name, areas, assignee, categories, coded, languages, notice, short};
use crate::error::Result;
use crate::routes::Routes;

/// Messages shown that were sent before.
const SHOWN: u32 = 10;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_MESSAGE, get(view).post(answer))
}

/// Where a coordinator writes to volunteers; empty for an operator.
pub(super) fn href(actor: &Actor) -> &'static str {
    if actor.staff(Role::Coordinator).is_ok() { paths::STAFF_MESSAGE } else { "" }
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = coordinator(&visit)?;
    let segment = segment(|name| visit.query(name).to_owned());
    let typed = MessageInput { segment, ..MessageInput::default() };
    if visit.query("show") != "yes" {
        return shown(&visit, &actor, &typed, None, Errors::none()).await;
    }
    let id = visit.dispatch().new_message_id()?;
    shown(&visit, &actor, &typed, Some(id), Errors::none()).await
}

fn coordinator(visit: &Visit) -> Result<Actor> {
    let actor = visit.staff()?;
    actor.staff(Role::Coordinator)?;
    Ok(actor)
}

fn segment(get: impl Fn(&str) -> String) -> SegmentInput {
    SegmentInput {
        area: get("area"),
        category: get("category"),
        language: get("language"),
        state: get("state"),
        postcode: get("postcode"),
        km: get("km"),
    }
}

async fn answer(visit: Visit, posted: Posted) -> Result<Response> {
    let actor = coordinator(&visit)?;
    let text = |name: &str| posted.get(name).to_owned();
    let typed =
        MessageInput { segment: segment(text), subject: text("subject"), body: text("body") };
    let id: Uuid = posted.get("message").parse().map_err(|_| Refusal::NotFound)?;
    let dispatch = visit.dispatch();
    let refused = match posted.get("go") {
        "check" => match dispatch.check_message(&actor, &typed).await {
            Ok(checked) => return check(&visit, &typed, id, &checked),
            Err(refused) => refused,
        },
        "send" => match dispatch.send_message(&actor, id, &typed).await {
            Ok(count) => {
                return Ok(see_other(&format!("{}?did=sent-{count}", paths::STAFF_MESSAGE)));
            }
            Err(refused) => refused,
        },
        _ => return shown(&visit, &actor, &typed, Some(id), Errors::none()).await,
    };
    let errors = match refused {
        Refusal::Invalid(bad) => bad_fields::shown(visit.locale, &bad, input_of),
        Refusal::Limit { .. } => bad_fields::error(visit.locale, "body", "often"),
        other => return Err(other.into()),
    };
    shown(&visit, &actor, &typed, Some(id), errors).await
}

fn input_of(field: &str) -> &'static str {
    match field {
        "category" => "category",
        "language" => "language",
        "state" => "state",
        "postcode" => "postcode",
        "km" => "km",
        "subject" => "subject",
        "body" => "body",
        _ => "area",
    }
}

/// The number of the message, its segment, and what was typed, for hidden fields.
fn kept(id: Uuid, typed: &MessageInput) -> Vec<(&'static str, String)> {
    let segment = &typed.segment;
    vec![
        ("message", id.to_string()),
        ("area", segment.area.clone()),
        ("category", segment.category.clone()),
        ("language", segment.language.clone()),
        ("state", segment.state.clone()),
        ("postcode", segment.postcode.clone()),
        ("km", segment.km.clone()),
    ]
}

async fn shown(
    visit: &Visit,
    actor: &Actor,
    typed: &MessageInput,
    id: Option<Uuid>,
    mut errors: Errors,
) -> Result<Response> {
    let segment = &typed.segment;
    let count = match id {
        None => None,
        Some(_) => match visit.dispatch().count_segment(actor, segment).await {
            Ok(count) => Some(count),
            Err(Refusal::Invalid(bad)) => {
                errors = bad_fields::shown(visit.locale, &bad, input_of);
                None
            }
            Err(other) => return Err(other.into()),
        },
    };
    let mut sent = Vec::new();
    for message in visit.dispatch().messages_sent(actor, SHOWN).await? {
        sent.push(sent_before(visit, &message).await?);
    }
    let frame = visit.frame();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = MessagePage {
        errors,
        notice: notice(visit, &frame),
        areas: areas(visit, &frame, actor, &segment.area),
        categories: categories(visit, &frame, &segment.category),
        languages: languages(&frame, &segment.language),
        states: coded(
            &frame,
            "volunteer",
            TOLD_STATUSES.map(VolunteerStatus::code),
            &segment.state,
        ),
        postcode: segment.postcode.clone(),
        km: segment.km.clone(),
        count,
        kept: id.map(|id| kept(id, typed)).unwrap_or_default(),
        subject: typed.subject.clone(),
        body: typed.body.clone(),
        sent,
        frame,
    };
    visit.show_as(status, &page)
}

async fn sent_before(visit: &Visit, message: &BulkMessage) -> Result<SentMessage> {
    Ok(SentMessage {
        at: short(visit, message.created_at),
        subject: message.subject.clone(),
        area: area_name(visit, message.area_id),
        who: assignee(visit, message.created_by).await?,
        recipients: message.recipients,
    })
}

fn check(
    visit: &Visit,
    typed: &MessageInput,
    id: Uuid,
    checked: &dispatch::CheckedMessage,
) -> Result<Response> {
    let read_in = Locale::from_code(&typed.segment.language).unwrap_or(visit.locale);
    let mut kept = kept(id, typed);
    kept.extend([("subject", typed.subject.clone()), ("body", typed.body.clone())]);
    visit.show(&MessageCheck {
        frame: visit.frame(),
        count: checked.recipients,
        whom: whom(visit, &typed.segment),
        subject: checked.subject.clone(),
        preview: visit.dispatch().message_preview(checked, read_in),
        kept,
    })
}

/// A segment in words.
fn whom(visit: &Visit, segment: &SegmentInput) -> Vec<String> {
    let locale = visit.locale;
    let area = visit.dispatch().areas().find(&segment.area);
    let named = |text: &str, word: String| Some(word).filter(|_| !text.trim().is_empty());
    let around =
        [("km", segment.km.as_str().into()), ("postcode", segment.postcode.as_str().into())];
    let parts = [
        area.map(|area| area_name(visit, Some(area))),
        named(&segment.category, locale.category(&segment.category)),
        named(&segment.language, locale.language(&segment.language)),
        named(&segment.state, locale.word("volunteer", &segment.state)),
        named(&segment.postcode, tr(locale, "tell-around", &around)),
    ];
    let told: Vec<String> = parts.into_iter().flatten().collect();
    if told.is_empty() { vec![tr(locale, "all", &[])] } else { told }
}
