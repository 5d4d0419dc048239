//! What no policy can beat: everybody in reach asked once, at their best.

use crate::reaches::Reaches;
use crate::world::{Answer, DAY, HOUR, World};

/// The bound of a world, and who is in reach of anything.
#[derive(Clone, Debug)]
pub struct Yardstick {
    /// By request: whether enough would say yes in time.
    pub(crate) can_match: Vec<bool>,
    /// By volunteer: whether some request lies in their reach.
    pub(crate) in_reach: Vec<bool>,
    /// By request: who is in reach, the nearest first.
    pub(crate) reaches: Reaches,
}

impl Yardstick {
    /// Asks everybody in reach of each request once, at the first moment from 8 to 21 h of a day
    /// on which they are available, rested, as if no other request existed.
    ///
    /// Limits and engagements are left out, so the bound is never too low. The answers are those
    /// that policies get. O(requests · people asked until enough say yes).
    pub fn of(world: &World) -> Self {
        let mut can_match = vec![false; world.asks.len()];
        let mut in_reach = vec![false; world.people.len()];
        let reaches = Reaches::of(world, |asks, near| {
            for near in near {
                in_reach[near.person] = true;
            }
            for &ask in asks {
                let places = world.asks[ask].places as usize;
                let come = near.iter().filter(|near| would_come(world, near.person, ask));
                can_match[ask] = come.take(places).count() == places;
            }
        });
        Self { can_match, in_reach, reaches }
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
