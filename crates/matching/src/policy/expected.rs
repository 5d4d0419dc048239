//! The smallest set outstanding whose chance of a yes reaches a goal.
//!
//! One yes a place suffices, so the worth of a set of alerts is the chance that enough of them are
//! answered with a yes: 1 − Π(1 − pᵢ) for one place (Raman, Shi and Fang 2024). Silence
//! lowers what an alert that is out still promises, and another volunteer is asked in its stead.
//! Whom: by the chance of a yes less the price of spending that volunteer, for each alert may put
//! somebody to sleep (Manshadi and Rodilitz, Management Science 2022).

use crate::{Priority, VolunteerId};

use super::{DelayCurve, Search};

/// The parameters; all chances are between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExpectedSettings {
    /// The chance of enough yes that is kept outstanding for a normal request.
    pub goal_normal: f64,
    /// The same for a vital request.
    pub goal_vital: f64,
    /// What the goal rises to as the deadline comes near.
    pub goal_late: f64,
    /// From so many minutes awake before the deadline the goal rises.
    pub late_minutes: f64,
    /// More are asked when the chance has faded to this share of the goal.
    pub refill_below: f64,
    /// How many of the nearest who may be asked are compared.
    pub pool: usize,
    /// Never more outstanding for one place.
    pub most_outstanding: u32,
    /// The price of each alert of the last 90 days: it multiplies the chance by e^(−price).
    pub price_lately: f64,
    /// The price of a volunteer whose own weekly limit is used up, likewise.
    pub price_budget: f64,
    /// The price of a skill that is not needed now and that nobody else in the pool has, likewise.
    pub price_skill: f64,
}

impl Default for ExpectedSettings {
    fn default() -> Self {
        Self {
            goal_normal: 0.37,
            goal_vital: 0.85,
            goal_late: 0.7,
            late_minutes: 180.0,
            refill_below: 0.9,
            pool: 64,
            most_outstanding: 40,
            price_lately: 0.7,
            price_budget: 0.3,
            price_skill: 0.3,
        }
    }
}

/// What asking a volunteer once more would spend.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    /// Alerts in the last 90 days.
    pub alerts_last_90_days: u32,
    /// Alerts in the last 7 days ÷ the weekly limit, 0 to 1; 0 without a limit.
    pub budget_share: f64,
    /// How rare the skills are that this request does not need, 0 to 1; see [`scarcities`].
    pub scarcity: f64,
}

/// A volunteer who may be asked now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prospect {
    /// Who; ties break by it.
    pub id: VolunteerId,
    /// The chance of a yes at some time.
    pub chance: f64,
    /// What asking would spend.
    pub spent: Spent,
}

/// An alert that is out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// The chance of a yes when it went out.
    pub chance: f64,
    /// Minutes awake since then.
    pub age_min: f64,
}

/// Somebody chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// The place among the prospects.
    pub at: usize,
    /// The chance of a yes before the deadline.
    pub chance: f64,
    /// The chance less the price, by which prospects are ordered.
    pub score: f64,
}

/// What was decided.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// Whom to ask now, the best first.
    pub asked: Vec<Asked>,
    /// The chance of enough yes from those who were asked before.
    pub chance_before: f64,
    /// The same with those asked now.
    pub chance_after: f64,
    /// What it should be.
    pub goal: f64,
}

impl Choice {
    /// Whether there were too few to reach the goal.
    pub fn falls_short(&self) -> bool {
        self.chance_after < self.goal
    }
}

/// The chance of enough yes that should be outstanding, by priority and time left.
pub fn goal(priority: Priority, left_min: f64, settings: &ExpectedSettings) -> f64 {
    let base = match priority {
        Priority::Vital => settings.goal_vital,
        Priority::Normal => settings.goal_normal,
    };
    let lateness = 1.0 - (left_min / settings.late_minutes.max(1.0)).clamp(0.0, 1.0);
    (settings.goal_late - base).max(0.0).mul_add(lateness, base)
}

/// The chance that at least so many of independent events happen. O(n · least).
pub fn at_least(least: u32, chances: impl IntoIterator<Item = f64>) -> f64 {
    let mut tally = Tally::new(least);
    chances.into_iter().for_each(|chance| tally.add(chance));
    tally.enough()
}

