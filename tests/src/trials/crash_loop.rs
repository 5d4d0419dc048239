//! The service is killed at random points under load, again and again, and nothing that it had
//! acknowledged may be gone, nothing done twice, nothing left waiting.

use std::collections::BTreeSet;
use std::fmt;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use uuid::Uuid;

use crate::house::{Caller, Engine};

use super::post::{Post, left_after, pause};
use super::{Load, Outcome, Site, Times};

/// Who may be asked.
const VOLUNTEERS: usize = 60;
/// Acknowledged calls of one life, at most.
const MOST_CALLS: usize = 40;
/// One life in so many ends before it is ready.
const STILLBORN: u32 = 10;
/// How long a life goes on at most once its calls are answered: alerts go out and are answered.
const LINGER_MS: u64 = 600;
/// After so many kills somebody must have been able to say yes.
const ENOUGH: usize = 20;
/// The longest all that is owed may take once nobody kills any more.
const PATIENCE: Duration = Duration::from_mins(2);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct CrashLoop {
    /// How often it is killed.
    pub kills: usize,
    /// On which database.
    pub engine: Engine,
    /// Which load and which points.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Report {
    /// How often it was killed.
    pub kills: usize,
    /// What the load did.
    pub outcome: Outcome,
    /// Mails that came, each counted once.
    pub mails: usize,
    /// Mails that were found under way after a kill.
    pub interrupted: usize,
    /// Mails that came more than once.
    pub duplicates: usize,
    /// Those of them that the outbox says may have.
    pub flagged: usize,
    /// From the start of a process until it was ready.
    pub ready: Times,
    /// From the start of a process to its first mail.
    pub first_mail: Times,
    /// From the first start after the kill until an interrupted mail came again.
    pub resumed: Times,
    /// How long it took.
    pub took: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl CrashLoop {
    /// Kills it so often; none where there is no PostgreSQL. `tell` hears of each kill.
    pub async fn run(self, mut tell: impl FnMut(usize, &Report)) -> Option<Report> {
        let site = Site::fresh(self.engine, &[]).await?;
        site.settle_volunteers(VOLUNTEERS).await;
        let staff = site.operator().await;
        let mut chance = StdRng::seed_from_u64(self.seed);
        let (load, mut post, mut report) = (Load::default(), Post::default(), Report::default());
        let began = Instant::now();
        for kill in 1..=self.kills {
            live_and_die(&site, &staff, &load, &mut chance, (&mut post, &mut report)).await;
            report.kills = kill;
            let look = site.look().await;
            post.interrupt(look.ids("SELECT id FROM notification WHERE state = 'sending'").await);
            report.faults.extend(load.differences(&look).await);
            look.close().await;
            report.check(&site.verify().await);
            tell(kill, &report);
            if !report.faults.is_empty() {
                break;
            }
        }
        recover(&site, &load, &mut post, &mut report).await;
        report.count(&post, load.outcome());
        if report.kills >= ENOUGH && report.outcome.promises == 0 {
            report.faults.push("nobody was asked in time to say yes".to_owned());
        }
        report.took = began.elapsed();
        site.clear().await;
        Some(report)
    }
}

/// One life of the service, from its start to the kill.
async fn live_and_die(
    site: &Site,
    staff: &Caller,
    load: &Load,
    chance: &mut StdRng,
    (post, report): (&mut Post, &mut Report),
) {
    let started = Instant::now();
    post.started(started);
    let mut running = site.deployment.begin(&["serve"]);
    let mut mails = Vec::new();
    if chance.random_ratio(1, STILLBORN) {
        pause(chance.random_range(0..400)).await;
        running.kill().await;
    } else {
        running.ready().await;
        report.ready.push(started.elapsed());
        let calls = chance.random_range(1..=MOST_CALLS);
        let (seed, linger) = (chance.random(), chance.random_range(0..LINGER_MS));
        load.work(staff, calls, seed).await;
        mails.extend(site.sink.take());
        load.read(&mails);
        // Mail is on its way when the calls are answered.
        let dying = async {
            pause(linger).await;
            running.kill().await;
        };
        tokio::join!(load.work(staff, MOST_CALLS, seed + 1), dying);
    }
    let late = site.sink.take();
    load.read(&late);
    mails.extend(late);
    report.first_mail.extend(post.arrived(&mails, started, &mut report.resumed));
}

/// The service lives on: whatever is owed goes out.
async fn recover(site: &Site, load: &Load, post: &mut Post, report: &mut Report) {
    let started = Instant::now();
    post.started(started);
    let running = site.serve().await;
    let look = site.look().await;
    let left = left_after(&look, PATIENCE).await;
    if left > 0 {
        report.faults.push(format!("{left} are still owed"));
    }
    look.close().await;
    running.stop().await;
    let mails = site.sink.take();
    post.arrived(&mails, started, &mut report.resumed);
    let look = site.look().await;
    report.faults.extend(load.differences(&look).await);
    let flagged = look.ids("SELECT id FROM notification WHERE possible_duplicate").await;
    look.close().await;
    report.check(&site.verify().await);
    report.judge(post, &flagged.into_iter().collect());
}

impl Report {
    fn check(&mut self, violations: &str) {
        if !violations.is_empty() {
            self.faults.push(format!("verify is not silent: {violations}"));
        }
    }

    /// Each mail that came twice was under way at a kill, and is flagged.
    fn judge(&mut self, post: &Post, flagged: &BTreeSet<Uuid>) {
        for (id, count) in post.counts.iter().filter(|(_, count)| **count > 1) {
            self.duplicates += 1;
            self.flagged += usize::from(flagged.contains(id));
            if !flagged.contains(id) {
                self.faults.push(format!("mail {id} came {count} times and is not flagged"));
            }
            if !post.interrupted.contains(id) {
                self.faults.push(format!("mail {id} came {count} times outside the gap"));
            }
        }
    }

    fn count(&mut self, post: &Post, outcome: Outcome) {
        self.outcome = outcome;
        self.mails = post.counts.len();
        self.interrupted = post.interrupted.len();
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = &self.outcome;
        writeln!(f, "kills                {}, in {:.0} s", self.kills, self.took.as_secs_f64())?;
        writeln!(f, "acknowledged         {done}")?;
        writeln!(f, "mails                {}, {} interrupted", self.mails, self.interrupted)?;
        writeln!(f, "came twice           {}, flagged {}", self.duplicates, self.flagged)?;
        writeln!(f, "start to ready       {}", self.ready)?;
        writeln!(f, "start to first mail  {}", self.first_mail)?;
        writeln!(f, "interrupted to sent  {}", self.resumed)?;
        writeln!(f, "faults               {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
