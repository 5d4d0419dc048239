//! Erasing what says who asked or helped: the rows are emptied, the key is destroyed.

use matching::{RequestId, Role, TaskKind, VolunteerId};
use store::{HelpRequest, NoteAbout, RequestDetails, RequesterContact, SubjectKey, Tx};

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event};

impl Dispatch {
    /// Erases a request's data at the word of the person; what is open is called off first.
    ///
    /// The holder of a manage link erases what they asked for with it: an address that somebody
    /// else may have typed proves nothing about other requests. A coordinator erases everything
    /// that the person asked for in their area.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] and [`Refusal::Unauthenticated`] before anything is looked up.
    pub async fn erase_request(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let own = match actor {
            Actor::Requester(own) if *own == id => true,
            Actor::Requester(_) => return Err(Refusal::NotFound),
            _ => {
                actor.staff(Role::Coordinator)?;
                false
            }
        };
        let mut tx = self.read().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        if !own {
            self.staff_over(actor, Role::Coordinator, request.area_id)?;
        }
        let all = if own { vec![id] } else { tx.requests_of_same_person(id).await? };
        drop(tx);
        for id in all {
            self.erase_one(actor, id).await?;
        }
        Ok(())
    }

    async fn erase_one(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let request = self.read().await?.request(id).await?.ok_or(Refusal::NotFound)?;
        let foreign = !matches!(actor, Actor::Requester(_))
            && self.staff_over(actor, Role::Coordinator, request.area_id).is_err();
        if foreign {
            return Ok(());
        }
        let unended =
            request.status.is_live() || request.status == matching::RequestStatus::Unconfirmed;
        if unended {
            self.cancel_request(actor, id).await?;
        }
        self.erase_request_data(actor, id).await
    }

    /// Erases a volunteer's data, at their own word or by a coordinator for them.
    ///
    /// # Errors
    /// [`Refusal::Forbidden`] and [`Refusal::Unauthenticated`] before anything is looked up.
    pub async fn erase_volunteer(&self, actor: &Actor, id: VolunteerId) -> Outcome<()> {
        match actor {
            Actor::Volunteer(own) if *own == id => {}
            Actor::Volunteer(_) => return Err(Refusal::NotFound),
            _ => {
                actor.staff(Role::Coordinator)?;
            }
        }
        self.leave(actor, id).await
    }

    /// Erases a request's contact data and notes. What remains says that somebody in that cell
    /// asked for that kind of help, and how it ended.
    ///
    /// A concern that nobody has read yet is kept where the person erases it, under a key of its own,
    /// until the request's data would go in any case: they may be whom it is about.
    pub(crate) async fn erase_request_data(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let fresh = match actor {
            Actor::Requester(_) => Some(self.ring().create(self.now()).await?),
            _ => None,
        };
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        tx.forget_requester(id).await?;
        if let Some(fresh) = fresh {
            self.keep_concerns(&mut tx, &request, &fresh).await?;
        }
        tx.untie(id).await?;
        tx.forget_staff_notes(NoteAbout::Request(id)).await?;
        let callers = self.forget_callers_of(&mut tx, id).await?;
        tx.forget_likeness(id).await?;
        tx.delete_orphaned_blocks().await?;
        tx.erase_reasons_of_request(id).await?;
        tx.revoke_all_links(id.0, self.now()).await?;
        tx.delete_sessions_of(id.0).await?;
        let mut erased = event(self.now(), "request.erased", actor);
        erased.request_id = Some(id);
        tx.record(&erased).await?;
        self.finish(tx).await?;
        for subject in callers.into_iter().chain([request.subject_id]) {
            self.ring().destroy(subject).await?;
        }
        Ok(())
    }

    /// Leaves the words of concerns while their task is open; a key that was not needed is swept.
    async fn keep_concerns(
        &self,
        tx: &mut Tx,
        request: &HelpRequest,
        fresh: &SubjectKey,
    ) -> Outcome<()> {
        if tx.tasks_of_request(request.id, TaskKind::Concern).await?.open == 0 {
            return Ok(());
        }
        let key = self.key(request.subject_id).await?;
        let concerns = request.details(&key)?.concerns;
        if concerns.is_empty() {
            return Ok(());
        }
        let (id, nobody) = (request.id, RequesterContact::default());
        let details = RequestDetails { concerns, ..RequestDetails::default() };
        let left = HelpRequest {
            subject_id: fresh.subject(),
            sealed_contact: fresh.seal(HelpRequest::contact_spot(id), &nobody)?,
            sealed_details: fresh.seal(HelpRequest::details_spot(id), &details)?,
            ..request.clone()
        };
        Ok(tx.reseal_requester(&left).await?)
    }
}
