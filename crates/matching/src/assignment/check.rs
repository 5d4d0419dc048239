//! Holding an assignment and its certificate against the problem, without the solver.

use std::collections::HashMap;

use super::certificate::{Certificate, Value};
use super::grid::Grid;
use super::problem::{Pair, Problem, Totals, eligible_m};

/// No dual value of an optimum lies beyond this, and sums of fewer than 2⁶⁴ cannot overflow.
const LARGEST: u64 = 1 << 56;

/// What is wrong with an assignment or its certificate; numbers are places in the lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckError {
    /// A pair names a request or a volunteer that the problem does not have.
    #[error("a pair names what the problem does not have")]
    UnknownPair(Pair),
    /// A pair stands twice.
    #[error("a pair stands twice")]
    PairTwice(Pair),
    /// A pair may not be used.
    #[error("a pair is not eligible")]
    NotEligible(Pair),
    /// A pair's distance is another.
    #[error("a pair's distance is {0} m")]
    WrongDistance(u32, Pair),
    /// A volunteer serves more requests than the capacity allows.
    #[error("a volunteer is beyond capacity")]
    BeyondCapacity(u32),
    /// A request takes more volunteers than it needs.
    #[error("a request has more volunteers than places")]
    BeyondPlaces(u32),
    /// The totals are not those of the pairs.
    #[error("the totals are not those of the pairs")]
    WrongTotals,
    /// The certificate does not have one value for each volunteer and each request.
    #[error("the certificate does not fit the problem")]
    WrongSize,
    /// A volunteer's value is negative or absurd, or not zero although there is capacity left.
    #[error("a volunteer's value cannot be")]
    VolunteerValue(u32),
    /// A request's value is negative or absurd, or not zero although a place is empty.
    #[error("a request's value cannot be")]
    RequestValue(u32),
    /// A value is given for a pair that is not used, twice, or is zero, negative or absurd.
    #[error("a pair's value cannot be")]
    PairValue(u32, u32),
    /// The values of a pair used do not add up to what it is worth.
    #[error("the values of a pair used do not add up to its worth")]
    NotTight(Pair),
    /// An eligible pair is worth more than its values: a better assignment may exist.
    #[error("an unused pair is worth more than its values")]
    Improvable(Pair),
    /// The values times their bounds do not add up to what the assignment is worth.
    #[error("the values do not add up to the totals")]
    NotEqual,
}

/// Checks that an assignment is legal and that the certificate proves it optimal.
///
/// Distances and eligibility are worked out anew, all eligible pairs are found by a search of its
/// own, and the two sides of the duality are compared in 128 bits.
///
/// # Errors
///
/// The first fault found.
pub fn check(
    problem: &Problem,
    pairs: &[Pair],
    certificate: &Certificate,
) -> Result<(), CheckError> {
    let used = legal_pairs(problem, pairs)?;
    within_bounds(problem, pairs, certificate)?;
    if certificate.totals != Totals::of(problem, pairs) {
        return Err(CheckError::WrongTotals);
    }
    let pair_values = values_of_pairs(&used, certificate)?;
    for pair in pairs {
        let extra = pair_values.get(&key(pair)).copied().unwrap_or(Value::ZERO);
        if covers(certificate, pair) + extra != worth(problem, pair) {
            return Err(CheckError::NotTight(*pair));
        }
    }
    nothing_better(problem, &used, certificate)?;
    equal_sides(problem, certificate)
}

/// A pair by its two places: request, volunteer.
type Key = (u32, u32);

const fn key(pair: &Pair) -> Key {
    (pair.request, pair.volunteer)
}

/// The pairs by place, each known, once, eligible and with the right distance.
fn legal_pairs(problem: &Problem, pairs: &[Pair]) -> Result<HashMap<Key, Pair>, CheckError> {
    let mut used = HashMap::with_capacity(pairs.len());
    for &pair in pairs {
        let volunteer = problem.volunteers.get(pair.volunteer as usize);
        let request = problem.requests.get(pair.request as usize);
        let both = volunteer.zip(request).ok_or(CheckError::UnknownPair(pair))?;
        let metres = eligible_m(both.0, both.1).ok_or(CheckError::NotEligible(pair))?;
        if metres != pair.distance_m {
            return Err(CheckError::WrongDistance(metres, pair));
        }
        if used.insert(key(&pair), pair).is_some() {
            return Err(CheckError::PairTwice(pair));
        }
    }
    Ok(used)
}

