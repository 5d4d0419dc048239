//! Which kinds of mail a volunteer wants; what changes a promise always goes.

use matching::VolunteerId;

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::{Dispatch, event};

/// The kinds that a volunteer may do without, beside the news of the team.
pub const OPTIONAL_MAILS: [&str; 3] = ["reminder", "taken", "completed"];
/// The word for the news of the team among the choices.
pub const NEWS: &str = "news";

impl Dispatch {
    /// The kinds of mail that a volunteer wants, of [`OPTIONAL_MAILS`] and [`NEWS`].
    pub async fn wanted_mails(&self, id: VolunteerId) -> Outcome<Vec<&'static str>> {
        let stopped = self.read().await?.stopped_mails(id).await?;
        let mut wanted: Vec<&str> = OPTIONAL_MAILS.into();
        wanted.retain(|kind| !stopped.iter().any(|stopped| stopped == kind));
        if self.wants_news(id).await? {
            wanted.push(NEWS);
        }
        Ok(wanted)
    }

    /// A volunteer chooses the kinds of mail; every other optional one no longer comes.
    pub async fn choose_mails(&self, id: VolunteerId, wanted: &[&str]) -> Outcome<()> {
        let mut stopped: Vec<&str> = OPTIONAL_MAILS.into();
        stopped.retain(|kind| !wanted.contains(kind));
        let mut tx = self.write().await?;
        tx.stop_mails(id, &stopped, self.now()).await?;
        let mut noted = event(self.now(), "volunteer.edited", &Actor::Volunteer(id));
        noted.volunteer_id = Some(id);
        tx.record(&noted).await?;
        tx.commit().await?;
        if wanted.contains(&NEWS) { self.allow_news(id).await } else { self.stop_news(id).await }
    }

    /// Whether a volunteer has said that mails of this kind need not come.
    pub(crate) async fn is_stopped(&self, id: VolunteerId, kind: &str) -> Outcome<bool> {
        if !OPTIONAL_MAILS.contains(&kind) {
            return Ok(false);
        }
        let stopped = self.read().await?.stopped_mails(id).await?;
        Ok(stopped.iter().any(|stopped| stopped == kind))
    }
}
