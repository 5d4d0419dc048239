//! Where help is needed and where people live who give it: cells over the outlines of the land.

use std::fmt::Write as _;

use super::Escaped;

/// The width of the drawing.
const WIDTH: f64 = 680.0;
/// Its height, at most and at least.
const HEIGHT: (f64, f64) = (260.0, 620.0);
/// What stays free around the cells.
const MARGIN: f64 = 16.0;
/// Cells whose number still is readable are as wide as this.
const READABLE: f64 = 15.0;
/// Names of towns as near as this to another would overlap.
const NAME: (f64, f64) = (90.0, 16.0);

/// How a cell is coloured, and hatched where somebody should look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shade {
    /// Nothing to say.
    Blank,
    /// All is well.
    Well,
    /// A little.
    Some,
    /// More.
    Much,
    /// The most, or what is missing.
    Alarm,
}

impl Shade {
    /// The class that colours it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Blank => "c-none",
            Self::Well => "c-ok",
            Self::Some => "c-few",
            Self::Much => "c-lamp",
            Self::Alarm => "c-alarm",
        }
    }
}

/// A cell.
#[derive(Clone, Debug)]
pub struct MapCell {
    /// Its corners: degrees north, degrees east.
    pub corners: Vec<(f64, f64)>,
    /// Its colour.
    pub shade: Shade,
    /// The number that is printed on it; 0 is not.
    pub number: u32,
    /// What one reads who points at it.
    pub title: String,
}

/// A place by its name.
#[derive(Clone, Debug)]
pub struct MapTown {
    /// Its name.
    pub name: String,
    /// Degrees north, degrees east.
    pub at: (f64, f64),
}

/// The drawing; north is up.
#[derive(Clone, Debug)]
pub struct CoverageMap {
    /// Unique on the page; the ids start with it.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What one sees in it, as a sentence.
    pub description: String,
    /// The cells.
    pub cells: Vec<MapCell>,
    /// The outlines below them: degrees north, degrees east.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// Towns, the largest first; those that would hide another are left out.
    pub towns: Vec<MapTown>,
}

impl CoverageMap {
    /// The drawing, ready to stand in a page as it is; empty without cells.
    pub fn svg(&self) -> String {
        let Some(view) = View::around(&self.cells) else { return String::new() };
        let id = Escaped(&self.id);
        let mut svg = format!(
            "<svg class=\"chart chart-wide chart-map\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title>\
             <desc id=\"{id}-d\">{}</desc><defs><pattern id=\"{id}-h\" width=\"5\" height=\"5\" \
             patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <path class=\"hatch\" d=\"M0 0V5\"/></pattern></defs>",
            view.height,
            Escaped(&self.title),
            Escaped(&self.description),
        );
        self.draw_cells(&view, &mut svg);
        self.draw_lines(&view, &mut svg);
        self.draw_towns(&view, &mut svg);
        self.draw_numbers(&view, &mut svg);
        svg.push_str("</svg>");
        svg
    }

    fn draw_cells(&self, view: &View, svg: &mut String) {
        svg.push_str("<g class=\"hex\">");
        let mut hatched = String::new();
        for cell in &self.cells {
            let path = view.path(&cell.corners);
            let _ = write!(svg, "<path class=\"{}\" d=\"{path}z\">", cell.shade.class());
            let _ = write!(svg, "<title>{}</title></path>", Escaped(&cell.title));
            if cell.shade == Shade::Alarm {
                let _ = write!(hatched, "{path}z");
            }
        }
        svg.push_str("</g>");
        if !hatched.is_empty() {
            let id = Escaped(&self.id);
            let _ = write!(svg, "<path fill=\"url(#{id}-h)\" d=\"{hatched}\"/>");
        }
    }

    fn draw_lines(&self, view: &View, svg: &mut String) {
        let lines: String = self.lines.iter().map(|line| view.path(line)).collect();
        if !lines.is_empty() {
            let _ = write!(svg, "<path class=\"land\" d=\"{lines}\"/>");
        }
    }

    fn draw_towns(&self, view: &View, svg: &mut String) {
        let mut taken: Vec<(f64, f64)> = Vec::new();
        for town in &self.towns {
            let (x, y) = view.point(town.at);
            let fits = (40.0..WIDTH - 40.0).contains(&x) && (16.0..view.height - 8.0).contains(&y);
            let is_free = taken
                .iter()
                .all(|other| (other.0 - x).abs() > NAME.0 || (other.1 - y).abs() > NAME.1);
            if fits && is_free {
                taken.push((x, y));
                let name = Escaped(&town.name);
                let _ =
                    write!(svg, "<text class=\"place\" x=\"{x:.0}\" y=\"{y:.0}\">{name}</text>");
            }
        }
    }

    fn draw_numbers(&self, view: &View, svg: &mut String) {
        for cell in self.cells.iter().filter(|cell| cell.number > 0) {
            let (left, right) = cell
                .corners
                .iter()
                .map(|at| view.point(*at).0)
                .fold((f64::MAX, f64::MIN), |(left, right), x| (left.min(x), right.max(x)));
            if right - left >= READABLE {
                let (x, y) = view.point(middle(&cell.corners));
                let number = cell.number;
                let _ = write!(
                    svg,
                    "<text class=\"place tiny\" x=\"{x:.0}\" y=\"{:.0}\">{number}</text>",
                    y + 4.0
                );
            }
        }
    }
}

