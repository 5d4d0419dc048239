//! The demo's mailbox: mail that was captured, not sent.

use askama::Template;

use crate::{Banner, Frame};

/// One captured mail, in a list.
#[derive(Clone)]
pub struct MailLine {
    /// Its page.
    pub href: String,
    /// The recipient.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The value of `X-Proche-Kind`.
    pub kind: String,
    /// When it left, in words.
    pub at: String,
}

/// The list of captured mails, newest first.
#[derive(Template)]
#[template(path = "demo/mailbox.html")]
pub struct Mailbox {
    /// What stands around the page.
    pub frame: Frame,
    /// The filter by recipient (`?to=`), or empty.
    pub to: String,
    /// The mails.
    pub mails: Vec<MailLine>,
    /// The next page of older mails.
    pub older_href: Option<String>,
}

/// Where the HTML part comes from.
#[derive(Clone)]
pub enum MailHtml {
    /// The document itself. The page's content security policy then hides inline styles.
    Inline(String),
    /// A path that serves the document with a policy of its own
    /// (`default-src 'none'; style-src 'unsafe-inline'; sandbox`): shows as in a mail reader.
    At(String),
}

/// One captured mail, with its links to follow.
#[derive(Template)]
#[template(path = "demo/mail.html")]
pub struct MailView {
    /// What stands around the page.
    pub frame: Frame,
    /// Its line.
    pub mail: MailLine,
    /// The links in its text, first the one on its button.
    pub links: Vec<String>,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: MailHtml,
}
