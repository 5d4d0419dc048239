//! Charts drawn on the server: an SVG with a title and a description, and the same numbers as a
//! table for whoever cannot see it.
//!
//! Colours are classes of the stylesheet, never attributes, so that a theme and the night apply.

mod bars;
mod coverage_map;
mod lines;
mod near_map;
mod scale;

pub use bars::Bars;
pub use coverage_map::{CoverageMap, MapCell, MapTown, Shade};
pub use lines::Lines;
pub use near_map::{NearCell, NearMap};

use std::fmt;

/// The colour of a series, by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// The main number.
    Main,
    /// Waiting.
    Lamp,
    /// Needs a person.
    Alarm,
}

impl Tone {
    /// The class that colours it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Main => "c-main",
            Self::Lamp => "c-lamp",
            Self::Alarm => "c-alarm",
        }
    }
}

/// One row of values over all labels.
#[derive(Clone, Debug)]
pub struct Series {
    /// What it counts, for the key and the table's header.
    pub label: String,
    /// Its colour.
    pub tone: Tone,
    /// One value for each label; not finite or negative values count as 0.
    pub values: Vec<f64>,
}

/// A chart's numbers with their words.
#[derive(Clone, Debug)]
pub struct Data {
    /// Unique on the page; the SVG's ids start with it.
    pub id: String,
    /// What the chart shows, with its period.
    pub title: String,
    /// What one sees in it, as a sentence.
    pub description: String,
    /// The header of the label column in the table.
    pub label_header: String,
    /// One label for each step, oldest first.
    pub labels: Vec<String>,
    /// The rows.
    pub series: Vec<Series>,
    /// How a value is written on the axis and in the table.
    pub unit: Unit,
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A whole number.
    Count,
    /// Seconds, written as a duration.
    Seconds,
    /// A share in [0, 1], written as a percentage.
    Share,
}

impl Unit {
    /// The value in the words of a language.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "chart values are finite, not negative and far below 2^53"
    )]
    pub fn write(self, value: f64, locale: crate::Locale) -> String {
        match self {
            Self::Count => locale.number(value.round() as i64),
            Self::Seconds if value < 1.0 => "0".to_owned(),
            Self::Seconds => locale.duration(value as u64),
            Self::Share => locale.percent(value),
        }
    }
}

impl Data {
    /// The table's rows: label, then each series' value in words.
    pub fn rows(&self, locale: crate::Locale) -> Vec<(String, Vec<String>)> {
        let row = |(index, label): (usize, &String)| {
            let cell = |series: &Series| self.unit.write(series.value(index), locale);
            (label.clone(), self.series.iter().map(cell).collect())
        };
        self.labels.iter().enumerate().map(row).collect()
    }

    fn head(&self, view_box: &str) -> String {
        format!(
            "<svg class=\"chart\" viewBox=\"{view_box}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\
             <title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
            Escaped(&self.title),
            Escaped(&self.description),
            id = Escaped(&self.id),
        )
    }
}

impl Series {
    fn value(&self, index: usize) -> f64 {
        self.values
            .get(index)
            .copied()
            .filter(|value| value.is_finite())
            .map_or(0.0, |v| v.max(0.0))
    }
}

/// Text inside markup, with the five special characters written out.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|letter| match letter {
            '&' => out.write_str("&amp;"),
            '<' => out.write_str("&lt;"),
            '>' => out.write_str("&gt;"),
            '"' => out.write_str("&quot;"),
            '\'' => out.write_str("&#39;"),
            other => write!(out, "{other}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Bars, Data, Lines, Series, Tone, Unit};
    use crate::Locale;

    fn data(values: Vec<f64>) -> Data {
        let labels = (1..=values.len()).map(|day| format!("{day} <nov>")).collect();
        Data {
            id: "day".into(),
            title: "Demandes & réponses".into(),
            description: "Tout va.".into(),
            label_header: "Jour".into(),
            labels,
            series: vec![Series { label: "trouvé".into(), tone: Tone::Main, values }],
            unit: Unit::Count,
        }
    }

    #[test]
    fn any_values_draw_within_the_frame() {
        let cases = [vec![], vec![0.0], vec![f64::NAN, -3.0], vec![1e9, 1.0], vec![0.4; 400]];
        for values in cases {
            for svg in
                [Bars(data(values.clone())).svg(Locale::Fr), Lines(data(values)).svg(Locale::Nl)]
            {
                assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"));
                assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
                assert!(!svg.contains("<nov>") && !svg.contains("style="));
                assert!(svg.contains("Demandes &amp; réponses"));
            }
        }
    }

    #[test]
    fn the_table_holds_the_same_numbers() {
        let rows = data(vec![1284.0, 2.0]).rows(Locale::En);
        assert_eq!(rows[0], ("1 <nov>".to_owned(), vec!["1,284".to_owned()]));
        assert_eq!(Unit::Seconds.write(1860.0, Locale::Fr), "31\u{a0}min");
        assert_eq!(Unit::Share.write(0.91, Locale::En), "91%");
    }
}
