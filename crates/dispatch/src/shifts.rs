//! The roster: shifts are planned, taken and given back; what is still missing is seen.

use jiff::{Timestamp, ToSpan as _};
use matching::{AccountId, Role, ShiftId};
use store::Shift;

use crate::actor::Actor;
use crate::parse::{self, Errors};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, event, hours};

/// Shifts of one plan at most: four weeks of four a day.
const MOST_PLANNED: usize = 112;
/// Shifts shown at most.
const MOST_SHOWN: u32 = 500;
/// Desks of one shift at most.
const MOST_PLACES: u32 = 50;

/// Shifts to plan: the same hours on each day of a span.
#[derive(Clone, Debug, Default)]
pub struct ShiftPlan {
    /// The first day, `2026-11-24`.
    pub from_day: String,
    /// The last day.
    pub to_day: String,
    /// Where each shift begins and the last one ends, local: `08:00`, `12:00`, …
    pub hours: Vec<String>,
    /// Desks of each shift.
    pub places: i64,
}

/// A shift and who is at it.
#[derive(Clone, Debug)]
pub struct PlannedShift {
    /// The shift.
    pub shift: Shift,
    /// Who has taken a place, in the order in which they came.
    pub taken_by: Vec<AccountId>,
}

impl PlannedShift {
    /// Desks that nobody has taken.
    pub fn missing(&self) -> u32 {
        let taken = u32::try_from(self.taken_by.len()).unwrap_or(u32::MAX);
        self.shift.places.saturating_sub(taken)
    }
}

impl Dispatch {
    /// Plans shifts for one's area.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for days, hours and desks that cannot be used.
    pub async fn plan_shifts(&self, actor: &Actor, plan: &ShiftPlan) -> Outcome<usize> {
        let staff = actor.staff(Role::Coordinator)?;
        let spans = self.spans(plan)?;
        let places = parse::whole("places", plan.places, 1, MOST_PLACES);
        let places = places.map_err(|error| Refusal::Invalid(vec![error]))?;
        let mut tx = self.write().await?;
        for (starts_at, ends_at) in &spans {
            let shift = Shift {
                id: self.fresh_id()?,
                area_id: staff.area,
                starts_at: *starts_at,
                ends_at: *ends_at,
                places,
                created_by: actor.account(),
                created_at: self.now(),
            };
            tx.insert_shift(&shift).await?;
        }
        let mut planned = event(self.now(), "shift.planned", actor);
        planned.data = serde_json::json!({ "count": spans.len() }).to_string();
        tx.record(&planned).await?;
        tx.commit().await?;
        Ok(spans.len())
    }

    fn spans(&self, plan: &ShiftPlan) -> Outcome<Vec<(Timestamp, Timestamp)>> {
        let mut errors = Errors::default();
        let zone = &self.settings().timezone;
        let from = plan.from_day.trim().parse::<jiff::civil::Date>().ok();
        let to = match plan.to_day.trim() {
            "" => from,
            text => text.parse().ok(),
        };
        if from.is_none() {
            errors.add("from_day", "time");
        }
        if to.is_none() || to < from {
            errors.add("to_day", "time");
        }
        let hours: Option<Vec<jiff::civil::Time>> =
            plan.hours.iter().map(|hour| hour.trim().parse().ok()).collect();
        let rising = |hours: &Vec<jiff::civil::Time>| {
            hours.len() > 1 && hours.windows(2).all(|pair| pair[0] < pair[1])
        };
        let hours = hours.filter(rising);
        if hours.is_none() {
            errors.add("hours", "hours");
        }
        errors.done()?;
        let (mut day, last) = (from.unwrap_or_default(), to.unwrap_or_default());
        let hours = hours.unwrap_or_default();
        let mut spans = Vec::new();
        while day <= last && spans.len() <= MOST_PLANNED {
            for pair in hours.windows(2) {
                let at = |time: jiff::civil::Time| {
                    let zoned = day.to_datetime(time).to_zoned(zone.clone());
                    zoned.map(|at| at.timestamp()).ok()
                };
                if let (Some(start), Some(end)) = (at(pair[0]), at(pair[1])) {
                    spans.push((start, end));
                }
            }
            day = day.checked_add(1.day()).map_err(|_| Refusal::field("to_day", "time"))?;
        }
        if spans.len() > MOST_PLANNED {
            return Err(Refusal::field("to_day", "too_far_ahead"));
        }
        if spans.first().is_some_and(|(_, end)| *end <= self.now()) {
            return Err(Refusal::field("from_day", "past"));
        }
        Ok(spans)
    }

    /// The shifts of one's desk from now on for so many days, in order.
    pub async fn shifts(&self, actor: &Actor, days: i64) -> Outcome<Vec<PlannedShift>> {
        let staff = actor.staff(Role::Operator)?;
        let (from, to) = (self.now(), self.now() + hours(24 * days));
        let mut tx = self.read().await?;
        let taken = tx.shift_places(from, to).await?;
        let areas = self.areas();
        let shown = |shift: &Shift| shift.area_id.is_none() || staff.sees(shift.area_id, &areas);
        let shifts = tx.shifts(from, to, MOST_SHOWN).await?.into_iter().filter(shown);
        let with = |shift: Shift| {
            let here = taken.iter().filter(|place| place.shift_id == shift.id);
            PlannedShift { taken_by: here.map(|place| place.account_id).collect(), shift }
        };
        Ok(shifts.map(with).collect())
    }

    /// Takes a place at a shift.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] `full` where none is left, `over` once it has ended.
    pub async fn take_shift(&self, actor: &Actor, id: ShiftId) -> Outcome<()> {
        let account = actor.account().ok_or(Refusal::Forbidden)?;
        let mut tx = self.write().await?;
        tx.lock_shift(id).await?;
        let shift = self.own_shift(&mut tx, actor, id).await?;
        if shift.ends_at <= self.now() {
            return Err(Refusal::Conflict("over"));
        }
        if !tx.take_shift(id, account, self.now()).await? {
            let there = tx.shift_places(shift.starts_at, shift.ends_at).await?;
            let mine = there.iter().any(|one| one.shift_id == id && one.account_id == account);
            return if mine { Ok(()) } else { Err(Refusal::Conflict("full")) };
        }
        tx.record(&event(self.now(), "shift.taken", actor)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Gives one's place at a shift back.
    pub async fn leave_shift(&self, actor: &Actor, id: ShiftId) -> Outcome<()> {
        let account = actor.account().ok_or(Refusal::Forbidden)?;
        let mut tx = self.write().await?;
        self.own_shift(&mut tx, actor, id).await?;
        if tx.leave_shift(id, account).await? {
            tx.record(&event(self.now(), "shift.left", actor)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Takes a shift off the plan.
    pub async fn cancel_shift(&self, actor: &Actor, id: ShiftId) -> Outcome<()> {
        actor.staff(Role::Coordinator)?;
        let mut tx = self.write().await?;
        self.own_shift(&mut tx, actor, id).await?;
        tx.delete_shift(id).await?;
        tx.record(&event(self.now(), "shift.cancelled", actor)).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn own_shift(&self, tx: &mut store::Tx, actor: &Actor, id: ShiftId) -> Outcome<Shift> {
        let staff = actor.staff(Role::Operator)?;
        let shift = tx.shift(id).await?.ok_or(Refusal::NotFound)?;
        let visible = shift.area_id.is_none() || staff.sees(shift.area_id, &self.areas());
        if visible { Ok(shift) } else { Err(Refusal::NotFound) }
    }
}
