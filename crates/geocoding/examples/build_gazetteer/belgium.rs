//! Belgium's municipalities and their populations.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use geocoding::{Record, fold_name};
use matching::distance_m;

use crate::Failure;
use crate::sources::{City, cities, text_of};

/// A town of the same name within this distance is the same town.
const SAME_TOWN_M: f64 = 8_000.0;

/// Marks one row for each municipality of `be-municipalities.txt` and gives it its population;
/// villages with a population of their own get that.
pub fn mark_municipalities(
    rows: &mut [Record],
    sources: &Path,
    data: &Path,
) -> Result<(), Failure> {
    let cities = cities(sources, "BE")?;
    let towns = Towns::new(&cities);
    let districts = districts(sources)?;
    let list = std::fs::read_to_string(data.join("be-municipalities.txt"))?;
    for row in rows.iter_mut() {
        row.place.population = towns.population(row);
    }
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        let (district, names) = line.split_once(": ").ok_or("a line without a district")?;
        for entry in names.split(", ") {
            let (name, people) = entry.split_once('=').map_or((entry, None), |(n, p)| (n, Some(p)));
            let key = (fold_name(name), district.to_owned());
            let row = rows
                .iter_mut()
                .find(|row| {
                    fold_name(&row.place.name) == key.0
                        && districts.contains(&(
                            row.place.postcode.clone(),
                            key.0.clone(),
                            key.1.clone(),
                        ))
                })
                .ok_or_else(|| format!("no postcode for {name}"))?;
            row.stands_for_municipality = true;
            if let Some(people) = people {
                row.place.population = Some(people.parse()?);
            }
            if row.place.population.is_none() {
                return Err(format!("no population for {name}").into());
            }
        }
    }
    name_municipalities(rows);
    Ok(())
}

/// Code, folded name and district code of each postal row.
fn districts(sources: &Path) -> Result<HashSet<(String, String, String)>, Failure> {
    let text = text_of(&sources.join("geonames-postal/BE.tsv.gz"))?;
    Ok(text
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .filter(|fields| fields.len() == 12)
        .map(|fields| (fields[1].to_owned(), fold_name(fields[2]), fields[8].to_owned()))
        .collect())
}

/// The towns by folded name: those whose main name it is, and those where it is a spelling.
struct Towns<'a> {
    main: HashMap<String, Vec<&'a City>>,
    spelt: HashMap<String, Vec<&'a City>>,
}

impl<'a> Towns<'a> {
    fn new(cities: &'a [City]) -> Self {
        let mut towns = Self { main: HashMap::new(), spelt: HashMap::new() };
        for city in cities {
            towns.main.entry(fold_name(&city.name)).or_default().push(city);
            for name in &city.names {
                towns.spelt.entry(fold_name(name)).or_default().push(city);
            }
        }
        towns
    }

    fn population(&self, row: &Record) -> Option<u32> {
        let name = fold_name(&row.place.name);
        let most = |towns: Option<&Vec<&City>>| {
            let near = towns.into_iter().flatten().filter(|city| {
                city.population > 0 && distance_m(city.position, row.place.position) <= SAME_TOWN_M
            });
            near.map(|city| city.population).max()
        };
        most(self.main.get(&name)).or_else(|| most(self.spelt.get(&name)))
    }
}

/// A village that shares its code with exactly one municipality belongs to that.
fn name_municipalities(rows: &mut [Record]) {
    let seats: Vec<(String, String)> = rows
        .iter()
        .filter(|row| row.stands_for_municipality)
        .map(|row| (row.place.postcode.clone(), row.place.name.clone()))
        .collect();
    for row in rows.iter_mut().filter(|row| !row.stands_for_municipality) {
        let mut here = seats.iter().filter(|(code, _)| *code == row.place.postcode);
        if let (Some((_, name)), None) = (here.next(), here.next()) {
            row.place.municipality = Some(name.clone()).filter(|name| *name != row.place.name);
        }
        if matches!(row.place.postcode.as_str(), "1020" | "1120" | "1130") {
            row.place.municipality = Some("Bruxelles".to_owned());
        }
    }
}
