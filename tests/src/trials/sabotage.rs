//! Somebody deletes, doubles, strands, spoils and puts off wake-ups in the queue's own tables, all the
//! time: they say "look" and nothing else, so nothing that is owed changes by it.

use std::fmt;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio_util::sync::CancellationToken;

use crate::house::{Caller, Engine};

use super::post::{Post, left_after, pause};
use super::{Load, Look, Outcome, Site, Times};

const VOLUNTEERS: usize = 60;
/// Calls between two looks into the post.
const CALLS: usize = 30;
/// The longest all that is owed may take while the sabotage goes on.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Sabotage {
    /// How long.
    pub lasts: Duration,
    /// On which database.
    pub engine: Engine,
    /// Which load and which deeds.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct SabotageReport {
    /// How often the tables were touched.
    pub deeds: usize,
    /// Rows that were deleted, added or changed.
    pub rows: u64,
    /// What the load did.
    pub outcome: Outcome,
    /// Mails that came.
    pub mails: usize,
    /// From the last call until nothing was owed.
    pub settled: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

/// One way to hurt the table of wake-ups.
#[derive(Clone, Copy, Debug)]
enum Deed {
    DeleteAll,
    DeleteHalf,
    Double,
    Strand,
    Spoil,
    PutOff,
    End,
}

const DEEDS: [Deed; 7] = [
    Deed::DeleteAll,
    Deed::DeleteHalf,
    Deed::Double,
    Deed::Strand,
    Deed::Spoil,
    Deed::PutOff,
    Deed::End,
];

/// What the same thing is called in a database.
struct Words {
    jobs: &'static str,
    workers: &'static str,
    random: &'static str,
    now: &'static str,
    spoilt: &'static str,
    year: &'static str,
}

const IN_SQLITE: Words = Words {
    jobs: "Jobs",
    workers: "Workers",
    random: "hex(randomblob(16))",
    now: "unixepoch()",
    spoilt: "CAST('{' AS BLOB)",
    year: "31536000",
};

const IN_POSTGRES: Words = Words {
    jobs: "apalis.jobs",
    workers: "apalis.workers",
    random: "upper(md5(random()::text))",
    now: "now()",
    spoilt: "convert_to('{', 'UTF8')",
    year: "interval '1 year'",
};

impl Deed {
    fn statement(self, engine: Engine) -> String {
        let Words { jobs, workers, random, now, spoilt, year } = match engine {
            Engine::Sqlite => IN_SQLITE,
            Engine::Postgres => IN_POSTGRES,
        };
        let half = format!("WHERE substr({random}, 1, 1) < '8'");
        match self {
            Self::DeleteAll => format!("DELETE FROM {jobs}"),
            Self::DeleteHalf => format!("DELETE FROM {jobs} {half}"),
            Self::Double => format!(
                "INSERT INTO {jobs} (job, id, job_type, run_at) \
                 SELECT job, substr({random}, 1, 26), job_type, {now} FROM {jobs} {half}"
            ),
            Self::Strand => format!(
                "UPDATE {jobs} SET status = 'Running', lock_at = {now}, \
                 lock_by = (SELECT MIN(id) FROM {workers}) {half}"
            ),
            Self::Spoil => format!("UPDATE {jobs} SET job = {spoilt} {half}"),
            Self::PutOff => format!("UPDATE {jobs} SET run_at = {now} + {year} {half}"),
            Self::End => format!("UPDATE {jobs} SET status = 'Failed', done_at = {now} {half}"),
        }
    }
}

impl Sabotage {
    /// Works and hurts so long; none where there is no PostgreSQL.
    pub async fn run(self) -> Option<SabotageReport> {
        let site = Site::fresh(self.engine, &[]).await?;
        site.settle_volunteers(VOLUNTEERS).await;
        let staff = site.operator().await;
        let running = site.serve().await;
        let (load, mut post, mut report) =
            (Load::default(), Post::default(), SabotageReport::default());
        let over = CancellationToken::new();
        let hurting = tokio::spawn(hurt(site.look().await, self.engine, self.seed, over.clone()));
        let began = Instant::now();
        let mut chance = StdRng::seed_from_u64(self.seed);
        while began.elapsed() < self.lasts {
            self.work(&site, &staff, &load, &mut post, chance.random()).await;
            // On SQLite whoever comes from outside gets a turn only when nobody writes.
            pause(30).await;
        }
        report.wait_for_rest(&site, &load, &mut post).await;
        over.cancel();
        (report.deeds, report.rows) = hurting.await.unwrap();
        running.stop().await;
        report.mails = post.counts.len();
        let often = post.counts.iter().filter(|(_, count)| **count > 1);
        report.faults.extend(often.map(|(id, count)| format!("mail {id} came {count} times")));
        let violations = site.verify().await;
        if !violations.is_empty() {
            report.faults.push(format!("verify is not silent: {violations}"));
        }
        report.outcome = load.outcome();
        site.clear().await;
        Some(report)
    }

    async fn work(self, site: &Site, staff: &Caller, load: &Load, post: &mut Post, seed: u64) {
        load.work(staff, CALLS, seed).await;
        let mails = site.sink.take();
        load.read(&mails);
        post.arrived(&mails, Instant::now(), &mut Times::default());
    }
}

/// Hurts the table until it is over; gives how often, and how many rows.
async fn hurt(look: Look, engine: Engine, seed: u64, over: CancellationToken) -> (usize, u64) {
    let mut chance = StdRng::seed_from_u64(!seed);
    let (mut deeds, mut rows) = (0, 0);
    while !over.is_cancelled() {
        let deed = DEEDS[chance.random_range(0..DEEDS.len())];
        rows += look.tell(&deed.statement(engine)).await;
        deeds += 1;
        pause(chance.random_range(5..60)).await;
    }
    look.close().await;
    (deeds, rows)
}

impl SabotageReport {
    /// All that is owed goes out, although the sabotage goes on.
    async fn wait_for_rest(&mut self, site: &Site, load: &Load, post: &mut Post) {
        let began = Instant::now();
        let look = site.look().await;
        let left = left_after(&look, PATIENCE).await;
        self.settled = began.elapsed();
        if left > 0 {
            self.faults.push(format!("{left} are still owed"));
        }
        self.faults.extend(load.differences(&look).await);
        look.close().await;
        post.arrived(&site.sink.take(), began, &mut Times::default());
    }
}

impl fmt::Display for SabotageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = &self.outcome;
        writeln!(f, "deeds         {}, {} rows", self.deeds, self.rows)?;
        writeln!(f, "acknowledged  {done}")?;
        writeln!(f, "mails         {}", self.mails)?;
        writeln!(f, "settled       {:.1} s after the last call", self.settled.as_secs_f64())?;
        writeln!(f, "faults        {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
