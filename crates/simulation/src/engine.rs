//! One world under one policy, event by event.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use matching::{Observation, Outcome, ResponseModel, VolunteerId, fit};
use uuid::Uuid;

use crate::fairness::measure;
use crate::measure::{Metrics, Tally};
use crate::planning::Batch;
use crate::pool::{Pool, Reach};
use crate::reaches::Near;
use crate::rule::Rule;
use crate::world::{Answer, DAY, HOUR, World, awake_between, seconds};
use crate::yardstick::Yardstick;

/// The model is fitted on so many of the newest alerts.
const NEWEST: usize = 20_000;
/// And again when so many have come since, and a quarter more, or a week has passed.
const FIT_AFTER: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    Midnight,
    Freed(usize),
    NoShow { ask: usize, person: usize },
    Answer { ask: usize, person: usize, yes: bool },
    Open(usize),
    Plan(usize),
}

/// An alert of a request.
#[derive(Clone, Debug)]
pub(crate) struct Alert {
    pub person: usize,
    pub sent_at: u32,
    pub chance: f64,
    pub exposure: f64,
    pub lately: u32,
    pub distance_share: f64,
    pub waits: bool,
}

/// A request's life so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Progress {
    pub alerts: Vec<Alert>,
    pub held: u32,
    pub first_yes: Option<u32>,
    pub matched_at: Option<u32>,
    pub done_at: Option<u32>,
    pub next_plan: u32,
    pub round: u32,
    pub reopened: bool,
}

pub(crate) struct Run<'a> {
    pub world: &'a World,
    pub rule: &'a Rule,
    pub queue: BinaryHeap<Reverse<(u32, u64, Event)>>,
    pub sequence: u64,
    pub pool: Pool<'a>,
    pub progress: Vec<Progress>,
    pub model: ResponseModel,
    pub observations: Vec<Observation>,
    pub fitted_on: usize,
    pub sent: u64,
    pub yes: u64,
    pub drop_outs: u32,
    /// Alerts by volunteer and week, of the weeks that are over.
    pub weeks: Tally,
}

/// Runs a world under a rule and measures it.
///
/// Deterministic. A country's year of 365,000 requests takes about a minute.
pub fn run(world: &World, yardstick: &Yardstick, rule: &Rule) -> Metrics {
    let mut run = Run::new(world, yardstick, rule);
    while let Some(Reverse((now, _, event))) = run.queue.pop() {
        run.happens(now, event);
    }
    measure(&run, yardstick)
}

impl<'a> Run<'a> {
    fn new(world: &'a World, yardstick: &'a Yardstick, rule: &'a Rule) -> Self {
        let mut run = Self {
            world,
            rule,
            queue: BinaryHeap::new(),
            sequence: 0,
            pool: Pool::new(world, &yardstick.reaches),
            progress: vec![Progress::default(); world.asks.len()],
            model: ResponseModel::default(),
            observations: Vec::new(),
            fitted_on: 0,
            sent: 0,
            yes: 0,
            drop_outs: 0,
            weeks: Tally::default(),
        };
        for (ask, request) in world.asks.iter().enumerate() {
            run.at(request.opened_at, Event::Open(ask));
        }
        for day in 1..world.scenario.days {
            run.at(day * DAY, Event::Midnight);
        }
        run
    }

    fn at(&mut self, time: u32, event: Event) {
        self.sequence += 1;
        self.queue.push(Reverse((time, self.sequence, event)));
    }

    fn happens(&mut self, now: u32, event: Event) {
        match event {
            Event::Midnight => self.midnight(now / DAY),
            Event::Freed(person) => self.pool.standings[person].live -= 1,
            Event::Open(ask) => self.plan_at(ask, now),
            Event::Plan(ask) => {
                if self.progress[ask].next_plan == now {
                    self.plan(ask, now);
                }
            }
            Event::Answer { ask, person, yes: true } => self.says_yes(ask, person, now),
            Event::Answer { ask, person, yes: false } => self.says_no(ask, person, now),
            Event::NoShow { ask, person } => self.does_not_come(ask, person, now),
        }
    }

