//! Who may serve a request, nearest first, found as far as the search asks.

use std::sync::Arc;

use uuid::Uuid;

use crate::ids::VolunteerId;
use crate::index::{Entry, Hit, IndexQuery, Snapshot, VolunteerIndex};
use crate::place::{Position, distance_m, whole_metres};

use super::graph::{Candidate, Graph, Places};
use super::problem::{AssignRequest, AssignVolunteer, CodeSet, offers};

/// How many candidates are fetched at first.
const FIRST: usize = 4;
/// How many times as many are fetched when they did not do.
const GROWTH: usize = 8;

/// The graph of volunteers and requests at their positions, by an index.
pub struct Positions<'a> {
    volunteers: &'a [AssignVolunteer],
    /// By number in the plan: the place in the list.
    pub(super) order: Vec<u32>,
    index: Arc<Snapshot>,
}

impl<'a> Positions<'a> {
    /// A graph of these volunteers; neighbours are numbered together, which a search likes.
    ///
    /// Those who serve none are left out of it. O(n log n).
    pub fn new(volunteers: &'a [AssignVolunteer]) -> Self {
        let order = by_neighbourhood(volunteers.iter().map(|volunteer| volunteer.position));
        let able = (0_u128..).zip(&order).filter_map(|(number, &place)| {
            let volunteer = &volunteers[place as usize];
            (volunteer.capacity > 0).then_some((number, u128::from(place), volunteer))
        });
        let entries = able.map(|(number, place, volunteer)| Entry {
            id: VolunteerId(Uuid::from_u128(place << u32::BITS | number)),
            anchors: [volunteer.position].into(),
            radius_m: volunteer.radius_m,
            categories: volunteer.categories.mask(),
            skills: volunteer.skills.mask(),
            languages: volunteer.languages.mask(),
            available: true,
        });
        let index = VolunteerIndex::build(entries.collect()).snapshot();
        Self { volunteers, order, index }
    }

    /// What each volunteer of the plan serves at most.
    pub(super) fn capacities(&self) -> Vec<u32> {
        self.order.iter().map(|&place| self.volunteers[place as usize].capacity).collect()
    }
}

impl<'a> Graph for Positions<'a> {
    type Request = &'a AssignRequest;

    /// By distance, then by place in the list.
    fn nearest(&self, request: &Self::Request, count: usize) -> Vec<Candidate> {
        let query = IndexQuery {
            at: Some(request.position),
            max_m: None,
            category: CodeSet::from_iter([request.category]).mask(),
            skills: request.skills.mask(),
            languages: request.languages.mask(),
            only_available: false,
        };
        let candidate = |hit: Hit| {
            let id = hit.id.0.as_u128();
            let place = usize::try_from(id >> u32::BITS).ok()?;
            let volunteer = u32::try_from(id & u128::from(u32::MAX)).ok()?;
            let may = offers(&self.volunteers[place], request);
            may.then_some(Candidate { volunteer, distance_m: hit.distance_m? })
        };
        let few = self.index.nearest_few(&query, count);
        let are_all = few.len() < count;
        let fitting: Vec<Candidate> = few.into_iter().filter_map(candidate).collect();
        if are_all || fitting.len() == count {
            return fitting;
        }
        // Codes that share a bit let some through who do not fit.
        self.index.nearest(&query).filter_map(candidate).take(count).collect()
    }

    fn distance_m(&self, request: &Self::Request, volunteer: u32) -> Option<u32> {
        let volunteer = &self.volunteers[self.order[volunteer as usize] as usize];
        let metres = whole_metres(distance_m(request.position, volunteer.position));
        (offers(volunteer, request) && metres <= volunteer.radius_m).then_some(metres)
    }
}

impl AssignRequest {
    /// How many volunteers it takes, and whether it is vital.
    pub const fn places(&self) -> Places {
        Places { needed: self.volunteers_needed, vital: self.vital }
    }
}

/// Places of a list such that neighbours mostly stand together; those on one point in order.
pub(super) fn by_neighbourhood(positions: impl Iterator<Item = Position>) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = positions.map(interleaved).zip(0..).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, place)| place).collect()
}

/// The bits of latitude and longitude in turn (Morton 1966).
fn interleaved(position: Position) -> u64 {
    let part = |degrees: f64, range: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 2²⁴")]
        let steps = ((degrees / range + 0.5) * f64::from(1 << 24)) as u64;
        spread(steps)
    };
    part(position.lat(), 180.0) << 1 | part(position.lon(), 360.0)
}

/// Leaves room for another bit after each of the low 32.
const fn spread(bits: u64) -> u64 {
    let bits = (bits | bits << 16) & 0x0000_ffff_0000_ffff;
    let bits = (bits | bits << 8) & 0x00ff_00ff_00ff_00ff;
    let bits = (bits | bits << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    let bits = (bits | bits << 2) & 0x3333_3333_3333_3333;
    (bits | bits << 1) & 0x5555_5555_5555_5555
}

/// The candidates of one request that were asked for so far.
#[derive(Clone, Default)]
pub(super) struct Candidates {
    pub(super) found: Vec<Candidate>,
    pub(super) complete: bool,
}

impl Candidates {
    /// Asks anew for some times as many: cheaper than to keep each search alive. Answers how many
    /// were known before; they keep their places.
    #[cold]
    pub(super) fn fetch<G: Graph>(
        &mut self,
        graph: &G,
        request: &G::Request,
        barred: impl Fn(u32) -> bool,
    ) -> usize {
        let known = self.found.len();
        let count = (known * GROWTH).max(FIRST);
        let mut fresh = graph.nearest(request, count);
        self.complete = fresh.len() < count;
        fresh.retain(|candidate| !barred(candidate.volunteer));
        if fresh.starts_with(&self.found) {
            self.found = fresh;
        } else {
            fresh.retain(|candidate| !self.found.contains(candidate));
            self.found.append(&mut fresh);
        }
        known
    }

    /// Adds a volunteer who joined, unless a later fetch will; answers whether it did.
    pub(super) fn join(&mut self, joined: Candidate) -> bool {
        let after = self.found.partition_point(|known| known.distance_m <= joined.distance_m);
        if after == self.found.len() && !self.complete {
            return false;
        }
        self.found.insert(after, joined);
        true
    }
}
