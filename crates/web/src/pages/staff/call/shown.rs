//! The page of a call.

use axum::http::StatusCode;
use axum::response::Response;
use dispatch::{CALL_OUTCOMES, KnownCaller, LikeRequest};
use jiff::{SignedDuration, ToSpan as _};
use matching::{EngagementStatus, RequestStatus};
use store::{CallSpan, Engagement, HelpRequest, Resembles};
use templates::pages::{CallPage, HeldPlace, LiveRequest, PastRequest, Script};
use templates::{Choice, Errors, LANGUAGES, Locale, paths, tr};

use super::super::super::ask;
use super::super::super::visit::Visit;
use super::super::short;
use super::typed::Typed;
use crate::error::Result;

/// Minutes from now that are offered for a promised call.
const SOON_MIN: [i64; 4] = [30, 60, 120, 240];
/// Days and hours that are offered beside.
const LATER: [(i32, i8); 4] = [(1, 9), (1, 14), (2, 9), (7, 9)];
/// Promised calls start at such minutes.
const STEP_MIN: i8 = 15;

/// What a page has beside what was typed.
#[derive(Default)]
pub(super) struct Page {
    pub errors: Errors,
    pub notice: String,
    pub places: Vec<Choice>,
    pub focus: &'static str,
}

pub(super) async fn show(
    visit: &Visit,
    typed: &Typed,
    known: &KnownCaller,
    page: Page,
) -> Result<Response> {
    let frame = visit.frame();
    let form = &typed.form;
    let began = visit.dispatch().own_call(&visit.staff()?, typed.id).await?.started_at;
    let mut live = Vec::with_capacity(known.going_on.len());
    for one in &known.going_on {
        live.push(going_on(visit, typed, one).await?);
    }
    let plain = |choice: Choice| Choice { hint: String::new(), ..choice };
    let dense = super::super::super::category_choices(visit, &frame, &form.category);
    let priority =
        |code: &str| Choice::new(code, &frame.locale.word("priority", code), code == form.priority);
    let outcome = |code: &str| {
        Choice::new(code, &frame.locale.word("call-outcome", code), code == form.outcome)
    };
    // An agreement refused says so itself.
    let outcomes = CALL_OUTCOMES.into_iter().filter(|code| *code != "declined");
    let (script, scripts) = scripts(visit, &form.language);
    let whole = page.errors.is_empty();
    let status = if whole { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = CallPage {
        errors: page.errors,
        notice: page.notice,
        since: visit.locale.time(began.to_zoned(visit.zone()).time()),
        known: known.latest().is_some() || !known.held.is_empty(),
        live,
        past: known.over.iter().map(|request| over(visit, request)).collect(),
        held: known.held.iter().map(|(held, request)| promised(visit, held, request)).collect(),
        calls: known.calls.iter().map(|call| earlier(visit, call)).collect(),
        script,
        scripts,
        read_back: read_back(typed),
        categories: dense.into_iter().map(plain).collect(),
        languages: frame.language_choices(&LANGUAGES, &form.language),
        payments: frame.payment_choices(&form.payment),
        priorities: ["normal", "vital"].map(priority).into(),
        skills: frame.skill_choices(&super::super::super::skills(), &form.skills),
        places: page.places,
        outcomes: outcomes.map(outcome).collect(),
        call_backs: call_backs(visit, &form.call_back_at),
        focus: page.focus,
        form: form.clone(),
        frame,
    };
    visit.show_as(status, &page)
}

/// The address as it is read back.
fn read_back(typed: &Typed) -> String {
    let form = &typed.form;
    let place = format!("{} {}", form.postcode.trim(), form.place.trim());
    let parts = [form.line.trim(), place.trim()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// The words to say in the caller's language, and in the others.
fn scripts(visit: &Visit, language: &str) -> (Script, Vec<Script>) {
    let spoken = Locale::ALL.into_iter().find(|locale| locale.code() == language);
    let first = spoken.unwrap_or(visit.locale);
    let others = Locale::ALL.into_iter().filter(|locale| *locale != first);
    (script(visit, first), others.map(|locale| script(visit, locale)).collect())
}

fn script(visit: &Visit, locale: Locale) -> Script {
    let site = visit.dispatch().site();
    Script {
        code: locale.code(),
        name: locale.own_name(),
        hello: tr(locale, "new-hello", &[("site", site.name.as_str().into())]),
        consent: tr(locale, "new-consent.text", &[("days", site.contact_days.into())]),
    }
}

async fn going_on(visit: &Visit, typed: &Typed, one: &LikeRequest) -> Result<LiveRequest> {
    let LikeRequest { request, by, held } = one;
    let how = visit.locale.received(request.channel.code(), &short(visit, request.created_at));
    let asked = [("how", how.into()), ("until", short(visit, request.needed_by).into())];
    let mut comes = Vec::with_capacity(held.len());
    for engagement in held {
        comes.push(helper(visit, engagement).await?);
    }
    if held.is_empty() && request.status == RequestStatus::Open {
        comes.push(tr(visit.locale, "call-nobody-yet", &[]));
    }
    Ok(LiveRequest {
        id: request.id.to_string(),
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        reference: request.reference.clone(),
        category: request.category.as_str().to_owned(),
        status: request.status.code().to_owned(),
        found: visit.locale.word("call-found", by.code()),
        asked: tr(visit.locale, "call-asked", &asked),
        comes: comes.join(" "),
        said: typed.said.about(request.id).to_owned(),
        actions: actions(visit, one),
    })
}

async fn helper(visit: &Visit, engagement: &Engagement) -> Result<String> {
    let name = visit.first_name(engagement.volunteer_id).await?;
    let when = visit.locale.visit(&dispatch::visit(engagement, &visit.zone()));
    let (bird, number) = visit.dispatch().door_word(engagement.id);
    let word = visit.locale.door_word(bird, number);
    let comes = [("name", name.into()), ("when", when.into()), ("word", word.into())];
    Ok(tr(visit.locale, "call-comes", &comes))
}

/// What may be done at the person's word while they are on the phone.
fn actions(visit: &Visit, one: &LikeRequest) -> Vec<Choice> {
    let unconfirmed = one.held.iter().any(|held| held.status != EngagementStatus::Confirmed);
    let mut codes = Vec::new();
    if one.request.status == RequestStatus::Unconfirmed {
        codes.push("open");
    }
    if unconfirmed {
        codes.extend(["confirm", "deny"]);
    }
    codes.push("cancel");
    if one.by == Resembles::Door {
        codes.push("person");
    }
    let id = one.request.id.to_string();
    codes.into_iter().map(|code| action(visit, code, &id)).collect()
}

fn action(visit: &Visit, code: &str, id: &str) -> Choice {
    Choice::new(&format!("{code}:{id}"), &visit.locale.word("call-action", code), false)
}

fn over(visit: &Visit, request: &HelpRequest) -> PastRequest {
    PastRequest {
        id: request.id.to_string(),
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        category: request.category.as_str().to_owned(),
        status: request.status.code().to_owned(),
        when: short(visit, request.created_at),
    }
}

/// A place that the volunteer on the phone holds.
fn promised(visit: &Visit, held: &Engagement, request: &HelpRequest) -> HeldPlace {
    let codes: &[&str] = match held.status {
        EngagementStatus::Active => &["contacted", "complete", "release"],
        _ => &["complete", "release"],
    };
    let id = held.id.to_string();
    let kind = visit.locale.category(request.category.as_str());
    HeldPlace {
        href: format!("{}/{}", paths::STAFF_REQUESTS, request.id),
        subject: format!("{}, {kind}", request.reference),
        state: held.status.code().to_owned(),
        when: visit.locale.visit(&dispatch::visit(held, &visit.zone())),
        actions: codes.iter().map(|code| action(visit, code, &id)).collect(),
    }
}

fn earlier(visit: &Visit, call: &CallSpan) -> String {
    let outcome = visit.locale.word("call-outcome", &call.outcome);
    let told = [("when", short(visit, call.started_at).into()), ("outcome", outcome.into())];
    tr(visit.locale, "call-line", &told)
}

/// The moments at which somebody may be called again; the first is none.
fn call_backs(visit: &Visit, chosen: &str) -> Vec<Choice> {
    let now = visit.now().to_zoned(visit.zone());
    let soon = SOON_MIN.iter().filter_map(|minutes| {
        let at = now.checked_add(SignedDuration::from_mins(*minutes)).ok()?;
        let past = at.minute() % STEP_MIN;
        let late = if past == 0 && at.second() == 0 { 0 } else { i64::from(STEP_MIN - past) };
        at.with().second(0).subsec_nanosecond(0).build().ok()?.checked_add(late.minutes()).ok()
    });
    let later = LATER.iter().filter_map(|(days, hour)| {
        let day = now.date().checked_add(days.days()).ok()?;
        day.at(*hour, 0, 0, 0).to_zoned(visit.zone()).ok()
    });
    let choice = |at: jiff::Zoned| {
        let value = ask::civil(&at);
        let checked = value == chosen;
        Choice::new(&value, &visit.locale.short_date_time(&at), checked)
    };
    let none = Choice::new("", "–", chosen.is_empty());
    std::iter::once(none).chain(soon.chain(later).map(choice)).collect()
}
