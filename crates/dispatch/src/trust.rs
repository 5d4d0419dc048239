//! Who may be trusted with what: age, vetting and its end, and what is not for new volunteers.

use jiff::Timestamp;
use matching::{
    CategoryCode, Demands, Exclusion, Need, Role, SkillCode, TaskKind, Trust, VolunteerId,
    VolunteerProfile, VolunteerStatus, Window, trusted,
};
use store::{HelpRequest, Tx, Volunteer};

use crate::actor::Actor;
use crate::input::VolunteerEdit;
use crate::life::ToDo;
use crate::parse::{self, Errors};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};

/// The age that the agreement speaks of.
pub(crate) const OF_AGE: u32 = 18;
/// Days before the end of a vetting from which a task asks for the next one.
const VET_AGAIN_DAYS: i64 = 30;
/// Days until somebody who offers what asks for vetting should have been met.
const VET_FIRST_DAYS: i64 = 7;
/// Rows dealt with in one go.
const BATCH: u32 = 500;

/// Whether a skill is one that a coordinator alone says of a volunteer, with the paper at hand.
pub(crate) fn is_for_team(skill: &SkillCode) -> bool {
    templates::TEAM_SKILLS.contains(&skill.as_str())
}

impl Dispatch {
    /// What a request asks of a volunteer from now on.
    pub(crate) fn need_of(&self, request: &HelpRequest) -> Need {
        let now = self.now();
        let from = request.not_before.map_or(now, |start| start.max(now));
        Need {
            place: request.cell.map(matching::Cell::center),
            category: request.category.clone(),
            skills: request.skills.clone(),
            languages: request.languages.clone(),
            window: Window { from, until: request.needed_by.max(from) },
            demands: self.demands_of(&request.category),
        }
    }

    /// How far a category asks for trust; one that is no longer in use asks for all of it.
    pub(crate) fn demands_of(&self, code: &CategoryCode) -> Demands {
        let categories = self.categories();
        let known = categories.iter().find(|category| category.code == *code);
        let (min_age, sheltered) =
            known.map_or((OF_AGE, true), |category| (category.min_age, category.requires_vetting));
        Demands {
            min_age: u8::try_from(min_age).unwrap_or(u8::MAX),
            vetted: sheltered || self.settings().vet_volunteers,
            experienced: sheltered,
        }
    }

    /// The volunteer as the index knows them: without the kinds of help they may not give now.
    pub(crate) fn as_offered(&self, mut profile: VolunteerProfile) -> VolunteerProfile {
        let (trust, now) = (profile.trust, self.now());
        profile.categories.retain(|code| trusted(trust, self.demands_of(code), now).is_ok());
        profile
    }

    /// The same of a row that was read for the index.
    pub(crate) fn trusted_with(&self, mut offering: store::Offering) -> store::Offering {
        let age_at_least = u8::try_from(offering.age_at_least).unwrap_or(u8::MAX);
        let trust = Trust { age_at_least, vetted_until: offering.vetted_until };
        let now = self.now();
        offering.categories.retain(|code| trusted(trust, self.demands_of(code), now).is_ok());
        offering
    }

    /// Whether a volunteer may be trusted with a request, inside the transaction that gives it.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] `too_young` or `not_vetted`.
    pub(crate) fn check_trust(&self, volunteer: &Volunteer, request: &HelpRequest) -> Outcome<()> {
        let need = self.need_of(request);
        trusted(trust_of(volunteer), need.demands, need.window.from).map_err(|why| match why {
            Exclusion::Age => Refusal::Conflict("too_young"),
            _ => Refusal::Conflict("not_vetted"),
        })
    }

    /// The highest age that any kind of help asks for and that somebody of this age has reached.
    ///
    /// Only that step is kept, never an age.
    pub(crate) fn age_step(&self, age: i64) -> Option<u32> {
        let categories = self.categories();
        let steps = categories.iter().map(|category| category.min_age).chain([OF_AGE]);
        steps.filter(|step| i64::from(*step) <= age).max()
    }

    /// Reads a change of age and vetting; the latter is a coordinator's.
    pub(crate) fn edit_trust(
        &self,
        errors: &mut Errors,
        actor: &Actor,
        volunteer: &mut Volunteer,
        edit: &VolunteerEdit,
    ) {
        if let Some(age) = edit.age_at_least {
            match self.age_step(age) {
                Some(step) => volunteer.age_at_least = step,
                None => errors.add("age_at_least", "too_young"),
            }
        }
        let Some(until) = &edit.vetted_until else { return };
        if matches!(actor, Actor::Volunteer(_)) || actor.staff(Role::Coordinator).is_err() {
            errors.add("vetted_until", "coordinator");
            return;
        }
        let until = until.as_deref().map(|text| parse::time("vetted_until", text));
        let Some(until) = errors.keep(until.transpose()) else { return };
        if until.is_some_and(|until| until <= self.now()) {
            errors.add("vetted_until", "past");
            return;
        }
        self.set_vetted(actor, volunteer, until);
    }

