//! Means over seeds, and how far they can be trusted.

use serde::Serialize;

/// A mean with its 95 % interval; without one where there are fewer than two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The mean.
    pub mean: f64,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
}

impl Estimate {
    /// The mean of independent numbers with Student's t interval; 0 where there are none.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub fn of(numbers: &[f64]) -> Self {
        let n = numbers.len() as f64;
        let mean = numbers.iter().sum::<f64>() / n.max(1.0);
        if numbers.len() < 2 {
            return Self { mean, low: None, high: None };
        }
        let variance = numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let half = t_975(numbers.len() - 1) * (variance / n).sqrt();
        Self { mean, low: Some(mean - half), high: Some(mean + half) }
    }

    /// The mean of the differences a − b, pair by pair.
    pub fn of_differences(a: &[f64], b: &[f64]) -> Self {
        let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self::of(&differences)
    }

    /// The geometric mean of the ratios a ÷ b, pair by pair, with the interval of their
    /// logarithms; none where a number is 0 or less.
    pub fn of_ratios(a: &[f64], b: &[f64]) -> Option<Self> {
        if a.is_empty() || a.iter().chain(b).any(|&x| x <= 0.0) {
            return None;
        }
        let logs: Vec<f64> = a.iter().zip(b).map(|(a, b)| (a / b).ln()).collect();
        let Self { mean, low, high } = Self::of(&logs);
        Some(Self { mean: mean.exp(), low: low.map(f64::exp), high: high.map(f64::exp) })
    }
}

/// Student's t by degrees of freedom, of which 97.5 of 100 are below.
///
/// To three decimals up to 10; beyond, the expansion of Abramowitz and Stegun 1964, 26.7.5, which
/// is right to three decimals there.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn t_975(freedom: usize) -> f64 {
    const EXACT: [f64; 10] =
        [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
    if let Some(&exact) = freedom.checked_sub(1).and_then(|at| EXACT.get(at)) {
        return exact;
    }
    let z: f64 = 1.959_963_985;
    let n = freedom as f64;
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    let third = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
    z + first / n + second / n.powi(2) + third / n.powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn student_t_is_that_of_the_tables() {
        for (freedom, table) in [(1, 12.706), (4, 2.776), (11, 2.201), (19, 2.093), (30, 2.042)] {
            assert!((t_975(freedom) - table).abs() < 0.001, "{freedom}: {}", t_975(freedom));
        }
        assert!((t_975(100_000) - 1.960).abs() < 0.001);
    }

    #[test]
    fn an_interval_is_as_wide_as_by_hand() {
        // Mean 3, deviation √2.5, of five: 2.776 · √(2.5 ÷ 5).
        let estimate = Estimate::of(&[1.0, 2.0, 3.0, 4.0, 5.0]);
        assert!((estimate.mean - 3.0).abs() < 1e-12);
        assert!((estimate.high.unwrap() - 3.0 - 2.776 * 0.5_f64.sqrt()).abs() < 1e-9);
        assert_eq!(Estimate::of(&[7.0]), Estimate { mean: 7.0, low: None, high: None });
    }

    #[test]
    fn pairs_take_out_what_both_share() {
        let (a, b) = ([10.0, 20.0, 30.0], [5.0, 10.0, 15.0]);
        let ratio = Estimate::of_ratios(&a, &b).unwrap();
        assert!((ratio.mean - 2.0).abs() < 1e-12);
        assert!((ratio.high.unwrap() - 2.0).abs() < 1e-9);
        assert!((Estimate::of_differences(&a, &b).mean - 10.0).abs() < 1e-12);
        assert_eq!(Estimate::of_ratios(&[0.0], &[1.0]), None);
    }
}
