//! A line such as "B-1050 Elsene" taken apart.

use crate::lookup::PlaceQuery;

/// The parts of a line in which a person named a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FreeText {
    /// The postcode, without country prefix and CEDEX.
    pub postcode: Option<String>,
    /// The place name as written.
    pub place: Option<String>,
    /// ISO 3166-1 alpha-2, from a prefix such as "B-" or a country's name at the end.
    pub country: Option<String>,
}

impl FreeText {
    /// The same parts, borrowed for a look-up.
    pub fn as_query(&self) -> PlaceQuery<'_> {
        PlaceQuery {
            postcode: self.postcode.as_deref(),
            place: self.place.as_deref(),
            country: self.country.as_deref(),
        }
    }
}

/// Takes "1050 Ixelles", "Ixelles", "B-1050 Elsene", "75011 Paris CEDEX 11" or an address line
/// that ends so apart; the last postcode counts, and what follows it is the place.
pub fn parse_free(text: &str) -> FreeText {
    let mut parts: Vec<&str> =
        text.split([',', ';', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let mut found = FreeText::default();
    if let Some(country) = parts.last().and_then(|last| country_named(last)) {
        parts.pop();
        found.country = Some(country.to_owned());
    }
    for part in parts.iter().rev() {
        if take_code(part, &mut found) {
            return found;
        }
    }
    found.place = parts.last().map(|part| (*part).to_owned());
    found
}

/// Fills `found` from a part that holds a postcode; says whether it did.
fn take_code(part: &str, found: &mut FreeText) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    for (i, word) in words.iter().enumerate().rev() {
        let Some((country, code)) = code_of(word) else { continue };
        let (code, used) = with_second_half(&code, words.get(i + 1).copied());
        let after = words[i + 1 + usize::from(used)..].join(" ");
        let before = words[..i].join(" ");
        let place = if after.is_empty() || is_cedex(&after) { before } else { after };
        found.postcode = Some(code);
        found.place = (!place.is_empty()).then_some(place);
        found.country = found.country.take().or(country.map(str::to_owned));
        return true;
    }
    false
}

fn is_cedex(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("cedex"))
}

/// The country of the prefix and the code, if the word is a postcode.
fn code_of(word: &str) -> Option<(Option<&'static str>, String)> {
    let upper = word.to_uppercase();
    if let Some((prefix, rest)) = upper.split_once('-') {
        let country = country_of_prefix(prefix)?;
        return is_digits(rest, 4..=5).then(|| (Some(country), rest.to_owned()));
    }
    if is_digits(&upper, 4..=6) || is_outcode(&upper) {
        return Some((None, upper));
    }
    None
}

/// "1012" and "AB", or "AB10" and "1XG", are one code in two words.
fn with_second_half(code: &str, next: Option<&str>) -> (String, bool) {
    let Some(next) = next else { return (code.to_owned(), false) };
    let dutch = is_digits(code, 4..=4)
        && next.len() == 2
        && next.bytes().all(|byte| byte.is_ascii_uppercase());
    let bytes = next.as_bytes();
    let british = is_outcode(code)
        && bytes.len() == 3
        && bytes[0].is_ascii_digit()
        && bytes[1..].iter().all(u8::is_ascii_alphabetic);
    if dutch || british {
        return (format!("{code}{}", next.to_uppercase()), true);
    }
    (code.to_owned(), false)
}

fn is_digits(word: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    lengths.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The first half of a British code: one or two letters, a digit, and at most one more sign.
fn is_outcode(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
    let rest = &word.as_bytes()[letters.min(word.len())..];
    (1..=2).contains(&letters)
        && (1..=2).contains(&rest.len())
        && rest[0].is_ascii_digit()
        && rest.iter().all(u8::is_ascii_alphanumeric)
}

fn country_of_prefix(prefix: &str) -> Option<&'static str> {
    Some(match prefix {
        "B" | "BE" => "BE",
        "F" | "FR" => "FR",
        "L" | "LU" => "LU",
        "D" | "DE" => "DE",
        "NL" => "NL",
        "CH" => "CH",
        "A" | "AT" => "AT",
        _ => return None,
    })
}

fn country_named(name: &str) -> Option<&'static str> {
    Some(match crate::fold_name(name).as_str() {
        "be" | "belgium" | "belgique" | "belgie" | "belgien" | "бельгія" | "бельгия" => {
            "BE"
        }
        "fr" | "france" | "frankrijk" | "frankreich" | "франція" | "франция" => "FR",
        "nl" | "netherlands" | "nederland" | "pays bas" | "niederlande" => "NL",
        "de" | "germany" | "deutschland" | "allemagne" | "duitsland" => "DE",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [Option<String>; 3] {
        let found = parse_free(text);
        [found.postcode, found.place, found.country]
    }

    #[test]
    fn lines_are_taken_apart() {
        for (text, postcode, place, country) in [
            ("1050 Ixelles", Some("1050"), Some("Ixelles"), None),
            ("Ixelles", None, Some("Ixelles"), None),
            ("Ixelles 1050", Some("1050"), Some("Ixelles"), None),
            ("B-1050 Elsene", Some("1050"), Some("Elsene"), Some("BE")),
            ("75011 Paris CEDEX 11", Some("75011"), Some("Paris CEDEX 11"), None),
            ("Rue Haute 12, 1000 Bruxelles", Some("1000"), Some("Bruxelles"), None),
            ("1012 AB Amsterdam", Some("1012AB"), Some("Amsterdam"), None),
            ("AB10 1XG Aberdeen", Some("AB101XG"), Some("Aberdeen"), None),
            ("Mons, Belgique", None, Some("Mons"), Some("BE")),
            ("  ", None, None, None),
        ] {
            let owned =
                [postcode, place, country].map(|part: Option<&str>| part.map(str::to_owned));
            assert_eq!(parts(text), owned, "{text}");
        }
    }
}
