//! Many clients say yes to one place at once, place after place: each goes to exactly one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::{Duration, Instant};

use dispatch::{Clock as _, SystemClock};
use futures::future::join_all;
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use crate::house::{Caller, Engine, last_part};
use crate::program::Deployment;

use super::post::somebody;
use super::{Site, Times};

/// Neighbours who are asked for each place.
const ASKED: usize = 4;
/// Places whose alerts are out at a time.
const BATCH: usize = 40;
/// The longest a batch's mails may take.
const WAIT: Duration = Duration::from_mins(2);

/// What is to be done.
#[derive(Clone, Copy, Debug)]
pub struct AcceptRace {
    /// How many places.
    pub places: usize,
    /// How many say yes at once to each.
    pub clients: usize,
    /// On which database; on PostgreSQL by two nodes.
    pub engine: Engine,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct RaceReport {
    /// How many places were raced for.
    pub places: usize,
    /// How many nodes answered.
    pub nodes: usize,
    /// How often each status was answered.
    pub statuses: BTreeMap<u16, usize>,
    /// How long the answers took.
    pub answers: Times,
    /// How long it took.
    pub took: Duration,
    /// Everything that must not be.
    pub faults: Vec<String>,
}

impl AcceptRace {
    /// Races; none where there is no PostgreSQL. `tell` hears of each batch.
    pub async fn run(self, mut tell: impl FnMut(&RaceReport)) -> Option<RaceReport> {
        let asked = ASKED.to_string();
        let site = Site::fresh(self.engine, &[("matching.outstanding", &asked)]).await?;
        // Each has room for 20, and is done with one place before the next batch.
        site.settle_volunteers(2 * ASKED).await;
        let other = (self.engine == Engine::Postgres)
            .then(|| site.deployment.beside().with("server.node", "second"));
        let running = site.serve().await;
        let beside = match &other {
            Some(other) => Some(other.serve().await),
            None => None,
        };
        let staff = site.operator().await;
        let bases = [Some(site.deployment.base()), other.as_ref().map(Deployment::base)];
        let doors: Vec<Caller> =
            bases.into_iter().flatten().map(|base| Caller::outside(&base, None)).collect();
        let mut report = RaceReport { nodes: doors.len(), ..RaceReport::default() };
        let began = Instant::now();
        while report.places < self.places && report.faults.is_empty() {
            let count = BATCH.min(self.places - report.places);
            let links = alert(&site, &staff, count).await;
            let mut held = Vec::new();
            for (request, links) in links {
                held.extend(race(&doors, (request, &links), self.clients, &mut report).await);
            }
            for (id, cookie) in held {
                let done =
                    doors[0].without_token(Method::POST, &format!("/engagements/{id}/complete"));
                let done = doors[0].send(done.header("cookie", cookie).json(&json!({}))).await;
                done.expect(200);
            }
            tell(&report);
        }
        report.took = began.elapsed();
        for running in [Some(running), beside].into_iter().flatten() {
            running.stop().await;
        }
        report.hold_against(&site).await;
        site.clear().await;
        Some(report)
    }
}

/// Posts requests for one place each and waits for their alerts; gives the tokens of each.
async fn alert(site: &Site, staff: &Caller, count: usize) -> BTreeMap<Uuid, Vec<String>> {
    let due = (SystemClock.now() + SignedDuration::from_hours(48)).to_string();
    for number in 0..count {
        staff.post("/requests", &somebody(&due, number)).await.expect(201);
    }
    let alerts = count * ASKED;
    let mails = site.sink.wait_until(WAIT, |mails| {
        mails.iter().filter(|mail| mail.kind().as_deref() == Some("alert")).count() >= alerts
    });
    let mails = mails.await.unwrap();
    site.sink.clear();
    let look = site.look().await;
    let alerts = "SELECT id, request_id FROM notification WHERE kind = 'alert'";
    let requests: BTreeMap<Uuid, Uuid> = look.pairs(alerts).await.into_iter().collect();
    look.close().await;
    let mut links = BTreeMap::<Uuid, Vec<String>>::new();
    for mail in mails.iter().filter(|mail| mail.kind().as_deref() == Some("alert")) {
        let token = last_part(&mail.link("/a/").unwrap());
        links.entry(requests[&mail.id().unwrap()]).or_default().push(token);
    }
    links
}

/// Everybody says yes to one request at once, some of them with the same link; gives the engagement
/// and the cookie of who holds the place.
async fn race(
    doors: &[Caller],
    (request, links): (Uuid, &[String]),
    clients: usize,
    report: &mut RaceReport,
) -> Option<(String, String)> {
    let calls = (0..clients).map(|client| {
        let door = doors[client % doors.len()].clone();
        let path = format!("/alerts/{}/accept", links[client / doors.len() % links.len()]);
        tokio::spawn(async move {
            let began = Instant::now();
            let answer = door.post(&path, &json!({ "when": "today" })).await;
            (answer, began.elapsed())
        })
    });
    let (mut winners, mut held) = (BTreeSet::new(), None);
    for call in join_all(calls).await {
        let (answer, took) = call.unwrap();
        report.answers.push(took);
        *report.statuses.entry(answer.status).or_default() += 1;
        match answer.status {
            200 => {
                let id = answer.str("/engagement/id");
                let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
                if !cookie.is_empty() {
                    held = Some((id.clone(), cookie.to_owned()));
                }
                winners.insert(id);
            }
            409 if answer.str("/code") == "taken" => {}
            // Who holds as many places as they want has lost this one as well.
            429 if answer.str("/code") == "capacity" => {}
            _ => report.faults.push(format!("answered {}: {}", answer.status, answer.text())),
        }
    }
    report.places += 1;
    if winners.len() != 1 {
        report.faults.push(format!("{request}: {} winners", winners.len()));
    }
    held
}

impl RaceReport {
    /// Each place is held once, and nothing else is.
    async fn hold_against(&mut self, site: &Site) {
        let look = site.look().await;
        let held = "SELECT COUNT(*) FROM engagement";
        let matched = "SELECT COUNT(*) FROM help_request WHERE status = 'completed'";
        let (held, matched) = (look.number(held).await, look.number(matched).await);
        look.close().await;
        let places = i64::try_from(self.places).unwrap();
        if held != places || matched != places {
            self.faults.push(format!("{places} places, {held} held, {matched} helped"));
        }
        let violations = site.verify().await;
        if !violations.is_empty() {
            self.faults.push(format!("verify is not silent: {violations}"));
        }
    }
}

impl fmt::Display for RaceReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.took.as_secs_f64();
        writeln!(f, "places   {} by {} node(s), in {seconds:.0} s", self.places, self.nodes)?;
        writeln!(f, "answers  {:?}", self.statuses)?;
        writeln!(f, "times    {}", self.answers)?;
        writeln!(f, "faults   {}", self.faults.len())?;
        self.faults.iter().take(20).try_for_each(|fault| writeln!(f, "  {fault}"))
    }
}
