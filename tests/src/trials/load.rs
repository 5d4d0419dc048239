//! People at work on a deployment: they ask, say yes, help and call off, over HTTP, and remember
//! everything that was acknowledged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use dispatch::{Clock as _, SystemClock};
use futures::future::join_all;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::people::request;
use crate::house::{Answer, Caller, last_part};
use crate::smtp_sink::Received;

use super::{Look, Outcome};

/// Calls under way at a time.
const HANDS: usize = 8;
/// Above so many open requests more are called off than asked.
const MOST_OPEN: usize = 60;

/// The people, and what they know.
pub struct Load {
    known: Mutex<Known>,
    acknowledged: AtomicUsize,
    /// By when everybody needs help: what is repeated under its key is repeated word by word.
    due: String,
}

/// What was acknowledged, and what can be done next.
#[derive(Default)]
struct Known {
    next_post: u64,
    unanswered: Vec<u64>,
    open: Vec<Uuid>,
    links: Vec<String>,
    held: Vec<(Uuid, String)>,
    /// The keys under which each request was acknowledged: one each.
    posted: BTreeMap<Uuid, u64>,
    cancelled: BTreeSet<Uuid>,
    promised: BTreeSet<Uuid>,
    completed: BTreeSet<Uuid>,
    too_late: usize,
    waits: usize,
    faults: Vec<String>,
}

enum Deed {
    Post(u64),
    Accept(String),
    Complete(Uuid, String),
    Cancel(Uuid),
}

impl Default for Load {
    fn default() -> Self {
        let due = (SystemClock.now() + SignedDuration::from_hours(48)).to_string();
        Self { known: Mutex::default(), acknowledged: AtomicUsize::default(), due }
    }
}

impl Load {
    /// What may be used of mail that arrived.
    pub fn read(&self, mails: &[impl AsRef<Received>]) {
        let alerts = mails.iter().map(AsRef::as_ref);
        let alerts = alerts.filter(|mail| mail.kind().as_deref() == Some("alert"));
        let links = alerts.filter_map(|mail| mail.link("/a/")).map(|link| last_part(&link));
        self.known().links.extend(links);
    }

    /// Works until so many more calls were acknowledged, or until the service is gone.
    pub async fn work(&self, staff: &Caller, calls: usize, seed: u64) {
        let enough = self.acknowledged.load(Ordering::SeqCst) + calls;
        let hands = (0..HANDS as u64).map(|hand| async move {
            let mut chance = StdRng::seed_from_u64(seed ^ (hand << 32));
            while self.acknowledged.load(Ordering::SeqCst) < enough {
                let deed = self.known().next(&mut chance);
                if !self.carry_out(staff, deed).await {
                    return;
                }
            }
        });
        join_all(hands).await;
    }

    /// How many calls were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// The counts.
    pub fn outcome(&self) -> Outcome {
        let known = self.known();
        Outcome {
            requests: known.posted.len(),
            promises: known.promised.len(),
            completions: known.completed.len(),
            cancellations: known.cancelled.len(),
            too_late: known.too_late,
            waits: known.waits,
        }
    }

    /// Holds what was acknowledged against what the database keeps; gives what differs.
    pub async fn differences(&self, look: &Look) -> Vec<String> {
        let requests = look.words("SELECT id, status FROM help_request").await;
        let engagements = look.words("SELECT id, status FROM engagement").await;
        let of_cancelled = look
            .ids(
                "SELECT e.id FROM engagement e JOIN help_request r ON r.id = e.request_id \
                  WHERE r.status = 'cancelled'",
            )
            .await;
        let doubled = look
            .ids(
                "SELECT request_id FROM engagement \
                  WHERE status IN ('active', 'contacted', 'completed', 'confirmed') \
                  GROUP BY request_id HAVING COUNT(*) > 1",
            )
            .await;
        let known = self.known();
        let mut faults = known.faults.clone();
        faults.extend(doubled.iter().map(|id| format!("{id}: more than one holds its place")));
        faults.extend(known.lost(&requests.into_iter().collect()));
        let called_off = of_cancelled.into_iter().collect();
        faults.extend(known.broken(&engagements.into_iter().collect(), &called_off));
        faults
    }

    async fn carry_out(&self, staff: &Caller, deed: Deed) -> bool {
        let call = match &deed {
            Deed::Post(number) => staff
                .request(Method::POST, "/requests")
                .header("Idempotency-Key", format!("post-{number}"))
                .json(&self.asked(*number)),
            Deed::Accept(token) => staff
                .request(Method::POST, &format!("/alerts/{token}/accept"))
                .json(&json!({ "when": "now" })),
            Deed::Complete(id, cookie) => staff
                .without_token(Method::POST, &format!("/engagements/{id}/complete"))
                .header("cookie", cookie)
                .json(&json!({})),
            Deed::Cancel(id) => {
                staff.request(Method::POST, &format!("/requests/{id}/cancel")).json(&json!({}))
            }
        };
        let answer = staff.try_send(call).await;
        let answered = answer.is_some();
        if answer.as_ref().is_some_and(|answer| answer.status < 500) {
            self.acknowledged.fetch_add(1, Ordering::SeqCst);
        }
        self.known().note(deed, answer);
        answered
    }

