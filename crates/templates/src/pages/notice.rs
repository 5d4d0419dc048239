//! Pages that say one thing, with one button or one link at most.

use askama::Template;

use crate::{Banner, Errors, FieldError, Frame, has_key, paths};

/// What such a page says.
#[derive(Clone, PartialEq, Eq)]
pub enum Notice {
    /// After a volunteer's sign-up: a link was sent.
    CheckMail,
    /// `/c/` of a volunteer: one POST form.
    ConfirmVolunteer,
    /// The volunteer's address is confirmed: alerts may come.
    VolunteerWelcome,
    /// The volunteer's address is confirmed: staff review first.
    VolunteerPending,
    /// `/c/` of a requester: one POST form.
    ConfirmRequest,
    /// The request is confirmed; its reference.
    RequestConfirmed(String),
    /// An alert whose places are gone.
    AlertTaken,
    /// An alert that is unknown, used or expired: one body for all.
    AlertGone,
    /// An alert that this volunteer already accepted; the contact page.
    AlertMine(String),
    /// An alert declined.
    AlertDeclined,
    /// Alerts pause, until a day in words.
    Paused(String),
    /// `/u/`: one POST form.
    Unsubscribe,
    /// Alerts have stopped.
    Unsubscribed,
    /// `/u/` for the team's news: one POST form.
    StopNews,
    /// The team's news have stopped.
    NewsStopped,
    /// `/l/`: one POST form.
    SignInLanding,
    /// Any other link that is unknown, used or expired.
    LinkGone,
    /// A volunteer gave an engagement back.
    Released,
    /// A concern was noted.
    ConcernNoted,
    /// Data are erased.
    Erased,
    /// Public requests are refused for now.
    NotOpen,
    /// Another address was asked for: both mailboxes have a link.
    EmailAsked,
    /// One mailbox has agreed to another address.
    EmailAgreed,
    /// The address has changed.
    EmailChanged,
    /// A change of address was stopped.
    EmailStopped,
    /// The team meets people before this kind of help.
    AskTeam,
    /// Somebody new helps one person first.
    FirstHelp,
    /// A limit is reached (accepts a day, live engagements): no blame.
    LimitReached,
}

/// The page of a [`Notice`]; its form posts to its own address with `sure=yes`, which nobody ticks
/// but a person: mail scanners submit forms as they stand.
#[derive(Template)]
#[template(path = "account/notice.html")]
pub struct NoticePage {
    frame: Frame,
    errors: Errors,
    title: String,
    tick: Option<String>,
    paragraphs: Vec<String>,
    button: Option<String>,
    link: Option<(String, String)>,
    note: Option<String>,
}

impl NoticePage {
    /// The page, with its words and its one way on.
    pub fn new(frame: Frame, notice: &Notice) -> Self {
        let (name, value, href) = parts(notice);
        let part = |attribute: &str| {
            let key = format!("notice-{name}.{attribute}");
            has_key(frame.locale, &key).then(|| frame.t1(&key, "value", value))
        };
        let title = frame.t1(&format!("notice-{name}"), "value", value);
        let paragraphs = ["text", "text-2"].into_iter().filter_map(part).collect();
        let link = part("link").map(|label| (href.to_owned(), label));
        let (button, note, tick) = (part("button"), part("note"), part("tick"));
        Self { frame, errors: Errors::none(), title, tick, paragraphs, button, link, note }
    }

    /// The same, after it was sent without its tick.
    #[must_use]
    pub fn unticked(mut self) -> Self {
        let missing = FieldError::new(self.frame.locale, "sure", "missing");
        self.errors = Errors(vec![missing]);
        self
    }
}

/// The message, its value and where its link goes.
fn parts(notice: &Notice) -> (&'static str, &str, &str) {
    match notice {
        Notice::CheckMail => ("check-mail", "", paths::HOME),
        Notice::ConfirmVolunteer => ("confirm-volunteer", "", ""),
        Notice::VolunteerWelcome => ("volunteer-welcome", "", paths::ME),
        Notice::VolunteerPending => ("volunteer-pending", "", paths::HOME),
        Notice::ConfirmRequest => ("confirm-request", "", ""),
        Notice::RequestConfirmed(reference) => ("request-confirmed", reference, paths::MANAGE),
        Notice::AlertTaken => ("alert-taken", "", paths::ME),
        Notice::AlertGone => ("alert-gone", "", paths::ME),
        Notice::AlertMine(href) => ("alert-mine", "", href),
        Notice::AlertDeclined => ("alert-declined", "", paths::ME),
        Notice::Paused(until) => ("paused", until, paths::ME),
        Notice::Unsubscribe => ("unsubscribe", "", paths::ME),
        Notice::Unsubscribed => ("unsubscribed", "", paths::SIGN_IN),
        Notice::StopNews => ("stop-news", "", paths::ME),
        Notice::NewsStopped => ("news-stopped", "", paths::SIGN_IN),
        Notice::SignInLanding => ("sign-in-landing", "", ""),
        Notice::LinkGone => ("link-gone", "", paths::SIGN_IN),
        Notice::Released => ("released", "", paths::ME),
        Notice::ConcernNoted => ("concern-noted", "", paths::HOME),
        Notice::Erased => ("erased", "", paths::HOME),
        Notice::NotOpen => ("not-open", "", paths::HOME),
        Notice::EmailAsked => ("email-asked", "", paths::ME),
        Notice::EmailAgreed => ("email-agreed", "", paths::HOME),
        Notice::EmailChanged => ("email-changed", "", paths::SIGN_IN),
        Notice::EmailStopped => ("email-stopped", "", paths::HOME),
        Notice::AskTeam => ("ask-team", "", paths::ME),
        Notice::FirstHelp => ("first-help", "", paths::ME),
        Notice::LimitReached => ("limit-reached", "", paths::ME),
    }
}
