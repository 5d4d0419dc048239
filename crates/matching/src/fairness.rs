//! How evenly alerts fall on those who could be asked, and help on those who ask.

use std::collections::BTreeMap;

use crate::Cell;

/// Who was asked more than so many times the mean of their cell was asked too much.
const TOO_MUCH: f64 = 2.0;
/// Whoever has a neighbour asked more often than this, and was not asked at all, was forgotten.
const OFTEN: u32 = 5;

/// How evenly alerts fell on the volunteers in reach of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evenness {
    /// The Gini coefficient of alerts, 0 for all alike.
    pub gini: f64,
    /// The share of alerts to people asked more than twice the mean of their cell, 0 to 1.
    pub overasked_share: f64,
    /// People never asked while somebody in their cell was asked more than five times.
    pub forgotten: u32,
}

impl Evenness {
    /// Of the cell and the alerts of each volunteer in reach. O(n log n).
    ///
    /// Neighbours are those of one cell; everybody counts once, also who was never asked.
    pub fn of(asked: impl IntoIterator<Item = (Cell, u32)>) -> Self {
        let mut cells: BTreeMap<Cell, Vec<u32>> = BTreeMap::new();
        for (cell, alerts) in asked {
            cells.entry(cell).or_default().push(alerts);
        }
        let (mut over, mut all, mut forgotten) = (0.0, 0.0, 0);
        for counts in cells.values() {
            let sum: f64 = counts.iter().copied().map(f64::from).sum();
            let limit = TOO_MUCH * sum / float(counts.len());
            over += counts.iter().copied().map(f64::from).filter(|&n| n > limit).sum::<f64>();
            all += sum;
            if counts.iter().any(|&n| n > OFTEN) {
                forgotten += counts.iter().filter(|&&n| n == 0).count();
            }
        }
        Self {
            gini: gini(cells.into_values().flatten().map(f64::from).collect()),
            overasked_share: if all > 0.0 { over / all } else { 0.0 },
            forgotten: u32::try_from(forgotten).unwrap_or(u32::MAX),
        }
    }
}

/// The Gini coefficient of numbers that are not negative: 0 for all alike, towards 1 for one alone.
///
/// G = Σ (2 i − n − 1) xᵢ ÷ (n Σ xᵢ), with x in rising order (Gini 1912). 0 where all are 0.
pub fn gini(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    let (n, sum) = (float(numbers.len()), numbers.iter().sum::<f64>());
    if sum <= 0.0 {
        return 0.0;
    }
    let ranked = numbers.iter().enumerate();
    let weighted: f64 = ranked.map(|(at, x)| (2.0 * (float(at) + 1.0) - n - 1.0) * x).sum();
    weighted / (n * sum)
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
const fn float(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Position;

    fn cell(lat: f64) -> Cell {
        Cell::of(Position::new(lat, 4.37).unwrap(), 7)
    }

    #[test]
    fn gini_is_nothing_for_all_alike_and_nearly_one_for_one_alone() {
        assert!(gini(vec![3.0; 10]).abs() < 1e-12);
        let mut alone = vec![0.0; 99];
        alone.push(5.0);
        assert!((gini(alone) - 0.99).abs() < 1e-12);
        assert!(gini(Vec::new()).abs() < 1e-12);
    }

    #[test]
    fn neighbours_are_compared_within_their_cell() {
        let (here, there) = (cell(50.8), cell(51.2));
        // Here the mean is 2.5, and 7 is too much; there all are alike.
        let asked = [(here, 7), (here, 1), (here, 2), (here, 0), (there, 9), (there, 9)];
        let even = Evenness::of(asked);
        assert!((even.overasked_share - 7.0 / 28.0).abs() < 1e-12);
        assert_eq!(even.forgotten, 1);
        assert!((even.gini - gini(vec![7.0, 1.0, 2.0, 0.0, 9.0, 9.0])).abs() < 1e-12);
    }

    #[test]
    fn nobody_is_forgotten_where_nobody_is_asked_often() {
        let even = Evenness::of([(cell(50.8), 5), (cell(50.8), 0)]);
        assert_eq!(even.forgotten, 0);
        assert_eq!(Evenness::of([]), Evenness::default());
    }
}
