//! Finding the nearest who may be asked: the index of the service, and the same checks.

use crate::people::Standing;
use crate::reaches::{Near, Reaches};
use crate::world::{DAY, World};

/// Whether the deployment's limits hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bounds {
    /// Alerts a day, acceptances a day, the own weekly limit.
    Kept,
    /// A policy that knows of none.
    Unknown,
}

/// How far to look.
#[derive(Clone, Copy)]
pub(crate) struct Reach {
    /// At most so many people.
    pub most: usize,
    /// At most so far, beside everybody's own radius.
    pub max_m: Option<u32>,
}

impl Reach {
    /// So many of the nearest.
    pub const fn nearest(most: usize) -> Self {
        Self { most, max_m: None }
    }
}

/// All volunteers by place, and their standing.
pub(crate) struct Pool<'a> {
    world: &'a World,
    reaches: &'a Reaches,
    pub standings: Vec<Standing>,
    searches: u64,
    /// From this number on volunteers join later.
    first_to_join: usize,
}

impl<'a> Pool<'a> {
    pub fn new(world: &'a World, reaches: &'a Reaches) -> Self {
        let cap = world.scenario.limits.live_engagements;
        let most = |capacity: u32| if cap == 0 { capacity } else { capacity.min(cap) };
        let people = world.people.iter();
        let standings = people.map(|person| Standing::new(most(person.capacity))).collect();
        let first_to_join = world.people.iter().position(|person| person.joined_at > 0);
        let first_to_join = first_to_join.unwrap_or(world.people.len());
        Self { world, reaches, standings, searches: 0, first_to_join }
    }

    /// The nearest who may be asked about a request now, those left out who were asked before.
    pub fn nearest(
        &mut self,
        ask: usize,
        now: u32,
        bounds: Bounds,
        reach: Reach,
        asked: impl Iterator<Item = usize>,
    ) -> Vec<Near> {
        self.searches += 1;
        for person in asked {
            self.standings[person].left_out = self.searches;
        }
        let near = self.reaches.near(self.world, ask);
        let near = near.take_while(|near| reach.max_m.is_none_or(|max| near.distance_m <= max));
        near.filter(|near| self.may_be_asked(near.person, now, bounds)).take(reach.most).collect()
    }

    /// Ordered by what costs the least to know.
    fn may_be_asked(&self, person: usize, now: u32, bounds: Bounds) -> bool {
        let world = self.world;
        if !world.is_present(person, now / DAY)
            || person >= self.first_to_join && world.people[person].joined_at > now
        {
            return false;
        }
        let standing = &self.standings[person];
        standing.left_out < self.searches
            && standing.has_room()
            && (bounds == Bounds::Unknown || self.within_limits(person, standing, now))
    }

    fn within_limits(&self, person: usize, standing: &Standing, now: u32) -> bool {
        let limits = self.world.scenario.limits;
        let weekly = self.world.people[person].weekly_limit;
        let below = |count: u32, cap: u32| cap == 0 || count < cap;
        below(standing.alerts_today(now), limits.alerts_per_day)
            && below(standing.accepts_today(now), limits.accepts_per_day)
            && (weekly == 0 || standing.alerts_in_days(7, now) < weekly)
    }
}
