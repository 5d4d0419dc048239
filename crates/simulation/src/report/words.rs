//! Numbers and texts as the page writes them.

use crate::figures::Unit;
use crate::statistics::Estimate;

/// Text inside markup, with the five special characters written out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A number of a unit; non-breaking between number and unit.
pub(super) fn written(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Share => format!("{:.1}\u{a0}%", value * 100.0),
        Unit::Index => format!("{value:.2}"),
        Unit::Count if value.abs() < 99.95 => format!("{value:.1}"),
        Unit::Count => number(value),
        Unit::Minutes => minutes(value),
    }
}

/// An estimate with its interval, such as "78.4 % (77.9 to 78.9)".
pub(super) fn with_interval(unit: Unit, estimate: Estimate) -> String {
    let mean = written(unit, estimate.mean);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => {
            format!("{mean} <small>({} to {})</small>", bare(unit, low), bare(unit, high))
        }
        _ => mean,
    }
}

/// A ratio with its interval, such as "3.1 × (2.9 to 3.3)".
pub(super) fn ratio(estimate: Option<Estimate>) -> String {
    match estimate {
        None => "–".to_owned(),
        Some(Estimate { mean, low: Some(low), high: Some(high) }) => {
            format!("{mean:.2}\u{a0}× <small>({low:.2} to {high:.2})</small>")
        }
        Some(Estimate { mean, .. }) => format!("{mean:.2}\u{a0}×"),
    }
}

/// A difference of shares in points, such as "−3.1 points (−3.5 to −2.7)".
pub(super) fn points(estimate: Estimate) -> String {
    let of = |share: f64| signed(share * 100.0);
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => {
            format!("{} <small>({} to {})</small>", of(estimate.mean), of(low), of(high))
        }
        _ => of(estimate.mean),
    }
}

fn signed(value: f64) -> String {
    let rounded = format!("{:.1}", value.abs());
    if rounded == "0.0" {
        rounded
    } else if value < 0.0 {
        format!("−{rounded}")
    } else {
        format!("+{rounded}")
    }
}

/// Without the sign of per cent, which stands once.
fn bare(unit: Unit, value: f64) -> String {
    if unit == Unit::Share { format!("{:.1}", value * 100.0) } else { written(unit, value) }
}

/// A number with thin spaces between thousands; one decimal below 100 unless it is whole.
pub(super) fn number(value: f64) -> String {
    if value.abs() < 100.0 {
        let text = format!("{value:.1}");
        return text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned);
    }
    let digits = format!("{:.0}", value.abs());
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    if value < 0.0 { format!("−{out}") } else { out }
}

fn minutes(value: f64) -> String {
    if value < 99.5 {
        format!("{value:.0}\u{a0}min")
    } else if value < 2_880.0 {
        format!("{:.1}\u{a0}h", value / 60.0)
    } else {
        format!("{:.1}\u{a0}days", value / 1_440.0)
    }
}

/// Hours of a step, such as "15 min" or "8 h".
pub(super) fn hours(value: f64) -> String {
    if value < 1.0 {
        return format!("{:.0}\u{a0}min", value * 60.0);
    }
    format!("{value}\u{a0}h")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(written(Unit::Share, 0.7841), "78.4\u{a0}%");
        assert_eq!(written(Unit::Minutes, 52.4), "52\u{a0}min");
        assert_eq!(written(Unit::Minutes, 195.0), "3.2\u{a0}h");
        assert_eq!(written(Unit::Minutes, 4_320.0), "3.0\u{a0}days");
        assert_eq!(number(1_234_567.8), "1\u{202f}234\u{202f}568");
        assert_eq!(number(12.0), "12");
        assert_eq!(hours(0.25), "15\u{a0}min");
        assert_eq!(hours(1.5), "1.5\u{a0}h");
        let one = Estimate { mean: -0.031, low: Some(-0.035), high: Some(0.0001) };
        assert_eq!(points(one), "−3.1 <small>(−3.5 to 0.0)</small>");
    }

    #[test]
    fn markup_in_texts_is_written_out() {
        assert_eq!(escaped("<a href='x'>&\""), "&lt;a href=&#39;x&#39;&gt;&amp;&quot;");
    }
}
