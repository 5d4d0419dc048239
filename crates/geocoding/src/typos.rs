//! Names that differ from a text by a few typing errors.

use std::collections::BTreeMap;

/// Names in order, forwards and backwards.
///
/// They are copied in that order, so that who walks along finds them side by side in memory.
#[derive(Clone, Debug)]
pub struct Names {
    forwards: Vec<Box<str>>,
    backwards: Vec<Box<str>>,
    /// Which of `forwards` each of `backwards` is.
    same: Vec<usize>,
}

impl Names {
    /// Sorts them; none is given twice.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut names: Vec<&str> = names.collect();
        names.sort_unstable();
        let forwards: Vec<Box<str>> = names.into_iter().map(Box::from).collect();
        let reversed = |name: &str| name.chars().rev().collect::<String>();
        let mut backwards: Vec<(String, usize)> =
            forwards.iter().enumerate().map(|(at, name)| (reversed(name), at)).collect();
        backwards.sort_unstable();
        let same = backwards.iter().map(|(_, at)| *at).collect();
        let backwards = backwards.iter().map(|(name, _)| Box::from(name.as_str())).collect();
        Self { forwards, backwards, same }
    }

    /// Every name, in order.
    pub fn sorted(&self) -> &[Box<str>] {
        &self.forwards
    }

    /// Every name within `most` (at most two) typing errors of `typed`, with their number, in order.
    ///
    /// Optimal string alignment, as [`edit_distance`](crate::edit_distance) counts it. Of so few
    /// errors, not all can lie in the first half and in the second: either the first half has no
    /// more than half of them, or the second has the others at most. So the names are walked from
    /// their beginnings with few errors at first, and from their ends with fewer; each is a small
    /// part of the tree of all names.
    pub fn within(&self, typed: &str, most: usize) -> Vec<(usize, &str)> {
        debug_assert!(most <= 2, "a swap across the middle is counted for two errors at most");
        let letters: Vec<char> = typed.chars().collect();
        let half = letters.len() / 2;
        let few = most / 2;
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        let mut add = |at, errors: usize| {
            let least = found.entry(at).or_insert(errors);
            *least = errors.min(*least);
        };
        let walk = Walk::new(letters.clone(), most, (half, few));
        walk.along(&self.forwards, &mut add);
        if let Some(fewer) = (most - few).checked_sub(1) {
            let last = letters.len() - half;
            let letters = letters.into_iter().rev().collect();
            let walk = Walk::new(letters, most, (last, fewer));
            walk.along(&self.backwards, |at, errors| add(self.same[at], errors));
        }
        found.into_iter().map(|(at, errors)| (errors, &*self.forwards[at])).collect()
    }
}

/// How many names at the front of a sorted list begin like this; found by doubling steps.
fn alike(names: &[Box<str>], prefix: &str) -> usize {
    let mut bound = 1;
    while names.get(bound).is_some_and(|name| name.starts_with(prefix)) {
        bound *= 2;
    }
    let within = &names[..bound.min(names.len())];
    within.partition_point(|name| name.starts_with(prefix))
}

enum Step {
    /// So many errors.
    Within(usize),
    /// More errors than wanted.
    Beyond,
    /// No name that begins with so many bytes of this one is near.
    TooFar { prefix: usize },
}

/// A walk along sorted names as the tree of their beginnings: names that begin alike share their
/// rows of the table, and a beginning that is too far off is left out with all that begin so.
///
/// One row of costs for each letter of the name before: row `i` holds what it costs to make the
/// first `i` letters of the name from the first `0, 1, …` typed ones. Only what lies within `most`
/// of the diagonal can cost that little; the rest stays at `most + 1`.
struct Walk {
    typed: Vec<char>,
    most: usize,
    /// Before this many typed letters are reached no more than this may be spent.
    thrift: (usize, usize),
    letters: Vec<char>,
    rows: Vec<Vec<usize>>,
}

impl Walk {
    fn new(typed: Vec<char>, most: usize, thrift: (usize, usize)) -> Self {
        let mut walk = Self { typed, most, thrift, letters: Vec::new(), rows: Vec::new() };
        let first = (0..=walk.typed.len()).map(|j| walk.spent(j, j)).collect();
        walk.rows.push(first);
        walk
    }

