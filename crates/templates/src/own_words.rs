//! A deployment's own wording: its messages take the place of the shipped ones, checked first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::OnceLock;

use fluent_bundle::FluentResource;

use crate::{Locale, has_key};

static OWN: OnceLock<Vec<(Locale, String)>> = OnceLock::new();

/// What is wrong with a file of messages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordFault {
    /// It is no Fluent; the line.
    Syntax(usize),
    /// A message that the service does not have.
    Unknown(String),
    /// A message names something that it is not given.
    Argument(String, String),
    /// Wording is already in use and cannot change any more.
    TooLate,
}

impl fmt::Display for WordFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(line) => write!(f, "line {line} is no message in Fluent's syntax"),
            Self::Unknown(key) => write!(f, "there is no message `{key}`"),
            Self::Argument(key, name) => write!(f, "`{key}` is not given a `${name}`"),
            Self::TooLate => f.write_str("the wording is in use already"),
        }
    }
}

impl std::error::Error for WordFault {}

/// Checks a file of messages against the shipped ones of its language, `shipped`.
pub(crate) fn check(locale: Locale, text: &str, shipped: &str) -> Result<(), WordFault> {
    if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
        let at = errors.first().map_or(0, |error| error.pos.start);
        let before = text.get(..at).unwrap_or(text);
        return Err(WordFault::Syntax(before.matches('\n').count() + 1));
    }
    let known = arguments(shipped);
    for (key, named) in arguments(text) {
        let given = known.get(&key).filter(|_| has_key(locale, &key));
        let given = given.ok_or_else(|| WordFault::Unknown(key.clone()))?;
        if let Some(name) = named.difference(given).next() {
            return Err(WordFault::Argument(key, name.clone()));
        }
    }
    Ok(())
}

/// Puts checked wording in the place of the shipped one; before the first page or mail.
pub(crate) fn keep(words: Vec<(Locale, String)>) -> Result<(), WordFault> {
    OWN.set(words).map_err(|_| WordFault::TooLate)
}

/// The deployment's own wording in a language.
pub(crate) fn of(locale: Locale) -> Option<&'static str> {
    let own = OWN.get()?.iter().find(|(language, _)| *language == locale);
    own.map(|(_, text)| text.as_str())
}

/// What each message and attribute names with a `$`.
fn arguments(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut message, mut key) = (String::new(), String::new());
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        let (start, rest) = line.split_once('=').unwrap_or(("", line));
        let start = start.trim_end();
        let plain = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        };
        let rest = if plain(start) {
            start.clone_into(&mut message);
            key.clone_from(&message);
            // A message may have attributes alone.
            if !rest.trim().is_empty() {
                found.entry(key.clone()).or_default();
            }
            rest
        } else if let Some(name) = start.trim_start().strip_prefix('.').filter(|name| plain(name)) {
            key = format!("{message}.{name}");
            found.entry(key.clone()).or_default();
            rest
        } else {
            line
        };
        for part in rest.split('$').skip(1) {
            let name: String =
                part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            found.entry(key.clone()).or_default().insert(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str =
        "skip = Go on\nhome-since = Since { $date }\nname = Name\n    .hint = x\n";

    #[test]
    fn own_words_may_say_it_otherwise_with_what_they_are_given() {
        let check = |text: &str| check(Locale::En, text, SHIPPED);
        assert_eq!(check("skip = To the text\n# a note\nhome-since = From { $date } on\n"), Ok(()));
        assert_eq!(check("skip = a\nsurprise = b\n"), Err(WordFault::Unknown("surprise".into())));
        assert_eq!(check("skip = a\n\nskip\n"), Err(WordFault::Syntax(3)));
        let fault = check("home-since = { $name }, { $date }\n").expect_err("not given");
        assert_eq!(fault.to_string(), "`home-since` is not given a `$name`");
        assert_eq!(check("name =\n    .text = y\n"), Err(WordFault::Unknown("name.text".into())));
    }
}