    /// Plans a request at an instant, or in the morning after it.
    fn plan_at(&mut self, ask: usize, time: u32) {
        let hour = time % DAY / HOUR;
        let when = match hour {
            _ if self.rule.is_recorded() => time,
            0..8 => time - time % DAY + 8 * HOUR,
            8..21 => time,
            _ => time - time % DAY + DAY + 8 * HOUR,
        };
        self.progress[ask].next_plan = when;
        self.at(when, Event::Plan(ask));
    }

    fn is_over(&self, ask: usize, now: u32) -> bool {
        let request = &self.world.asks[ask];
        let late = now >= request.needed_by && !self.rule.ignores_deadline();
        late || self.progress[ask].held >= request.places
    }

    fn plan(&mut self, ask: usize, now: u32) {
        if self.is_over(ask, now) {
            return self.end_waiting(ask, now);
        }
        let next = match *self.rule {
            Rule::Expected(settings, _) => Some(self.plan_expected(ask, now, &settings)),
            Rule::Outstanding { count, minutes } => {
                Some(self.keep_outstanding(ask, now, count, minutes))
            }
            Rule::Recorded => self.ask_as_recorded(ask, now),
            Rule::Everybody => self.ask_once(ask, now, Reach::nearest(usize::MAX)),
            Rule::NearestOnce { count, max_m } => {
                self.ask_once(ask, now, Reach { most: count, max_m })
            }
            Rule::OneByOne { minutes } => Some(self.keep_outstanding(ask, now, 1, minutes)),
            Rule::OneAtATime { minutes } => self.ask_likeliest(ask, now, minutes),
            Rule::Rounds { seconds, rounds } => self.ask_round(ask, now, seconds, rounds),
            Rule::Batches { minutes, share, per_yes, budget } => {
                let batch = Batch { minutes, share, per_yes, budget };
                Some(self.ask_batch(ask, now, batch))
            }
        };
        let needed_by = self.world.asks[ask].needed_by;
        match next {
            Some(next) if next < needed_by || self.rule.ignores_deadline() => {
                self.plan_at(ask, next);
            }
            _ if now < needed_by => {
                self.progress[ask].next_plan = needed_by;
                self.at(needed_by, Event::Plan(ask));
            }
            _ => {}
        }
    }

    pub(crate) fn send(&mut self, ask: usize, near: Near, chance: f64, now: u32) {
        let setting = self.setting(ask, now);
        let (distance_share, lately, exposure) = self.circumstances(near, now, setting);
        let person = near.person;
        self.sent += 1;
        let standing = &mut self.pool.standings[person];
        if let Some(week) = standing.alerted(now) {
            self.weeks.add(week, 1);
        }
        standing.history.exposure += exposure;
        let alert =
            Alert { person, sent_at: now, chance, exposure, lately, distance_share, waits: true };
        self.progress[ask].alerts.push(alert);
        match self.world.answer(person, ask, now, lately) {
            Answer::Yes(at) => self.at(at, Event::Answer { ask, person, yes: true }),
            Answer::No(at) => self.at(at, Event::Answer { ask, person, yes: false }),
            Answer::Silence => {}
        }
        if !self.rule.is_recorded() && self.world.drops_out(person, ask, lately) {
            self.drop_outs += 1;
            self.pool.standings[person].gone = true;
        }
    }