/// From degrees to the drawing, flat around its middle.
struct View {
    west: f64,
    north: f64,
    /// Units of the drawing for a degree of latitude, and for one of longitude.
    scale: (f64, f64),
    height: f64,
    /// What is left and above when the cells do not fill the drawing.
    shift: (f64, f64),
}

impl View {
    fn around(cells: &[MapCell]) -> Option<Self> {
        let mut corners = cells.iter().flat_map(|cell| &cell.corners);
        let first = *corners.next()?;
        let (mut south, mut north, mut west, mut east) = (first.0, first.0, first.1, first.1);
        for &(lat, lon) in corners {
            (south, north) = (south.min(lat), north.max(lat));
            (west, east) = (west.min(lon), east.max(lon));
        }
        let narrow = f64::midpoint(south, north).to_radians().cos().max(0.05);
        let wide = ((east - west) * narrow).max(1e-6);
        let tall = (north - south).max(1e-6);
        let inner = (WIDTH - 2.0 * MARGIN, HEIGHT.1 - 2.0 * MARGIN);
        let scale = (inner.0 / wide).min(inner.1 / tall);
        let height = (tall * scale + 2.0 * MARGIN).max(HEIGHT.0);
        let shift = ((WIDTH - wide * scale) / 2.0, (height - tall * scale) / 2.0);
        Some(Self { west, north, scale: (scale, scale * narrow), height, shift })
    }

    fn point(&self, (lat, lon): (f64, f64)) -> (f64, f64) {
        let x = (lon - self.west) * self.scale.1 + self.shift.0;
        let y = (self.north - lat) * self.scale.0 + self.shift.1;
        (x, y)
    }

    /// A line through points: absolute at first, then in steps.
    fn path(&self, points: &[(f64, f64)]) -> String {
        let mut path = String::new();
        let mut last = (0, 0);
        for (index, at) in points.iter().enumerate() {
            let (x, y) = self.point(*at);
            let here = (tenths(x), tenths(y));
            let letter = match index {
                0 => "M",
                1 => "l",
                _ => " ",
            };
            let step = (here.0 - last.0, here.1 - last.1);
            let _ = write!(path, "{letter}{} {}", Tenths(step.0), Tenths(step.1));
            last = here;
        }
        path
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a drawing has some thousand units")]
fn tenths(units: f64) -> i64 {
    (units.clamp(-1e6, 1e6) * 10.0).round() as i64
}

/// Tenths as a short number.
struct Tenths(i64);

impl std::fmt::Display for Tenths {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 10, self.0.abs() % 10);
        match rest {
            0 => write!(out, "{sign}{whole}"),
            rest => write!(out, "{sign}{whole}.{rest}"),
        }
    }
}

fn middle(corners: &[(f64, f64)]) -> (f64, f64) {
    #[expect(clippy::cast_precision_loss, reason = "a cell has six corners")]
    let count = corners.len().max(1) as f64;
    let sum = corners.iter().fold((0.0, 0.0), |sum, at| (sum.0 + at.0, sum.1 + at.1));
    (sum.0 / count, sum.1 / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(lat: f64, lon: f64, shade: Shade, number: u32) -> MapCell {
        let corners = [(0.0, -0.02), (0.01, -0.01), (0.01, 0.01), (0.0, 0.02), (-0.01, 0.01)];
        let corners = corners.map(|(north, east)| (lat + north, lon + east)).into();
        MapCell { corners, shade, number, title: format!("{number} <here>") }
    }

    fn map(cells: Vec<MapCell>) -> CoverageMap {
        CoverageMap {
            id: "map".into(),
            title: "Besoins & aide".into(),
            description: "Tout va.".into(),
            cells,
            lines: vec![vec![(50.8, 4.3), (50.9, 4.4), (50.85, 4.5)]],
            towns: ["Brunelle", "Brunelle-Gare"]
                .map(|name| MapTown { name: name.into(), at: (50.85, 4.35) })
                .into(),
        }
    }

    #[test]
    fn cells_are_coloured_hatched_and_numbered() {
        let svg = map(vec![
            cell(50.8, 4.3, Shade::Well, 0),
            cell(50.9, 4.4, Shade::Alarm, 7),
            cell(50.85, 4.35, Shade::Blank, 0),
        ])
        .svg();
        assert_eq!(svg.matches("class=\"c-").count(), 3, "{svg}");
        assert_eq!(svg.matches("url(#map-h)").count(), 1);
        assert!(svg.contains(">7</text>") && !svg.contains(">0</text>"));
        assert!(svg.contains("7 &lt;here&gt;") && !svg.contains("<here>"));
        assert_eq!(svg.matches("Brunelle").count(), 1, "names do not hide each other");
        assert!(!svg.contains("NaN") && !svg.contains("style="));
    }

    #[test]
    fn without_cells_nothing_is_drawn_and_one_cell_is_enough() {
        assert_eq!(map(Vec::new()).svg(), "");
        let svg = map(vec![cell(50.8, 4.3, Shade::Some, 1)]).svg();
        assert!(svg.ends_with("</svg>") && !svg.contains("inf"), "{svg}");
    }

    #[test]
    fn tenths_are_short() {
        let told = [0, 5, -5, 120, -121].map(|number| Tenths(number).to_string());
        assert_eq!(told, ["0", "0.5", "-0.5", "12", "-12.1"]);
    }
}
