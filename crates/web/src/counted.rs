//! The public figures, counted once a minute however many ask.

use std::sync::Arc;

use dispatch::{Dispatch, PublicFigures};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Mutex;

use crate::error::Result;

/// How long they are shown before they are counted again.
const FRESH: SignedDuration = SignedDuration::from_secs(60);

/// The figures as last counted, and when. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Counted(Arc<Mutex<Option<(Timestamp, PublicFigures)>>>);

impl Counted {
    /// The figures; while one caller counts, the others wait for it.
    pub(crate) async fn figures(&self, dispatch: &Dispatch) -> Result<PublicFigures> {
        let now = dispatch.now();
        let mut counted = self.0.lock().await;
        if let Some((at, figures)) = *counted
            && now.duration_since(at) < FRESH
        {
            return Ok(figures);
        }
        let figures = dispatch.public_figures().await?;
        *counted = Some((now, figures));
        Ok(figures)
    }
}
