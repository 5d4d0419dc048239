//! The file of pairs: `request_id,volunteer_id,distance_m`.

use std::path::Path;

use matching::assignment::Pair;

use super::people::People;
use super::sheet::{Faults, Sheet};

const COLUMNS: [&str; 3] = ["request_id", "volunteer_id", "distance_m"];

/// The pairs by request, then volunteer, each in the order of the bytes of the ids.
pub fn to_csv(people: &People, pairs: &[Pair]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for pair in pairs {
        writer.write_record([
            &people.request_ids[pair.request as usize],
            &people.volunteer_ids[pair.volunteer as usize],
            &pair.distance_m.to_string(),
        ])?;
    }
    Ok(writer.into_inner()?)
}

/// Reads pairs in any order.
///
/// # Errors
///
/// The file cannot be read; inside, the faults of its rows, unknown ids among them.
pub fn read(people: &People, path: &Path) -> anyhow::Result<Result<Vec<Pair>, Faults>> {
    let sheet = match Sheet::read(path, &COLUMNS)? {
        Ok(sheet) => sheet,
        Err(faults) => return Ok(Err(faults)),
    };
    Ok(sheet.each(|row| {
        let request = people.request(row.text("request_id"));
        if request.is_none() {
            row.fault("request_id", "no such request");
        }
        let volunteer = people.volunteer(row.text("volunteer_id"));
        if volunteer.is_none() {
            row.fault("volunteer_id", "no such volunteer");
        }
        let distance_m = row.count("distance_m", (0, u32::MAX));
        Some(Pair { request: request?, volunteer: volunteer?, distance_m: distance_m? })
    }))
}
