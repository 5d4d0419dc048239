//! What becomes of a mail once it was tried, or before: sent, tried again, dropped, given up.

use jiff::{SignedDuration, Timestamp};
use mailer::SendError;
use matching::{AlertStatus, TaskKind};
use store::{Notification, Tx};

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::send_wave::carries_alert;
use crate::service::{Dispatch, event, hours, minutes};

/// Attempts before a human is told.
const MOST_ATTEMPTS: u32 = 8;
/// How long mail is left alone after the relay was away.
pub(crate) const AWAY: SignedDuration = SignedDuration::from_secs(10);

impl Dispatch {
    /// Writes down what became of the mails of a turn.
    pub(crate) async fn record_outcomes(
        &self,
        tx: &mut Tx,
        ended: &[(Notification, Result<(), SendError>)],
    ) -> Outcome<()> {
        let sent = ended.iter().filter(|(_, result)| result.is_ok()).map(|(mail, _)| mail);
        self.sent(tx, &sent.collect::<Vec<_>>()).await?;
        for (notification, result) in ended {
            if let Err(error) = result {
                self.record_failure(tx, notification, error).await?;
            }
        }
        Ok(())
    }

    pub(crate) async fn drop_mail(
        &self,
        tx: &mut Tx,
        n: &Notification,
        why: &'static str,
    ) -> Outcome<()> {
        tx.end_notification(n, "dropped", why).await?;
        if let Some(id) = n.alert_id.filter(|_| carries_alert(&n.kind)) {
            let to = AlertStatus::Withdrawn;
            if tx.move_alert(id, AlertStatus::Queued, to, self.now(), None).await? {
                tx.set_exposures(&[(id, 0)]).await?;
            }
        }
        Ok(())
    }

    async fn record_failure(
        &self,
        tx: &mut Tx,
        n: &Notification,
        error: &SendError,
    ) -> Outcome<()> {
        let attempts = n.attempts + 1;
        match error {
            SendError::Uncertain => {
                metrics::counter!("proche_uncertain_mails_total").increment(1);
                let at = self.retry_at(attempts);
                tx.retry_notification(n, at, "uncertain", true).await?;
                Ok(())
            }
            SendError::Unreachable { .. } => {
                // The message is not at fault: try again for as long as it is of use.
                let at = self.now() + AWAY;
                tx.retry_notification(n, at, "relay_away", false).await?;
                Ok(())
            }
            SendError::Transient { .. } if attempts < MOST_ATTEMPTS => {
                tx.retry_notification(n, self.retry_at(attempts), "transient", false).await?;
                Ok(())
            }
            SendError::Transient { .. } => self.parked(tx, n, "too_many_attempts").await,
            SendError::Permanent { .. } => self.parked(tx, n, "refused").await,
            SendError::Invalid { field } => {
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

    async fn sent(&self, tx: &mut Tx, mails: &[&Notification]) -> Outcome<()> {
        let now = self.now();
        let ours = tx.mark_sent(mails, now).await?;
        metrics::counter!("proche_mails_sent_total").increment(count(ours.len()));
        let told = mails.iter().filter(|n| ours.contains(&n.id) && carries_alert(&n.kind));
        let told: Vec<_> = told.filter_map(|n| Some((n.alert_id?, *n))).collect();
        let alerts: Vec<_> = told.iter().map(|(id, _)| *id).collect();
        let moved = tx.send_alerts(&alerts, now).await?;
        for (id, n) in told.into_iter().filter(|(id, _)| moved.contains(id)) {
            let mut event = event(now, "alert.sent", &Actor::System);
            event.request_id = n.request_id;
            event.volunteer_id = n.volunteer_id;
            event.alert_id = Some(id);
            tx.record(&event).await?;
        }
        Ok(())
    }

    /// A mail that cannot be delivered: the alert is replaced, the person is called, a human knows.
    pub(crate) async fn parked(&self, tx: &mut Tx, n: &Notification, why: &str) -> Outcome<()> {
        tx.end_notification(n, "failed", why).await?;
        self.given_up(tx, n, AlertStatus::Queued, why).await
    }

    /// What follows from a mail that did not arrive and never will.
    pub(crate) async fn given_up(
        &self,
        tx: &mut Tx,
        n: &Notification,
        alert_was: AlertStatus,
        why: &str,
    ) -> Outcome<()> {
        let now = self.now();
        if let Some(id) = n.alert_id.filter(|_| carries_alert(&n.kind))
            && tx.move_alert(id, alert_was, AlertStatus::Failed, now, None).await?
        {
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
            matches!(n.kind.as_str(), "receipt" | "matched" | "reopened" | "ask_done" | "merged");
        if let (Some(request), true) = (&request, to_requester) {
            let kind = match n.kind.as_str() {
                "receipt" => TaskKind::CallBack,
                "matched" => TaskKind::TellWhoComes,
                "reopened" => TaskKind::TellReopened,
                "merged" => TaskKind::TellMerged,
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

fn count(mails: usize) -> u64 {
    u64::try_from(mails).unwrap_or(u64::MAX)
}
