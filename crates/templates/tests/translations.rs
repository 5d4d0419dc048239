//! The languages say the same things.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod messages;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use messages::{Texts, arguments, plurals, readings};
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
    let french = Texts::of(Locale::Fr);
    for locale in Locale::ALL {
        let own = Texts::of(locale);
        for (key, pattern) in &french.0 {
            let known = arguments(pattern);
            let used = own.0.get(key).map(arguments).unwrap_or_default();
            assert_eq!(used, known, "{} {key}", locale.code());
        }
    }
}

#[test]
fn every_plural_has_the_forms_of_its_language() {
    for locale in Locale::ALL {
        for (key, pattern) in &Texts::of(locale).0 {
            for mut forms in plurals(pattern) {
                forms.retain(|form| form.parse::<u32>().is_err());
                let known: &[&str] = match locale {
                    Locale::Uk => &["one", "few", "many"],
                    _ => &["one", "other"],
                };
                let known: BTreeSet<&str> = known.iter().copied().collect();
                let whole = forms == known
                    || forms == BTreeSet::from(["other"])
                    || (locale == Locale::Uk && forms == BTreeSet::from(["one", "many"]));
                assert!(whole, "{} {key}: {forms:?}", locale.code());
            }
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
        "call-",
        "desk-",
        "roster-",
        "new-hello",
        "new-consent.text",
        "alert-",
        "excluded-",
        "barred-",
        "told-",
        "near-",
        "minutes-",
        "ask-weekly-",
        "manage-again-who",
        "me-map",
        "me-mail-",
        "tell-",
        "closed-",
        "mind-",
        "skill-",
        "ask-list-",
        "manage-feedback-",
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
        "need-",
        "board-",
        "compare-",
        "map-",
        "did-",
        "actor-",
        "access-",
        "came-in-by-",
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
    let mut long = Vec::new();
    for locale in Locale::ALL {
        for (key, pattern) in &Texts::of(locale).0 {
            for text in readings(pattern) {
                assert!(!text.contains('!'), "{} {key}: {text}", locale.code());
                for sentence in text.split(['.', '?', '…']) {
                    let words = words(sentence);
                    if words > 15 {
                        long.push(format!("{} {key} {words}: {sentence}", locale.code()));
                    }
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Everybody is a stranger: "vous", "u", "Sie", and in Ukrainian a capital letter.
#[test]
fn nobody_is_called_by_a_familiar_word() {
    for locale in Locale::ALL {
        let familiar: &[&str] = match locale {
            Locale::Fr => &["tu", "toi", "ton", "ta", "tes", "bénéficiaire"],
            Locale::Nl => &["je", "jij", "jou", "jouw", "jullie"],
            Locale::En => &["beneficiary"],
            Locale::De => &["du", "dich", "dir", "dein", "deine", "deinen", "euch", "euer"],
            Locale::Uk => &[
                "ви",
                "вас",
                "вам",
                "вами",
                "ваш",
                "ваша",
                "ваше",
                "ваші",
                "вашого",
                "вашому",
                "вашим",
                "вашої",
                "вашій",
                "вашу",
                "вашою",
                "ваших",
                "вашими",
            ],
        };
        for (key, pattern) in &Texts::of(locale).0 {
            for text in readings(pattern) {
                let found = text.split(|c: char| !c.is_alphabetic()).find(|w| familiar.contains(w));
                assert_eq!(found, None, "{} {key}: {text}", locale.code());
            }
        }
    }
}

/// The words of a sentence as somebody reads it aloud; a figure or a dash alone is none.
fn words(sentence: &str) -> usize {
    sentence.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
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
