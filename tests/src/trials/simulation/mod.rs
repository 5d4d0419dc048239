//! The domain under a seeded scheduler: people, volunteers, staff, lanes, the clock, the relay and the
//! end of a process take turns in an order that the seed alone decides. What happened is written down,
//! without ids; the same seed gives the same trace, on either database.
//!
//! A turn is a whole call or a whole run of a lane: what a single writer makes of calls at the same time
//! is an order of them, and this tries orders. On two nodes each knows of the other's changes only after
//! a turn in which it looks.

mod trace;
mod turn;
mod world;

use std::fmt;
use std::time::{Duration, Instant};

use jiff::SignedDuration;

use crate::house::Engine;

use turn::Turn;
use world::World;

/// So many turns after which everything due is done and the invariants are looked at.
const LOOK_EACH: usize = 40;
/// How long everybody may take in the end: the longest deadline, and the silence after help.
const IN_THE_END: SignedDuration = SignedDuration::from_hours(8 * 24);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Simulation {
    /// How many turns.
    pub turns: usize,
    /// In which order.
    pub seed: u64,
    /// How many nodes, each with an index of its own.
    pub nodes: usize,
    /// On which database.
    pub engine: Engine,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct SimulationReport {
    /// Everything that happened, in order, without ids.
    pub trace: Vec<String>,
    /// Requests, promises and places that were helped.
    pub counts: [usize; 3],
    /// How long it took.
    pub took: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl Simulation {
    /// Takes the turns; none where there is no PostgreSQL.
    pub async fn run(self) -> Option<SimulationReport> {
        let began = Instant::now();
        let mut world = World::begin(self.engine, self.nodes, self.seed).await?;
        for number in 1..=self.turns {
            let turn = Turn::draw(&mut world);
            world.take(turn).await;
            if number.is_multiple_of(LOOK_EACH) {
                world.check().await;
            }
            if !world.faults.is_empty() {
                break;
            }
        }
        world.let_end(IN_THE_END).await;
        let mut report = world.end().await;
        report.took = began.elapsed();
        Some(report)
    }
}

impl SimulationReport {
    /// The first line in which two traces differ, if they do.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let longest = self.trace.len().max(other.trace.len());
        (0..longest).find(|at| self.trace.get(*at) != other.trace.get(*at)).map(|at| {
            let before = self.trace[at.saturating_sub(4).min(self.trace.len())..at].join("\n  ");
            let (one, two) = (self.trace.get(at), other.trace.get(at));
            format!("line {at}: {one:?}\n  and {two:?}\n  after {before}")
        })
    }
}

impl fmt::Display for SimulationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [requests, promises, helped] = self.counts;
        writeln!(f, "took      {:.0} s", self.took.as_secs_f64())?;
        writeln!(f, "requests  {requests}, {promises} promised, {helped} helped")?;
        writeln!(f, "trace     {} lines", self.trace.len())?;
        writeln!(f, "faults    {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
