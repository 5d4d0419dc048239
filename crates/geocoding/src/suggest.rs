//! Places for what has been typed so far, and for what was mistyped.

use std::collections::{HashMap, HashSet};

use crate::fold::fold_name;
use crate::gazetteer::Gazetteer;
use crate::place::Place;

/// Below this many letters a typing error cannot be told from another name.
const SHORTEST_TYPO: usize = 4;

impl Gazetteer {
    /// Places whose postcode or name, in any spelling, starts with `text`, the most populous
    /// first; then, where room is left, those whose name differs by one or two typing errors.
    ///
    /// At most `limit` places, of one country or of all.
    pub fn suggest(&self, text: &str, country: Option<&str>, limit: usize) -> Vec<Place> {
        if text.trim().starts_with(|first: char| first.is_ascii_digit()) {
            return self.postcodes_starting_with(text, country, limit);
        }
        let typed = fold_name(text);
        if typed.is_empty() {
            return Vec::new();
        }
        let mut found = Suggestions { gazetteer: self, country, seen: HashSet::new() };
        let mut places = found.ranked(self.names_starting_with(&typed).map(|name| (0, name)));
        if places.len() < limit && typed.chars().count() >= SHORTEST_TYPO {
            places.extend(found.ranked(self.names_like(&typed).into_iter()));
        }
        places.truncate(limit);
        places.into_iter().cloned().collect()
    }

    fn names_starting_with(&self, prefix: &str) -> impl Iterator<Item = &str> {
        let names = self.names().sorted();
        let first = names.partition_point(|name| &**name < prefix);
        names[first..].iter().map(|name| &**name).take_while(move |name| name.starts_with(prefix))
    }

    fn names_like(&self, typed: &str) -> Vec<(usize, &str)> {
        let most = if typed.chars().count() < 7 { 1 } else { 2 };
        self.names().within(typed, most)
    }
}

struct Suggestions<'a> {
    gazetteer: &'a Gazetteer,
    country: Option<&'a str>,
    seen: HashSet<u32>,
}

impl<'a> Suggestions<'a> {
    /// The places of these names not given before: fewest errors first, then official names,
    /// then by population.
    fn ranked<'n>(&mut self, names: impl Iterator<Item = (usize, &'n str)>) -> Vec<&'a Place> {
        let mut best: HashMap<u32, (usize, bool)> = HashMap::new();
        for (errors, name) in names {
            for hit in self.gazetteer.hits_named(name) {
                let rank = (errors, !hit.official);
                let known = best.entry(hit.record).or_insert(rank);
                *known = rank.min(*known);
            }
        }
        let mut places: Vec<(usize, bool, &Place)> = Vec::new();
        for (record, (errors, unofficial)) in best {
            let place = self.gazetteer.place(record);
            let here = self.country.is_none_or(|c| place.country.eq_ignore_ascii_case(c));
            if here && self.seen.insert(record) {
                places.push((errors, unofficial, place));
            }
        }
        places.sort_by(|a, b| {
            (a.0, a.1)
                .cmp(&(b.0, b.1))
                .then_with(|| b.2.population.cmp(&a.2.population))
                .then_with(|| (&a.2.name, &a.2.postcode).cmp(&(&b.2.name, &b.2.postcode)))
        });
        places.into_iter().map(|(_, _, place)| place).collect()
    }
}
