//! The mailer's job: drains the outbox in batches.
//!
//! Claim under a lease, write, mark `sending`, hand over, mark `sent`. Marks are committed for a
//! whole round at once, one message a connection, so that after a crash at most one message a
//! connection is in doubt; it is sent once more under the same Message-ID, and flagged.

use futures::future::join_all;
use jiff::{SignedDuration, Timestamp};
use mailer::{Outgoing, SendError};
use matching::{AlertStatus, TaskKind};
use store::{Notification, Tx};

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::send_wave::carries_alert;
use crate::service::{Dispatch, event, hours, minutes};
use crate::write_mail::Due;

/// How long a claim holds: longer than a round can take with every time-out.
const LEASE: SignedDuration = SignedDuration::from_secs(300);
/// Attempts before a human is told.
const MOST_ATTEMPTS: u32 = 8;

impl Dispatch {
    /// Sends what is due; gives how many mails were dealt with.
    pub async fn drain_mail(&self) -> Outcome<usize> {
        self.release_own().await?;
        let outcome = self.drain().await;
        if outcome.is_err() {
            self.own_number().doubt();
        }
        outcome
    }

    async fn drain(&self) -> Outcome<usize> {
        let mut count = 0;
        loop {
            let claimed = self.claim_batch().await?;
            if claimed.is_empty() {
                return Ok(count);
            }
            count += claimed.len();
            let mut down = false;
            for round in claimed.chunks(self.transport().at_once()) {
                if self.is_stopping() {
                    self.give_back(round, "stopping", self.now()).await?;
                } else if down {
                    let at = self.now() + SignedDuration::from_secs(10);
                    self.give_back(round, "relay_away", at).await?;
                } else {
                    down = self.send_round(round).await?;
                }
            }
            if down || self.is_stopping() {
                return Ok(count);
            }
        }
    }

    async fn claim_batch(&self) -> Outcome<Vec<Notification>> {
        let now = self.now();
        let mut tx = self.read().await?;
        if tx.next_notification_at().await?.is_none_or(|at| at > now) {
            return Ok(Vec::new());
        }
        drop(tx);
        let mut tx = self.write().await?;
        let limit = self.settings().mail_batch.max(1);
        let claimed = tx.claim_notifications(now, now + LEASE, limit, self.node_number()).await?;
        tx.commit().await?;
        for doubtful in claimed.iter().filter(|n| n.possible_duplicate) {
            metrics::counter!("proche_possible_duplicate_mails_total").increment(1);
            tracing::warn!(mail.id = %doubtful.id, mail.kind = doubtful.kind, "sent once more");
        }
        Ok(claimed)
    }

    /// Sends one round; gives whether the relay is away.
    async fn send_round(&self, round: &[Notification]) -> Outcome<bool> {
        let mut ready: Vec<(&Notification, Box<Outgoing>)> = Vec::with_capacity(round.len());
        let mut written = Vec::with_capacity(round.len());
        for notification in round {
            written.push((notification, self.write_mail(notification).await?));
        }
        let mut tx = self.write().await?;
        for (notification, due) in written {
            match due {
                Due::Drop(why) => self.drop_mail(&mut tx, notification, why).await?,
                Due::Send(mail) => {
                    if tx.mark_sending(notification).await? {
                        ready.push((notification, mail));
                    }
                }
            }
        }
        tx.commit().await?;
        let now = self.now();
        let sends = ready.iter().map(|(_, mail)| self.transport().send(mail, now));
        let results = join_all(sends).await;
        let mut tx = self.write().await?;
        let mut down = false;
        for ((notification, _), result) in ready.iter().zip(results) {
            down |= matches!(result, Err(SendError::Unreachable { .. }));
            self.record_outcome(&mut tx, notification, result.map(|_| ())).await?;
        }
        tx.commit().await?;
        Ok(down)
    }

