//! Every page: a plain structure of values the reader may see, and the template that shows it.
//!
//! A page is rendered with [`crate::Template::render`], which cannot fail on these templates. Forms
//! post to the page's own address unless the page says otherwise; every `go` or `action` value that
//! a button sends is listed at its page.

mod about;
mod account;
mod alert;
mod ask;
mod demo;
mod door;
mod error;
mod form_fields;
mod home;
mod manage;
mod notice;
mod sign_in;
mod staff;
mod volunteer;
mod weekly_hours;

pub use about::{About, AboutNumbers, AboutPage, KeptDays};
pub use account::{
    EmailLink, RecoveryCodes, SecondFactor, SessionRow, StaffAccount, VolunteerSessions,
};
pub use alert::{AlertPage, ContactPage, ContactStep, RELEASE_REASONS};
pub use ask::{
    AskCheck, AskDone, AskForm, AskList, AskNext, AskWhat, AskWhen, AskWhere, AskYou, ListField,
};
pub use demo::{MailHtml, MailLine, MailView, Mailbox};
pub use door::{AtDoor, DoorPage, DoorSheet};
pub use error::ErrorPage;
pub use home::{Home, Impact, PublicFigures};
pub use manage::{Again, Helper, Manage, ManageDetails, ManageEdit, OtherNeed};
pub use notice::{Notice, NoticePage};
pub use sign_in::{SignIn, SignInReason, SignInSent};
pub use staff::{
    AccessList, AccessRow, Answers, Audit, CallForm, CallPage, Candidate, Chart, Contact,
    Dashboard, Desk, DeskKeys, DeskShift, EmptyPlaces, EngagementRow, Fairness, FairnessRow,
    Figure, FigureKind, GroupTable, HeldPlace, KeptRow, Live, LiveRequest, MapKey, MapPage, MapRow,
    MessageCheck, MessagePage, NeedAct, NeedCount, NeedLine, NeedList, NewsRow, NoteRow, Notes,
    OwnFigures, PastRequest, PhoneLine, Plan, PlanOther, PlanRow, QueueRow, RepeatRow, RequestRow,
    RequestStory, Requests, RetentionPage, Roster, Script, SeenRow, SentMessage, SetUp, ShiftDay,
    ShiftRow, StaffSignIn, TaskCard, TaskRow, Tasks, TimelineEvent, VolunteerCard, VolunteerRow,
    Volunteers,
};
pub use volunteer::{
    Me, Near, NearRow, Promise, Quiet, VolunteerChoices, VolunteerForm, VolunteerSignUp,
};
pub use weekly_hours::{HoursInputs, HoursRow, WeeklyHours};
