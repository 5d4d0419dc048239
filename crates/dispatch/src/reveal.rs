//! The only way to somebody's contact data; every view is written into the ledger first.

use matching::{EngagementId, RequestId, Role, TaskId, VolunteerId, VolunteerStatus};
use store::{
    ActorRef, CallerContact, HelpRequest, NoteAbout, RequestDetails, RequesterContact, Reveal,
    StaffNote, SubjectKey, Tx, VolunteerContact,
};

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};
use crate::staff_notes::NoteLine;
use crate::throttle::Brake;

/// Who asks, where exactly and what exactly.
#[derive(Clone)]
pub struct RevealedRequest {
    /// The request.
    pub request: HelpRequest,
    /// Who and where.
    pub contact: RequesterContact,
    /// What.
    pub details: RequestDetails,
}

/// How long after the help its contact stays visible to the volunteer, in hours.
const VISIBLE_AFTER_END_H: i64 = 48;
/// The same after the deadline where nobody says that it was given.
const VISIBLE_AFTER_DEADLINE_H: i64 = 72;

impl Dispatch {
    /// Shows a request's contact to staff, for a stated reason.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] without a reason; [`Refusal::NotFound`] outside the caller's area;
    /// [`Refusal::Limit`] for more than anybody needs for their work.
    pub async fn reveal_to_staff(
        &self,
        actor: &Actor,
        id: RequestId,
        reason: &str,
    ) -> Outcome<RevealedRequest> {
        Ok(self.reveal_with_notes(actor, id, reason).await?.0)
    }

    /// The same with what staff noted of the request, newest first.
    ///
    /// # Errors
    /// As for [`Dispatch::reveal_to_staff`].
    pub async fn reveal_with_notes(
        &self,
        actor: &Actor,
        id: RequestId,
        reason: &str,
    ) -> Outcome<(RevealedRequest, Vec<NoteLine>)> {
        let reason = crate::parse::line("reason", reason);
        let reason = reason.map_err(|error| Refusal::Invalid(vec![error]))?;
        let mut tx = self.write().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        self.not_too_many(&mut tx, actor).await?;
        let key = self.key(request.subject_id).await?;
        let mut entry = self.entry(actor, "stated")?;
        entry.request_id = Some(id);
        entry.sealed_reason = Some(key.seal(Reveal::reason_spot(entry.id), &reason)?);
        tx.record_reveal(&entry).await?;
        let data = serde_json::json!({ "to": actor.reference().kind });
        self.happened(&mut tx, "contact.revealed", actor, id, data).await?;
        let notes = tx.staff_notes(NoteAbout::Request(id)).await?;
        tx.commit().await?;
        Ok((opened(request, &key)?, opened_notes(&notes, &key)?))
    }

    /// One member of staff, or one token, does not read everybody.
    async fn not_too_many(&self, tx: &mut Tx, actor: &Actor) -> Outcome<()> {
        let Some(who) = actor.reference().id else { return Ok(()) };
        let brake = Brake::StaffReveals;
        let bucket = self.bucket(brake, &who.to_string());
        let free = tx.take(&bucket, brake.pace(), self.now()).await?;
        free.map_or(Ok(()), |free| Err(self.limited("reveals", free)))
    }

    /// Shows a request's contact to the volunteer who holds a place of it.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for anybody else, for whoever is suspended, two days after the help
    /// and three after the deadline.
    pub async fn reveal_to_volunteer(
        &self,
        actor: &Actor,
        id: EngagementId,
    ) -> Outcome<RevealedRequest> {
        let mut tx = self.write().await?;
        let (request, mut engagement) = self.locked_engagement(&mut tx, id).await?;
        let own = match actor {
            Actor::Volunteer(volunteer) => *volunteer == engagement.volunteer_id,
            Actor::Holder(held) => *held == id,
            _ => false,
        };
        let helper = tx.volunteer(engagement.volunteer_id).await?;
        let suspended = helper.is_none_or(|v| v.status == VolunteerStatus::Suspended);
        let now = self.now();
        let closed = engagement
            .confirmed_at
            .or(engagement.completed_at)
            .is_some_and(|at| at + hours(VISIBLE_AFTER_END_H) <= now)
            || request.needed_by + hours(VISIBLE_AFTER_DEADLINE_H) <= now;
        if !own || suspended || !engagement.status.holds_place() || closed {
            return Err(Refusal::NotFound);
        }
        let key = self.key(request.subject_id).await?;
        let volunteer = Actor::Volunteer(engagement.volunteer_id);
        let mut entry = self.entry(&volunteer, "engagement")?;
        (entry.request_id, entry.engagement_id) = (Some(request.id), Some(id));
        tx.record_reveal(&entry).await?;
        if engagement.revealed_at.is_none() {
            engagement.revealed_at = Some(now);
            let status = engagement.status;
            tx.update_engagement(status, &engagement).await?;
        }
        let data = serde_json::json!({ "to": "volunteer" });
        self.engaged(&mut tx, "contact.revealed", &volunteer, &engagement, data).await?;
        tx.commit().await?;
        opened(request, &key)
    }

