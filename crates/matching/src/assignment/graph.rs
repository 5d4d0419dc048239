//! Where a planner learns who may serve whom.

/// A volunteer who may serve a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number of the volunteer in the plan.
    pub volunteer: u32,
    /// The distance in whole metres.
    pub distance_m: u32,
}

/// The eligible pairs, asked for as far as they are needed.
///
/// What it answers about a pair never changes: a volunteer who changes is taken out of the plan
/// and added under a new number. Volunteers who left it may be answered still.
pub trait Graph {
    /// What is known of a request.
    type Request;

    /// The first so many volunteers who may serve a request, by distance; fewer when there are no
    /// more. Asked for more, it answers the same ones first, except among equal distances.
    fn nearest(&self, request: &Self::Request, count: usize) -> Vec<Candidate>;

    /// The distance when a volunteer may serve a request.
    fn distance_m(&self, request: &Self::Request, volunteer: u32) -> Option<u32>;
}

/// How many volunteers a request takes, and whether its places count before those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// How many volunteers it takes at most, each once.
    pub needed: u32,
    /// Whether it is vital.
    pub vital: bool,
}

/// A graph whose pairs are all known: a request is the list of its candidates, nearest first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Listed<'a>(std::marker::PhantomData<&'a [Candidate]>);

impl<'a> Graph for Listed<'a> {
    type Request = &'a [Candidate];

    fn nearest(&self, request: &Self::Request, count: usize) -> Vec<Candidate> {
        request[..count.min(request.len())].to_vec()
    }

    fn distance_m(&self, request: &Self::Request, volunteer: u32) -> Option<u32> {
        let mut known = request.iter();
        known.find(|known| known.volunteer == volunteer).map(|known| known.distance_m)
    }
}
