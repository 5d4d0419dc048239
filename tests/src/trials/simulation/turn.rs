//! Whose turn it is, and what they do.

use dispatch::queue::Lane;
use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::json;

use super::world::World;

/// One turn.
#[derive(Clone, Debug)]
pub enum Turn {
    /// Somebody asks for help.
    Ask,
    /// A volunteer answers an alert, or answers it once more.
    Answer {
        /// Which of the links.
        link: usize,
        /// A yes or a no.
        yes: bool,
        /// Whether the link may be used again.
        keep: bool,
    },
    /// Who promised gets in touch, does it, or cannot.
    Help {
        /// Which of the promises.
        promise: usize,
        /// What they do, as the API calls it.
        what: &'static str,
    },
    /// The person says something by their link.
    Person {
        /// Which of the requests.
        request: usize,
        /// What, as the API calls it.
        what: &'static str,
    },
    /// A coordinator does something with a request.
    Staff {
        /// Which of the requests.
        request: usize,
        /// What, as the API calls it.
        what: &'static str,
    },
    /// A lane runs once.
    Lane(Lane),
    /// A node looks what others have changed.
    Follow,
    /// Time passes, and nothing is done meanwhile.
    Wait {
        /// How long.
        seconds: i64,
    },
    /// The relay refuses one volunteer with this code, or is well again.
    Relay {
        /// Which volunteer.
        helper: usize,
        /// The code; none is well.
        code: Option<u16>,
    },
    /// The process ends and begins anew: what it kept in memory is gone.
    Restart,
}

/// What the person may do.
const PERSON: [&str; 4] = ["confirm", "deny", "cancel", "report"];
/// What a coordinator may do.
const STAFF: [&str; 4] = ["resend", "widen", "release", "cancel"];
/// What who promised may do; most get on with it.
const HELP: [&str; 6] = ["contacted", "contacted", "complete", "complete", "complete", "release"];

impl Turn {
    /// The next, by chance.
    pub fn draw(world: &mut World) -> Self {
        let (links, promises) = (world.links.len(), world.promises.len());
        let (requests, helpers) = (world.requests.len(), world.helpers.len());
        let chance = &mut world.chance;
        let lot = chance.random_range(0..100);
        let latest = |chance: &mut StdRng, count: usize| {
            chance.random_range(count.saturating_sub(12)..count)
        };
        match lot {
            0..12 => Self::Ask,
            12..28 if links > 0 => Self::Answer {
                link: latest(chance, links),
                yes: chance.random_ratio(2, 3),
                keep: chance.random_ratio(1, 6),
            },
            28..40 if promises > 0 => Self::Help {
                promise: chance.random_range(0..promises),
                what: HELP[chance.random_range(0..HELP.len())],
            },
            40..45 if requests > 0 => Self::Person {
                request: latest(chance, requests),
                what: PERSON[chance.random_range(0..PERSON.len())],
            },
            45..49 if requests > 0 => Self::Staff {
                request: latest(chance, requests),
                what: STAFF[chance.random_range(0..STAFF.len())],
            },
            49..78 => Self::Lane(match chance.random_range(0..20) {
                0..8 => Lane::Plan,
                8..15 => Lane::Mail,
                15..19 => Lane::Sweep,
                _ => Lane::Retention,
            }),
            78..82 => Self::Follow,
            82..95 => {
                let widest = [60, 600, 3_600, 6 * 3_600][chance.random_range(0..4)];
                Self::Wait { seconds: chance.random_range(1..=widest) }
            }
            95..99 => Self::Relay {
                helper: chance.random_range(0..helpers),
                code: [None, Some(450), Some(550)][chance.random_range(0..3)],
            },
            99 => Self::Restart,
            _ => Self::Lane(Lane::Plan),
        }
    }

    /// What is sent with it.
    pub fn body(what: &str) -> serde_json::Value {
        match what {
            "report" => json!({ "kind": "money" }),
            "release" => json!({ "reason": "ill" }),
            _ => json!({}),
        }
    }
}
