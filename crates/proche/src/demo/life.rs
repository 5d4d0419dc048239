//! What the simulated people do: they ask, read their mail, answer, go, and confirm.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use dispatch::queue::Lane;
use dispatch::{
    Actor, AddressInput, ConsentInput, Dispatch, HelpRequestInput, ItemInput, Promise, Refusal,
};
use jiff::{SignedDuration, Timestamp};
use mailer::{CapturedMail, Transport};
use matching::{EngagementId, RequestId, RequestStatus, TaskId, VolunteerId};
use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use tokio_util::sync::CancellationToken;

use crate::demo::clock::DemoClock;
use crate::demo::people::{Region, some_language, some_name};

/// Requests a day in the history and after.
const REQUESTS_A_DAY: f64 = 14.0;

const LIST: [(&str, &str); 10] = [
    ("pain gris", "1"),
    ("œufs", "6"),
    ("lait demi-écrémé", "2 l"),
    ("pommes de terre", "1 kg"),
    ("poires", "4"),
    ("carottes", "500 g"),
    ("soupe aux poireaux", "1"),
    ("café", "1 paquet"),
    ("beurre", "250 g"),
    ("papier toilette", "1"),
];

/// Something somebody does at a time.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    Ask,
    Answer { token: String, yes: bool },
    Contact(EngagementId),
    Complete(EngagementId),
    Release(EngagementId),
    ConfirmRequest(String),
    ConfirmHelp { token: String, done: bool },
    Call(TaskId),
    Sweep,
}

/// The simulated people and what they are about to do.
pub struct Life {
    dispatch: Dispatch,
    random: StdRng,
    deeds: BinaryHeap<Reverse<(Timestamp, u64, Deed)>>,
    number: u64,
    read: u64,
    last_request: Option<RequestId>,
    /// The desk works until then; later calls are left for whoever tries the demo.
    desk_until: Timestamp,
}

impl Life {
    /// Nobody has done anything yet.
    pub fn new(dispatch: Dispatch, random: StdRng) -> Self {
        let mut life = Self {
            dispatch,
            random,
            deeds: BinaryHeap::new(),
            number: 0,
            read: 0,
            last_request: None,
            desk_until: Timestamp::MAX,
        };
        let now = life.dispatch.now();
        life.plan(now + SignedDuration::from_mins(20), Deed::Ask);
        life.plan(now + SignedDuration::from_hours(1), Deed::Sweep);
        life
    }

    fn plan(&mut self, at: Timestamp, deed: Deed) {
        self.number += 1;
        self.deeds.push(Reverse((at, self.number, deed)));
    }

    /// Lives the history: moves the clock from one thing to the next.
    pub async fn live_until(
        &mut self,
        clock: &DemoClock,
        end: Timestamp,
        stop: &CancellationToken,
    ) -> anyhow::Result<()> {
        self.desk_until = end - SignedDuration::from_hours(3);
        while !stop.is_cancelled() {
            let next = self.next_thing().await?;
            let Some(at) = next.filter(|at| *at < end) else { break };
            clock.set(at);
            self.act(at).await;
            self.dispatch.run_lane(Lane::Plan).await;
            self.dispatch.run_lane(Lane::Mail).await;
            self.read_mail();
        }
        clock.set(end);
        Ok(())
    }

    async fn next_thing(&self) -> anyhow::Result<Option<Timestamp>> {
        let own = self.deeds.peek().map(|Reverse((at, _, _))| *at);
        let mut tx = self.dispatch.database().read().await?;
        let planned = tx.next_plan_at().await?;
        let mail = tx.next_notification_at().await?;
        Ok([own, planned, mail].into_iter().flatten().min())
    }

