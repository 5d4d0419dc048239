//! The sweeper: what time does to requests, engagements and tasks.

use matching::{EngagementStatus, RequestStatus, TaskKind};
use store::Tx;

use crate::actor::Actor;
use crate::life::{Owed, ToDo};
use crate::refusal::{Outcome, Refusal};
use crate::service::{Dispatch, hours};

/// Silence after which a completed engagement counts as done, in hours.
const SILENCE_H: i64 = 72;
/// Rows dealt with in one go.
const BATCH: u32 = 200;

impl Dispatch {
    /// Does everything that is due; gives how many things it did.
    pub async fn sweep(&self) -> Outcome<usize> {
        let mut done = 0;
        done += self.end_past_deadline().await?;
        done += self.end_suspended().await?;
        done += self.change_lost_mailboxes().await?;
        done += self.close_silent().await?;
        done += self.chase_overdue().await?;
        done += self.follow_up_notes().await?;
        done += self.raise_overdue().await?;
        done += self.call_the_unconfirmed().await?;
        done += self.send_digests().await?;
        done += self.repeat_due().await?;
        done += self.read_mailbox().await?;
        Ok(done)
    }

    async fn end_past_deadline(&self) -> Outcome<usize> {
        let due = self.read().await?.requests_past_deadline(self.now(), BATCH).await?;
        for id in &due {
            let mut tx = self.write().await?;
            let mut request = self.locked_request(&mut tx, *id).await?;
            if self.now() < request.needed_by {
                continue;
            }
            match request.status {
                RequestStatus::Unconfirmed => {
                    request.status = RequestStatus::Expired;
                    request.ended_at = Some(self.now());
                    request.ended_by = Some("system".to_owned());
                    request.outcome = Some("unconfirmed".to_owned());
                    self.write_life(&mut tx, RequestStatus::Unconfirmed, &request).await?;
                    let kinds = [TaskKind::CallBack, TaskKind::VitalReview];
                    tx.close_tasks_of_request(*id, &kinds, "expired", self.now()).await?;
                }
                RequestStatus::Open => request = self.settle(&mut tx, request).await?,
                _ => continue,
            }
            self.after_deadline(&mut tx, &request).await?;
            self.finish(tx).await?;
        }
        Ok(due.len())
    }

    /// Who has not used the link within an hour and left a phone number is called.
    async fn call_the_unconfirmed(&self) -> Outcome<usize> {
        let waiting =
            self.read().await?.unconfirmed_with_phone(self.now() - hours(1), BATCH).await?;
        for request in &waiting {
            let mut tx = self.write().await?;
            let call = ToDo::about(request, TaskKind::CallBack, self.now() + hours(1));
            self.make_task(&mut tx, &call, &Actor::System).await?;
            tx.commit().await?;
        }
        Ok(waiting.len())
    }

    /// Silence for 72 hours closes a completed engagement, unconfirmed.
    async fn close_silent(&self) -> Outcome<usize> {
        let before = self.now() - hours(SILENCE_H);
        let silent = self.read().await?.silently_completed(before, BATCH).await?;
        for engagement in &silent {
            let mut tx = self.write().await?;
            let (request, mut engagement) = self.locked_engagement(&mut tx, engagement.id).await?;
            if engagement.status != EngagementStatus::Completed {
                continue;
            }
            engagement.confirmed_by = Some("silence".to_owned());
            tx.update_engagement(EngagementStatus::Completed, &engagement).await?;
            let data = serde_json::json!({ "after_hours": SILENCE_H });
            let kind = "engagement.closed_unconfirmed";
            self.engaged(&mut tx, kind, &Actor::System, &engagement, data).await?;
            let asks = [TaskKind::AskDone, TaskKind::TellWhoComes];
            let about = (request.id, engagement.id);
            tx.close_tasks_of_engagement(about, &asks, "silence", self.now()).await?;
            self.finish(tx).await?;
        }
        Ok(silent.len())
    }

    /// A promise whose time passed twelve hours ago without a word: the volunteer is asked once,
    /// and after 36 hours a human asks.
    async fn chase_overdue(&self) -> Outcome<usize> {
        let before = self.now() - hours(12);
        let overdue = self.read().await?.overdue_engagements(before, BATCH).await?;
        let mut count = 0;
        for engagement in &overdue {
            let mut tx = self.write().await?;
            let owed = Owed {
                key: format!("chaser:{}", engagement.id),
                kind: "chaser",
                rank: 5,
                volunteer: Some(engagement.volunteer_id),
                request: Some(engagement.request_id),
                engagement: Some(engagement.id),
                not_after: Some(self.now() + hours(48)),
                ..Owed::default()
            };
            let mut new = self.owe_if_new(&mut tx, owed).await?;
            let since = engagement.planned_at.unwrap_or(engagement.created_at);
            if since + hours(36) <= self.now() {
                new |= self.ask_human(&mut tx, engagement).await?;
            }
            if new {
                count += 1;
                self.finish(tx).await?;
            }
        }
        Ok(count)
    }

    async fn ask_human(&self, tx: &mut Tx, engagement: &store::Engagement) -> Outcome<bool> {
        let request = tx.request(engagement.request_id).await?.ok_or(Refusal::NotFound)?;
        let due = self.now() + hours(4);
        let to_do = ToDo::about(&request, TaskKind::AskDone, due).of(engagement);
        self.make_task(tx, &to_do, &Actor::System).await
    }

    /// Removes what may no longer be kept, calls for vetting that ends, and learns from what is
    /// left.
    pub async fn tidy(&self) -> Outcome<usize> {
        self.verify_nightly().await?;
        let gone = self.purge(false).await?;
        let done = self.call_for_vetting().await? + u64::from(self.refit().await?);
        let gone = gone.iter().map(|(_, gone)| gone).sum::<u64>() + done;
        Ok(usize::try_from(gone).unwrap_or(usize::MAX))
    }
}
