//! Drawings for the report: SVG with a title and a description.
//!
//! Lengths are in the units of a view box 560 wide. Labels stand above or beside what they name
//! with room for a font of 20, the size a narrow screen gets. Colours are classes of `report.css`.

mod bars;
mod lines;
mod scatter;
mod stack;

pub(super) use bars::{Bar, Bars};
pub(super) use lines::{Line, Lines};
pub(super) use scatter::{Dot, Scatter};
pub(super) use stack::{Stack, Stacks};

use std::fmt::{self, Write as _};

use super::words::escaped;

/// The width of every drawing.
const WIDTH: f64 = 560.0;
/// The widest letter of the largest font.
const LETTER: f64 = 11.0;
/// The height of a line in the largest font.
const LINE: f64 = 23.0;

/// What a drawing is about.
pub(super) struct Head<'a> {
    /// Unique on the page.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// What one sees in it, as a sentence.
    pub description: &'a str,
}

/// An SVG being drawn.
struct Drawing(String);

impl Drawing {
    fn new(head: &Head<'_>, height: f64) -> Self {
        Self(format!(
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title>\
             <desc id=\"{id}-d\">{}</desc>",
            escaped(head.title),
            escaped(head.description),
            id = head.id,
        ))
    }

    fn put(&mut self, markup: fmt::Arguments<'_>) {
        self.0.write_fmt(markup).expect("a string takes every write");
    }

    fn text(&mut self, class: &str, x: f64, y: f64, text: &str) {
        let text = escaped(text);
        self.put(format_args!("<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>"));
    }

    fn path(&mut self, class: &str, d: &str) {
        self.put(format_args!("<path class=\"{class}\" d=\"{d}\"/>"));
    }

    fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let width = width.max(0.0);
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
             height=\"{height:.1}\"/>"
        ));
    }

    fn dot(&mut self, class: &str, x: f64, y: f64, radius: f64) {
        self.put(format_args!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"/>"
        ));
    }

    fn finish(mut self) -> String {
        self.0.push_str("</svg>");
        self.0
    }
}

/// A text cut where it would leave the drawing.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[expect(clippy::cast_precision_loss, reason = "a chart has far fewer than 2^52 rows")]
const fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests;
