//! The map of need and help, its table and its file.

use axum::response::Response;
use axum::routing::get;
use dispatch::CoverageCell;
use geocoding::{BaseMap, Bounds};
use matching::Position;
use templates::chart::{CoverageMap, MapCell, MapTown};
use templates::pages::{MapKey, MapPage, MapRow};
use templates::{Choice, Errors, Frame, paths, tr};

use super::super::visit::Visit;
use super::areas;
use super::dashboard::{chosen_area, csv_file};
use super::map_shades::{Scale, Show};
use crate::error::{Error, Result};
use crate::routes::Routes;

const FILE: &str = "/staff/map.csv";
/// More cells than this make a map that nobody can read.
const MOST_CELLS: usize = 900;
/// Rows of the table; the file has them all.
const ROWS: usize = 40;
/// A place is named after another that is not farther away, in metres.
const NEAR_M: f64 = 30_000.0;
/// Names on the map.
const TOWNS: usize = 24;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_MAP, get(view)).route(FILE, get(file))
}

/// The cells as asked for: of the size told, else of the finest that still can be read.
async fn cells(visit: &Visit) -> Result<Vec<CoverageCell>> {
    let actor = visit.staff()?;
    let area = chosen_area(visit)?;
    let size: Option<u8> = visit.query("size").parse().ok().filter(|size| (4..=7).contains(size));
    let dispatch = visit.dispatch();
    if let Some(size) = size {
        return Ok(dispatch.coverage(&actor, area, size).await?);
    }
    let mut found = Vec::new();
    for size in (4..=7).rev() {
        found = dispatch.coverage(&actor, area, size).await?;
        if found.len() <= MOST_CELLS {
            break;
        }
    }
    Ok(found)
}

async fn view(visit: Visit) -> Result<Response> {
    let mut cells = cells(&visit).await?;
    let frame = visit.frame();
    let show = Show::of(visit.query("show"));
    let scale = Scale::of(show, &cells);
    cells.sort_by_key(|cell| std::cmp::Reverse((cell.unmet, cell.requests, cell.volunteers)));
    let total = u32::try_from(cells.len()).unwrap_or(u32::MAX);
    let query = visit.with_query("show", show.code());
    let query = query.split_once('?').map_or("", |(_, query)| query);
    let actor = visit.staff()?;
    let page = MapPage {
        shows: Show::ALL
            .map(|one| {
                let label = frame.locale.word("map", &format!("show-{}", one.code()));
                Choice::new(one.code(), &label, one == show)
            })
            .into(),
        sizes: sizes(&visit, &frame),
        areas: areas(&visit, &frame, &actor, visit.query("area")),
        map: drawn(&visit, &frame, &cells, (show, &scale)),
        keys: scale
            .keys(frame.locale)
            .into_iter()
            .map(|(class, label)| MapKey { class, label })
            .collect(),
        rows: cells.iter().take(ROWS).map(|cell| row(&visit, cell)).collect(),
        total,
        export_href: format!("{FILE}?{query}"),
        none: Errors::none(),
        frame,
    };
    visit.show(&page)
}

fn sizes(visit: &Visit, frame: &Frame) -> Vec<Choice> {
    let chosen = visit.query("size");
    let sizes = ["", "7", "6", "5", "4"];
    let choice = |size: &str| {
        let word = if size.is_empty() { "size-auto".to_owned() } else { format!("size-{size}") };
        Choice::new(size, &frame.locale.word("map", &word), size == chosen)
    };
    sizes.map(choice).into()
}

fn drawn(
    visit: &Visit,
    frame: &Frame,
    cells: &[CoverageCell],
    (show, scale): (Show, &Scale),
) -> CoverageMap {
    let corners = cells.iter().flat_map(|cell| cell.cell.boundary());
    let bounds = Bounds::around(corners);
    let drawn = cells.iter().map(|cell| MapCell {
        corners: cell.cell.boundary().iter().map(|at| (at.lat(), at.lon())).collect(),
        shade: scale.shade(cell),
        number: show.number(cell),
        title: in_words(visit, cell),
    });
    let sum = |count: fn(&CoverageCell) -> u32| cells.iter().map(count).sum::<u32>();
    let (requests, unmet) = (sum(|cell| cell.requests), sum(|cell| cell.unmet));
    CoverageMap {
        id: "map".to_owned(),
        title: frame.locale.word("map", &format!("show-{}", show.code())),
        description: numbers(visit, requests, unmet, sum(|cell| cell.volunteers)),
        cells: drawn.collect(),
        lines: bounds.map(lines).unwrap_or_default(),
        towns: bounds.map(|bounds| towns(visit, bounds)).unwrap_or_default(),
    }
}

