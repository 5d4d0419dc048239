//! What a volunteer may know while nobody needs them: what they gave, and how much is asked around.

use jiff::Timestamp;
use matching::{AreaId, VolunteerId};
use store::Tx;

use crate::actor::Actor;
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// The days that the figures of a neighbourhood look back.
const LOOK_BACK_DAYS: i64 = 30;

/// A volunteer's own help, and the requests and volunteers around them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// The area's name; none where the deployment has no areas, and the figures are of all of it.
    pub area: Option<String>,
    /// Requests opened there in the last 30 days.
    pub requests: u32,
    /// Active volunteers there.
    pub volunteers: u32,
    /// Requests that this volunteer could take now.
    pub near: u32,
    /// How often they have helped.
    pub helped: u32,
    /// For how many minutes, as far as they said.
    pub minutes: u32,
}

impl Dispatch {
    /// What is around a signed-in volunteer, and what they gave.
    pub async fn around(&self, actor: &Actor, id: VolunteerId) -> Outcome<Around> {
        let volunteer = self.volunteer(actor, id).await?;
        let near = self.near_requests(id).await?.len();
        let since = self.now() - hours(24 * LOOK_BACK_DAYS);
        let mut tx = self.read().await?;
        let requests = self.requests_told_in(&mut tx, volunteer.area_id, since).await?;
        let volunteers = tx.active_volunteers(volunteer.area_id).await?;
        let (helped, minutes) = tx.help_given(id).await?;
        let count = |number: i64| u32::try_from(number).map_err(|_| Refusal::NotFound);
        Ok(Around {
            area: volunteer.area_id.and_then(|id| self.areas().name(id).map(str::to_owned)),
            requests: count(requests)?,
            volunteers: count(volunteers)?,
            near: u32::try_from(near).unwrap_or(u32::MAX),
            helped,
            minutes,
        })
    }
    /// How many requests were opened in an area, each where its cell's centre lies: a border within a
    /// cell does not tell on which side of it somebody lives.
    async fn requests_told_in(
        &self,
        tx: &mut Tx,
        area: Option<AreaId>,
        since: Timestamp,
    ) -> Outcome<i64> {
        let opened = tx.requests_opened_by_cell(since).await?;
        let areas = self.areas();
        let told = opened.into_iter().filter(|(cell, _)| {
            area.is_none() || cell.is_some_and(|cell| areas.leaf_of(cell.center()) == area)
        });
        Ok(told.map(|(_, count)| count).sum())
    }
}
