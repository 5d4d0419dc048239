//! Odd texts in fields.

use crate::links::plain_letters;
use crate::parse;

#[test]
fn fuzzed_phones_are_numbers_or_an_error() {
    fuzz::texts("phone", |text| {
        if let Ok(Some(phone)) = parse::phone("phone", Some(text), "BE") {
            let digits = phone.strip_prefix('+').expect("an international number");
            assert!(digits.chars().all(|c| c.is_ascii_digit()), "{phone}");
            assert_eq!(parse::phone("phone", Some(&phone), "FR"), Ok(Some(phone.clone())));
        }
    });
}

#[test]
fn fuzzed_addresses_are_mail_addresses_or_an_error() {
    fuzz::texts("email", |text| {
        if let Ok(Some(email)) = parse::email("email", Some(text)) {
            assert!(mailer::is_address(&email), "{email:?}");
            let normal = parse::normalised_email(&email);
            assert_eq!(parse::normalised_email(&normal), normal);
        }
    });
}

#[test]
fn fuzzed_codes_are_read_once() {
    fuzz::texts("token", |text| {
        let plain = plain_letters(text);
        assert_eq!(plain_letters(&plain), plain);
    });
}

#[test]
fn fuzzed_lines_hold_no_sign_that_steers() {
    fuzz::texts("mail", |text| {
        let note = parse::text("note", Some(text)).map(Option::unwrap_or_default);
        for kept in [parse::line("name", text), note].into_iter().flatten() {
            let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
            assert!(!kept.contains(steers), "{kept:?}");
        }
    });
    fuzz::texts("hours", |text| drop(parse::time("needed_by", text)));
}

#[test]
fn a_number_is_read_as_it_is_written_in_each_country() {
    let cases = [
        ("0470 12 34 56", "BE", "+32470123456"),
        ("0032 470 12 34 56", "BE", "+32470123456"),
        ("+32 (0)470 12.34.56", "FR", "+32470123456"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        // In Italy the 0 belongs to the number.
        ("+39 06 6982", "BE", "+39066982"),
        ("0039 06 6988 3712", "FR", "+390669883712"),
    ];
    for (text, country, expected) in cases {
        let read = parse::phone("phone", Some(text), country);
        assert_eq!(read.unwrap().as_deref(), Some(expected), "{text} in {country}");
    }
}
