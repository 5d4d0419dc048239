//! Finding the nearest who may be asked: the index of the service, and the same checks.

use matching::{Entry, IndexQuery, VolunteerId, VolunteerIndex};
use uuid::Uuid;

use crate::people::Standing;
use crate::world::{DAY, World};

/// Somebody near who may be asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub person: usize,
    pub distance_m: u32,
}

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
pub(crate) struct Pool {
    index: VolunteerIndex,
    pub standings: Vec<Standing>,
}

impl Pool {
    pub fn new(world: &World) -> Self {
        let joined = |person: usize| world.people[person].joined_at == 0;
        let first = (0..world.people.len()).filter(|&person| joined(person));
        let entries = first.map(|person| entry(world, person)).collect();
        let standings = vec![Standing::default(); world.people.len()];
        Self { index: VolunteerIndex::build(entries), standings }
    }

    /// Takes a volunteer in who has just joined.
    pub fn join(&self, world: &World, person: usize) {
        self.index.upsert(entry(world, person));
    }

    /// Takes out a volunteer who leaves for good.
    pub fn leave(&mut self, person: usize) {
        self.standings[person].gone = true;
        self.index.set_available(id(person), false);
    }

    /// Says whether a volunteer has room for another engagement.
    pub fn refresh(&mut self, world: &World, person: usize) {
        let free = self.has_room(world, person);
        self.index.set_available(id(person), free);
    }

    pub fn has_room(&self, world: &World, person: usize) -> bool {
        let standing = &self.standings[person];
        let most = world.people[person].capacity;
        let cap = world.scenario.limits.live_engagements;
        let most = if cap == 0 { most } else { most.min(cap) };
        !standing.gone && standing.live < most
    }

    /// Packs the index anew when it is worn.
    pub fn tidy(&self) {
        self.index.rebuild_if_worn();
    }

    /// The nearest who may be asked about a request now.
    pub fn nearest(
        &self,
        world: &World,
        ask: usize,
        now: u32,
        bounds: Bounds,
        reach: Reach,
        asked: impl Fn(usize) -> bool,
    ) -> Vec<Near> {
        let request = &world.asks[ask];
        let query = IndexQuery {
            at: Some(request.seen_from),
            max_m: reach.max_m,
            category: 1 << request.category,
            skills: 0,
            languages: 0,
            only_available: true,
        };
        let snapshot = self.index.snapshot();
        let hits = snapshot.nearest(&query).filter_map(|hit| {
            let person = usize::try_from(hit.id.0.as_u128()).ok()?;
            Some(Near { person, distance_m: hit.distance_m? })
        });
        hits.filter(|near| {
            !asked(near.person)
                && world.is_present(near.person, now / DAY)
                && (bounds == Bounds::Unknown || self.within_limits(world, near.person, now))
        })
        .take(reach.most)
        .collect()
    }

    fn within_limits(&self, world: &World, person: usize, now: u32) -> bool {
        let (limits, standing) = (world.scenario.limits, &self.standings[person]);
        let below = |count: u32, cap: u32| cap == 0 || count < cap;
        below(standing.alerts_today(now), limits.alerts_per_day)
            && below(standing.accepts_today(now), limits.accepts_per_day)
            && below(standing.alerts_in_days(7, now), world.scenario.people.weekly_limit)
    }
}

fn id(person: usize) -> VolunteerId {
    VolunteerId(Uuid::from_u128(person as u128))
}

fn entry(world: &World, person: usize) -> Entry {
    let volunteer = &world.people[person];
    Entry {
        id: id(person),
        anchors: vec![volunteer.home],
        radius_m: volunteer.radius_m,
        categories: volunteer.categories,
        skills: 0,
        languages: 0,
        available: true,
    }
}
