//! A volunteer leaves: promises go to others, data are erased.

use std::collections::HashMap;

use matching::{Role, VolunteerId, VolunteerStatus};
use store::{NoteAbout, Sealed, Standing, Volunteer, sha256};

use crate::actor::Actor;
use crate::mirror::day_start;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event};

impl Dispatch {
    /// Gives every promise back, ends the account and destroys the key of the volunteer's data.
    ///
    /// Whoever is suspended or held stays barred: leaving is no way around it.
    pub async fn leave(&self, actor: &Actor, id: VolunteerId) -> Outcome<()> {
        for (engagement, _) in self.promises(actor, id).await? {
            if engagement.status.is_live() {
                self.release_engagement(actor, engagement.id, "other").await?;
            }
        }
        let mut tx = self.write().await?;
        tx.lock_volunteer(id).await?;
        let mut volunteer = tx.volunteer(id).await?.ok_or(Refusal::NotFound)?;
        let subject = volunteer.subject_id;
        if volunteer.status == VolunteerStatus::Suspended || volunteer.held_at.is_some() {
            self.bar(&mut tx, &volunteer).await?;
        }
        forget(&mut volunteer);
        self.become_status(&mut tx, &mut volunteer, VolunteerStatus::Withdrawn, actor).await?;
        tx.revoke_all_links(id.0, self.now()).await?;
        tx.delete_sessions_of(id.0).await?;
        tx.erase_reasons_of_volunteer(id).await?;
        tx.forget_distances(id).await?;
        tx.allow_news(id).await?;
        tx.stop_mails(id, &[], self.now()).await?;
        tx.forget_staff_notes(NoteAbout::Volunteer(id)).await?;
        let mut erased = event(self.now(), "volunteer.erased", actor);
        erased.volunteer_id = Some(id);
        tx.record(&erased).await?;
        self.finish(tx).await?;
        self.ring().destroy(subject).await?;
        Ok(())
    }

    /// Alerts sent to a volunteer in the last seven days.
    pub async fn alerts_this_week(&self, actor: &Actor, id: VolunteerId) -> Outcome<u32> {
        self.volunteer(actor, id).await?;
        let (now, zone) = (self.now(), &self.settings().timezone);
        let load = self.read().await?.volunteer_standing(id, day_start(now, zone), now).await?;
        Ok(load.alerts_last_7_days)
    }

    /// What volunteers of the caller's area hold now and were asked lately; others are left out.
    pub async fn standings_of(
        &self,
        actor: &Actor,
        volunteers: &[Volunteer],
    ) -> Outcome<HashMap<VolunteerId, Standing>> {
        let staff = actor.staff(Role::Operator)?;
        let (now, areas) = (self.now(), self.areas());
        let day = day_start(now, &self.settings().timezone);
        let seen = volunteers.iter().filter(|one| staff.sees(one.area_id, &areas));
        let days: Vec<_> = seen.map(|one| (one.id, day)).collect();
        Ok(self.read().await?.volunteer_standings(&days, now).await?)
    }
}

/// What the key does not seal.
fn forget(volunteer: &mut Volunteer) {
    volunteer.sealed_contact = Sealed::from_bytes(Vec::new());
    volunteer.sealed_anchors = Sealed::from_bytes(Vec::new());
    volunteer.phone_hash = None;
    volunteer.postcode.clear();
    volunteer.label.clear();
    volunteer.email_hash = sha256(volunteer.id.0.as_bytes()).to_vec();
}
