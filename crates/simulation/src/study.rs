//! Several policies over several seeds, on all cores.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::engine::run;
use crate::file::Policy;
use crate::measure::Metrics;
use crate::world::World;
use crate::yardstick::Yardstick;

/// The runs of one seed.
#[derive(Clone, Debug, PartialEq)]
pub struct SeedRuns {
    /// The seed.
    pub seed: u64,
    /// Volunteers over the whole time.
    pub volunteers: usize,
    /// By policy, in their order.
    pub metrics: Vec<Metrics>,
}

/// Runs every policy on the world of every seed, each seed's policies on the same world.
///
/// The order of the answer is that of the seeds, whatever finishes first. `watch` hears of each
/// run that has ended. One thread a core; memory for one world a core.
pub fn study(
    world_of: impl Fn(u64) -> World + Sync,
    policies: &[Policy],
    seeds: &[u64],
    watch: impl Fn() + Sync,
) -> Vec<SeedRuns> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(seeds.len()));
    let work = || {
        while let Some(&seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed)) {
            let runs = seed_runs(&world_of(seed), seed, policies, &watch);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(runs);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores.min(seeds.len()) {
            scope.spawn(work);
        }
    });
    let mut runs = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    runs.sort_by_key(|runs| seeds.iter().position(|&seed| seed == runs.seed));
    runs
}

fn seed_runs(world: &World, seed: u64, policies: &[Policy], watch: &impl Fn()) -> SeedRuns {
    let yardstick = Yardstick::of(world);
    let metrics = policies.iter().map(|policy| {
        let metrics = run(world, &yardstick, &policy.rule);
        watch();
        metrics
    });
    SeedRuns { seed, volunteers: world.volunteers(), metrics: metrics.collect() }
}
