//! Every mail the service sends, with what each one may say.
//!
//! A mail names nobody but its reader, save for one case: the requester learns the first name of
//! the volunteer who comes. Subjects hold labels and references, never a person's own words, but for
//! what a coordinator writes to many.

mod compose;
mod letter;
#[cfg(test)]
mod tests;

use jiff::Zoned;
use jiff::civil::Date;

pub use letter::RenderedMail;

use crate::{DistanceBucket, Locale, SiteInfo, Visit};

/// One mail with its context. Tokens stand alone: rendering makes them links.
#[derive(Clone)]
pub enum Mail {
    /// Someone near needs help.
    Alert(Alert),
    /// Someone needs help a little farther away than the volunteer said: could they, this once?
    Stretch(Alert),
    /// What a coordinator writes to many volunteers, in their own words.
    Message(Message),
    /// Once a day, to whoever wants it: what is open near.
    Digest(Digest),
    /// To the others alerted: the last place is taken.
    Taken(Near),
    /// To a new volunteer: confirm the address.
    Confirm(Volunteer),
    /// To a confirmed volunteer: alerts may come.
    Welcome(Welcome),
    /// To a confirmed volunteer whom staff must first review.
    Pending(Greeting),
    /// To an imported volunteer: is the wish to help still there?
    Invite(Volunteer),
    /// To a requester: the reference, the link to follow, perhaps a confirmation first.
    Receipt(Receipt),
    /// To a requester: who comes, when, the word at the door.
    Matched(Matched),
    /// To the volunteer who said yes: the link to the contact page, without any contact.
    Engaged(Engaged),
    /// To a requester: nobody yet, the search widens.
    NobodyYet(Request),
    /// To a requester: the volunteer cannot come, the request goes first.
    Reopened(HelpedBy),
    /// To a volunteer with an engagement: do not go.
    Withdrawn(Withdrawn),
    /// To a volunteer before the visit.
    Reminder(Reminder),
    /// To a volunteer after the visit: is it done?
    Chaser(Reminder),
    /// To a requester: was it done?
    AskDone(HelpedBy),
    /// To a volunteer: thanks.
    Completed(Near),
    /// A sign-in link and its code.
    Login(Login),
    /// To a requester: this was asked twice, and goes on as one.
    Merged(Request),
    /// To a requester: nobody in time, a human calls.
    Expired(Request),
    /// To an administrator: tasks past their due time.
    Overdue(Overdue),
    /// To staff: choose a password.
    Setup(Setup),
    /// To an inactive volunteer, before erasure.
    Inactive(Inactive),
    /// To the mailbox of today: somebody asks for another one.
    EmailOld(EmailChange),
    /// To the next mailbox: agree to it.
    EmailNew(EmailChange),
    /// To a mailbox that the team was told is lost: it may stop the change.
    EmailLost(EmailChange),
    /// To the mailbox of before: it is used no more.
    EmailChanged,
}

/// Context of [`Mail::Alert`] and [`Mail::Stretch`]: what a volunteer may know before saying yes.
#[derive(Clone)]
pub struct Alert {
    /// The category's slug.
    pub category: String,
    /// The neighbourhood, never a street.
    pub neighbourhood: String,
    /// How far, in a bucket; `None` for help given by phone.
    pub distance: Option<DistanceBucket>,
    /// By when, in the volunteer's time zone.
    pub deadline: Zoned,
    /// How many items the list has; 0 leaves the line out.
    pub items: u32,
    /// The way of payment: `door`, `shop`, `together`, `none`; empty leaves the line out.
    pub payment: String,
    /// The volunteer's radius, in kilometres.
    pub radius_km: u32,
    /// Token of `/a/`.
    pub token: String,
    /// Token of `/u/`.
    pub unsubscribe_token: String,
    /// Until when the link works, in the volunteer's time zone.
    pub link_until: Zoned,
}

/// Context of [`Mail::Message`].
#[derive(Clone)]
pub struct Message {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// The subject: one line, as the coordinator wrote it.
    pub subject: String,
    /// The text, as the coordinator wrote it.
    pub paragraphs: Vec<String>,
    /// Token of `/u/`: no more of these.
    pub stop_token: String,
}

/// Context of [`Mail::Digest`].
#[derive(Clone)]
pub struct Digest {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// What is open, the nearest first.
    pub rows: Vec<DigestRow>,
    /// Token of `/u/`.
    pub unsubscribe_token: String,
}

/// One open request in a daily mail.
#[derive(Clone)]
pub struct DigestRow {
    /// What and where.
    pub near: Near,
    /// How far, in a bucket; `None` for help given by phone.
    pub distance: Option<DistanceBucket>,
    /// By when, in the volunteer's time zone.
    pub deadline: Zoned,
}

/// Help somewhere near: category and neighbourhood.
#[derive(Clone)]
pub struct Near {
    /// The category's slug.
    pub category: String,
    /// The neighbourhood, never a street.
    pub neighbourhood: String,
}

/// A volunteer greeted by name, with a token of `/c/`.
#[derive(Clone)]
pub struct Volunteer {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// Token of `/c/`.
    pub token: String,
}

/// A volunteer greeted by name.
#[derive(Clone)]
pub struct Greeting {
    /// The reader's own first name, or empty.
    pub first_name: String,
}

/// Context of [`Mail::Welcome`].
#[derive(Clone)]
pub struct Welcome {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// The volunteer's radius, in kilometres.
    pub radius_km: u32,
}

