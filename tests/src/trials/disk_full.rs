//! The disk of a SQLite deployment fills up: what cannot be kept is answered 503 with a time to try
//! again, reads go on, and all is well once there is room. The disk is a small one of its own, which
//! asks for the right to mount it.

use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::house::{Answer, Caller, Engine};

use super::Site;
use super::post::somebody;

/// The size of the disk.
const SIZE: &str = "24m";
/// Calls after which a full disk must have been noticed, and an emptied one.
const MOST_CALLS: usize = 400;

/// What came of it.
#[derive(Debug, Default)]
pub struct FullReport {
    /// Requests that were acknowledged: before, while the disk was full, and after.
    pub acknowledged: [usize; 3],
    /// Calls that were told to wait.
    pub waits: usize,
    /// Reads that were answered meanwhile.
    pub reads: usize,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

/// Fills the disk and empties it; none where it cannot be mounted, which is said.
pub async fn run() -> Option<FullReport> {
    let site = Site::fresh(Engine::Sqlite, &[]).await?;
    if !mount(site.directory()) {
        eprintln!("*** the full disk was NOT tested: no right to mount one ***");
        site.clear().await;
        return None;
    }
    let mut report = FullReport::default();
    fill_and_empty(&site, &mut report).await;
    let violations = site.verify().await;
    if !violations.is_empty() {
        report.faults.push(format!("verify is not silent: {violations}"));
    }
    unmount(site.directory());
    site.clear().await;
    Some(report)
}

async fn fill_and_empty(site: &Site, report: &mut FullReport) {
    site.settle_volunteers(60).await;
    let running = site.serve().await;
    let staff = site.operator().await;
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.extend(report.post(&staff, number, 0).await);
    }
    let ballast = site.directory().join("ballast");
    fill(&ballast);
    for number in 20..MOST_CALLS {
        ids.extend(report.post(&staff, number, 1).await);
        if report.waits >= 20 {
            break;
        }
    }
    if report.waits == 0 {
        report.faults.push("the disk is full and nobody is told".to_owned());
    }
    report.read(&staff, &site.deployment.base()).await;
    std::fs::remove_file(&ballast).unwrap();
    for number in MOST_CALLS..2 * MOST_CALLS {
        ids.extend(report.post(&staff, number, 2).await);
        if report.acknowledged[2] >= 20 {
            break;
        }
    }
    if report.acknowledged[2] < 20 {
        report.faults.push("there is room again and nothing is kept".to_owned());
    }
    running.stop().await;
    let look = site.look().await;
    let stored = look.ids("SELECT id FROM help_request").await;
    look.close().await;
    let lost = ids.iter().filter(|id| !stored.contains(id)).count();
    if lost > 0 {
        report.faults.push(format!("{lost} acknowledged requests are lost"));
    }
}

impl FullReport {
    async fn post(&mut self, staff: &Caller, number: usize, phase: usize) -> Option<uuid::Uuid> {
        let due =
            dispatch::Clock::now(&dispatch::SystemClock) + jiff::SignedDuration::from_hours(48);
        let body = somebody(&due.to_string(), number);
        let answer = staff.post("/requests", &body).await;
        match answer.status {
            201 => {
                self.acknowledged[phase] += 1;
                return Some(answer.id());
            }
            503 if phase > 0 && !answer.header("retry-after").is_empty() => self.waits += 1,
            _ => self.unexpected(&answer),
        }
        None
    }

    /// Whatever only reads is answered as ever.
    async fn read(&mut self, staff: &Caller, base: &str) {
        for path in ["/requests", "/stats/public"] {
            let answer = staff.get(path).await;
            if answer.status == 200 {
                self.reads += 1;
            } else {
                self.unexpected(&answer);
            }
        }
        for path in ["/", "/ask", "/healthz", "/readyz"] {
            let answer = staff.get(&format!("{base}{path}")).await;
            if matches!(answer.status, 200 | 303) {
                self.reads += 1;
            } else {
                self.unexpected(&answer);
            }
        }
    }

    fn unexpected(&mut self, answer: &Answer) {
        self.faults.push(format!("answered {}: {}", answer.status, answer.text()));
    }
}

impl fmt::Display for FullReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [before, full, after] = self.acknowledged;
        writeln!(f, "acknowledged  {before} before, {full} while it filled up, {after} after")?;
        writeln!(f, "told to wait  {}, {} reads answered meanwhile", self.waits, self.reads)?;
        writeln!(f, "faults        {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}

fn mount(directory: &Path) -> bool {
    let size = format!("size={SIZE}");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(directory);
    mount.output().is_ok_and(|output| output.status.success())
}

fn unmount(directory: &Path) {
    let status = Command::new("umount").arg(directory).status().unwrap();
    assert!(status.success());
}

/// Writes until nothing more can be written.
fn fill(file: &Path) {
    use std::io::Write as _;
    let mut file = std::fs::File::create(file).unwrap();
    for size in [65_536, 4_096] {
        let block = vec![0; size];
        while file.write_all(&block).is_ok() {}
    }
}
