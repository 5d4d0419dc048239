//! Drawings of any numbers.

use super::*;
use crate::statistics::Estimate;

const HEAD: Head<'_> = Head { id: "a", title: "A & B", description: "<all>" };

fn estimate(mean: f64) -> Estimate {
    Estimate { mean, low: Some(mean - 0.1), high: Some(mean + 0.1) }
}

fn sound(svg: &str) {
    assert!(svg.starts_with("<svg") && svg.ends_with("</svg>"), "{svg}");
    assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    assert!(svg.contains("A &amp; B") && svg.contains("&lt;all&gt;"), "{svg}");
    assert!(!svg.contains("style="));
}

#[test]
fn any_numbers_draw() {
    for values in [vec![], vec![0.0], vec![1e9, 1e-3], vec![0.4; 14]] {
        let bars = values.iter().map(|&mean| Bar {
            label: "<b>".into(),
            estimate: estimate(mean),
            value: "1".into(),
            is_reference: false,
        });
        sound(&Bars { bars: bars.collect(), bound: Some((0.0, "x")) }.svg(&HEAD));
        let line =
            |_: &f64| Line { label: "line".into(), shares: values.clone(), is_reference: true };
        let steps = vec![String::new(); values.len()];
        sound(&Lines { lines: values.iter().map(line).collect(), steps }.svg(&HEAD));
        let dots = values.iter().map(|&mean| Dot {
            label: "dot".into(),
            x: estimate(mean),
            y: estimate(mean),
            is_reference: false,
        });
        let scatter =
            Scatter { dots: dots.collect(), x_title: "x", y_title: "y", y_steps: &[(1.0, "1")] };
        sound(&scatter.svg(&HEAD));
        let stack = Stack { label: "s".into(), parts: values.clone(), value: "1".into() };
        sound(&Stacks(vec![stack]).svg(&HEAD));
    }
}

#[test]
fn long_labels_are_cut() {
    assert_eq!(cut("abc", 3), "abc");
    assert_eq!(cut("abcd", 3), "ab…");
}
