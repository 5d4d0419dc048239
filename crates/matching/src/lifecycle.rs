//! The legal life of a help request, an alert, an engagement, a volunteer and a task.
//!
//! Statuses are enums with stable codes; a transition that is not listed here does not exist. The
//! store repeats each guard in its SQL and checks the row count.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// A code that names no member of the enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("unknown code")]
pub struct UnknownCode;

macro_rules! coded {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code used in the database, the API and translations.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownCode;

            fn from_str(text: &str) -> Result<Self, UnknownCode> {
                match text { $($code => Ok(Self::$variant),)+ _ => Err(UnknownCode) }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.code())
            }
        }
    )+};
}

coded! {
    /// How a volunteer wants to hear of normal requests.
    MailMode {
        /// A mail for each request, as it comes.
        Single = "single",
        /// One mail a day that lists what is open near them.
        Digest = "digest",
    }
    /// How urgent a help request is.
    Priority {
        /// Life or health depends on it; only staff set it.
        Vital = "vital",
        /// Everything else.
        Normal = "normal",
    }

    /// The way a help request came in.
    Channel {
        /// The public pages.
        Web = "web",
        /// An operator on the phone.
        Phone = "phone",
        /// The JSON API.
        Api = "api",
        /// A file.
        Import = "import",
    }

    /// Where a help request stands.
    RequestStatus {
        /// Waits for the person's own confirmation.
        Unconfirmed = "unconfirmed",
        /// Has places left.
        Open = "open",
        /// All places are held, nobody was contacted yet.
        Matched = "matched",
        /// All places are held and one or more were contacted.
        InProgress = "in_progress",
        /// Every held place is done and no place is left, or the deadline is past.
        Completed = "completed",
        /// Called off.
        Cancelled = "cancelled",
        /// The deadline passed with no place filled.
        Expired = "expired",
    }

    /// Where an alert stands.
    AlertStatus {
        /// Its mail is owed.
        Queued = "queued",
        /// Its mail has left.
        Sent = "sent",
        /// The volunteer said yes and holds a place.
        Accepted = "accepted",
        /// The volunteer said no.
        Declined = "declined",
        /// Nobody answered in time.
        Expired = "expired",
        /// The help is no longer needed from this volunteer.
        Withdrawn = "withdrawn",
        /// The mail could not be delivered.
        Failed = "failed",
    }

    /// Where an engagement stands.
    EngagementStatus {
        /// The volunteer said yes.
        Active = "active",
        /// The volunteer got in touch.
        Contacted = "contacted",
        /// The volunteer says that it is done.
        Completed = "completed",
        /// The person helped, or staff for them, says so too.
        Confirmed = "confirmed",
        /// Given up before it was done.
        Released = "released",
        /// The volunteer did not come.
        NoShow = "no_show",
    }

    /// Where a volunteer stands.
    VolunteerStatus {
        /// The mail address is not confirmed yet.
        Unverified = "unverified",
        /// Waits for vetting.
        PendingReview = "pending_review",
        /// May be alerted.
        Active = "active",
        /// Rests, by own wish or by a limit.
        Paused = "paused",
        /// Stopped by a coordinator.
        Suspended = "suspended",
        /// Left.
        Withdrawn = "withdrawn",
    }

    /// Where a task stands.
    TaskState {
        /// Waits for somebody.
        Open = "open",
        /// Somebody has taken it.
        Claimed = "claimed",
        /// Comes back at its due time.
        Snoozed = "snoozed",
        /// Done, with an outcome.
        Done = "done",
    }

    /// What a task asks a human to do.
    TaskKind {
        /// Call somebody who only left a phone number, to confirm the request.
        CallBack = "call_back",
        /// The public asked for `vital`: decide.
        VitalReview = "vital_review",
        /// Nobody answered: call the nearest volunteers.
        PhoneList = "phone_list",
        /// A vital request cannot get an answer by mail in time: call now.
        CallNow = "call_now",
        /// Tell a person without e-mail who comes and the word at the door.
        TellWhoComes = "tell_who_comes",
        /// Ask a person without e-mail whether the help was done.
        AskDone = "ask_done",
        /// A person without e-mail must hear that somebody cannot come after all.
        TellReopened = "tell_reopened",
        /// A person without e-mail must hear that a request of theirs goes on as another one.
        TellMerged = "tell_merged",
        /// The person says that the help was not done.
        NotDone = "not_done",
        /// A concern was reported.
        Concern = "concern",
        /// Mail cannot be delivered to somebody.
        MailFailed = "mail_failed",
        /// A volunteer waits for vetting.
        Vetting = "vetting",
        /// A volunteer was paused by the limits on releases.
        ReleaseReview = "release_review",
        /// Somebody who left suspended or held signs up again.
        Returned = "returned",
        /// The deadline passed with nobody found: tell the person and find another way.
        Unmatched = "unmatched",
        /// Somebody was promised on the phone to be called again.
        ReturnCall = "return_call",
        /// A note said to come back to it on this day.
        FollowUp = "follow_up",
    }

    /// Who acts.
    Role {
        /// Takes calls.
        Operator = "operator",
        /// Runs an area.
        Coordinator = "coordinator",
        /// Runs the site.
        Administrator = "administrator",
    }

    /// When a volunteer who accepts will go.
    When {
        /// At once.
        Now = "now",
        /// Later today.
        Today = "today",
        /// Tomorrow.
        Tomorrow = "tomorrow",
        /// At a stated time.
        At = "at",
    }
}

