//! From the three exports to a record.

use std::collections::BTreeMap;
use std::io::Read;

use jiff::Timestamp;
use matching::{CategoryCode, Position, whole_metres};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::rows::{EventRow, Feature, Features, RequestRow, VolunteerRow};
use super::{LeftOut, Record, RecordedAsk, RecordedPerson, Said, Seen, Span, Window};
use crate::file::{Fault, Faults};
use crate::world::awake_between;

const VOLUNTEERS: &str = "volunteers.geojson";
const REQUESTS: &str = "requests.geojson";
const EVENTS: &str = "events.csv";
/// A set of words is the bits of a number of 64.
const MOST_WORDS: usize = 64;

/// What `proche export` wrote.
pub struct RecordFiles<V, R, E> {
    /// `proche export volunteers --format geojson`.
    pub volunteers: V,
    /// `proche export requests --format geojson`.
    pub requests: R,
    /// `proche export events --format csv`.
    pub events: E,
}

impl<V: Read, R: Read, E: Read> RecordFiles<V, R, E> {
    /// Reads the exports and keeps what happened in a window.
    ///
    /// # Errors
    ///
    /// The file, the line or row and the field at fault; a window without a request.
    pub fn read(self, window: &Window) -> Result<Record, Faults> {
        let volunteers: Vec<Feature<VolunteerRow>> = features(VOLUNTEERS, self.volunteers)?;
        let requests: Vec<Feature<RequestRow>> = features(REQUESTS, self.requests)?;
        let opened = requests.iter().filter_map(|request| request.properties.opened_at);
        let span = window.span(opened.clone().min().zip(opened.max()))?;
        let mut reader = Reader::new(span);
        reader.take_requests(requests)?;
        reader.take_volunteers(volunteers)?;
        reader.take_events(self.events)?;
        if reader.record.asks.is_empty() {
            let span = &reader.record.span;
            let what = format!("nothing was asked from {} to {}", span.from(), span.last());
            return Err(Fault::new(REQUESTS, what).into());
        }
        Ok(reader.record)
    }
}

fn features<T: DeserializeOwned>(file: &str, from: impl Read) -> Result<Vec<Feature<T>>, Fault> {
    let read: Result<Features<T>, _> = serde_json::from_reader(std::io::BufReader::new(from));
    read.map(|read| read.features).map_err(|error| Fault::new(file, error.to_string()))
}

/// A record under construction.
struct Reader {
    record: Record,
    asks: BTreeMap<Uuid, usize>,
    people: BTreeMap<Uuid, usize>,
    categories: Words,
    skills: Words,
    languages: Words,
}

impl Reader {
    fn new(span: Span) -> Self {
        let record = Record {
            people: Vec::new(),
            asks: Vec::new(),
            alerts: BTreeMap::new(),
            categories: Vec::new(),
            span,
            left_out: LeftOut::default(),
        };
        Self {
            record,
            asks: BTreeMap::new(),
            people: BTreeMap::new(),
            categories: Words::default(),
            skills: Words::default(),
            languages: Words::default(),
        }
    }

    fn take_requests(&mut self, requests: Vec<Feature<RequestRow>>) -> Result<(), Fault> {
        let mut taken = Vec::new();
        for (at, request) in requests.into_iter().enumerate() {
            let row = request.properties;
            let opened_at = row.opened_at.and_then(|opened| self.within(opened));
            let (Some(opened_at), Some(place), false) =
                (opened_at, request.geometry, row.staff_only)
            else {
                self.record.left_out.requests += 1;
                continue;
            };
            let field = |name: &str| format!("{REQUESTS}: feature {}: {name}", at + 1);
            let position = position(place.coordinates, &field("coordinates"))?;
            taken.push((opened_at, row.id, self.ask(&row, position, opened_at, &field)?));
        }
        taken.sort_by_key(|&(opened_at, id, _)| (opened_at, id));
        for (_, id, ask) in taken {
            if self.asks.insert(id, self.record.asks.len()).is_some() {
                return Err(Fault::new(REQUESTS, format!("{id} is there twice")));
            }
            self.record.asks.push(ask);
        }
        Ok(())
    }

    fn ask(
        &mut self,
        row: &RequestRow,
        at: Position,
        opened_at: u32,
        field: &impl Fn(&str) -> String,
    ) -> Result<RecordedAsk, Fault> {
        if !(1..=100).contains(&row.volunteers_needed) {
            let what = format!("is {}, must be from 1 to 100", row.volunteers_needed);
            return Err(Fault::new(field("volunteers_needed"), what));
        }
        let category = self.category(&row.category, &field("category"))?;
        let due = self.record.span.seconds(row.needed_by).filter(|&due| due > opened_at);
        let due = due.ok_or_else(|| Fault::new(field("needed_by"), "is not after opened_at"))?;
        Ok(RecordedAsk {
            at,
            category,
            skills: self.skills.bits(&row.skills, &field("skills"))?,
            languages: self.languages.bits(&row.languages, &field("languages"))?,
            vital: row.priority == "vital",
            opened_at,
            needed_by: due,
            places: row.volunteers_needed,
        })
    }

