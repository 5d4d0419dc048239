//! The proof that an assignment cannot be improved.

use std::cmp::Ordering;

use super::problem::Totals;

/// What something is worth, in the order in which it counts: places, vital places, metres saved.
///
/// Values are compared place by place, the first difference decides, and added place by place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Value {
    /// Places filled.
    pub places: i64,
    /// Places of vital requests filled.
    pub vital_places: i64,
    /// Metres not walked; negative for metres walked.
    pub metres_saved: i64,
}

impl Value {
    /// Worth nothing.
    pub const ZERO: Self = Self { places: 0, vital_places: 0, metres_saved: 0 };

    /// The three places in order.
    pub const fn parts(self) -> [i64; 3] {
        [self.places, self.vital_places, self.metres_saved]
    }

    /// The value with these three places.
    pub const fn of_parts([places, vital_places, metres_saved]: [i64; 3]) -> Self {
        Self { places, vital_places, metres_saved }
    }

    /// What a place filled at no distance is worth.
    pub const fn of_place(vital: bool) -> Self {
        Self { places: 1, vital_places: vital as i64, metres_saved: 0 }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        self.parts().cmp(&other.parts())
    }
}

impl std::ops::Add for Value {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            places: self.places + other.places,
            vital_places: self.vital_places + other.vital_places,
            metres_saved: self.metres_saved + other.metres_saved,
        }
    }
}

impl std::ops::Sub for Value {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            places: self.places - other.places,
            vital_places: self.vital_places - other.vital_places,
            metres_saved: self.metres_saved - other.metres_saved,
        }
    }
}

/// The dual value of the rule that a pair is used at most once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairValue {
    /// The place of the request.
    pub request: u32,
    /// The place of the volunteer.
    pub volunteer: u32,
    /// Its value, never below zero.
    pub value: Value,
}

/// The totals, and the dual values that prove them.
///
/// The linear programme: maximise the worth of the pairs used, where a pair is worth one place
/// (one vital place too, when the request is vital) less its metres; each volunteer within the
/// capacity, each request within its places, each pair at most once. Each rule has a value of zero
/// or more. When the values of a pair's three rules add up to at least what the pair is worth, for
/// every eligible pair, then nothing can be worth more than the values of all rules, each times
/// its bound; an assignment that is worth exactly that is optimal. Values are triples compared in
/// order, for which this holds as for numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Certificate {
    /// What the assignment reaches.
    pub totals: Totals,
    /// For each volunteer what one more request served would be worth.
    pub volunteers: Vec<Value>,
    /// For each request what one more place would be worth.
    pub requests: Vec<Value>,
    /// For some of the pairs used what using it twice would be worth; zero for all others.
    pub pairs: Vec<PairValue>,
}