/// Chooses the fewest by score that reach the goal, beside those who are waited for.
///
/// `left_min` are the minutes awake until the deadline. Asks nobody while the chance outstanding
/// is at least [`ExpectedSettings::refill_below`] of the goal. O(n log n) in the prospects.
pub fn choose(
    search: &Search,
    left_min: f64,
    delay: DelayCurve,
    waiting: &[Waiting],
    prospects: &[Prospect],
    settings: &ExpectedSettings,
) -> Choice {
    let goal = goal(search.priority, left_min, settings);
    let mut tally = Tally::new(search.places_left);
    for alert in waiting {
        tally.add(delay.yet_to_come(alert.chance, alert.age_min, alert.age_min + left_min));
    }
    let before = tally.enough();
    let mut choice =
        Choice { asked: Vec::new(), chance_before: before, chance_after: before, goal };
    if before >= goal * settings.refill_below {
        return choice;
    }
    let most = settings.most_outstanding.saturating_mul(search.places_left) as usize;
    let room = most.saturating_sub(waiting.len());
    for asked in by_score(left_min, delay, prospects, settings).into_iter().take(room) {
        tally.add(asked.chance);
        choice.asked.push(asked);
        choice.chance_after = tally.enough();
        if choice.chance_after >= goal {
            break;
        }
    }
    choice
}

/// After how many minutes awake those who are waited for no longer keep the goal, given silence.
///
/// At least 5, at most 1,440, to the minute. `least` is the number of places.
pub fn fades_after_min(
    least: u32,
    threshold: f64,
    left_min: f64,
    delay: DelayCurve,
    waiting: &[Waiting],
) -> f64 {
    let in_time = waiting.iter().map(|alert| delay.answered(alert.age_min + left_min));
    let in_time: Vec<f64> = in_time.collect();
    let keeps = |minutes: f64| {
        let coming = waiting.iter().zip(&in_time).map(|(alert, &in_time)| {
            delay.yet_to_come_of(alert.chance, alert.age_min + minutes, in_time)
        });
        at_least(least, coming) >= threshold
    };
    let (mut low, mut high) = (5.0, 1_440.0);
    if keeps(high) {
        return high;
    }
    while high - low > 1.0 {
        let middle = f64::midpoint(low, high);
        if keeps(middle) { low = middle } else { high = middle }
    }
    low
}

/// How rare what each holds is among all: the largest 1 ÷ (holders) over the bits of a mask.
///
/// `masks` are skills held and not needed now. O(n · bits).
pub fn scarcities(masks: &[u64]) -> Vec<f64> {
    let mut holders = [0_u32; 64];
    for mask in masks {
        (0..64).filter(|bit| mask >> bit & 1 == 1).for_each(|bit| holders[bit] += 1);
    }
    let rarity = |mask: &u64| {
        let held = (0..64).filter(|bit| mask >> bit & 1 == 1).map(|bit| holders[bit]);
        held.min().map_or(0.0, |fewest| 1.0 / f64::from(fewest))
    };
    masks.iter().map(rarity).collect()
}

fn by_score(
    left_min: f64,
    delay: DelayCurve,
    prospects: &[Prospect],
    settings: &ExpectedSettings,
) -> Vec<Asked> {
    let in_time = delay.answered(left_min);
    let scored = prospects.iter().enumerate().map(|(at, prospect)| {
        let chance = prospect.chance * in_time;
        Asked { at, chance, score: chance * (-price(&prospect.spent, settings)).exp() }
    });
    let mut scored: Vec<Asked> = scored.collect();
    scored.sort_by(|a, b| {
        let ids = || prospects[a.at].id.cmp(&prospects[b.at].id);
        b.score.total_cmp(&a.score).then_with(ids)
    });
    scored
}

fn price(spent: &Spent, settings: &ExpectedSettings) -> f64 {
    settings.price_lately * f64::from(spent.alerts_last_90_days)
        + settings.price_budget * spent.budget_share
        + settings.price_skill * spent.scarcity
}

/// How likely each number of yes is, up to the number that is enough.
struct Tally {
    /// `few[n]`: the chance of exactly n, below the number that is enough.
    few: Vec<f64>,
}

impl Tally {
    fn new(least: u32) -> Self {
        let mut few = vec![0.0; least as usize];
        if let Some(none) = few.first_mut() {
            *none = 1.0;
        }
        Self { few }
    }

    fn add(&mut self, chance: f64) {
        for count in (0..self.few.len()).rev() {
            let one_less = if count == 0 { 0.0 } else { self.few[count - 1] };
            self.few[count] = self.few[count] * (1.0 - chance) + one_less * chance;
        }
    }

    fn enough(&self) -> f64 {
        (1.0 - self.few.iter().sum::<f64>()).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
#[path = "expected_tests.rs"]
mod tests;
