//! For staff: who could help, who could not and why, and assigning by hand.

use std::collections::{BTreeMap, BTreeSet};

use matching::{
    AlertStatus, EngagementStatus, Reach, RequestId, RequestStatus, Role, VolunteerId,
    VolunteerStatus, When,
};

use crate::actor::Actor;
use crate::answer_alert::{Promise, Source};
use crate::find_volunteers::{Ask, Barred, Looked, NAMED_LEFT_OUT};
use crate::life::SEARCH_TASKS;
use crate::post_help_request::blocked;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;
use store::StoredEvent;

/// A volunteer who could help.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub volunteer_id: VolunteerId,
    /// From the centre of the request's cell to the nearest anchor.
    pub distance_m: Option<u32>,
    /// From the exact point, for staff who have revealed the request.
    pub exact_distance_m: Option<u32>,
    /// Between 0 and 1: nearer within the own radius is higher.
    pub score: f64,
    /// Why, as `{code, detail}`.
    pub reasons: Vec<(&'static str, String)>,
    /// Where their alert stands, if they were asked.
    pub alert: Option<AlertStatus>,
    /// Engagements they hold now, of how many they take.
    pub load: (u32, u32),
}

/// A volunteer who was left out.
#[derive(Debug, Clone)]
pub struct LeftOut {
    /// Who.
    pub volunteer_id: VolunteerId,
    /// How far.
    pub distance_m: Option<u32>,
    /// Why, as a code.
    pub reason: &'static str,
}

/// Everyone near a request.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Who could be asked now, the nearest first.
    pub candidates: Vec<Candidate>,
    /// How many were left out, by reason.
    pub excluded: BTreeMap<&'static str, u32>,
    /// The nearest of them.
    pub nearest_excluded: Vec<LeftOut>,
}

/// Volunteers looked at for one list.
const LOOKED_AT: usize = 300;
/// How finely operators see distances, in metres.
const OPERATORS_STEP_M: u32 = 100;

/// A distance to where a volunteer lives as staff see it: operators to the hundred metres below, for
/// three exact ones say where that is.
pub(crate) fn shown_m(actor: &Actor, metres: Option<u32>) -> Option<u32> {
    let step = if actor.staff(Role::Coordinator).is_ok() { 1 } else { OPERATORS_STEP_M };
    metres.map(|metres| metres / step * step)
}

impl Dispatch {
    /// The nearest volunteers for a request, and why others are not among them.
    pub async fn candidates(
        &self,
        actor: &Actor,
        id: RequestId,
        limit: usize,
    ) -> Outcome<Candidates> {
        self.follow_changes().await?;
        let mut tx = self.read().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        let staff = self.staff_over(actor, Role::Operator, request.area_id)?;
        let seen = tx.requests_revealed_to(staff.id, jiff::Timestamp::UNIX_EPOCH).await?;
        let exact = if seen.contains(&id) {
            request.contact(&self.key(request.subject_id).await?)?.position
        } else {
            None
        };
        let need = self.need_of(&request);
        let unwanted = blocked(&mut tx, &request).await?;
        let alerts = tx.alerts_of_request(id).await?;
        let held: BTreeSet<VolunteerId> = tx
            .engagements_of_request(id)
            .await?
            .iter()
            .filter(|e| e.status != EngagementStatus::Released)
            .map(|e| e.volunteer_id)
            .collect();
        let hits = self.index().anyone_near(need.place, LOOKED_AT);
        let ids: Vec<VolunteerId> =
            hits.iter().map(|hit| hit.id).filter(|id| !held.contains(id)).collect();
        let mut found = Candidates::default();
        let shown_m = |metres: Option<u32>| shown_m(actor, metres);
        let far: BTreeMap<VolunteerId, Option<u32>> =
            hits.iter().map(|hit| (hit.id, hit.distance_m)).collect();
        let how = (Reach::Own, Ask::about(&request));
        for looked in self.look_at(&mut tx, &ids, &need, &unwanted, how).await? {
            let Looked { volunteer, standing, verdict } = looked;
            let asked = alerts.iter().rev().find(|a| a.volunteer_id == volunteer.id);
            let asked = asked.map(|a| a.status);
            match verdict {
                Ok(distance_m) if found.candidates.len() < limit => {
                    let distance_m = shown_m(distance_m);
                    let score = distance_m
                        .map_or(0.5, |m| 1.0 - f64::from(m) / f64::from(volunteer.radius_m.max(1)));
                    let mut reasons = vec![("nearest", (found.candidates.len() + 1).to_string())];
                    if let Some(distance) = distance_m {
                        let bucket = matching::DistanceBucket::of_m(distance).code();
                        reasons.push(("distance", bucket.to_owned()));
                    }
                    if standing.live_engagements == 0 {
                        reasons.push(("free", String::new()));
                    }
                    let points = match exact {
                        Some(_) => crate::mirror::anchors(self.ring(), &volunteer).await?,
                        None => Vec::new(),
                    };
                    let exact_distance_m = exact.and_then(|point| {
                        let metres = points.iter().map(|at| matching::distance_m(point, *at));
                        metres.min_by(f64::total_cmp).map(matching::whole_metres)
                    });
                    found.candidates.push(Candidate {
                        volunteer_id: volunteer.id,
                        distance_m,
                        exact_distance_m,
                        score: (score * 1000.0).round() / 1000.0,
                        reasons,
                        alert: asked,
                        load: (standing.live_engagements, volunteer.capacity),
                    });
                }
                Ok(_) => {}
                Err(Barred { why, .. }) => {
                    *found.excluded.entry(why.code()).or_default() += 1;
                    if found.nearest_excluded.len() < NAMED_LEFT_OUT {
                        found.nearest_excluded.push(LeftOut {
                            volunteer_id: volunteer.id,
                            distance_m: shown_m(far.get(&volunteer.id).copied().flatten()),
                            reason: why.code(),
                        });
                    }
                }
            }
        }
        Ok(found)
    }