/// The outlines around the cells, as fine as the drawing shows them.
fn lines(bounds: Bounds) -> Vec<Vec<(f64, f64)>> {
    let size = (bounds.north - bounds.south).max((bounds.east - bounds.west) * 0.6);
    BaseMap::embedded().lines_within(bounds.grown(size * 0.02), size / 250.0)
}

/// The largest places around, by their name in the reader's language.
fn towns(visit: &Visit, bounds: Bounds) -> Vec<MapTown> {
    let gazetteer = visit.dispatch().gazetteer();
    let here = gazetteer.records().iter().filter(|row| {
        let at = row.place.position;
        row.stands_for_municipality && bounds.holds((at.lat(), at.lon()))
    });
    let mut here: Vec<_> = here.map(|row| &row.place).collect();
    here.sort_by_key(|place| std::cmp::Reverse(place.population.unwrap_or_default()));
    let named = here.into_iter().take(TOWNS).map(|place| MapTown {
        name: place.name_in(visit.locale.code()).to_owned(),
        at: (place.position.lat(), place.position.lon()),
    });
    named.collect()
}

fn place_near(visit: &Visit, at: Position) -> String {
    let gazetteer = visit.dispatch().gazetteer();
    let near = gazetteer.nearest(at, None, NEAR_M);
    let place = near.and_then(|near| gazetteer.records().get(near.record)).map(|row| &row.place);
    let middle = || format!("{:.2}, {:.2}", at.lat(), at.lon());
    place.map_or_else(middle, |place| place.name_in(visit.locale.code()).to_owned())
}

fn numbers(visit: &Visit, requests: u32, unmet: u32, volunteers: u32) -> String {
    let count = |count: u32| visit.locale.number(i64::from(count));
    let args = [
        ("requests", count(requests).into()),
        ("unmet", count(unmet).into()),
        ("volunteers", count(volunteers).into()),
    ];
    tr(visit.locale, "map-text", &args)
}

fn in_words(visit: &Visit, cell: &CoverageCell) -> String {
    let place = place_near(visit, cell.cell.center());
    let told = numbers(visit, cell.requests, cell.unmet, cell.volunteers);
    tr(visit.locale, "map-cell", &[("place", place.into()), ("numbers", told.into())])
}

fn row(visit: &Visit, cell: &CoverageCell) -> MapRow {
    let count = |count: u32| visit.locale.number(i64::from(count));
    MapRow {
        place: place_near(visit, cell.cell.center()),
        cells: [cell.requests, cell.matched, cell.unmet, cell.volunteers].map(count),
    }
}

/// Every cell as a file: its index, its middle, the place near it, plain numbers.
async fn file(visit: Visit) -> Result<Response> {
    let cells = cells(&visit).await?;
    let bytes = csv(&visit, &cells).ok_or(Error::Defect)?;
    Ok(csv_file("map.csv", bytes))
}

fn csv(visit: &Visit, cells: &[CoverageCell]) -> Option<Vec<u8>> {
    let mut file = csv::Writer::from_writer(Vec::new());
    let head = ["cell", "lat", "lon", "near", "requests", "matched", "unmet", "volunteers"];
    file.write_record(head).ok()?;
    for cell in cells {
        let centre = cell.cell.center();
        let degrees = [centre.lat(), centre.lon()].map(|degrees| format!("{degrees:.4}"));
        let near = dispatch::guarded(&place_near(visit, centre));
        let counts = [cell.requests, cell.matched, cell.unmet, cell.volunteers];
        let counts = counts.iter().map(ToString::to_string);
        let row = std::iter::once(cell.cell.to_string()).chain(degrees).chain([near]).chain(counts);
        file.write_record(row).ok()?;
    }
    file.into_inner().ok()
}
