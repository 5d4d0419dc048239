//! Translated messages, embedded at build time.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

use crate::Locale;
use crate::own_words::{self, WordFault};

/// The value of an argument in a message: a text or a number (`3.into()`, `"Inès".into()`).
pub type Value<'a> = FluentValue<'a>;

/// Opens the text shown in place of a message that does not exist; tests look for it.
pub const MISSING_MARK: char = '⟦';

type Bundle = FluentBundle<FluentResource>;
macro_rules! sources {
    ($language:literal) => {
        [
            include_str!(concat!("../locales/", $language, "/site.ftl")),
            include_str!(concat!("../locales/", $language, "/words.ftl")),
            include_str!(concat!("../locales/", $language, "/error.ftl")),
            include_str!(concat!("../locales/", $language, "/mail.ftl")),
            include_str!(concat!("../locales/", $language, "/ask.ftl")),
            include_str!(concat!("../locales/", $language, "/needs.ftl")),
            include_str!(concat!("../locales/", $language, "/volunteer.ftl")),
            include_str!(concat!("../locales/", $language, "/visit.ftl")),
            include_str!(concat!("../locales/", $language, "/manage.ftl")),
            include_str!(concat!("../locales/", $language, "/about.ftl")),
            include_str!(concat!("../locales/", $language, "/staff.ftl")),
            include_str!(concat!("../locales/", $language, "/board.ftl")),
            include_str!(concat!("../locales/", $language, "/desk.ftl")),
            include_str!(concat!("../locales/", $language, "/team.ftl")),
            include_str!(concat!("../locales/", $language, "/api.ftl")),
        ]
    };
}

static FR: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Fr, sources!("fr")));
static NL: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Nl, sources!("nl")));
static EN: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::En, sources!("en")));
static DE: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::De, sources!("de")));
static UK: LazyLock<Bundle> = LazyLock::new(|| bundle(Locale::Uk, sources!("uk")));

/// The message `key` in a language, with its arguments filled in.
///
/// `message.attribute` names an attribute. A message that does not exist gives the key between
/// [`MISSING_MARK`] and its closing bracket: a page is better odd than absent.
pub fn tr(locale: Locale, key: &str, args: &[(&str, Value<'_>)]) -> String {
    let text = format(bundle_of(locale), key, args);
    text.unwrap_or_else(|| format!("{MISSING_MARK}{key}⟧"))
}

/// Whether a message (or `message.attribute`) exists in a language.
pub fn has_key(locale: Locale, key: &str) -> bool {
    format(bundle_of(locale), key, &[]).is_some()
}

/// Every key of a language, with those of the attributes, sorted.
pub fn keys(locale: Locale) -> Vec<String> {
    let sources = sources_of(locale);
    let mut keys = Vec::new();
    let mut message = "";
    for line in sources.iter().flat_map(|source| source.lines()) {
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim_end();
        if let Some(attribute) = name.trim_start().strip_prefix('.') {
            keys.push(format!("{message}.{attribute}"));
        } else if !name.contains([' ', '#', '{']) && !name.is_empty() {
            message = name;
            if !value.trim().is_empty() {
                keys.push(name.to_owned());
            }
        }
    }
    keys.sort();
    keys
}

/// The shipped messages of a language, file by file.
fn sources_of(locale: Locale) -> [&'static str; 15] {
    match locale {
        Locale::Fr => sources!("fr"),
        Locale::Nl => sources!("nl"),
        Locale::En => sources!("en"),
        Locale::De => sources!("de"),
        Locale::Uk => sources!("uk"),
    }
}

/// Puts a deployment's own messages in the place of the shipped ones, each file checked against its
/// language. To be called once, before the first page or mail.
///
/// # Errors
/// The place in `words` of the first file with a fault, and the fault.
pub fn use_own_words(words: Vec<(Locale, String)>) -> Result<(), (usize, WordFault)> {
    for (place, (locale, text)) in words.iter().enumerate() {
        let shipped = sources_of(*locale).concat();
        own_words::check(*locale, text, &shipped).map_err(|fault| (place, fault))?;
    }
    own_words::keep(words).map_err(|fault| (0, fault))
}

fn bundle_of(locale: Locale) -> &'static Bundle {
    match locale {
        Locale::Fr => &FR,
        Locale::Nl => &NL,
        Locale::En => &EN,
        Locale::De => &DE,
        Locale::Uk => &UK,
    }
}

fn format(bundle: &Bundle, key: &str, args: &[(&str, Value<'_>)]) -> Option<String> {
    let (message, attribute) = key.split_once('.').map_or((key, None), |(m, a)| (m, Some(a)));
    let message = bundle.get_message(message)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let args: FluentArgs<'_> =
        args.iter().map(|(name, value)| (Cow::from(*name), value.clone())).collect();
    let text = bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
    Some(text.into_owned())
}

fn bundle(locale: Locale, sources: [&'static str; 15]) -> Bundle {
    let language = locale.code().parse().expect("a language code is a language tag");
    let mut bundle = Bundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(formatter(locale)));
    bundle.set_transform(Some(spaces(locale)));
    for source in sources {
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| errors)
            .expect("embedded messages parse; a test reads every one");
        bundle.add_resource(resource).expect("no message is written twice; a test reads every one");
    }
    if let Some(Ok(own)) = own_words::of(locale).map(|own| FluentResource::try_new(own.to_owned()))
    {
        bundle.add_resource_overriding(own);
    }
    bundle
}

/// How numbers are written; the bundle takes functions that hold nothing.
fn formatter<M>(locale: Locale) -> fn(&FluentValue<'_>, &M) -> Option<String> {
    match locale {
        Locale::Fr => |value, _| grouped(Locale::Fr, value),
        Locale::Nl => |value, _| grouped(Locale::Nl, value),
        Locale::En => |value, _| grouped(Locale::En, value),
        Locale::De => |value, _| grouped(Locale::De, value),
        Locale::Uk => |value, _| grouped(Locale::Uk, value),
    }
}

/// Where lines may not break.
fn spaces(locale: Locale) -> fn(&str) -> Cow<'_, str> {
    match locale {
        Locale::Fr => french_spaces,
        Locale::Nl | Locale::En | Locale::De => unit_spaces,
        Locale::Uk => ukrainian_spaces,
    }
}

fn grouped(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "counts stay far below 2^53")]
        FluentValue::Number(number) => Some(locale.number(number.value.round() as i64)),
        _ => None,
    }
}

