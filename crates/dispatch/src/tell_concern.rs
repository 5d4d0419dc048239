//! A concern in somebody's own words: sealed beside the request, read by staff alone.

use matching::RequestId;
use store::HelpRequest;

use crate::actor::Actor;
use crate::parse;
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// Concerns kept for one request; the newest stay.
const MOST_KEPT: usize = 20;

impl Dispatch {
    /// Keeps what somebody said, and makes the task to read it.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] for an empty or too long message and an unknown kind.
    pub async fn tell_concern(
        &self,
        actor: &Actor,
        id: RequestId,
        kind: &str,
        message: &str,
    ) -> Outcome<()> {
        let message = parse::text("message", Some(message));
        let message = message.map_err(|error| Refusal::Invalid(vec![error]))?;
        let message = message.ok_or_else(|| Refusal::field("message", "required"))?;
        let mut tx = self.write().await?;
        let mut request = self.locked_request(&mut tx, id).await?;
        let key = self.key(request.subject_id).await?;
        let mut details = request.details(&key)?;
        details.concerns.push(format!("{} ({}): {message}", self.now(), actor.reference().kind));
        let surplus = details.concerns.len().saturating_sub(MOST_KEPT);
        details.concerns.drain(..surplus);
        request.sealed_details = key.seal(HelpRequest::details_spot(id), &details)?;
        tx.update_request_need(&request).await?;
        tx.commit().await?;
        self.report_concern(actor, id, kind).await
    }
}
