//! Staff: the map.

use templates::chart::{CoverageMap, MapCell, MapTown, Shade};
use templates::pages::{MapKey, MapPage, MapRow};
use templates::{Choice, Errors, Locale, tr};

use super::staff_frame;

pub fn map(locale: Locale, rows: usize) -> MapPage {
    let frame = staff_frame(locale, "/staff/map");
    let shades = [Shade::Well, Shade::Some, Shade::Much, Shade::Alarm, Shade::Blank];
    let cells = (0_u32..20).zip(shades.into_iter().cycle()).map(|(number, shade)| MapCell {
        corners: hexagon(number),
        number: if matches!(shade, Shade::Well | Shade::Blank) { 0 } else { number },
        shade,
        title: "Brunelle".into(),
    });
    let sizes = [("", "size-auto"), ("7", "size-7"), ("6", "size-6"), ("5", "size-5")];
    let shows = ["unmet", "requests", "volunteers"];
    let row = MapRow { place: "Brunelle".into(), cells: ["41", "30", "11", "1"].map(Into::into) };
    let args = [("requests", 153.into()), ("unmet", 26.into()), ("volunteers", 1_204.into())];
    MapPage {
        shows: shows
            .map(|code| {
                let label = locale.word("map", &format!("show-{code}"));
                Choice::new(code, &label, code == "unmet")
            })
            .into(),
        sizes: sizes.map(|(code, word)| Choice::new(code, &locale.word("map", word), false)).into(),
        areas: vec![Choice::new("", "Pays de Brune", true), Choice::new("1", "Brunelle", false)],
        map: CoverageMap {
            id: "map".into(),
            title: locale.word("map", "show-unmet"),
            description: tr(locale, "map-text", &args),
            cells: cells.collect(),
            lines: vec![vec![(50.78, 4.30), (50.84, 4.36), (50.82, 4.44)]],
            towns: vec![MapTown { name: "Brunelle".into(), at: (50.82, 4.36) }],
        },
        keys: vec![
            MapKey { class: Shade::Well.class(), label: locale.word("map", "key-well") },
            MapKey { class: Shade::Alarm.class(), label: locale.word("map", "key-missing") },
        ],
        rows: vec![row; rows],
        total: if rows == 0 { 0 } else { 300 },
        export_href: "/staff/map.csv".into(),
        none: Errors::none(),
        frame,
    }
}

fn hexagon(number: u32) -> Vec<(f64, f64)> {
    let (row, column) = (f64::from(number / 5), f64::from(number % 5));
    let (lat, lon) = (50.8 + row * 0.017, 4.3 + column * 0.035 + row % 2.0 * 0.0175);
    let corners = [(0.01, 0.0), (0.005, 0.0175), (-0.005, 0.0175), (-0.01, 0.0), (-0.005, -0.0175)];
    corners.into_iter().chain([(0.005, -0.0175)]).map(|(n, e)| (lat + n, lon + e)).collect()
}
