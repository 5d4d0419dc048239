//! The languages say the same things.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use templates::{Locale, has_key, keys};

#[test]
fn every_language_has_every_key() {
    let all: BTreeSet<String> = Locale::ALL.into_iter().flat_map(keys).collect();
    for locale in Locale::ALL {
        let missing: Vec<_> = all.iter().filter(|key| !has_key(locale, key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", locale.code());
    }
}

#[test]
fn every_language_uses_the_same_arguments() {
    let arguments = |locale: Locale, key: &str| -> BTreeSet<String> {
        let source = source_of(locale);
        let start = source.find(&format!("\n{key} =")).unwrap() + 1;
        let rest = &source[start..];
        let end = rest
            .match_indices('\n')
            .map(|(at, _)| at)
            .find(|at| !rest[at + 1..].starts_with([' ', '}']));
        let message = &rest[..end.unwrap_or(rest.len())];
        message
            .split("{ $")
            .skip(1)
            .map(|part| part.split([' ', '}']).next().unwrap().into())
            .collect()
    };
    for key in keys(Locale::Fr).iter().filter(|key| !key.contains('.')) {
        for locale in [Locale::Nl, Locale::En] {
            assert_eq!(
                arguments(locale, key),
                arguments(Locale::Fr, key),
                "{} {key}",
                locale.code()
            );
        }
    }
}

#[test]
fn every_key_that_a_template_names_exists() {
    let mut named = BTreeSet::new();
    for source in sources() {
        for call in [".t(\"", ".t1(\"", ".t2(\"", "tr(locale, \"", "fact(\"", ".link(\""] {
            let parts = source.split(call).skip(1);
            named.extend(parts.map(|part| part.split('"').next().unwrap().to_owned()));
        }
    }
    assert!(named.len() > 150, "the search finds the calls: {}", named.len());
    let missing: Vec<_> = named.iter().filter(|key| !has_key(Locale::Fr, key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_key_is_left_unused() {
    let text: String = sources().concat();
    let families = [
        "category-",
        "language-",
        "status-",
        "priority-",
        "channel-",
        "engagement-",
        "volunteer-",
        "payment-",
        "error-",
        "release-",
        "outcome-",
        "task-",
        "alert-",
        "excluded-",
        "barred-",
        "told-",
        "near-",
        "reason-",
        "event-",
        "action-",
        "group-",
        "unmatched-",
        "received-",
        "next-",
        "notice-",
        "plan-",
        "page-",
        "about-",
        "mail-",
        "manage-state-",
        "dash-period",
        "chart-",
        "tasks-view-",
        "todo-",
        "waiting-",
        "actor-",
        "kept-",
        "retention-at-end",
        "retention-days",
        "seen-",
        "audit-seen-",
        "audit-everybody",
        "a-volunteer",
        "all",
    ];
    let unused: Vec<_> = keys(Locale::Fr)
        .into_iter()
        .filter(|key| !families.iter().any(|family| key.starts_with(family)))
        .filter(|key| !text.contains(&format!("\"{key}\"")))
        .filter(|key| !text.contains(&format!("\"{}-why", key.trim_end_matches(".text"))))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn sentences_are_short_and_quiet() {
    for locale in Locale::ALL {
        let source = source_of(locale);
        let texts = source.lines().filter_map(|line| line.split_once(" = ")).map(|(_, text)| text);
        for text in texts.filter(|text| !text.contains("->")) {
            assert!(!text.contains('!'), "{}: {text}", locale.code());
            for sentence in text.split(['.', '?', ':', ';', '«', '“']) {
                let words = sentence
                    .split_whitespace()
                    .filter(|word| word.chars().any(char::is_alphanumeric));
                let words = words.count();
                assert!(words <= 15, "{} {words}: {sentence}", locale.code());
            }
        }
    }
}

fn source_of(locale: Locale) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(locale.code());
    let files = fs::read_dir(folder).unwrap();
    files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()).collect()
}

fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![root.join("src"), root.join("templates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}
