//! What people write, and the places they mean.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Instant;

use geocoding::{
    Gazetteer, Lookup, Place, PlaceQuery, Precision, UnknownReason, import_geonames, parse_free,
};
use matching::{Position, distance_m};
use proptest::prelude::*;

fn lookup(text: &str) -> Lookup {
    Gazetteer::embedded().lookup(&parse_free(text).as_query())
}

fn found(text: &str) -> Place {
    match lookup(text) {
        Lookup::Found(place) => place,
        other => panic!("{text}: {other:?}"),
    }
}

fn near(place: &Place, lat: f64, lon: f64, within_m: f64) -> bool {
    distance_m(place.position, Position::new(lat, lon).unwrap()) <= within_m
}

#[test]
fn the_embedded_table_loads_fast() {
    let started = Instant::now();
    let places = Gazetteer::embedded().records().len();
    let took = started.elapsed();
    println!("{places} places in {took:?}");
    assert!(places > 38_000);
    assert!(took.as_millis() < 2_000, "{took:?}");
}

#[test]
fn names_in_every_language_lead_to_one_place() {
    for spellings in [
        &["1050 Ixelles", "B-1050 Elsene", "Elsene", "1050 IXELLES", "ixelles"][..],
        &["Liège, Belgique", "Luik", "Lüttich", "LUTTICH", "Liége, Belgium"],
        &["7000 Mons", "7000 Bergen", "Bergen, België"],
        &["Braine-l'Alleud", "Eigenbrakel", "1420 braine l’alleud"],
        &["1020 Laeken", "1020 Laken", "Laken, BE"],
        &[
            "Saint-Josse-ten-Noode",
            "St-Josse-ten-Noode",
            "Sint-Joost-ten-Node",
            "1210 st josse ten noode",
        ],
        &["Sint-Truiden", "St. Truiden", "Saint-Trond"],
        &["Bruxelles", "Brussel", "Brussels", "Брюссель", "1000 Brussel"],
        &["Gent", "Gand", "Ghent"],
    ] {
        let first = found(spellings[0]);
        for spelling in spellings {
            let place = found(spelling);
            assert_eq!(place.name, first.name, "{spelling}");
            assert!(distance_m(place.position, first.position) < 3_000.0, "{spelling}");
        }
    }
}

#[test]
fn code_and_name_give_the_point_of_the_place() {
    let ixelles = found("1050 Ixelles");
    assert_eq!((ixelles.country.as_str(), ixelles.postcode.as_str()), ("BE", "1050"));
    assert_eq!(ixelles.precision, Precision::Place);
    assert!(near(&ixelles, 50.8333, 4.3667, 10.0));
    assert!((500..2_000).contains(&ixelles.uncertainty_m), "{}", ixelles.uncertainty_m);
    assert!(ixelles.residents_per_km2.unwrap() > 5_000.0);
    assert_eq!(ixelles.label("nl"), "Elsene");
    assert_eq!(ixelles.label("fr-BE"), "Ixelles");
    assert_eq!(found("1020 Laken").label("fr"), "Laeken (Bruxelles)");
}

#[test]
fn company_codes_are_understood() {
    assert_eq!(found("75011 Paris CEDEX 11").name, "Paris 11");
    assert_eq!(found("33076 Bordeaux CEDEX").name, "Bordeaux");
    assert_eq!(found("01002 Bourg-en-Bresse cedex").name, "Bourg-en-Bresse");
}

#[test]
fn cities_with_arrondissements_are_found_whole_and_in_parts() {
    let paris = found("Paris, France");
    assert_eq!((paris.name.as_str(), paris.precision), ("Paris", Precision::Municipality));
    assert!(paris.uncertainty_m > 3_000);
    for text in ["Paris 12", "Paris 12e arrondissement", "75012 Paris", "Paris 12ème, France"] {
        assert!(near(&found(text), 48.8412, 2.3876, 10.0), "{text}");
    }
    assert!(near(&found("69003 Lyon"), 45.7612, 4.8518, 10.0));
    assert!(near(&found("Lyon 3e"), 45.7612, 4.8518, 10.0));
    assert_eq!(found("Marseille").precision, Precision::Municipality);
}

