//! France's communes, their populations, and the former communes within them.

use std::collections::HashMap;
use std::path::Path;

use geocoding::{Place, Precision, Record, fold_name};
use matching::{Position, distance_m, whole_metres};
use serde::Deserialize;

use crate::Failure;
use crate::sources::text_of;

#[derive(Deserialize)]
struct Commune {
    code: String,
    nom: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "chefLieu")]
    seat: Option<String>,
    #[serde(rename = "codesPostaux", default)]
    postcodes: Vec<String>,
    population: Option<u32>,
}

/// The cities whose arrondissements are communes of their own in the postal table.
const CITIES: [(&str, &str); 3] = [("75000", "Paris"), ("69000", "Lyon"), ("13000", "Marseille")];

/// Gives each commune's rows their population, marks one of them, names the commune of former
/// communes, and adds a row where a commune is missing in one of its codes.
pub fn mark_communes(rows: &mut Vec<Record>, sources: &Path) -> Result<(), Failure> {
    let text = text_of(&sources.join("fr-communes/communes.json.gz"))?;
    let communes: Vec<Commune> = serde_json::from_str(&text)?;
    let mut former: HashMap<&str, Vec<String>> = HashMap::new();
    for commune in &communes {
        if let Some(seat) = commune.seat.as_deref() {
            former.entry(seat).or_default().push(fold_name(&commune.nom));
        }
    }
    let mut table = Table::new(rows);
    for commune in &communes {
        if CITIES.iter().any(|(_, name)| *name == commune.nom) {
            continue;
        }
        match commune.kind.as_str() {
            "commune-actuelle" => {
                let within = former.get(commune.code.as_str()).map(Vec::as_slice);
                table.mark(commune, within.unwrap_or_default());
            }
            "arrondissement-municipal" => table.mark(commune, &[]),
            _ => {}
        }
    }
    for row in rows.iter_mut() {
        add_city(row);
    }
    Ok(())
}

/// The uncertainty of a whole city is that of its arrondissements together.
pub fn widen_cities(rows: &mut [Record]) {
    for (code, name) in CITIES {
        let parts: Vec<Place> = rows
            .iter()
            .filter(|row| row.place.municipality.as_deref() == Some(name))
            .map(|row| row.place.clone())
            .collect();
        let people: Option<u32> = parts.iter().map(|place| place.population).sum();
        let ground: f64 = parts.iter().map(|place| f64::from(place.uncertainty_m).powi(2)).sum();
        let city = rows.iter_mut().find(|row| row.place.postcode == code && row.place.name == name);
        if let Some(city) = city {
            city.place.precision = Precision::Municipality;
            city.place.uncertainty_m = whole_metres(ground.sqrt());
            city.place.population = people;
        }
    }
}

/// An arrondissement is known by its city's name too; its code tells which one.
fn add_city(row: &mut Record) {
    let name = fold_name(&row.place.name);
    for (_, city) in CITIES {
        let city_name = fold_name(city);
        let number = name.strip_prefix(&format!("{city_name} ")).unwrap_or_default();
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            row.place.municipality = Some(city.to_owned());
            row.aliases.push(city_name);
        }
    }
}

struct Table<'a> {
    rows: &'a mut Vec<Record>,
    by_code: HashMap<String, Vec<usize>>,
}

impl<'a> Table<'a> {
    fn new(rows: &'a mut Vec<Record>) -> Self {
        let mut by_code: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, row) in rows.iter().enumerate() {
            by_code.entry(row.place.postcode.clone()).or_default().push(number);
        }
        Self { rows, by_code }
    }

    /// Overseas communes have no postcode in this table and stay out.
    fn mark(&mut self, commune: &Commune, former: &[String]) {
        let name = fold_name(&commune.nom);
        let mut marked = false;
        for code in &commune.postcodes {
            let here = self.by_code.get(code).cloned().unwrap_or_default();
            self.name_former(&here, commune, &name, former);
            let own = here.iter().copied().find(|&row| self.named(row) == name);
            let Some(row) = own.or_else(|| self.add(code, &here, commune, former)) else {
                continue;
            };
            let row = &mut self.rows[row];
            row.place.population = commune.population;
            row.place.municipality = None;
            row.stands_for_municipality = !marked;
            marked = true;
        }
    }

    fn named(&self, row: usize) -> String {
        fold_name(&self.rows[row].place.name)
    }

    fn name_former(&mut self, here: &[usize], commune: &Commune, name: &str, former: &[String]) {
        for &row in here {
            let folded = self.named(row);
            if folded != name && former.contains(&folded) {
                self.rows[row].place.municipality = Some(commune.nom.clone());
            }
        }
    }

    /// A commune that the postal table lacks lies amid its former communes of that code, else
    /// amid all places of the code.
    fn add(
        &mut self,
        code: &str,
        here: &[usize],
        commune: &Commune,
        former: &[String],
    ) -> Option<usize> {
        let within: Vec<usize> =
            here.iter().copied().filter(|&row| former.contains(&self.named(row))).collect();
        let around = if within.is_empty() { here } else { &within };
        let first = self.rows[*around.first()?].place.clone();
        let position = middle(around.iter().map(|&row| self.rows[row].place.position))?;
        let nearest = around
            .iter()
            .map(|&row| self.rows[row].place.position)
            .min_by(|a, b| distance_m(*a, position).total_cmp(&distance_m(*b, position)))?;
        let place = Place {
            name: commune.nom.clone(),
            postcode: code.to_owned(),
            position: nearest,
            municipality: None,
            ..first
        };
        let row = self.rows.len();
        self.rows.push(Record { place, aliases: Vec::new(), stands_for_municipality: false });
        self.by_code.entry(code.to_owned()).or_default().push(row);
        Some(row)
    }
}

fn middle(points: impl Iterator<Item = Position>) -> Option<Position> {
    let points: Vec<Position> = points.collect();
    let count = f64::from(u32::try_from(points.len()).ok()?);
    let lat = points.iter().map(|point| point.lat()).sum::<f64>() / count;
    let lon = points.iter().map(|point| point.lon()).sum::<f64>() / count;
    Position::new(lat, lon).ok()
}
