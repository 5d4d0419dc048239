//! Bars with intervals, one below the other, each under its label.

use super::{Drawing, Head, WIDTH, count, cut};
use crate::statistics::Estimate;

const ROW: f64 = 46.0;
/// Above the bars, for the label of the line.
const BOUND: f64 = 30.0;
/// Where labels begin, after a value such as "100.0 %".
const LABEL: f64 = 8.0 * super::LETTER;

/// One bar.
pub(in crate::report) struct Bar {
    /// What it stands for.
    pub label: String,
    /// How long it is.
    pub estimate: Estimate,
    /// The same in words.
    pub value: String,
    /// Whether the others are compared with it.
    pub is_reference: bool,
}

/// Bars that share a scale from 0.
pub(in crate::report) struct Bars<'a> {
    /// The bars from top to bottom.
    pub bars: Vec<Bar>,
    /// A line across all, with its label.
    pub bound: Option<(f64, &'a str)>,
}

impl Bars<'_> {
    /// The drawing.
    pub fn svg(&self, head: &Head<'_>) -> String {
        let above = if self.bound.is_some() { BOUND } else { 0.0 };
        let height = above + ROW * count(self.bars.len());
        let mut drawing = Drawing::new(head, height);
        let most = self.most();
        let x = |value: f64| (value / most).clamp(0.0, 1.0) * (WIDTH - 4.0);
        for (row, bar) in self.bars.iter().enumerate() {
            let top = above + ROW * count(row) + 25.0;
            let tone = if bar.is_reference { "main" } else { "other" };
            drawing.rect(tone, (0.0, top), (x(bar.estimate.mean), 12.0));
        }
        if let Some((value, label)) = self.bound {
            let at = x(value);
            drawing.path("bound", &format!("M{at:.1} 22V{height:.0}"));
            let side = if at > WIDTH / 2.0 { "end" } else { "start" };
            drawing.text(side, at, 16.0, label);
        }
        for (row, bar) in self.bars.iter().enumerate() {
            let top = above + ROW * count(row);
            drawing.text("start strong halo", 0.0, top + 19.0, &bar.value);
            drawing.text("start halo", LABEL, top + 19.0, &cut(&bar.label, 42));
            if let (Some(low), Some(high)) = (bar.estimate.low, bar.estimate.high) {
                let middle = top + 31.0;
                let (low, high) = (x(low), x(high));
                let (up, down) = (middle - 5.0, middle + 5.0);
                drawing.path(
                    "whisker",
                    &format!(
                        "M{low:.1} {middle:.1}H{high:.1}M{low:.1} {up:.1}V{down:.1}\
                         M{high:.1} {up:.1}V{down:.1}"
                    ),
                );
            }
        }
        drawing.finish()
    }

    fn most(&self) -> f64 {
        let ends = self.bars.iter().map(|bar| bar.estimate.high.unwrap_or(bar.estimate.mean));
        let most = ends.chain(self.bound.map(|(value, _)| value)).fold(0.0, f64::max);
        if most > 0.0 { most * 1.02 } else { 1.0 }
    }
}
