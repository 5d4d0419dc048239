//! The relay is away for half an hour while people go on asking and calling off: pages stay as fast as
//! before, and afterwards what is still wanted goes out, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use dispatch::{Clock as _, SystemClock};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use tokio::time::MissedTickBehavior;
use uuid::Uuid;

use crate::house::{Caller, Engine};
use crate::program::Running;

use super::post::{Post, pause, somebody};
use super::{Look, Site, Times};

/// How soon after its return all alerts for what is still open must be out.
const SOON: Duration = Duration::from_mins(5);
/// What is owed to volunteers for requests that are still open.
const OWED: &str = "SELECT COUNT(*) FROM notification n JOIN help_request r ON r.id = n.request_id \
    WHERE n.kind = 'alert' AND n.state IN ('queued', 'sending') AND r.status = 'open'";
/// Pages that anybody opens.
const PAGES: [&str; 3] = ["/", "/volunteer", "/about/figures"];

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct MailOutage {
    /// How long the relay is away.
    pub away: Duration,
    /// How long the load lasts before, for comparison.
    pub before: Duration,
    /// Requests in a second.
    pub rate: u32,
    /// Where the data lie.
    pub engine: Engine,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct OutageReport {
    /// Pages and posts while all was well.
    pub well: Times,
    /// Pages and posts while the relay was away.
    pub away: Times,
    /// Requests that were acknowledged.
    pub requests: usize,
    /// Of those, called off while the relay was away.
    pub called_off: usize,
    /// Alerts that were owed when it came back.
    pub owed: i64,
    /// How long they took.
    pub rest: Duration,
    /// Mails that came more than once.
    pub doubled: usize,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

/// People who ask, look and call off at a steady pace, however slow the answers.
struct Crowd {
    base: String,
    staff: Caller,
    due: String,
    times: Mutex<Times>,
    open: Mutex<Vec<Uuid>>,
    called_off: Mutex<BTreeSet<Uuid>>,
    faults: Mutex<Vec<String>>,
    posted: Mutex<usize>,
    ended: AtomicBool,
}

impl MailOutage {
    /// Takes the relay away and gives it back; none where there is no database of the kind.
    pub async fn run(self) -> Option<OutageReport> {
        let site = Site::fresh(self.engine, &[]).await?;
        site.settle_volunteers(400).await;
        let running = site.serve().await;
        let due = SystemClock.now() + SignedDuration::from_hours(48);
        let crowd = Crowd::new(&site, due.to_string()).await;
        let mut report = OutageReport::default();
        let trial = async {
            // What is slow only the first time is no measure.
            pause(1_000).await;
            crowd.times();
            tokio::time::sleep(self.before).await;
            report.well = crowd.times();
            site.sink.stop().await;
            tokio::time::sleep(self.away).await;
            report.away = crowd.times();
            crowd.ended.store(true, Ordering::SeqCst);
        };
        tokio::join!(trial, crowd.work(self.rate));
        report.requests = *crowd.posted.lock().unwrap();
        report.faults.append(&mut crowd.faults.lock().unwrap());
        let over = crowd.called_off.lock().unwrap().clone();
        report.called_off = over.len();
        report.recover(&site, running, &over).await;
        site.clear().await;
        Some(report)
    }
}

impl Crowd {
    async fn new(site: &Site, due: String) -> Self {
        Self {
            base: site.deployment.base(),
            staff: site.operator().await,
            due,
            times: Mutex::default(),
            open: Mutex::default(),
            called_off: Mutex::default(),
            faults: Mutex::default(),
            posted: Mutex::default(),
            ended: AtomicBool::new(false),
        }
    }

    /// The times since they were asked for last.
    fn times(&self) -> Times {
        std::mem::take(&mut self.times.lock().unwrap())
    }

    /// Every tick somebody asks and somebody opens a page; every second one calls off.
    async fn work(&self, rate: u32) {
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / rate.max(1));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
        let mut number = 0;
        while !self.ended.load(Ordering::SeqCst) {
            ticks.tick().await;
            number += 1;
            let page = PAGES[number % PAGES.len()];
            let called_off = async {
                if number.is_multiple_of(2) {
                    self.call_off().await;
                }
            };
            tokio::join!(self.post(number), self.open(page), called_off);
        }
    }

    async fn post(&self, number: usize) {
        let body = somebody(&self.due, number);
        let began = Instant::now();
        let answer = self.staff.post("/requests", &body).await;
        self.times.lock().unwrap().push(began.elapsed());
        if answer.status != 201 {
            self.faults.lock().unwrap().push(format!("a post: {}", answer.status));
            return;
        }
        *self.posted.lock().unwrap() += 1;
        self.open.lock().unwrap().push(answer.id());
    }

    async fn open(&self, page: &str) {
        let call = self.staff.without_token(Method::GET, &format!("{}{page}", self.base));
        let began = Instant::now();
        let answer = self.staff.send(call).await;
        self.times.lock().unwrap().push(began.elapsed());
        if answer.status != 200 {
            self.faults.lock().unwrap().push(format!("{page}: {}", answer.status));
        }
    }

    async fn call_off(&self) {
        let oldest = {
            let mut open = self.open.lock().unwrap();
            (!open.is_empty()).then(|| open.remove(0))
        };
        let Some(id) = oldest else { return };
        let answer = self.staff.post(&format!("/requests/{id}/cancel"), &json!({})).await;
        if answer.status == 200 {
            self.called_off.lock().unwrap().insert(id);
        } else {
            self.faults.lock().unwrap().push(format!("a cancellation: {}", answer.status));
        }
    }
}

impl OutageReport {
    async fn recover(&mut self, site: &Site, running: Running, over: &BTreeSet<Uuid>) {
        let look = site.look().await;
        let before = site.sink.count();
        self.owed = look.number(OWED).await;
        let back = Instant::now();
        site.sink.restart().await.unwrap();
        while look.number(OWED).await > 0 && back.elapsed() < SOON {
            pause(200).await;
        }
        self.rest = back.elapsed();
        let left = look.number(OWED).await;
        if left > 0 {
            self.faults
                .push(format!("{left} alerts are not out {:.0} s later", SOON.as_secs_f64()));
        }
        running.stop().await;
        self.judge(site, &look, over, before).await;
        look.close().await;
        let violations = site.verify().await;
        if !violations.is_empty() {
            self.faults.push(format!("verify is not silent: {violations}"));
        }
        if self.away.percentile(99) > 2 * self.well.percentile(99) {
            self.faults.push("pages are more than twice as slow without the relay".to_owned());
        }
    }

    /// Nothing came for what was called off before, and nothing twice.
    async fn judge(&mut self, site: &Site, look: &Look, over: &BTreeSet<Uuid>, before: usize) {
        let about = "SELECT id, request_id FROM notification WHERE kind = 'alert'";
        let about: BTreeMap<Uuid, Uuid> = look.pairs(about).await.into_iter().collect();
        let mails = site.sink.take();
        for mail in &mails[before.min(mails.len())..] {
            let of = mail.id().and_then(|id| about.get(&id));
            if let Some(id) = of.filter(|id| over.contains(id)) {
                self.faults.push(format!("{id}: asked about after it was called off"));
            }
        }
        let mut post = Post::default();
        post.arrived(&mails, Instant::now(), &mut Times::default());
        self.doubled = post.counts.values().filter(|count| **count > 1).count();
        if self.doubled > 0 {
            self.faults.push(format!("{} mails came twice", self.doubled));
        }
    }
}

impl fmt::Display for OutageReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "well      {}", self.well)?;
        writeln!(f, "away      {}", self.away)?;
        writeln!(f, "requests  {}, {} called off", self.requests, self.called_off)?;
        writeln!(f, "owed      {} alerts, out after {:.1} s", self.owed, self.rest.as_secs_f64())?;
        writeln!(f, "twice     {}", self.doubled)?;
        writeln!(f, "faults    {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
