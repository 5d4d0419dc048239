//! Whom a task asks to call; names and numbers open with a reason, each an entry of the ledger.

use dispatch::{Actor, Candidate, Refusal};
use matching::TaskKind;
use store::Task;
use templates::DistanceBucket;
use templates::pages::PhoneLine;

use super::super::visit::Visit;
use super::volunteer_name;
use crate::error::Result;
use crate::words;

/// Volunteers on a phone list.
const LONGEST: usize = 10;

/// Whom to call for a kind of task.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Callees {
    /// The nearest volunteers.
    Volunteers,
    /// The person who asked.
    Requester,
    /// The volunteer it is about.
    Volunteer,
    /// Whoever was promised a call, and who may have asked for nothing yet.
    Caller,
    /// Nobody: it is done on a page.
    Nobody,
}

pub(super) const fn callees(kind: TaskKind) -> Callees {
    match kind {
        TaskKind::PhoneList | TaskKind::CallNow => Callees::Volunteers,
        TaskKind::ReleaseReview | TaskKind::Returned | TaskKind::Vetting => Callees::Volunteer,
        TaskKind::MailFailed => Callees::Nobody,
        TaskKind::ReturnCall => Callees::Caller,
        _ => Callees::Requester,
    }
}

/// The list without a name: a volunteer's short number, a request's number.
pub(super) async fn hidden(visit: &Visit, actor: &Actor, task: &Task) -> Result<Vec<PhoneLine>> {
    match (callees(task.kind), task.request_id, task.volunteer_id) {
        (Callees::Volunteers, Some(id), _) => {
            let found = visit.dispatch().candidates(actor, id, LONGEST).await?;
            Ok(found.candidates.iter().map(|candidate| of_candidate(visit, candidate)).collect())
        }
        (Callees::Caller, None, _) => {
            let whom = templates::tr(visit.locale, "desk-promised", &[]);
            Ok(vec![line(whom, String::new())])
        }
        (Callees::Requester | Callees::Caller, Some(id), _) => {
            let reference = visit.dispatch().request(actor, id).await?.reference;
            Ok(vec![line(reference, String::new())])
        }
        (Callees::Volunteer, _, Some(id)) => {
            Ok(vec![line(volunteer_name(visit, id), String::new())])
        }
        _ => Ok(Vec::new()),
    }
}

/// The list with names and numbers, for a stated reason.
pub(super) async fn revealed(
    visit: &Visit,
    actor: &Actor,
    task: &Task,
    reason: &str,
) -> Result<Vec<PhoneLine>> {
    let dispatch = visit.dispatch();
    match (callees(task.kind), task.request_id, task.volunteer_id) {
        (Callees::Volunteers, Some(id), _) => {
            let found = dispatch.candidates(actor, id, LONGEST).await?;
            let mut lines = Vec::new();
            for candidate in &found.candidates {
                let contact =
                    dispatch.reveal_volunteer(actor, candidate.volunteer_id, reason).await;
                let contact = match contact {
                    Ok(contact) => contact,
                    Err(Refusal::NotFound) => continue,
                    Err(other) => return Err(other.into()),
                };
                let hidden = of_candidate(visit, candidate);
                let phone = contact.phone.unwrap_or_else(|| contact.email.clone());
                lines.push(PhoneLine { name: contact.name, phone, ..hidden });
            }
            Ok(lines)
        }
        (Callees::Caller, None, _) => {
            let contact = dispatch.reveal_caller(actor, task.id, reason).await?;
            Ok(vec![line(contact.name, contact.phone)])
        }
        (Callees::Requester | Callees::Caller, Some(id), _) => {
            let contact = dispatch.reveal_to_staff(actor, id, reason).await?.contact;
            let phone = contact.phone.or(contact.email).unwrap_or_default();
            Ok(vec![line(contact.name, phone)])
        }
        (Callees::Volunteer, _, Some(id)) => {
            let contact = dispatch.reveal_volunteer(actor, id, reason).await?;
            Ok(vec![line(contact.name, contact.phone.unwrap_or(contact.email))])
        }
        _ => Ok(Vec::new()),
    }
}

fn line(name: String, phone: String) -> PhoneLine {
    PhoneLine { name, phone, distance: String::new(), reasons: String::new() }
}

fn of_candidate(visit: &Visit, candidate: &Candidate) -> PhoneLine {
    PhoneLine {
        name: volunteer_name(visit, candidate.volunteer_id),
        phone: String::new(),
        distance: distance(visit, candidate),
        reasons: reasons(visit, candidate),
    }
}

/// The bucket; the exact distance after a reveal of the request.
pub(super) fn distance(visit: &Visit, candidate: &Candidate) -> String {
    if let Some(exact) = candidate.exact_distance_m {
        return format!("{}\u{a0}km", visit.locale.decimal(f64::from(exact) / 1000.0));
    }
    let bucket = candidate.distance_m.map(DistanceBucket::from_metres);
    bucket.map(|bucket| visit.locale.distance(bucket)).unwrap_or_default()
}

/// Why this volunteer, without the distance that stands in its own column.
pub(super) fn reasons(visit: &Visit, candidate: &Candidate) -> String {
    let told = candidate.reasons.iter().filter(|(code, _)| *code != "distance");
    let told = told.map(|(code, detail)| words::reason(visit.locale, code, detail));
    told.collect::<Vec<_>>().join(", ")
}
