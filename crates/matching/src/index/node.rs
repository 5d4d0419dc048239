//! What is known of eight branches without opening them, side by side.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::place::EARTH_RADIUS_M;

use super::{IndexQuery, Reach};

/// Children of a node.
pub(super) const FAN_OUT: usize = 8;
/// A bound is given away by this much, so that no rounding can hide a volunteer. In metres.
///
/// A unit vector in single precision is good to 0.4 m, and a distance is a whole number of metres
/// that may have been rounded up by half of one.
const SLACK_M: f32 = 1.5;
/// And by this share, for what is far away.
const SLACK_SHARE: f32 = 1.0 + 1e-6;

/// The children of a node: where they are, and what any one below may offer.
#[repr(align(64))]
pub(super) struct Node {
    low: [[f32; FAN_OUT]; 3],
    high: [[f32; FAN_OUT]; 3],
    /// The square of the chord that the largest radius below spans, rounded up.
    reach: [f32; FAN_OUT],
    pub(super) categories: [u64; FAN_OUT],
    pub(super) skills: [u64; FAN_OUT],
    pub(super) languages: [u64; FAN_OUT],
    /// A bit for each child below which somebody can be asked now.
    available: AtomicU32,
    /// The number of the first child, among the leaves or among the nodes.
    pub(super) first: u32,
    /// Where the rows begin of who below offers what, if the children are leaves.
    pub(super) rows: u32,
}

/// One child of a node.
#[derive(Clone, Copy)]
pub(super) struct Summary {
    pub(super) low: [f32; 3],
    pub(super) high: [f32; 3],
    pub(super) reach: f32,
    pub(super) categories: u64,
    pub(super) skills: u64,
    pub(super) languages: u64,
    pub(super) available: bool,
    /// Where the rows of its node begin, if it is a leaf.
    pub(super) rows: u32,
}

impl Summary {
    pub(super) const NOBODY: Self = Self {
        low: [f32::INFINITY; 3],
        high: [f32::NEG_INFINITY; 3],
        reach: 0.0,
        categories: 0,
        skills: 0,
        languages: 0,
        available: false,
        rows: 0,
    };

    /// Grows the box to hold a unit vector, rounded outwards.
    pub(super) fn hold(&mut self, unit: [f32; 3]) {
        for (axis, value) in unit.into_iter().enumerate() {
            self.low[axis] = self.low[axis].min(value.next_down());
            self.high[axis] = self.high[axis].max(value.next_up());
        }
    }

    /// Takes in all that another summary says.
    fn absorb(&mut self, other: &Self) {
        for axis in 0..3 {
            self.low[axis] = self.low[axis].min(other.low[axis]);
            self.high[axis] = self.high[axis].max(other.high[axis]);
        }
        self.reach = self.reach.max(other.reach);
        self.categories |= other.categories;
        self.skills |= other.skills;
        self.languages |= other.languages;
        self.available |= other.available;
    }
}

/// The chord on the unit sphere that holds everything within some metres, rounded up.
///
/// A chord is no longer than its arc.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the slack covers it"
)]
pub(super) fn chord(metres: u32) -> f32 {
    const RADIUS_M: f32 = EARTH_RADIUS_M as f32;
    (metres as f32 + SLACK_M) / RADIUS_M * SLACK_SHARE
}

impl Node {
    /// A node above at most eight branches, of which the first has this number.
    pub(super) fn of(children: &[Summary], first: u32) -> Self {
        let mut node = Self {
            low: [[f32::INFINITY; FAN_OUT]; 3],
            high: [[f32::NEG_INFINITY; FAN_OUT]; 3],
            reach: [0.0; FAN_OUT],
            categories: [0; FAN_OUT],
            skills: [0; FAN_OUT],
            languages: [0; FAN_OUT],
            available: AtomicU32::new(0),
            first,
            rows: children.first().map_or(0, |child| child.rows),
        };
        for (child, summary) in children.iter().enumerate() {
            for axis in 0..3 {
                node.low[axis][child] = summary.low[axis];
                node.high[axis][child] = summary.high[axis];
            }
            node.reach[child] = summary.reach;
            node.categories[child] = summary.categories;
            node.skills[child] = summary.skills;
            node.languages[child] = summary.languages;
            *node.available.get_mut() |= u32::from(summary.available) << child;
        }
        node
    }

    /// What is known of all children together.
    pub(super) fn summary(&self) -> Summary {
        let mut whole = Summary::NOBODY;
        (0..FAN_OUT).for_each(|child| whole.absorb(&self.child(child)));
        whole
    }

    fn child(&self, child: usize) -> Summary {
        Summary {
            low: self.low.map(|axis| axis[child]),
            high: self.high.map(|axis| axis[child]),
            reach: self.reach[child],
            categories: self.categories[child],
            skills: self.skills[child],
            languages: self.languages[child],
            available: self.available() >> child & 1 == 1,
            rows: 0,
        }
    }

    /// The categories, skills and languages that anyone below offers.
    pub(super) fn offered(&self) -> [u64; 3] {
        let all = |kind: &[u64; FAN_OUT]| kind.iter().fold(0, |all, mask| all | mask);
        [all(&self.categories), all(&self.skills), all(&self.languages)]
    }

    /// A bit for each child below which somebody can be asked now.
    pub(super) fn available(&self) -> u32 {
        self.available.load(Ordering::Relaxed)
    }

    /// Stores it; writers take turns, so that what was read before still holds.
    pub(super) fn set_available(&self, children: u32) {
        self.available.store(children, Ordering::Relaxed);
    }

    /// Whether somebody below a child may fit the query's codes.
    pub(super) const fn may_fit(&self, child: usize, query: &IndexQuery) -> bool {
        (query.category == 0 || self.categories[child] & query.category != 0)
            && self.skills[child] & query.skills == query.skills
            && (query.languages == 0 || self.languages[child] & query.languages != 0)
    }

    /// The square of the shortest chord to each child's box; infinite where it is longer than
    /// the largest radius below reaches.
    pub(super) fn chords(&self, unit: [f32; 3], reach: Reach) -> [f32; FAN_OUT] {
        let mut squared = [0.0; FAN_OUT];
        for ((low, high), value) in self.low.iter().zip(&self.high).zip(unit) {
            for ((sum, low), high) in squared.iter_mut().zip(low).zip(high) {
                let gap = max(max(low - value, value - high), 0.0);
                *sum += gap * gap;
            }
        }
        let wider = reach.on_squared_chord();
        for (chord, &reach) in squared.iter_mut().zip(&self.reach) {
            *chord = if *chord <= reach * wider { *chord } else { f32::INFINITY };
        }
        squared
    }
}

/// The larger of two numbers; what is not a number cannot occur, so one instruction does.
const fn max(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}
