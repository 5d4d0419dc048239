//! Erasing what says who asked: the rows are emptied, the key is destroyed.

use matching::RequestId;

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::{Dispatch, event};

impl Dispatch {
    /// Erases a request's contact data and notes. What remains says that somebody in that cell
    /// asked for that kind of help, and how it ended.
    pub(crate) async fn erase_request_data(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        tx.forget_requester(id).await?;
        tx.erase_reasons_of_request(id).await?;
        tx.revoke_all_links(id.0, self.now()).await?;
        tx.delete_sessions_of(id.0).await?;
        let mut erased = event(self.now(), "request.erased", actor);
        erased.request_id = Some(id);
        tx.record(&erased).await?;
        self.finish(tx).await?;
        self.ring().destroy(request.subject_id).await?;
        Ok(())
    }
}
