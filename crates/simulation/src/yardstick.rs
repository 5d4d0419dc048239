//! What no policy can beat: everybody in reach asked once, at their best.

use matching::{Entry, IndexQuery, VolunteerId, VolunteerIndex};
use uuid::Uuid;

use crate::world::{Answer, DAY, HOUR, World};

/// The bound of a world, and who is in reach of anything.
#[derive(Clone, Debug)]
pub struct Yardstick {
    /// By request: whether enough would say yes in time.
    pub(crate) can_match: Vec<bool>,
    /// By volunteer: whether some request lies in their reach.
    pub(crate) in_reach: Vec<bool>,
}

impl Yardstick {
    /// Asks everybody in reach of each request once, at the first moment from 8 to 21 h of a day
    /// on which they are available, rested, as if no other request existed.
    ///
    /// Limits and engagements are left out, so the bound is never too low. The answers are those
    /// that policies get. O(requests · people in reach).
    pub fn of(world: &World) -> Self {
        let index = VolunteerIndex::build((0..world.people.len()).map(entry_of(world)).collect());
        let snapshot = index.snapshot();
        let mut yardstick =
            Self { can_match: Vec::new(), in_reach: vec![false; world.people.len()] };
        for (ask, request) in world.asks.iter().enumerate() {
            let query = IndexQuery {
                at: Some(request.seen_from),
                max_m: None,
                category: 1 << request.category,
                skills: 0,
                languages: 0,
                only_available: false,
            };
            let mut yes = 0;
            for hit in snapshot.nearest(&query) {
                let Ok(person) = usize::try_from(hit.id.0.as_u128()) else { continue };
                yardstick.in_reach[person] = true;
                yes += u32::from(would_come(world, person, ask));
            }
            yardstick.can_match.push(yes >= request.places);
        }
        yardstick
    }

    /// The share of requests that can be matched, 0 to 1.
    pub fn bound(&self) -> f64 {
        share(self.can_match.iter().filter(|&&can| can).count(), self.can_match.len())
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
pub(crate) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn entry_of(world: &World) -> impl Fn(usize) -> Entry {
    |person| Entry {
        id: VolunteerId(Uuid::from_u128(person as u128)),
        anchors: vec![world.people[person].home],
        radius_m: world.people[person].radius_m,
        categories: world.people[person].categories,
        skills: 0,
        languages: 0,
        available: true,
    }
}

/// Whether a volunteer would say yes in time, asked at the first moment there is.
fn would_come(world: &World, person: usize, ask: usize) -> bool {
    let request = &world.asks[ask];
    let from = request.opened_at.max(world.people[person].joined_at);
    let days = from / DAY..=request.needed_by / DAY;
    let moments = days.filter(|&day| world.is_present(person, day)).filter_map(|day| {
        let begin = from.max(day * DAY + 8 * HOUR);
        (begin < (day * DAY + 21 * HOUR).min(request.needed_by)).then_some(begin)
    });
    moments.take(1).any(|at| {
        matches!(world.answer(person, ask, at, 0), Answer::Yes(then) if then < request.needed_by)
    })
}
