//! The classes of data that are kept for a time, and how long.

use jiff::SignedDuration;
use store::{OldRows, RetentionRun};

use crate::service::hours;
use crate::settings::RetentionSettings;
use crate::transfer::STALE_IMPORT_H;

/// Idempotency keys live so long.
const IDEMPOTENCY_H: i64 = 24;

/// A class of data that is kept for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionClass {
    /// Contact data and notes of who asked.
    Contact,
    /// Who called, without having asked for anything.
    Callers,
    /// Volunteers who never confirmed their address.
    Unconfirmed,
    /// Volunteers of whom nothing is heard.
    Inactive,
    /// Bars on who left suspended.
    Barred,
    /// Links and API tokens that ended.
    Tokens,
    /// Wake-ups and changes that every node has followed.
    Jobs,
    /// Mails that were sent or dropped.
    Mail,
    /// The ledger, the audit chain, and who caused an event.
    Audit,
    /// Sessions, brakes and idempotency keys.
    Sessions,
    /// What crashed imports left staged.
    Imports,
    /// Keys of whoever was erased.
    Keys,
}

/// One class: its limit, what went last, what is due.
#[derive(Clone, Copy, Debug)]
pub struct RetentionState {
    /// Which.
    pub class: RetentionClass,
    /// How long it is kept, in hours; 0 = goes at once.
    pub limit_h: u32,
    /// When it was looked after last, and what went.
    pub last: Option<RetentionRun>,
    /// How much is past its limit now.
    pub due: u64,
}

impl RetentionClass {
    /// Every class, in the order of the page.
    pub const ALL: [Self; 12] = [
        Self::Contact,
        Self::Callers,
        Self::Unconfirmed,
        Self::Inactive,
        Self::Barred,
        Self::Tokens,
        Self::Jobs,
        Self::Mail,
        Self::Audit,
        Self::Sessions,
        Self::Imports,
        Self::Keys,
    ];

    /// Its name in the store and in translations.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Callers => "callers",
            Self::Unconfirmed => "unconfirmed",
            Self::Inactive => "inactive",
            Self::Barred => "barred",
            Self::Tokens => "tokens",
            Self::Jobs => "jobs",
            Self::Mail => "mail",
            Self::Audit => "audit",
            Self::Sessions => "sessions",
            Self::Imports => "imports",
            Self::Keys => "keys",
        }
    }

    /// How long it is kept, in hours.
    pub fn limit_h(self, settings: &RetentionSettings) -> u32 {
        match self {
            Self::Contact | Self::Callers => settings.contact_days * 24,
            Self::Unconfirmed => settings.unconfirmed_days * 24,
            Self::Inactive => settings.inactive_days * 24,
            Self::Barred => settings.barred_days * 24,
            Self::Tokens => settings.token_days * 24,
            Self::Jobs => settings.job_days * 24,
            Self::Mail => settings.mail_days * 24,
            Self::Audit => settings.audit_days * 24,
            Self::Imports => 1,
            Self::Sessions | Self::Keys => 0,
        }
    }

    /// Rows that simply go, each kind once it is older than so much.
    pub(crate) fn rows(self, limit: SignedDuration) -> Vec<(OldRows, SignedDuration)> {
        match self {
            // Each has its own end.
            Self::Barred => vec![(OldRows::Bars, SignedDuration::ZERO)],
            Self::Tokens => vec![(OldRows::Links, limit), (OldRows::EmailChanges, limit)],
            Self::Jobs => vec![(OldRows::Changes, limit)],
            Self::Mail => vec![(OldRows::Mails, limit), (OldRows::BulkMessages, limit)],
            Self::Audit => {
                vec![(OldRows::ApiTokens, limit), (OldRows::Calls, limit), (OldRows::Shifts, limit)]
            }
            Self::Sessions => vec![
                (OldRows::Sessions, SignedDuration::ZERO),
                (OldRows::Buckets, SignedDuration::ZERO),
                (OldRows::IdempotencyKeys, hours(IDEMPOTENCY_H)),
            ],
            Self::Imports => vec![
                (OldRows::StagedVolunteers, hours(STALE_IMPORT_H)),
                (OldRows::StagedRequests, hours(STALE_IMPORT_H)),
            ],
            Self::Contact | Self::Callers | Self::Unconfirmed | Self::Inactive | Self::Keys => {
                Vec::new()
            }
        }
    }

    /// Whether it is looked at once a day and not at every turn.
    pub(crate) const fn is_daily(self) -> bool {
        matches!(self, Self::Audit | Self::Keys)
    }
}
