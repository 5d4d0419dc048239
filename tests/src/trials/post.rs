//! The mail of a trial: how often each came, what was interrupted, what is still owed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dispatch::{Clock as _, SystemClock};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::house::people::request;
use crate::smtp_sink::Received;

use super::{Look, Times};

/// What mail came when, and what was interrupted when.
#[derive(Default)]
pub(super) struct Post {
    /// How often each came.
    pub counts: BTreeMap<Uuid, usize>,
    /// Found under way after a kill and not come again: since which start.
    waiting: BTreeMap<Uuid, Option<Instant>>,
    /// Found under way after a kill.
    pub interrupted: BTreeSet<Uuid>,
}

/// A random point is a random time; nothing is expected of it.
pub(super) async fn pause(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// What somebody with a phone of their own asks for, by then.
pub(super) fn somebody(due: &str, number: usize) -> Value {
    let contact = json!({ "name": "Somebody", "phone": format!("+32470{number:06}") });
    request(due, &json!({ "contact": contact }))
}

/// Mails and plans that are due and not done.
pub(super) async fn owed(look: &Look) -> i64 {
    let now = SystemClock.now().as_microsecond();
    let mails = "SELECT COUNT(*) FROM notification WHERE state IN ('queued', 'sending') \
        AND next_attempt_at <=";
    let plans = "SELECT COUNT(*) FROM help_request WHERE next_plan_at <=";
    look.number(&format!("{mails} {now}")).await + look.number(&format!("{plans} {now}")).await
}

/// Waits until nothing that is due is left, at most so long; gives how much is left.
pub(super) async fn left_after(look: &Look, patience: Duration) -> i64 {
    let began = Instant::now();
    loop {
        let left = owed(look).await;
        if left == 0 || began.elapsed() > patience {
            return left;
        }
        pause(100).await;
    }
}

impl Post {
    /// What a kill interrupted.
    pub fn interrupt(&mut self, ids: Vec<Uuid>) {
        for id in ids {
            self.interrupted.insert(id);
            self.waiting.entry(id).or_insert(None);
        }
    }

    /// A process starts: whatever waits has waited since then at the latest.
    pub fn started(&mut self, at: Instant) {
        for since in self.waiting.values_mut() {
            since.get_or_insert(at);
        }
    }

    /// Counts what came; gives how long the first took from the start of the process.
    pub fn arrived(
        &mut self,
        mails: &[Arc<Received>],
        started: Instant,
        resumed: &mut Times,
    ) -> Option<Duration> {
        for mail in mails {
            let Some(id) = mail.id() else { continue };
            *self.counts.entry(id).or_default() += 1;
            if let Some(Some(since)) = self.waiting.remove(&id) {
                resumed.push(mail.at.duration_since(since));
            }
        }
        mails.iter().map(|mail| mail.at.duration_since(started)).min()
    }
}