    fn take_volunteers(&mut self, volunteers: Vec<Feature<VolunteerRow>>) -> Result<(), Fault> {
        let mut taken = Vec::new();
        for (at, volunteer) in volunteers.into_iter().enumerate() {
            let row = volunteer.properties;
            let (Some(place), "active") = (volunteer.geometry, row.status.as_str()) else {
                self.record.left_out.volunteers += 1;
                continue;
            };
            let field = |name: &str| format!("{VOLUNTEERS}: feature {}: {name}", at + 1);
            let position = position(place.coordinates, &field("coordinates"))?;
            taken.push((row.id, self.person(&row, position, &field)?));
        }
        taken.sort_by_key(|&(id, _)| id);
        for (id, person) in taken {
            if self.people.insert(id, self.record.people.len()).is_some() {
                return Err(Fault::new(VOLUNTEERS, format!("{id} is there twice")));
            }
            self.record.people.push(person);
        }
        Ok(())
    }

    fn person(
        &mut self,
        row: &VolunteerRow,
        home: Position,
        field: &impl Fn(&str) -> String,
    ) -> Result<RecordedPerson, Fault> {
        if !(0.0..=500.0).contains(&row.radius_km) {
            let what = format!("is {}, must be from 0 to 500", row.radius_km);
            return Err(Fault::new(field("radius_km"), what));
        }
        let mut categories = 0;
        for code in &row.categories {
            categories |= 1 << self.category(code, &field("categories"))?;
        }
        let joined = row.activated_at.unwrap_or(row.created_at);
        Ok(RecordedPerson {
            home,
            radius_m: whole_metres(row.radius_km * 1_000.0),
            capacity: row.capacity,
            weekly_limit: row.max_alerts_per_week.unwrap_or(0),
            categories,
            skills: self.skills.bits(&row.skills, &field("skills"))?,
            languages: self.languages.bits(&row.languages, &field("languages"))?,
            joined_at: self.record.span.seconds(joined).unwrap_or(0),
        })
    }

    fn category(&mut self, code: &str, field: &str) -> Result<usize, Fault> {
        let at = self.categories.number(code, field)?;
        if at == self.record.categories.len() {
            let code: CategoryCode = code
                .parse()
                .map_err(|_| Fault::new(field, format!("`{code}` is no kind of help")))?;
            self.record.categories.push(code);
        }
        Ok(at)
    }

    fn take_events(&mut self, events: impl Read) -> Result<(), Fault> {
        let mut lines = csv::Reader::from_reader(std::io::BufReader::new(events));
        for (at, row) in lines.deserialize().enumerate() {
            let row: EventRow = row.map_err(|error| {
                Fault::new(format!("{EVENTS}: row {}", at + 2), in_words(&error))
            })?;
            self.take_event(&row);
        }
        Ok(())
    }

    fn take_event(&mut self, row: &EventRow) {
        let (Some(request), Some(volunteer)) = (row.request_id, row.volunteer_id) else { return };
        let known = self.asks.get(&request).zip(self.people.get(&volunteer));
        let at = self.record.span.seconds(row.at);
        let (Some((&ask, &person)), Some(at)) = (known, at) else {
            self.record.left_out.alerts += u32::from(row.kind == "alert.sent");
            return;
        };
        let at = at.max(self.record.asks[ask].opened_at);
        let alerts = &mut self.record.alerts;
        let seen = match row.kind.as_str() {
            "alert.sent" | "engagement.assigned" | "engagement.accepted" => {
                let fresh = Seen { sent_at: at, said: Said::Unknown };
                alerts.entry((ask, person)).or_insert(fresh)
            }
            _ => match alerts.get_mut(&(ask, person)) {
                Some(seen) => seen,
                None => return,
            },
        };
        let after = awake_seconds(seen.sent_at, at);
        match (row.kind.as_str(), seen.said) {
            ("engagement.assigned" | "engagement.accepted", _) => {
                seen.said = Said::Yes { after, came: true };
            }
            ("alert.declined", _) => seen.said = Said::No { after },
            ("alert.silent", Said::Unknown) => seen.said = Said::Nothing,
            ("engagement.released" | "engagement.no_show", Said::Yes { after, .. }) => {
                seen.said = Said::Yes { after, came: false };
            }
            _ => {}
        }
    }

    /// The second of an instant that lies in the window.
    fn within(&self, at: Timestamp) -> Option<u32> {
        let span = &self.record.span;
        span.seconds(at).filter(|&second| second < span.days() * crate::world::DAY)
    }
}

fn position([lon, lat]: [f64; 2], field: &str) -> Result<Position, Fault> {
    Position::new(lat, lon).map_err(|_| Fault::new(field, "is no place on earth"))
}

fn in_words(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        _ => error.to_string(),
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below both times")]
fn awake_seconds(from: u32, to: u32) -> u32 {
    awake_between(from, to) as u32
}

/// Words and the numbers that stand for them.
#[derive(Default)]
struct Words(BTreeMap<String, usize>);

impl Words {
    fn number(&mut self, word: &str, field: &str) -> Result<usize, Fault> {
        if let Some(&known) = self.0.get(word) {
            return Ok(known);
        }
        if self.0.len() == MOST_WORDS {
            return Err(Fault::new(field, format!("`{word}` is one more than {MOST_WORDS}")));
        }
        let number = self.0.len();
        self.0.insert(word.to_owned(), number);
        Ok(number)
    }

    fn bits(&mut self, words: &[String], field: &str) -> Result<u64, Fault> {
        let mut bits = 0;
        for word in words {
            bits |= 1 << self.number(word, field)?;
        }
        Ok(bits)
    }
}
