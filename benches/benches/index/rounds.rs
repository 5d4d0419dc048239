//! Times taken in turns, so that what else the machine does falls on all alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

use matching::{Hit, IndexQuery};

/// Queries that are timed together: long enough for the clock, short enough to be left in peace.
const TOGETHER: usize = 50;

/// Somebody who answers queries.
pub type Answerer<'a> = (&'static str, Box<dyn Fn(&IndexQuery) -> Vec<Hit> + 'a>);

/// Microseconds a query: at the first pass of a turn, when the others have had the caches, and at
/// the second.
#[derive(Clone, Copy)]
pub struct Micros {
    pub cold: f64,
    pub warm: f64,
}

/// What a query costs each, from the best of so many rounds for each part of the queries.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn micros(queries: &[IndexQuery], rounds: usize, answerers: &[Answerer<'_>]) -> Vec<Micros> {
    let unknown = vec![Duration::MAX; queries.len().div_ceil(TOGETHER)];
    let mut best = vec![[unknown.clone(), unknown]; answerers.len()];
    for _ in 0..rounds {
        for ((_, answer), passes) in answerers.iter().zip(&mut best) {
            for best in passes {
                pass(queries, answer, best);
            }
        }
    }
    let each = |parts: &Vec<Duration>| {
        parts.iter().sum::<Duration>().as_secs_f64() * 1e6 / queries.len() as f64
    };
    best.iter().map(|[cold, warm]| Micros { cold: each(cold), warm: each(warm) }).collect()
}

fn pass(queries: &[IndexQuery], answer: impl Fn(&IndexQuery) -> Vec<Hit>, best: &mut [Duration]) {
    for (together, best) in queries.chunks(TOGETHER).zip(best) {
        let spent = time(|| together.iter().for_each(|query| drop(black_box(answer(query))))).1;
        *best = spent.min(*best);
    }
}

/// Prints what each took, and how many times as long as the last, which is ours.
pub fn report(what: &str, queries: &[IndexQuery], rounds: usize, answerers: &[Answerer<'_>]) {
    let micros = micros(queries, rounds, answerers);
    let Some(&ours) = micros.last() else { return };
    println!("{what:<24}  µs a query and times ours: {:>10} {:>17}", "warm", "cold");
    for ((name, _), Micros { cold, warm }) in answerers.iter().zip(micros) {
        let (warmer, colder) = (warm / ours.warm, cold / ours.cold);
        println!("  {name:<40}{warm:>9.2} {warmer:>7.1}x {cold:>9.2} {colder:>7.1}x");
    }
}

/// What some work gives, and how long it takes.
pub fn time<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begin = Instant::now();
    let made = work();
    (made, begin.elapsed())
}
