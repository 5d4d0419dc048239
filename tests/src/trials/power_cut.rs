//! A loaded run on SQLite whose system calls are traced, replayed as a power cut at every fsync boundary:
//! of each file what was synced by then is left, and nothing acknowledged by then may be gone.
//!
//! What is proven: SQLite appends to its write-ahead log, and no answer left before the sync of what it
//! acknowledges had ended, in the order of the system calls; so does the key ring's. A checkpoint is kept
//! away by a reader. What the disk does with a sync is not ours to prove.
//!
//! The run is cut into lives of the service, each of which begins with an empty log: a cut is replayed on
//! the log of its life alone, so a run twice as long takes twice as long.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use uuid::Uuid;

use crate::house::{Caller, Engine};

use super::post::pause;
use super::trace::{Acknowledged, Boundary, boundaries};
use super::{Load, Site};

/// Acknowledged calls of one life.
const CALLS_OF_A_LIFE: usize = 40;
/// How long alerts may take to leave in the middle of a life.
const LINGER_MS: u64 = 300;
const STORE: &str = "proche.sqlite";
const RING: &str = "proche.keyring.sqlite";

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct PowerCut {
    /// Calls of the loaded run.
    pub calls: usize,
    /// `proche verify` looks at one image in so many.
    pub verify_each: usize,
    /// Which load and which torn writes.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct CutReport {
    /// Lives of the service.
    pub lives: usize,
    /// Boundaries that were replayed.
    pub boundaries: usize,
    /// Images that were opened: one at each boundary, one with a torn write after it.
    pub images: usize,
    /// Images that `proche verify` looked at.
    pub verified: usize,
    /// Whatever was acknowledged during the run.
    pub acknowledged: BTreeSet<Acknowledged>,
    /// How long it took.
    pub took: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

/// The files of one life, as the power cut finds them.
struct Disk {
    /// The store and the key ring as they were when the life began.
    files: [Vec<u8>; 2],
    /// Their logs as they were when it ended.
    logs: [Vec<u8>; 2],
}

impl PowerCut {
    /// Runs and replays; none where system calls cannot be traced, which is said. `tell` hears of each
    /// life.
    pub async fn run(self, mut tell: impl FnMut(&CutReport)) -> Option<CutReport> {
        if !can_trace() {
            eprintln!("*** the power cut was NOT tested: strace is missing or may not trace ***");
            return None;
        }
        let site = Site::fresh(Engine::Sqlite, &[]).await?;
        site.settle_volunteers(60).await;
        let staff = site.operator().await;
        site.serve().await.stop().await;
        fold_in(site.directory()).await;
        let (load, mut chance) = (Load::default(), StdRng::seed_from_u64(self.seed));
        let (began, mut report) = (Instant::now(), CutReport::default());
        while load.acknowledged() < self.calls && report.faults.is_empty() {
            let calls = CALLS_OF_A_LIFE.min(self.calls - load.acknowledged());
            let (disk, boundaries) = live(&site, (&load, &staff), calls, chance.random()).await;
            report.lives += 1;
            report.boundaries += boundaries.len();
            self.replay(&site, &disk, &boundaries, &mut chance, &mut report).await;
            fold_in(site.directory()).await;
            tell(&report);
        }
        report.took = began.elapsed();
        site.clear().await;
        Some(report)
    }

    async fn replay(
        self,
        site: &Site,
        disk: &Disk,
        boundaries: &[Boundary],
        chance: &mut StdRng,
        report: &mut CutReport,
    ) {
        let image = site.directory().join("image");
        for boundary in boundaries {
            report.acknowledged.extend(boundary.acknowledged.iter().copied());
            let torn = chance.random_range(1..6_000);
            for more in [0, torn] {
                disk.cut(&image, boundary, more);
                report.images += 1;
                report.faults.extend(missing(&image, &report.acknowledged).await);
            }
            if (report.images / 2).is_multiple_of(self.verify_each) {
                report.verified += 1;
                let url = format!("sqlite:{}", image.join(STORE).display());
                let said = site.deployment.say_with(&["verify"], &[("database.url", &url)]).await;
                if said.code != Some(0) {
                    report.faults.push(format!("image {}: {said:?}", report.images));
                }
            }
        }
    }
}

/// One life of the service under load until it is killed; its files, and what the trace says of them.
async fn live(
    site: &Site,
    (load, staff): (&Load, &Caller),
    calls: usize,
    seed: u64,
) -> (Disk, Vec<Boundary>) {
    let trace = site.deployment.file("trace");
    let files = [site.directory().join(STORE), site.directory().join(RING)];
    // From before the first write: nothing of the log gets into the file meanwhile.
    let readers = [hold_back(&files[0]).await, hold_back(&files[1]).await];
    let mut running = site.deployment.begin_traced(&trace, &["serve"]);
    running.ready().await;
    load.work(staff, calls / 2, seed).await;
    pause(LINGER_MS).await;
    load.read(&site.sink.take());
    load.work(staff, calls - calls / 2, seed + 1).await;
    running.kill().await;
    // The whole of it lies in the page cache: what the trace calls synced is a part. Whoever closes a
    // file last folds its log in.
    let disk = Disk {
        files: files.each_ref().map(|file| std::fs::read(file).unwrap()),
        logs: files.each_ref().map(|file| std::fs::read(log_of(file)).unwrap()),
    };
    load.read(&site.sink.take());
    for (pool, reader) in readers {
        drop(reader);
        pool.close().await;
    }
    let text = std::fs::read_to_string(&trace).unwrap();
    (disk, boundaries(&text))
}

impl Disk {
    /// Lays out what is left: of the logs what was synced, and a torn piece of what came after.
    fn cut(&self, image: &Path, boundary: &Boundary, more: usize) {
        let _ = std::fs::remove_dir_all(image);
        std::fs::create_dir_all(image).unwrap();
        let synced = [boundary.store_synced, boundary.ring_synced];
        for (at, name) in [STORE, RING].into_iter().enumerate() {
            let (file, log) = (image.join(name), &self.logs[at]);
            std::fs::write(log_of(&file), &log[..(synced[at] + more).min(log.len())]).unwrap();
            std::fs::write(file, &self.files[at]).unwrap();
        }
    }
}

/// A reader on the picture as it is now: the log is not begun anew while it reads.
async fn hold_back(file: &Path) -> (SqlitePool, sqlx::SqliteConnection) {
    let pool = open(file).await;
    let mut connection = pool.acquire().await.unwrap().detach();
    sqlx::query("BEGIN").execute(&mut connection).await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM sqlite_master").fetch_one(&mut connection).await.unwrap();
    (pool, connection)
}

/// Everything in the logs goes into the files, while nobody has them open: what follows begins with
/// empty logs.
pub(super) async fn fold_in(directory: &Path) {
    for name in [STORE, RING] {
        let pool = open(&directory.join(name)).await;
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await.unwrap();
        pool.close().await;
        let log = log_of(&directory.join(name));
        let left = std::fs::metadata(&log).map_or(0, |file| file.len());
        assert_eq!(left, 0, "{} is still read", log.display());
    }
}

async fn open(file: &Path) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(file)).await.unwrap()
}

