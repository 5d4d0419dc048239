//! The mailer's job: drains the outbox.
//!
//! Claim under a lease, write, mark `sending`, hand over, mark `sent`. Mails are written beside the
//! sending of those before them. Each turn is one transaction: it notes what became of the mails that
//! ended meanwhile, marks as many new ones as there are free connections, and claims more. So no more
//! than one message a connection is between `sending` and `sent` at any time; after a crash it is sent
//! once more under the same Message-ID, and flagged.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures::FutureExt as _;
use jiff::{SignedDuration, Timestamp};
use mailer::{Ready, SendError};
use matching::NotificationId;
use store::{Notification, StoreError, Tx};
use tokio::task::{JoinError, JoinSet};

use crate::mail_outcomes::AWAY;
use crate::prepare_mail::Written;
use crate::refusal::Outcome;
use crate::service::Dispatch;

/// How long a claim holds: longer than it can wait here with every time-out.
const LEASE: SignedDuration = SignedDuration::from_secs(300);
/// How long the conversations under way are waited for before somebody looks whether more is due.
const LOOK: Duration = Duration::from_secs(1);

type Tried = (Notification, Result<(), SendError>);

/// Mails between claim and outcome.
#[derive(Default)]
struct UnderWay {
    /// Being written.
    writing: JoinSet<Outcome<Vec<(Notification, Written)>>>,
    /// How many those are.
    in_writing: usize,
    /// Written, the pressing ones first.
    written: BTreeMap<(u32, Timestamp, NotificationId), (Notification, Written)>,
    /// In a conversation, one a connection.
    sending: JoinSet<Tried>,
    /// Whose conversation ended, but that is not noted yet.
    ended: Vec<Tried>,
    /// The relay is away: nothing more is begun.
    is_away: bool,
    /// The last claim found as many as it asked for.
    is_more_due: bool,
    /// How many mails were claimed.
    count: usize,
}

impl Dispatch {
    /// Sends what is due; gives how many mails were dealt with.
    pub async fn drain_mail(&self) -> Outcome<usize> {
        self.release_own().await?;
        // Until it has ended well: a panic as well as an error leaves claims behind.
        self.own_number().doubt();
        let outcome = self.drain().await;
        if outcome.is_ok() {
            self.own_number().trust();
        }
        outcome
    }

    async fn drain(&self) -> Outcome<usize> {
        let mut mails = UnderWay::default();
        loop {
            self.turn(&mut mails).await?;
            if mails.is_empty() {
                return Ok(mails.count);
            }
            mails.wait().await?;
        }
    }

    /// Notes what ended, begins what is ready, claims what is due; one transaction, if any.
    async fn turn(&self, mails: &mut UnderWay) -> Outcome<()> {
        let is_held_up = mails.is_away || self.is_stopping();
        let free = self.transport().at_once().saturating_sub(mails.sending.len());
        let next = mails.take(if is_held_up { usize::MAX } else { free });
        let room = if is_held_up { 0 } else { mails.room(self.settings().mail_batch.max(1)) };
        let claims = room > 0 && (mails.is_more_due || self.is_mail_due().await?);
        if mails.ended.is_empty() && next.is_empty() && !claims {
            return Ok(());
        }
        let mut tx = self.write().await?;
        self.record_outcomes(&mut tx, &mails.ended).await?;
        let begun = if is_held_up {
            self.give_back(&mut tx, next, mails.is_away).await?;
            Begun::default()
        } else {
            self.begin(&mut tx, next).await?
        };
        let mut claimed = if claims { self.claim(&mut tx, room).await? } else { Vec::new() };
        tx.commit().await?;
        mails.ended.clear();
        mails.is_more_due = claims && claimed.len() == usize::try_from(room).unwrap_or(usize::MAX);
        mails.count += claimed.len();
        for (notification, ready) in begun.ready {
            mails.sending.spawn(self.clone().converse(notification, ready));
        }
        // What was claimed before goes before what was claimed now; of that, as many as there are
        // connections go ahead, so that none stands idle until the whole claim is written.
        let ahead = self.transport().at_once().min(claimed.len());
        let rest = claimed.split_off(ahead);
        for batch in [begun.changed, claimed, rest] {
            if !batch.is_empty() {
                mails.in_writing += batch.len();
                mails.writing.spawn(self.clone().prepare_mails(batch));
            }
        }
        Ok(())
    }

    async fn is_mail_due(&self) -> Outcome<bool> {
        let next = self.read().await?.next_notification_at().await?;
        Ok(next.is_some_and(|at| at <= self.now()))
    }

    async fn claim(&self, tx: &mut Tx, limit: u32) -> Outcome<Vec<Notification>> {
        let now = self.now();
        let claimed = tx.claim_notifications(now, now + LEASE, limit, self.node_number()).await?;
        for doubtful in claimed.iter().filter(|n| n.possible_duplicate) {
            metrics::counter!("proche_possible_duplicate_mails_total").increment(1);
            tracing::warn!(mail.id = %doubtful.id, mail.kind = doubtful.kind, "sent once more");
        }
        Ok(claimed)
    }

