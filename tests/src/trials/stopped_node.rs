//! One of two nodes is stopped in the middle of its work and goes on later, as on a machine that was
//! suspended: nobody takes over what it holds, and nothing leaves twice.

use std::fmt;
use std::time::{Duration, Instant};

use futures::future::join_all;

use crate::house::Engine;

use super::post::{Post, owed, pause, somebody};
use super::{Site, Times};

/// The longest all that is owed may take once both work again.
const PATIENCE: Duration = Duration::from_mins(1);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct StoppedNode {
    /// How long the node stands still.
    pub pause: Duration,
    /// Requests that are posted before.
    pub requests: usize,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct StoppedReport {
    /// Mails that came, each counted once.
    pub mails: usize,
    /// Mails that the stopped node had claimed when it was stopped.
    pub held: usize,
    /// Mails that came more than once.
    pub doubled: usize,
    /// Mails that the outbox says may have come twice.
    pub flagged: i64,
    /// From its awakening until nothing was owed any more.
    pub rest: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl StoppedNode {
    /// Stops one and lets it go on; none where there is no PostgreSQL.
    pub async fn run(self) -> Option<StoppedReport> {
        let site = Site::fresh(Engine::Postgres, &[]).await?;
        site.settle_volunteers(self.requests.max(20)).await;
        let second = site.deployment.beside().with("server.node", "second");
        let (first, other) = (site.serve().await, second.serve().await);
        let staff = site.operator().await;
        let mut report = StoppedReport::default();
        let due =
            dispatch::Clock::now(&dispatch::SystemClock) + jiff::SignedDuration::from_hours(48);
        let posts = (0..self.requests).map(|number| {
            let body = somebody(&due.to_string(), number);
            let staff = staff.clone();
            async move { staff.post("/requests", &body).await.expect(201) }
        });
        let look = site.look().await;
        let posting = join_all(posts);
        let stopping = async {
            // In the middle of it: when the other node holds claims.
            let held = "SELECT COUNT(*) FROM notification n JOIN node ON node.number = n.holder \
                WHERE node.name = 'second' AND n.state IN ('queued', 'sending') \
                AND n.lease_until IS NOT NULL";
            for _ in 0..20_000 {
                if look.number(held).await > 0 {
                    break;
                }
            }
            other.signal("STOP");
            look.number(held).await
        };
        let (_, held) = tokio::join!(posting, stopping);
        report.held = usize::try_from(held).unwrap();
        pause(u64::try_from(self.pause.as_millis()).unwrap()).await;
        other.signal("CONT");
        let woken = Instant::now();
        while owed(&look).await > 0 && woken.elapsed() < PATIENCE {
            pause(50).await;
        }
        report.rest = woken.elapsed();
        if owed(&look).await > 0 {
            report.faults.push(format!("{} are still owed", owed(&look).await));
        }
        first.stop().await;
        other.stop().await;
        report.judge(&site).await;
        look.close().await;
        site.clear().await;
        Some(report)
    }
}

impl StoppedReport {
    async fn judge(&mut self, site: &Site) {
        let mut post = Post::default();
        post.arrived(&site.sink.take(), Instant::now(), &mut Times::default());
        self.mails = post.counts.len();
        self.doubled = post.counts.values().filter(|count| **count > 1).count();
        let look = site.look().await;
        let flagged = "SELECT COUNT(*) FROM notification WHERE possible_duplicate";
        self.flagged = look.number(flagged).await;
        let unsent = "SELECT COUNT(*) FROM notification WHERE kind = 'alert' AND state <> 'sent'";
        let unsent = look.number(unsent).await;
        look.close().await;
        if self.doubled > 0 || self.flagged > 0 || unsent > 0 {
            let (doubled, flagged) = (self.doubled, self.flagged);
            self.faults.push(format!("{doubled} doubled, {flagged} flagged, {unsent} unsent"));
        }
        let violations = site.verify().await;
        if !violations.is_empty() {
            self.faults.push(format!("verify is not silent: {violations}"));
        }
    }
}

impl fmt::Display for StoppedReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "mails   {}, {} held by the stopped node", self.mails, self.held)?;
        writeln!(f, "twice   {}, flagged {}", self.doubled, self.flagged)?;
        writeln!(f, "rest    {:.1} s after it went on", self.rest.as_secs_f64())?;
        writeln!(f, "faults  {}", self.faults.len())?;
        self.faults.iter().try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
