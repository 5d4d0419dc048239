//! The workers: what each lane does when it is woken.

use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt as _;
use store::{OpenTx, Tx};
use tokio_util::sync::CancellationToken;

use crate::queue::{Lane, LaneHandler, QueueError, wake_in_postgres, wake_in_sqlite};
use crate::refusal::Outcome;
use crate::service::Dispatch;
use crate::transfer::AREAS_CHANGED_AT;

/// How often a node follows the change log.
const FOLLOW: Duration = Duration::from_millis(500);

impl Dispatch {
    /// Works on every lane until `shutdown`, then lets what is under way end.
    pub async fn work(&self, shutdown: CancellationToken) {
        let Some(queue) = self.queue() else { return };
        let node = match self.enter().await {
            Ok(node) => Some(node),
            Err(error) => {
                tracing::warn!(error = %error, "mail that was under way waits for its lease");
                None
            }
        };
        let ended = CancellationToken::new();
        let known = tokio::spawn({
            let (dispatch, ended) = (self.clone(), ended.clone());
            async move { dispatch.stay_known(node, ended).await }
        });
        let told = tokio::spawn({
            let (dispatch, shutdown) = (self.clone(), shutdown.clone());
            async move {
                shutdown.cancelled().await;
                dispatch.stop_soon();
            }
        });
        let dispatch = self.clone();
        let handler: LaneHandler = Arc::new(move |lane| {
            let dispatch = dispatch.clone();
            async move { dispatch.run_lane(lane).await }.boxed()
        });
        queue.run(handler, shutdown).await;
        told.abort();
        ended.cancel();
        let _ = known.await;
    }

    /// Does what is due on a lane; failures are logged and tried again at the next wake-up.
    pub async fn run_lane(&self, lane: Lane) {
        let done = match lane {
            Lane::Plan => self.plan_until_done().await,
            Lane::Mail => self.drain_mail().await,
            Lane::Sweep => self.sweep().await,
            Lane::Retention => self.tidy().await,
        };
        if let Err(error) = done {
            tracing::error!(job.lane = lane.code(), error = %error, "a lane failed");
        }
    }

    async fn plan_until_done(&self) -> Outcome<usize> {
        let mut count = 0;
        loop {
            let planned = self.plan_due().await?;
            count += planned;
            if planned == 0 || self.is_stopping() {
                return Ok(count);
            }
        }
    }

    /// Follows the change log and the areas until `shutdown`, so that this node stays in step.
    pub async fn follow(&self, shutdown: CancellationToken) {
        let mut areas = self.areas_changed_at().await.unwrap_or_default();
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(FOLLOW) => {}
            }
            if let Err(error) = self.follow_once(&mut areas).await {
                tracing::warn!(error = %error, "the changes of other processes cannot be followed");
            }
        }
    }

    async fn follow_once(&self, areas: &mut Option<String>) -> Outcome<()> {
        self.follow_changes().await?;
        let changed_at = self.areas_changed_at().await?;
        if changed_at != *areas {
            self.reload_areas().await?;
            *areas = changed_at;
        }
        Ok(())
    }

    /// When areas were imported last, by whatever process.
    async fn areas_changed_at(&self) -> Outcome<Option<String>> {
        Ok(self.read().await?.meta(AREAS_CHANGED_AT).await?)
    }

    /// Leaves wake-ups for the workers inside the transaction.
    pub(crate) async fn wake_workers(&self, tx: &mut Tx, lanes: &[Lane]) -> Outcome<()> {
        let Some(queue) = self.queue() else { return Ok(()) };
        let lanes = queue.unseen(lanes);
        if lanes.is_empty() {
            return Ok(());
        }
        let woken = match &mut tx.open {
            OpenTx::Sqlite(tx) => wake_in_sqlite(&mut *tx, &lanes).await,
            OpenTx::Postgres(tx) => wake_in_postgres(&mut *tx, &lanes).await,
        };
        queue.saw(&lanes);
        woken.map_err(|error| match error {
            QueueError::Database(error) => store::StoreError::from(error),
            other => store::StoreError::Migration(other.to_string()),
        })?;
        Ok(())
    }

    /// Wakes the workers of this process at once.
    pub(crate) fn nudge(&self, lanes: &[Lane]) {
        if let Some(queue) = self.queue() {
            for lane in lanes {
                queue.nudge(*lane);
            }
        }
    }
}
