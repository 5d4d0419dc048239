//! What is known of a leaf or a node without opening it.

use crate::place::EARTH_RADIUS_M;

use super::IndexQuery;

/// A bound is given away by this much, so that no rounding can hide a volunteer. In metres.
const SLACK_M: f64 = 1.0;

/// Where the volunteers below stand, and what any one of them may offer.
#[derive(Clone, Copy)]
pub(super) struct Summary {
    pub(super) low: [f32; 3],
    pub(super) high: [f32; 3],
    pub(super) categories: u64,
    pub(super) skills: u64,
    pub(super) languages: u64,
    pub(super) radius_m: u32,
    /// In a leaf: where its words begin. In a node: its first child and how many there are.
    pub(super) link: u32,
}

impl Summary {
    /// A summary of nobody yet, with its link.
    pub(super) const fn linked(link: u32) -> Self {
        Self {
            low: [f32::INFINITY; 3],
            high: [f32::NEG_INFINITY; 3],
            categories: 0,
            skills: 0,
            languages: 0,
            radius_m: 0,
            link,
        }
    }

    /// Grows the box to hold a unit vector, rounded outwards.
    #[expect(clippy::cast_possible_truncation, reason = "the next lines round outwards")]
    pub(super) fn hold(&mut self, unit: [f64; 3]) {
        for (axis, value) in unit.into_iter().enumerate() {
            let near = value as f32;
            self.low[axis] = self.low[axis].min(near.next_down());
            self.high[axis] = self.high[axis].max(near.next_up());
        }
    }

    /// Takes in all that another summary says, but its link.
    pub(super) fn absorb(&mut self, other: &Self) {
        for axis in 0..3 {
            self.low[axis] = self.low[axis].min(other.low[axis]);
            self.high[axis] = self.high[axis].max(other.high[axis]);
        }
        self.categories |= other.categories;
        self.skills |= other.skills;
        self.languages |= other.languages;
        self.radius_m = self.radius_m.max(other.radius_m);
    }

    /// Whether somebody below may fit the query's codes.
    pub(super) const fn may_fit(&self, query: &IndexQuery) -> bool {
        (query.category == 0 || self.categories & query.category != 0)
            && self.skills & query.skills == query.skills
            && (query.languages == 0 || self.languages & query.languages != 0)
    }

    /// A distance that nobody below is nearer than, in whole metres.
    ///
    /// From the chord to the box: an arc is at least its chord c and at least c + c³ / 24, the
    /// first terms of 2 asin(c / 2).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast takes what is below zero to zero"
    )]
    pub(super) fn nearest_m(&self, unit: [f64; 3]) -> u32 {
        let mut squared = 0.0;
        for (axis, value) in unit.into_iter().enumerate() {
            let below = f64::from(self.low[axis]) - value;
            let above = value - f64::from(self.high[axis]);
            let gap = below.max(above).max(0.0);
            squared += gap * gap;
        }
        let arc = squared.sqrt() * (1.0 + squared * (1.0 / 24.0));
        (arc * EARTH_RADIUS_M - SLACK_M) as u32
    }
}
