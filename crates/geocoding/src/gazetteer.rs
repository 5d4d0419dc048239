//! The table of places and the ways into it.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use matching::{Position, distance_m, whole_metres};

use crate::fold::{fold_name, fold_postcode};
use crate::grid::{Grid, Nearest};
use crate::place::{Place, Precision};
use crate::typos::Names;

/// A row of the table: a place, its further spellings, and whether it stands for a municipality.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The place.
    pub place: Place,
    /// Further spellings, folded by [`fold_name`].
    pub aliases: Vec<String>,
    /// Whether this row stands for its whole municipality, exactly one row each.
    pub stands_for_municipality: bool,
}

/// How a name leads to a record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct NameHit {
    pub record: u32,
    pub official: bool,
}

/// Places by postcode and by name.
#[derive(Clone)]
pub struct Gazetteer {
    records: Vec<Record>,
    by_code: BTreeMap<String, Vec<u32>>,
    by_name: HashMap<String, Vec<NameHit>>,
    names: OnceLock<Names>,
    grid: OnceLock<Grid>,
}

static EMBEDDED: OnceLock<Gazetteer> = OnceLock::new();

impl Gazetteer {
    /// The gazetteer of Belgium and France that the program carries; read once, on first use.
    ///
    /// # Panics
    ///
    /// Never: the table is part of the program, and the tests read it.
    pub fn embedded() -> &'static Self {
        EMBEDDED.get_or_init(|| {
            let table: &[u8] = include_bytes!("../data/gazetteer.tsv.gz");
            Self::read_from(table).expect("the embedded table is checked by the tests")
        })
    }

    /// A gazetteer of these records, sorted by country, code and name.
    pub fn from_records(mut records: Vec<Record>) -> Self {
        records.sort_by(|a, b| order(&a.place).cmp(&order(&b.place)));
        let mut by_code: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut by_name: HashMap<String, Vec<NameHit>> = HashMap::with_capacity(records.len() * 2);
        for (record, row) in (0_u32..).zip(&records) {
            by_code.entry(fold_postcode(&row.place.postcode)).or_default().push(record);
            for (name, official) in spellings(row) {
                let hits = by_name.entry(name).or_default();
                if hits.last().is_none_or(|last| last.record != record) {
                    hits.push(NameHit { record, official });
                }
            }
        }
        Self { records, by_code, by_name, names: OnceLock::new(), grid: OnceLock::new() }
    }

    /// This gazetteer with the places of another laid over it.
    ///
    /// Of each country in `other`, only `other`'s rows stay; they keep the names, spellings,
    /// population and density that this gazetteer knows for the same code and name.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        let mut records: Vec<Record> =
            self.records.iter().filter(|row| !other.covers(&row.place.country)).cloned().collect();
        records.extend(other.records.iter().map(|row| self.enriched(row)));
        Self::from_records(records)
    }

    /// Whether it knows any place of a country (ISO 3166-1 alpha-2).
    pub fn covers(&self, country: &str) -> bool {
        self.records.binary_search_by(|row| row.place.country.as_str().cmp(country)).is_ok()
    }

    /// All records, sorted by country, code and name.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// One place for each municipality of a country, with its population where known: the
    /// weights for demonstrations and simulations.
    pub fn municipalities(&self, country: &str) -> impl Iterator<Item = &Place> {
        self.records
            .iter()
            .filter(move |row| row.stands_for_municipality && row.place.country == country)
            .map(|row| &row.place)
    }

    /// The places that share a postcode; of one country, or of all.
    pub fn places_at(&self, code: &str, country: Option<&str>) -> Vec<&Place> {
        let code = fold_postcode(code);
        let hits = self.by_code.get(&code).map(Vec::as_slice).unwrap_or_default();
        hits.iter()
            .map(|&hit| self.place(hit))
            .filter(|place| country.is_none_or(|c| place.country.eq_ignore_ascii_case(c)))
            .collect()
    }

    /// The places whose postcode starts with `prefix`, in order of code, `limit` at most.
    pub fn postcodes_starting_with(
        &self,
        prefix: &str,
        country: Option<&str>,
        limit: usize,
    ) -> Vec<Place> {
        let prefix = fold_postcode(prefix);
        self.by_code
            .range(prefix.clone()..)
            .take_while(|(code, _)| code.starts_with(&prefix))
            .flat_map(|(_, hits)| hits)
            .map(|&hit| self.place(hit))
            .filter(|place| country.is_none_or(|c| place.country.eq_ignore_ascii_case(c)))
            .take(limit)
            .cloned()
            .collect()
    }

    /// The middle of the places that share a postcode, with their spread as its uncertainty.
    ///
    /// `None` for an unknown code, and for one that exists in several countries when none is
    /// given. A code with one place is that place.
    pub fn coarse(&self, code: &str, country: Option<&str>) -> Option<Place> {
        let places = self.places_at(code, country);
        let first = places.first()?;
        if places.iter().any(|place| place.country != first.country) {
            return None;
        }
        Some(middle_of(&places, Precision::PostcodeCentroid))
    }

    /// The place nearest to a position within `within_m` metres, of one country or of all.
    pub fn nearest(
        &self,
        position: Position,
        country: Option<&str>,
        within_m: f64,
    ) -> Option<Nearest> {
        let grid =
            self.grid.get_or_init(|| Grid::new(self.records.iter().map(|row| row.place.position)));
        grid.nearest(position, within_m, |record| {
            country.is_none_or(|c| self.records[record].place.country.eq_ignore_ascii_case(c))
        })
    }

    pub(crate) fn place(&self, record: u32) -> &Place {
        &self.records[record as usize].place
    }

    pub(crate) fn record(&self, record: u32) -> &Record {
        &self.records[record as usize]
    }

    pub(crate) fn hits_at(&self, folded_code: &str) -> &[u32] {
        self.by_code.get(folded_code).map(Vec::as_slice).unwrap_or_default()
    }

    pub(crate) fn hits_named(&self, folded_name: &str) -> &[NameHit] {
        self.by_name.get(folded_name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every folded name, for prefixes and typing errors.
    pub(crate) fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(self.by_name.keys().map(String::as_str)))
    }

    fn enriched(&self, row: &Record) -> Record {
        let key = fold_name(&row.place.name);
        let twin = self.hits_at(&fold_postcode(&row.place.postcode)).iter().find(|&&hit| {
            let place = self.place(hit);
            place.country == row.place.country && fold_name(&place.name) == key
        });
        let Some(twin) = twin.map(|&hit| self.record(hit)) else { return row.clone() };
        let mut enriched = row.clone();
        enriched.aliases.extend(twin.aliases.iter().cloned());
        enriched.stands_for_municipality = twin.stands_for_municipality;
        let place = &mut enriched.place;
        place.names.clone_from(&twin.place.names);
        place.municipality.clone_from(&twin.place.municipality);
        place.population = place.population.or(twin.place.population);
        place.residents_per_km2 = place.residents_per_km2.or(twin.place.residents_per_km2);
        enriched
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gazetteer({} places)", self.records.len())
    }
}

