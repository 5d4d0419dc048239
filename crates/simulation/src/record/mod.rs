//! What really happened, from the exports of a running service, to be replayed under other rules.

mod behaviour;
mod read;
mod rows;
mod window;

use std::collections::BTreeMap;

use matching::{Cell, Position};

use crate::random::{Draw, Stream};
use crate::scenario::{Behaviour, Scenario};
use crate::world::{Answer, Ask, Person, World, after_awake};

pub use read::RecordFiles;
pub use window::{Span, Window};

/// A stretch of days of a running service, without anybody's name or house.
///
/// People and requests stand at the centres of their cells. What somebody answered stays what it
/// was whenever they are asked about the same request again; what they would have said to others
/// is drawn, with a willingness that their own answers have shaped.
#[derive(Clone, Debug)]
pub struct Record {
    pub(crate) people: Vec<RecordedPerson>,
    pub(crate) asks: Vec<RecordedAsk>,
    /// By request and volunteer.
    pub(crate) alerts: BTreeMap<(usize, usize), Seen>,
    /// The kinds of help, by their number.
    pub(crate) categories: Vec<matching::CategoryCode>,
    pub(crate) span: Span,
    /// What could not be replayed.
    pub left_out: LeftOut,
}

/// What of the exports has no place in a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LeftOut {
    /// Volunteers who are not active, or of whom no place is known.
    pub volunteers: u32,
    /// Requests of other days, never opened, remote, or only for staff.
    pub requests: u32,
    /// Alerts to or about those.
    pub alerts: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct RecordedPerson {
    pub home: Position,
    pub radius_m: u32,
    pub capacity: u32,
    pub weekly_limit: u32,
    pub categories: u64,
    pub skills: u64,
    pub languages: u64,
    pub joined_at: u32,
}

#[derive(Clone, Debug)]
pub(crate) struct RecordedAsk {
    pub at: Position,
    pub category: usize,
    pub skills: u64,
    pub languages: u64,
    pub vital: bool,
    pub opened_at: u32,
    pub needed_by: u32,
    pub places: u32,
}

/// An alert, or an assignment by hand, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub sent_at: u32,
    pub said: Said,
}

/// What somebody said; times are seconds awake after the alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Yes {
        after: u32,
        came: bool,
    },
    No {
        after: u32,
    },
    /// Nothing, though there was time.
    Nothing,
    /// The request was over before there was time.
    Unknown,
}

impl Record {
    /// The days that are replayed.
    pub const fn span(&self) -> &Span {
        &self.span
    }

    /// How many volunteers there are.
    pub fn volunteers(&self) -> usize {
        self.people.len()
    }

    /// How many requests there are.
    pub fn requests(&self) -> usize {
        self.asks.len()
    }

    /// How many alerts and assignments were recorded.
    pub fn alerts(&self) -> usize {
        self.alerts.len()
    }

    /// The scenario with what the record says instead of what is drawn.
    pub fn scenario(&self, base: &Scenario) -> Scenario {
        let mut scenario = base.clone();
        scenario.days = self.span.days();
        scenario.people.volunteers = small(self.people.len());
        scenario.people.joins_per_day = 0.0;
        scenario.requests.total = small(self.asks.len());
        scenario
    }

    /// The recorded world: all alike but for what nobody was asked, which the seed draws.
    pub fn world(&self, scenario: &Scenario, seed: u64) -> World {
        let tried = self.tried(&scenario.behaviour);
        let person = |(number, person): (usize, &RecordedPerson)| Person {
            home: person.home,
            radius_m: person.radius_m,
            capacity: person.capacity,
            weekly_limit: person.weekly_limit,
            categories: person.categories,
            skills: person.skills,
            languages: person.languages,
            willingness: willingness(&scenario.behaviour, tried[number], number, seed),
            joined_at: person.joined_at,
            cell: Cell::of(person.home, scenario.cell_resolution),
        };
        let ask = |ask: &RecordedAsk| Ask {
            position: ask.at,
            seen_from: ask.at,
            cell: Cell::of(ask.at, scenario.cell_resolution),
            category: ask.category,
            skills: ask.skills,
            languages: ask.languages,
            vital: ask.vital,
            opened_at: ask.opened_at,
            needed_by: ask.needed_by,
            places: ask.places,
        };
        World {
            seed,
            scenario: self.scenario(scenario),
            people: self.people.iter().enumerate().map(person).collect(),
            asks: self.asks.iter().map(ask).collect(),
            categories: self.categories.clone(),
            past: Past::of(self),
        }
    }

    /// By volunteer: how often they said yes, and how much they were asked in vain.
    fn tried(&self, behaviour: &Behaviour) -> Vec<(f64, f64)> {
        let mut tried = vec![(0.0, 0.0); self.people.len()];
        for (&(ask, person), seen) in &self.alerts {
            match seen.said {
                Said::Yes { .. } => tried[person].0 += 1.0,
                Said::No { .. } | Said::Nothing => {
                    let share = self.distance_share(ask, person);
                    tried[person].1 += (-behaviour.decay * share).exp();
                }
                Said::Unknown => {}
            }
        }
        tried
    }
}

/// A draw from Beta(a + yes, b + no), each no weighted by what distance left of it.
fn willingness(behaviour: &Behaviour, tried: (f64, f64), number: usize, seed: u64) -> f64 {
    let mut hidden = Stream::new(seed, Draw::Willingness, number as u64, 0);
    hidden.beta(behaviour.willingness_a + tried.0, behaviour.willingness_b + tried.1)
}

/// What a world knows of what really happened; nothing where it is drawn.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    seen: BTreeMap<(usize, usize), Seen>,
    /// By request: when whom was asked, in order.
    asked: Vec<Vec<(u32, usize)>>,
}

impl Past {
    fn of(record: &Record) -> Self {
        let mut asked = vec![Vec::new(); record.asks.len()];
        for (&(ask, person), seen) in &record.alerts {
            asked[ask].push((seen.sent_at, person));
        }
        for alerts in &mut asked {
            alerts.sort_unstable();
        }
        Self { seen: record.alerts.clone(), asked }
    }

    /// What somebody answered about a request, if it is known, after an alert at some time.
    pub fn answer(&self, person: usize, ask: usize, sent_at: u32) -> Option<Answer> {
        match self.seen.get(&(ask, person))?.said {
            Said::Yes { after, .. } => Some(Answer::Yes(after_awake(sent_at, after.into()))),
            Said::No { after } => Some(Answer::No(after_awake(sent_at, after.into()))),
            Said::Nothing => Some(Answer::Silence),
            Said::Unknown => None,
        }
    }

    /// Whether somebody who said yes did come, if it is known.
    pub fn came(&self, person: usize, ask: usize) -> Option<bool> {
        match self.seen.get(&(ask, person))?.said {
            Said::Yes { came, .. } => Some(came),
            _ => None,
        }
    }

    /// When whom was asked about a request, in order.
    pub fn asked(&self, ask: usize) -> &[(u32, usize)] {
        self.asked.get(ask).map_or(&[], Vec::as_slice)
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
