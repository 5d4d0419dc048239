//! How the people of a record behave, as far as their answers tell.

use std::collections::{BTreeMap, VecDeque};

use matching::{Observation, Outcome, ResponseModel, VolunteerId, fit};
use uuid::Uuid;

use super::{Record, Said, Seen};
use crate::engine::small;
use crate::scenario::Behaviour;
use crate::world::{DAY, HOUR};

/// Fewer alerts say nothing about people in general.
const LEAST: usize = 50;

impl Record {
    /// The behaviour with willingness, decay, fatigue, delay and the share of noes as the recorded
    /// answers have them; unchanged where fewer than 50 alerts were recorded.
    ///
    /// They are the service's own fit of its response model ([`matching::fit`]), turned into the
    /// law that the simulator draws from: a Beta law of the same mean and spread as the fitted
    /// gamma law, the mean divided by the share of alerts that are read.
    pub fn behaviour(&self, base: &Behaviour) -> Behaviour {
        if self.alerts.len() < LEAST {
            return *base;
        }
        let model = fit(&self.observations(), &ResponseModel::default());
        let mean = (model.mean / (1.0 - base.unread).max(0.01)).clamp(0.001, 0.95);
        // Var Beta = m (1 − m) ÷ (s + 1) and Var gamma = m ÷ strength.
        let sum = (model.strength * (1.0 - mean) - 1.0).max(0.5);
        Behaviour {
            willingness_a: mean * sum,
            willingness_b: (1.0 - mean) * sum,
            decay: model.decay,
            fatigue: model.fatigue,
            delay_median_min: model.delay.median_min,
            delay_sigma: model.delay.sigma,
            says_no: self.share_of_noes().unwrap_or(base.says_no),
            ..*base
        }
    }

    fn observations(&self) -> Vec<Observation> {
        let mut alerts: Vec<_> = self.alerts.iter().collect();
        alerts.sort_by_key(|(key, seen)| (seen.sent_at, **key));
        let mut weeks: BTreeMap<usize, VecDeque<u32>> = BTreeMap::new();
        let observe = |(&(ask, person), seen): (&(usize, usize), &Seen)| {
            let week = weeks.entry(person).or_default();
            while week.front().is_some_and(|&at| at + 7 * DAY < seen.sent_at) {
                week.pop_front();
            }
            let lately = u32::try_from(week.len()).unwrap_or(u32::MAX);
            week.push_back(seen.sent_at);
            Some(Observation {
                volunteer: VolunteerId(Uuid::from_u128(person as u128)),
                distance_share: self.distance_share(ask, person),
                alerts_last_7_days: lately,
                hour: small(seen.sent_at % DAY / HOUR),
                weekday: small(seen.sent_at / DAY % 7),
                category: self.categories[self.asks[ask].category].clone(),
                outcome: match seen.said {
                    Said::Yes { after, .. } => Outcome::Yes { after_min: f64::from(after) / 60.0 },
                    Said::No { .. } | Said::Nothing => Outcome::NoYes { within_min: f64::INFINITY },
                    Said::Unknown => return None,
                },
            })
        };
        alerts.into_iter().filter_map(observe).collect()
    }

    /// Distance ÷ own radius.
    pub(super) fn distance_share(&self, ask: usize, person: usize) -> f64 {
        let volunteer = &self.people[person];
        let metres = matching::distance_m(volunteer.home, self.asks[ask].at);
        metres / f64::from(volunteer.radius_m.max(1))
    }

    /// Of those who did not want to, the share who said so; none where nobody had to.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    fn share_of_noes(&self) -> Option<f64> {
        let count = |of: fn(&Said) -> bool| {
            self.alerts.values().filter(|seen| of(&seen.said)).count() as f64
        };
        let noes = count(|said| matches!(said, Said::No { .. }));
        let silent = count(|said| matches!(said, Said::Nothing));
        (noes + silent > 0.0).then(|| noes / (noes + silent))
    }
}