/// A step that the life of its object does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{from} cannot become {to}")]
pub struct IllegalTransition {
    /// The status it has.
    pub from: &'static str,
    /// The status that was asked for.
    pub to: &'static str,
}

macro_rules! transitions {
    ($($name:ident { $($from:ident => [$($to:ident),* $(,)?]),+ $(,)? })+) => {$(
        impl $name {
            /// The statuses that may follow this one.
            pub const fn next(self) -> &'static [Self] {
                match self { $(Self::$from => &[$(Self::$to),*]),+ }
            }

            /// Whether nothing follows any more.
            pub const fn is_final(self) -> bool {
                self.next().is_empty()
            }

            /// Takes the step, if it exists.
            ///
            /// # Errors
            /// [`IllegalTransition`] when the step is not in the table.
            pub fn become_(self, to: Self) -> Result<Self, IllegalTransition> {
                if self.next().contains(&to) {
                    Ok(to)
                } else {
                    Err(IllegalTransition { from: self.code(), to: to.code() })
                }
            }
        }
    )+};
}

transitions! {
    RequestStatus {
        Unconfirmed => [Open, Cancelled, Expired],
        Open => [Matched, InProgress, Completed, Cancelled, Expired],
        Matched => [Open, InProgress, Completed, Cancelled, Expired],
        InProgress => [Open, Matched, Completed, Cancelled, Expired],
        Completed => [Open, Expired],
        Cancelled => [],
        Expired => [Open],
    }
    AlertStatus {
        Queued => [Sent, Accepted, Declined, Expired, Withdrawn, Failed],
        Sent => [Accepted, Declined, Expired, Withdrawn, Failed],
        Accepted => [],
        Declined => [],
        Expired => [Accepted, Declined, Withdrawn],
        Withdrawn => [],
        Failed => [],
    }
    EngagementStatus {
        Active => [Contacted, Completed, Confirmed, Released, NoShow],
        Contacted => [Completed, Confirmed, Released, NoShow],
        Completed => [Confirmed, NoShow],
        Confirmed => [],
        Released => [],
        NoShow => [],
    }
    VolunteerStatus {
        Unverified => [PendingReview, Active, Suspended, Withdrawn],
        PendingReview => [Active, Suspended, Withdrawn],
        Active => [Paused, PendingReview, Suspended, Withdrawn],
        Paused => [Active, Suspended, Withdrawn],
        Suspended => [Active, Withdrawn],
        Withdrawn => [],
    }
    TaskState {
        Open => [Claimed, Snoozed, Done],
        Claimed => [Open, Snoozed, Done],
        Snoozed => [Open, Claimed, Snoozed, Done],
        Done => [],
    }
}

