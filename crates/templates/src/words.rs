//! Labels of the words that data carry: categories, languages, states.

use crate::frame::Arg;
use crate::{Locale, Value, has_key, tr};

/// The categories that ship, in the order of the form.
pub const CATEGORIES: [&str; 12] = [
    "groceries",
    "pharmacy",
    "meals",
    "transport",
    "pets",
    "errands",
    "listening",
    "admin_help",
    "care_home",
    "logistics",
    "childcare",
    "other",
];

/// The languages a form offers, the service's own first (BCP 47).
pub const LANGUAGES: [&str; 13] =
    ["fr", "nl", "en", "de", "uk", "ar", "tr", "es", "it", "pl", "pt", "ro", "ru"];

/// What to mind with a person, in the order of the form.
pub const MINDS: [&str; 6] = ["speak_up", "say_who", "wait", "text_first", "stairs", "diet"];

/// What a volunteer says to have or to be able to do, in the order of the form.
pub const SKILLS: [&str; 8] =
    ["car", "cargo", "carry", "cooking", "repairs", "computer", "first_aid", "sign_language"];

/// What the team alone says of a volunteer, once it has seen the paper.
pub const TEAM_SKILLS: [&str; 2] = ["carer", "trained_listener"];

/// Whether a volunteer lays out money in a kind of help and is paid back at the door.
pub fn pays_back(category: &str) -> bool {
    matches!(category, "groceries" | "pharmacy" | "meals" | "errands" | "pets")
}

/// Whether a kind of help comes with a list of things.
pub fn has_list(category: &str) -> bool {
    !matches!(category, "listening" | "transport" | "admin_help" | "childcare")
}

impl Locale {
    /// The label of a help category; a deployment's own category shows its slug.
    pub fn category(self, slug: &str) -> String {
        self.word("category", slug)
    }

    /// The line under a category in a form, or nothing for a deployment's own.
    pub fn category_hint(self, slug: &str) -> String {
        let key = format!("category-{}.hint", slug.replace('_', "-"));
        if has_key(self, &key) { tr(self, &key, &[]) } else { String::new() }
    }

    /// What someone near needs, as a sentence without its full stop.
    pub fn category_need(self, slug: &str) -> String {
        let key = format!("category-{}.need", slug.replace('_', "-"));
        tr(self, if has_key(self, &key) { &key } else { "category-other.need" }, &[])
    }

    /// A spoken language by its BCP 47 code, in this language.
    pub fn language(self, code: &str) -> String {
        self.word("language", code)
    }

    /// What protects both sides in a kind of help, beside what holds for all of them.
    pub fn safety(self, category: &str) -> Vec<String> {
        let keys: &[&str] = match category {
            _ if pays_back(category) => &["safety-receipt", "safety-amount"],
            "transport" => &["safety-car"],
            "childcare" => &["safety-children"],
            _ => &[],
        };
        keys.iter().map(|key| tr(self, key, &[])).collect()
    }

    /// What to mind with a person, by its code.
    pub fn mind(self, code: &str) -> String {
        self.word("mind", code)
    }

    /// What somebody can do or bring, by its code; a deployment's own code shows itself.
    pub fn skill(self, code: &str) -> String {
        self.word("skill", code)
    }

    /// How old somebody says to be, at least: `18` or `16`; any other number shows itself.
    pub fn age(self, at_least: &str) -> String {
        match at_least {
            "18" => tr(self, "vol-age-18", &[]),
            "16" => tr(self, "vol-age-16", &[]),
            other => other.to_owned(),
        }
    }

    /// The way of payment: `door`, `shop`, `together`, `none`; anything else is empty.
    pub fn payment(self, way: &str) -> String {
        let key = format!("payment-{way}");
        if has_key(self, &key) { tr(self, &key, &[]) } else { String::new() }
    }

    /// The label of a coded word: `word("status", "in_progress")`, `word("channel", "web")`.
    ///
    /// Families: `status`, `priority`, `channel`, `engagement`, `volunteer`, `alert`, `task`,
    /// `reason`, `excluded`, `barred` (why one was left out), `told` (more of a story), `release`, `outcome`, `todo` (why a task
    /// waits), `waiting` (why a request does). A code without a translation shows itself.
    pub fn word(self, family: &str, code: &str) -> String {
        self.word_with(family, code, &[])
    }

    /// Why volunteers were left out, with their number: `3 ont atteint leur limite`.
    pub fn excluded(self, code: &str, count: impl Arg) -> String {
        let known = self.word_with("excluded", code, &[("count", count.value())]);
        if known == code {
            format!("{code}{} {}", self.colon(), self.written(&count))
        } else {
            known
        }
    }

    /// One event of a request's story as a sentence.
    ///
    /// `kind` is the event's code; arguments, where a sentence uses them: `who` (a short name),
    /// `count`, `wave`, `radius` (km), `reason` (already in words), `when` (already in words).
    pub fn event(self, kind: &str, args: &[(&str, Value<'_>)]) -> String {
        self.word_with("event", kind, args)
    }

    /// How and when a request came: `Reçue par téléphone mardi 17 novembre, 9 h 12.`
    pub fn received(self, channel: &str, when: &str) -> String {
        self.word_with("received", channel, &[("when", when.into())])
    }

    /// What comes next for a request: `wave`, `deadline`, `call`, `nothing`; `when` in words.
    pub fn next_step(self, kind: &str, when: &str) -> String {
        self.word_with("next", kind, &[("when", when.into())])
    }

    /// As [`Locale::word`], with arguments for the message.
    pub fn word_with(self, family: &str, code: &str, args: &[(&str, Value<'_>)]) -> String {
        let key = format!("{family}-{}", code.replace('_', "-"));
        if has_key(self, &key) { tr(self, &key, args) } else { code.to_owned() }
    }
}