    /// What was claimed and is not sent now waits until then, for whoever claims it.
    async fn give_back(&self, round: &[Notification], why: &str, at: Timestamp) -> Outcome<()> {
        let mut tx = self.write().await?;
        for notification in round {
            tx.retry_notification(notification, at, why, false).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn drop_mail(&self, tx: &mut Tx, n: &Notification, why: &'static str) -> Outcome<()> {
        tx.end_notification(n, "dropped", why).await?;
        if let Some(id) = n.alert_id.filter(|_| carries_alert(&n.kind)) {
            let to = AlertStatus::Withdrawn;
            if tx.move_alert(id, AlertStatus::Queued, to, self.now(), None).await? {
                tx.set_exposures(&[(id, 0)]).await?;
            }
        }
        Ok(())
    }

    async fn record_outcome(
        &self,
        tx: &mut Tx,
        n: &Notification,
        result: Result<(), SendError>,
    ) -> Outcome<()> {
        let attempts = n.attempts + 1;
        match result {
            Ok(()) => self.sent(tx, n).await,
            Err(SendError::Uncertain) => {
                metrics::counter!("proche_uncertain_mails_total").increment(1);
                let at = self.retry_at(attempts);
                tx.retry_notification(n, at, "uncertain", true).await?;
                Ok(())
            }
            Err(SendError::Unreachable { .. }) => {
                // The message is not at fault: try again for as long as it is of use.
                let at = self.now() + SignedDuration::from_secs(10);
                tx.retry_notification(n, at, "relay_away", false).await?;
                Ok(())
            }
            Err(SendError::Transient { .. }) if attempts < MOST_ATTEMPTS => {
                tx.retry_notification(n, self.retry_at(attempts), "transient", false).await?;
                Ok(())
            }
            Err(SendError::Transient { .. }) => self.parked(tx, n, "too_many_attempts").await,
            Err(SendError::Permanent { .. }) => self.parked(tx, n, "refused").await,
            Err(SendError::Invalid { field }) => {
                tracing::error!(mail.id = %n.id, mail.field = field, "mail cannot be composed");
                self.parked(tx, n, "invalid").await
            }
        }
    }

    /// Two to the attempts, in half minutes, at most an hour.
    fn retry_at(&self, attempts: u32) -> Timestamp {
        let wait = 30_i64 << attempts.min(7);
        self.now() + SignedDuration::from_secs(wait.min(3_600))
    }

    async fn sent(&self, tx: &mut Tx, n: &Notification) -> Outcome<()> {
        let now = self.now();
        if !tx.mark_sent(n, now).await? {
            return Ok(());
        }
        metrics::counter!("proche_mails_sent_total").increment(1);
        if let Some(id) = n.alert_id.filter(|_| carries_alert(&n.kind))
            && tx.move_alert(id, AlertStatus::Queued, AlertStatus::Sent, now, None).await?
        {
            let mut event = event(now, "alert.sent", &Actor::System);
            event.request_id = n.request_id;
            event.volunteer_id = n.volunteer_id;
            event.alert_id = Some(id);
            tx.record(&event).await?;
        }
        Ok(())
    }

    /// A mail that cannot be delivered: the alert is replaced, the person is called, a human knows.
    async fn parked(&self, tx: &mut Tx, n: &Notification, why: &str) -> Outcome<()> {
        tx.end_notification(n, "failed", why).await?;
        let now = self.now();
        if let Some(id) = n.alert_id.filter(|_| carries_alert(&n.kind)) {
            tx.move_alert(id, AlertStatus::Queued, AlertStatus::Failed, now, None).await?;
            tx.set_exposures(&[(id, 0)]).await?;
            self.replace_failed(tx, n).await?;
        }
        let mut event = event(now, "mail.failed", &Actor::System);
        event.request_id = n.request_id;
        event.volunteer_id = n.volunteer_id;
        event.alert_id = n.alert_id;
        event.data = serde_json::json!({ "kind": n.kind, "why": why }).to_string();
        tx.record(&event).await?;
        self.tell_humans(tx, n).await
    }

    async fn replace_failed(&self, tx: &mut Tx, n: &Notification) -> Outcome<()> {
        let Some(id) = n.request_id else { return Ok(()) };
        let mut request = self.locked_request(tx, id).await?;
        if request.status == matching::RequestStatus::Open {
            request.next_plan_at = Some(self.now());
            self.write_life(tx, request.status, &request).await?;
        }
        Ok(())
    }

    async fn tell_humans(&self, tx: &mut Tx, n: &Notification) -> Outcome<()> {
        let request = match n.request_id {
            Some(id) => tx.request(id).await?,
            None => None,
        };
        let to_requester =
            matches!(n.kind.as_str(), "receipt" | "matched" | "reopened" | "ask_done");
        if let (Some(request), true) = (&request, to_requester) {
            let kind = match n.kind.as_str() {
                "receipt" => TaskKind::CallBack,
                "matched" => TaskKind::TellWhoComes,
                "reopened" => TaskKind::TellReopened,
                _ => TaskKind::AskDone,
            };
            let mut to_do = crate::life::ToDo::about(request, kind, self.now() + minutes(30));
            to_do.engagement = n.engagement_id;
            to_do.volunteer = n.volunteer_id;
            self.make_task(tx, &to_do, &Actor::System).await?;
            return Ok(());
        }
        let Some(id) = n.volunteer_id else { return Ok(()) };
        let Some(volunteer) = tx.volunteer(id).await? else { return Ok(()) };
        self.volunteer_task(tx, TaskKind::MailFailed, &volunteer, self.now() + hours(48)).await
    }
}
