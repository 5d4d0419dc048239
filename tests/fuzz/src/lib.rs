//! Many odd inputs for one function: a corpus that is kept, and what comes of changing it.
//!
//! A target has a directory of inputs under `corpus`. Each of them is tried as it is; then come
//! inputs made by cutting, doubling and splicing them, and some of nothing but noise. What breaks a
//! target is made as small as possible and kept beside the others, so that it is tried for ever.
//!
//! `PROCHE_FUZZ_INPUTS` says how many (a thousand without it), `PROCHE_FUZZ_SEED` which.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// Inputs without another word.
const INPUTS: u32 = 1_000;
/// Bytes of an input made of noise.
const NOISE: usize = 96;
/// Changes to an input of the corpus.
const CHANGES: usize = 8;
/// What readers stumble over.
const ODD: &[&str] = &[
    "\0",
    "\r\n",
    "\n.\r\n",
    "\t",
    "\u{feff}",
    "\u{202e}",
    "\u{200b}",
    "\u{301}",
    "\u{1f642}",
    "é",
    "\u{ff11}",
    "\u{661}",
    "ß",
    "\u{130}",
    "\"",
    "'",
    "\\",
    "%00",
    "%",
    "=",
    "<",
    "&amp;",
    "@",
    "..",
    "//",
    "{",
    "[[[[[[[[",
    "-1",
    "1e309",
    "NaN",
    "18446744073709551616",
    "null",
    ";",
    "|",
    ",",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
];

/// Tries a function on many texts.
///
/// # Panics
/// When the function does, with the smallest text that was found to make it.
pub fn texts(target: &str, check: impl Fn(&str)) {
    bytes(target, |input| check(&String::from_utf8_lossy(input)));
}

/// Tries a function on many inputs.
///
/// # Panics
/// When the function does, with the smallest input that was found to make it.
pub fn bytes(target: &str, check: impl Fn(&[u8])) {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let corpus = corpus(&home);
    assert!(!corpus.is_empty(), "the target {target} has no corpus");
    for input in &corpus {
        check(input);
    }
    let config = Config { cases: number("PROCHE_FUZZ_INPUTS", INPUTS), ..Config::default() };
    let config = Config { failure_persistence: None, ..config };
    let mut runner = TestRunner::new_with_rng(config, seeded(number("PROCHE_FUZZ_SEED", 0)));
    let outcome = runner.run(&input(corpus), |input| {
        check(&input);
        Ok(())
    });
    if let Err(TestError::Fail(why, input)) = outcome {
        let kept = keep(&home, &input);
        panic!("{target}: {why}: {}, kept as {}", input.escape_ascii(), kept.display());
    }
}

fn number(variable: &str, otherwise: u32) -> u32 {
    let told = std::env::var(variable).ok();
    told.map_or(otherwise, |text| text.parse().expect("a whole number"))
}

fn seeded(seed: u32) -> TestRng {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&seed.to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

fn corpus(home: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(home).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a corpus can be read")).collect()
}

fn keep(home: &Path, input: &[u8]) -> PathBuf {
    let mut paths = (0..).map(|number: u32| home.join(format!("found-{number}")));
    let path = paths.find(|path| !path.exists()).expect("numbers never end");
    fs::write(&path, input).expect("a corpus can be written");
    path
}

fn input(corpus: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let changed = (select(corpus.clone()), vec(change(corpus), 0..=CHANGES));
    prop_oneof![
        1 => vec(any::<u8>(), 0..NOISE),
        1 => vec(select(ODD), 0..CHANGES).prop_map(|odd| odd.concat().into_bytes()),
        8 => changed.prop_map(|(input, changes)| changes.iter().fold(input, Change::made)),
    ]
}

/// One step from an input to another.
#[derive(Clone, Debug)]
enum Change {
    Set(Index, u8),
    Cut(Index, Index),
    Double(Index, Index),
    Insert(Index, Vec<u8>),
}

fn change(corpus: Vec<Vec<u8>>) -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    let odd = select(ODD).prop_map(|odd| odd.as_bytes().to_vec());
    prop_oneof![
        3 => (at(), any::<u8>()).prop_map(|(at, byte)| Change::Set(at, byte)),
        2 => (at(), at()).prop_map(|(from, to)| Change::Cut(from, to)),
        1 => (at(), at()).prop_map(|(from, to)| Change::Double(from, to)),
        3 => (at(), odd).prop_map(|(at, odd)| Change::Insert(at, odd)),
        1 => (at(), select(corpus)).prop_map(|(at, other)| Change::Insert(at, other)),
    ]
}

impl Change {
    fn made(mut input: Vec<u8>, change: &Self) -> Vec<u8> {
        let place = |at: &Index, input: &[u8]| at.index(input.len() + 1);
        let range = |from: &Index, to: &Index, input: &[u8]| {
            let (from, to) = (place(from, input), place(to, input));
            from.min(to)..from.max(to)
        };
        match change {
            Self::Set(at, byte) if !input.is_empty() => {
                let at = at.index(input.len());
                input[at] = *byte;
            }
            Self::Set(..) => {}
            Self::Cut(from, to) => drop(input.drain(range(from, to, &input))),
            Self::Double(from, to) => {
                let range = range(from, to, &input);
                let twice = input[range.clone()].to_vec();
                input.splice(range.end..range.end, twice);
            }
            Self::Insert(at, what) => {
                let at = place(at, &input);
                input.splice(at..at, what.iter().copied());
            }
        }
        input
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn inputs_are_near_the_corpus_and_differ() {
        let (seen, near) = (Cell::new(0), Cell::new(0));
        texts("phone", |text| {
            seen.set(seen.get() + 1);
            near.set(near.get() + u32::from(text.contains("12")));
        });
        assert!(seen.get() > INPUTS && near.get() > INPUTS / 3, "{} of {}", near.get(), seen.get());
    }
}
