//! What is to be assigned to whom, and what an assignment is.

use crate::place::{Position, distance_m, whole_metres};

/// Codes numbered below this have a bit of their own.
const OWN_BITS: u32 = 63;

/// A set of numbered codes: categories, skills or languages.
///
/// The numbers are the caller's; the first 63 are bits of one word, and any further ones are
/// listed, so that a set is exact however many codes there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeSet {
    bits: u64,
    beyond: Box<[u32]>,
}

impl FromIterator<u32> for CodeSet {
    fn from_iter<I: IntoIterator<Item = u32>>(numbers: I) -> Self {
        let (mut bits, mut beyond) = (0, Vec::new());
        for number in numbers {
            if number < OWN_BITS {
                bits |= 1 << number;
            } else {
                beyond.push(number);
            }
        }
        beyond.sort_unstable();
        beyond.dedup();
        Self { bits, beyond: beyond.into() }
    }
}

impl CodeSet {
    /// Whether no code is in the set.
    pub fn is_empty(&self) -> bool {
        self.bits == 0 && self.beyond.is_empty()
    }

    /// Whether a code is in the set.
    pub fn contains(&self, number: u32) -> bool {
        if number < OWN_BITS {
            self.bits >> number & 1 == 1
        } else {
            self.beyond.binary_search(&number).is_ok()
        }
    }

    /// Whether each code of this set is in the other.
    pub fn is_subset(&self, other: &Self) -> bool {
        self.bits & !other.bits == 0 && self.beyond.iter().all(|&number| other.contains(number))
    }

    /// Whether some code is in both sets.
    pub fn intersects(&self, other: &Self) -> bool {
        self.bits & other.bits != 0 || self.beyond.iter().any(|&number| other.contains(number))
    }

    /// One word for the index: what is listed shares the last bit.
    pub(super) fn mask(&self) -> u64 {
        self.bits | u64::from(!self.beyond.is_empty()) << OWN_BITS
    }
}

/// One who helps.
#[derive(Clone, Debug)]
pub struct AssignVolunteer {
    /// Where the volunteer starts from.
    pub position: Position,
    /// How far the volunteer goes, in whole metres, the rim included.
    pub radius_m: u32,
    /// How many requests the volunteer serves at most; 0 serves none.
    pub capacity: u32,
    /// The kinds of help offered.
    pub categories: CodeSet,
    /// What the volunteer can do or bring.
    pub skills: CodeSet,
    /// The languages spoken.
    pub languages: CodeSet,
}

/// One help request.
#[derive(Clone, Debug)]
pub struct AssignRequest {
    /// Where the help is given.
    pub position: Position,
    /// The number of the kind of help.
    pub category: u32,
    /// What the volunteer must be able to do or bring.
    pub skills: CodeSet,
    /// One of these must be spoken; with none named any volunteer will do.
    pub languages: CodeSet,
    /// Whether its places count before those of others.
    pub vital: bool,
    /// How many volunteers it takes at most, each once.
    pub volunteers_needed: u32,
}

/// Both sides of an assignment.
///
/// A volunteer or request is known by its place in the list, and ties break by it: give them in
/// the order of their ids. A side has at most 2²⁴ members.
#[derive(Clone, Debug, Default)]
pub struct Problem {
    /// Who helps.
    pub volunteers: Vec<AssignVolunteer>,
    /// Who asks.
    pub requests: Vec<AssignRequest>,
}

/// One volunteer who goes to one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The place of the request in [`Problem::requests`].
    pub request: u32,
    /// The place of the volunteer in [`Problem::volunteers`].
    pub volunteer: u32,
    /// The distance in whole metres.
    pub distance_m: u32,
}

/// What an assignment reaches, in the order in which it counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Places filled.
    pub places: u64,
    /// Those of them that vital requests hold.
    pub vital_places: u64,
    /// The sum of the distances in whole metres.
    pub distance_m: u64,
}

impl Totals {
    /// The totals of some pairs of a problem.
    ///
    /// A pair whose request the problem does not know counts as normal.
    pub fn of(problem: &Problem, pairs: &[Pair]) -> Self {
        let mut totals = Self::default();
        for pair in pairs {
            let request = problem.requests.get(pair.request as usize);
            totals.places += 1;
            totals.vital_places += u64::from(request.is_some_and(|request| request.vital));
            totals.distance_m += u64::from(pair.distance_m);
        }
        totals
    }
}

/// The distance in whole metres when the two may be paired; none when they may not.
///
/// Capacity and places are not looked at.
pub(super) fn eligible_m(volunteer: &AssignVolunteer, request: &AssignRequest) -> Option<u32> {
    if !offers(volunteer, request) {
        return None;
    }
    let metres = whole_metres(distance_m(request.position, volunteer.position));
    (metres <= volunteer.radius_m).then_some(metres)
}

/// Whether the codes fit, wherever the two are.
pub(super) fn offers(volunteer: &AssignVolunteer, request: &AssignRequest) -> bool {
    volunteer.categories.contains(request.category)
        && request.skills.is_subset(&volunteer.skills)
        && (request.languages.is_empty() || request.languages.intersects(&volunteer.languages))
}
