//! Positions, distances and cells.

use proptest::prelude::*;

use super::*;

fn place(lat: f64, lon: f64) -> Position {
    Position::new(lat, lon).expect("in range")
}

fn anywhere() -> impl Strategy<Value = Position> {
    (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_map(|(lat, lon)| place(lat, lon))
}

#[test]
fn position_out_of_range_names_its_field() {
    for lat in [f64::NAN, f64::INFINITY, -90.001, 90.001] {
        assert_eq!(Position::new(lat, 0.0).expect_err("refused").field(), "lat");
    }
    for lon in [f64::NAN, f64::NEG_INFINITY, -180.001, 180.001] {
        let error = Position::new(0.0, lon).expect_err("refused");
        assert_eq!(error.to_string(), "lon: must be a number from -180 to 180");
    }
}

#[test]
fn position_in_json_is_checked_and_in_debug_hidden() {
    let read: Position = serde_json::from_str(r#"{"lat":50.5,"lon":4.25}"#).expect("valid");
    assert_eq!(read, place(50.5, 4.25));
    assert_eq!(serde_json::to_string(&read).expect("writes"), r#"{"lat":50.5,"lon":4.25}"#);
    let refused = serde_json::from_str::<Position>(r#"{"lat":91,"lon":4}"#);
    assert!(refused.expect_err("refused").to_string().starts_with("lat:"));
    assert_eq!(format!("{read:?}"), "Position(..)");
}

#[test]
fn known_distances_come_out() {
    let quarter = std::f64::consts::FRAC_PI_2 * EARTH_RADIUS_M;
    let cases = [
        (place(0.0, 0.0), place(90.0, 77.0), quarter),
        (place(0.0, -90.0), place(0.0, 90.0), 2.0 * quarter),
        (place(90.0, 10.0), place(90.0, -170.0), 0.0),
        (place(0.0, 180.0), place(0.0, -180.0), 0.0),
        (place(0.0, 179.5), place(0.0, -179.5), quarter / 90.0),
        (place(50.8466, 4.3528), place(51.2194, 4.4025), 41_598.5),
    ];
    for (case, (a, b, metres)) in cases.into_iter().enumerate() {
        assert!((distance_m(a, b) - metres).abs() < 1.0, "case {case}: {}", distance_m(a, b));
    }
}

#[test]
fn half_metres_round_up() {
    let cases = [(0.0, 0), (0.499_999, 0), (0.5, 1), (1.499, 1), (2.5, 3), (-1.0, 0)];
    for (metres, whole) in cases {
        assert_eq!(whole_metres(metres), whole, "{metres}");
    }
}

#[test]
fn buckets_meet_at_their_borders() {
    let cases = [
        (0, "<1"),
        (999, "<1"),
        (1_000, "1-2"),
        (1_999, "1-2"),
        (2_000, "2-5"),
        (4_999, "2-5"),
        (5_000, "5-10"),
        (10_000, "5-10"),
        (10_001, ">10"),
    ];
    for (metres, code) in cases {
        assert_eq!(DistanceBucket::of_m(metres).code(), code, "{metres}");
    }
}

#[test]
fn cell_refuses_what_is_no_cell() {
    assert_eq!(Cell::from_i64(-1), Err(CellError));
    assert_eq!(Cell::from_i64(0), Err(CellError));
    assert!("871fa4".parse::<Cell>().is_err());
    assert!(serde_json::from_str::<Cell>(r#""nonsense""#).is_err());
}

proptest! {
    #[test]
    fn distance_is_symmetric_and_fits_half_the_globe(a in anywhere(), b in anywhere()) {
        let metres = distance_m(a, b);
        prop_assert!((0.0..=20_015_116.0).contains(&metres));
        prop_assert!((metres - distance_m(b, a)).abs() < 1e-3);
        prop_assert!(distance_m(a, a).abs() < f64::EPSILON);
    }

    #[test]
    fn cell_survives_storage_and_holds_its_center(at in anywhere(), resolution in 0_u8..=15) {
        let cell = Cell::of(at, resolution);
        prop_assert_eq!(cell.resolution(), resolution);
        prop_assert!(cell.to_i64() > 0);
        prop_assert_eq!(Cell::from_i64(cell.to_i64()), Ok(cell));
        prop_assert_eq!(cell.to_string().parse::<Cell>(), Ok(cell));
        let json = serde_json::to_string(&cell).expect("writes");
        prop_assert_eq!(serde_json::from_str::<Cell>(&json).expect("reads"), cell);
        prop_assert_eq!(Cell::of(cell.center(), resolution), cell);
        prop_assert!((5..=10).contains(&cell.boundary().len()));
        let center = cell.center();
        prop_assert!(Position::new(center.lat(), center.lon()).is_ok());
    }

    #[test]
    fn parent_is_coarser_and_own_parent(at in anywhere(), fine in 0_u8..=15, coarse in 0_u8..=20) {
        let cell = Cell::of(at, fine);
        let parent = cell.parent(coarse);
        prop_assert_eq!(parent.is_some(), coarse <= fine);
        prop_assert_eq!(parent.is_none_or(|found| found.resolution() == coarse), true);
        prop_assert_eq!(cell.parent(fine), Some(cell));
    }
}
