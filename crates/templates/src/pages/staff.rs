//! Pages of operators, coordinators and administrators.

mod audit;
mod dashboard;
mod desk;
mod fairness;
mod lists;
mod map;
mod message;
mod notes;
mod plan;
mod request;
mod retention;
mod roster;
mod task;
mod volunteer;

use askama::Template;

pub use audit::{AccessList, AccessRow, Audit, SeenRow};
pub use dashboard::{
    Chart, Dashboard, Figure, FigureKind, GroupTable, Live, NeedAct, NeedCount, NeedLine, NeedList,
};
pub use desk::{
    CallForm, CallPage, Desk, DeskKeys, DeskShift, HeldPlace, LiveRequest, NewsRow, OwnFigures,
    PastRequest, QueueRow, Script,
};
pub use fairness::{Fairness, FairnessRow};
pub use lists::{RequestRow, Requests, TaskRow, Tasks, VolunteerRow, Volunteers};
pub use map::{MapKey, MapPage, MapRow};
pub use message::{MessageCheck, MessagePage, SentMessage};
pub use notes::{NoteRow, Notes};
pub use plan::{EmptyPlaces, Plan, PlanOther, PlanRow};
pub use request::{
    Answers, Candidate, Contact, EngagementRow, RepeatRow, RequestStory, TimelineEvent,
};
pub use retention::{KeptRow, RetentionPage};
pub use roster::{Roster, ShiftDay, ShiftRow};
pub use task::{PhoneLine, TaskCard};
pub use volunteer::VolunteerCard;

use crate::{Banner, Errors, Frame};

/// Staff sign-in.
#[derive(Template)]
#[template(path = "staff/sign_in.html")]
pub struct StaffSignIn {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct; a wrong pair is an error of `password`.
    pub errors: Errors,
    /// The address as typed.
    pub email: String,
    /// A path of this site to go to afterwards, or empty.
    pub next: String,
    /// Whether an identity provider may be asked instead.
    pub by_provider: bool,
}

/// The first password of a staff member; posts `password` and `repeat` to its own address.
#[derive(Template)]
#[template(path = "staff/set_up.html")]
pub struct SetUp {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
}
