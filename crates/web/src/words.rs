//! What happened and why, as sentences in the reader's language.

use serde_json::Value as Json;
use store::StoredEvent;
use templates::{Locale, Value};

/// An event of a request as a sentence. Nobody is named: a volunteer is a short number.
pub(crate) fn event(locale: Locale, event: &StoredEvent, data: &Json) -> String {
    let kind = match (event.kind.as_str(), event.actor_kind.as_str()) {
        ("request.opened", "requester") => "request.confirmed".to_owned(),
        ("engagement.accepted", "staff" | "token") => "engagement.assigned".to_owned(),
        ("request.cancelled", "staff" | "token") => "request.closed".to_owned(),
        (kind, _) => kind.to_owned(),
    };
    let who = event.volunteer_id.map(|id| short(&id.to_string())).unwrap_or_default();
    let number = |name: &str| data.get(name).and_then(Json::as_i64).unwrap_or_default();
    let args: [(&str, Value<'_>); 6] = [
        ("who", who.into()),
        ("count", number("alerts").into()),
        ("wave", number("wave").into()),
        ("when", when(locale, data).into()),
        ("reason", reason_in(locale, data).into()),
        ("number", data.get("reference").and_then(Json::as_str).unwrap_or_default().into()),
    ];
    locale.event(&kind.replace('.', "-"), &args)
}

/// The last part of an id: enough to tell two volunteers apart, and nothing about them.
pub(crate) fn short(id: &str) -> String {
    let start = id.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    id[start..].to_owned()
}

fn when(locale: Locale, data: &Json) -> String {
    let code = data.get("when").and_then(Json::as_str).unwrap_or_default();
    if code.is_empty() { String::new() } else { locale.word("reason", &format!("when_{code}")) }
}

/// The first coded word of an event that says why.
fn reason_in(locale: Locale, data: &Json) -> String {
    let coded = |name: &str, family: &str| {
        let code = data.get(name)?.as_str()?;
        Some(locale.word(family, code))
    };
    coded("outcome", "outcome")
        .or_else(|| coded("reason", "release"))
        .or_else(|| coded("kind", "task"))
        .or_else(|| coded("why", "reason"))
        .or_else(|| coded("priority", "priority"))
        .unwrap_or_default()
}

/// Why a volunteer is a candidate.
pub(crate) fn reason(locale: Locale, code: &str, detail: &str) -> String {
    let detail = match (code, detail) {
        ("distance", "<1") => locale.distance(templates::DistanceBucket::Under1),
        ("distance", "1-2") => locale.distance(templates::DistanceBucket::From1To2),
        ("distance", "2-5") => locale.distance(templates::DistanceBucket::From2To5),
        ("distance", "5-10") => locale.distance(templates::DistanceBucket::From5To10),
        ("distance", _) => locale.distance(templates::DistanceBucket::Over10),
        (_, detail) => detail.to_owned(),
    };
    locale.word_with("reason", code, &[("detail", detail.into())])
}

/// Why one volunteer was left out.
pub(crate) fn excluded(locale: Locale, code: &str) -> String {
    locale.excluded(code, 1_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_number_is_the_end_of_an_id() {
        assert_eq!(short("0193f1a2-0000-7000-8000-00000000beef"), "beef");
    }
}
