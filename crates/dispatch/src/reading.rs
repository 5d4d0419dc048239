//! Reads for the borders: what answers need beside the use cases.

use matching::{AccountId, AreaId, Language, RequestId, RequestStatus, Role};
use store::{Task, TaskFilter, Volunteer, VolunteerFilter};

use crate::actor::{Actor, Staff};
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

impl Dispatch {
    /// Whether the database answers.
    pub async fn ping(&self) -> Outcome<()> {
        self.read().await?.last_change().await?;
        Ok(())
    }

    /// The language in which somebody wants to be written to; `None` where it is not known.
    pub async fn language_of(&self, actor: &Actor) -> Outcome<Option<Language>> {
        match actor {
            Actor::Volunteer(id) => {
                let found = self.read().await?.volunteer(*id).await?;
                Ok(found.map(|volunteer| volunteer.language))
            }
            Actor::Requester(id) => {
                let found = self.read().await?.request(*id).await?;
                Ok(found.map(|request| request.language))
            }
            Actor::Staff(staff) if staff.is_account => {
                let found = self.read().await?.account(AccountId(staff.id)).await?;
                Ok(found.and_then(|account| Language::new(&account.language).ok()))
            }
            _ => Ok(None),
        }
    }

    /// The status that a request had when it was posted: what a repeated call is told again.
    pub async fn status_when_posted(&self, id: RequestId) -> Outcome<RequestStatus> {
        let request = self.read().await?.request(id).await?.ok_or(Refusal::NotFound)?;
        let at_once = request.opened_at == Some(request.created_at);
        Ok(if at_once { RequestStatus::Open } else { RequestStatus::Unconfirmed })
    }

    /// The volunteers of the caller's area that a filter asks for, newest first.
    pub async fn volunteers_page(
        &self,
        actor: &Actor,
        mut filter: VolunteerFilter,
    ) -> Outcome<Vec<Volunteer>> {
        let staff = actor.staff(Role::Operator)?;
        filter.areas = self.both(&staff, filter.areas.take());
        Ok(self.read().await?.volunteers(&filter).await?)
    }

    /// How many volunteers of the caller's area a filter finds, at most so many.
    pub async fn count_volunteers(
        &self,
        actor: &Actor,
        mut filter: VolunteerFilter,
        most: u32,
    ) -> Outcome<u32> {
        let staff = actor.staff(Role::Operator)?;
        filter.areas = self.both(&staff, filter.areas.take());
        let count = self.read().await?.count_volunteers(&filter, most).await?;
        Ok(u32::try_from(count).unwrap_or(most))
    }

    /// The tasks of the caller's area that a filter asks for, the most pressing first.
    pub async fn tasks_page(&self, actor: &Actor, mut filter: TaskFilter) -> Outcome<Vec<Task>> {
        let staff = actor.staff(Role::Operator)?;
        filter.areas = self.both(&staff, filter.areas.take());
        Ok(self.read().await?.tasks(&filter).await?)
    }

    /// The areas that are both the caller's and asked for; `None` = all.
    pub(crate) fn both(&self, staff: &Staff, asked: Option<Vec<AreaId>>) -> Option<Vec<AreaId>> {
        match (staff.areas(&self.areas()), asked) {
            (None, asked) => asked,
            (own, None) => own,
            (Some(own), Some(asked)) => {
                Some(asked.into_iter().filter(|area| own.contains(area)).collect())
            }
        }
    }
}
