//! Ten times as many calls as the service can answer, from more callers than it takes at once: it
//! sheds, keeps its memory, and is itself again soon after.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dispatch::{Clock as _, SystemClock};
use futures::future::join_all;
use jiff::SignedDuration;
use tokio::time::MissedTickBehavior;

use crate::house::{Caller, Engine};
use crate::program::Running;

use super::post::{pause, somebody};
use super::{Site, Times};

/// Callers on an ordinary day.
const USUAL: usize = 8;
/// How many times more is asked of it than it can answer.
const TIMES: f64 = 10.0;
/// How soon after the rush it must be itself again.
const SOON: Duration = Duration::from_secs(10);
/// The memory that a rush may add, in MiB.
const MORE_MIB: u64 = 256;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct Overload {
    /// How long the rush lasts.
    pub lasts: Duration,
    /// Callers, who together call ten times as often as was answered before.
    pub callers: usize,
    /// Posts on an ordinary day, before.
    pub day: usize,
    /// Where the data lie.
    pub engine: Engine,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct OverloadReport {
    /// Posts on an ordinary day.
    pub before: Times,
    /// Answers in a second on an ordinary day, calls in a second during the rush.
    pub rates: (f64, f64),
    /// Posts that were taken during the rush.
    pub taken: Times,
    /// Posts that were told to come back.
    pub shed: Times,
    /// Any other answer, and how often.
    pub others: BTreeMap<String, usize>,
    /// Memory before, and at most, in MiB.
    pub memory: (u64, u64),
    /// From the end of the rush until posts took no longer than before.
    pub rest: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

struct Callers<'s> {
    staff: &'s Caller,
    due: String,
    ended: AtomicBool,
    report: Mutex<OverloadReport>,
}

impl Overload {
    /// Lets them rush; none where there is no database of the kind.
    pub async fn run(self) -> Option<OverloadReport> {
        let site = Site::fresh(self.engine, &[]).await?;
        site.settle_volunteers(400).await;
        let running = site.serve().await;
        let staff = site.operator().await;
        let due = (SystemClock.now() + SignedDuration::from_hours(48)).to_string();
        let ended = AtomicBool::new(false);
        let callers = Callers { staff: &staff, due, ended, report: Mutex::default() };
        // What is slow only the first time is no measure.
        callers.a_day(self.day / 4).await;
        let day = Instant::now();
        let before = callers.a_day(self.day).await;
        let rate = number_of(self.day) / day.elapsed().as_secs_f64();
        let pace = Duration::from_secs_f64(number_of(self.callers) / (TIMES * rate));
        let memory = memory_mib(&running, "VmRSS");
        let rush = async {
            tokio::time::sleep(self.lasts).await;
            callers.ended.store(true, Ordering::SeqCst);
        };
        tokio::join!(rush, join_all((0..self.callers).map(|caller| callers.hurry(caller, pace))));
        let rest = callers.until_itself(&before).await;
        let mut report = std::mem::take(&mut *callers.report.lock().unwrap());
        report.before = before;
        report.rest = rest;
        let calls = report.taken.len() + report.shed.len() + report.others.values().sum::<usize>();
        report.rates = (rate, number_of(calls) / self.lasts.as_secs_f64());
        report.memory = (memory, memory_mib(&running, "VmHWM"));
        running.stop().await;
        report.judge(&site).await;
        site.clear().await;
        Some(report)
    }
}

impl Callers<'_> {
    async fn post(&self, number: usize) -> (Duration, Option<u16>) {
        let body = somebody(&self.due, number);
        let began = Instant::now();
        let answer = self.staff.try_post("/requests", &body).await;
        (began.elapsed(), answer.map(|answer| answer.status))
    }

    /// So many posts at the usual pace.
    async fn a_day(&self, posts: usize) -> Times {
        let times = Mutex::new(Times::default());
        let hands = (0..USUAL).map(|hand| {
            let times = &times;
            async move {
                for number in 0..posts / USUAL {
                    let (took, status) = self.post(hand * posts + number).await;
                    if status != Some(201) {
                        let fault = format!("an ordinary post: {status:?}");
                        self.report.lock().unwrap().faults.push(fault);
                    }
                    times.lock().unwrap().push(took);
                }
            }
        });
        join_all(hands).await;
        times.into_inner().unwrap()
    }

    /// Posts again and again, at this pace or as fast as it is answered.
    async fn hurry(&self, caller: usize, pace: Duration) {
        let mut ticks = tokio::time::interval(pace);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut number = 100_000 + caller * 10;
        while !self.ended.load(Ordering::SeqCst) {
            ticks.tick().await;
            number += 1;
            let (took, status) = self.post(number % 1_000_000).await;
            let mut report = self.report.lock().unwrap();
            match status {
                Some(201) => report.taken.push(took),
                Some(503) => report.shed.push(took),
                other => *report.others.entry(format!("{other:?}")).or_default() += 1,
            }
        }
    }

    /// How long until an ordinary post takes no longer than twice what one in a hundred took before.
    async fn until_itself(&self, before: &Times) -> Duration {
        let since = Instant::now();
        while since.elapsed() < 2 * SOON {
            let (took, status) = self.post(7).await;
            if status == Some(201) && took <= 2 * before.percentile(99) {
                break;
            }
            pause(100).await;
        }
        since.elapsed()
    }
}

impl OverloadReport {
    async fn judge(&mut self, site: &Site) {
        if self.shed.is_empty() {
            self.faults.push("nothing was shed".to_owned());
        }
        if self.memory.1 > self.memory.0 + MORE_MIB {
            self.faults.push(format!("{} MiB became {}", self.memory.0, self.memory.1));
        }
        if self.rest > SOON {
            self.faults.push(format!("itself again only after {:.1} s", self.rest.as_secs_f64()));
        }
        let others = self.others.iter();
        self.faults.extend(others.map(|(status, count)| format!("{count} times {status}")));
        let violations = site.verify().await;
        if !violations.is_empty() {
            self.faults.push(format!("verify is not silent: {violations}"));
        }
    }
}

fn number_of(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}

/// A figure of `/proc/PID/status`, in MiB.
fn memory_mib(running: &Running, field: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", running.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(&format!("{field}:")));
    let kib: u64 = line.unwrap().trim().trim_end_matches(" kB").parse().unwrap();
    kib / 1024
}

impl fmt::Display for OverloadReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "before  {}", self.before)?;
        writeln!(f, "rates   {:.0} a second before, {:.0} asked for", self.rates.0, self.rates.1)?;
        writeln!(f, "taken   {}", self.taken)?;
        writeln!(f, "shed    {}", self.shed)?;
        writeln!(f, "memory  {} MiB before, {} at most", self.memory.0, self.memory.1)?;
        writeln!(f, "rest    itself again {:.1} s after", self.rest.as_secs_f64())?;
        writeln!(f, "faults  {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
