//! Who saw whose data, the ledger of reveals, and who came in: for whoever answers for an area.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, LedgerEntry, Refusal, guarded};
use jiff::ToSpan as _;
use jiff::civil::Date;
use matching::{Role, VolunteerId};
use store::{Reveal, RevealFilter};
use templates::pages::{Audit, SeenRow};
use templates::{Errors, paths, tr};
use uuid::Uuid;

use super::super::visit::Visit;
use super::access::accesses;
use super::dashboard::midnight;
use super::{PAGE, short, volunteer_name};
use crate::error::{Error, Result};
use crate::routes::Routes;

const FILE: &str = "/staff/audit.csv";
/// Rows of a file at most.
const MOST: u32 = 100_000;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_AUDIT, get(view)).route(FILE, get(file))
}

/// Where a coordinator sees who saw the data of whoever asked; empty for an operator.
pub(super) fn seen_of(actor: &Actor, reference: &str) -> String {
    let may = actor.staff(Role::Coordinator).is_ok();
    if may { link("about", reference) } else { String::new() }
}

/// The same for a volunteer.
pub(super) fn seen_of_volunteer(actor: &Actor, id: VolunteerId) -> String {
    let may = actor.staff(Role::Coordinator).is_ok();
    if may { link("volunteer", &id.to_string()) } else { String::new() }
}

fn link(name: &str, value: &str) -> String {
    let mut pairs = url::form_urlencoded::Serializer::new(String::new());
    format!("{}?{}", paths::STAFF_AUDIT, pairs.append_pair(name, value).finish())
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let limit = u32::try_from(PAGE).unwrap_or(u32::MAX);
    let filter = filter(&visit, &actor, limit + 1).await?;
    let access = accesses(&visit, &actor, &filter).await?;
    let mut found = visit.dispatch().ledger(&actor, filter).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|entry| entry.row.reveal.id.to_string());
    let query = visit.with_query("after", "");
    let query = query.split_once('?').map_or("", |(_, query)| query);
    visit.show(&Audit {
        question: question(&visit, &found),
        about: visit.query("about").to_owned(),
        kept: kept(&visit),
        from: visit.query("from").to_owned(),
        to: visit.query("to").to_owned(),
        export_href: format!("{FILE}?{query}"),
        rows: found.iter().map(|entry| row(&visit, entry)).collect(),
        next_href: last.map(|id| visit.with_query("after", &id)),
        access,
        none: Errors::none(),
        frame: visit.frame(),
    })
}

fn kept(visit: &Visit) -> Vec<(&'static str, String)> {
    let given = ["account", "volunteer"].map(|name| (name, visit.query(name).to_owned()));
    given.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// What the query asks for. Who may ask is checked before anything is looked up.
async fn filter(visit: &Visit, actor: &Actor, limit: u32) -> Result<RevealFilter> {
    actor.staff(Role::Coordinator)?;
    let day = |name: &str| visit.query(name).parse::<Date>().ok();
    let end = day("to").and_then(|day| day.checked_add(1.day()).ok());
    let person = match visit.query("about").trim() {
        "" => None,
        about => Some(visit.dispatch().request_called(actor, about).await?),
    };
    Ok(RevealFilter {
        actor: id(visit, "account")?,
        person,
        volunteer: id(visit, "volunteer")?.map(VolunteerId),
        from: day("from").and_then(|day| midnight(visit, day)),
        to: end.and_then(|day| midnight(visit, day)),
        areas: None,
        before: id(visit, "after")?,
        limit,
    })
}

/// An id of the query; what is none is not found.
fn id(visit: &Visit, name: &str) -> Result<Option<Uuid>> {
    match visit.query(name) {
        "" => Ok(None),
        text => Ok(Some(text.parse().map_err(|_| Refusal::NotFound)?)),
    }
}

fn question(visit: &Visit, found: &[LedgerEntry]) -> String {
    let asked =
        |key: &str, name: &str, value: String| tr(visit.locale, key, &[(name, value.into())]);
    if !visit.query("account").is_empty() {
        let who = found.first().map(|entry| who(visit, entry)).unwrap_or_default();
        return asked("audit-seen-by", "who", who);
    }
    if let Ok(id) = visit.query("volunteer").parse() {
        return asked("audit-seen-of", "whose", volunteer_name(visit, id));
    }
    match visit.query("about") {
        "" => String::new(),
        about => asked("audit-seen-of", "whose", about.to_owned()),
    }
}

fn row(visit: &Visit, entry: &LedgerEntry) -> SeenRow {
    let reveal = &entry.row.reveal;
    let (whose, whose_href) = match (&entry.row.reference, reveal.volunteer_id) {
        (Some(reference), _) => (reference.clone(), link("about", reference)),
        (None, Some(id)) => (volunteer_name(visit, id), link("volunteer", &id.to_string())),
        (None, None) => (tr(visit.locale, "audit-everybody", &[]), String::new()),
    };
    let who_href = reveal.actor_id.map(|id| link("account", &id.to_string()));
    SeenRow {
        at: short(visit, reveal.at),
        who: who(visit, entry),
        who_href: who_href.unwrap_or_default(),
        whose,
        whose_href,
        why: entry.reason.clone().unwrap_or_else(|| visit.locale.word("seen", &reveal.reason)),
    }
}

fn who(visit: &Visit, entry: &LedgerEntry) -> String {
    let Reveal { actor_kind, actor_id, .. } = &entry.row.reveal;
    match (entry.who.as_str(), actor_id) {
        ("", Some(id)) if actor_kind == "volunteer" => volunteer_name(visit, VolunteerId(*id)),
        ("", _) => visit.locale.word("actor", actor_kind),
        (name, _) => name.to_owned(),
    }
}

/// The same rows as a file, with codes and ids.
async fn file(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let filter = filter(&visit, &actor, MOST).await?;
    let found = visit.dispatch().ledger(&actor, filter).await?;
    let bytes = csv(&found).ok_or(Error::Defect)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"reveals.csv\""),
    ];
    Ok((headers, bytes).into_response())
}

fn csv(found: &[LedgerEntry]) -> Option<Vec<u8>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = [
        "at",
        "actor_kind",
        "actor_id",
        "actor_name",
        "request_id",
        "reference",
        "volunteer_id",
        "engagement_id",
        "reason_code",
        "reason",
    ];
    file.write_record(head).ok()?;
    let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
    for LedgerEntry { row, who, reason } in found {
        let reveal = &row.reveal;
        let cells = [
            reveal.at.to_string(),
            reveal.actor_kind.to_string(),
            id(reveal.actor_id),
            guarded(who),
            id(reveal.request_id.map(|id| id.0)),
            guarded(row.reference.as_deref().unwrap_or_default()),
            id(reveal.volunteer_id.map(|id| id.0)),
            id(reveal.engagement_id.map(|id| id.0)),
            reveal.reason.to_string(),
            guarded(reason.as_deref().unwrap_or_default()),
        ];
        file.write_record(cells).ok()?;
    }
    file.into_inner().ok()
}
