//! Requests that may be one: the same number, the same door. A repeat is often an escalation: it is
//! stored and linked, never dropped.

use matching::{RequestId, RequestStatus};
use store::{HelpRequest, Likeness, RequesterContact, Resembles, Said, Tx};

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::Dispatch;

/// Requests of one door that are looked at.
const MOST_AT_DOOR: u32 = 20;

impl Dispatch {
    /// The hash under which a door is known again; none without a street or at a distance.
    ///
    /// Spelling, case and the order of street and number do not count.
    pub(crate) fn door_hash(
        &self,
        request: &HelpRequest,
        contact: &RequesterContact,
    ) -> Option<Vec<u8>> {
        let line = contact.line.as_deref().filter(|_| !request.remote)?;
        self.hash_of_door(&request.country, &request.postcode, line)
    }

    pub(crate) fn hash_of_door(
        &self,
        country: &str,
        postcode: &str,
        line: &str,
    ) -> Option<Vec<u8>> {
        let folded = geocoding::fold_name(line);
        let mut words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        let postcode = geocoding::fold_postcode(postcode);
        let whole = words.len() > 1 && !postcode.is_empty();
        whole.then(|| {
            let door = format!("{country} {postcode} {}", words.join(" "));
            self.ring().lookup_hash("door", &door)
        })
    }

    /// Keeps at which door a request is for.
    pub(crate) async fn keep_door(
        &self,
        tx: &mut Tx,
        id: RequestId,
        door: Option<&[u8]>,
    ) -> Outcome<()> {
        if let Some(door) = door {
            tx.put_door(id, door).await?;
        }
        Ok(())
    }

    /// Keeps the door of a new request, and notes which others are for the same one.
    pub(crate) async fn note_door(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        door: Option<&[u8]>,
    ) -> Outcome<()> {
        let Some(hash) = door else { return Ok(()) };
        let others = tx.requests_at_door(hash, MOST_AT_DOOR).await?;
        for other in others.iter().filter(|other| may_be_one(request, other)) {
            tx.put_likeness(&self.likeness(request.id, other.id, Resembles::Door)).await?;
        }
        self.keep_door(tx, request.id, door).await
    }

    /// Notes which earlier request of the same person a new one may repeat.
    pub(crate) async fn note_likeness(
        &self,
        tx: &mut Tx,
        r: &HelpRequest,
        earlier: &[HelpRequest],
        actor: &Actor,
    ) -> Outcome<()> {
        if let Some(old) = earlier.iter().find(|old| may_be_one(r, old)) {
            metrics::counter!("proche_possible_duplicates_total").increment(1);
            let data = serde_json::json!({ "of": old.id.to_string(), "reference": old.reference });
            self.happened(tx, "request.possible_duplicate", actor, r.id, data).await?;
            tx.put_likeness(&self.likeness(r.id, old.id, Resembles::Contact)).await?;
        }
        Ok(())
    }

    /// A human says that two requests are one, or not.
    pub(crate) async fn say_likeness(
        &self,
        tx: &mut Tx,
        (later, earlier): (RequestId, RequestId),
        said: Said,
        actor: &Actor,
    ) -> Outcome<()> {
        let now = self.now();
        let likeness = Likeness {
            said: Some(said),
            said_by: actor.account(),
            said_at: Some(now),
            ..self.likeness(later, earlier, Resembles::Contact)
        };
        tx.put_likeness(&likeness).await?;
        Ok(())
    }

    fn likeness(&self, request_id: RequestId, other_id: RequestId, reason: Resembles) -> Likeness {
        Likeness {
            request_id,
            other_id,
            reason,
            said: None,
            said_by: None,
            said_at: None,
            created_at: self.now(),
        }
    }
}

/// The same kind of help, asked for while the other still waits or goes on.
pub(crate) fn may_be_one(new: &HelpRequest, old: &HelpRequest) -> bool {
    old.id != new.id && old.category == new.category && goes_on(old)
}

/// Whether somebody still waits for it.
pub(crate) fn goes_on(request: &HelpRequest) -> bool {
    request.status.is_live() || request.status == RequestStatus::Unconfirmed
}
