//! Who fits which help request, whom to alert, and the legal life of everything involved.
//!
//! Pure code: no async, I/O, clock, randomness, SQL or contact data. Time and randomness are
//! arguments.

pub mod assignment;

mod blur;
mod eligibility;
mod fairness;
mod ids;
mod index;
mod lifecycle;
mod place;
mod policy;
mod schedule;
mod vocabulary;

pub use blur::{RESIDENTS_PER_CELL, blurred};
pub use eligibility::{
    Caps, Demands, Distance, Exclusion, Load, Need, Trust, UnknownExclusion, VolunteerProfile,
    alertable, eligible, trusted,
};
pub use fairness::{Evenness, gini};
pub use ids::{
    AccountId, AlertId, AreaId, CallId, EngagementId, NotificationId, RequestId, ShiftId,
    SubjectId, TaskId, VolunteerId,
};
pub use index::{
    Anchors, Entry, Hit, IndexQuery, MaskVocabulary, Reach, Snapshot, VolunteerIndex, WordDigests,
};
pub use lifecycle::{
    AlertStatus, Channel, EngagementStatus, IllegalTransition, MailMode, Places, Priority,
    RequestStatus, Role, TaskKind, TaskState, UnknownCode, VolunteerStatus, When,
};
pub use place::{
    Cell, CellError, DistanceBucket, EARTH_RADIUS_M, Position, PositionError, distance_m,
    whole_metres,
};
pub use policy::{
    Asked, AwakeHours, Choice, Circumstances, DelayCurve, ExpectedSettings, HandOver, History,
    Observation, Outcome, PolicySettings, Prospect, ResponseModel, Search, Spent, Supply, Waiting,
    at_least, choose, fades_after_min, fit, goal, hand_over, hand_over_at, look_again_at,
    scarcities, wanted,
};
pub use schedule::{Availability, Day, QuietHours, ScheduleError, Slot, TimeOfDay, Window};
pub use vocabulary::{CategoryCode, CodeError, Language, SHIPPED_CATEGORIES, SkillCode};
