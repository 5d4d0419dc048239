//! Numbers drawn by a hash of what they are for: whoever asks first changes nothing.

/// What a number is drawn for, so that no two uses share one.
#[derive(Clone, Copy)]
#[repr(u64)]
pub(crate) enum Draw {
    Home = 1,
    Radius,
    Capacity,
    Willingness,
    Category,
    Present,
    Opened,
    Place,
    Kind,
    Vital,
    Deadline,
    Places,
    Yes,
    Read,
    Delay,
    SaysNo,
    DropOut,
    NoShow,
    Done,
}

/// A source of numbers for one purpose: the splitmix64 generator (Steele, Lea, Flood 2014).
pub(crate) struct Stream(u64);

impl Stream {
    pub fn new(seed: u64, draw: Draw, a: u64, b: u64) -> Self {
        let words = [seed, draw as u64, a, b];
        Self(words.into_iter().fold(0x243f_6a88_85a3_08d3, |state, word| mix(state ^ word)))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Uniform from 0 to below 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Uniform between two numbers.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        (to - from).mul_add(self.unit(), from)
    }

    /// Two independent standard normal numbers (Box and Muller 1958).
    pub fn normals(&mut self) -> (f64, f64) {
        let length = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        let (sine, cosine) = (std::f64::consts::TAU * self.unit()).sin_cos();
        (length * sine, length * cosine)
    }

    /// Beta(a, b) as a ratio of gamma numbers.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y).max(f64::MIN_POSITIVE)
    }

    /// Gamma of a shape and scale 1 (Marsaglia and Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            let boost = (1.0 - self.unit()).powf(1.0 / shape);
            return self.gamma(shape + 1.0) * boost;
        }
        let base = shape - 1.0 / 3.0;
        let slope = 1.0 / (9.0 * base).sqrt();
        loop {
            let z = self.normals().0;
            let cube = slope.mul_add(z, 1.0).powi(3);
            let log = (1.0 - self.unit()).ln();
            if cube > 0.0 && log < (0.5 * z).mul_add(z, base - base * cube + base * cube.ln()) {
                return base * cube;
            }
        }
    }
}

/// One uniform number from 0 to below 1.
pub(crate) fn unit(seed: u64, draw: Draw, a: u64, b: u64) -> f64 {
    Stream::new(seed, draw, a, b).unit()
}

const fn mix(word: u64) -> u64 {
    let x = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beta_numbers_have_their_mean_and_spread() {
        let drawn: Vec<f64> =
            (0..20_000).map(|n| Stream::new(7, Draw::Willingness, n, 0).beta(0.8, 3.2)).collect();
        let mean = drawn.iter().sum::<f64>() / 20_000.0;
        let variance = drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 20_000.0;
        assert!((mean - 0.2).abs() < 0.005, "{mean}");
        assert!((variance - 0.2 * 0.8 / 5.0).abs() < 0.002, "{variance}");
    }

    #[test]
    fn uniform_numbers_fill_the_unit() {
        let mean = (0..10_000).map(|n| unit(1, Draw::Yes, n, n)).sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.01, "{mean}");
    }
}
