//! Everybody in a simulation, the nodes that serve them, and what has happened.

use std::sync::Arc;

use dispatch::queue::Lane;
use jiff::{SignedDuration, Timestamp};
use matching::{EngagementId, Role};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;

use crate::house::people::{Asked, Helper, Promise, around, request, with};
use crate::house::{Answer, Engine, House, Lodging, START, last_part, tireless};
use crate::smtp_sink::{Fault, Received, Verb};

use super::SimulationReport;
use super::trace::{Names, seconds};
use super::turn::Turn;

/// Who may be asked.
const VOLUNTEERS: u32 = 24;
/// Between two turns at least: ids are ordered by their millisecond, and by chance within it.
const MOMENT: SignedDuration = SignedDuration::from_millis(1);
/// Events that are read at a time.
const PAGE: u32 = 500;
/// What must not be left in the end: open without a human who knows, owed, or planned.
const FORGOTTEN: &str = "SELECT COUNT(*) FROM help_request r \
    WHERE r.status IN ('unconfirmed', 'open', 'matched', 'in_progress') AND NOT EXISTS \
    (SELECT 1 FROM task t WHERE t.request_id = r.id AND t.state IN ('open', 'claimed'))";

/// The people, the nodes and what has happened.
pub struct World {
    pub chance: StdRng,
    pub requests: Vec<Asked>,
    pub helpers: Vec<Helper>,
    pub links: Vec<String>,
    pub promises: Vec<Promise>,
    pub faults: Vec<String>,
    nodes: Vec<House>,
    names: Names,
    trace: Vec<String>,
    last_event: i64,
    counts: [usize; 3],
}

impl World {
    /// Opens the nodes and has volunteers register.
    pub async fn begin(engine: Engine, nodes: usize, seed: u64) -> Option<Self> {
        let lodging = Lodging::fresh(engine).await?;
        let start = START.parse().unwrap();
        let mut all = Vec::new();
        for _ in 1..nodes {
            all.push(House::open(lodging.shared(), start, tireless).await);
        }
        // Whoever owns the data ends last.
        all.insert(0, House::open(lodging, start, tireless).await);
        let mut world = Self {
            chance: StdRng::seed_from_u64(seed),
            requests: Vec::new(),
            helpers: Vec::new(),
            links: Vec::new(),
            promises: Vec::new(),
            faults: Vec::new(),
            nodes: all,
            names: Names::default(),
            trace: Vec::new(),
            last_event: 0,
            counts: [0; 3],
        };
        world.settle_volunteers().await;
        Some(world)
    }

    async fn settle_volunteers(&mut self) {
        for number in 0..VOLUNTEERS {
            let north_m = f64::from(number) * 170.0 - 2_000.0;
            let east_m = f64::from(number * number % 29) * 140.0 - 2_000.0;
            let own = json!({
                "location": around(north_m, east_m),
                "categories": if number % 3 == 0 { json!(["groceries", "pharmacy"]) } else { json!(["groceries"]) },
                "radius_km": 2 + number % 7,
                "capacity": 1 + number % 3,
            });
            self.wait(MOMENT);
            let helper = self.nodes[0].helper(&format!("Helper{number}"), &own).await;
            self.names.volunteer(helper.id);
            self.helpers.push(helper);
        }
        self.write_down().await;
    }

    /// One of the nodes, by chance.
    fn node(&mut self) -> usize {
        self.chance.random_range(0..self.nodes.len())
    }

    fn now(&self) -> Timestamp {
        self.nodes[0].now()
    }

