//! Times taken in turns, so that what else the machine does falls on all alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

use matching::{Hit, IndexQuery};

/// Queries that are timed together: long enough to be warm, short enough to be left in peace.
const TOGETHER: usize = 200;

/// Somebody who answers queries.
pub type Answerer<'a> = (&'static str, Box<dyn Fn(&IndexQuery) -> Vec<Hit> + 'a>);

/// Microseconds a query of each, from the best of so many rounds for each part of the queries.
///
/// In a round each answers the same part before the next part comes, so that none has it in the
/// cache from the round before.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn micros(queries: &[IndexQuery], rounds: usize, answerers: &[Answerer<'_>]) -> Vec<f64> {
    let mut best = vec![vec![Duration::MAX; queries.len().div_ceil(TOGETHER)]; answerers.len()];
    for _ in 0..rounds {
        for (part, together) in queries.chunks(TOGETHER).enumerate() {
            for ((_, answer), best) in answerers.iter().zip(&mut best) {
                let spent =
                    time(|| together.iter().for_each(|query| drop(black_box(answer(query)))));
                best[part] = best[part].min(spent.1);
            }
        }
    }
    let whole = |parts: &Vec<Duration>| parts.iter().sum::<Duration>().as_secs_f64();
    best.iter().map(|parts| whole(parts) * 1e6 / queries.len() as f64).collect()
}

/// Prints what each took, and how many times as long as the last, which is ours.
pub fn report(what: &str, queries: &[IndexQuery], rounds: usize, answerers: &[Answerer<'_>]) {
    let micros = micros(queries, rounds, answerers);
    let ours = micros.last().copied().unwrap_or_default();
    println!("{what}, µs a query and times ours:");
    for ((name, _), micros) in answerers.iter().zip(&micros) {
        println!("  {name:<22}{micros:>9.2} {:>7.1}x", micros / ours);
    }
}

/// What some work gives, and how long it takes.
pub fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let made = work();
    (made, begin.elapsed())
}
