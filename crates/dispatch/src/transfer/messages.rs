//! English sentences for what is wrong with a cell. They never repeat what stands in it.

use crate::refusal::FieldError;

const SENTENCES: [(&str, &str); 41] = [
    ("after_deadline", "must lie before needed_by"),
    ("ambiguous_place", "several places fit"),
    ("barred", "belongs to a volunteer who is suspended, or left so"),
    ("category", "is no category of this deployment"),
    ("code", "must be lower-case letters, digits, `-` or `_`, at most 40"),
    ("columns", "has more or fewer cells than the header"),
    ("consent", "the agreement is missing"),
    ("control_characters", "has characters that cannot be printed"),
    ("email", "must be an e-mail address"),
    ("encoding", "must be UTF-8"),
    ("future", "must not lie in the future"),
    ("header_missing", "is missing: the first row names the columns"),
    ("header_twice", "the column is there twice"),
    ("hours", "must be hours like `09:00-17:00`"),
    ("known", "belongs to somebody or something in the store already"),
    ("known_email", "belongs to a volunteer who is registered already"),
    ("language", "must be a language code such as `fr`"),
    ("missing_column", "the column is missing"),
    ("number", "must be a number, with a point for decimals"),
    ("out_of_range", "is out of range"),
    ("outside_areas", "lies outside every area"),
    ("past", "must lie in the future"),
    ("phone", "must be a phone number"),
    ("phone_or_email", "a phone number or an e-mail address is needed"),
    ("place_not_in_postcode", "is not in this postcode"),
    ("position", "must be degrees: lat from -90 to 90, lon from -180 to 180"),
    ("priority", "must be `vital` or `normal`"),
    ("required", "is missing"),
    ("status", "must be unverified, pending_review, active, paused or suspended"),
    ("status_request", "must be a status of a request; only `open` ones are imported"),
    ("status_unagreed", "needs consent_source and consent_at"),
    ("time", "must be a time like 2026-11-23T10:00:00Z"),
    ("timezone", "must be a time zone such as Europe/Brussels"),
    ("too_far_ahead", "lies more than three months ahead"),
    ("too_long", "is too long"),
    ("too_many", "has too many values"),
    ("too_young", "is below the least age of every kind of help"),
    ("truth", "must be true or false"),
    ("unknown_country", "is no country of the gazetteer"),
    ("unknown_place", "is no place of the gazetteer"),
    ("unknown_postcode", "is no postcode of the gazetteer"),
];

/// Details that repeat no cell: limits, and places of the gazetteer.
const SHOWN_DETAILS: [&str; 4] = ["out_of_range", "too_long", "too_many", "ambiguous_place"];

/// The column that a path of the API stands in: `items[2].name` in `items`, `location.lat` in
/// `lat`.
pub(super) fn column(field: &str) -> &str {
    let field = field.split('[').next().unwrap_or(field);
    match field {
        "location" | "location.lat" => "lat",
        "location.lon" => "lon",
        "address" => "address.postcode",
        "consent.version" => "consent_version",
        "consent.by" => "consent_source",
        other => other,
    }
}

/// The sentence for an error, without the name of its column.
pub(super) fn sentence(error: &FieldError) -> String {
    let known = SENTENCES.iter().find(|(code, _)| *code == error.code);
    let text = match error.code {
        "hours" if error.field.starts_with("availability") => {
            "must be like `mon,tue 09:00-17:00|sat 10:00-12:00`"
        }
        "required" if error.field == "address" => {
            "is missing: give address.postcode and address.place, or lat and lon"
        }
        _ => known.map_or("cannot be used", |(_, text)| text),
    };
    let number = error.field.split_once('[').and_then(|(_, rest)| rest.split(']').next());
    let number = number.and_then(|number| number.parse::<usize>().ok());
    let nth = number.map_or_else(String::new, |number| format!("value {} ", number + 1));
    match error.detail.as_deref().filter(|_| SHOWN_DETAILS.contains(&error.code)) {
        Some(detail) => format!("{nth}{text} ({detail})"),
        None => format!("{nth}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_the_column_and_never_the_cell() {
        let error = FieldError::new("languages[1]", "language").with("Odette");
        assert_eq!(column(&error.field), "languages");
        assert_eq!(sentence(&error), "value 2 must be a language code such as `fr`");
        let error = FieldError::new("radius_km", "out_of_range").with("0–50");
        assert_eq!(sentence(&error), "is out of range (0–50)");
        assert_eq!(column("location.lat"), "lat");
        assert_eq!(column("items[3].name"), "items");
    }

    #[test]
    fn sentences_are_in_order_and_once_each() {
        assert!(SENTENCES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