    /// Goes on by itself until the demo is stopped; the workers plan and mail.
    pub async fn go_on(mut self, stop: CancellationToken) {
        while !stop.is_cancelled() {
            self.read_mail();
            self.act(self.dispatch.now()).await;
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(std::time::Duration::from_millis(200)) => {}
            }
        }
    }

    /// Does everything that is due.
    async fn act(&mut self, now: Timestamp) {
        while self.deeds.peek().is_some_and(|Reverse((at, _, _))| *at <= now) {
            let Some(Reverse((_, _, deed))) = self.deeds.pop() else { return };
            if let Err(error) = self.carry_out(deed).await {
                // Too late, taken, cancelled: as in life.
                tracing::debug!(error = %error, "a simulated person was refused");
            }
        }
    }

    async fn carry_out(&mut self, deed: Deed) -> Result<(), Refusal> {
        let dispatch = self.dispatch.clone();
        match deed {
            Deed::Ask => self.ask().await,
            Deed::Sweep => {
                let next = dispatch.now() + SignedDuration::from_hours(1);
                self.plan(next, Deed::Sweep);
                dispatch.run_lane(Lane::Sweep).await;
                self.take_calls().await
            }
            Deed::Answer { token, yes: false } => {
                let reason = ["busy", "away", "too_far"].choose(&mut self.random).copied();
                dispatch.decline_alert(&token, reason).await
            }
            Deed::Answer { token, yes: true } => self.say_yes(&token).await,
            Deed::Contact(id) => {
                let engagement = dispatch.reveal_to_volunteer(&Actor::Holder(id), id).await;
                engagement.map(|_| ())?;
                dispatch.mark_contacted(&Actor::Holder(id), id).await
            }
            Deed::Complete(id) => dispatch.complete_engagement(&Actor::Holder(id), id, None).await,
            Deed::Release(id) => dispatch.release_engagement(&Actor::Holder(id), id, "ill").await,
            Deed::ConfirmRequest(token) => dispatch.confirm_request(&token).await.map(|_| ()),
            Deed::ConfirmHelp { token, done } => {
                let id = dispatch.managed_request(&token).await?;
                let actor = Actor::Requester(id);
                if done {
                    dispatch.confirm_help(&actor, id).await
                } else {
                    dispatch.deny_help(&actor, id).await
                }
            }
            Deed::Call(id) => {
                let task = dispatch.task(&Actor::System, id).await?;
                let word = match task.kind {
                    _ if self.random.random_bool(0.15) => "not_reached",
                    matching::TaskKind::TellWhoComes
                    | matching::TaskKind::TellReopened
                    | matching::TaskKind::TellMerged => "told",
                    matching::TaskKind::PhoneList => "nobody",
                    matching::TaskKind::Unmatched => "done",
                    _ => "yes",
                };
                dispatch.finish_task(&Actor::System, id, word).await.map(|_| ())
            }
        }
    }

    /// Operators work off the calls that are due.
    async fn take_calls(&mut self) -> Result<(), Refusal> {
        let filter = store::TaskFilter { done: Some(false), limit: 200, ..Default::default() };
        let now = self.dispatch.now();
        if now > self.desk_until {
            return Ok(());
        }
        for task in self.dispatch.list_tasks(&Actor::System, filter).await? {
            let routine = task.kind != matching::TaskKind::Concern;
            if routine && task.due_at <= now + SignedDuration::from_mins(30) {
                let wait = self.random.random_range(5..90);
                self.plan(now + SignedDuration::from_mins(wait), Deed::Call(task.id));
            }
        }
        Ok(())
    }

    async fn say_yes(&mut self, token: &str) -> Result<(), Refusal> {
        let now = self.dispatch.now();
        let when = ["now", "today", "tomorrow"].choose(&mut self.random).unwrap_or(&"today");
        let promise = Promise::parse(when, now).map_err(|error| Refusal::Invalid(vec![error]))?;
        let accepted = self.dispatch.accept_alert(token, promise).await?;
        let id = accepted.engagement.id;
        let soon = self.random.random_range(5..45);
        self.plan(now + SignedDuration::from_mins(soon), Deed::Contact(id));
        let planned = accepted.engagement.planned_at.unwrap_or(now);
        let done = planned.max(now + SignedDuration::from_mins(50));
        match self.random.random_range(0..100) {
            0..5 => self.plan(now + SignedDuration::from_mins(70), Deed::Release(id)),
            5..8 => {}
            _ => {
                let extra = self.random.random_range(0..90);
                self.plan(done + SignedDuration::from_mins(extra), Deed::Complete(id));
            }
        }
        Ok(())
    }

    /// Reads the mail that came in, and decides what to do about it.
    fn read_mail(&mut self) {
        let dispatch = self.dispatch.clone();
        let Transport::Capture(inbox) = dispatch.transport() else { return };
        loop {
            let mails: Vec<Arc<CapturedMail>> = inbox.after(self.read, 500);
            let Some(last) = mails.last() else { return };
            self.read = last.id;
            for mail in &mails {
                self.decide(mail);
            }
        }
    }

    fn decide(&mut self, mail: &CapturedMail) {
        let token = |path: &str| token_after(&mail.text, path);
        match mail.kind.as_str() {
            "alert" | "stretch" => {
                let Some(token) = token("/a/") else { return };
                let delay = self.delay();
                match self.random.random_range(0..100) {
                    0..14 => self.plan(mail.date + delay, Deed::Answer { token, yes: true }),
                    14..30 => self.plan(mail.date + delay, Deed::Answer { token, yes: false }),
                    _ => {}
                }
            }
            "receipt" => {
                let Some(token) = token("/c/") else { return };
                let wait = SignedDuration::from_mins(self.random.random_range(1..8));
                self.plan(mail.date + wait, Deed::ConfirmRequest(token));
            }
            "ask_done" => {
                let Some(token) = token("/m/") else { return };
                if self.random.random_bool(0.75) {
                    let wait = SignedDuration::from_mins(self.random.random_range(10..600));
                    let done = self.random.random_bool(0.97);
                    self.plan(mail.date + wait, Deed::ConfirmHelp { token, done });
                }
            }
            _ => {}
        }
    }

    /// A delay of log-normal shape, median 25 minutes.
    fn delay(&mut self) -> SignedDuration {
        let normal: f64 = (0..12).map(|_| self.random.random::<f64>()).sum::<f64>() - 6.0;
        #[expect(clippy::cast_possible_truncation, reason = "some thousands of seconds")]
        let seconds = (25.0 * 60.0 * (1.1 * normal).exp()).clamp(30.0, 20.0 * 3600.0) as i64;
        SignedDuration::from_secs(seconds)
    }

    /// Somebody asks for help; the next one asks a while later, by day.
    async fn ask(&mut self) -> Result<(), Refusal> {
        let now = self.dispatch.now();
        let gap = -(1.0 - self.random.random::<f64>()).ln() * 12.0 * 60.0 / REQUESTS_A_DAY;
        #[expect(clippy::cast_possible_truncation, reason = "some hundreds of minutes")]
        let mut next = now + SignedDuration::from_mins(gap.ceil() as i64);
        let local = next.to_zoned(self.dispatch.settings().timezone.clone());
        if !(8..20).contains(&local.hour()) {
            next += SignedDuration::from_hours(12);
        }
        self.plan(next, Deed::Ask);
        let (input, phone) = self.some_request(now)?;
        let actor = if phone { Actor::System } else { Actor::Visitor };
        let posted = self.dispatch.post_help_request(&actor, &input, None).await?;
        self.last_request = Some(posted.id);
        Ok(())
    }

    fn some_request(&mut self, now: Timestamp) -> Result<(HelpRequestInput, bool), Refusal> {
        let region = Region::of(&self.dispatch).map_err(|_| Refusal::NotFound)?;
        let random = &mut self.random;
        let town = region.some_town(random).map_err(|_| Refusal::NotFound)?;
        let phone = random.random_bool(0.45);
        let categories = ["groceries", "groceries", "groceries", "pharmacy", "errands", "pets"];
        let more = ["transport", "listening", "admin_help", "meals"];
        let category = categories.iter().chain(&more).collect::<Vec<_>>();
        let category = **category.choose(random).unwrap_or(&&"groceries");
        let hours = *[5, 24, 30, 48, 72].choose(random).unwrap_or(&24);
        let items = if category == "groceries" {
            let count = random.random_range(3..9);
            LIST.choose_multiple(random, count)
                .map(|(name, quantity)| ItemInput {
                    name: (*name).to_owned(),
                    quantity: Some((*quantity).to_owned()),
                    note: None,
                })
                .collect()
        } else {
            Vec::new()
        };
        let language = some_language(random);
        let number = random.random_range(10_000..99_999);
        let input = HelpRequestInput {
            category: category.to_owned(),
            name: some_name(random),
            phone: Some(format!("+324710{number}")),
            email: (!phone).then(|| format!("person{number}@example.org")),
            address: Some(AddressInput {
                line: Some(format!("Rue du Lavoir {}", random.random_range(1..120))),
                postcode: town.postcode.clone(),
                place: town.name.clone(),
                country: "BE".to_owned(),
            }),
            needed_by: (now + SignedDuration::from_hours(hours)).to_string(),
            volunteers_needed: Some(if random.random_bool(0.06) { 2 } else { 1 }),
            items,
            channel: if phone { "phone" } else { "web" }.to_owned(),
            languages: vec![language.to_owned()],
            language: Some(language.to_owned()),
            consent: ConsentInput {
                version: "2026-11".to_owned(),
                given: true,
                by: Some(if phone { "oral" } else { "self" }.to_owned()),
                keep: false,
            },
            ..HelpRequestInput::default()
        };
        Ok((input, phone))
    }

    /// A volunteer who has promised something, to sign in as.
    pub async fn some_volunteer(&mut self) -> anyhow::Result<Option<VolunteerId>> {
        for request in self.recent().await? {
            let actor = Actor::System;
            let engagements = self.dispatch.engagements(&actor, request).await?;
            if let Some(live) = engagements.iter().find(|e| e.status.is_live()) {
                return Ok(Some(live.volunteer_id));
            }
        }
        let filter = store::VolunteerFilter { limit: 1, ..Default::default() };
        let volunteers = self.dispatch.list_volunteers(&Actor::System, filter).await?;
        Ok(volunteers.first().map(|volunteer| volunteer.id))
    }

    /// A request that somebody has said yes to, to manage.
    pub async fn some_request_id(&mut self) -> anyhow::Result<Option<RequestId>> {
        Ok(self.recent().await?.first().copied().or(self.last_request))
    }

    async fn recent(&self) -> anyhow::Result<Vec<RequestId>> {
        let filter = store::RequestFilter {
            statuses: vec![RequestStatus::Matched, RequestStatus::InProgress],
            limit: 50,
            ..Default::default()
        };
        let found = self.dispatch.list_requests(&Actor::System, filter).await?;
        Ok(found.iter().map(|request| request.id).collect())
    }
}

/// The token that follows a path in a text.
fn token_after(text: &str, path: &str) -> Option<String> {
    let (_, rest) = text.split_once(path)?;
    let token: String =
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    (token.len() >= 32).then_some(token)
}