    /// Takes a turn and writes down what came of it.
    pub async fn take(&mut self, turn: Turn) {
        self.wait(MOMENT);
        let at = self.node();
        self.trace.push(format!("{} node {at}: {turn:?}", seconds(self.now())));
        match turn {
            Turn::Ask => self.ask(at).await,
            Turn::Answer { link, yes, keep } => self.answer(at, link, yes, keep).await,
            Turn::Help { promise, what } => self.help(at, promise, what).await,
            Turn::Person { request, what } => {
                let path = format!("/requests/manage/{}/{what}", self.requests[request].manage);
                let answer = self.nodes[at].visitor().post(&path, &Turn::body(what)).await;
                self.note(&answer);
            }
            Turn::Staff { request, what } => {
                let path = format!("/requests/{}/{what}", self.requests[request].id);
                let staff = self.nodes[at].staff(Role::Coordinator);
                let answer = staff.post(&path, &Turn::body(what)).await;
                self.note(&answer);
            }
            Turn::Lane(lane) => self.run(at, lane).await,
            Turn::Follow => {
                let followed = self.nodes[at].dispatch.follow_changes().await;
                self.trace.push(format!("followed {}", followed.is_ok()));
            }
            Turn::Wait { seconds } => self.wait(SignedDuration::from_secs(seconds)),
            Turn::Relay { helper, code } => self.turn_relay(helper, code),
            Turn::Restart => self.restart(at).await,
        }
        self.write_down().await;
    }

    async fn run(&mut self, at: usize, lane: Lane) {
        let dispatch = &self.nodes[at].dispatch;
        let done = match lane {
            Lane::Plan => dispatch.plan_due().await,
            Lane::Mail => dispatch.drain_mail().await,
            Lane::Sweep => dispatch.sweep().await,
            Lane::Retention => dispatch.purge(false).await.map(|classes| classes.len()),
        };
        if let Err(error) = done {
            self.faults.push(format!("{lane:?} failed: {error}"));
        }
    }

    async fn ask(&mut self, at: usize) {
        let number = self.requests.len();
        let far = |chance: &mut StdRng| chance.random_range(-3_000.0..3_000.0);
        let (north_m, east_m) = (far(&mut self.chance), far(&mut self.chance));
        let hours = self.chance.random_range(3..48);
        let mut contact = json!({
            "name": format!("Person {number}"), "phone": format!("+32470{number:06}"),
        });
        if self.chance.random_bool(0.5) {
            contact["email"] = json!(format!("asks{number}@asks.example"));
        }
        let own = json!({
            "contact": contact,
            "location": around(north_m, east_m),
            "category": if self.chance.random_ratio(1, 4) { "pharmacy" } else { "groceries" },
            "priority": if self.chance.random_ratio(1, 8) { "vital" } else { "normal" },
            "volunteers_needed": self.chance.random_range(1..=2),
        });
        let node = &self.nodes[at];
        let body = with(request(&node.in_hours(hours), &json!({})), &own);
        let answer = node.staff(Role::Operator).post("/requests", &body).await;
        self.note(&answer);
        if answer.status == 201 {
            let manage = last_part(&answer.str("/manage_url"));
            let asked = Asked { id: matching::RequestId(answer.id()), manage };
            self.names.request(asked.id);
            self.requests.push(asked);
            self.counts[0] += 1;
        }
    }

    async fn answer(&mut self, at: usize, link: usize, yes: bool, keep: bool) {
        let token = if keep { self.links[link].clone() } else { self.links.swap_remove(link) };
        let browser = self.nodes[at].browser();
        let answer = if yes {
            let when = ["now", "today", "tomorrow"][self.chance.random_range(0..3)];
            browser.post(&format!("/alerts/{token}/accept"), &json!({ "when": when })).await
        } else {
            let path = format!("/alerts/{token}/decline");
            browser.post(&path, &json!({ "reason": "busy" })).await
        };
        self.note(&answer);
        if answer.status == 200 && !answer.header("set-cookie").is_empty() {
            let id = EngagementId(answer.str("/engagement/id").parse().unwrap());
            self.promises.push(Promise { id, browser });
            self.counts[1] += 1;
        }
    }

    async fn help(&mut self, at: usize, promise: usize, what: &'static str) {
        let held = &self.promises[promise];
        let base = self.nodes[at].base();
        let path = format!("{base}/api/v1/engagements/{}/{what}", held.id);
        let answer = held.browser.post(&path, &Turn::body(what)).await;
        self.note(&answer);
        if what != "contacted" && answer.status == 200 {
            self.promises.swap_remove(promise);
            self.counts[2] += usize::from(what == "complete");
        }
    }

    /// An answer as the trace says it; no answer may be the service's own fault.
    fn note(&mut self, answer: &Answer) {
        let code = if answer.status >= 400 { answer.str("/code") } else { String::new() };
        self.trace.push(format!("answered {} {code}", answer.status));
        if answer.status >= 500 {
            self.faults.push(format!("answered {}: {}", answer.status, answer.text()));
        }
    }