    /// Shows a volunteer's contact to staff, for a stated reason.
    pub async fn reveal_volunteer(
        &self,
        actor: &Actor,
        id: VolunteerId,
        reason: &str,
    ) -> Outcome<VolunteerContact> {
        Ok(self.reveal_volunteer_with_notes(actor, id, reason).await?.0)
    }

    /// The same with what staff noted of the volunteer, newest first.
    pub async fn reveal_volunteer_with_notes(
        &self,
        actor: &Actor,
        id: VolunteerId,
        reason: &str,
    ) -> Outcome<(VolunteerContact, Vec<NoteLine>)> {
        let reason = crate::parse::line("reason", reason);
        let reason = reason.map_err(|error| Refusal::Invalid(vec![error]))?;
        let mut tx = self.write().await?;
        let volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Operator, volunteer.area_id)?;
        self.not_too_many(&mut tx, actor).await?;
        let key = self.key(volunteer.subject_id).await?;
        let mut entry = self.entry(actor, "stated")?;
        entry.volunteer_id = Some(id);
        entry.sealed_reason = Some(key.seal(Reveal::reason_spot(entry.id), &reason)?);
        tx.record_reveal(&entry).await?;
        let notes = tx.staff_notes(NoteAbout::Volunteer(id)).await?;
        tx.commit().await?;
        Ok((volunteer.contact(&key)?, opened_notes(&notes, &key)?))
    }

    /// Shows whom to call again, for a stated reason; the view is an entry of the ledger.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] without a reason; [`Refusal::NotFound`] where there is no such number.
    pub async fn reveal_caller(
        &self,
        actor: &Actor,
        id: TaskId,
        reason: &str,
    ) -> Outcome<CallerContact> {
        let reason = crate::parse::line("reason", reason);
        let reason = reason.map_err(|error| Refusal::Invalid(vec![error]))?;
        self.task(actor, id).await?;
        let mut tx = self.write().await?;
        let call = tx.call_of_task(id).await?.ok_or(Refusal::NotFound)?;
        self.not_too_many(&mut tx, actor).await?;
        let key = self.key(call.subject_id.ok_or(Refusal::NotFound)?).await?;
        let mut entry = self.entry(actor, "stated")?;
        entry.sealed_reason = Some(key.seal(Reveal::reason_spot(entry.id), &reason)?);
        tx.record_reveal(&entry).await?;
        tx.commit().await?;
        Ok(call.contact(&key)?)
    }

    /// The person's own view of what they asked for, after they have shown who they are.
    pub async fn own_request(&self, actor: &Actor, id: RequestId) -> Outcome<RevealedRequest> {
        if *actor != Actor::Requester(id) {
            return Err(Refusal::NotFound);
        }
        let mut tx = self.write().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        let key = self.key(request.subject_id).await?;
        let mut entry = self.entry(actor, "own_request")?;
        entry.request_id = Some(id);
        tx.record_reveal(&entry).await?;
        tx.commit().await?;
        opened(request, &key)
    }

    /// An entry of the ledger about nobody yet.
    pub(crate) fn entry(&self, actor: &Actor, reason: &'static str) -> Outcome<Reveal> {
        let ActorRef { kind, id: actor_id } = actor.reference();
        Ok(Reveal {
            id: self.fresh_id::<uuid::Uuid>()?,
            at: self.now(),
            actor_kind: kind.into(),
            actor_id,
            request_id: None,
            volunteer_id: None,
            engagement_id: None,
            reason: reason.into(),
            sealed_reason: None,
        })
    }
}

fn opened_notes(notes: &[StaffNote], key: &SubjectKey) -> Outcome<Vec<NoteLine>> {
    let open = |note: &StaffNote| Ok(NoteLine::of(note, Some(note.text(key)?)));
    notes.iter().map(open).collect()
}

fn opened(request: HelpRequest, key: &SubjectKey) -> Outcome<RevealedRequest> {
    let (contact, details) = (request.contact(key)?, request.details(key)?);
    Ok(RevealedRequest { request, contact, details })
}