/// One place in the middle of several, named for the most populous of them.
///
/// The uncertainty is the root of the mean square distance from the middle plus the mean square
/// of the places' own.
pub(crate) fn middle_of(places: &[&Place], precision: Precision) -> Place {
    let main = main_of(places);
    if places.len() == 1 {
        return main.clone();
    }
    let position = mean_position(places).unwrap_or(main.position);
    let squares = places.iter().map(|place| {
        let away = distance_m(position, place.position);
        away.mul_add(away, f64::from(place.uncertainty_m).powi(2))
    });
    let spread = (squares.sum::<f64>() / count(places)).sqrt();
    let lowest = places.iter().map(|place| &place.postcode).min().unwrap_or(&main.postcode);
    Place {
        position,
        precision,
        uncertainty_m: whole_metres(spread),
        postcode: lowest.clone(),
        residents_per_km2: lowest_density(places),
        ..main.clone()
    }
}

fn main_of<'a>(places: &[&'a Place]) -> &'a Place {
    let by_people = |a: &&&Place, b: &&&Place| {
        a.population.cmp(&b.population).then_with(|| order(b).cmp(&order(a)))
    };
    places.iter().max_by(by_people).expect("callers pass one place or more")
}

fn mean_position(places: &[&Place]) -> Option<Position> {
    let lat: f64 = places.iter().map(|place| place.position.lat()).sum();
    let lon: f64 = places.iter().map(|place| place.position.lon()).sum();
    Position::new(lat / count(places), lon / count(places)).ok()
}

fn lowest_density(places: &[&Place]) -> Option<f64> {
    places.iter().filter_map(|place| place.residents_per_km2).reduce(f64::min)
}

fn count(places: &[&Place]) -> f64 {
    u32::try_from(places.len()).map_or(f64::INFINITY, f64::from)
}

fn order(place: &Place) -> (&str, &str, &str) {
    (&place.country, &place.postcode, &place.name)
}

/// The folded spellings of a record, official ones first.
fn spellings(row: &Record) -> impl Iterator<Item = (String, bool)> {
    let own = std::iter::once(&row.place.name);
    let official = own.chain(row.place.names.iter().map(|(_, name)| name));
    official
        .map(|name| (fold_name(name), true))
        .chain(row.aliases.iter().map(|alias| (alias.clone(), false)))
        .filter(|(name, _)| !name.is_empty())
}
