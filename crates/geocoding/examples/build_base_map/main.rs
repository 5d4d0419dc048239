//! Builds `data/base-map.tsv.gz` from the outlines of provinces and départements.
//!
//! `cargo run --release -p geocoding --example build_base_map -- SOURCES crates/geocoding/data`
//!
//! `SOURCES` holds `natural-earth/admin1-{BE,FR,LU,NL,DE}.geojson.gz` (Natural Earth 1:10m). Each
//! line of the result is one ring: its country, its region's name, and its corners in thousandths of
//! a degree, the first as it is (`lon lat`), the others as steps from the one before. Equal sources
//! give equal bytes.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use geo::{Geometry, LineString, Simplify as _};
use geojson::GeoJson;

type Failure = Box<dyn std::error::Error>;

const COUNTRIES: [&str; 5] = ["BE", "FR", "LU", "NL", "DE"];
/// A corner that lies no farther than this from the line between its neighbours goes, in degrees.
const TOLERANCE: f64 = 0.002;
/// Islands of fewer corners go.
const FEWEST: usize = 5;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [sources, data] = arguments.as_slice() else {
        eprintln!("usage: build_base_map SOURCES DATA");
        return ExitCode::from(2);
    };
    match build(sources, data) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn build(sources: &std::path::Path, data: &std::path::Path) -> Result<(), Failure> {
    let mut lines = Vec::new();
    for country in COUNTRIES {
        let path = sources.join(format!("natural-earth/admin1-{country}.geojson.gz"));
        let mut text = String::new();
        GzDecoder::new(BufReader::new(File::open(path)?)).read_to_string(&mut text)?;
        let GeoJson::FeatureCollection(found) = text.parse()? else {
            return Err("not a FeatureCollection".into());
        };
        for feature in found.features {
            let name = feature.property("name").and_then(|name| name.as_str()).unwrap_or_default();
            let name = name.replace(['\t', '\n'], " ");
            let Some(geometry) = feature.geometry else { continue };
            for ring in rings(Geometry::try_from(geometry)?) {
                lines.extend(line(country, &name, &ring));
            }
        }
    }
    lines.sort();
    let file = File::create(data.join("base-map.tsv.gz"))?;
    let mut packed = GzEncoder::new(file, Compression::best());
    packed.write_all(lines.join("\n").as_bytes())?;
    packed.finish()?;
    println!("{} rings", lines.len());
    Ok(())
}

fn rings(geometry: Geometry) -> Vec<LineString> {
    match geometry {
        Geometry::Polygon(polygon) => vec![polygon.exterior().clone()],
        Geometry::MultiPolygon(many) => {
            many.into_iter().map(|one| one.exterior().clone()).collect()
        }
        _ => Vec::new(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees in thousandths are small")]
fn line(country: &str, name: &str, ring: &LineString) -> Option<String> {
    let ring = ring.simplify(TOLERANCE);
    let thousandths = |degrees: f64| (degrees * 1_000.0).round() as i32;
    let mut corners: Vec<(i32, i32)> =
        ring.coords().map(|at| (thousandths(at.x), thousandths(at.y))).collect();
    corners.dedup();
    if corners.len() < FEWEST {
        return None;
    }
    let mut text = format!("{country}\t{name}\t");
    let mut last = (0, 0);
    for (index, (lon, lat)) in corners.into_iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        write!(text, "{comma}{} {}", lon - last.0, lat - last.1).ok()?;
        last = (lon, lat);
    }
    Some(text)
}
