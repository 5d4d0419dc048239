//! Brakes on guessing and on flooding: each counts under a keyed hash, on every node alike.

use jiff::{SignedDuration, Timestamp};
use store::Pace;

use crate::refusal::{Outcome, Refusal};
use crate::service::Dispatch;

/// What is slowed down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brake {
    /// Sign-in of staff to one address from one network.
    StaffFromNetwork,
    /// Sign-in of staff to one address from anywhere.
    StaffAccount,
    /// Sign-in of staff from one network to any address.
    StaffNetwork,
    /// Sign-in mails to one address.
    LoginMail,
    /// Registrations under one address: whoever is known gets a sign-in mail each time.
    SignUp,
    /// Sign-in codes tried from one network.
    LoginCode,
    /// Proofs that somebody is the person of a request.
    RequesterProof,
    /// Changes of address that somebody asks for.
    EmailChange,
    /// Views of people's contact data by one member of staff.
    StaffReveals,
    /// Notes that an account was refused something.
    RefusalNote,
}

impl Brake {
    const fn code(self) -> &'static str {
        match self {
            Self::StaffFromNetwork => "staff_from_network",
            Self::StaffAccount => "staff_account",
            Self::StaffNetwork => "staff_network",
            Self::LoginMail => "login_mail",
            Self::SignUp => "sign_up",
            Self::LoginCode => "login_code",
            Self::RequesterProof => "requester_proof",
            Self::EmailChange => "email_change",
            Self::StaffReveals => "staff_reveals",
            Self::RefusalNote => "refusal_note",
        }
    }

    /// So many at once, then one each so many seconds.
    pub(crate) const fn pace(self) -> Pace {
        let (burst, seconds) = match self {
            Self::StaffFromNetwork | Self::RequesterProof => (5, 180),
            Self::StaffAccount => (50, 60),
            Self::StaffNetwork => (20, 30),
            Self::LoginMail | Self::SignUp => (3, 120),
            Self::EmailChange => (3, 3_600),
            Self::LoginCode => (10, 60),
            // 340 in a shift of eight hours: three for each of a hundred calls.
            Self::StaffReveals => (100, 120),
            Self::RefusalNote => (1, 60),
        };
        Pace { burst, step: SignedDuration::from_secs(seconds) }
    }
}

impl Dispatch {
    /// Counts one in each.
    ///
    /// # Errors
    /// [`Refusal::Limit`] when it is one too many for any.
    pub(crate) async fn brakes(&self, brakes: &[(Brake, &str)]) -> Outcome<()> {
        let mut tx = self.write().await?;
        let mut free = None;
        for (brake, of) in brakes {
            let next = tx.take(&self.bucket(*brake, of), brake.pace(), self.now()).await?;
            free = free.max(next);
        }
        tx.commit().await?;
        let Some(free) = free else { return Ok(()) };
        Err(self.limited("attempts", free))
    }

    /// The refusal of one too many, until some time.
    pub(crate) fn limited(&self, code: &'static str, free: Timestamp) -> Refusal {
        let wait = free.duration_since(self.now()).as_secs().max(0).saturating_add(1);
        Refusal::Limit { code, retry_after_s: u32::try_from(wait).unwrap_or(u32::MAX) }
    }

    /// Forgets what was counted: it was no guess.
    pub(crate) async fn release_brakes(&self, brakes: &[(Brake, &str)]) -> Outcome<()> {
        let mut tx = self.write().await?;
        for (brake, of) in brakes {
            tx.empty_bucket(&self.bucket(*brake, of)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    pub(crate) fn bucket(&self, brake: Brake, of: &str) -> Vec<u8> {
        self.ring().lookup_hash(brake.code(), of)
    }
}
