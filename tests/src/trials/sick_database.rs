//! The database stalls, drops its connections, drops them in the middle of a word: the service says so
//! with 503, loses nothing, and recovers by itself.

use std::fmt;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::chaos_proxy::{Chaos, ChaosProxy};
use crate::house::Engine;

use super::post::{Post, left_after, pause};
use super::{Load, Outcome, Site, Times};

const VOLUNTEERS: usize = 60;
/// The longest all that is owed may take once the database is well.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct SickDatabase {
    /// How often the database is struck.
    pub blows: usize,
    /// Which load and which blows.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct SickReport {
    /// How often the database was struck.
    pub blows: usize,
    /// What the load did.
    pub outcome: Outcome,
    /// Mails that came, each counted once.
    pub mails: usize,
    /// Mails that came more than once, all of them flagged.
    pub duplicates: usize,
    /// From the end of a blow to the next call that was carried out.
    pub recovered: Times,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl SickDatabase {
    /// Strikes so often; none where there is no PostgreSQL.
    pub async fn run(self) -> Option<SickReport> {
        let site = Site::fresh(Engine::Postgres, &[]).await?;
        site.settle_volunteers(VOLUNTEERS).await;
        let staff = site.operator().await;
        let mut url = url::Url::parse(&site.url()).unwrap();
        let target = SocketAddr::from(([127, 0, 0, 1], url.port().unwrap_or(5432)));
        let proxy = ChaosProxy::before(target).await.unwrap();
        url.set_port(Some(proxy.addr().port())).unwrap();
        let through = site.deployment.beside().with("database.url", url.as_str());
        let staff = staff.at(&through.base());
        let running = through.serve().await;
        let mut chance = StdRng::seed_from_u64(self.seed);
        let (load, mut post, mut report) =
            (Load::default(), Post::default(), SickReport::default());
        for blow in 1..=self.blows {
            let seed = chance.random();
            load.work(&staff, chance.random_range(5..25), seed).await;
            let (mode, ms) = match chance.random_range(0..3) {
                0 => (Chaos::Stall, chance.random_range(200..2_000)),
                1 => (Chaos::Cut, chance.random_range(0..800)),
                _ => (Chaos::CutMidway, chance.random_range(20..200)),
            };
            let striking = async {
                proxy.set(mode);
                pause(ms).await;
                proxy.set(Chaos::None);
                Instant::now()
            };
            let ((), ended) = tokio::join!(load.work(&staff, 10, seed + 1), striking);
            load.work(&staff, 1, seed + 2).await;
            report.recovered.push(ended.elapsed());
            report.blows = blow;
            let mails = site.sink.take();
            load.read(&mails);
            post.arrived(&mails, ended, &mut Times::default());
        }
        let began = Instant::now();
        let look = site.look().await;
        let left = left_after(&look, PATIENCE).await;
        if left > 0 {
            report.faults.push(format!("{left} are still owed"));
        }
        running.stop().await;
        post.arrived(&site.sink.take(), began, &mut Times::default());
        report.faults.extend(load.differences(&look).await);
        let flagged = look.ids("SELECT id FROM notification WHERE possible_duplicate").await;
        look.close().await;
        report.judge(&post, &flagged);
        let violations = site.verify().await;
        if !violations.is_empty() {
            report.faults.push(format!("verify is not silent: {violations}"));
        }
        report.outcome = load.outcome();
        site.clear().await;
        Some(report)
    }
}

impl SickReport {
    fn judge(&mut self, post: &Post, flagged: &[uuid::Uuid]) {
        self.mails = post.counts.len();
        for (id, count) in post.counts.iter().filter(|(_, count)| **count > 1) {
            self.duplicates += 1;
            if !flagged.contains(id) {
                self.faults.push(format!("mail {id} came {count} times and is not flagged"));
            }
        }
    }
}

impl fmt::Display for SickReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = &self.outcome;
        writeln!(f, "blows                {}", self.blows)?;
        writeln!(f, "acknowledged         {done}")?;
        writeln!(f, "mails                {}, {} twice, flagged", self.mails, self.duplicates)?;
        writeln!(f, "blow to next answer  {}", self.recovered)?;
        writeln!(f, "faults               {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