    /// Marks written mails as being sent, unless the world has moved on since they were written.
    async fn begin(&self, tx: &mut Tx, next: Vec<(Notification, Written)>) -> Outcome<Begun> {
        let ids: Vec<_> = next.iter().map(|(n, _)| n.id).collect();
        let marks = tx.mail_marks(&ids).await?;
        let now = self.now();
        let mut begun = Begun::default();
        let mut ready = Vec::with_capacity(next.len());
        for (n, written) in next {
            match written {
                Written::Drop(why) => self.drop_mail(tx, &n, why).await?,
                Written::Unusable(why) => self.parked(tx, &n, why).await?,
                Written::Ready(..) if n.not_after.is_some_and(|end| end <= now) => {
                    self.drop_mail(tx, &n, "too_late").await?;
                }
                Written::Ready(_, mark) if mark.as_ref() != marks.get(&n.id) => {
                    begun.changed.push(n);
                }
                Written::Ready(mail, _) => ready.push((n, mail)),
            }
        }
        let ours =
            tx.mark_sending(&ready.iter().map(|(n, _)| n).collect::<Vec<_>>(), now + LEASE).await?;
        ready.retain(|(n, _)| ours.contains(&n.id));
        begun.ready = ready;
        Ok(begun)
    }

    /// Has the conversation about one mail; a panic in it is a doubt like any other.
    async fn converse(self, notification: Notification, mail: Box<Ready>) -> Tried {
        let talk = AssertUnwindSafe(self.transport().hand_over(&mail)).catch_unwind();
        let result = talk.await.unwrap_or(Err(SendError::Uncertain));
        (notification, result.map(drop))
    }

    /// What was claimed and is not sent now waits for whoever claims it.
    async fn give_back(
        &self,
        tx: &mut Tx,
        mails: Vec<(Notification, Written)>,
        is_away: bool,
    ) -> Outcome<()> {
        let now = self.now();
        let (why, at) = if is_away { ("relay_away", now + AWAY) } else { ("stopping", now) };
        for (notification, _) in mails {
            tx.retry_notification(&notification, at, why, false).await?;
        }
        Ok(())
    }
}

/// What a turn began.
#[derive(Default)]
struct Begun {
    /// Marked as being sent.
    ready: Vec<(Notification, Box<Ready>)>,
    /// To be written anew.
    changed: Vec<Notification>,
}

impl UnderWay {
    fn is_empty(&self) -> bool {
        self.writing.is_empty()
            && self.written.is_empty()
            && self.sending.is_empty()
            && self.ended.is_empty()
    }

    /// The most pressing mails that are written: at most so many to send, and what is not to be sent
    /// before them, for that needs no connection.
    fn take(&mut self, mut most: usize) -> Vec<(Notification, Written)> {
        let mut taken = Vec::new();
        while let Some(next) = self.written.first_entry() {
            if matches!(next.get().1, Written::Ready(..)) {
                let Some(rest) = most.checked_sub(1) else { break };
                most = rest;
            }
            taken.push(next.remove());
        }
        taken
    }

    /// How many may be claimed: a batch, as soon as half of one is left.
    fn room(&self, batch: u32) -> u32 {
        let held = u32::try_from(self.written.len() + self.in_writing).unwrap_or(u32::MAX);
        if held > batch / 2 { 0 } else { batch }
    }

    /// Waits until something ended or is written, or for long enough to look for more; not at all
    /// when nothing is under way, for then nothing would end the waiting.
    async fn wait(&mut self) -> Outcome<()> {
        if self.sending.is_empty() && self.writing.is_empty() {
            return Ok(());
        }
        tokio::select! {
            Some(tried) = self.sending.join_next() => self.end(tried)?,
            Some(batch) = self.writing.join_next() => self.keep(batch)?,
            () = tokio::time::sleep(LOOK) => {}
        }
        while let Some(tried) = self.sending.try_join_next() {
            self.end(tried)?;
        }
        while let Some(batch) = self.writing.try_join_next() {
            self.keep(batch)?;
        }
        Ok(())
    }

    fn end(&mut self, tried: Result<Tried, JoinError>) -> Outcome<()> {
        let tried = tried.map_err(|_| StoreError::KeyRing("a conversation was given up"))?;
        self.is_away |= matches!(tried.1, Err(SendError::Unreachable { .. }));
        self.ended.push(tried);
        Ok(())
    }

    fn keep(
        &mut self,
        batch: Result<Outcome<Vec<(Notification, Written)>>, JoinError>,
    ) -> Outcome<()> {
        let batch = batch.map_err(|_| StoreError::KeyRing("a batch was not written"))??;
        self.in_writing -= batch.len();
        for (n, written) in batch {
            self.written.insert((n.rank, n.next_attempt_at, n.id), (n, written));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mail(number: u32) -> Notification {
        Notification {
            id: NotificationId(uuid::Uuid::from_u128(u128::from(number))),
            dedupe_key: number.to_string(),
            kind: "alert".to_owned(),
            rank: number,
            volunteer_id: None,
            request_id: None,
            alert_id: None,
            engagement_id: None,
            account_id: None,
            data: "{}".to_owned(),
            next_attempt_at: Timestamp::UNIX_EPOCH,
            not_after: None,
            created_at: Timestamp::UNIX_EPOCH,
            attempts: 0,
            possible_duplicate: false,
            fence: 1,
        }
    }

    fn dropped(count: u32) -> UnderWay {
        let mut mails = UnderWay { in_writing: 9, ..UnderWay::default() };
        let written = (0..count).map(|number| (mail(number), Written::Drop("over"))).collect();
        mails.keep(Ok(Ok(written))).unwrap();
        mails
    }

    /// What is over holds up nobody: it leaves at once, and needs no connection.
    #[test]
    fn mails_that_are_not_to_be_sent_take_no_turns() {
        let mut mails = dropped(9);
        assert_eq!(mails.take(0).len(), 9);
        assert!(mails.is_empty());
    }

    #[test]
    fn nobody_waits_while_nothing_is_under_way() {
        let mut mails = dropped(1);
        assert!(matches!(mails.wait().now_or_never(), Some(Ok(()))));
    }
}
