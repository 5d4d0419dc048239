//! A loaded run on SQLite whose system calls are traced, replayed as a power cut at every fsync boundary:
//! of each file what was synced by then is left, and nothing acknowledged by then may be gone.
//!
//! What is proven: SQLite appends to its write-ahead log, and no answer left before the sync of what it
//! acknowledges had ended, in the order of the system calls; so does the key ring's. A checkpoint is kept
//! away by a reader. What the disk does with a sync is not ours to prove.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use uuid::Uuid;

use crate::house::Engine;

use super::trace::{Boundary, boundaries};
use super::{Load, Site};

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
    /// Boundaries that were replayed.
    pub boundaries: usize,
    /// Images that were opened: one at each boundary, one with a torn write after it.
    pub images: usize,
    /// Images that `proche verify` looked at.
    pub verified: usize,
    /// Requests whose answer left during the run.
    pub acknowledged: usize,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

/// The files of the run, as the power cut finds them.
struct Disk {
    directory: PathBuf,
    store_log: Vec<u8>,
    ring_log: Vec<u8>,
}

impl PowerCut {
    /// Runs and replays; none where system calls cannot be traced, which is said.
    pub async fn run(self) -> Option<CutReport> {
        let site = Site::fresh(Engine::Sqlite, &[]).await?;
        let trace = site.deployment.file("trace");
        if !can_trace() {
            eprintln!("*** the power cut was NOT tested: strace is missing or may not trace ***");
            site.clear().await;
            return None;
        }
        site.settle_volunteers(60).await;
        let staff = site.operator().await;
        site.serve().await.stop().await;
        let store = site.directory().join("proche.sqlite");
        let ring = site.directory().join("proche.keyring.sqlite");
        let mut running = site.deployment.begin_traced(&trace, &["serve"]);
        running.ready().await;
        let readers = [hold_back(&store).await, hold_back(&ring).await];
        let load = Load::default();
        load.work(&staff, self.calls / 2, self.seed).await;
        load.read(&site.sink.take());
        load.work(&staff, self.calls / 2, self.seed + 1).await;
        let disk = Disk {
            directory: site.directory().to_owned(),
            store_log: std::fs::read(log_of(&store)).unwrap(),
            ring_log: std::fs::read(log_of(&ring)).unwrap(),
        };
        // The whole of it lies in the page cache: what the trace calls synced is a part.
        running.kill().await;
        for reader in readers {
            reader.close().await;
        }
        let text = std::fs::read_to_string(&trace).unwrap();
        let report = self.replay(&site, &disk, &boundaries(&text)).await;
        site.clear().await;
        Some(report)
    }

    async fn replay(self, site: &Site, disk: &Disk, boundaries: &[Boundary]) -> CutReport {
        let mut report = CutReport { boundaries: boundaries.len(), ..CutReport::default() };
        let mut chance = StdRng::seed_from_u64(self.seed);
        let mut acknowledged = BTreeSet::new();
        let image = disk.directory.join("image");
        for (number, boundary) in boundaries.iter().enumerate() {
            acknowledged.extend(boundary.acknowledged.iter().copied());
            let torn = chance.random_range(1..6_000);
            for more in [0, torn] {
                disk.cut(&image, boundary, more);
                report.images += 1;
                report.faults.extend(missing(&image, &acknowledged).await);
            }
            if number.is_multiple_of(self.verify_each) {
                report.verified += 1;
                let url = format!("sqlite:{}", image.join("proche.sqlite").display());
                let said = site.deployment.say_with(&["verify"], &[("database.url", &url)]).await;
                if said.code != Some(0) {
                    report.faults.push(format!("boundary {number}: {said:?}"));
                }
            }
        }
        report.acknowledged = acknowledged.len();
        report
    }
}

impl Disk {
    /// Lays out what is left: of the logs what was synced, and a torn piece of what came after.
    fn cut(&self, image: &Path, boundary: &Boundary, more: usize) {
        let _ = std::fs::remove_dir_all(image);
        std::fs::create_dir_all(image).unwrap();
        for name in ["proche.sqlite", "proche.keyring.sqlite"] {
            std::fs::copy(self.directory.join(name), image.join(name)).unwrap();
        }
        let left = |log: &[u8], synced: usize| log[..(synced + more).min(log.len())].to_vec();
        let store = left(&self.store_log, boundary.store_synced);
        let ring = left(&self.ring_log, boundary.ring_synced);
        std::fs::write(image.join("proche.sqlite-wal"), store).unwrap();
        std::fs::write(image.join("proche.keyring.sqlite-wal"), ring).unwrap();
    }
}

/// A reader on the picture as it is now: the log is not begun anew while it reads.
async fn hold_back(file: &Path) -> SqlitePool {
    let pool = open(file).await;
    let mut connection = pool.acquire().await.unwrap().leak();
    sqlx::query("BEGIN").execute(&mut connection).await.unwrap();
    sqlx::query("SELECT COUNT(*) FROM sqlite_master").fetch_one(&mut connection).await.unwrap();
    // It reads until the run is over.
    tokio::spawn(async move {
        std::future::pending::<()>().await;
        drop(connection);
    });
    pool
}

async fn open(file: &Path) -> SqlitePool {
    SqlitePool::connect_with(SqliteConnectOptions::new().filename(file)).await.unwrap()
}

/// Acknowledged requests that an image has lost, or their key.
async fn missing(image: &Path, acknowledged: &BTreeSet<Uuid>) -> Vec<String> {
    let store = open(&image.join("proche.sqlite")).await;
    let ring = open(&image.join("proche.keyring.sqlite")).await;
    let rows: Vec<(Uuid, Uuid)> =
        sqlx::query_as("SELECT id, subject_id FROM help_request").fetch_all(&store).await.unwrap();
    let keys: Vec<Uuid> =
        sqlx::query_scalar("SELECT subject_id FROM subject_key").fetch_all(&ring).await.unwrap();
    let whole: String = sqlx::query_scalar("PRAGMA quick_check").fetch_one(&store).await.unwrap();
    store.close().await;
    ring.close().await;
    let keys: BTreeSet<Uuid> = keys.into_iter().collect();
    let stored: BTreeSet<Uuid> = rows.iter().map(|(id, _)| *id).collect();
    let lost = acknowledged.difference(&stored).map(|id| format!("{id} is lost"));
    let sealed = rows.iter().filter(|(_, subject)| !keys.contains(subject));
    let sealed = sealed.map(|(id, _)| format!("{id} cannot be opened: its key is lost"));
    let broken = (whole != "ok").then(|| format!("an image is broken: {whole}"));
    lost.chain(sealed).chain(broken).collect()
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
        writeln!(f, "boundaries    {}, {} images", self.boundaries, self.images)?;
        writeln!(f, "verified      {}", self.verified)?;
        writeln!(f, "acknowledged  {} requests", self.acknowledged)?;
        writeln!(f, "faults        {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
