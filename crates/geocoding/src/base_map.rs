//! The outlines that lie under every map: provinces and départements, as lines.

use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::GzDecoder;
use matching::Position;

/// A part of the Earth between two parallels and two meridians, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The southern parallel.
    pub south: f64,
    /// The western meridian.
    pub west: f64,
    /// The northern parallel.
    pub north: f64,
    /// The eastern meridian.
    pub east: f64,
}

impl Bounds {
    /// The smallest part that holds these points; `None` for none.
    pub fn around(points: impl IntoIterator<Item = Position>) -> Option<Self> {
        points.into_iter().fold(None, |bounds, at| {
            let point = Self { south: at.lat(), west: at.lon(), north: at.lat(), east: at.lon() };
            let Some(bounds): Option<Self> = bounds else { return Some(point) };
            Some(Self {
                south: bounds.south.min(point.south),
                west: bounds.west.min(point.west),
                north: bounds.north.max(point.north),
                east: bounds.east.max(point.east),
            })
        })
    }

    /// A part larger by so many degrees on each side.
    #[must_use]
    pub fn grown(self, degrees: f64) -> Self {
        Self {
            south: self.south - degrees,
            west: self.west - degrees,
            north: self.north + degrees,
            east: self.east + degrees,
        }
    }

    /// Whether a point lies in it.
    pub fn holds(self, (lat, lon): (f64, f64)) -> bool {
        (self.south..=self.north).contains(&lat) && (self.west..=self.east).contains(&lon)
    }

    fn meets(self, other: Self) -> bool {
        self.south <= other.north
            && other.south <= self.north
            && self.west <= other.east
            && other.west <= self.east
    }
}

/// Outlines of regions.
pub struct BaseMap {
    rings: Vec<(Bounds, Vec<(f64, f64)>)>,
}

static EMBEDDED: OnceLock<BaseMap> = OnceLock::new();

impl BaseMap {
    /// The outlines that the program carries: Belgium, France, Luxembourg, the Netherlands and
    /// Germany, to within some 200 metres (Natural Earth 1:10m); read once, on first use.
    pub fn embedded() -> &'static Self {
        EMBEDDED.get_or_init(|| {
            let packed: &[u8] = include_bytes!("../data/base-map.tsv.gz");
            let mut text = String::new();
            // A damaged map draws nothing; the tests read it.
            let _ = GzDecoder::new(packed).read_to_string(&mut text);
            Self { rings: text.lines().filter_map(ring).collect() }
        })
    }

    /// The lines within a part of the Earth, as degrees north and east; a line that leaves it is cut
    /// one corner outside, and corners nearer than `least` degrees to the one before are left out.
    pub fn lines_within(&self, part: Bounds, least: f64) -> Vec<Vec<(f64, f64)>> {
        let near = self.rings.iter().filter(|(bounds, _)| bounds.meets(part));
        let mut lines = Vec::new();
        for (_, corners) in near {
            cut(corners, part, least, &mut lines);
        }
        lines
    }
}

fn cut(corners: &[(f64, f64)], part: Bounds, least: f64, lines: &mut Vec<Vec<(f64, f64)>>) {
    let mut line: Vec<(f64, f64)> = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    for &corner in corners {
        let (is_in, was_in) = (part.holds(corner), before.is_some_and(|at| part.holds(at)));
        match (was_in, is_in) {
            (true, true) => {
                let far = line.last().is_none_or(|last| {
                    (last.0 - corner.0).abs() >= least || (last.1 - corner.1).abs() >= least
                });
                if far {
                    line.push(corner);
                }
            }
            (false, true) => {
                line = before.into_iter().collect();
                line.push(corner);
            }
            (true, false) => {
                line.push(corner);
                lines.push(std::mem::take(&mut line));
            }
            (false, false) => {}
        }
        before = Some(corner);
    }
    if line.len() > 1 {
        lines.push(line);
    }
}

fn ring(line: &str) -> Option<(Bounds, Vec<(f64, f64)>)> {
    let steps = line.rsplit('\t').next()?;
    let (mut lon, mut lat) = (0_i32, 0_i32);
    let mut corners = Vec::new();
    for step in steps.split(',') {
        let (east, north) = step.split_once(' ')?;
        lon += east.parse::<i32>().ok()?;
        lat += north.parse::<i32>().ok()?;
        corners.push((f64::from(lat) / 1_000.0, f64::from(lon) / 1_000.0));
    }
    let positions = corners.iter().filter_map(|(lat, lon)| Position::new(*lat, *lon).ok());
    Some((Bounds::around(positions)?, corners))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRUSSELS: Bounds = Bounds { south: 50.7, west: 4.2, north: 51.0, east: 4.6 };

    #[test]
    fn the_embedded_map_is_whole() {
        let map = BaseMap::embedded();
        assert!(map.rings.len() > 100, "{}", map.rings.len());
        let everything = Bounds { south: -90.0, west: -180.0, north: 90.0, east: 180.0 };
        let corners: usize = map.lines_within(everything, 0.0).iter().map(Vec::len).sum();
        assert!(corners > 5_000, "{corners}");
    }

    #[test]
    fn lines_are_cut_near_the_edge() {
        let lines = BaseMap::embedded().lines_within(BRUSSELS, 0.0);
        assert!(!lines.is_empty());
        for line in &lines {
            assert!(line.len() > 1);
            let inner = &line[1..line.len() - 1];
            assert!(inner.iter().all(|at| BRUSSELS.holds(*at)), "{line:?}");
        }
        assert!(BaseMap::embedded().lines_within(BRUSSELS, 1.0).iter().flatten().count() < 100);
    }

    #[test]
    fn bounds_hold_what_they_were_made_of() {
        let at = |lat, lon| Position::new(lat, lon).unwrap();
        let bounds = Bounds::around([at(50.0, 4.0), at(51.0, 3.0)]).unwrap();
        assert_eq!(bounds, Bounds { south: 50.0, west: 3.0, north: 51.0, east: 4.0 });
        assert!(bounds.holds((50.5, 3.5)) && !bounds.holds((49.9, 3.5)));
        assert!(bounds.grown(0.2).holds((49.9, 3.5)));
        assert_eq!(Bounds::around([]), None);
    }
}
