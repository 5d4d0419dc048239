//! Distances as strangers may know them.

use crate::{Locale, tr};

/// How far a volunteer is from the request's neighbourhood, coarse on purpose.
///
/// The exact distance to a home would help to find it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DistanceBucket {
    /// Less than 1 km.
    Under1,
    /// 1 to 2 km.
    From1To2,
    /// 2 to 5 km.
    From2To5,
    /// 5 to 10 km.
    From5To10,
    /// 10 km or more.
    Over10,
}

impl DistanceBucket {
    /// The bucket of a distance in metres; a bound belongs to the farther bucket.
    pub const fn from_metres(distance_m: u32) -> Self {
        match distance_m {
            0..1_000 => Self::Under1,
            1_000..2_000 => Self::From1To2,
            2_000..5_000 => Self::From2To5,
            5_000..10_000 => Self::From5To10,
            _ => Self::Over10,
        }
    }
}

impl Locale {
    /// A distance bucket alone: `1 à 2 km`.
    pub fn distance(self, bucket: DistanceBucket) -> String {
        let key = match bucket {
            DistanceBucket::Under1 => "distance-under-1",
            DistanceBucket::From1To2 => "distance-1-2",
            DistanceBucket::From2To5 => "distance-2-5",
            DistanceBucket::From5To10 => "distance-5-10",
            DistanceBucket::Over10 => "distance-over-10",
        };
        tr(self, key, &[])
    }

    /// A distance bucket in a sentence that goes on with "from your home": `à 1 à 2 km`.
    pub fn distance_from_home(self, bucket: DistanceBucket) -> String {
        let key = match bucket {
            DistanceBucket::Under1 => "distance-under-1.home",
            DistanceBucket::From1To2 => "distance-1-2.home",
            DistanceBucket::From2To5 => "distance-2-5.home",
            DistanceBucket::From5To10 => "distance-5-10.home",
            DistanceBucket::Over10 => "distance-over-10.home",
        };
        tr(self, key, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::DistanceBucket::{From1To2, From2To5, Over10, Under1};
    use crate::{DistanceBucket, Locale};

    #[test]
    fn bounds_belong_to_the_farther_bucket() {
        for (metres, bucket) in
            [(0, Under1), (999, Under1), (1000, From1To2), (2000, From2To5), (10_000, Over10)]
        {
            assert_eq!(DistanceBucket::from_metres(metres), bucket);
        }
        assert_eq!(Locale::Fr.distance(From1To2), "1 à 2\u{a0}km");
    }
}
