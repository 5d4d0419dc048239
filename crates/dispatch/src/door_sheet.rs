//! The sheet that hangs at a door, and the code on it for a neighbour who passes by.
//!
//! The code says what kind of help is asked for and by when, nothing that does not hang there.

use matching::RequestId;
use store::{HelpRequest, Tx, sha256};

use crate::actor::Actor;
use crate::links::{Purpose, plain_letters};
use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// Codes tried for one request before chance has to be blamed.
const TRIES: u32 = 5;

impl Dispatch {
    /// Makes the code for the sheet at the door; making it again changes nothing.
    ///
    /// # Errors
    /// [`Refusal::Conflict`] when nobody is looked for any more.
    pub async fn make_door_code(&self, actor: &Actor, id: RequestId) -> Outcome<()> {
        let mut tx = self.write().await?;
        let request = self.locked_request(&mut tx, id).await?;
        self.speaks_for(actor, &request)?;
        if !request.status.is_live() {
            return Err(Refusal::Conflict("ended"));
        }
        for version in 1..=TRIES {
            self.issue(&mut tx, Purpose::Door, id.0, version, Some(request.needed_by)).await?;
            if self.stands_for(&mut tx, id, version).await? {
                break;
            }
        }
        tx.commit().await?;
        Ok(())
    }

    /// The code on the sheet of a request, if one was made.
    pub async fn door_code(&self, actor: &Actor, id: RequestId) -> Outcome<Option<String>> {
        let mut tx = self.read().await?;
        let request = tx.request(id).await?.ok_or(Refusal::NotFound)?;
        self.speaks_for(actor, &request)?;
        for version in 1..=TRIES {
            if self.stands_for(&mut tx, id, version).await? {
                return Ok(Some(self.token(Purpose::Door, id.0, version)));
            }
        }
        Ok(None)
    }

    /// The request whose sheet bears a code; how it is typed does not matter.
    ///
    /// # Errors
    /// [`Refusal::Gone`] for a code that is unknown or whose time is over.
    pub async fn request_at_door(&self, typed: &str) -> Outcome<HelpRequest> {
        let mut tx = self.read().await?;
        let link = self.living_link(&mut tx, Purpose::Door, &plain_letters(typed)).await?;
        tx.request(RequestId(link.target)).await?.ok_or(Refusal::Gone)
    }

    /// Whether this version of the code is the request's own: six letters may meet by chance.
    async fn stands_for(&self, tx: &mut Tx, id: RequestId, version: u32) -> Outcome<bool> {
        let code = self.token(Purpose::Door, id.0, version);
        let found = tx.link(&sha256(code.as_bytes()), Purpose::Door.code()).await?;
        Ok(found.is_some_and(|link| link.target == id.0))
    }
}
