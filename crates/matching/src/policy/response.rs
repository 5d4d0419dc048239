//! The chance that somebody says yes to an alert.

use std::collections::BTreeMap;

use crate::CategoryCode;

use super::DelayCurve;

/// No chance is taken to be smaller or larger than these.
const CHANCE: std::ops::RangeInclusive<f64> = 0.000_5..=0.95;

/// What is known of answers in general: a rate, and what multiplies it.
///
/// The chance of a yes is *willingness × exposure*. The exposure is a product of factors of the
/// circumstances, 1 for a rested volunteer at the door on an average day. The willingness is the
/// volunteer's own: yes to the prior `strength · mean` added, divided by the exposure to the prior
/// `strength` added (a gamma prior on a Poisson rate), so that a volunteer of whom little is known
/// is taken to be like the others.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseModel {
    /// The mean willingness.
    pub mean: f64,
    /// How many alerts at full exposure the mean weighs as much as.
    pub strength: f64,
    /// The chance falls as e^(−decay · distance ÷ own radius).
    pub decay: f64,
    /// Each alert of the last seven days multiplies the chance by this.
    pub fatigue: f64,
    /// By local hour of the alert.
    pub hours: [f64; 24],
    /// By local day of the alert, Monday first.
    pub weekdays: [f64; 7],
    /// By kind of help; 1 for those not named.
    pub categories: BTreeMap<CategoryCode, f64>,
    /// How long a yes takes.
    pub delay: DelayCurve,
}

impl Default for ResponseModel {
    /// Before anything was observed: Beta(2, 10), e-fold over the own radius, a little fatigue,
    /// and a tenth of the usual chance at night.
    fn default() -> Self {
        let mut hours = [1.0; 24];
        for night in [0, 1, 2, 3, 4, 5, 6, 7, 21, 22, 23] {
            hours[night] = 0.1;
        }
        Self {
            mean: 2.0 / 12.0,
            strength: 12.0,
            decay: 1.0,
            fatigue: 0.97,
            hours,
            weekdays: [1.0; 7],
            categories: BTreeMap::new(),
            delay: DelayCurve::PRIOR,
        }
    }
}

/// The circumstances of an alert.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'a> {
    /// Distance ÷ own radius, 0 to 1; 0 for help from afar.
    pub distance_share: f64,
    /// Alerts to this volunteer in the seven days before.
    pub alerts_last_7_days: u32,
    /// The volunteer's local hour, 0 to 23.
    pub hour: u8,
    /// The volunteer's local day, 0 for Monday to 6.
    pub weekday: u8,
    /// The kind of help; none leaves it out.
    pub category: Option<&'a CategoryCode>,
}

/// How a volunteer has answered so far.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct History {
    /// Alerts answered with a yes.
    pub yes: u32,
    /// The sum of the exposures of all alerts, each as far as there was time to answer it.
    pub exposure: f64,
}

impl ResponseModel {
    /// The product of the factors, without anybody's willingness.
    pub fn exposure(&self, at: &Circumstances<'_>) -> f64 {
        self.personal(at.distance_share, at.alerts_last_7_days)
            * self.setting(at.hour, at.weekday, at.category)
    }

    /// What differs from one volunteer to the next: distance, and alerts of the last seven days.
    pub fn personal(&self, distance_share: f64, alerts_last_7_days: u32) -> f64 {
        let tired = self.fatigue.max(f64::MIN_POSITIVE).ln() * f64::from(alerts_last_7_days);
        (-self.decay).mul_add(distance_share, tired).exp()
    }

    /// What all volunteers asked at once have in common: hour, day and kind of help.
    pub fn setting(&self, hour: u8, weekday: u8, category: Option<&CategoryCode>) -> f64 {
        let category = category.and_then(|code| self.categories.get(code)).copied();
        self.hours[usize::from(hour) % 24]
            * self.weekdays[usize::from(weekday) % 7]
            * category.unwrap_or(1.0)
    }

    /// The willingness of a volunteer with this history.
    pub fn willingness(&self, history: History) -> f64 {
        let yes = self.strength.mul_add(self.mean, f64::from(history.yes));
        yes / (self.strength + history.exposure)
    }

    /// The chance that the volunteer says yes at some time, 0.0005 to 0.95.
    pub fn chance(&self, history: History, at: &Circumstances<'_>) -> f64 {
        let chance = self.willingness(history) * self.exposure(at);
        chance.clamp(*CHANCE.start(), *CHANCE.end())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Circumstances<'static> = Circumstances {
        distance_share: 0.0,
        alerts_last_7_days: 0,
        hour: 12,
        weekday: 2,
        category: None,
    };

    #[test]
    fn a_stranger_is_like_the_others() {
        let model = ResponseModel::default();
        let chance = model.chance(History::default(), &NOON);
        assert!((chance - 2.0 / 12.0).abs() < 1e-12);
    }

    #[test]
    fn a_yes_raises_and_silence_lowers_the_chance() {
        let model = ResponseModel::default();
        let chance = |yes, exposure| model.chance(History { yes, exposure }, &NOON);
        assert!(chance(1, 1.0) > chance(0, 0.0));
        assert!(chance(0, 5.0) < chance(0, 1.0));
    }

    #[test]
    fn distance_night_and_alerts_lower_the_chance() {
        let model = ResponseModel::default();
        let rested = model.exposure(&NOON);
        let far = model.exposure(&Circumstances { distance_share: 1.0, ..NOON });
        let night = model.exposure(&Circumstances { hour: 3, ..NOON });
        let tired = model.exposure(&Circumstances { alerts_last_7_days: 7, ..NOON });
        assert!((rested - 1.0).abs() < 1e-12);
        assert!((far - (-1.0_f64).exp()).abs() < 1e-12);
        assert!((night - 0.1).abs() < 1e-12);
        assert!(tired < 0.82 && tired > 0.8);
    }
}