/// Context of [`Mail::Receipt`].
#[derive(Clone)]
pub struct Receipt {
    /// The request's reference: `BR-2417`.
    pub reference: String,
    /// The slugs of what was asked in one go.
    pub categories: Vec<String>,
    /// By when, in the requester's time zone.
    pub deadline: Zoned,
    /// Token of `/c/` if the request must first be confirmed; then it is the mail's only link.
    pub confirm_token: Option<String>,
    /// Token of `/m/`.
    pub manage_token: String,
}

/// Context of [`Mail::Matched`].
#[derive(Clone)]
pub struct Matched {
    /// The request's reference.
    pub reference: String,
    /// The first name of the volunteer who comes.
    pub first_name: String,
    /// When the volunteer said to come.
    pub visit: Visit,
    /// The word to ask for at the door.
    pub door_word: String,
    /// Token of `/m/`.
    pub manage_token: String,
}

/// Context of [`Mail::Engaged`].
#[derive(Clone)]
pub struct Engaged {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// What and where.
    pub near: Near,
    /// When the volunteer said to come.
    pub visit: Visit,
    /// By when, in the volunteer's time zone.
    pub deadline: Zoned,
    /// The engagement's id: the page asks to sign in.
    pub engagement_id: String,
}

/// A requester's request.
#[derive(Clone)]
pub struct Request {
    /// The request's reference.
    pub reference: String,
    /// Token of `/m/`.
    pub manage_token: String,
}

/// A requester's request and the first name of the volunteer it is about.
#[derive(Clone)]
pub struct HelpedBy {
    /// The request's reference.
    pub reference: String,
    /// The volunteer's first name.
    pub first_name: String,
    /// Token of `/m/`.
    pub manage_token: String,
}

/// Why a volunteer need not go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithdrawnReason {
    /// The person no longer needs help.
    NotNeeded,
    /// The request was cancelled.
    Cancelled,
    /// Place, category or time changed.
    Changed,
    /// Somebody else goes; nobody says why.
    Arranged,
    /// The team took the place back.
    Released,
}

/// Context of [`Mail::Withdrawn`].
#[derive(Clone)]
pub struct Withdrawn {
    /// What and where.
    pub near: Near,
    /// Why.
    pub reason: WithdrawnReason,
}

/// Context of [`Mail::Reminder`] and [`Mail::Chaser`].
#[derive(Clone)]
pub struct Reminder {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// What and where.
    pub near: Near,
    /// When the volunteer said to come.
    pub visit: Visit,
    /// By when, in the volunteer's time zone.
    pub deadline: Zoned,
    /// The engagement's id: the page asks to sign in.
    pub engagement_id: String,
}

/// Context of [`Mail::Login`].
#[derive(Clone)]
pub struct Login {
    /// Token of `/l/`.
    pub token: String,
    /// The code to type on another device.
    pub code: String,
    /// How long both work, in minutes.
    pub minutes: u32,
}

/// Context of [`Mail::EmailOld`], [`Mail::EmailNew`] and [`Mail::EmailLost`].
#[derive(Clone)]
pub struct EmailChange {
    /// Token of `/e/`.
    pub token: String,
    /// Until when it may be agreed to or stopped.
    pub until: Zoned,
}

/// Context of [`Mail::Overdue`].
#[derive(Clone)]
pub struct Overdue {
    /// How many tasks are past their due time.
    pub count: u32,
    /// The area's name, or empty for all.
    pub area: String,
}

/// Context of [`Mail::Setup`].
#[derive(Clone)]
pub struct Setup {
    /// Token of `/setup/`.
    pub token: String,
    /// Until when the link works.
    pub link_until: Zoned,
}

/// Context of [`Mail::Inactive`].
#[derive(Clone)]
pub struct Inactive {
    /// The reader's own first name, or empty.
    pub first_name: String,
    /// The day of erasure.
    pub erased_on: Date,
}

impl Mail {
    /// The value of the header `X-Proche-Kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Alert(_) => "alert",
            Self::Stretch(_) => "stretch",
            Self::Message(_) => "message",
            Self::Digest(_) => "digest",
            Self::Taken(_) => "taken",
            Self::Confirm(_) => "confirm",
            Self::Welcome(_) => "welcome",
            Self::Pending(_) => "pending",
            Self::Invite(_) => "invite",
            Self::Receipt(_) => "receipt",
            Self::Matched(_) => "matched",
            Self::Engaged(_) => "engaged",
            Self::NobodyYet(_) => "nobody_yet",
            Self::Reopened(_) => "reopened",
            Self::Withdrawn(_) => "withdrawn",
            Self::Reminder(_) => "reminder",
            Self::Chaser(_) => "chaser",
            Self::AskDone(_) => "ask_done",
            Self::Completed(_) => "completed",
            Self::Login(_) => "login",
            Self::Merged(_) => "merged",
            Self::Expired(_) => "expired",
            Self::Overdue(_) => "overdue",
            Self::Setup(_) => "setup",
            Self::Inactive(_) => "inactive",
            Self::EmailOld(_) => "email_old",
            Self::EmailNew(_) => "email_new",
            Self::EmailLost(_) => "email_lost",
            Self::EmailChanged => "email_changed",
        }
    }

    /// The mail as text and HTML, in the reader's language.
    pub fn render(&self, locale: Locale, site: &SiteInfo) -> RenderedMail {
        compose::letter(self, locale, site).render(locale, site)
    }
}
