//! The word to say at the door: a bird and a number, the same pair in every language.

use crate::Locale;

/// Common birds, French, Dutch and English, none that an old person could mistake for a name.
const BIRDS: [[&str; 3]; 24] = [
    ["mésange", "mees", "bluetit"],
    ["merle", "merel", "blackbird"],
    ["moineau", "mus", "sparrow"],
    ["hirondelle", "zwaluw", "swallow"],
    ["pigeon", "duif", "pigeon"],
    ["cygne", "zwaan", "swan"],
    ["canard", "eend", "duck"],
    ["hibou", "uil", "owl"],
    ["rouge-gorge", "roodborstje", "robin"],
    ["alouette", "leeuwerik", "lark"],
    ["corbeau", "raaf", "raven"],
    ["cigogne", "ooievaar", "stork"],
    ["héron", "reiger", "heron"],
    ["coucou", "koekoek", "cuckoo"],
    ["faucon", "valk", "falcon"],
    ["mouette", "meeuw", "seagull"],
    ["paon", "pauw", "peacock"],
    ["pie", "ekster", "magpie"],
    ["rossignol", "nachtegaal", "nightingale"],
    ["grive", "lijster", "thrush"],
    ["pinson", "vink", "finch"],
    ["aigle", "arend", "eagle"],
    ["oie", "gans", "goose"],
    ["pivert", "specht", "woodpecker"],
];

impl Locale {
    /// The word at the door in this language, such as `mésange 47`.
    pub fn door_word(self, bird: u8, number: u8) -> String {
        let names = BIRDS[usize::from(bird) % BIRDS.len()];
        let name = match self {
            Self::Fr => names[0],
            Self::Nl => names[1],
            Self::En => names[2],
        };
        format!("{name} {number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_bird_in_every_language() {
        for bird in 0..=u8::MAX {
            let words = [Locale::Fr, Locale::Nl, Locale::En].map(|l| l.door_word(bird, 47));
            assert!(words.iter().all(|word| word.ends_with(" 47") && word.len() > 5));
        }
    }
}
