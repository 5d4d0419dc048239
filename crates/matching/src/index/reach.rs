//! How much of a radius counts.

/// How much of their own radius volunteers are thought to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// As far as they said.
    Own,
    /// Half as far again.
    Stretched,
    /// Any distance: to explain who was left out.
    Any,
}

impl Reach {
    /// A radius in metres as it counts here; half as far again is rounded down.
    pub const fn of(self, radius_m: u32) -> u32 {
        match self {
            Self::Own => radius_m,
            Self::Stretched => radius_m.saturating_add(radius_m / 2),
            Self::Any => u32::MAX,
        }
    }

    /// How much larger the square of a chord that a radius spans can get.
    pub(super) const fn on_squared_chord(self) -> f32 {
        match self {
            Self::Own => 1.0,
            Self::Stretched => 1.5 * 1.5,
            Self::Any => f32::INFINITY,
        }
    }
}
