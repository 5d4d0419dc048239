//! The languages the service speaks.

/// A language in which every page and mail exists.
///
/// The order is the order of the language menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Locale {
    /// French.
    Fr,
    /// Dutch.
    Nl,
    /// English.
    En,
    /// German.
    De,
    /// Ukrainian.
    Uk,
}

impl Locale {
    /// Every language, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Fr, Self::Nl, Self::En, Self::De, Self::Uk];

    /// The BCP 47 code: `fr`, `nl`, `en`, `de`, `uk`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::Nl => "nl",
            Self::En => "en",
            Self::De => "de",
            Self::Uk => "uk",
        }
    }

    /// The language's name in itself, for the language menu.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::Nl => "Nederlands",
            Self::En => "English",
            Self::De => "Deutsch",
            Self::Uk => "Українська",
        }
    }

    /// What stands between a label and its value: French sets a no-break space before the colon.
    pub const fn colon(self) -> &'static str {
        match self {
            Self::Fr => "\u{a0}:",
            Self::Nl | Self::En | Self::De | Self::Uk => ":",
        }
    }

    /// Reads a BCP 47 tag by its language alone: `nl-BE` is Dutch; an unknown language is `None`.
    pub fn from_code(code: &str) -> Option<Self> {
        let language = code.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|locale| locale.code().eq_ignore_ascii_case(language))
    }

    /// Picks the allowed language that an `Accept-Language` header likes best.
    ///
    /// Weights order the wishes; equal weights keep the header's order. Without a match the first
    /// allowed language answers, and French if none is allowed.
    pub fn negotiate(accept_language: &str, allowed: &[Self]) -> Self {
        let fallback = allowed.first().copied().unwrap_or(Self::Fr);
        let mut best = (fallback, 0.0_f32);
        for wish in accept_language.split(',') {
            let mut parts = wish.split(';');
            let tag = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok());
            let weight = weight.unwrap_or(1.0_f32);
            let Some(locale) = Self::from_code(tag).filter(|locale| allowed.contains(locale))
            else {
                continue;
            };
            if weight > best.1 {
                best = (locale, weight);
            }
        }
        best.0
    }
}

#[cfg(test)]
mod tests {
    use super::Locale::{self, De, En, Fr, Nl, Uk};

    #[test]
    fn the_best_liked_allowed_language_wins() {
        let all = Locale::ALL;
        for (header, expected) in [
            ("nl-BE,nl;q=0.9,fr;q=0.8", Nl),
            ("pl,en;q=0.5,fr;q=0.7", Fr),
            ("de-BE,en;q=0.5", De),
            ("EN_gb", En),
            ("uk-UA,ru;q=0.8", Uk),
            ("pl", Fr),
            ("", Fr),
            ("nl;q=0,en;q=0.1", En),
            ("nl;q=nonsense", Nl),
        ] {
            assert_eq!(Locale::negotiate(header, &all), expected, "{header}");
        }
        assert_eq!(Locale::negotiate("fr", &[Nl, En]), Nl);
        assert_eq!(Locale::negotiate("fr", &[]), Fr);
    }

    #[test]
    fn a_code_is_read_back() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_code(locale.code()), Some(locale));
        }
        assert_eq!(Locale::from_code("pl"), None);
    }
}
