//! What happened and why, as sentences in the reader's language.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use store::{Alert, StoredEvent};
use templates::{DistanceBucket, Locale, Value, tr};

/// An event of a request as a sentence. Nobody is named: a volunteer is a short number.
fn event(locale: Locale, event: &StoredEvent, data: &Json) -> String {
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

/// An event with why a volunteer was asked, what was expected, and when others follow.
pub(crate) fn sentences(
    locale: Locale,
    zone: &TimeZone,
    stored: &StoredEvent,
    data: &Json,
    alerts: &[Alert],
) -> String {
    let mut told = vec![event(locale, stored, data)];
    match stored.kind.as_str() {
        "alert.sent" => {
            let alert = alerts.iter().find(|alert| Some(alert.id) == stored.alert_id);
            told.extend(alert.map(|alert| why_asked(locale, alert)));
        }
        "wave.planned" | "request.stretched" => told.extend(expected(locale, zone, data)),
        _ => {}
    }
    told.retain(|sentence| !sentence.is_empty());
    told.join(" ")
}

/// Why the volunteer of an alert was asked: the codes stored with it, as one sentence.
fn why_asked(locale: Locale, alert: &Alert) -> String {
    let coded: Json = serde_json::from_str(&alert.reasons).unwrap_or_default();
    let told = coded.as_array().into_iter().flatten().filter_map(|one| {
        let code = one.get("code")?.as_str()?;
        let detail = ["rank", "bucket", "one_in", "count"].iter().find_map(|name| one.get(*name));
        let detail =
            detail.map(|value| value.as_str().map_or_else(|| value.to_string(), Into::into));
        let code = if code == "nearest_available" { "nearest" } else { code };
        (!code.starts_with("goal_")).then(|| reason(locale, code, &detail.unwrap_or_default()))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return String::new();
    }
    locale.word_with("told", "why", &[("reasons", told.join(", ").into())])
}

/// What was expected of a wave and when others follow.
fn expected(locale: Locale, zone: &TimeZone, data: &Json) -> Vec<String> {
    let mut told = Vec::new();
    let number = |name: &str| data.get(name).and_then(Json::as_i64);
    if let (Some(chance), Some(goal)) = (number("chance"), number("goal")) {
        told.push(locale.word_with(
            "told",
            "chance",
            &[("chance", chance.into()), ("goal", goal.into())],
        ));
    }
    let until = data.get("until").and_then(Json::as_str).and_then(|at| at.parse().ok());
    if let Some(until) = until {
        let until: Timestamp = until;
        let when = locale.date_time(&until.to_zoned(zone.clone()));
        told.push(locale.word_with("told", "until", &[("when", when.into())]));
    }
    if let Some(rules) = number("rules").filter(|number| *number > 0) {
        told.push(locale.word_with("told", "rules", &[("number", rules.into())]));
    }
    told
}

/// Why others were not asked in a wave: counts by reason, then the nearest one by one.
pub(crate) fn left_out(locale: Locale, data: &Json) -> Vec<String> {
    let mut told = Vec::new();
    let spare = data.get("not_needed").and_then(Json::as_i64).filter(|count| *count > 0);
    if let Some(count) = spare {
        told.push(locale.word_with("told", "not-needed", &[("count", count.into())]));
    }
    let counts = data.get("excluded").and_then(Json::as_object).into_iter().flatten();
    told.extend(counts.filter_map(|(code, count)| {
        let count = u32::try_from(count.as_u64()?).ok()?;
        Some(locale.excluded(code, count))
    }));
    let nearest = data.get("nearest_excluded").and_then(Json::as_array).into_iter().flatten();
    told.extend(nearest.filter_map(|one| {
        let who = short(one.get("volunteer_id")?.as_str()?);
        let bucket = one.get("bucket").and_then(Json::as_str);
        let distance =
            bucket.map_or_else(|| tr(locale, "alert-remote", &[]), |code| far(locale, code));
        let reason = locale.word("barred", one.get("reason")?.as_str()?);
        let args = [("who", who.into()), ("distance", distance.into()), ("reason", reason.into())];
        Some(locale.word_with("told", "left-out-one", &args))
    }));
    told
}

/// A distance bucket's code in words.
fn far(locale: Locale, code: &str) -> String {
    locale.distance(match code {
        "<1" => DistanceBucket::Under1,
        "1-2" => DistanceBucket::From1To2,
        "2-5" => DistanceBucket::From2To5,
        "5-10" => DistanceBucket::From5To10,
        _ => DistanceBucket::Over10,
    })
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
    let detail = if code == "distance" { far(locale, detail) } else { detail.to_owned() };
    locale.word_with("reason", code, &[("detail", detail.into())])
}

/// Why a pair stands in the plan, or what the plan loses without it.
pub(crate) fn planned(locale: Locale, code: &str, count: u32) -> String {
    locale.word_with("plan", code, &[("count", count.into())])
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
