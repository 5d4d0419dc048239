//! From what a person wrote to one place, or to the question that has to be asked.

use matching::{Position, distance_m};

use crate::fold::{fold_name, fold_postcode};
use crate::gazetteer::{Gazetteer, middle_of};
use crate::place::{Place, Precision};

/// What a person said about a place; empty parts count as unsaid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlaceQuery<'a> {
    /// Postcode, with or without country prefix and CEDEX.
    pub postcode: Option<&'a str>,
    /// Name in any language and spelling.
    pub place: Option<&'a str>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<&'a str>,
}

/// What the gazetteer makes of a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// One place fits.
    Found(Place),
    /// Several fit; the most populous first. Ask which one.
    Ambiguous(Vec<Place>),
    /// None fits.
    Unknown(UnknownReason),
}

/// Why no place fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownReason {
    /// Neither postcode nor name was said.
    Empty,
    /// The gazetteer has no place of that country.
    UnknownCountry,
    /// No such postcode.
    UnknownPostcode,
    /// No place of that name.
    UnknownPlace,
    /// Both are known, but the place is not in the postcode.
    PlaceNotInPostcode,
}

/// Points of one name closer than this are one town with several postcodes.
const ONE_TOWN_M: f64 = 12_000.0;
/// Villages of one municipality lie no farther from its point than this.
const ONE_MUNICIPALITY_M: f64 = 25_000.0;

impl Gazetteer {
    /// Finds the place of a query.
    ///
    /// Code and name together are best. A code alone is `Ambiguous` where it has several places
    /// (see [`Gazetteer::coarse`]); a name alone where several towns bear it. Official names go
    /// before other spellings. A French code that only companies use (CEDEX) is understood by its
    /// département and the name; a Belgian municipality's name fits the codes of its villages.
    pub fn lookup(&self, query: &PlaceQuery<'_>) -> Lookup {
        let country = said(query.country).map(str::to_uppercase);
        let country = country.as_deref();
        if country.is_some_and(|c| !self.covers(c)) {
            return Lookup::Unknown(UnknownReason::UnknownCountry);
        }
        let code = said(query.postcode).map(fold_postcode).filter(|code| !code.is_empty());
        let name = said(query.place).map(fold_name).filter(|name| !name.is_empty());
        match (code, name) {
            (None, None) => Lookup::Unknown(UnknownReason::Empty),
            (Some(code), None) => self.by_code(&code, country),
            (None, Some(name)) => self.by_name(&name, country),
            (Some(code), Some(name)) => self.by_code_and_name(&code, &name, country),
        }
    }

    /// The points of all places that a query takes in: all of a code, or all of a town or
    /// municipality.
    ///
    /// # Errors
    ///
    /// The answer of [`Gazetteer::lookup`] where that is not one place.
    pub(crate) fn points_of(&self, query: &PlaceQuery<'_>) -> Result<Vec<Position>, Box<Lookup>> {
        let country = said(query.country).map(str::to_uppercase);
        if let (Some(code), None) = (said(query.postcode), said(query.place)) {
            let here = self.known_at(&fold_postcode(code), country.as_deref());
            if here.iter().all(|place| place.country == here[0].country) && !here.is_empty() {
                return Ok(here.iter().map(|place| place.position).collect());
            }
        }
        let place = match self.lookup(query) {
            Lookup::Found(place) => place,
            refusal => return Err(Box::new(refusal)),
        };
        let belongs = |other: &&Place| match said(query.postcode) {
            Some(_) if place.precision == Precision::PostcodeCentroid => {
                other.postcode == place.postcode
            }
            Some(_) => other.postcode == place.postcode && other.name == place.name,
            None => other.name == place.name || other.municipality.as_ref() == Some(&place.name),
        };
        let near = |other: &&Place| {
            other.country == place.country
                && distance_m(other.position, place.position) <= ONE_MUNICIPALITY_M
        };
        let places = self.records().iter().map(|row| &row.place);
        Ok(places.filter(belongs).filter(near).map(|place| place.position).collect())
    }

    fn by_code(&self, code: &str, country: Option<&str>) -> Lookup {
        one_or_ask(self.known_at(code, country), UnknownReason::UnknownPostcode)
    }

    fn by_name(&self, name: &str, country: Option<&str>) -> Lookup {
        one_or_ask(self.towns_named(name, country), UnknownReason::UnknownPlace)
    }

    fn by_code_and_name(&self, code: &str, name: &str, country: Option<&str>) -> Lookup {
        let here = self.known_at(code, country);
        if here.is_empty() {
            return self.by_company_code(code, name, country);
        }
        let named = self.named(name, country);
        let at_code =
            |record: &&u32| here.iter().any(|place| std::ptr::eq(*place, self.place(**record)));
        for records in [&named.official, &named.other] {
            let fits: Vec<&Place> =
                records.iter().filter(at_code).map(|&record| self.place(record)).collect();
            if !fits.is_empty() {
                return one_or_ask(towns(&fits), UnknownReason::PlaceNotInPostcode);
            }
        }
        self.by_municipality(&here, &named.official)
            .unwrap_or(Lookup::Unknown(UnknownReason::PlaceNotInPostcode))
    }

