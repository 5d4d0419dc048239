//! The list of things to buy in one cell: `milk x2|bread|rice x1 kg // long grain`.
//!
//! A quantity begins with a digit; what would be read as something else is escaped by `\`.

use store::Item;

use crate::input::ItemInput;

/// A character and whether a backslash stood before it.
type Mark = (char, bool);

/// The items as one cell.
pub(super) fn written(items: &[Item]) -> String {
    items.iter().map(one).collect::<Vec<_>>().join("|")
}

fn one(item: &Item) -> String {
    let mut text = escaped(&item.name);
    if let Some(quantity) = &item.quantity {
        let counts = quantity.starts_with(|c: char| c.is_ascii_digit());
        let said = escaped(quantity);
        let mark = if counts || said.starts_with('\\') { "" } else { "\\" };
        text.push_str(" x");
        text.push_str(mark);
        text.push_str(&said);
    }
    if let Some(note) = &item.note {
        text.push_str(" // ");
        text.push_str(&escaped(note));
    }
    text
}

/// Escapes `|`, `\`, the second of two slashes, and an `x` that would begin a quantity.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let next = text[at + c.len_utf8()..].chars().next();
        let counts = next.is_some_and(|c| c.is_ascii_digit() || c == '\\' || c == '|');
        let special = match c {
            '|' | '\\' => true,
            '/' => before == '/',
            'x' => before == ' ' && counts,
            _ => false,
        };
        if special {
            safe.push('\\');
        }
        safe.push(c);
        before = c;
    }
    safe
}

/// The items of a cell.
pub(super) fn read(cell: &str) -> Vec<ItemInput> {
    let marks = marks(cell);
    let parts = marks.split(|mark| *mark == ('|', false));
    let items = parts.map(item).filter(|item| *item != ItemInput::default());
    items.collect()
}

fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.as_str().chars().next()) {
            ('\\', Some(next)) => {
                chars.next();
                found.push((next, true));
            }
            _ => found.push((c, false)),
        }
    }
    found
}

fn item(marks: &[Mark]) -> ItemInput {
    let comment = [('/', false), ('/', false)];
    let (marks, note) = match marks.windows(2).position(|pair| pair == comment) {
        Some(at) => (&marks[..at], plain(&marks[at + 2..])),
        None => (marks, None),
    };
    let (marks, quantity) = match marks.windows(3).rposition(begins_quantity) {
        Some(at) => (&marks[..at], plain(&marks[at + 2..])),
        None => (marks, None),
    };
    ItemInput { name: plain(marks).unwrap_or_default(), quantity, note }
}

fn begins_quantity(marks: &[Mark]) -> bool {
    let counts = |mark: Mark| mark.1 || mark.0.is_ascii_digit();
    matches!(marks, [(' ', false), ('x', false), next] if counts(*next))
}

fn plain(marks: &[Mark]) -> Option<String> {
    let text: String = marks.iter().map(|(c, _)| c).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parts(item: &ItemInput) -> (&str, Option<&str>, Option<&str>) {
        (&item.name, item.quantity.as_deref(), item.note.as_deref())
    }

    #[test]
    fn people_write_lists_without_knowing_the_rules() {
        let items = read("milk x2| bread |T-shirt xl|rice x1 kg // long grain|");
        let items: Vec<_> = items.iter().map(parts).collect();
        assert_eq!(
            items,
            [
                ("milk", Some("2"), None),
                ("bread", None, None),
                ("T-shirt xl", None, None),
                ("rice", Some("1 kg"), Some("long grain")),
            ]
        );
    }

    fn words() -> impl Strategy<Value = String> {
        "[a-c1x|/\\\\ ]{1,9}"
            .prop_map(|text| text.trim().to_owned())
            .prop_filter("empty", |text| !text.is_empty())
    }

    proptest! {
        #[test]
        fn every_list_comes_back(
            list in prop::collection::vec(
                (words(), prop::option::of(words()), prop::option::of(words())), 0..4,
            )
        ) {
            let items: Vec<Item> = list
                .iter()
                .map(|(name, quantity, note)| Item {
                    name: name.clone(), quantity: quantity.clone(), note: note.clone(),
                })
                .collect();
            let back = read(&written(&items));
            prop_assert_eq!(back.len(), list.len());
            for (back, (name, quantity, note)) in back.iter().zip(&list) {
                let expected = (name.as_str(), quantity.as_deref(), note.as_deref());
                prop_assert_eq!(parts(back), expected);
            }
        }
    }
}
