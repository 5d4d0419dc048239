//! Where a volunteer starts from, how far they go, and what is open in which neighbourhood.

use std::fmt::Write as _;

use super::Escaped;

/// The side of the drawing.
const SIDE: f64 = 360.0;
/// What stays free around it.
const MARGIN: f64 = 14.0;

/// A neighbourhood with open requests.
#[derive(Clone, Debug)]
pub struct NearCell {
    /// Its corners: degrees north, degrees east.
    pub corners: Vec<(f64, f64)>,
    /// How many requests are open there.
    pub count: usize,
}

/// The drawing: no base map, north is up.
#[derive(Clone, Debug)]
pub struct NearMap {
    /// Unique on the page; the ids start with it.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// The same in words.
    pub description: String,
    /// Where the volunteer starts from: degrees north, degrees east.
    pub starts: Vec<(f64, f64)>,
    /// How far they go, in kilometres.
    pub radius_km: f64,
    /// Neighbourhoods with open requests.
    pub cells: Vec<NearCell>,
}

impl NearMap {
    /// The drawing, ready to stand in a page as it is.
    pub fn svg(&self) -> String {
        let id = Escaped(&self.id);
        let mut svg = format!(
            "<svg class=\"chart chart-near\" viewBox=\"0 0 {SIDE} {SIDE}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title>\
             <desc id=\"{id}-d\">{}</desc>",
            Escaped(&self.title),
            Escaped(&self.description),
        );
        if let Some(frame) = Frame::around(self) {
            self.draw(&frame, &mut svg);
        }
        svg.push_str("</svg>");
        svg
    }

    fn draw(&self, frame: &Frame, svg: &mut String) {
        svg.push_str("<g class=\"hex\">");
        for cell in &self.cells {
            let corners = cell.corners.iter().map(|at| frame.point(*at));
            let path: Vec<_> = corners.map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            let _ = write!(svg, "<path class=\"c-few\" d=\"M{}z\"/>", path.join("L"));
        }
        svg.push_str("</g>");
        for start in &self.starts {
            let (x, y) = frame.point(*start);
            let radius = self.radius_km * frame.scale;
            let _ = write!(
                svg,
                "<circle class=\"path\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>"
            );
            let _ = write!(svg, "<circle class=\"c-main\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6\"/>");
        }
        for cell in &self.cells {
            let (x, y) = frame.point(middle(&cell.corners));
            let _ = write!(
                svg,
                "<text class=\"place\" x=\"{x:.1}\" y=\"{:.1}\">{}</text>",
                y + 5.0,
                cell.count
            );
        }
    }
}

/// From degrees to the drawing, flat around its middle.
struct Frame {
    middle: (f64, f64),
    scale: f64,
}

impl Frame {
    fn around(map: &NearMap) -> Option<Self> {
        let first = *map.starts.first()?;
        let plain = Self { middle: first, scale: 1.0 };
        let mut points = Vec::new();
        for start in &map.starts {
            let (x, y) = plain.km(*start);
            let r = map.radius_km;
            points.extend([(x - r, y - r), (x + r, y + r)]);
        }
        points.extend(map.cells.iter().flat_map(|cell| &cell.corners).map(|at| plain.km(*at)));
        let least = points.iter().fold((f64::MAX, f64::MAX), |l, p| (l.0.min(p.0), l.1.min(p.1)));
        let most = points.iter().fold((f64::MIN, f64::MIN), |m, p| (m.0.max(p.0), m.1.max(p.1)));
        let wide = (most.0 - least.0).max(most.1 - least.1).max(0.5);
        let (east, south) = (f64::midpoint(least.0, most.0), f64::midpoint(least.1, most.1));
        let middle = (first.0 - south / KM, first.1 + east / (KM * first.0.to_radians().cos()));
        Some(Self { middle, scale: (SIDE - 2.0 * MARGIN) / wide })
    }

    /// Kilometres east and south of the middle.
    fn km(&self, (lat, lon): (f64, f64)) -> (f64, f64) {
        let east = (lon - self.middle.1) * self.middle.0.to_radians().cos() * KM;
        (east, (self.middle.0 - lat) * KM)
    }

    fn point(&self, at: (f64, f64)) -> (f64, f64) {
        let (east, south) = self.km(at);
        (SIDE / 2.0 + east * self.scale, SIDE / 2.0 + south * self.scale)
    }
}

/// Kilometres in a degree of latitude.
const KM: f64 = 111.195;

#[expect(clippy::cast_precision_loss, reason = "a cell has six corners")]
fn middle(corners: &[(f64, f64)]) -> (f64, f64) {
    let count = corners.len().max(1) as f64;
    let sum = corners.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    (sum.0 / count, sum.1 / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(starts: Vec<(f64, f64)>, cells: Vec<NearCell>) -> NearMap {
        let (title, description) = ("Près & loin".to_owned(), "Tout.".to_owned());
        NearMap { id: "near".into(), title, description, starts, radius_km: 5.0, cells }
    }

    #[test]
    fn everything_lies_within_the_frame() {
        let cell =
            NearCell { corners: vec![(50.90, 4.30), (50.91, 4.32), (50.89, 4.33)], count: 2 };
        let svg = map(vec![(50.83, 4.37), (50.63, 4.10)], vec![cell]).svg();
        assert!(svg.contains("Près &amp; loin") && svg.ends_with("</svg>"));
        assert_eq!(svg.matches("<circle").count(), 4);
        let numbers = svg.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
        let numbers = numbers.filter_map(|text| text.parse::<f64>().ok());
        assert!(numbers.into_iter().all(|number| (-1.0..=361.0).contains(&number)), "{svg}");
    }

    #[test]
    fn nothing_to_show_is_an_empty_frame() {
        let svg = map(Vec::new(), Vec::new()).svg();
        assert!(!svg.contains("<circle") && !svg.contains("NaN"));
    }
}
