//! A digest of what an index holds that another index, or a reading of the table, comes to as well.

use crate::CategoryCode;

use super::lookup::stir;
use super::{Entry, MaskVocabulary, Snapshot};

/// What each bit of a vocabulary adds to a digest: the code it stands for, not its place.
#[derive(Clone, Debug)]
pub struct WordDigests {
    kinds: [[u64; 64]; 3],
}

impl WordDigests {
    /// Those of a vocabulary. Categories that may lapse without a word are left out by `counts`.
    pub fn of(words: &MaskVocabulary, counts: impl Fn(&CategoryCode) -> bool) -> Self {
        let mut kinds = words.words().map(|kind| {
            let mut digests = [0; 64];
            // Codes beyond the sixty-third share a bit, and which they are depends on the order.
            for (number, code) in kind.into_iter().filter(|_| !words.shares_a_bit()) {
                digests[number] = code.bytes().fold(1, |sum, byte| stir(sum, u64::from(byte)));
            }
            digests
        });
        for (number, code) in words.category_bits() {
            if !counts(code) {
                kinds[0][number] = 0;
            }
        }
        Self { kinds }
    }

    /// The digest of all that an entry says but its availability, which changes by the hour.
    pub fn entry(&self, entry: &Entry) -> u64 {
        let (id_high, id_low) = uuid::Uuid::from(entry.id).as_u64_pair();
        let masks = [entry.categories, entry.skills, entry.languages];
        let [categories, skills, languages] = [0, 1, 2].map(|kind| self.codes(kind, masks[kind]));
        let said = [id_high, id_low, u64::from(entry.radius_m), categories, skills, languages];
        let anchors = entry.anchors.iter().fold(0, |sum: u64, place| {
            let whole = stir(stir(0, place.lat().to_bits()), place.lon().to_bits());
            sum.wrapping_add(whole)
        });
        said.into_iter().fold(stir(0, anchors), stir)
    }

    fn codes(&self, kind: usize, mask: u64) -> u64 {
        let held = (0..64).filter(|bit| mask >> bit & 1 == 1);
        held.fold(0, |sum: u64, bit| sum.wrapping_add(self.kinds[kind][bit]))
    }
}

impl Snapshot {
    /// The sum of the digests of everyone in it, in whatever order they came; it walks all of them.
    pub fn digest(&self, words: &WordDigests) -> u64 {
        self.entries().iter().fold(0, |sum: u64, entry| sum.wrapping_add(words.entry(entry)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::VolunteerIndex;
    use crate::{Position, VolunteerId};

    fn entries(words: &mut MaskVocabulary, skills: &[&str]) -> Vec<Entry> {
        let mut all = Vec::new();
        for (number, skill) in (1..).zip(skills) {
            all.push(Entry {
                id: VolunteerId(uuid::Uuid::from_u128(u128::from(skill.as_bytes()[0]))),
                anchors: [Position::new(50.0, 4.0).expect("a place")].into_iter().collect(),
                radius_m: 1_000,
                categories: words.categories([&"groceries".parse().expect("a code")]),
                skills: words.skills([&skill.parse().expect("a code")]),
                languages: 0,
                available: number % 2 == 0,
            });
        }
        all
    }

    fn digest(skills: &[&str], counts: bool) -> u64 {
        let mut words = MaskVocabulary::new();
        let index = VolunteerIndex::build(entries(&mut words, skills));
        index.snapshot().digest(&WordDigests::of(&words, |_| counts))
    }

    #[test]
    fn the_digest_does_not_depend_on_which_word_came_first() {
        assert_eq!(digest(&["nurse", "driver"], true), digest(&["driver", "nurse"], true));
        assert_ne!(digest(&["nurse", "driver"], true), digest(&["nurse", "doctor"], true));
        assert_ne!(digest(&["nurse"], true), digest(&["nurse"], false));
    }
}