#[test]
fn a_name_that_several_towns_bear_asks() {
    for text in ["Saint-Denis", "Halle, Belgique", "St-Denis", "Saint Nicolas, BE"] {
        let Lookup::Ambiguous(places) = lookup(text) else { panic!("{text}: {:?}", lookup(text)) };
        assert!(places.len() > 1, "{text}");
        assert!(places.windows(2).all(|pair| pair[0].population >= pair[1].population), "{text}");
    }
    assert_eq!(found("1500 Halle").admin2, "Brabant Flamand");
    assert_eq!(found("93200 Saint-Denis").admin2, "Seine-Saint-Denis");
}

#[test]
fn a_code_alone_is_coarse() {
    let gazetteer = Gazetteer::embedded();
    let Lookup::Ambiguous(places) = lookup("5000") else { panic!("5000") };
    let coarse = gazetteer.coarse("5000", None).unwrap();
    assert_eq!(coarse.precision, Precision::PostcodeCentroid);
    assert_eq!(coarse.label("nl"), "5000 Namen");
    assert!(places.iter().all(|place| distance_m(place.position, coarse.position) < 10_000.0));
    assert!(coarse.uncertainty_m >= places.iter().map(|p| p.uncertainty_m).min().unwrap());
    assert_eq!(found("1050").name, "Ixelles");
    assert_eq!(gazetteer.coarse("0000", None), None);
}

#[test]
fn what_is_unknown_is_told_apart() {
    for (text, reason) in [
        ("", UnknownReason::Empty),
        ("1051", UnknownReason::UnknownPostcode),
        ("Xyzzyville", UnknownReason::UnknownPlace),
        ("1050 Liège", UnknownReason::PlaceNotInPostcode),
        ("1050 Uccle", UnknownReason::PlaceNotInPostcode),
        ("1012 AB Amsterdam, Nederland", UnknownReason::UnknownCountry),
    ] {
        assert_eq!(lookup(text), Lookup::Unknown(reason), "{text}");
    }
}

#[test]
fn a_municipality_fits_the_codes_of_its_villages() {
    let place = found("9688 Maarkedal");
    assert_eq!(place.postcode, "9688");
}

#[test]
fn typing_errors_lead_to_suggestions() {
    let gazetteer = Gazetteer::embedded();
    let first = |text: &str| gazetteer.suggest(text, None, 5).first().map(|p| p.name.clone());
    assert_eq!(first("Ixeles"), Some("Ixelles".into()));
    assert_eq!(first("Bruxeles"), Some("Bruxelles".into()));
    assert_eq!(first("charl"), Some("Charleroi".into()));
    assert_eq!(first("Gnet"), Some("Gent".into()));
    assert!(gazetteer.suggest("10", Some("BE"), 3).iter().all(|p| p.postcode.starts_with("10")));
    assert_eq!(gazetteer.suggest("sa", Some("BE"), 7).len(), 7);
}

#[test]
fn belgium_sums_to_its_population() {
    let municipalities: Vec<&Place> = Gazetteer::embedded().municipalities("BE").collect();
    let people: u32 = municipalities.iter().filter_map(|place| place.population).sum();
    assert!((565..=589).contains(&municipalities.len()), "{}", municipalities.len());
    assert!((10_925_000..=12_075_000).contains(&people), "{people}");
}

#[test]
fn france_sums_to_its_population() {
    let people: u32 =
        Gazetteer::embedded().municipalities("FR").filter_map(|place| place.population).sum();
    assert!((64_000_000..=68_000_000).contains(&people), "{people}");
}

const NETHERLANDS: &str = "NL\t1012\tAmsterdam\tNoord-Holland\t07\tAmsterdam\t0363\t\t\t52.3731\t4.8932\t6\n\
    NL\t1013\tAmsterdam\tNoord-Holland\t07\tAmsterdam\t0363\t\t\t52.3938\t4.8794\t6\n\
    NL\t1013\tAmsterdam\tNoord-Holland\t07\tAmsterdam\t0363\t\t\t52.3938\t4.8794\t6\n";

