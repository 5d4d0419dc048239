//! Codes as bits, so that a volunteer's codes are one word.

use std::collections::BTreeMap;

use crate::eligibility::{Need, VolunteerProfile};
use crate::{CategoryCode, Language, SkillCode};

use super::{Entry, IndexQuery};

/// How many codes of one kind have a bit to themselves; the others share the last bit.
const OWN_BITS: usize = 63;

/// The bits of the codes of one kind.
#[derive(Clone, Debug)]
struct Bits<C> {
    numbers: BTreeMap<C, usize>,
}

impl<C: Ord + Clone> Bits<C> {
    const fn new() -> Self {
        Self { numbers: BTreeMap::new() }
    }

    fn intern(&mut self, code: &C) -> u64 {
        let next = self.numbers.len();
        if let Some(&number) = self.numbers.get(code) {
            return bit(number);
        }
        self.numbers.insert(code.clone(), next);
        bit(next)
    }

    fn find(&self, code: &C) -> Option<u64> {
        self.numbers.get(code).copied().map(bit)
    }
}

const fn bit(number: usize) -> u64 {
    if number < OWN_BITS { 1 << number } else { 1 << OWN_BITS }
}

/// Gives every category, skill and language a bit, in the order in which they are first seen.
///
/// The first 63 codes of a kind have their own bits; later ones share bit 63, so that the index
/// may offer a volunteer too many and never one too few. The database checks again.
#[derive(Clone, Debug)]
pub struct MaskVocabulary {
    categories: Bits<CategoryCode>,
    skills: Bits<SkillCode>,
    languages: Bits<Language>,
}

impl Default for MaskVocabulary {
    fn default() -> Self {
        Self::new()
    }
}

impl MaskVocabulary {
    /// A vocabulary that knows no code yet.
    pub const fn new() -> Self {
        Self { categories: Bits::new(), skills: Bits::new(), languages: Bits::new() }
    }

    /// The mask of some categories; new ones are given a bit.
    pub fn categories<'a>(&mut self, codes: impl IntoIterator<Item = &'a CategoryCode>) -> u64 {
        codes.into_iter().fold(0, |mask, code| mask | self.categories.intern(code))
    }

    /// The mask of some skills; new ones are given a bit.
    pub fn skills<'a>(&mut self, codes: impl IntoIterator<Item = &'a SkillCode>) -> u64 {
        codes.into_iter().fold(0, |mask, code| mask | self.skills.intern(code))
    }

    /// The mask of some languages; new ones are given a bit.
    pub fn languages<'a>(&mut self, codes: impl IntoIterator<Item = &'a Language>) -> u64 {
        codes.into_iter().fold(0, |mask, code| mask | self.languages.intern(code))
    }

    /// What the index keeps of a volunteer; new codes are given a bit.
    pub fn entry(&mut self, volunteer: &VolunteerProfile) -> Entry {
        Entry {
            id: volunteer.id,
            anchors: volunteer.anchors.iter().copied().collect(),
            radius_m: volunteer.radius_m,
            categories: self.categories(&volunteer.categories),
            skills: self.skills(&volunteer.skills),
            languages: self.languages(&volunteer.languages),
            available: volunteer.active,
        }
    }

    /// The codes that have a bit, by its number: categories, skills, languages.
    pub(super) fn words(&self) -> [Vec<(usize, &str)>; 3] {
        [
            self.category_bits().map(|(bit, code)| (bit, code.as_str())).collect(),
            own_bits(&self.skills).map(|(bit, code)| (bit, code.as_str())).collect(),
            own_bits(&self.languages).map(|(bit, code)| (bit, code.as_str())).collect(),
        ]
    }

    /// The categories that have a bit to themselves, and its number.
    pub(super) fn category_bits(&self) -> impl Iterator<Item = (usize, &CategoryCode)> {
        own_bits(&self.categories)
    }

    /// Whether some codes share a bit; which of them do depends on the order in which they came.
    pub fn shares_a_bit(&self) -> bool {
        let most = self.categories.numbers.len().max(self.skills.numbers.len());
        most.max(self.languages.numbers.len()) > OWN_BITS
    }

    /// What to ask the index for a need: everyone available who could fit it.
    ///
    /// None when a code is unknown that somebody would have to hold: nobody in the index fits.
    pub fn query(&self, need: &Need) -> Option<IndexQuery> {
        let category = self.categories.find(&need.category)?;
        let all_skills = |mask, code| Some(mask | self.skills.find(code)?);
        let skills = need.skills.iter().try_fold(0, all_skills)?;
        let known = need.languages.iter().filter_map(|code| self.languages.find(code));
        let languages = known.fold(0, |mask, bit| mask | bit);
        if languages == 0 && !need.languages.is_empty() {
            return None;
        }
        let at = need.place;
        Some(IndexQuery { at, max_m: None, category, skills, languages, only_available: true })
    }
}

fn own_bits<C>(bits: &Bits<C>) -> impl Iterator<Item = (usize, &C)> {
    let own = bits.numbers.iter().map(|(code, number)| (*number, code));
    own.filter(|(number, _)| *number < OWN_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skill(number: usize) -> SkillCode {
        SkillCode::new(&format!("s{number}")).expect("a valid code")
    }

    #[test]
    fn codes_past_the_sixty_third_share_the_last_bit() {
        let mut vocabulary = MaskVocabulary::new();
        let masks: Vec<u64> = (0..70).map(|n| vocabulary.skills([&skill(n)])).collect();
        assert_eq!(masks[..63], (0..63).map(|n| 1 << n).collect::<Vec<u64>>());
        assert!(masks[63..].iter().all(|&mask| mask == 1 << 63));
        assert_eq!(vocabulary.skills([&skill(0), &skill(69)]), 1 | 1 << 63);
    }

    #[test]
    fn need_for_what_nobody_offers_has_no_query() {
        let mut vocabulary = MaskVocabulary::new();
        let pets: CategoryCode = "pets".parse().expect("a valid code");
        let at = jiff::Timestamp::UNIX_EPOCH;
        let need = Need {
            place: None,
            category: pets.clone(),
            skills: [skill(1)].into(),
            languages: ["fr", "nl"].map(|code| Language::new(code).expect("valid")).into(),
            window: crate::Window { from: at, until: at },
            demands: crate::Demands::default(),
        };
        assert_eq!(vocabulary.query(&need), None);
        vocabulary.categories([&pets]);
        vocabulary.skills([&skill(1)]);
        assert_eq!(vocabulary.query(&need), None);
        vocabulary.languages([&"nl".parse().expect("a valid code")]);
        let query = vocabulary.query(&need).expect("somebody may fit");
        assert_eq!((query.category, query.skills, query.languages), (1, 1, 1));
    }
}
