//! One request's story: what happened and why, who could help, what may be done.

use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, CLOSE_OUTCOMES, NoteInput, NoteLine, Refusal, RequestEdit, RevealedRequest};
use matching::{AlertStatus, Priority, RequestId, RequestStatus, Role, SkillCode};
use store::{Alert, Engagement, HelpRequest, NoteAbout, StoredEvent};
use templates::pages::{
    Answers, Candidate, Contact, EngagementRow, Live, RepeatRow, RequestStory, TimelineEvent,
};
use templates::{Choice, Errors, Frame, paths, tr};

use super::super::bad_fields;
use super::super::confirm::{Token, token};
use super::super::contact::item;
use super::super::posted::Posted;
use super::super::visit::{Visit, see_other};
use super::phone_list::{distance, reasons};
use super::requests::places;
use super::{notes, notice, short, volunteer_name};
use crate::error::Result;
use crate::routes::Routes;
use crate::words;

/// Candidates shown.
const CANDIDATES: usize = 12;

pub(super) fn routes() -> Routes {
    Routes::new().route("/staff/requests/{id}", get(view).post(answer))
}

async fn view(visit: Visit, id: Token) -> Result<Response> {
    let actor = visit.staff()?;
    shown(&visit, &actor, id_of(id)?, Beside::default()).await
}

fn id_of(id: Token) -> Result<RequestId> {
    Ok(token(id).parse().map_err(|_| Refusal::NotFound)?)
}

/// What a page has beside the story: what was revealed, what was typed, what is wrong with it.
#[derive(Default)]
struct Beside {
    contact: Option<Contact>,
    notes: Option<Vec<NoteLine>>,
    typed: NoteInput,
    errors: Errors,
}

impl Beside {
    fn wrong(errors: Errors) -> Self {
        Self { errors, ..Self::default() }
    }
}

async fn shown(visit: &Visit, actor: &Actor, id: RequestId, beside: Beside) -> Result<Response> {
    let Beside { contact, notes, typed, errors } = beside;
    let about = NoteAbout::Request(id);
    let dispatch = visit.dispatch();
    let (request, events) = dispatch.timeline(actor, id).await?;
    let held = dispatch.engagements(actor, id).await?;
    let alerts = dispatch.alerts(actor, id).await?;
    let open = request.status == RequestStatus::Open;
    let found = if open {
        dispatch.candidates(actor, id, CANDIDATES).await?
    } else {
        dispatch::Candidates::default()
    };
    let mut engagements = Vec::with_capacity(held.len());
    for engagement in &held {
        engagements.push(engaged(visit, engagement).await?);
    }
    let frame = visit.frame();
    let skills: Vec<&str> = request.skills.iter().map(SkillCode::as_str).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = RequestStory {
        errors,
        notice: notice(visit, &frame),
        reference: request.reference.clone(),
        category: request.category.as_str().to_owned(),
        status: request.status.code().to_owned(),
        vital: request.priority == Priority::Vital,
        needs_attention: request.needs_attention,
        deadline: short(visit, request.needed_by),
        neighbourhood: request.label.clone(),
        received: received(visit, &request),
        places: places(&request),
        skills: skills.iter().map(|code| visit.locale.skill(code)).collect::<Vec<_>>().join(", "),
        skill_choices: skill_choices(&frame, &request, &skills),
        contact,
        notes: notes::shown(visit, actor, about, notes, typed).await?,
        seen_href: super::audit::seen_of(actor, &request.reference),
        engagements,
        candidates: found.candidates.iter().map(|one| candidate(visit, one)).collect(),
        can_assign: open,
        excluded: found.excluded.iter().map(|(code, n)| ((*code).to_owned(), *n)).collect(),
        actions: actions(&frame, &request, &held),
        repeats: repeats(visit, actor, id).await?,
        goes_on_as: goes_on_as(visit, actor, id).await?,
        endings: endings(&frame, &request),
        ended: ended(visit, &request),
        answers: answers(&alerts),
        next: next(visit, &request),
        rules: rules(visit, actor).await?,
        why: why(visit, &request, found.candidates.len()).await?,
        live: live(visit, actor, id).await?,
        timeline: events
            .iter()
            .rev()
            .filter(|event| worth_telling(event))
            .map(|event| told(visit, event, &alerts))
            .collect(),
        frame,
    };
    visit.show_as(status, &page)
}