    /// Gives the place of each name that is near, and its errors.
    fn along(mut self, names: &[Box<str>], mut near: impl FnMut(usize, usize)) {
        let mut at = 0;
        while let Some(name) = names.get(at) {
            match self.step(name) {
                Step::Within(errors) => near(at, errors),
                Step::Beyond => {}
                Step::TooFar { prefix } => {
                    at += alike(&names[at..], &name[..prefix]);
                    continue;
                }
            }
            at += 1;
        }
    }

    /// A cost at so many typed letters, as far as it may be spent there.
    fn spent(&self, j: usize, cost: usize) -> usize {
        let (letters, few) = self.thrift;
        if j < letters && cost > few { self.most + 1 } else { cost.min(self.most + 1) }
    }

    fn step(&mut self, name: &str) -> Step {
        let shared = name.chars().zip(&self.letters).take_while(|(a, b)| a == *b).count();
        self.letters.truncate(shared);
        for (at, letter) in name.char_indices().skip(shared) {
            if self.push(letter) > self.most {
                self.letters.pop();
                return Step::TooFar { prefix: at + letter.len_utf8() };
            }
        }
        match self.rows[self.letters.len()].last() {
            Some(errors) if *errors <= self.most => Step::Within(*errors),
            _ => Step::Beyond,
        }
    }

    /// Writes the row of one letter more; gives the least in it.
    fn push(&mut self, letter: char) -> usize {
        self.letters.push(letter);
        let (i, width) = (self.letters.len(), self.typed.len() + 1);
        if self.rows.len() == i {
            self.rows.push(vec![self.most + 1; width]);
        }
        let (earlier, row) = self.rows.split_at_mut(i);
        let (above, row) = (&earlier[i - 1], &mut row[0]);
        let mut least = usize::MAX;
        for j in i.saturating_sub(self.most)..(i + self.most + 1).min(width) {
            let cost = match j.checked_sub(1) {
                None => i,
                Some(left) => {
                    let typed = self.typed[left];
                    let change = above[left] + usize::from(letter != typed);
                    let best = change.min(above[j] + 1).min(row[left] + 1);
                    let swapped = i > 1
                        && left > 0
                        && letter == self.typed[left - 1]
                        && self.letters[i - 2] == typed;
                    if swapped { best.min(earlier[i - 2][left - 1] + 1) } else { best }
                }
            };
            row[j] = if j < self.thrift.0 && cost > self.thrift.1 { self.most + 1 } else { cost };
            least = least.min(row[j]);
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::collection::btree_set;
    use proptest::prelude::*;

    use super::Names;
    use crate::fold::edit_distance;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn the_walks_find_what_counting_one_by_one_finds(
            names in btree_set("[abé]{0,8}", 0..60), typed in "[abé]{0,9}", most in 0_usize..=2,
        ) {
            let one_by_one: Vec<(usize, &str)> = names
                .iter()
                .filter_map(|name| Some((edit_distance(&typed, name, most)?, name.as_str())))
                .collect();
            let all = Names::new(names.iter().map(String::as_str));
            prop_assert_eq!(all.within(&typed, most), one_by_one);
        }
    }

    /// Every typed text of five letters against every name of up to six.
    #[test]
    fn no_swap_gets_lost_between_the_halves() {
        let mut names = BTreeSet::from([String::new()]);
        for _ in 0..6 {
            let longer = names.iter().flat_map(|name| ["a", "b"].map(|end| format!("{name}{end}")));
            names.extend(longer.collect::<Vec<_>>());
        }
        let all = Names::new(names.iter().map(String::as_str));
        for typed in names.iter().filter(|name| name.len() == 5) {
            for most in 0..=2 {
                let one_by_one: Vec<(usize, &str)> = names
                    .iter()
                    .filter_map(|name| Some((edit_distance(typed, name, most)?, name.as_str())))
                    .collect();
                assert_eq!(all.within(typed, most), one_by_one, "{typed} {most}");
            }
        }
    }
}
