//! The use cases: post, alert, accept, complete, confirm; the jobs; the mail that leaves.
//!
//! The page, the JSON API and the command line all call the same functions of [`Dispatch`]. One
//! transaction a decision, never across mail or HTTP. No HTTP types.

mod access;
mod accounts;
mod actor;
mod answer_alert;
mod answers;
mod api_tokens;
mod areas;
mod around;
mod ask_again;
mod backup;
mod barred;
mod board;
mod bounces;
mod candidates;
mod change_email;
mod choose_volunteers;
mod clock;
mod coverage;
mod desk;
mod digest;
mod door_sheet;
mod drain_mail;
mod erase;
mod fairness;
mod figure_groups;
mod find_volunteers;
mod form_pace;
#[cfg(test)]
mod fuzzed;
mod hand_over;
mod help_given;
mod idempotency;
mod input;
mod leave;
mod ledger;
mod life;
mod likeness;
mod links;
mod mail_choices;
mod mail_outcomes;
mod manage_request;
mod merge_requests;
mod mirror;
mod node;
mod oidc;
mod own_data;
mod parse;
mod passwords;
mod plan_backlog;
mod plan_wave;
mod post_help_request;
mod prepare_mail;
pub mod queue;
mod reading;
mod refusal;
mod retention;
mod retention_class;
mod return_call;
mod reveal;
mod rules;
mod safeguard;
mod search_again;
mod second_factor;
mod send_wave;
mod service;
mod sessions;
mod settings;
mod shifts;
mod sign_ins;
mod staff_notes;
mod statistics;
mod sweep;
mod take_call;
mod tasks;
mod tell_concern;
mod tell_many;
mod throttle;
mod totp;
mod transfer;
mod trust;
mod verify;
mod visit;
mod volunteer_sign_in;
mod volunteers;
mod wished_helper;
mod worker;
mod write_mail;

pub use access::{Access, AccessEnd};
pub use accounts::SignedIn;
pub use actor::{Actor, Staff};
pub use answer_alert::{Accepted, AlertView, DECLINE_REASONS, ENGAGEMENT_COOKIE_HOURS, Promise};
pub use api_tokens::TokenScope;
pub use areas::AreaTree;
pub use around::Around;
pub use ask_again::{AskAgain, MOST_REPEATS};
pub use backup::{RestoreFailure, Restored, RestoredKeys};
pub use board::{Needed, Needs, Reason, Waiting};
pub use candidates::{Candidate, Candidates, LeftOut};
pub use change_email::EmailAnswer;
pub use clock::{Clock, FastClock, ManualClock, SystemClock};
pub use coverage::CoverageCell;
pub use desk::{CallFigures, DeskFigures, KnownCaller, LikeRequest};
pub use digest::NearRequest;
pub use fairness::{AreaFairness, FairnessReport};
pub use help_given::{RELEASE_REASONS, REQUESTER_SIDE};
pub use idempotency::Replay;
pub use input::{
    AddressInput, ConsentInput, HelpRequestInput, ItemInput, LocationInput, PAYMENTS, RequestEdit,
    SlotInput, VolunteerEdit, VolunteerInput,
};
pub use ledger::LedgerEntry;
pub use links::Purpose;
pub use mail_choices::{NEWS, OPTIONAL_MAILS};
pub use manage_request::CLOSE_OUTCOMES;
pub use merge_requests::Repeat;
pub use mirror::IndexMirror;
pub use parse::{MAX_ITEMS, MAX_NAME, MAX_RADIUS_KM, MAX_TEXT};
pub use passwords::MIN_PASSWORD;
pub use plan_backlog::{Assigned, BacklogPlan, Exchange, Otherwise, PlannedPair};
pub use post_help_request::{MAX_NEEDS, MAX_PLACES, POSTING_ROLE, Posted};
pub use refusal::{FieldError, Outcome, Refusal};
pub use retention_class::{RetentionClass, RetentionState};
pub use reveal::RevealedRequest;
pub use rules::PolicyInForce;
pub use safeguard::CONCERNS;
pub use second_factor::{Enrolled, Enrolment};
pub use service::{Dispatch, Parts};
pub use sessions::Whence;
pub use settings::{MatchingSettings, Policy, RetentionSettings, Settings};
pub use shifts::{PlannedShift, ShiftPlan};
pub use sign_ins::RefusedCall;
pub use staff_notes::{NoteInput, NoteLine};
pub use statistics::{FigureQuery, FigureReport, Figures, GroupBy, Only, PublicFigures, Spread};
pub use take_call::{CALL_OUTCOMES, CallEnd, EndedCall};
pub use tasks::{CALLING, TASK_OUTCOMES};
pub use tell_many::{
    CheckedMessage, MAX_MESSAGE, MessageInput, SegmentInput, TOLD_STATUSES, paragraphs,
};
pub use totp::{totp_code, totp_uri, totp_words};
pub use transfer::{
    AREAS_CHANGED_AT, AreaSource, AreasFailure, AreasReport, ExportFailure, ExportFormat,
    ExportKind, ExportReport, ImportFailure, ImportOptions, ImportReport, Progress, RowError,
    guarded,
};
pub use visit::{FEEDBACK, visit};
pub use volunteers::{MAX_ANCHORS, Registered};