    /// Gives a place to a volunteer by hand; the volunteer is told by mail.
    ///
    /// # Errors
    /// [`Refusal::Taken`] when no place is left, [`Refusal::Conflict`] for a volunteer who is not
    /// active, too young, not vetted where that is asked for, or whom the person does not want.
    pub async fn assign_volunteer(
        &self,
        actor: &Actor,
        id: RequestId,
        volunteer: VolunteerId,
    ) -> Outcome<matching::EngagementId> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        tx.lock_volunteer(volunteer).await?;
        let volunteer = tx.volunteer(volunteer).await?;
        let volunteer = volunteer.ok_or_else(|| Refusal::field("volunteer_id", "unknown"))?;
        self.staff_over(actor, Role::Operator, volunteer.area_id)
            .map_err(|_| Refusal::field("volunteer_id", "unknown"))?;
        if request.status != RequestStatus::Open {
            return Err(Refusal::Taken);
        }
        if volunteer.status != VolunteerStatus::Active {
            return Err(Refusal::Conflict("volunteer_not_active"));
        }
        self.check_trust(&volunteer, &request)?;
        if blocked(&mut tx, &request).await?.contains(&volunteer.id) {
            return Err(Refusal::Conflict("blocked"));
        }
        let held = tx.engagements_of_request(id).await?;
        if held.iter().any(|e| e.volunteer_id == volunteer.id && e.status.holds_place()) {
            return Err(Refusal::Conflict("holds_a_place"));
        }
        let promise = Promise { when: When::Today, at: None };
        let source = Source::Staff(actor.account());
        let engagement =
            self.take_place(&mut tx, &request, &volunteer, source, promise, &held).await?;
        self.after_yes(&mut tx, request, &volunteer, &engagement, actor).await?;
        tx.close_tasks_of_request(id, &SEARCH_TASKS, "assigned", self.now()).await?;
        self.finish(tx).await?;
        Ok(engagement.id)
    }

    /// Releases every live engagement of a request, on staff's word.
    pub async fn release_request(&self, actor: &Actor, id: RequestId, reason: &str) -> Outcome<()> {
        let mut tx = self.read().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        let live = tx.engagements_of_request(id).await?;
        drop(tx);
        let live: Vec<_> = live.into_iter().filter(|e| e.status.is_live()).collect();
        if live.is_empty() {
            return Err(Refusal::Conflict("nobody_engaged"));
        }
        for engagement in live {
            self.release_engagement(actor, engagement.id, reason).await?;
        }
        Ok(())
    }

    /// Every event of a request, in order, and the request itself.
    pub async fn timeline(
        &self,
        actor: &Actor,
        id: RequestId,
    ) -> Outcome<(store::HelpRequest, Vec<StoredEvent>)> {
        let mut tx = self.read().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.staff_over(actor, Role::Operator, request.area_id)?;
        let events = tx.events_of_request(id).await?;
        Ok((request, events))
    }

    /// One request of the caller's area; nothing sealed is opened.
    pub async fn request(&self, actor: &Actor, id: RequestId) -> Outcome<store::HelpRequest> {
        let request = self.read().await?.request(id).await?.ok_or(Refusal::NotFound)?;
        match actor {
            Actor::Requester(own) if *own == id => Ok(request),
            _ => self.staff_over(actor, Role::Operator, request.area_id).map(|_| request),
        }
    }

    /// The requests of the caller's area, newest first.
    pub async fn list_requests(
        &self,
        actor: &Actor,
        mut filter: store::RequestFilter,
    ) -> Outcome<Vec<store::HelpRequest>> {
        let staff = actor.staff(Role::Operator)?;
        let own = staff.areas(&self.areas());
        filter.areas = match (own, filter.areas.take()) {
            (None, asked) => asked,
            (Some(own), None) => Some(own),
            (Some(own), Some(asked)) => {
                Some(asked.into_iter().filter(|area| own.contains(area)).collect())
            }
        };
        Ok(self.read().await?.requests(&filter).await?)
    }

    /// The engagements of a request: for the person and for staff of the area.
    pub async fn engagements(
        &self,
        actor: &Actor,
        id: RequestId,
    ) -> Outcome<Vec<store::Engagement>> {
        self.request(actor, id).await?;
        Ok(self.read().await?.engagements_of_request(id).await?)
    }

    /// The alerts of a request, for staff of the area.
    pub async fn alerts(&self, actor: &Actor, id: RequestId) -> Outcome<Vec<store::Alert>> {
        self.request(actor, id).await?;
        Ok(self.read().await?.alerts_of_request(id).await?)
    }

    /// What a volunteer promised and did, newest first.
    pub async fn promises(
        &self,
        actor: &Actor,
        id: VolunteerId,
    ) -> Outcome<Vec<(store::Engagement, store::HelpRequest)>> {
        self.volunteer(actor, id).await?;
        let mut tx = self.read().await?;
        let mut found = Vec::new();
        for engagement in tx.engagements_of_volunteer(id, 100).await? {
            if let Some(request) = tx.request(engagement.request_id).await? {
                found.push((engagement, request));
            }
        }
        Ok(found)
    }

    /// One engagement and its request, for its volunteer, its holder or staff of the area.
    pub async fn engagement(
        &self,
        actor: &Actor,
        id: matching::EngagementId,
    ) -> Outcome<(store::Engagement, store::HelpRequest)> {
        let mut tx = self.read().await?;
        let engagement = tx.engagement(id).await?.ok_or(Refusal::NotFound)?;
        let request = tx.request(engagement.request_id).await?.ok_or(Refusal::NotFound)?;
        match actor {
            Actor::Volunteer(own) if *own == engagement.volunteer_id => {}
            Actor::Holder(own) if *own == id => {}
            Actor::Requester(own) if *own == request.id => {}
            Actor::Volunteer(_) | Actor::Holder(_) | Actor::Requester(_) => {
                return Err(Refusal::NotFound);
            }
            _ => self.staff_over(actor, Role::Operator, request.area_id).map(|_| ())?,
        }
        Ok((engagement, request))
    }

    /// The first name of a volunteer who comes, for the person and for staff.
    pub async fn first_name(&self, id: VolunteerId) -> Outcome<String> {
        let contact = self.contact_of(id).await?;
        Ok(contact.name.split_whitespace().next().unwrap_or_default().to_owned())
    }

    /// The word at the door of an engagement: the number of a bird and a number of two digits.
    pub fn door_word(&self, id: matching::EngagementId) -> (u8, u8) {
        let bytes = self.ring().token("door", id.0, 1);
        (bytes[0], bytes[1] % 90 + 10)
    }
}
