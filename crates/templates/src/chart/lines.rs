//! Lines over time, each labelled at its end.

use std::fmt::Write as _;

use super::scale::{BOTTOM, LEFT, Scale, label_step};
use super::{Data, Escaped, Series};
use crate::Locale;

const RIGHT: f64 = 424.0;
/// Two end labels nearer than this would overlap.
const LABEL_HEIGHT: f64 = 42.0;

/// A chart of lines; the first series is drawn solid, the others dashed.
#[derive(Clone, Debug)]
pub struct Lines(pub Data);

impl Lines {
    /// The drawing, ready to stand in a page as it is.
    pub fn svg(&self, locale: Locale) -> String {
        let data = &self.0;
        let mut svg = data.head("0 0 560 204");
        let scale = Scale::new(self.highest(), data.unit);
        scale.draw(&mut svg, RIGHT, data, locale);
        let every = label_step(data.labels.len()).max(data.labels.len().div_ceil(5));
        for (index, label) in data.labels.iter().enumerate().step_by(every.max(1)) {
            let (x, y, text) = (self.x(index), BOTTOM + 20.0, Escaped(label));
            write!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>")
                .expect("a string takes every write");
        }
        let mut taken = Vec::new();
        for (rank, series) in data.series.iter().enumerate() {
            let class = if rank == 0 { "path path-main" } else { "path" };
            self.draw(&mut svg, &scale, series, class);
            self.label_end(&mut svg, &scale, series, &mut taken, locale);
        }
        svg.push_str("</svg>");
        svg
    }

    fn draw(&self, svg: &mut String, scale: &Scale, series: &Series, class: &str) {
        if self.0.labels.is_empty() {
            return;
        }
        write!(svg, "<path class=\"{class}\" d=\"").expect("a string takes every write");
        for index in 0..self.0.labels.len() {
            let letter = if index == 0 { 'M' } else { 'L' };
            let (x, y) = (self.x(index), scale.y(series.value(index)));
            write!(svg, "{letter}{x:.1} {y:.1}").expect("a string takes every write");
        }
        svg.push_str("\"/>");
    }

    /// The series' name and last value beside its end, moved up where another stands already.
    fn label_end(
        &self,
        svg: &mut String,
        scale: &Scale,
        series: &Series,
        taken: &mut Vec<f64>,
        locale: Locale,
    ) {
        let Some(last) = self.0.labels.len().checked_sub(1) else { return };
        let value = series.value(last);
        let mut y = (scale.y(value) - 6.0).min(BOTTOM - 18.0);
        while taken.iter().any(|other| (other - y).abs() < LABEL_HEIGHT) {
            y -= LABEL_HEIGHT / 2.0;
        }
        taken.push(y);
        let x = RIGHT + 10.0;
        let written = self.0.unit.write(value, locale);
        write!(
            svg,
            "<text class=\"start\" x=\"{x}\" y=\"{y:.1}\">{}</text>\
             <text class=\"start place\" x=\"{x}\" y=\"{:.1}\">{}</text>",
            Escaped(&series.label),
            y + 19.0,
            Escaped(&written),
        )
        .expect("a string takes every write");
    }

    #[expect(clippy::cast_precision_loss, reason = "a chart has far fewer than 2^52 labels")]
    fn x(&self, index: usize) -> f64 {
        let steps = self.0.labels.len().saturating_sub(1).max(1) as f64;
        LEFT + 10.0 + (RIGHT - LEFT - 10.0) * index as f64 / steps
    }

    fn highest(&self) -> f64 {
        let value = |series: &Series| {
            (0..self.0.labels.len()).map(|index| series.value(index)).fold(0.0, f64::max)
        };
        self.0.series.iter().map(value).fold(0.0, f64::max)
    }
}
