//! Who may serve a request, nearest first, found as far as the search asks.

use std::sync::Arc;

use uuid::Uuid;

use crate::ids::VolunteerId;
use crate::index::{Entry, IndexQuery, Snapshot, VolunteerIndex};

use super::problem::{AssignRequest, AssignVolunteer, CodeSet, offers};

/// How many candidates are fetched at first.
const FIRST: usize = 4;
/// How many times as many are fetched when they did not do.
const GROWTH: usize = 4;

/// A volunteer who may serve a request.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) volunteer: u32,
    pub(super) distance_m: u32,
}

/// The volunteers by place; those who serve none are left out.
pub(super) struct Volunteers {
    index: Arc<Snapshot>,
}

impl Volunteers {
    pub(super) fn new(volunteers: &[AssignVolunteer]) -> Self {
        let able = (0_u128..).zip(volunteers).filter(|(_, volunteer)| volunteer.capacity > 0);
        let entries = able.map(|(number, volunteer)| Entry {
            id: VolunteerId(Uuid::from_u128(number)),
            anchors: vec![volunteer.position],
            radius_m: volunteer.radius_m,
            categories: volunteer.categories.mask(),
            skills: volunteer.skills.mask(),
            languages: volunteer.languages.mask(),
            available: true,
        });
        Self { index: VolunteerIndex::build(entries.collect()).snapshot() }
    }

    /// The first so many who may serve a request, by distance, then by place in the list.
    fn nearest(
        &self,
        volunteers: &[AssignVolunteer],
        request: &AssignRequest,
        count: usize,
    ) -> Vec<Candidate> {
        let query = IndexQuery {
            at: Some(request.position),
            max_m: None,
            category: CodeSet::from_iter([request.category]).mask(),
            skills: request.skills.mask(),
            languages: request.languages.mask(),
            only_available: false,
        };
        let hits = self.index.nearest(&query).filter_map(|hit| {
            let volunteer = u32::try_from(hit.id.0.as_u128()).ok()?;
            Some(Candidate { volunteer, distance_m: hit.distance_m? })
        });
        hits.filter(|hit| offers(&volunteers[hit.volunteer as usize], request))
            .take(count)
            .collect()
    }
}

/// The candidates of one request that were asked for so far.
#[derive(Default)]
pub(super) struct Candidates {
    found: Vec<Candidate>,
    complete: bool,
}

impl Candidates {
    /// The candidate at a place of the order; none past the last.
    #[inline]
    pub(super) fn at(
        &mut self,
        place: usize,
        index: &Volunteers,
        volunteers: &[AssignVolunteer],
        request: &AssignRequest,
    ) -> Option<Candidate> {
        if place >= self.found.len() && !self.complete {
            self.fetch(index, volunteers, request);
        }
        self.found.get(place).copied()
    }

    /// Asks the index anew for some times as many: cheaper than to keep each search alive.
    #[cold]
    fn fetch(
        &mut self,
        index: &Volunteers,
        volunteers: &[AssignVolunteer],
        request: &AssignRequest,
    ) {
        let count = (self.found.len() * GROWTH).max(FIRST);
        self.found = index.nearest(volunteers, request, count);
        self.complete = self.found.len() < count;
    }

    /// How many were found so far.
    pub(super) fn seen(&self) -> usize {
        self.found.len()
    }
}