async fn live(visit: &Visit, actor: &Actor, id: RequestId) -> Result<Live> {
    let seen = visit.dispatch().last_change_seen(actor, Some(id)).await?.unwrap_or_default();
    Ok(Live { seen, stream: format!("{}?request={id}", paths::STAFF_LIVE) })
}

/// Why it needs a human, or why it stayed unmatched; empty where all goes its way.
async fn why(visit: &Visit, request: &HelpRequest, fitting: usize) -> Result<String> {
    let Some(reason) = visit.dispatch().need_of_request(request.id).await? else {
        return Ok(String::new());
    };
    let told = visit.locale.word("waiting", reason.code());
    if request.status == RequestStatus::Open && fitting == 0 {
        return Ok(format!("{told} {}", tr(visit.locale, "story-no-candidate", &[])));
    }
    Ok(told)
}

fn received(visit: &Visit, request: &HelpRequest) -> String {
    let when = visit.locale.date_time(&request.created_at.to_zoned(visit.zone()));
    visit.locale.received(request.channel.code(), &when)
}

async fn engaged(visit: &Visit, engagement: &Engagement) -> Result<EngagementRow> {
    Ok(EngagementRow {
        id: engagement.id.to_string(),
        name: visit.first_name(engagement.volunteer_id).await?,
        state: engagement.status.code().to_owned(),
        when: visit.locale.visit(&dispatch::visit(engagement, &visit.zone())),
        live: engagement.status.is_live(),
    })
}

fn candidate(visit: &Visit, one: &dispatch::Candidate) -> Candidate {
    Candidate {
        volunteer_id: one.volunteer_id.to_string(),
        name: volunteer_name(visit, one.volunteer_id),
        distance: distance(visit, one),
        load: format!("{}/{}", one.load.0, one.load.1),
        reasons: reasons(visit, one),
        answer: one.alert.map_or("", AlertStatus::code).to_owned(),
    }
}

fn answers(alerts: &[Alert]) -> Answers {
    let count = |wanted: &[AlertStatus]| {
        let found = alerts.iter().filter(|alert| wanted.contains(&alert.status)).count();
        u32::try_from(found).unwrap_or(u32::MAX)
    };
    Answers {
        alerted: u32::try_from(alerts.len()).unwrap_or(u32::MAX),
        yes: count(&[AlertStatus::Accepted]),
        no: count(&[AlertStatus::Declined]),
        silent: count(&[AlertStatus::Expired]),
        waiting: count(&[AlertStatus::Queued, AlertStatus::Sent]),
    }
}

/// What may be asked of whoever comes, with a deployment's own codes that it asks already.
fn skill_choices(frame: &Frame, request: &HelpRequest, asked: &[&str]) -> Vec<Choice> {
    if !request.status.is_live() && request.status != RequestStatus::Unconfirmed {
        return Vec::new();
    }
    let mut codes = super::super::skills();
    codes.extend(asked.iter().filter(|code| !codes.contains(code)).copied().collect::<Vec<_>>());
    frame.skill_choices(&codes, &asked.join("|"))
}

/// What may be done with the request as it stands.
fn actions(frame: &Frame, request: &HelpRequest, held: &[Engagement]) -> Vec<Choice> {
    use RequestStatus::{Completed, InProgress, Matched, Open, Unconfirmed};
    let to_confirm = held
        .iter()
        .any(|e| e.status.holds_place() && e.status != matching::EngagementStatus::Confirmed);
    let mut codes = Vec::new();
    if request.status == Unconfirmed {
        codes.push("open");
    }
    if request.status == Open && !request.staff_only {
        codes.push("resend");
        if !request.remote {
            codes.push("widen");
        }
    }
    if to_confirm && matches!(request.status, Open | Matched | InProgress | Completed) {
        codes.push("confirm");
    }
    if matches!(request.status, Unconfirmed | Open | Matched | InProgress) {
        codes.push("cancel");
    }
    codes.into_iter().map(|code| frame.action(code)).collect()
}

/// How staff may say that it ended; nothing once it is over and that is said.
fn endings(frame: &Frame, request: &HelpRequest) -> Vec<Choice> {
    use RequestStatus::{Expired, InProgress, Matched, Open, Unconfirmed};
    if !matches!(request.status, Unconfirmed | Open | Matched | InProgress | Expired) {
        return Vec::new();
    }
    let choice = |code: &str| Choice::new(code, &frame.locale.word("closed", code), false);
    CLOSE_OUTCOMES.map(choice).into()
}

