//! Two nodes are restarted in turns under load; who calls asks each node whether it is ready, as a
//! balancer would, and repeats nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::join_all;

use crate::house::Engine;
use crate::program::{Deployment, Running};

use super::Site;
use super::post::somebody;

/// Calls under way at a time.
const HANDS: usize = 4;

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct RollingRestart {
    /// How often each node is restarted.
    pub rounds: usize,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct RollingReport {
    /// Restarts.
    pub restarts: usize,
    /// How often each status was answered.
    pub statuses: BTreeMap<u16, usize>,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

/// Who calls, and what they met.
struct Clients {
    /// No connection is kept: each call goes where somebody is ready.
    client: reqwest::Client,
    bases: [String; 2],
    token: String,
    ended: AtomicBool,
    met: Mutex<RollingReport>,
}

impl RollingRestart {
    /// Restarts both so often; none where there is no PostgreSQL.
    pub async fn run(self) -> Option<RollingReport> {
        let site = Site::fresh(Engine::Postgres, &[("server.drain_seconds", "1")]).await?;
        site.settle_volunteers(60).await;
        let second = site.deployment.beside().with("server.node", "second");
        let nodes = [&site.deployment, &second];
        let running = [site.serve().await, second.serve().await];
        let clients = Clients {
            client: reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap(),
            bases: [site.deployment.base(), second.base()],
            token: site.token("operator").await,
            ended: AtomicBool::new(false),
            met: Mutex::default(),
        };
        let restarting = async {
            let running = self.restart(&nodes, running).await;
            clients.ended.store(true, Ordering::SeqCst);
            running
        };
        let calling = join_all((0..HANDS).map(|hand| clients.call(hand)));
        let (running, _) = tokio::join!(restarting, calling);
        for running in running {
            running.stop().await;
        }
        let mut report = clients.met.into_inner().unwrap();
        report.restarts = 2 * self.rounds;
        let violations = site.verify().await;
        if !violations.is_empty() {
            report.faults.push(format!("verify is not silent: {violations}"));
        }
        site.clear().await;
        Some(report)
    }

    async fn restart(self, nodes: &[&Deployment; 2], running: [Running; 2]) -> [Running; 2] {
        let [mut first, mut second] = running;
        for _ in 0..self.rounds {
            first.stop().await;
            first = nodes[0].serve().await;
            second.stop().await;
            second = nodes[1].serve().await;
        }
        [first, second]
    }
}

impl Clients {
    async fn call(&self, hand: usize) {
        let due =
            dispatch::Clock::now(&dispatch::SystemClock) + jiff::SignedDuration::from_hours(48);
        let mut number = hand * 100_000;
        while !self.ended.load(Ordering::SeqCst) {
            number += 1;
            let Some(base) = self.ready_one(number).await else { continue };
            let body = somebody(&due.to_string(), number);
            let post = self.client.post(format!("{base}/api/v1/requests"));
            let answer = post.bearer_auth(&self.token).json(&body).send().await;
            let mut met = self.met.lock().unwrap();
            match answer {
                Ok(answer) if answer.status() == 201 => *met.statuses.entry(201).or_default() += 1,
                Ok(answer) => met.faults.push(format!("answered {}", answer.status())),
                Err(error) => met.faults.push(format!("no answer: {error:?}")),
            }
        }
    }

    /// A node that says that it is ready, another one each time.
    async fn ready_one(&self, number: usize) -> Option<&str> {
        for base in [&self.bases[number % 2], &self.bases[(number + 1) % 2]] {
            let asked = self.client.get(format!("{base}/readyz")).timeout(Duration::from_secs(5));
            if asked.send().await.is_ok_and(|answer| answer.status() == 200) {
                return Some(base);
            }
        }
        None
    }
}

impl fmt::Display for RollingReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "restarts  {}", self.restarts)?;
        writeln!(f, "answers   {:?}", self.statuses)?;
        writeln!(f, "faults    {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