    /// Until when somebody who is vetted now counts as vetted.
    pub fn vetted_until(&self) -> Timestamp {
        self.now() + hours(24 * i64::from(self.settings().vetting_days))
    }

    pub(crate) fn set_vetted(
        &self,
        actor: &Actor,
        volunteer: &mut Volunteer,
        until: Option<Timestamp>,
    ) {
        volunteer.vetted_until = until;
        volunteer.vetted_at = until.map(|_| self.now());
        volunteer.vetted_by = until.and_then(|_| actor.reference().id);
    }

    /// Whoever is let in after a review is vetted by that; says whether somebody is.
    pub(crate) fn lets_in(
        &self,
        actor: &Actor,
        volunteer: &mut Volunteer,
        to: Option<VolunteerStatus>,
    ) -> bool {
        let waits = volunteer.status == VolunteerStatus::PendingReview;
        let vetted = volunteer.vetted_until.is_some_and(|until| self.now() < until);
        if !waits || vetted || to != Some(VolunteerStatus::Active) {
            return false;
        }
        self.set_vetted(actor, volunteer, Some(self.vetted_until()));
        true
    }

    /// Notes a vetting or its end, and ends the tasks that asked for it.
    pub(crate) async fn note_vetting(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        volunteer: &Volunteer,
    ) -> Outcome<()> {
        let mut event = event(self.now(), "volunteer.vetted", actor);
        event.volunteer_id = Some(volunteer.id);
        event.data = serde_json::json!({ "until": volunteer.vetted_until }).to_string();
        tx.record(&event).await?;
        let outcome = if volunteer.vetted_until.is_some() { "yes" } else { "no" };
        tx.close_tasks_of_volunteer(volunteer.id, TaskKind::Vetting, outcome, self.now()).await?;
        Ok(())
    }

    /// A coordinator's word at the end of a vetting task: vetted for the usual time.
    pub(crate) async fn vet_volunteer(&self, actor: &Actor, id: VolunteerId) -> Outcome<()> {
        let waits = self.volunteer(actor, id).await?.status == VolunteerStatus::PendingReview;
        let edit = VolunteerEdit {
            vetted_until: Some(Some(self.vetted_until().to_string())),
            status: waits.then(|| VolunteerStatus::Active.code().to_owned()),
            ..VolunteerEdit::default()
        };
        self.edit_volunteer(actor, id, &edit).await.map(|_| ())
    }

    /// Whether something that this volunteer offers, or the deployment, asks for vetting.
    pub(crate) fn asks_for_vetting(&self, volunteer: &Volunteer) -> bool {
        volunteer.categories.iter().any(|code| self.demands_of(code).vetted)
    }

    /// Once a day: who must be vetted for what they offer, for the first time or again.
    pub(crate) async fn call_for_vetting(&self) -> Outcome<u64> {
        let now = self.now();
        let soon = now + hours(24 * VET_AGAIN_DAYS);
        let (mut count, mut after) = (0, VolunteerId(uuid::Uuid::nil()));
        loop {
            let found = self.read().await?.unvetted_volunteers(soon, after, BATCH).await?;
            let Some(last) = found.last() else { return Ok(count) };
            after = last.id;
            let mut tx = self.write().await?;
            for volunteer in found.iter().filter(|volunteer| self.asks_for_vetting(volunteer)) {
                count += u64::from(self.vetting_task(&mut tx, volunteer).await?);
            }
            tx.commit().await?;
        }
    }

    /// A task to vet somebody, once for each end of a vetting.
    pub(crate) async fn vetting_task(&self, tx: &mut Tx, volunteer: &Volunteer) -> Outcome<bool> {
        let now = self.now();
        let due = match volunteer.vetted_until {
            Some(until) => now.max(until - hours(24 * VET_FIRST_DAYS)),
            None => now + hours(24 * VET_FIRST_DAYS),
        };
        let day = volunteer.vetted_until.map_or(0, |until| until.as_second() / 86_400);
        let to_do = ToDo {
            kind: TaskKind::Vetting,
            request: None,
            volunteer: Some(volunteer.id),
            engagement: None,
            area: volunteer.area_id,
            due_at: due,
            round: u32::try_from(day).unwrap_or_default(),
            level: 1,
        };
        self.make_task(tx, &to_do, &Actor::System).await
    }
}

/// What matching weighs of a volunteer's age and vetting.
pub(crate) fn trust_of(volunteer: &Volunteer) -> Trust {
    Trust {
        age_at_least: u8::try_from(volunteer.age_at_least).unwrap_or(u8::MAX),
        vetted_until: volunteer.vetted_until,
    }
}
