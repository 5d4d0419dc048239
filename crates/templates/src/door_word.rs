//! The word to say at the door: a bird and a number, the same pair in every language.

use crate::Locale;

/// Birds that everybody knows, easy to say and to hear, none to be mistaken for a name: French,
/// Dutch, English, German, Ukrainian. No language has one word for two of them.
const BIRDS: [[&str; 5]; 24] = [
    ["mésange", "mees", "bluetit", "Meise", "синиця"],
    ["merle", "merel", "blackbird", "Amsel", "дрізд"],
    ["moineau", "mus", "sparrow", "Spatz", "горобець"],
    ["hirondelle", "zwaluw", "swallow", "Schwalbe", "ластівка"],
    ["pigeon", "duif", "pigeon", "Taube", "голуб"],
    ["cygne", "zwaan", "swan", "Schwan", "лебідь"],
    ["canard", "eend", "duck", "Ente", "качка"],
    ["hibou", "uil", "owl", "Eule", "сова"],
    ["perroquet", "papegaai", "parrot", "Papagei", "папуга"],
    ["alouette", "leeuwerik", "lark", "Lerche", "жайворонок"],
    ["corbeau", "raaf", "raven", "Rabe", "ворон"],
    ["cigogne", "ooievaar", "stork", "Storch", "лелека"],
    ["héron", "reiger", "heron", "Reiher", "чапля"],
    ["coucou", "koekoek", "cuckoo", "Kuckuck", "зозуля"],
    ["faucon", "valk", "falcon", "Falke", "сокіл"],
    ["mouette", "meeuw", "seagull", "Möwe", "чайка"],
    ["paon", "pauw", "peacock", "Pfau", "павич"],
    ["pie", "ekster", "magpie", "Elster", "сорока"],
    ["rossignol", "nachtegaal", "nightingale", "Nachtigall", "соловей"],
    ["pingouin", "pinguïn", "penguin", "Pinguin", "пінгвін"],
    ["autruche", "struisvogel", "ostrich", "Strauß", "страус"],
    ["aigle", "arend", "eagle", "Adler", "орел"],
    ["coq", "haan", "rooster", "Hahn", "півень"],
    ["pivert", "specht", "woodpecker", "Specht", "дятел"],
];

impl Locale {
    /// The word at the door in this language, such as `mésange 47`.
    pub fn door_word(self, bird: u8, number: u8) -> String {
        let names = BIRDS[usize::from(bird) % BIRDS.len()];
        let name = match self {
            Self::Fr => names[0],
            Self::Nl => names[1],
            Self::En => names[2],
            Self::De => names[3],
            Self::Uk => names[4],
        };
        format!("{name} {number}")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_number_has_a_bird_in_every_language() {
        for bird in 0..=u8::MAX {
            let words = Locale::ALL.map(|locale| locale.door_word(bird, 47));
            assert!(words.iter().all(|word| word.ends_with(" 47") && word.chars().count() > 5));
        }
    }

    #[test]
    fn no_two_birds_share_a_word() {
        for locale in Locale::ALL {
            let words: BTreeSet<String> = (0..24).map(|bird| locale.door_word(bird, 1)).collect();
            assert_eq!(words.len(), BIRDS.len(), "{}", locale.code());
        }
    }
}
