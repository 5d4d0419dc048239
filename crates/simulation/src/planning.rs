//! Whom each rule asks now, and when it wants to look again.

use matching::{
    ExpectedSettings, Priority, Prospect, Search, Spent, VolunteerId, Waiting, choose, distance_m,
    fades_after_min, whole_metres,
};
use uuid::Uuid;

use crate::engine::{Alert, Run, small};
use crate::pool::Reach;
use crate::reaches::Near;
use crate::world::{DAY, HOUR, after_awake, awake_between, seconds};

impl Run<'_> {
    fn near(&mut self, ask: usize, now: u32, reach: Reach) -> Vec<Near> {
        let asked = self.progress[ask].alerts.iter().map(|alert| alert.person);
        self.pool.nearest(ask, now, self.rule.bounds(), reach, asked)
    }

    pub(crate) fn plan_expected(
        &mut self,
        ask: usize,
        now: u32,
        settings: &ExpectedSettings,
    ) -> u32 {
        let left_min = awake_between(now, self.world.asks[ask].needed_by) / 60.0;
        let (search, delay) = (self.search(ask), self.model.delay);
        let waiting = self.waiting(ask, now);
        let mut choice = choose(&search, left_min, delay, &waiting, &[], settings);
        let mut all_are_asked = false;
        if choice.chance_before < choice.goal * settings.refill_below {
            let near = self.near(ask, now, Reach::nearest(settings.pool));
            let setting = self.setting(ask, now);
            let prospects = near.iter().map(|near| self.prospect(*near, now, setting));
            let prospects: Vec<Prospect> = prospects.collect();
            choice = choose(&search, left_min, delay, &waiting, &prospects, settings);
            for asked in &choice.asked {
                self.send(ask, near[asked.at], prospects[asked.at].chance, now);
            }
            all_are_asked = choice.falls_short() && near.len() < settings.pool;
        }
        if all_are_asked {
            return now + HOUR;
        }
        let waiting = self.waiting(ask, now);
        let threshold = settings.refill_below * choice.goal;
        let places = search.places_left;
        let minutes = fades_after_min(places, threshold, left_min, delay, &waiting);
        after_awake(now, minutes * 60.0).min(now + 12 * HOUR)
    }

    fn search(&self, ask: usize) -> Search {
        let request = &self.world.asks[ask];
        let urgent = request.vital || self.progress[ask].reopened;
        Search {
            priority: if urgent { Priority::Vital } else { Priority::Normal },
            opened_at: instant(request.opened_at),
            needed_by: instant(request.needed_by),
            places_left: request.places - self.progress[ask].held,
            outstanding: 0,
            next_silence_at: None,
        }
    }

    fn waiting(&self, ask: usize, now: u32) -> Vec<Waiting> {
        let waits = self.progress[ask].alerts.iter().filter(|alert| alert.waits);
        let age = |alert: &Alert| awake_between(alert.sent_at, now) / 60.0;
        waits.map(|alert| Waiting { chance: alert.chance, age_min: age(alert) }).collect()
    }

    /// The distance over the own radius, the alerts of seven days, and the exposure.
    pub(crate) fn circumstances(&self, near: Near, now: u32, setting: f64) -> (f64, u32, f64) {
        let radius_m = self.world.people[near.person].radius_m.max(1);
        let distance_share = f64::from(near.distance_m) / f64::from(radius_m);
        let lately = self.pool.standings[near.person].alerts_in_days(7, now);
        (distance_share, lately, self.model.personal(distance_share, lately) * setting)
    }

    /// What all alerts about a request have in common at a time.
    pub(crate) fn setting(&self, ask: usize, now: u32) -> f64 {
        let category = &self.world.categories[self.world.asks[ask].category];
        self.model.setting(small(now % DAY / HOUR), small(now / DAY % 7), Some(category))
    }

    fn prospect(&self, near: Near, now: u32, setting: f64) -> Prospect {
        let standing = &self.pool.standings[near.person];
        let (_, lately, exposure) = self.circumstances(near, now, setting);
        let weekly = self.world.people[near.person].weekly_limit;
        let budget_share = if weekly == 0 { 0.0 } else { f64::from(lately) / f64::from(weekly) };
        Prospect {
            id: VolunteerId(Uuid::from_u128(near.person as u128)),
            chance: (self.model.willingness(standing.history) * exposure).clamp(0.000_5, 0.95),
            spent: Spent {
                alerts_last_90_days: standing.alerts_in_days(90, now),
                budget_share,
                scarcity: 0.0,
            },
        }
    }

    /// So many outstanding; a no or some minutes of silence make room for another.
    pub(crate) fn keep_outstanding(
        &mut self,
        ask: usize,
        now: u32,
        count: u32,
        minutes: u32,
    ) -> u32 {
        let wanted = count * (self.world.asks[ask].places - self.progress[ask].held);
        let fresh = |alert: &&Alert| alert.waits && alert.sent_at + minutes * 60 > now;
        let out = self.progress[ask].alerts.iter().filter(fresh).count();
        let near = self.near(ask, now, Reach::nearest((wanted as usize).saturating_sub(out)));
        for near in near {
            self.send(ask, near, 0.0, now);
        }
        let alerts = self.progress[ask].alerts.iter().filter(fresh);
        let first = alerts.map(|alert| alert.sent_at + minutes * 60).min();
        first.unwrap_or(now + HOUR)
    }

    pub(crate) fn ask_once(&mut self, ask: usize, now: u32, reach: Reach) -> Option<u32> {
        if self.progress[ask].round > 0 {
            return None;
        }
        self.progress[ask].round = 1;
        for near in self.near(ask, now, reach) {
            self.send(ask, near, 0.0, now);
        }
        None
    }

    /// Those who really were asked, at the time at which they were.
    pub(crate) fn ask_as_recorded(&mut self, ask: usize, now: u32) -> Option<u32> {
        let world = self.world;
        let alerts = world.past.asked(ask);
        let begun = self.progress[ask].round as usize;
        let due = alerts.iter().skip(begun).take_while(|(at, _)| *at <= now).count();
        self.progress[ask].round += u32::try_from(due).unwrap_or(u32::MAX);
        for &(_, person) in &alerts[begun..begun + due] {
            let metres = distance_m(world.people[person].home, world.asks[ask].seen_from);
            self.send(ask, Near { person, distance_m: whole_metres(metres) }, 0.0, now);
        }
        alerts.get(begun + due).map(|(at, _)| *at)
    }

    pub(crate) fn ask_likeliest(&mut self, ask: usize, now: u32, minutes: u32) -> Option<u32> {
        let near = self.near(ask, now, Reach::nearest(usize::MAX));
        let share = |near: &Near| {
            f64::from(near.distance_m) / f64::from(self.world.people[near.person].radius_m.max(1))
        };
        let best = near.iter().min_by(|a, b| share(a).total_cmp(&share(b))).copied();
        let Some(best) = best else {
            let gives_up = now > self.world.asks[ask].needed_by + 3 * DAY;
            return (!gives_up).then_some(now + 6 * HOUR);
        };
        self.send(ask, best, 0.0, now);
        Some(after_awake(now, f64::from(minutes) * 60.0))
    }

    pub(crate) fn ask_round(
        &mut self,
        ask: usize,
        now: u32,
        seconds: u32,
        rounds: u32,
    ) -> Option<u32> {
        let round = self.progress[ask].round;
        if round >= rounds {
            return None;
        }
        self.progress[ask].round += 1;
        let count = if round.is_multiple_of(2) { 2 } else { 3 };
        for near in self.near(ask, now, Reach::nearest(count)) {
            self.send(ask, near, 0.0, now);
        }
        Some(now + seconds)
    }

    pub(crate) fn ask_batch(&mut self, ask: usize, now: u32, batch: Batch) -> u32 {
        let places = self.world.asks[ask].places;
        let left = places - self.progress[ask].held;
        let spent = self.progress[ask].alerts.len();
        let budget = (batch.budget as usize * places as usize).saturating_sub(spent);
        let wanted = batch.share * self.alerts_per_yes(batch.per_yes) * f64::from(left);
        let count = (seconds(wanted.ceil()) as usize).min(budget);
        let mut near = self.near(ask, now, Reach::nearest(usize::MAX));
        let standings = &self.pool.standings;
        near.sort_by_key(|near| (standings[near.person].alerts_in_all, near.distance_m));
        near.truncate(count);
        for near in near {
            self.send(ask, near, 0.0, now);
        }
        now + batch.minutes * 60
    }

    /// How many alerts a yes has taken so far, of all requests; the guess weighs as much as 20.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    fn alerts_per_yes(&self, guess: f64) -> f64 {
        (20.0 * guess + self.sent as f64) / (20.0 + self.yes as f64)
    }
}

/// The parameters of a rule of batches.
#[derive(Clone, Copy)]
pub(crate) struct Batch {
    pub minutes: u32,
    pub share: f64,
    pub per_yes: f64,
    pub budget: u32,
}

/// An instant of the simulation as a time; only differences count.
fn instant(second: u32) -> jiff::Timestamp {
    jiff::Timestamp::from_second(i64::from(second)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}
