//! How long people take to say yes.

/// The share of those who will say yes who have said it, by minutes awake since the alert.
///
/// A log-normal law: half have answered after `median_min`, and `sigma` is the standard deviation
/// of the logarithm. The shape is that of answers to mail and to alerts alike (Barabási 2005,
/// Nature 435, 207; Stouffer, Malmgren and Amaral 2006 on the log-normal).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DelayCurve {
    /// Half of the answers have come after so many minutes awake; above 0.
    pub median_min: f64,
    /// The standard deviation of the natural logarithm of the minutes; above 0.
    pub sigma: f64,
}

impl DelayCurve {
    /// What is assumed before anything was observed: a median of 40 minutes, σ = 1.3.
    pub const PRIOR: Self = Self { median_min: 40.0, sigma: 1.3 };

    /// The share answered after some minutes awake, 0 to 1; 0 for none or fewer.
    pub fn answered(self, minutes: f64) -> f64 {
        if minutes <= 0.0 { 0.0 } else { normal_cdf(self.z(minutes)) }
    }

    /// The number of standard deviations that some minutes lie above the median, in logarithms.
    pub(super) fn z(self, minutes: f64) -> f64 {
        (minutes.max(f64::MIN_POSITIVE) / self.median_min).ln() / self.sigma
    }

    /// The chance of a yes between two ages, given silence until the first.
    ///
    /// `chance` is that of a yes at all. With F the curve it is p (F(b) − F(a)) / (1 − p F(a)).
    pub fn yet_to_come(self, chance: f64, from_min: f64, until_min: f64) -> f64 {
        self.yet_to_come_of(chance, from_min, self.answered(until_min))
    }

    /// The same, given the share answered at the second age.
    pub(super) fn yet_to_come_of(self, chance: f64, from_min: f64, answered: f64) -> f64 {
        let silent = self.answered(from_min);
        let coming = (answered - silent).max(0.0);
        chance * coming / (1.0 - chance * silent).max(f64::MIN_POSITIVE)
    }
}

/// The standard normal distribution function, within 1.5 · 10⁻⁷.
///
/// Abramowitz and Stegun 1964, formula 7.1.26 for the error function.
pub(super) fn normal_cdf(z: f64) -> f64 {
    let x = z.abs() / std::f64::consts::SQRT_2;
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series = 0.254_829_592
        + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429)));
    let error = 1.0 - t * series * (-x * x).exp();
    if z >= 0.0 { f64::midpoint(1.0, error) } else { f64::midpoint(1.0, -error) }
}

/// The density of the standard normal distribution.
pub(super) fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_have_answered_at_the_median() {
        let curve = DelayCurve::PRIOR;
        assert!((curve.answered(40.0) - 0.5).abs() < 1e-6);
        assert!(curve.answered(0.0).abs() < 1e-9);
        assert!(curve.answered(1e9) > 0.999);
        assert!((curve.answered(40.0 * 1.3_f64.exp()) - 0.841_345).abs() < 1e-5);
    }

    #[test]
    fn silence_lowers_what_is_yet_to_come() {
        let curve = DelayCurve::PRIOR;
        let forever = f64::INFINITY;
        let fresh = curve.yet_to_come(0.2, 0.0, forever);
        let after_an_hour = curve.yet_to_come(0.2, 60.0, forever);
        let after_a_day = curve.yet_to_come(0.2, 840.0, forever);
        assert!((fresh - 0.2).abs() < 1e-6);
        assert!(fresh > after_an_hour && after_an_hour > after_a_day && after_a_day > 0.0);
        assert!(curve.yet_to_come(0.2, 0.0, 40.0) < 0.101);
    }
}