/// What an image has lost of what was acknowledged, or its key.
async fn missing(image: &Path, acknowledged: &BTreeSet<Acknowledged>) -> Vec<String> {
    let store = open(&image.join(STORE)).await;
    let ring = open(&image.join(RING)).await;
    let requests: Vec<(Uuid, Uuid, String)> =
        sqlx::query_as("SELECT id, subject_id, status FROM help_request")
            .fetch_all(&store)
            .await
            .unwrap();
    let engagements: Vec<(Uuid, Uuid, String)> =
        sqlx::query_as("SELECT id, request_id, status FROM engagement")
            .fetch_all(&store)
            .await
            .unwrap();
    let keys: Vec<Uuid> =
        sqlx::query_scalar("SELECT subject_id FROM subject_key").fetch_all(&ring).await.unwrap();
    let whole: String = sqlx::query_scalar("PRAGMA quick_check").fetch_one(&store).await.unwrap();
    store.close().await;
    ring.close().await;
    let keys: BTreeSet<Uuid> = keys.into_iter().collect();
    let sealed = requests.iter().filter(|(_, subject, _)| !keys.contains(subject));
    let sealed = sealed.map(|(id, ..)| format!("{id} cannot be opened: its key is lost"));
    let broken = (whole != "ok").then(|| format!("an image is broken: {whole}"));
    let found = sealed.chain(broken).collect::<Vec<_>>();
    let requests = requests.iter().map(|(id, _, status)| (*id, status.as_str())).collect();
    let engagements =
        engagements.iter().map(|(id, of, status)| (*id, (*of, status.as_str()))).collect();
    let lost = acknowledged.iter().filter(|one| !one.is_kept(&requests, &engagements));
    found.into_iter().chain(lost.map(|one| format!("{one:?} is lost"))).collect()
}

impl Acknowledged {
    fn is_kept(
        self,
        requests: &BTreeMap<Uuid, &str>,
        engagements: &BTreeMap<Uuid, (Uuid, &str)>,
    ) -> bool {
        let is_over = |request: Uuid| requests.get(&request) == Some(&"cancelled");
        match self {
            Self::Request(id) => requests.contains_key(&id),
            Self::Cancellation(id) => is_over(id),
            Self::Yes(id) => engagements
                .get(&id)
                .is_some_and(|(of, status)| *status != "released" || is_over(*of)),
            Self::Completion(id) => engagements
                .get(&id)
                .is_some_and(|(_, status)| ["completed", "confirmed"].contains(status)),
        }
    }
}

fn log_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

fn can_trace() -> bool {
    let tried =
        std::process::Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    tried.is_ok_and(|output| output.status.success())
}

impl fmt::Display for CutReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |kind: fn(&Acknowledged) -> bool| {
            self.acknowledged.iter().filter(|one| kind(one)).count()
        };
        let requests = count(|one| matches!(one, Acknowledged::Request(_)));
        let yes = count(|one| matches!(one, Acknowledged::Yes(_)));
        let completions = count(|one| matches!(one, Acknowledged::Completion(_)));
        let cancellations = count(|one| matches!(one, Acknowledged::Cancellation(_)));
        writeln!(f, "lives         {}, in {:.0} s", self.lives, self.took.as_secs_f64())?;
        writeln!(f, "boundaries    {}, {} images", self.boundaries, self.images)?;
        writeln!(f, "verified      {}", self.verified)?;
        writeln!(
            f,
            "acknowledged  {requests} requests, {yes} yes, {completions} completions, \
             {cancellations} cancellations"
        )?;
        writeln!(f, "faults        {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
