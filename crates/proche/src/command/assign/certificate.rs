//! The certificate as JSON, with ids in place of numbers.

use std::collections::BTreeMap;

use anyhow::Context;
use matching::assignment::{Certificate, PairValue, Totals, Value};
use serde::{Deserialize, Serialize};

use super::people::People;

/// The file: totals, and every dual value that is not zero.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    totals: FileTotals,
    volunteers: BTreeMap<String, [i64; 3]>,
    requests: BTreeMap<String, [i64; 3]>,
    pairs: Vec<FilePair>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTotals {
    places: u64,
    vital_places: u64,
    distance_m: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePair {
    request_id: String,
    volunteer_id: String,
    value: [i64; 3],
}

/// Writes a certificate.
pub fn to_json(people: &People, certificate: &Certificate) -> anyhow::Result<Vec<u8>> {
    let Totals { places, vital_places, distance_m } = certificate.totals;
    let pair = |pair: &PairValue| FilePair {
        request_id: people.request_ids[pair.request as usize].clone(),
        volunteer_id: people.volunteer_ids[pair.volunteer as usize].clone(),
        value: pair.value.parts(),
    };
    let file = File {
        totals: FileTotals { places, vital_places, distance_m },
        volunteers: not_zero(&people.volunteer_ids, &certificate.volunteers),
        requests: not_zero(&people.request_ids, &certificate.requests),
        pairs: certificate.pairs.iter().map(pair).collect(),
    };
    let mut json = serde_json::to_vec(&file)?;
    json.push(b'\n');
    Ok(json)
}

fn not_zero(ids: &[String], values: &[Value]) -> BTreeMap<String, [i64; 3]> {
    let named = ids.iter().zip(values).filter(|(_, value)| **value != Value::ZERO);
    named.map(|(id, value)| (id.clone(), value.parts())).collect()
}

/// Reads a certificate of these people.
///
/// # Errors
///
/// The text has another shape, or an id is unknown.
pub fn of_json(people: &People, text: &[u8]) -> anyhow::Result<Certificate> {
    let file: File = serde_json::from_slice(text).context("is no certificate")?;
    let FileTotals { places, vital_places, distance_m } = file.totals;
    let unknown = |kind: &str, id: &str| format!("{kind}: `{id}` is unknown");
    let volunteer = |id: &str| people.volunteer(id).with_context(|| unknown("volunteers", id));
    let request = |id: &str| people.request(id).with_context(|| unknown("requests", id));
    let mut certificate = Certificate {
        totals: Totals { places, vital_places, distance_m },
        volunteers: vec![Value::ZERO; people.volunteer_ids.len()],
        requests: vec![Value::ZERO; people.request_ids.len()],
        pairs: Vec::with_capacity(file.pairs.len()),
    };
    for (id, parts) in file.volunteers {
        certificate.volunteers[volunteer(&id)? as usize] = Value::of_parts(parts);
    }
    for (id, parts) in file.requests {
        certificate.requests[request(&id)? as usize] = Value::of_parts(parts);
    }
    for pair in file.pairs {
        certificate.pairs.push(PairValue {
            request: request(&pair.request_id)?,
            volunteer: volunteer(&pair.volunteer_id)?,
            value: Value::of_parts(pair.value),
        });
    }
    Ok(certificate)
}
