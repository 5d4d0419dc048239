//! Spellings brought to one form, so that accents, case, hyphens and abbreviations do not matter.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A place name in the form in which names are compared.
///
/// Lower case without accents; hyphens, apostrophes and other signs become one space; "St",
/// "Sint" and "Sankt" become "saint"; a CEDEX suffix goes; "12e arrondissement" and "012" become
/// "12". Empty when nothing is left.
pub fn fold_name(name: &str) -> String {
    let letters = fold_letters(name);
    let mut words: Vec<&str> = Vec::new();
    for word in letters.split(' ').filter(|word| !word.is_empty()) {
        match word {
            "cedex" => break,
            "st" | "sint" | "sankt" => words.push("saint"),
            "ste" | "sinte" => words.push("sainte"),
            "arrondissement" | "arr" if words.last().is_some_and(|last| is_number(last)) => {}
            _ => words.push(ordinal(word).unwrap_or(word)),
        }
    }
    words.join(" ")
}

/// A postcode in the form in which codes are compared: capitals and digits, nothing else.
///
/// A CEDEX suffix and a country prefix set off by a hyphen ("B-1050") go; use
/// [`parse_free`](crate::parse_free) to learn the country of the prefix.
pub fn fold_postcode(code: &str) -> String {
    let upper = code.trim().to_uppercase();
    let upper = upper.split("CEDEX").next().unwrap_or_default();
    let bare = match upper.split_once('-') {
        Some((prefix, rest)) if !prefix.is_empty() && prefix.chars().all(char::is_alphabetic) => {
            rest
        }
        _ => upper,
    };
    bare.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// The number of letters to insert, drop, change or swap with a neighbour, or `None` above `most`.
///
/// Optimal string alignment on Unicode scalar values; O(len²) time, O(len) memory.
pub fn edit_distance(from: &str, to: &str, most: usize) -> Option<usize> {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    if from.len().abs_diff(to.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=to.len()).collect();
    for (i, letter) in from.iter().enumerate() {
        let mut row = Vec::with_capacity(to.len() + 1);
        row.push(i + 1);
        for (j, other) in to.iter().enumerate() {
            let change = above[j] + usize::from(letter != other);
            let mut best = change.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == to[j - 1] && from[i - 1] == *other {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        if row.iter().all(|&cost| cost > most) {
            return None;
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().filter(|&cost| cost <= most)
}

fn fold_letters(text: &str) -> String {
    if text.is_ascii() {
        return text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
            .collect();
    }
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => folded.push(' '),
        }
    }
    folded
}

/// "1er", "2e", "12eme", "007" without the ending and the leading zeros.
fn ordinal(word: &str) -> Option<&str> {
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    let ending = &word[digits.len()..];
    let known = matches!(ending, "" | "er" | "e" | "eme" | "ieme" | "nd" | "nde");
    if !known || !is_number(digits) {
        return None;
    }
    let bare = digits.trim_start_matches('0');
    Some(if bare.is_empty() { "0" } else { bare })
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fold_to_one_form() {
        for (left, right) in [
            ("Braine-l'Alleud", "BRAINE L’ALLEUD"),
            ("St-Josse-ten-Noode", "Saint Josse Ten Noode"),
            ("Ste-Ode", "Sainte-Ode"),
            ("Liège", "liege"),
            ("Paris 01", "Paris 1er arrondissement"),
            ("Lyon 03", "lyon 3ème"),
            ("Paris CEDEX 11", "Paris"),
            ("St. Truiden", "Sint-Truiden"),
            ("Œuilly", "Oeuilly"),
        ] {
            assert_eq!(fold_name(left), fold_name(right), "{left} and {right}");
        }
    }

    #[test]
    fn postcodes_lose_prefix_and_suffix() {
        assert_eq!(fold_postcode(" b-1050 "), "1050");
        assert_eq!(fold_postcode("75011 CEDEX 11"), "75011");
        assert_eq!(fold_postcode("ab10 1xg"), "AB101XG");
    }

    #[test]
    fn edit_distance_counts_a_swap_once() {
        assert_eq!(edit_distance("ixelles", "ixleles", 2), Some(1));
        assert_eq!(edit_distance("ixelles", "ixeles", 2), Some(1));
        assert_eq!(edit_distance("ixelles", "uccle", 2), None);
        assert_eq!(edit_distance("", "ab", 2), Some(2));
    }
}
