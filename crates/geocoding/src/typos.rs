//! Names that differ from a text by a few typing errors.

/// Every name of a sorted list within `most` typing errors of `typed`, with their number, in order.
///
/// Optimal string alignment, as [`edit_distance`](crate::edit_distance) counts it. The list is
/// walked as the tree of its prefixes: names that begin alike share their rows of the table, and a
/// beginning that is too far off already is left out with all that begin so.
pub fn names_within<'n>(names: &'n [Box<str>], typed: &str, most: usize) -> Vec<(usize, &'n str)> {
    let mut walk = Walk::new(typed, most);
    let mut found = Vec::new();
    let mut rest = names;
    while let Some(name) = rest.first() {
        match walk.step(name) {
            Step::Within(errors) => found.push((errors, &**name)),
            Step::Beyond => {}
            Step::TooFar { prefix } => {
                rest = &rest[alike(rest, &name[..prefix])..];
                continue;
            }
        }
        rest = &rest[1..];
    }
    found
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

/// One row of costs for each letter of the name before: row `i` holds what it costs to make the
/// first `i` letters of the name from the first `0, 1, …` typed ones. Only what lies within `most`
/// of the diagonal can cost that little; the rest stays at `most + 1`.
struct Walk {
    typed: Vec<char>,
    most: usize,
    letters: Vec<char>,
    rows: Vec<Vec<usize>>,
}

impl Walk {
    fn new(typed: &str, most: usize) -> Self {
        let typed: Vec<char> = typed.chars().collect();
        let first = (0..=typed.len()).map(|cost| cost.min(most + 1)).collect();
        Self { typed, most, letters: Vec::new(), rows: vec![first] }
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
            row[j] = match j.checked_sub(1) {
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
            least = least.min(row[j]);
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::names_within;
    use crate::fold::edit_distance;

    proptest! {
        #[test]
        fn the_walk_finds_what_counting_one_by_one_finds(
            mut names in vec("[abé]{0,6}", 0..40), typed in "[abé]{0,7}", most in 0_usize..3,
        ) {
            names.sort_unstable();
            let names: Vec<Box<str>> = names.into_iter().map(String::into_boxed_str).collect();
            let one_by_one: Vec<(usize, &str)> = names
                .iter()
                .filter_map(|name| Some((edit_distance(&typed, name, most)?, &**name)))
                .collect();
            prop_assert_eq!(names_within(&names, &typed, most), one_by_one);
        }
    }
}