/// How it ended by the word of the team, or empty.
fn ended(visit: &Visit, request: &HelpRequest) -> String {
    let outcome = request.outcome.as_deref().filter(|code| CLOSE_OUTCOMES.contains(code));
    outcome.map(|code| visit.locale.word("closed", code)).unwrap_or_default()
}

/// What comes next, in the order of time.
fn next(visit: &Visit, request: &HelpRequest) -> String {
    let steps = visit.dispatch().what_next(request).into_iter();
    let told = steps.map(|(kind, at)| visit.locale.next_step(kind, &short(visit, at)));
    told.collect::<Vec<_>>().join(" ")
}

/// The rules in force.
async fn rules(visit: &Visit, actor: &Actor) -> Result<String> {
    let policy = visit.dispatch().policy_in_force(actor).await?;
    let told = policy.rules.first().map(|rules| {
        let when = visit.locale.date_time(&rules.at.to_zoned(visit.zone()));
        let args = [("number", rules.number.into()), ("when", when.into())];
        visit.locale.word_with("told", "rules-since", &args)
    });
    Ok(told.unwrap_or_default())
}

/// That an alert was chosen is said again when it leaves.
fn worth_telling(event: &StoredEvent) -> bool {
    event.kind != "alert.queued"
}

fn told(visit: &Visit, event: &StoredEvent, alerts: &[Alert]) -> TimelineEvent {
    let data = serde_json::from_str(&event.data).unwrap_or_default();
    TimelineEvent {
        at: short(visit, event.at),
        sentence: words::sentences(visit.locale, &visit.zone(), event, &data, alerts),
        more: words::left_out(visit.locale, &data),
    }
}

async fn answer(visit: Visit, id: Token, posted: Posted) -> Result<Response> {
    let actor = visit.staff()?;
    let id = id_of(id)?;
    let dispatch = visit.dispatch();
    match posted.get("go") {
        "erase" => {
            actor.staff(Role::Coordinator)?;
            if posted.get("sure") != "yes" {
                let errors = bad_fields::error(visit.locale, "sure", "missing");
                return shown(&visit, &actor, id, Beside::wrong(errors)).await;
            }
            dispatch.erase_request(&actor, id).await?;
        }
        "reveal" => return reveal(&visit, &actor, id, posted.get("reason")).await,
        "assign" => {
            let volunteer = posted.get("volunteer").parse().map_err(|_| Refusal::NotFound)?;
            dispatch.assign_volunteer(&actor, id, volunteer).await?;
        }
        "release" => {
            let engagement = posted.get("engagement").parse().map_err(|_| Refusal::NotFound)?;
            dispatch.release_engagement(&actor, engagement, "other").await?;
        }
        "resend" => {
            let asked = dispatch.ask_others_now(&actor, id).await?;
            return Ok(back(id, &format!("resent-{asked}")));
        }
        "widen" => {
            let asked = dispatch.ask_farther_now(&actor, id).await?;
            return Ok(back(id, &format!("widened-{asked}")));
        }
        go @ ("merge_here" | "merge_there" | "apart") => {
            let other = posted.get("other").parse().map_err(|_| Refusal::NotFound)?;
            return repeat(&visit, &actor, id, (go, other)).await;
        }
        "open" => dispatch.open_request(&actor, id).await?,
        "skills" => {
            let asked = posted.pairs().filter(|(name, _)| *name == "skills");
            let skills = asked.map(|(_, code)| code.to_owned()).collect();
            let edit = RequestEdit { skills: Some(skills), ..RequestEdit::default() };
            dispatch.edit_request(&actor, id, &edit).await?;
        }
        "note" => {
            let (about, typed) = (NoteAbout::Request(id), notes::typed(&posted));
            let errors = notes::write(&visit, &actor, about, &typed).await?;
            if !errors.is_empty() {
                let beside = Beside { typed, errors, ..Beside::default() };
                return shown(&visit, &actor, id, beside).await;
            }
        }
        "confirm" => dispatch.confirm_help(&actor, id).await?,
        "cancel" => dispatch.cancel_request(&actor, id).await?,
        "close" => match dispatch.close_request(&actor, id, posted.get("closed")).await {
            Err(Refusal::Invalid(_)) => {
                let errors = bad_fields::error(visit.locale, "closed", "missing");
                return shown(&visit, &actor, id, Beside::wrong(errors)).await;
            }
            done => done?,
        },
        _ => return Ok(see_other(&format!("{}/{id}", paths::STAFF_REQUESTS))),
    }
    Ok(back(id, "yes"))
}

