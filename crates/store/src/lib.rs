//! Every SQL statement, for SQLite and PostgreSQL alike, and the sealing of personal data.
//!
//! One SQL text serves both databases; where they truly differ the exception is named in
//! `exceptions.rs`. Methods of [`Tx`] are single statements or short sequences of them; rules live
//! in `dispatch`.

mod access;
mod accounts;
mod alerts;
mod archive;
mod audit;
mod audit_check;
mod backup;
mod barred;
mod board;
mod bulk;
mod calls;
mod database;
mod email_changes;
mod engagements;
mod error;
mod events;
mod exceptions;
mod keyring;
mod likeness;
mod links;
mod mail_stops;
mod mail_subjects;
mod nodes;
mod notifications;
mod offerings;
mod pending;
mod places;
mod policies;
mod records;
mod requests;
mod retention;
mod reveals;
mod seal;
mod second_factor;
mod sessions;
mod shifts;
mod sql;
mod staff_notes;
mod standing;
mod statistics;
mod tasks;
mod throttle;
mod ties;
mod transfer;
mod unwanted;
mod verify;
mod volunteers;
mod writer;

pub use access::AccessFilter;
pub use accounts::{Account, ApiToken};
pub use alerts::Alert;
pub use archive::ArchiveError;
pub use audit::{AuditChain, AuditHead, audit_day, start_of_audit_day};
pub use audit_check::{AuditFault, AuditReport};
pub use backup::{
    Backup, BackupHead, ColumnKind, Subject, SubjectTable, TableRows, backed_up_columns,
    left_out_of_backups,
};
pub use board::{BoardRow, Touched};
pub use bulk::{BulkMessage, Reachable};
pub use calls::{CallDirection, CallSpan, CallTie, PhoneCall};
pub use database::{Database, DatabaseUrl, MigrationStatus, OpenTx, Tx};
pub use email_changes::EmailChange;
pub use engagements::Engagement;
pub use error::StoreError;
pub use events::{ActorRef, Change, Event, StoredEvent};
pub use keyring::{KeyFile, KeyRing, MasterFile, WrappedKeys, master_key, ordered_id};
pub use likeness::{Likeness, Resembles, Said};
pub use links::{IdempotencyRecord, Link};
pub use mail_subjects::{MailMark, MailSubject, MailSubjects};
pub use nodes::{Node, NodeMark};
pub use notifications::{LAST_RANK, Notification};
pub use offerings::{Offering, OfferingRow};
pub use places::{Area, Category};
pub use policies::{PastAlert, PolicyVersion};
pub use records::{
    AccountContact, CallerContact, EmailPair, Item, RequestDetails, RequesterContact,
    VolunteerContact,
};
pub use requests::{HelpRequest, RequestFilter};
pub use retention::{OldRows, RetentionRun};
pub use reveals::{LedgerRow, Reveal, RevealFilter};
pub use seal::{Sealed, Secret, Spot, SubjectKey, hex, sha256};
pub use second_factor::TotpSecret;
pub use sessions::{Session, SessionKind};
pub use shifts::{Shift, ShiftPlace};
pub use sql::{Value, joined};
pub use staff_notes::{NoteAbout, StaffNote};
pub use standing::{REMEMBERED, Standing};
pub use statistics::{CohortRow, VolunteersThere};
pub use tasks::{Task, TaskCount, TaskFilter};
pub use throttle::Pace;
pub use ties::RequestTie;
pub use transfer::{StagedMail, StagedRequest, StagedVolunteer};
pub use verify::Violation;
pub use volunteers::{Volunteer, VolunteerFilter};
pub use writer::{Apart, SqliteTx, Turn, Writer};