#[test]
fn a_postal_table_is_laid_over_the_embedded_one() {
    let imported = import_geonames(NETHERLANDS.as_bytes()).unwrap();
    let merged = Gazetteer::embedded().merged(&imported);
    assert_eq!(merged.records().len(), Gazetteer::embedded().records().len() + 2);
    let query = parse_free("1012 AB Amsterdam");
    assert!(
        matches!(merged.lookup(&query.as_query()), Lookup::Found(place) if place.country == "NL")
    );
    assert!(matches!(
        merged.lookup(&parse_free("1050 Elsene").as_query()),
        Lookup::Found(place) if place.name == "Ixelles"
    ));
}

#[test]
fn an_imported_country_keeps_known_names_and_people() {
    let table = "BE\t1050\tIxelles\tBruxelles\tBRU\t\t\t\t\t50.8300\t4.3700\t4\n";
    let merged = Gazetteer::embedded().merged(&import_geonames(table.as_bytes()).unwrap());
    let query = PlaceQuery { place: Some("Elsene"), ..PlaceQuery::default() };
    let Lookup::Found(place) = merged.lookup(&query) else { panic!() };
    assert!(near(&place, 50.83, 4.37, 1.0));
    assert!(place.population.is_some());
    assert!(merged.places_at("1000", Some("BE")).is_empty());
}

#[test]
fn a_bad_row_is_named() {
    for (row, field) in [
        ("NL\t1012\tAmsterdam", "row"),
        ("Netherlands\t1012\tA\t\t\t\t\t\t\t52\t4\t6", "country"),
        ("NL\t--\tA\t\t\t\t\t\t\t52\t4\t6", "postal_code"),
        ("NL\t1012\t \t\t\t\t\t\t\t52\t4\t6", "place_name"),
        ("NL\t1012\tA\t\t\t\t\t\t\tnorth\t4\t6", "latitude"),
        ("NL\t1012\tA\t\t\t\t\t\t\t52\t444\t6", "longitude"),
    ] {
        let table = format!("{NETHERLANDS}{row}\n");
        let error = import_geonames(table.as_bytes()).unwrap_err();
        assert_eq!((error.row, error.field), (4, field), "{row}");
    }
}

#[test]
fn the_table_reads_back_what_it_wrote() {
    let mut bytes = Vec::new();
    Gazetteer::embedded().write_to(&mut bytes).unwrap();
    let again = Gazetteer::read_from(bytes.as_slice()).unwrap();
    assert_eq!(again.records(), Gazetteer::embedded().records());
    assert!(Gazetteer::read_from(&bytes[..bytes.len() / 2]).is_err());
    assert!(Gazetteer::read_from(&b"no table"[..]).is_err());
}

proptest! {
    #[test]
    fn nothing_panics_whatever_is_typed(text in "\\PC*", code in "\\PC{0,8}", country in "\\PC{0,3}") {
        let gazetteer = Gazetteer::embedded();
        let _ = gazetteer.lookup(&parse_free(&text).as_query());
        let query = PlaceQuery { postcode: Some(&code), place: Some(&text), country: None };
        let _ = gazetteer.lookup(&query);
        let _ = gazetteer.lookup(&PlaceQuery { country: Some(&country), ..query });
        let _ = gazetteer.coarse(&code, None);
        let _ = gazetteer.postcodes_starting_with(&code, Some(&country), 5);
    }

    #[test]
    fn suggestions_stay_within_the_limit(text in "[\\PC]{0,12}", limit in 0_usize..9) {
        prop_assert!(Gazetteer::embedded().suggest(&text, None, limit).len() <= limit);
    }

    #[test]
    fn any_text_is_imported_or_refused(text in "(\\PC|\t|\n){0,200}") {
        let _ = import_geonames(text.as_bytes());
    }

    #[test]
    fn any_place_is_found_by_its_code_and_name(record in 0_usize..40_000) {
        let gazetteer = Gazetteer::embedded();
        let place = &gazetteer.records()[record].place;
        let query = PlaceQuery {
            postcode: Some(&place.postcode),
            place: Some(&place.name),
            country: Some(&place.country),
        };
        let Lookup::Found(found) = gazetteer.lookup(&query) else { panic!("not found") };
        prop_assert!(distance_m(found.position, place.position) < 12_000.0);
    }
}
