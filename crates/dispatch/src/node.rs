//! This process among the others: known by a number, seen to live, its claims let go once it is gone.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use store::Node;
use tokio::time::{MissedTickBehavior, timeout};
use tokio_util::sync::CancellationToken;

use crate::refusal::Outcome;
use crate::service::Dispatch;

/// How often a node looks whether it and the others live.
const LOOK: Duration = Duration::from_secs(2);
/// The longest answer of a database that is there.
const SILENCE: Duration = Duration::from_secs(10);
/// Looks from one note of being alive to the next.
const LOOKS_A_NOTE: u32 = 5;
/// How long the mail that a node was sending is left alone once it is gone: it may have lost its
/// database alone and be in the middle of a conversation.
const GRACE: SignedDuration = SignedDuration::from_secs(10);

/// The number of this process, 0 until it is known, and whether it lost track of its claims.
#[derive(Debug, Default)]
pub(crate) struct OwnNumber(AtomicI64, AtomicBool);

impl OwnNumber {
    fn get(&self) -> Option<i64> {
        Some(self.0.load(Ordering::Acquire)).filter(|number| *number > 0)
    }

    fn set(&self, number: i64) {
        self.0.store(number, Ordering::Release);
    }

    /// Something may be left between claim and outcome.
    pub(crate) fn doubt(&self) {
        self.1.store(true, Ordering::Release);
    }

    /// Nothing is left between claim and outcome.
    pub(crate) fn trust(&self) {
        self.1.store(false, Ordering::Release);
    }
}

impl Dispatch {
    /// The number by which this process claims; none where it was not made known.
    pub(crate) fn node_number(&self) -> Option<i64> {
        self.own_number().get()
    }

    /// Makes this process known and lets go of what those claimed that are gone.
    ///
    /// # Errors
    /// The store fails; what was claimed then waits for its lease to end.
    pub(crate) async fn enter(&self) -> Outcome<Node> {
        let node = self.database().enter_node(&self.settings().node, self.now()).await?;
        self.own_number().set(node.number());
        self.bury_the_gone().await?;
        Ok(node)
    }

    /// Looks after this node and the others until `shutdown`.
    pub(crate) async fn stay_known(&self, mut node: Option<Node>, shutdown: CancellationToken) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut count = 0_u32;
        loop {
            tokio::select! {
                () = shutdown.cancelled() => break,
                _ = looks.tick() => {}
            }
            if let Err(error) =
                self.look_around(&mut node, count.is_multiple_of(LOOKS_A_NOTE)).await
            {
                tracing::warn!(error = %error, "the nodes cannot be looked after for a while");
            }
            count = count.wrapping_add(1);
        }
        if let Some(node) = node {
            // What was under way has ended by now, or waits for its lease.
            let _ = self.be_gone(&node).await;
        }
    }

    async fn look_around(&self, node: &mut Option<Node>, is_noting: bool) -> Outcome<()> {
        let lives = match node {
            // A connection that says nothing for so long is lost as well.
            Some(node) => timeout(SILENCE, node.is_held()).await.unwrap_or(false),
            None => false,
        };
        if !lives {
            // The old number is given up: others may take over what it claimed.
            *node = None;
            *node = Some(self.enter().await?);
        }
        if is_noting {
            self.note_being_alive().await?;
        }
        self.bury_the_gone().await
    }

    async fn note_being_alive(&self) -> Outcome<()> {
        let Some(number) = self.node_number() else { return Ok(()) };
        let mark = self.index_mark().await;
        let mut tx = self.write().await?;
        tx.see_node(number, self.now(), mark).await?;
        Ok(tx.commit().await?)
    }

    /// Lets go of what nodes claimed that are gone: at once what they had not begun to send, the
    /// rest after a while. On SQLite this process works alone, so nobody is in the middle of it.
    async fn bury_the_gone(&self) -> Outcome<()> {
        let Some(own) = self.node_number() else { return Ok(()) };
        if self.read().await?.gone_nodes(own).await?.is_empty() {
            return Ok(());
        }
        let grace = if self.database().is_sqlite() { SignedDuration::ZERO } else { GRACE };
        let now = self.now();
        let mut tx = self.write().await?;
        let mut released = 0;
        for gone in tx.gone_nodes(own).await? {
            tx.note_gone(gone, now).await?;
            released += tx.release_unbegun(gone).await?;
            released += tx.bury_node(gone, now - grace).await?;
        }
        tx.commit().await?;
        if released > 0 {
            tracing::info!(mails = released, "what a node claimed that is gone was let go");
            self.nudge(&[crate::queue::Lane::Mail]);
        }
        Ok(())
    }

    /// Lets go of what this process claimed before something failed: it drains one batch at a time,
    /// so whoever calls this while none is under way is in the middle of nothing.
    pub(crate) async fn release_own(&self) -> Outcome<()> {
        let own = self.own_number();
        let Some(number) = own.get().filter(|_| own.1.load(Ordering::Acquire)) else {
            return Ok(());
        };
        let mut tx = self.write().await?;
        tx.release_claims_of(number).await?;
        tx.commit().await?;
        own.1.store(false, Ordering::Release);
        Ok(())
    }

    async fn be_gone(&self, node: &Node) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.release_unbegun(node.number()).await?;
        tx.leave_node(node.number()).await?;
        Ok(tx.commit().await?)
    }
}
