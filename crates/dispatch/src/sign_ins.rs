//! What is noted of sign-ins and rights: who came in by which door, that somebody was turned away,
//! and that an account asked for what it may not have.
//!
//! Only what a brake has let through is noted, so nobody can fill the log by guessing. Who was turned
//! away is a keyed hash, of the address they tried or of the network they came from, in the place of
//! the actor, which goes with the audit chain. Of a refusal stands the route, never the address
//! that was asked for, and at most once a minute for each account and route.

use matching::AccountId;
use store::{ActorRef, Event};
use uuid::Uuid;

use crate::actor::Actor;
use crate::refusal::Outcome;
use crate::service::{Dispatch, event};
use crate::sessions::Whence;
use crate::throttle::Brake;

/// A way to sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// A password with a code of the app, or a recovery code.
    Password,
    /// An identity provider.
    Provider,
    /// A mailed link.
    Link,
    /// The code beside a mailed link.
    Code,
}

impl Door {
    const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Provider => "provider",
            Self::Link => "link",
            Self::Code => "code",
        }
    }

    /// What is noted of whoever comes in, and of whoever does not.
    const fn kinds(self) -> [&'static str; 2] {
        match self {
            Self::Password | Self::Provider => ["account.signed_in", "account.turned_away"],
            Self::Link | Self::Code => ["volunteer.signed_in", "volunteer.turned_away"],
        }
    }
}

/// A call that was refused.
#[derive(Debug, Clone, Copy)]
pub struct RefusedCall<'c> {
    /// `GET`, `POST` and so on.
    pub method: &'c str,
    /// The pattern of its address, such as `/staff/tasks/{id}`.
    pub route: &'c str,
    /// The kind of device, in a few words.
    pub device: &'c str,
}

impl Dispatch {
    /// That somebody came in.
    pub(crate) fn sign_in_event(&self, actor: &Actor, door: Door, whence: &Whence) -> Event {
        let mut event = event(self.now(), door.kinds()[0], actor);
        let data = serde_json::json!({ "by": door.code(), "device": whence.device });
        event.data = data.to_string();
        if let Actor::Volunteer(id) = actor {
            event.volunteer_id = Some(*id);
        }
        event
    }

    /// Notes that somebody came in.
    pub(crate) async fn note_sign_in(
        &self,
        actor: &Actor,
        door: Door,
        whence: &Whence,
    ) -> Outcome<()> {
        let mut tx = self.write().await?;
        tx.record(&self.sign_in_event(actor, door, whence)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that somebody was turned away: who tried it, as an address or a network, and whose
    /// account it would have been. Equal work whether there is one or not.
    pub(crate) async fn note_turned_away(
        &self,
        door: Door,
        who: &str,
        account: Option<AccountId>,
        whence: &Whence,
    ) -> Outcome<()> {
        let mut event = event(self.now(), door.kinds()[1], &Actor::Visitor);
        event.actor = ActorRef { id: Some(self.pseudonym(who)), ..event.actor };
        let (by, device) = (door.code(), &whence.device);
        event.data =
            serde_json::json!({ "by": by, "account": account, "device": device }).to_string();
        let mut tx = self.write().await?;
        tx.record(&event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Notes that staff or a volunteer asked for what they may not have, or what is not there for
    /// them; of whoever holds no more than a link nothing is noted.
    pub async fn note_refusal(&self, actor: &Actor, call: RefusedCall<'_>) -> Outcome<()> {
        let (Actor::Staff(_) | Actor::Volunteer(_), Some(id)) = (actor, actor.reference().id)
        else {
            return Ok(());
        };
        let RefusedCall { method, route, device } = call;
        let mut event = event(self.now(), "access.refused", actor);
        let data = serde_json::json!({ "method": method, "route": route, "device": device });
        event.data = data.to_string();
        let (brake, of) = (Brake::RefusalNote, format!("{id} {method} {route}"));
        let mut tx = self.write().await?;
        if tx.take(&self.bucket(brake, &of), brake.pace(), event.at).await?.is_none() {
            tx.record(&event).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    fn pseudonym(&self, who: &str) -> Uuid {
        let hash = self.ring().lookup_hash("turned_away", who);
        Uuid::from_slice(hash.get(..16).unwrap_or_default()).unwrap_or_default()
    }
}