    /// Every second one has an e-mail address.
    fn asked(&self, number: u64) -> Value {
        let phone = format!("+32470{:06}", number % 1_000_000);
        let mut contact = json!({ "name": format!("Person {number}"), "phone": phone });
        if number.is_multiple_of(2) {
            contact["email"] = json!(format!("asks{number}@asks.example"));
        }
        request(&self.due, &json!({ "contact": contact }))
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn next(&mut self, chance: &mut StdRng) -> Deed {
        if let Some(number) = self.unanswered.pop() {
            return Deed::Post(number);
        }
        let lot: u32 = chance.random_range(0..100);
        let crowded = self.open.len() > MOST_OPEN;
        if lot < 30 && !self.links.is_empty() {
            // Rather a new one: the older the link, the more likely it is over.
            let at = chance.random_range(self.links.len().saturating_sub(20)..self.links.len());
            return Deed::Accept(self.links.swap_remove(at));
        }
        if lot < 50 && !self.held.is_empty() {
            let at = chance.random_range(0..self.held.len());
            let (id, cookie) = self.held.swap_remove(at);
            return Deed::Complete(id, cookie);
        }
        if (lot < 54 || crowded && lot < 75) && !self.open.is_empty() {
            let at = chance.random_range(0..self.open.len());
            return Deed::Cancel(self.open.swap_remove(at));
        }
        self.next_post += 1;
        Deed::Post(self.next_post)
    }

    /// What an answer says; without one nobody knows, and a post is repeated under its key.
    fn note(&mut self, deed: Deed, answer: Option<Answer>) {
        let Some(answer) = answer else {
            return self.again(deed);
        };
        match (deed, answer.status) {
            (Deed::Post(number), 201) => {
                let id = answer.id();
                self.open.push(id);
                if let Some(other) = self.posted.insert(id, number).filter(|own| *own != number) {
                    self.faults.push(format!("{id}: posts {other} and {number} in one"));
                }
            }
            (Deed::Accept(_), 200) => {
                let id = answer.str("/engagement/id").parse().unwrap();
                let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default();
                self.promised.insert(id);
                // Who repeats a yes that went unanswered gets no cookie.
                if !cookie.is_empty() {
                    self.held.push((id, cookie.to_owned()));
                }
            }
            (Deed::Complete(id, _), 200) => {
                self.completed.insert(id);
            }
            (Deed::Cancel(id), 200) => {
                self.cancelled.insert(id);
            }
            // Somebody else was faster.
            (Deed::Accept(_) | Deed::Complete(..) | Deed::Cancel(_), 404 | 409 | 410) => {
                self.too_late += 1;
            }
            // Nobody knows whether it was carried out.
            (deed, 503) if !answer.header("retry-after").is_empty() => {
                self.waits += 1;
                self.again(deed);
            }
            (_, status) => self.faults.push(format!("answered {status}: {}", answer.text())),
        }
    }

    /// What went unanswered is done again; a post under its key.
    fn again(&mut self, deed: Deed) {
        match deed {
            Deed::Post(number) => self.unanswered.push(number),
            Deed::Accept(token) => self.links.push(token),
            Deed::Complete(id, cookie) => self.held.push((id, cookie)),
            Deed::Cancel(id) => self.open.push(id),
        }
    }

    /// Requests that were acknowledged and are not as they were acknowledged.
    fn lost(&self, stored: &BTreeMap<Uuid, String>) -> Vec<String> {
        let gone = self.posted.keys().filter(|id| !stored.contains_key(id));
        let undone = self
            .cancelled
            .iter()
            .filter(|id| stored.get(id).is_none_or(|status| status != "cancelled"));
        gone.map(|id| format!("{id}: an acknowledged request is lost"))
            .chain(undone.map(|id| format!("{id}: an acknowledged cancellation is lost")))
            .chain(self.doubled(stored.len()))
            .collect()
    }

    /// More requests than posts: one key made two of them.
    fn doubled(&self, stored: usize) -> Option<String> {
        let most = usize::try_from(self.next_post).unwrap_or(usize::MAX);
        (stored > most).then(|| format!("{stored} requests of {most} posts"))
    }

    /// Promises that were acknowledged and are not kept as they were.
    fn broken(&self, stored: &BTreeMap<Uuid, String>, called_off: &BTreeSet<Uuid>) -> Vec<String> {
        let live = |status: &String| status != "released" && status != "no_show";
        let done = |status: &String| status == "completed" || status == "confirmed";
        let lost = self.promised.iter().filter(|id| match stored.get(id) {
            None => true,
            Some(status) => !live(status) && !called_off.contains(id),
        });
        let undone = self.completed.iter().filter(|id| !stored.get(id).is_some_and(done));
        lost.map(|id| format!("{id}: an acknowledged yes is lost"))
            .chain(undone.map(|id| format!("{id}: an acknowledged completion is lost")))
            .collect()
    }
}
