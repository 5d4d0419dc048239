//! A vertical axis with few round steps.

use std::fmt::Write as _;

use super::{Data, Unit};
use crate::Locale;

pub(super) const TOP: f64 = 20.0;
pub(super) const BOTTOM: f64 = 170.0;
pub(super) const LEFT: f64 = 44.0;

pub(super) struct Scale {
    max: f64,
    step: f64,
}

impl Scale {
    /// Covers [0, max] with two to five steps of 1, 2 or 5 times a power of ten; seconds step by
    /// whole hours or minutes.
    pub(super) fn new(max: f64, unit: Unit) -> Self {
        let max = if max > 0.0 { max } else { 1.0 };
        let steps: Vec<f64> = match unit {
            Unit::Seconds => [60, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800]
                .map(f64::from)
                .to_vec(),
            Unit::Share => vec![0.05, 0.1, 0.25],
            Unit::Count => {
                (0..12).flat_map(|power| [1.0, 2.0, 5.0].map(|d| d * 10_f64.powi(power))).collect()
            }
        };
        let largest = steps.last().copied().unwrap_or(1.0);
        let step = steps
            .into_iter()
            .find(|step| max / step <= 4.0)
            .unwrap_or_else(|| (max / 4.0 / largest).ceil() * largest);
        Self { max: (max / step).ceil() * step, step }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value / self.max).clamp(0.0, 1.0)
    }

    /// The horizontal lines with their values.
    pub(super) fn draw(&self, svg: &mut String, right: f64, data: &Data, locale: Locale) {
        let mut value = 0.0;
        while value <= self.max + self.step / 2.0 {
            let y = self.y(value);
            let text = data.unit.write(value, locale);
            write!(
                svg,
                "<path class=\"axis\" d=\"M{LEFT} {y:.1}H{right}\"/>\
                 <text class=\"end\" x=\"{}\" y=\"{:.1}\">{text}</text>",
                LEFT - 8.0,
                y + 4.0,
                text = super::Escaped(&text),
            )
            .expect("a string takes every write");
            value += self.step;
        }
    }
}

/// Every how many labels one is written, so that neighbours do not touch.
pub(super) fn label_step(count: usize) -> usize {
    count.div_ceil(8).max(1)
}
