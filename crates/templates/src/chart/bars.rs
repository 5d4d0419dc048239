//! Stacked bars, one for each label.

use std::fmt::Write as _;

use super::scale::{BOTTOM, LEFT, Scale, label_step};
use super::{Data, Escaped};
use crate::Locale;

const WIDTH: f64 = 560.0;

/// A chart of stacked bars; the first series stands on the ground.
#[derive(Clone, Debug)]
pub struct Bars(pub Data);

impl Bars {
    /// The drawing, ready to stand in a page as it is.
    pub fn svg(&self, locale: Locale) -> String {
        let data = &self.0;
        let mut svg = data.head("0 0 560 204");
        let scale = Scale::new(self.highest(), data.unit);
        scale.draw(&mut svg, WIDTH - 10.0, data, locale);
        let slot = (WIDTH - 20.0 - LEFT) / count(data.labels.len().max(1));
        let every = label_step(data.labels.len());
        for (index, label) in data.labels.iter().enumerate() {
            let middle = LEFT + 5.0 + slot * (count(index) + 0.5);
            self.draw_stack(&mut svg, &scale, index, middle, slot);
            if index % every == 0 {
                let text = Escaped(label);
                write!(svg, "<text x=\"{middle:.1}\" y=\"{:.1}\">{text}</text>", BOTTOM + 20.0)
                    .expect("a string takes every write");
            }
        }
        svg.push_str("</svg>");
        svg
    }

    fn draw_stack(&self, svg: &mut String, scale: &Scale, index: usize, middle: f64, slot: f64) {
        let half = (slot * 0.32).min(22.0);
        let mut below = 0.0;
        for series in &self.0.series {
            let value = series.value(index);
            if value <= 0.0 {
                continue;
            }
            let gap = if below > 0.0 { 1.5 } else { 0.0 };
            let (bottom, top) = (scale.y(below) - gap, scale.y(below + value));
            write!(
                svg,
                "<path class=\"{}\" d=\"M{:.1} {bottom:.1}h{:.1}V{:.1}h-{:.1}z\"/>",
                series.tone.class(),
                middle - half,
                half * 2.0,
                top.min(bottom - 1.0),
                half * 2.0,
            )
            .expect("a string takes every write");
            below += value;
        }
    }

    fn highest(&self) -> f64 {
        let sum = |index| self.0.series.iter().map(|series| series.value(index)).sum::<f64>();
        (0..self.0.labels.len()).map(sum).fold(0.0, f64::max)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a chart has far fewer than 2^52 labels")]
fn count(number: usize) -> f64 {
    number as f64
}
