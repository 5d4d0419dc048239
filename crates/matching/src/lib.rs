//! Who fits which help request, whom to alert, and the legal life of everything involved.
//!
//! Pure code: no async, I/O, clock, randomness, SQL or contact data. Time and randomness are
//! arguments.

mod ids;
mod lifecycle;
mod vocabulary;

pub use ids::{
    AccountId, AlertId, AreaId, EngagementId, NotificationId, RequestId, SubjectId, TaskId,
    VolunteerId,
};
pub use lifecycle::{
    AlertStatus, Channel, EngagementStatus, IllegalTransition, Places, Priority, RequestStatus,
    Role, TaskKind, TaskState, UnknownCode, VolunteerStatus, When,
};
pub use vocabulary::{CategoryCode, CodeError, Language, SHIPPED_CATEGORIES, SkillCode};
