//! Who came in, who was turned away and who was refused what: a part of the page of the ledger.

use dispatch::{Access, AccessEnd, Actor};
use matching::VolunteerId;
use store::{AccessFilter, RevealFilter};
use templates::pages::{AccessList, AccessRow};
use templates::{paths, tr};

use super::super::visit::Visit;
use super::{PAGE, short, volunteer_name};
use crate::error::Result;
use crate::words;

/// Of whom the ledger is asked, and when; nothing where it is asked about one person's request.
pub(super) async fn accesses(
    visit: &Visit,
    actor: &Actor,
    ledger: &RevealFilter,
) -> Result<Option<AccessList>> {
    if ledger.person.is_some() {
        return Ok(None);
    }
    let filter = AccessFilter {
        actor: ledger.actor.or(ledger.volunteer.map(|id| id.0)),
        from: ledger.from,
        to: ledger.to,
        within: None,
        before: visit.query("earlier").parse().ok(),
        limit: u32::try_from(PAGE + 1).unwrap_or(u32::MAX),
    };
    let mut found = visit.dispatch().accesses(actor, filter).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().filter(|_| more).map(|one| one.row.seq.to_string());
    Ok(Some(AccessList {
        rows: found.iter().map(|one| row(visit, one)).collect(),
        next_href: last.map(|seq| visit.with_query("earlier", &seq)),
    }))
}

fn row(visit: &Visit, one: &Access) -> AccessRow {
    let said = |key, name: &str, text: String| tr(visit.locale, key, &[(name, text.into())]);
    let door = |code: &str| visit.locale.word("came-in-by", code);
    let (who, who_href) = who(visit, one);
    AccessRow {
        at: short(visit, one.row.at),
        who,
        who_href,
        device: if one.device.is_empty() { "–".to_owned() } else { one.device.clone() },
        end: match &one.end {
            AccessEnd::CameIn(by) => said("access-came-in", "by", door(by)),
            AccessEnd::TurnedAway(by) => said("access-turned-away", "by", door(by)),
            AccessEnd::Refused(what) => said("access-refused", "what", what.clone()),
        },
    }
}

/// In words, and what else they did; whoever tried no account that there is has a number, by which
/// it shows that they tried again.
fn who(visit: &Visit, one: &Access) -> (String, String) {
    let kind = one.row.actor_kind.as_str();
    let Some(id) = one.row.actor_id else {
        return (visit.locale.word("actor", kind), String::new());
    };
    let name = match kind {
        "visitor" => {
            let number = words::short(&id.to_string());
            return (
                tr(visit.locale, "access-unknown", &[("number", number.into())]),
                String::new(),
            );
        }
        "volunteer" => volunteer_name(visit, VolunteerId(id)),
        _ if one.who.is_empty() => visit.locale.word("actor", kind),
        _ => one.who.clone(),
    };
    let by = if kind == "volunteer" { "volunteer" } else { "account" };
    (name, format!("{}?{by}={id}", paths::STAFF_AUDIT))
}
