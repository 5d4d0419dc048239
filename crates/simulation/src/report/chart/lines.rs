//! Lines over uneven steps, each labelled at its end.

use super::{Drawing, Head, LINE, WIDTH, count, cut};

const LEFT: f64 = 72.0;
const RIGHT: f64 = 372.0;
const TOP: f64 = 16.0;

/// One line.
pub(in crate::report) struct Line {
    /// Its name, short.
    pub label: String,
    /// From 0 to 1, one for each step.
    pub shares: Vec<f64>,
    /// Whether the others are compared with it.
    pub is_reference: bool,
}

/// Lines over the same steps, which lie at equal distances; before the first all are 0.
pub(in crate::report) struct Lines {
    /// The lines.
    pub lines: Vec<Line>,
    /// A label for each step, empty for none.
    pub steps: Vec<String>,
}

impl Lines {
    /// The drawing.
    pub fn svg(&self, head: &Head<'_>) -> String {
        let bottom = (TOP + LINE * count(self.lines.len())).max(250.0);
        let mut drawing = Drawing::new(head, bottom + 32.0);
        let y = |share: f64| bottom - (bottom - TOP) * share.clamp(0.0, 1.0);
        for quarter in 0..=4 {
            let share = f64::from(quarter) / 4.0;
            drawing.path("axis", &format!("M{LEFT} {:.1}H{RIGHT}", y(share)));
            let label = format!("{} %", quarter * 25);
            drawing.text("end", LEFT - 6.0, y(share) + 5.0, &label);
        }
        for (step, label) in self.steps.iter().enumerate() {
            drawing.text("", self.x(step), bottom + 24.0, label);
        }
        let order = self.lines.iter().enumerate();
        let mut ends: Vec<(usize, f64)> =
            order.map(|(at, line)| (at, y(line.shares.last().copied().unwrap_or(0.0)))).collect();
        ends.sort_by(|a, b| a.1.total_cmp(&b.1));
        let places = spread(&ends, TOP + 8.0, bottom);
        for (&(at, end), place) in ends.iter().zip(places) {
            self.draw(&mut drawing, at, y);
            drawing.path(
                "leader",
                &format!("M{RIGHT} {end:.1}L{:.1} {:.1}", RIGHT + 18.0, place - 5.0),
            );
            let class = if self.lines[at].is_reference { "start strong" } else { "start" };
            drawing.text(class, RIGHT + 21.0, place, &cut(&self.lines[at].label, 15));
        }
        drawing.finish()
    }

    fn draw(&self, drawing: &mut Drawing, at: usize, y: impl Fn(f64) -> f64) {
        let line = &self.lines[at];
        let steps = line.shares.iter().enumerate();
        let points = steps.map(|(step, &share)| format!("L{:.1} {:.1}", self.x(step), y(share)));
        let start = std::iter::once(format!("M{LEFT} {:.1}", y(0.0)));
        let d: Vec<String> = start.chain(points).collect();
        let class = if line.is_reference {
            "line line-main".to_owned()
        } else {
            format!("line dash-{} tone-{}", at % 4, at % 3)
        };
        drawing.path(&class, &d.concat());
    }

    fn x(&self, step: usize) -> f64 {
        LEFT + (RIGHT - LEFT) * count(step + 1) / count(self.steps.len().max(1))
    }
}

/// Baselines near the ends of lines, a line's height apart, between two limits where they fit.
fn spread(ends: &[(usize, f64)], top: f64, bottom: f64) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::new();
    for &(_, end) in ends {
        let after = places.last().map_or(top, |last| last + LINE);
        places.push((end + 5.0).max(after));
    }
    let mut limit = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - LINE;
    }
    places
}

/// The width that is left for labels.
const _: () = assert!(WIDTH - RIGHT > 15.0 * super::LETTER + 21.0);
