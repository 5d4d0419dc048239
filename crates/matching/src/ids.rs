//! Identifiers: `UUIDv7`, so that ids sort by creation and rows are appended, not scattered.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// One help request.
    RequestId,
    /// One volunteer.
    VolunteerId,
    /// One proximity mail to one volunteer about one help request.
    AlertId,
    /// One volunteer holding one place of a help request.
    EngagementId,
    /// One mail owed to someone: a row of the outbox.
    NotificationId,
    /// Something a human must do by a certain time.
    TaskId,
    /// One phone call that was taken or made.
    CallId,
    /// One shift at the desk.
    ShiftId,
    /// One operator, coordinator or administrator.
    AccountId,
    /// One area of the deployment.
    AreaId,
    /// The owner of a key in the key ring: a requester, a volunteer or an account.
    SubjectId,
}
