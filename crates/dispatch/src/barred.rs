//! Who does not come back unseen: suspended, or held until a coordinator has decided.

use matching::{TaskKind, VolunteerId, VolunteerStatus};
use store::{Tx, Volunteer};

use crate::actor::Actor;
use crate::input::VolunteerEdit;
use crate::life::ToDo;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// Hours in which a coordinator decides about somebody who comes back.
const RETURNED_H: i64 = 48;

impl Dispatch {
    /// Bars the address and number of somebody who is suspended or held. Leaving is no way around it:
    /// the bar outlives the account by the limit of its class.
    pub(crate) async fn bar(&self, tx: &mut Tx, volunteer: &Volunteer) -> Outcome<()> {
        let now = self.now();
        let until = now + hours(24 * i64::from(self.settings().retention.barred_days));
        for hash in hashes(volunteer) {
            tx.bar(&hash, volunteer.id, now, until).await?;
        }
        Ok(())
    }

    /// Whether somebody else with this address or number is suspended or held, or left like that.
    pub(crate) async fn is_barred(&self, tx: &mut Tx, volunteer: &Volunteer) -> Outcome<bool> {
        let found = tx.barred(&hashes(volunteer), volunteer.id, self.now()).await?;
        Ok(!found.is_empty())
    }

    /// A coordinator decides about somebody who comes back.
    pub(crate) async fn call_for_returned(
        &self,
        tx: &mut Tx,
        volunteer: &Volunteer,
    ) -> Outcome<()> {
        let to_do = ToDo {
            kind: TaskKind::Returned,
            request: None,
            volunteer: Some(volunteer.id),
            engagement: None,
            area: volunteer.area_id,
            due_at: self.now() + hours(RETURNED_H),
            round: volunteer.version,
            level: 1,
        };
        self.make_task(tx, &to_do, &Actor::System).await?;
        Ok(())
    }

    /// What staff have decided by giving a volunteer a status: what asked for it ends; whoever may
    /// help again is held and barred no more.
    pub(crate) async fn note_decision(&self, tx: &mut Tx, volunteer: &Volunteer) -> Outcome<()> {
        let (id, said, now) = (volunteer.id, volunteer.status.code(), self.now());
        for kind in [TaskKind::ReleaseReview, TaskKind::Returned] {
            tx.close_tasks_of_volunteer(id, kind, said, now).await?;
        }
        if volunteer.status == VolunteerStatus::Active {
            tx.hold_volunteer(id, None).await?;
            tx.lift_bars(id, &volunteer.email_hash).await?;
        }
        Ok(())
    }

    /// A coordinator's word at the end of a task: whoever was paused or waits may help again. Who had
    /// rested of their own will before goes on resting.
    pub(crate) async fn let_back(&self, actor: &Actor, id: VolunteerId) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.lock_volunteer(id).await?;
        let volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        if matches!(volunteer.status, VolunteerStatus::Suspended | VolunteerStatus::Withdrawn) {
            return self.nothing_new(tx).await;
        }
        let paused = match volunteer.held_at {
            Some(since) => tx.events_of_volunteer(id, "volunteer.paused", since).await? > 0,
            None => volunteer.status == VolunteerStatus::PendingReview,
        };
        if !paused {
            tx.hold_volunteer(id, None).await?;
            tx.lift_bars(id, &volunteer.email_hash).await?;
            return self.finish(tx).await;
        }
        drop(tx);
        let edit = VolunteerEdit {
            status: Some(VolunteerStatus::Active.code().to_owned()),
            ..VolunteerEdit::default()
        };
        self.edit_volunteer(actor, id, &edit).await.map(|_| ())
    }

    /// Whether a coordinator has yet to decide about somebody after two releases.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] `under_review` until then.
    pub(crate) fn check_review(volunteer: &Volunteer) -> Outcome<()> {
        match volunteer.held_at {
            Some(_) => Err(Refusal::Conflict("under_review")),
            None => Ok(()),
        }
    }
}

/// Under what somebody would come back.
fn hashes(volunteer: &Volunteer) -> Vec<Vec<u8>> {
    std::iter::once(volunteer.email_hash.clone()).chain(volunteer.phone_hash.clone()).collect()
}
