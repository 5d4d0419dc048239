//! Both sides of the assignment, read from their files.

use std::collections::HashMap;
use std::path::Path;

use matching::Position;
use matching::assignment::{AssignRequest, AssignVolunteer, CodeSet, Problem};

use super::sheet::{Faults, Row, Sheet};

const VOLUNTEER_COLUMNS: [&str; 8] =
    ["id", "lat", "lon", "radius_km", "categories", "skills", "languages", "capacity"];
const REQUEST_COLUMNS: [&str; 8] =
    ["id", "lat", "lon", "category", "priority", "languages", "skills", "volunteers_needed"];
/// Five times the way to the other side of the Earth: more can only be a slip.
const LARGEST_RADIUS_KM: f64 = 100_000.0;
/// More than anyone serves, or needs.
const LARGEST_COUNT: u32 = 1_000_000;
/// How far below a whole metre a decimal of kilometres may be read, in metres.
const DECIMAL_SLACK_M: f64 = 1e-6;

/// The problem, and the ids behind its numbers, in the order of their bytes.
pub struct People {
    pub problem: Problem,
    pub volunteer_ids: Vec<String>,
    pub request_ids: Vec<String>,
}

/// Numbers for the codes of one kind, in the order in which they are first seen.
#[derive(Default)]
struct Codes(HashMap<String, u32>);

impl Codes {
    fn number(&mut self, code: &str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        if let Some(&number) = self.0.get(code) {
            return number;
        }
        self.0.insert(code.to_owned(), next);
        next
    }

    fn set<'a>(&mut self, codes: impl Iterator<Item = &'a str>) -> CodeSet {
        codes.map(|code| self.number(code)).collect()
    }
}

#[derive(Default)]
struct Vocabulary {
    categories: Codes,
    skills: Codes,
    languages: Codes,
}

impl People {
    /// Reads both files whole.
    ///
    /// # Errors
    ///
    /// A file cannot be read; inside, the faults of the rows of both files.
    pub fn read(volunteers: &Path, requests: &Path) -> anyhow::Result<Result<Self, Faults>> {
        let mut vocabulary = Vocabulary::default();
        let offered = side(volunteers, &VOLUNTEER_COLUMNS, |row| volunteer(row, &mut vocabulary))?;
        let asked = side(requests, &REQUEST_COLUMNS, |row| request(row, &mut vocabulary))?;
        let (offered, asked) = match (offered, asked) {
            (Ok(offered), Ok(asked)) => (offered, asked),
            (offered, asked) => {
                let faults = offered.err().into_iter().chain(asked.err()).flatten().collect();
                return Ok(Err(faults));
            }
        };
        let (volunteer_ids, volunteers) = offered.into_iter().unzip();
        let (request_ids, requests) = asked.into_iter().unzip();
        Ok(Ok(Self { problem: Problem { volunteers, requests }, volunteer_ids, request_ids }))
    }

    /// The number of a volunteer.
    pub fn volunteer(&self, id: &str) -> Option<u32> {
        place_of(&self.volunteer_ids, id)
    }

    /// The number of a request.
    pub fn request(&self, id: &str) -> Option<u32> {
        place_of(&self.request_ids, id)
    }
}

fn place_of(ids: &[String], id: &str) -> Option<u32> {
    ids.binary_search_by(|known| known.as_str().cmp(id)).ok().and_then(|at| u32::try_from(at).ok())
}

/// One file's members by id, each id once.
fn side<T>(
    path: &Path,
    wanted: &[&'static str],
    mut read: impl FnMut(&mut Row) -> Option<T>,
) -> anyhow::Result<Result<Vec<(String, T)>, Faults>> {
    let sheet = match Sheet::read(path, wanted)? {
        Ok(sheet) => sheet,
        Err(faults) => return Ok(Err(faults)),
    };
    let mut rows: HashMap<String, u64> = HashMap::new();
    let members = sheet.each(|row| {
        let id = row.required("id");
        if id.as_ref().is_some_and(|id| id.contains(char::is_control)) {
            row.fault("id", "must not hold control characters");
        }
        let earlier = id.as_ref().and_then(|id| rows.insert(id.clone(), row.number));
        if let Some(earlier) = earlier {
            row.fault("id", &format!("stands in row {earlier} already"));
        }
        let member = read(row);
        Some((id?, member?))
    });
    Ok(members.map(|mut members| {
        members.sort_by(|(a, _), (b, _)| a.cmp(b));
        members
    }))
}

fn volunteer(row: &mut Row, vocabulary: &mut Vocabulary) -> Option<AssignVolunteer> {
    let position = position(row);
    let radius_km = row.number("radius_km", (0.0, LARGEST_RADIUS_KM));
    let capacity = row.count("capacity", (0, LARGEST_COUNT));
    Some(AssignVolunteer {
        position: position?,
        radius_m: whole_metres_within(radius_km?),
        capacity: capacity?,
        categories: vocabulary.categories.set(row.list("categories")),
        skills: vocabulary.skills.set(row.list("skills")),
        languages: languages(row, vocabulary),
    })
}

fn request(row: &mut Row, vocabulary: &mut Vocabulary) -> Option<AssignRequest> {
    let position = position(row);
    let category = row.required("category");
    let vital = match row.text("priority") {
        "vital" => Some(true),
        "normal" => Some(false),
        _ => {
            row.fault("priority", "must be `vital` or `normal`");
            None
        }
    };
    let volunteers_needed = row.count("volunteers_needed", (1, LARGEST_COUNT));
    Some(AssignRequest {
        position: position?,
        category: vocabulary.categories.number(&category?),
        skills: vocabulary.skills.set(row.list("skills")),
        languages: languages(row, vocabulary),
        vital: vital?,
        volunteers_needed: volunteers_needed?,
    })
}

/// Languages are the same in capitals.
fn languages(row: &Row, vocabulary: &mut Vocabulary) -> CodeSet {
    let tags: Vec<String> = row.list("languages").map(str::to_ascii_lowercase).collect();
    vocabulary.languages.set(tags.iter().map(String::as_str))
}

fn position(row: &mut Row) -> Option<Position> {
    let lat = row.number("lat", (-90.0, 90.0));
    let lon = row.number("lon", (-180.0, 180.0));
    Position::new(lat?, lon?).ok()
}

/// The most whole metres within a radius, whatever the binary form of its decimals lost.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10⁸ metres")]
fn whole_metres_within(radius_km: f64) -> u32 {
    (radius_km * 1_000.0 + DECIMAL_SLACK_M).floor() as u32
}
