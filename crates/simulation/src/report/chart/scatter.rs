//! Two figures of each policy, both on logarithmic scales, with labels that do not overlap.

use super::{Drawing, Head, LETTER, LINE, WIDTH, count, cut};
use crate::statistics::Estimate;

const LEFT: f64 = 76.0;
const RIGHT: f64 = WIDTH - 12.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 360.0;
const HEIGHT: f64 = 418.0;

/// One point.
pub(in crate::report) struct Dot {
    /// Its name, short.
    pub label: String,
    /// To the right; above 0.
    pub x: Estimate,
    /// Up; above 0.
    pub y: Estimate,
    /// Whether the others are compared with it.
    pub is_reference: bool,
}

/// Points with two axes.
pub(in crate::report) struct Scatter<'a> {
    /// The points; those with a figure of 0 or less are left out.
    pub dots: Vec<Dot>,
    /// What lies to the right.
    pub x_title: &'a str,
    /// What lies upwards.
    pub y_title: &'a str,
    /// Where a step of the vertical axis may lie, with its label.
    pub y_steps: &'a [(f64, &'a str)],
}

/// A logarithmic scale.
struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

/// A box in which something is written or drawn.
#[derive(Clone, Copy)]
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Scatter<'_> {
    /// The drawing.
    pub fn svg(&self, head: &Head<'_>) -> String {
        let mut drawing = Drawing::new(head, HEIGHT);
        let dots: Vec<&Dot> =
            self.dots.iter().filter(|dot| dot.x.mean > 0.0 && dot.y.mean > 0.0).collect();
        let x = Scale::of(dots.iter().map(|dot| dot.x.mean), LEFT + 14.0, RIGHT - 14.0);
        let y = Scale::of(dots.iter().map(|dot| dot.y.mean), BOTTOM - 14.0, TOP + 14.0);
        self.axes(&mut drawing, &x, &y);
        let points: Vec<(f64, f64)> =
            dots.iter().map(|dot| (x.at(dot.x.mean), y.at(dot.y.mean))).collect();
        let mut taken: Vec<Frame> = points.iter().map(|&at| Frame::around(at, 8.0)).collect();
        for (dot, &at) in dots.iter().zip(&points) {
            cross(&mut drawing, dot, &x, &y, at);
            let class = if dot.is_reference { "dot main" } else { "dot other" };
            drawing.dot(class, at.0, at.1, if dot.is_reference { 8.0 } else { 6.0 });
        }
        for (dot, &at) in dots.iter().zip(&points) {
            let label = cut(&dot.label, 16);
            let (frame, side) = place(at, count(label.chars().count()) * LETTER, &taken);
            taken.push(frame);
            if frame.distance(at) > 20.0 {
                let x = at.0.clamp(frame.left, frame.right);
                let y = at.1.clamp(frame.top, frame.bottom);
                drawing.path("leader", &format!("M{:.1} {:.1}L{x:.1} {y:.1}", at.0, at.1));
            }
            let (anchor, x) = match side {
                1.. => ("start", frame.left),
                0 => ("", f64::midpoint(frame.left, frame.right)),
                _ => ("end", frame.right),
            };
            let class = if dot.is_reference { "halo strong" } else { "halo" };
            drawing.text(&format!("{class} {anchor}"), x, frame.bottom - 6.0, &label);
        }
        drawing.finish()
    }

    fn axes(&self, drawing: &mut Drawing, x: &Scale, y: &Scale) {
        drawing.text("start", 0.0, 17.0, self.y_title);
        drawing.text("end", RIGHT, HEIGHT - 8.0, self.x_title);
        let mut free_above = HEIGHT;
        for &(value, label) in self.y_steps.iter().filter(|(value, _)| y.holds(*value)) {
            let at = y.at(value);
            if at < free_above {
                drawing.path("axis", &format!("M{LEFT} {at:.1}H{RIGHT}"));
                drawing.text("end", LEFT - 8.0, at + 5.0, label);
                free_above = at - LINE;
            }
        }
        let mut free_from = 0.0;
        for power in -1..5 {
            for digit in [1.0, 1.5, 2.0, 3.0, 5.0, 7.0] {
                let value = digit * 10_f64.powi(power);
                if x.holds(value) && x.at(value) > free_from {
                    drawing.path("axis", &format!("M{:.1} {TOP}V{BOTTOM}", x.at(value)));
                    drawing.text("", x.at(value), BOTTOM + 22.0, &format!("{value}"));
                    free_from = x.at(value) + 40.0;
                }
            }
        }
    }
}

