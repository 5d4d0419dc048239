//! Bars made of parts, one below the other, each under its label.

use super::{Drawing, Head, WIDTH, count, cut};

const ROW: f64 = 46.0;
/// Where labels begin, after a value such as "100.0 %".
const LABEL: f64 = 8.0 * super::LETTER;

/// One bar.
pub(in crate::report) struct Stack {
    /// What it stands for.
    pub label: String,
    /// The parts from left to right, each with the class `part-1`, `part-2`, …
    pub parts: Vec<f64>,
    /// The whole in words.
    pub value: String,
}

/// Bars that share a scale from 0.
pub(in crate::report) struct Stacks(pub Vec<Stack>);

impl Stacks {
    /// The drawing.
    pub fn svg(&self, head: &Head<'_>) -> String {
        let mut drawing = Drawing::new(head, ROW * count(self.0.len()));
        let whole = |stack: &Stack| stack.parts.iter().sum::<f64>();
        let most = self.0.iter().map(whole).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        for (row, stack) in self.0.iter().enumerate() {
            let top = ROW * count(row);
            drawing.text("start strong", 0.0, top + 19.0, &stack.value);
            drawing.text("start", LABEL, top + 19.0, &cut(&stack.label, 42));
            let mut x = 0.0;
            for (part, share) in stack.parts.iter().enumerate() {
                let width = share / most * WIDTH;
                if width > 0.0 {
                    drawing.rect(&format!("part-{}", part + 1), (x, top + 25.0), (width, 13.0));
                }
                x += width;
            }
        }
        drawing.finish()
    }
}
