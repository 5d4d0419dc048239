//! From what a use case says of a field to the sentence beside the input.

use templates::{Errors, FieldError, Locale, field_message};

/// Errors as the page shows them: beside the inputs that `input_of` names.
pub(crate) fn shown(
    locale: Locale,
    bad: &[dispatch::FieldError],
    input_of: fn(&str) -> &'static str,
) -> Errors {
    let mut errors: Vec<FieldError> = Vec::new();
    for error in bad {
        let error = one(locale, error, input_of);
        if errors.iter().all(|known| known.field != error.field) {
            errors.push(error);
        }
    }
    Errors(errors)
}

/// One error beside an input, by the translations' code.
pub(crate) fn error(locale: Locale, input: &str, code: &str) -> Errors {
    Errors(vec![FieldError::new(locale, input, code)])
}

fn one(
    locale: Locale,
    error: &dispatch::FieldError,
    input_of: fn(&str) -> &'static str,
) -> FieldError {
    let field = input_of(plain(&error.field)).to_owned();
    let message = match error.code {
        "phone_or_email" => field_message(locale, "contact", "missing"),
        code => field_message(locale, &field, sentence_of(code)),
    };
    FieldError { field, message }
}

/// The field without the place in a list: `items[2].name` is `items`.
fn plain(field: &str) -> &str {
    field.split('[').next().unwrap_or(field)
}

/// The translations' code for a code of the use cases.
const fn sentence_of(code: &str) -> &str {
    match code.as_bytes() {
        b"required" | b"consent" | b"too_young" => "missing",
        b"too_long" | b"too_many" => "too_long",
        b"password_short" => "too_short",
        b"password_common" => "common",
        b"out_of_range" | b"too_far_ahead" | b"fewer_than_held" => "out_of_range",
        b"past" => "past",
        b"category"
        | b"unknown_place"
        | b"place_not_in_postcode"
        | b"unknown_postcode"
        | b"unknown_country"
        | b"unknown"
        | b"outcome"
        | b"reason" => "unknown",
        b"ambiguous_place" => "ambiguous",
        b"outside_areas" => "outside",
        b"control_characters" => "forbidden",
        b"moved_too_often" => "often",
        _ => "invalid",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_stands_beside_its_input_once() {
        let bad = [
            dispatch::FieldError::new("items[2].name", "too_long"),
            dispatch::FieldError::new("items[3].name", "too_long"),
            dispatch::FieldError::new("contact.phone", "phone_or_email"),
        ];
        let input = |field: &str| if field == "items" { "items" } else { "phone" };
        let errors = shown(Locale::En, &bad, input);
        assert_eq!(errors.len(), 2);
        assert_eq!(errors.of("phone"), Some("Write a phone number or an e-mail address."));
    }
}