/// Two requests are one or not; the story of the one that goes on is shown then.
async fn repeat(
    visit: &Visit,
    actor: &Actor,
    id: RequestId,
    (go, other): (&str, RequestId),
) -> Result<Response> {
    let dispatch = visit.dispatch();
    let (done, shows) = match go {
        "merge_here" => (dispatch.merge_requests(actor, id, other).await, id),
        "merge_there" => (dispatch.merge_requests(actor, other, id).await, other),
        _ => (dispatch.keep_apart(actor, id, other).await, id),
    };
    match done {
        Ok(()) => Ok(back(shows, "yes")),
        Err(Refusal::Conflict(code @ ("held" | "too_long"))) => {
            let errors = bad_fields::error(visit.locale, "repeat", code);
            shown(visit, actor, id, Beside::wrong(errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

/// What this may repeat, with what a coordinator may say of it.
async fn repeats(visit: &Visit, actor: &Actor, id: RequestId) -> Result<Vec<RepeatRow>> {
    let may = actor.staff(Role::Coordinator).is_ok();
    let found = visit.dispatch().repeats_of(actor, id).await?;
    let row = |one: &dispatch::Repeat| RepeatRow {
        id: one.request.id.to_string(),
        href: format!("{}/{}", paths::STAFF_REQUESTS, one.request.id),
        reference: one.request.reference.clone(),
        category: one.request.category.as_str().to_owned(),
        status: one.request.status.code().to_owned(),
        found: visit.locale.word("call-found", one.likeness.reason.code()),
        can_merge: may && one.can_merge,
    };
    Ok(found.iter().map(row).collect())
}

/// The request as which this one goes on: its address and reference.
async fn goes_on_as(
    visit: &Visit,
    actor: &Actor,
    id: RequestId,
) -> Result<Option<(String, String)>> {
    let kept = visit.dispatch().goes_on_as(actor, id).await?;
    Ok(kept.map(|kept| (format!("{}/{}", paths::STAFF_REQUESTS, kept.id), kept.reference)))
}

/// The story again, with what was just done.
fn back(id: RequestId, did: &str) -> Response {
    see_other(&format!("{}/{id}?did={did}", paths::STAFF_REQUESTS))
}

/// Shows the contact once, for a reason; every view is an entry of the ledger.
async fn reveal(visit: &Visit, actor: &Actor, id: RequestId, reason: &str) -> Result<Response> {
    match visit.dispatch().reveal_with_notes(actor, id, reason).await {
        Ok((revealed, notes)) => {
            let contact = Some(contact(visit, revealed));
            let beside = Beside { contact, notes: Some(notes), ..Beside::default() };
            shown(visit, actor, id, beside).await
        }
        Err(Refusal::Invalid(bad)) => {
            let mut errors = bad_fields::shown(visit.locale, &bad, |_| "reason");
            if reason.trim().is_empty() {
                errors = bad_fields::error(visit.locale, "reason", "missing");
            }
            shown(visit, actor, id, Beside::wrong(errors)).await
        }
        Err(other) => Err(other.into()),
    }
}

fn contact(visit: &Visit, revealed: RevealedRequest) -> Contact {
    let RevealedRequest { request, contact, details } = revealed;
    let frame = visit.frame();
    let address =
        format!("{} {} {}", contact.line.unwrap_or_default(), request.postcode, request.label);
    let mut facts = vec![
        (frame.t("phone"), contact.phone.unwrap_or_default()),
        (frame.t("email"), contact.email.unwrap_or_default()),
        (frame.t("address"), address.trim().to_owned()),
        (frame.t("new-caller"), contact.asked_by.unwrap_or_default()),
        (frame.t("ask-details-short"), details.details.unwrap_or_default()),
    ];
    let payment = details.payment.as_deref().unwrap_or_default();
    facts.push((frame.t("mail-fact-payment"), visit.locale.payment(payment)));
    let minds = details.minds.iter().map(|code| visit.locale.mind(code));
    facts.push((frame.t("ask-minds-short"), minds.collect::<Vec<_>>().join(". ")));
    facts.extend(details.concerns.into_iter().map(|words| (frame.t("concern"), words)));
    facts.retain(|(_, value)| !value.is_empty());
    Contact { name: contact.name, facts, items: details.items.iter().map(item).collect() }
}
