//! Further spellings, and names by language.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use geocoding::{Record, fold_name};
use matching::distance_m;

use crate::Failure;
use crate::sources::City;

/// A town of the same name within this distance is the same town.
const SAME_TOWN_M: f64 = 8_000.0;
const SHORTEST_SPELLING: usize = 3;

/// One line of `names-by-language.txt`.
pub struct Label {
    country: String,
    postcode: String,
    name: String,
    names: Vec<(String, String)>,
}

/// Reads `names-by-language.txt`.
pub fn labels(path: &Path) -> Result<Vec<Label>, Failure> {
    let text = std::fs::read_to_string(path)?;
    text.lines().filter(|line| !line.starts_with('#')).map(label).collect()
}

fn label(line: &str) -> Result<Label, Failure> {
    let fault = || format!("not a label: {line}");
    let mut parts = line.split('|').map(str::trim);
    let (country, postcode) = parts.next().and_then(|p| p.split_once(' ')).ok_or_else(fault)?;
    let name = parts.next().ok_or_else(fault)?;
    let names: Option<Vec<(String, String)>> = parts
        .map(|pair| pair.split_once('=').map(|(tag, name)| (tag.to_owned(), name.to_owned())))
        .collect();
    Ok(Label {
        country: country.to_owned(),
        postcode: postcode.to_owned(),
        name: name.to_owned(),
        names: names.ok_or_else(fault)?,
    })
}

/// Gives the rows of the labelled places (in all of their codes) their names by language.
pub fn add_labels(rows: &mut [Record], labels: &[Label], country: &str) {
    for label in labels.iter().filter(|label| label.country == country) {
        let name = fold_name(&label.name);
        let seat = rows
            .iter()
            .find(|row| row.place.postcode == label.postcode && fold_name(&row.place.name) == name)
            .map(|row| row.place.position);
        let Some(seat) = seat else {
            eprintln!("no row for the label {} {}", label.postcode, label.name);
            continue;
        };
        let same = |row: &&mut Record| {
            fold_name(&row.place.name) == name
                && distance_m(row.place.position, seat) <= SAME_TOWN_M
        };
        for row in rows.iter_mut().filter(same) {
            row.place.names.clone_from(&label.names);
        }
    }
}

/// Adds the spellings that `GeoNames` knows for towns of the same name nearby.
pub fn add_spellings(rows: &mut [Record], cities: &[City]) {
    let mut by_name: HashMap<String, Vec<(usize, bool)>> = HashMap::new();
    for (number, city) in cities.iter().enumerate() {
        by_name.entry(fold_name(&city.name)).or_default().push((number, true));
        for other in &city.names {
            by_name.entry(fold_name(other)).or_default().push((number, false));
        }
    }
    for row in rows {
        let own = fold_name(&row.place.name);
        let near: Vec<(usize, bool)> = by_name
            .get(&own)
            .into_iter()
            .flatten()
            .copied()
            .filter(|(city, _)| {
                distance_m(cities[*city].position, row.place.position) <= SAME_TOWN_M
            })
            .collect();
        let main = near.iter().any(|(_, main)| *main);
        let chosen = near.iter().filter(|(_, is_main)| *is_main == main);
        let spellings: BTreeSet<String> = chosen
            .flat_map(|(city, _)| {
                let city = &cities[*city];
                city.names.iter().chain(std::iter::once(&city.name))
            })
            .filter(|name| is_spelling(name))
            .map(|name| fold_name(name))
            .filter(|name| *name != own && name.chars().count() >= SHORTEST_SPELLING)
            .collect();
        row.aliases.extend(spellings);
    }
}

/// Latin or Cyrillic letters, and not an airport's code or a name in brackets.
fn is_spelling(name: &str) -> bool {
    let letters = |c: char| {
        c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c) || ('\u{400}'..='\u{45f}').contains(&c)
    };
    let is_code = name.len() <= 4 && name.chars().all(char::is_uppercase);
    name.chars().all(|c| letters(c) || c == '’') && !name.contains('(') && !is_code
}
