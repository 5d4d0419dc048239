//! What a scenario says: who lives where, who asks when, and how people behave.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A stretch of numbers, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    pub from: f64,
    /// The most.
    pub to: f64,
}

/// A scenario; every field has the reference value as its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// How many days are simulated; the first is a Monday.
    pub days: u32,
    /// The resolution of the H3 cells that requests are snapped to.
    pub cell_resolution: u8,
    /// A town's people spread by this times √(population ÷ 1000) kilometres.
    pub spread_km: f64,
    /// The volunteers.
    pub people: People,
    /// The requests.
    pub requests: Requests,
    /// How people behave; hidden from the policy.
    pub behaviour: Behaviour,
    /// The deployment's limits.
    pub limits: Limits,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            days: 60,
            cell_resolution: 7,
            spread_km: 0.35,
            people: People::default(),
            requests: Requests::default(),
            behaviour: Behaviour::default(),
            limits: Limits::default(),
        }
    }
}

/// The volunteers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct People {
    /// How many there are at the start.
    pub volunteers: u32,
    /// How many join a day.
    pub joins_per_day: f64,
    /// Their own radius, log-uniform, in kilometres.
    pub radius_km: Range,
    /// How many engagements they hold at once, uniform, whole.
    pub capacity: Range,
    /// The chance that a volunteer does a kind of help.
    pub category_share: f64,
    /// The chance that a volunteer is not available on a day.
    pub unavailable_share: f64,
    /// A volunteer's own limit of alerts in seven days; 0 for none.
    pub weekly_limit: u32,
}

impl Default for People {
    fn default() -> Self {
        Self {
            volunteers: 7_000,
            joins_per_day: 0.0,
            radius_km: Range { from: 1.0, to: 15.0 },
            capacity: Range { from: 1.0, to: 3.0 },
            category_share: 0.5,
            unavailable_share: 1.0 / 3.0,
            weekly_limit: 0,
        }
    }
}

/// The requests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requests {
    /// How many there are in all.
    pub total: u32,
    /// The share opened between 8 and 20 h.
    pub day_share: f64,
    /// The share that is vital.
    pub vital_share: f64,
    /// From opening to the deadline of a vital request, in hours.
    pub vital_hours: f64,
    /// The same of a normal request, uniform.
    pub hours: Range,
    /// How many volunteers one needs, uniform, whole.
    pub places: Range,
    /// Kinds of help and their weights.
    pub categories: BTreeMap<String, f64>,
    /// Stretches of days with more.
    pub surges: Vec<Surge>,
}

impl Default for Requests {
    fn default() -> Self {
        let weights = [("groceries", 0.5), ("pharmacy", 0.25), ("errands", 0.15), ("pets", 0.1)];
        Self {
            total: 890,
            day_share: 0.9,
            vital_share: 0.1,
            vital_hours: 4.0,
            hours: Range { from: 24.0, to: 72.0 },
            places: Range { from: 1.0, to: 1.0 },
            categories: weights.map(|(code, weight)| (code.to_owned(), weight)).into(),
            surges: Vec::new(),
        }
    }
}

/// Days on which more is asked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surge {
    /// The first day, 0 for the first of the scenario.
    pub from_day: u32,
    /// How many days.
    pub days: u32,
    /// How many times as much as on another day.
    pub factor: f64,
}

/// How people behave.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// Willingness is drawn from Beta(a, b): the first shape.
    pub willingness_a: f64,
    /// The second shape.
    pub willingness_b: f64,
    /// The chance falls as e^(−decay · distance ÷ own radius).
    pub decay: f64,
    /// Each alert of the last seven days multiplies the chance by this.
    pub fatigue: f64,
    /// The factor outside 8 to 21 h.
    pub night: f64,
    /// The share of alerts that are never read.
    pub unread: f64,
    /// The median delay of an answer in minutes between 8 and 22 h.
    pub delay_median_min: f64,
    /// The standard deviation of the delay's logarithm.
    pub delay_sigma: f64,
    /// The share of those who do not want to who say so.
    pub says_no: f64,
    /// The chance to drop out after an alert.
    pub drop_out: f64,
    /// More of it for each alert of the last seven days.
    pub drop_out_recent: f64,
    /// The share of those who said yes who do not come.
    pub no_show: f64,
    /// How long an engagement occupies a volunteer, in hours.
    pub engaged_hours: f64,
    /// From the yes to the help, the median in hours; at most the hours engaged.
    pub done_median_h: f64,
    /// After so many hours it is known that somebody does not come.
    pub no_show_known_h: f64,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            willingness_a: 0.8,
            willingness_b: 3.2,
            decay: 1.0,
            fatigue: 0.97,
            night: 0.1,
            unread: 0.15,
            delay_median_min: 35.0,
            delay_sigma: 1.3,
            says_no: 1.0 / 3.0,
            drop_out: 0.002,
            drop_out_recent: 0.001,
            no_show: 0.03,
            engaged_hours: 24.0,
            done_median_h: 6.0,
            no_show_known_h: 12.0,
        }
    }
}

/// The deployment's limits; 0 switches one off. They hold for the policies that know of limits.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Alerts to a volunteer in a day.
    pub alerts_per_day: u32,
    /// Acceptances of a volunteer in a day.
    pub accepts_per_day: u32,
    /// Engagements of a volunteer at once.
    pub live_engagements: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { alerts_per_day: 3, accepts_per_day: 3, live_engagements: 2 }
    }
}