    /// A code with villages only, and the name of the municipality around them.
    fn by_municipality(&self, here: &[&Place], named: &[u32]) -> Option<Lookup> {
        let is_municipality = |place: &Place| {
            self.municipalities_at(&place.postcode, &place.country).next().is_some()
        };
        if here.iter().any(|place| is_municipality(place)) {
            return None;
        }
        let middle = middle_of(here, Precision::PostcodeCentroid);
        let around = named.iter().map(|&record| self.record(record)).any(|row| {
            row.stands_for_municipality
                && row.place.country == middle.country
                && distance_m(row.place.position, middle.position) <= ONE_TOWN_M
        });
        around.then_some(Lookup::Found(middle))
    }

    fn municipalities_at(&self, code: &str, country: &str) -> impl Iterator<Item = &Place> {
        self.hits_at(&fold_postcode(code))
            .iter()
            .map(|&hit| self.record(hit))
            .filter(move |row| row.stands_for_municipality && row.place.country == country)
            .map(|row| &row.place)
    }

    /// A French code that the table lacks: the département's two digits and the name decide.
    fn by_company_code(&self, code: &str, name: &str, country: Option<&str>) -> Lookup {
        let unknown = Lookup::Unknown(UnknownReason::UnknownPostcode);
        let french = code.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit());
        if !french || country.is_some_and(|c| c != "FR") {
            return unknown;
        }
        let named = self.named(name, Some("FR"));
        let near: Vec<&Place> = named
            .official
            .iter()
            .map(|&record| self.place(record))
            .filter(|place| place.postcode.starts_with(&code[..2]))
            .collect();
        match towns(&near).as_slice() {
            [] => unknown,
            [one] => Lookup::Found(one.clone()),
            several => Lookup::Ambiguous(several.to_vec()),
        }
    }

    /// The places of a code; of its coarser form where the table has only that (a British code's
    /// first half, a Dutch code's digits).
    fn known_at(&self, code: &str, country: Option<&str>) -> Vec<&Place> {
        let exact = self.places_at(code, country);
        if !exact.is_empty() {
            return exact;
        }
        let dutch = code.len() == 6 && code.bytes().take(4).all(|byte| byte.is_ascii_digit());
        let british =
            code.len() >= 5 && code.bytes().next().is_some_and(|b| b.is_ascii_uppercase());
        match (dutch, british) {
            (true, _) => self.places_at(&code[..4], Some("NL")),
            (_, true) => self.places_at(&code[..code.len() - 3], Some("GB")),
            _ => Vec::new(),
        }
    }

    fn towns_named(&self, name: &str, country: Option<&str>) -> Vec<Place> {
        let named = self.named(name, country);
        let records = if named.official.is_empty() { &named.other } else { &named.official };
        let places: Vec<&Place> = records.iter().map(|&record| self.place(record)).collect();
        towns(&places)
    }

    fn named(&self, name: &str, country: Option<&str>) -> Named {
        let mut named = Named { official: Vec::new(), other: Vec::new() };
        for hit in self.hits_named(name) {
            if country.is_some_and(|c| self.place(hit.record).country != c) {
                continue;
            }
            let list = if hit.official { &mut named.official } else { &mut named.other };
            list.push(hit.record);
        }
        named
    }
}

/// The records that bear a name, by official name and by another spelling.
struct Named {
    official: Vec<u32>,
    other: Vec<u32>,
}

fn said(part: Option<&str>) -> Option<&str> {
    part.map(str::trim).filter(|part| !part.is_empty())
}

/// One town for the places of one name that lie together; the most populous first.
fn towns(places: &[&Place]) -> Vec<Place> {
    let mut groups: Vec<Vec<&Place>> = Vec::new();
    for place in places {
        let near = |group: &&mut Vec<&Place>| {
            group[0].country == place.country
                && fold_name(&group[0].name) == fold_name(&place.name)
                && distance_m(group[0].position, place.position) <= ONE_TOWN_M
        };
        match groups.iter_mut().find(near) {
            Some(group) => group.push(place),
            None => groups.push(vec![place]),
        }
    }
    let mut towns: Vec<Place> =
        groups.iter().map(|group| middle_of(group, Precision::Municipality)).collect();
    towns.sort_by(|a, b| b.population.cmp(&a.population).then_with(|| a.postcode.cmp(&b.postcode)));
    towns
}

/// Places as a look-up answers them, owned or borrowed.
fn one_or_ask<P: Into<Owned>>(places: Vec<P>, none: UnknownReason) -> Lookup {
    let mut places: Vec<Place> = places.into_iter().map(|place| place.into().0).collect();
    match places.len() {
        0 => Lookup::Unknown(none),
        1 => Lookup::Found(places.remove(0)),
        _ => {
            places.sort_by_key(|place| std::cmp::Reverse(place.population));
            Lookup::Ambiguous(places)
        }
    }
}

struct Owned(Place);

impl From<&Place> for Owned {
    fn from(place: &Place) -> Self {
        Self(place.clone())
    }
}

impl From<Place> for Owned {
    fn from(place: Place) -> Self {
        Self(place)
    }
}
