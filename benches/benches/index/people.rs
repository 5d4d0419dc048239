//! Volunteers of a made-up country, and where help is needed in it.
//!
//! Towns are Zipf-sized with a Gaussian spread that grows with the root of the size. Of the
//! volunteers 30 % are available and 20 % have the skill; radii are log-uniform from 2 to 50 km.

use std::io::{BufWriter, Write};
use std::path::Path;

use matching::{Entry, Hit, IndexQuery, Position, VolunteerId};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::Uuid;

/// The skill that is asked for.
const SKILL: u64 = 1;
const TOWNS: usize = 600;
/// As many as in Belgium.
const RESIDENTS: f64 = 11_500_000.0;

/// The towns, and the chance that goes with them.
pub struct Country {
    /// The weight of each and all before it, latitude, longitude.
    towns: Vec<(f64, f64, f64)>,
    random: StdRng,
}

impl Country {
    pub fn new(seed: u64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut weight = 0.0;
        let mut town = |rank: f64| {
            weight += 1.0 / rank;
            (weight, random.random_range(49.6..51.4), random.random_range(2.7..6.2))
        };
        let ranks = 1..=u32::try_from(TOWNS).expect("a few hundred");
        let towns = ranks.map(|rank| town(f64::from(rank))).collect();
        Self { towns, random }
    }

    /// A place in a town drawn by its size.
    pub fn place(&mut self) -> Position {
        let total = self.towns.last().expect("there are towns").0;
        let drawn = self.random.random_range(0.0..total);
        let rank = self.towns.partition_point(|town| town.0 < drawn).min(TOWNS - 1);
        let (_, lat, lon) = self.towns[rank];
        let share = 1.0 / f64::from(u32::try_from(rank + 1).expect("a few hundred")) / total;
        let spread_km = 0.35 * (share * RESIDENTS / 1_000.0).sqrt();
        let (north, east) = self.gaussian();
        let (lat, lon) = (lat + north * spread_km / 111.2, lon + east * spread_km / 70.0);
        Position::new(lat, lon).expect("in range")
    }

    /// Two independent normal numbers (Box and Muller 1958).
    fn gaussian(&mut self) -> (f64, f64) {
        let length = (-2.0 * self.random.random_range(f64::EPSILON..1.0_f64).ln()).sqrt();
        let (sine, cosine) = self.random.random_range(0.0..std::f64::consts::TAU).sin_cos();
        (length * sine, length * cosine)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "2,000 to 50,000")]
    pub fn volunteer(&mut self, number: usize) -> Entry {
        let random = &mut self.random;
        let radius_m = 2_000.0 * 25_f64.powf(random.random_range(0.0..1.0));
        let skilled = u64::from(random.random_bool(0.2));
        let millis = 0x0190_0000_0000_u128 + number as u128;
        let random_part = u128::from(random.random::<u64>() >> 2);
        let id = Uuid::from_u128(millis << 80 | 0x7 << 76 | 0x2 << 62 | random_part);
        let (categories, skills) =
            (random.random_range(1..1 << 12), random.random_range(0..1 << 8));
        Entry {
            id: VolunteerId::from(id),
            radius_m: radius_m as u32,
            categories,
            skills: skilled | skills << 1,
            languages: 1 << random.random_range(0..5),
            available: random.random_bool(0.3),
            anchors: [self.place()].into(),
        }
    }

    /// Asks for whoever has the skill, is available, and goes so far.
    pub fn query(&mut self) -> IndexQuery {
        IndexQuery {
            at: Some(self.place()),
            max_m: None,
            category: 0,
            skills: SKILL,
            languages: 0,
            only_available: true,
        }
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.random.random_range(0..end)
    }
}

/// The same query without skill and availability: what is left of the filter is the own radius.
pub fn plain(query: &IndexQuery) -> IndexQuery {
    IndexQuery { skills: 0, only_available: false, ..*query }
}

/// Writes `volunteers.csv` and `queries.csv` for those who are measured from outside.
pub fn export(directory: &Path, entries: &[Entry], queries: &[IndexQuery]) -> std::io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(directory.join("volunteers.csv"))?);
    writeln!(file, "number,lat,lon,radius_m,skilled,available")?;
    for (number, entry) in entries.iter().enumerate() {
        let (place, radius_m) = (entry.anchors[0], entry.radius_m);
        let skilled = u8::from(entry.skills & SKILL != 0);
        let available = u8::from(entry.available);
        let (lat, lon) = (place.lat(), place.lon());
        writeln!(file, "{number},{lat},{lon},{radius_m},{skilled},{available}")?;
    }
    file.flush()?;
    let mut file = BufWriter::new(std::fs::File::create(directory.join("queries.csv"))?);
    writeln!(file, "lat,lon")?;
    for place in queries.iter().filter_map(|query| query.at) {
        writeln!(file, "{},{}", place.lat(), place.lon())?;
    }
    file.flush()
}

/// Writes `answers.csv`, a line a hit, and `proche.csv`, what we took.
pub fn export_answers(
    directory: &Path,
    answers: &[(&str, Vec<Vec<Hit>>)],
    figures: &[(&str, f64)],
) -> std::io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(directory.join("answers.csv"))?);
    writeln!(file, "kind,query,distance_m")?;
    for (kind, answers) in answers {
        for (query, hits) in answers.iter().enumerate() {
            for metres in hits.iter().filter_map(|hit| hit.distance_m) {
                writeln!(file, "{kind},{query},{metres}")?;
            }
        }
    }
    file.flush()?;
    let mut file = BufWriter::new(std::fs::File::create(directory.join("proche.csv"))?);
    writeln!(file, "kind,seconds_or_micros")?;
    figures.iter().try_for_each(|(kind, figure)| writeln!(file, "{kind},{figure}"))?;
    file.flush()
}