/// Capacity and places kept; values not below zero, and above it only where nothing is left over.
fn within_bounds(
    problem: &Problem,
    pairs: &[Pair],
    certificate: &Certificate,
) -> Result<(), CheckError> {
    let (volunteers, requests) = (&problem.volunteers, &problem.requests);
    let fits = certificate.volunteers.len() == volunteers.len()
        && certificate.requests.len() == requests.len();
    if !fits {
        return Err(CheckError::WrongSize);
    }
    let served = counts(volunteers.len(), pairs.iter().map(|pair| pair.volunteer));
    for (number, volunteer) in (0..).zip(volunteers) {
        let at = number as usize;
        match judge(served[at], volunteer.capacity, certificate.volunteers[at]) {
            Side::Legal => {}
            Side::TooMany => return Err(CheckError::BeyondCapacity(number)),
            Side::WrongValue => return Err(CheckError::VolunteerValue(number)),
        }
    }
    let helped = counts(requests.len(), pairs.iter().map(|pair| pair.request));
    for (number, request) in (0..).zip(requests) {
        let at = number as usize;
        match judge(helped[at], request.volunteers_needed, certificate.requests[at]) {
            Side::Legal => {}
            Side::TooMany => return Err(CheckError::BeyondPlaces(number)),
            Side::WrongValue => return Err(CheckError::RequestValue(number)),
        }
    }
    Ok(())
}

enum Side {
    Legal,
    TooMany,
    WrongValue,
}

/// Whoever takes part in nothing has no rule to violate, and no value.
fn judge(used: u64, bound: u32, value: Value) -> Side {
    if used > u64::from(bound) {
        return Side::TooMany;
    }
    let is_full = bound > 0 && used == u64::from(bound);
    if value == Value::ZERO || (is_full && is_sane(value)) { Side::Legal } else { Side::WrongValue }
}

/// Not below zero, and small enough to be added up.
fn is_sane(value: Value) -> bool {
    value >= Value::ZERO && value.parts().into_iter().all(|part| part.unsigned_abs() <= LARGEST)
}

fn counts(size: usize, numbers: impl Iterator<Item = u32>) -> Vec<u64> {
    let mut counts = vec![0; size];
    for number in numbers {
        counts[number as usize] += 1;
    }
    counts
}

fn values_of_pairs(
    used: &HashMap<Key, Pair>,
    certificate: &Certificate,
) -> Result<HashMap<Key, Value>, CheckError> {
    let mut values = HashMap::with_capacity(certificate.pairs.len());
    for pair in &certificate.pairs {
        let key = (pair.request, pair.volunteer);
        let is_legal = used.contains_key(&key) && pair.value > Value::ZERO && is_sane(pair.value);
        if !is_legal || values.insert(key, pair.value).is_some() {
            return Err(CheckError::PairValue(pair.request, pair.volunteer));
        }
    }
    Ok(values)
}

/// The values of a pair's volunteer and request together.
fn covers(certificate: &Certificate, pair: &Pair) -> Value {
    certificate.volunteers[pair.volunteer as usize] + certificate.requests[pair.request as usize]
}

fn worth(problem: &Problem, pair: &Pair) -> Value {
    let place = Value::of_place(problem.requests[pair.request as usize].vital);
    Value { metres_saved: -i64::from(pair.distance_m), ..place }
}

/// Looks at every eligible pair that is not used.
fn nothing_better(
    problem: &Problem,
    used: &HashMap<Key, Pair>,
    certificate: &Certificate,
) -> Result<(), CheckError> {
    let grid = Grid::new(&problem.volunteers);
    for (request, asked) in (0..).zip(&problem.requests) {
        if asked.volunteers_needed == 0 {
            continue;
        }
        grid.around(asked.position, |volunteer| {
            let Some(distance_m) = eligible_m(&problem.volunteers[volunteer as usize], asked)
            else {
                return Ok(());
            };
            let pair = Pair { request, volunteer, distance_m };
            let is_covered = covers(certificate, &pair) >= worth(problem, &pair);
            if is_covered || used.contains_key(&key(&pair)) {
                return Ok(());
            }
            Err(CheckError::Improvable(pair))
        })?;
    }
    Ok(())
}

/// The worth of the assignment equals the values times their bounds.
fn equal_sides(problem: &Problem, certificate: &Certificate) -> Result<(), CheckError> {
    let volunteers = problem.volunteers.iter().map(|volunteer| volunteer.capacity);
    let requests = problem.requests.iter().map(|request| request.volunteers_needed);
    let bounds = volunteers.zip(&certificate.volunteers).chain(requests.zip(&certificate.requests));
    let pairs = certificate.pairs.iter().map(|pair| (1, &pair.value));
    let mut sums = [0_i128; 3];
    for (bound, value) in bounds.chain(pairs) {
        for (sum, part) in sums.iter_mut().zip(value.parts()) {
            *sum += i128::from(bound) * i128::from(part);
        }
    }
    let Totals { places, vital_places, distance_m } = certificate.totals;
    let worth = [i128::from(places), i128::from(vital_places), -i128::from(distance_m)];
    if sums == worth { Ok(()) } else { Err(CheckError::NotEqual) }
}
