//! Who can reach whom: asked of the service's index once for each cell and kind of help.

use std::collections::BTreeMap;
use std::sync::Arc;

use matching::{Cell, Entry, IndexQuery, Snapshot, VolunteerId, VolunteerIndex};
use uuid::Uuid;

use crate::world::{Ask, World};

/// So many of the nearest are kept by cell and kind of help; beyond, the index is asked again.
const KEPT: usize = 512;

/// Somebody near.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Near {
    pub person: usize,
    pub distance_m: u32,
}

/// The people in reach of each request, whether or not they have time, the nearest first.
///
/// Policies see a request's cell and never the house, so requests of one cell and kind of help
/// have the same people in reach.
#[derive(Clone, Debug)]
pub(crate) struct Reaches {
    snapshot: Arc<Snapshot>,
    /// By request.
    group_of: Vec<usize>,
    groups: Vec<Group>,
    kept: Vec<(u32, u32)>,
}

/// The people in reach of a cell for a kind of help.
#[derive(Clone, Copy, Debug)]
struct Group {
    from: usize,
    to: usize,
    is_whole: bool,
}

impl Reaches {
    /// Asks for all cells and kinds of help, and shows each group's requests with their people.
    pub fn of(world: &World, mut show: impl FnMut(&[usize], &[Near])) -> Self {
        let people = (0..world.people.len()).map(entry_of(world));
        let snapshot = VolunteerIndex::build(people.collect()).snapshot();
        let mut asks: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (ask, request) in world.asks.iter().enumerate() {
            asks.entry(kind_of(request)).or_default().push(ask);
        }
        let mut reaches = Self {
            snapshot,
            group_of: vec![0; world.asks.len()],
            groups: Vec::with_capacity(asks.len()),
            kept: Vec::new(),
        };
        for asks in asks.into_values() {
            let near = reaches.searched(world, asks[0]);
            show(&asks, &near);
            reaches.keep(&asks, &near);
        }
        reaches
    }

    /// The people in reach of a request, the nearest first, ties by number.
    pub fn near<'a>(&'a self, world: &'a World, ask: usize) -> impl Iterator<Item = Near> + 'a {
        let group = self.groups[self.group_of[ask]];
        let kept = self.kept[group.from..group.to].iter();
        let kept = kept.map(|&(person, distance_m)| Near { person: person as usize, distance_m });
        let further = std::iter::once(ask).filter(move |_| !group.is_whole);
        kept.chain(further.flat_map(|ask| self.searched(world, ask).into_iter().skip(KEPT)))
    }

    fn keep(&mut self, asks: &[usize], near: &[Near]) {
        for &ask in asks {
            self.group_of[ask] = self.groups.len();
        }
        let from = self.kept.len();
        let first = near.iter().take(KEPT);
        self.kept.extend(first.filter_map(|near| {
            let person = u32::try_from(near.person).ok()?;
            Some((person, near.distance_m))
        }));
        self.groups.push(Group { from, to: self.kept.len(), is_whole: near.len() <= KEPT });
    }

    fn searched(&self, world: &World, ask: usize) -> Vec<Near> {
        let request = &world.asks[ask];
        let query = IndexQuery {
            at: Some(request.seen_from),
            max_m: None,
            category: 1 << request.category,
            skills: request.skills,
            languages: request.languages,
            only_available: false,
        };
        let hits = self.snapshot.nearest(&query).filter_map(|hit| {
            let person = usize::try_from(hit.id.0.as_u128()).ok()?;
            Some(Near { person, distance_m: hit.distance_m? })
        });
        hits.collect()
    }
}

/// Requests that are alike in this have the same people in reach.
const fn kind_of(ask: &Ask) -> (Cell, usize, u64, u64) {
    (ask.cell, ask.category, ask.skills, ask.languages)
}

fn entry_of(world: &World) -> impl Fn(usize) -> Entry {
    |person| Entry {
        id: VolunteerId(Uuid::from_u128(person as u128)),
        anchors: [world.people[person].home].into(),
        radius_m: world.people[person].radius_m,
        categories: world.people[person].categories,
        skills: world.people[person].skills,
        languages: world.people[person].languages,
        available: true,
    }
}