    fn says_yes(&mut self, ask: usize, person: usize, now: u32) {
        let has_room = self.rule.is_recorded() || self.pool.standings[person].has_room();
        if self.is_over(ask, now) || !has_room {
            return;
        }
        self.settle_alert(ask, person, now, None);
        self.yes += 1;
        let progress = &mut self.progress[ask];
        progress.held += 1;
        progress.first_yes.get_or_insert(now);
        let is_full = progress.held >= self.world.asks[ask].places;
        if is_full {
            progress.matched_at.get_or_insert(now);
        }
        let standing = &mut self.pool.standings[person];
        standing.accepted(now);
        standing.live += 1;
        let behaviour = self.world.behaviour();
        if self.world.fails_to_come(person, ask) {
            let known = now + seconds(behaviour.no_show_known_h * 3_600.0);
            self.at(known, Event::NoShow { ask, person });
        } else {
            let done = now + self.world.helps_after(person, ask);
            let latest = self.progress[ask].done_at.map_or(done, |before| before.max(done));
            self.progress[ask].done_at = Some(latest);
            self.at(now + seconds(behaviour.engaged_hours * 3_600.0), Event::Freed(person));
        }
        if is_full {
            self.end_waiting(ask, now);
        }
    }

    fn says_no(&mut self, ask: usize, person: usize, now: u32) {
        if self.is_over(ask, now) {
            return;
        }
        self.settle_alert(ask, person, now, Some(f64::INFINITY));
        if self.rule.replaces_a_no() {
            self.plan_at(ask, now);
        }
    }

    fn does_not_come(&mut self, ask: usize, person: usize, now: u32) {
        self.pool.standings[person].live -= 1;
        let progress = &mut self.progress[ask];
        progress.held -= 1;
        progress.reopened = true;
        if !self.is_over(ask, now) {
            self.plan_at(ask, now);
        }
    }

    /// Nobody is waited for any more.
    fn end_waiting(&mut self, ask: usize, now: u32) {
        let waits = self.progress[ask].alerts.iter().filter(|alert| alert.waits);
        let people: Vec<usize> = waits.map(|alert| alert.person).collect();
        for person in people {
            let sent_at = self.alert_of(ask, person).map_or(now, |alert| alert.sent_at);
            let age = awake_between(sent_at, now) / 60.0;
            self.settle_alert(ask, person, now, Some(age));
        }
    }

    fn alert_of(&self, ask: usize, person: usize) -> Option<&Alert> {
        self.progress[ask].alerts.iter().find(|alert| alert.person == person)
    }

    /// An alert is over: with a yes, or with none within so many minutes awake.
    fn settle_alert(&mut self, ask: usize, person: usize, now: u32, no_yes: Option<f64>) {
        let alerts = &mut self.progress[ask].alerts;
        let Some(alert) = alerts.iter_mut().find(|a| a.person == person && a.waits) else {
            return;
        };
        alert.waits = false;
        let after_min = awake_between(alert.sent_at, now) / 60.0;
        if let Some(within) = no_yes {
            let unseen = 1.0 - self.model.delay.answered(within);
            let history = &mut self.pool.standings[person].history;
            history.exposure = (history.exposure - alert.exposure * unseen).max(0.0);
        }
        if !matches!(self.rule, Rule::Expected(_, true)) {
            return;
        }
        self.observations.push(Observation {
            volunteer: VolunteerId(Uuid::from_u128(person as u128)),
            distance_share: alert.distance_share,
            alerts_last_7_days: alert.lately,
            hour: small(alert.sent_at % DAY / HOUR),
            weekday: small(alert.sent_at / DAY % 7),
            category: self.world.categories[self.world.asks[ask].category].clone(),
            outcome: match no_yes {
                Some(within_min) => Outcome::NoYes { within_min },
                None => Outcome::Yes { after_min },
            },
        });
    }

    fn midnight(&mut self, day: u32) {
        let fresh = self.observations.len() - self.fitted_on;
        let many = fresh > self.fitted_on / 4 || day.is_multiple_of(7);
        if fresh < FIT_AFTER || !many {
            return;
        }
        let old = self.observations.len().saturating_sub(NEWEST);
        self.observations.drain(..old);
        self.model = fit(&self.observations, &ResponseModel::default());
        self.fitted_on = self.observations.len();
    }
}

pub(crate) fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(0)
}