impl Scale {
    fn of(values: impl Iterator<Item = f64> + Clone, start: f64, end: f64) -> Self {
        let from = values.clone().fold(f64::INFINITY, f64::min);
        let to = values.fold(0.0, f64::max);
        let (from, to) = if from <= to { (from * 0.8, to * 1.25) } else { (1.0, 10.0) };
        Self { from, to, start, end }
    }

    fn at(&self, value: f64) -> f64 {
        let share = (value / self.from).ln() / (self.to / self.from).ln();
        (self.end - self.start).mul_add(share.clamp(0.0, 1.0), self.start)
    }

    fn holds(&self, value: f64) -> bool {
        (self.from..=self.to).contains(&value)
    }
}

impl Frame {
    fn around((x, y): (f64, f64), half: f64) -> Self {
        Self { left: x - half, top: y - half, right: x + half, bottom: y + half }
    }

    /// A line of text whose middle lies there.
    fn of_text(middle: (f64, f64), width: f64) -> Self {
        Self {
            left: middle.0 - width / 2.0,
            right: middle.0 + width / 2.0,
            top: middle.1 - LINE / 2.0,
            bottom: middle.1 + LINE / 2.0,
        }
    }

    /// How much of it another covers.
    fn overlap(&self, other: &Self) -> f64 {
        let width = self.right.min(other.right) - self.left.max(other.left);
        let height = self.bottom.min(other.bottom) - self.top.max(other.top);
        width.max(0.0) * height.max(0.0)
    }

    /// Whether it leaves the axes alone.
    fn is_inside(&self) -> bool {
        self.left >= LEFT && self.right <= RIGHT && self.top >= TOP - 10.0 && self.bottom <= BOTTOM
    }

    fn distance(&self, (x, y): (f64, f64)) -> f64 {
        let dx = x - x.clamp(self.left, self.right);
        let dy = y - y.clamp(self.top, self.bottom);
        dx.hypot(dy)
    }
}

/// The intervals as a cross.
fn cross(drawing: &mut Drawing, dot: &Dot, x: &Scale, y: &Scale, at: (f64, f64)) {
    if let (Some(low), Some(high)) = (dot.x.low, dot.x.high) {
        let (low, high) = (x.at(low.max(x.from)), x.at(high));
        drawing.path("whisker", &format!("M{low:.1} {:.1}H{high:.1}", at.1));
    }
    if let (Some(low), Some(high)) = (dot.y.low, dot.y.high) {
        let (low, high) = (y.at(low.max(y.from)), y.at(high));
        drawing.path("whisker", &format!("M{:.1} {low:.1}V{high:.1}", at.0));
    }
}

/// Where a label covers least, the nearest such place to its point; and on which side of it that
/// is: 1 to the right, 0 in the middle, −1 to the left.
fn place(at: (f64, f64), width: f64, taken: &[Frame]) -> (Frame, i8) {
    const SIDES: [(i8, i8); 8] =
        [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1)];
    let mut best = (Frame::of_text(at, width), 0);
    let mut least = f64::INFINITY;
    for ring in 0..6 {
        let away = f64::from(ring).mul_add(18.0, 13.0);
        for (dx, dy) in SIDES {
            let x = f64::from(dx).mul_add(width / 2.0 + away, at.0);
            let y = f64::from(dy).mul_add(LINE / 2.0 + away - 5.0, at.1);
            let frame = Frame::of_text((x, y), width);
            let covered: f64 = taken.iter().map(|other| frame.overlap(other)).sum();
            let cost = if frame.is_inside() { covered } else { covered + 1e4 };
            if cost < least {
                (best, least) = ((frame, dx), cost);
            }
        }
        if least <= 0.0 {
            break;
        }
    }
    best
}