    fn wait(&self, time: SignedDuration) {
        let then = self.now() + time;
        for node in &self.nodes {
            node.clock.set(then);
        }
    }

    fn turn_relay(&self, helper: usize, code: Option<u16>) {
        for node in &self.nodes {
            match code {
                Some(code) => {
                    let to = &self.helpers[helper].email;
                    node.sink.fault_for(Verb::Rcpt, to, Fault::Reply(code));
                }
                None => node.sink.heal(),
            }
        }
    }

    async fn restart(&mut self, at: usize) {
        let now = self.now();
        let lodging = self.nodes.remove(at).close().await;
        self.nodes.insert(at, House::open(lodging, now, tireless).await);
    }

    /// What has happened since, in the log and in the post; within a turn in no order.
    async fn write_down(&mut self) {
        let mut lines = Vec::new();
        loop {
            let mut tx = self.nodes[0].dispatch.database().read().await.unwrap();
            let events = tx.events_after(self.last_event, PAGE).await.unwrap();
            drop(tx);
            let Some(last) = events.last() else { break };
            self.last_event = last.seq;
            lines.extend(events.iter().map(|event| self.names.event(event)));
        }
        let mails: Vec<Arc<Received>> =
            self.nodes.iter().flat_map(|node| node.sink.take()).collect();
        let mut asked = Vec::new();
        for mail in &mails {
            let mut line = Names::mail(mail);
            if mail.kind().as_deref() == Some("alert") {
                let token = mail.link("/a/").map(|link| last_part(&link)).unwrap_or_default();
                let about = self.nodes[0].dispatch.view_alert(&token).await;
                line.push_str(self.names.of(about.ok().map(|about| about.request.id.0)));
                asked.push((line.clone(), token));
            }
            lines.push(line);
        }
        asked.sort();
        self.links.extend(asked.into_iter().map(|(_, token)| token));
        lines.sort();
        self.trace.extend(lines);
    }

    /// Everything that is due is done; then every invariant holds, and every node is in step.
    pub async fn check(&mut self) {
        for node in &self.nodes {
            node.dispatch.follow_changes().await.unwrap();
        }
        self.nodes[0].settle().await;
        self.write_down().await;
        for node in &self.nodes {
            node.dispatch.follow_changes().await.unwrap();
            if !node.dispatch.index_agrees().await.unwrap() {
                self.faults.push("an index is out of step".to_owned());
            }
        }
        let violations = self.nodes[0].dispatch.verify().await.unwrap();
        self.faults.extend(violations.iter().map(|violation| format!("{violation:?}")));
    }

    /// The relay is well, and time passes until nothing can be left.
    pub async fn let_end(&mut self, time: SignedDuration) {
        for node in &self.nodes {
            node.sink.heal();
            node.dispatch.follow_changes().await.unwrap();
        }
        let then = self.now() + time;
        self.nodes[0].pass_until(then).await;
        for node in &self.nodes {
            node.clock.set(then);
        }
        self.write_down().await;
        self.check().await;
        let node = &self.nodes[0];
        node.assert_in_order().await;
        let forgotten = node.number(FORGOTTEN).await;
        if forgotten > 0 {
            self.faults.push(format!("{forgotten} requests are forgotten"));
            for asked in &self.requests {
                let status = node.status(asked).await;
                if !["completed", "cancelled", "expired"].contains(&status.as_str()) {
                    let name = self.names.of(Some(asked.id.0));
                    let story = self.trace.iter().filter(|line| line.contains(&format!("{name} ")));
                    let story = story.cloned().collect::<Vec<_>>().join("\n    ");
                    self.faults.push(format!("{name} is {status}:\n    {story}"));
                }
            }
        }
    }

    /// Closes everything.
    pub async fn end(self) -> SimulationReport {
        for node in self.nodes.into_iter().rev() {
            let lodging = node.close().await;
            if !lodging.is_shared() {
                lodging.clear().await;
            }
        }
        let (trace, counts, faults) = (self.trace, self.counts, self.faults);
        SimulationReport { trace, counts, faults, ..SimulationReport::default() }
    }
}