impl RequestStatus {
    /// Whether the request may still be helped.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Open | Self::Matched | Self::InProgress)
    }
}

impl AlertStatus {
    /// Whether an answer is still awaited.
    pub const fn is_outstanding(self) -> bool {
        matches!(self, Self::Queued | Self::Sent)
    }
}

impl EngagementStatus {
    /// Whether a place of the request is held.
    pub const fn holds_place(self) -> bool {
        matches!(self, Self::Active | Self::Contacted | Self::Completed | Self::Confirmed)
    }

    /// Whether the volunteer is still busy with it.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Active | Self::Contacted)
    }
}

/// How the places of one help request are filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Places {
    /// Volunteers asked for.
    pub needed: u32,
    /// Places held: active, contacted, completed or confirmed.
    pub held: u32,
    /// Held places where contact was made or the help was done.
    pub contacted: u32,
    /// Held places where the help was done.
    pub done: u32,
}

impl Places {
    /// Places that still look for somebody.
    pub const fn left(self) -> u32 {
        self.needed.saturating_sub(self.held)
    }

    /// The status a confirmed, uncancelled request has with these places.
    ///
    /// After the deadline no place is looked for any more, so the held ones decide.
    pub const fn status(self, deadline_past: bool) -> RequestStatus {
        if self.held == 0 && deadline_past {
            return RequestStatus::Expired;
        }
        if self.left() > 0 && !deadline_past {
            return RequestStatus::Open;
        }
        if self.done == self.held {
            return RequestStatus::Completed;
        }
        if self.contacted > 0 { RequestStatus::InProgress } else { RequestStatus::Matched }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for status in RequestStatus::ALL {
            assert_eq!(status.code().parse(), Ok(*status));
        }
        assert_eq!("nonsense".parse::<AlertStatus>(), Err(UnknownCode));
    }

    #[test]
    fn a_cancelled_request_stays_cancelled() {
        assert!(RequestStatus::Cancelled.is_final());
        assert!(RequestStatus::Cancelled.become_(RequestStatus::Open).is_err());
        assert!(RequestStatus::Open.become_(RequestStatus::Matched).is_ok());
    }

    #[test]
    fn a_late_yes_to_a_silent_alert_still_counts() {
        assert!(AlertStatus::Expired.become_(AlertStatus::Accepted).is_ok());
        assert!(AlertStatus::Withdrawn.become_(AlertStatus::Accepted).is_err());
    }

    #[test]
    fn places_decide_the_status() {
        let places = |held, contacted, done| Places { needed: 2, held, contacted, done };
        assert_eq!(places(0, 0, 0).status(false), RequestStatus::Open);
        assert_eq!(places(1, 1, 1).status(false), RequestStatus::Open);
        assert_eq!(places(2, 0, 0).status(false), RequestStatus::Matched);
        assert_eq!(places(2, 1, 0).status(false), RequestStatus::InProgress);
        assert_eq!(places(2, 2, 2).status(false), RequestStatus::Completed);
        assert_eq!(places(0, 0, 0).status(true), RequestStatus::Expired);
        assert_eq!(places(1, 0, 0).status(true), RequestStatus::Matched);
        assert_eq!(places(1, 1, 1).status(true), RequestStatus::Completed);
    }

    #[test]
    fn every_step_between_places_is_legal() {
        let mut seen = Vec::new();
        for needed in 1..=3u32 {
            for held in 0..=needed {
                for contacted in 0..=held {
                    for done in 0..=contacted {
                        for past in [false, true] {
                            seen.push(Places { needed, held, contacted, done }.status(past));
                        }
                    }
                }
            }
        }
        for status in seen {
            assert!(RequestStatus::Open == status || RequestStatus::Open.become_(status).is_ok());
        }
    }
}