/// French sets a narrow no-break space before `; ? !`, a full one before `:` and inside `« »`, so
/// that none starts a line.
fn french_spaces(text: &str) -> Cow<'_, str> {
    const PAIRS: [(&str, &str); 8] = [
        (" ?", "\u{202f}?"),
        (" ;", "\u{202f};"),
        (" !", "\u{202f}!"),
        (" :", "\u{a0}:"),
        ("« ", "«\u{a0}"),
        (" »", "\u{a0}»"),
        (" km", "\u{a0}km"),
        (" %", "\u{a0}%"),
    ];
    replaced(text, &PAIRS)
}

/// A number and its unit stay on one line.
fn unit_spaces(text: &str) -> Cow<'_, str> {
    replaced(text, &[(" km", "\u{a0}km"), (" %", "\u{a0}%")])
}

/// A number and its unit stay on one line, and no dash starts one.
fn ukrainian_spaces(text: &str) -> Cow<'_, str> {
    const PAIRS: [(&str, &str); 4] =
        [(" км", "\u{a0}км"), (" хв.", "\u{a0}хв."), (" хв,", "\u{a0}хв,"), (" —", "\u{a0}—")];
    replaced(text, &PAIRS)
}

fn replaced<'a>(text: &'a str, pairs: &[(&str, &str)]) -> Cow<'a, str> {
    if pairs.iter().any(|(plain, _)| text.contains(plain)) {
        let fixed =
            pairs.iter().fold(text.to_owned(), |text, (plain, fixed)| text.replace(plain, fixed));
        Cow::Owned(fixed)
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::tr;
    use crate::Locale;

    #[test]
    fn no_mark_and_no_unit_starts_a_line() {
        assert_eq!(tr(Locale::Fr, "ask-what", &[]), "De quoi avez-vous besoin\u{202f}?");
        assert_eq!(tr(Locale::Fr, "language-label", &[]), "Langue\u{a0}:");
        assert_eq!(tr(Locale::Nl, "distance-under-1", &[]), "minder dan 1\u{a0}km");
        assert_eq!(tr(Locale::Uk, "distance-under-1", &[]), "менш ніж 1\u{a0}км");
        let days = |count: u32| tr(Locale::Uk, "retention-days", &[("count", count.into())]);
        assert_eq!([1, 3, 12, 21].map(days), ["1 день", "3 дні", "12 днів", "21 день"]);
    }
}
