//! One message to many volunteers: whom for, the words, the check before it leaves.

use askama::Template;

use crate::{Banner, Choice, Errors, Frame};

/// A message that was sent.
#[derive(Clone)]
pub struct SentMessage {
    /// When, in words.
    pub at: String,
    /// The subject.
    pub subject: String,
    /// Where it went, in words.
    pub area: String,
    /// Who sent it, or empty.
    pub who: String,
    /// To how many.
    pub recipients: u32,
}

/// Whom a message is for and what it says; the segment is asked for by GET with `show=yes`, the
/// words are sent with `go=check`.
#[derive(Template)]
#[template(path = "staff/message.html")]
pub struct MessagePage {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// What was just done, a sentence, or empty.
    pub notice: String,
    /// The first choice has an empty value.
    pub areas: Vec<Choice>,
    /// The first choice has an empty value.
    pub categories: Vec<Choice>,
    /// The first choice has an empty value.
    pub languages: Vec<Choice>,
    /// The first choice has an empty value.
    pub states: Vec<Choice>,
    /// Around the place of this postcode.
    pub postcode: String,
    /// So many kilometres around it.
    pub km: String,
    /// How many would get it; `None` until a segment was chosen.
    pub count: Option<u32>,
    /// The segment and the number of the message, for the form of the words.
    pub kept: Vec<(&'static str, String)>,
    /// The subject as typed.
    pub subject: String,
    /// The text as typed.
    pub body: String,
    /// What was sent before, newest first.
    pub sent: Vec<SentMessage>,
}

impl MessagePage {
    fn reaches(&self) -> bool {
        self.count.is_some_and(|count| count > 0)
    }
}

/// The last look at a message; buttons send `go`: `send` or `back`.
#[derive(Template)]
#[template(path = "staff/message_check.html")]
pub struct MessageCheck {
    /// What stands around the page.
    pub frame: Frame,
    /// How many get it.
    pub count: u32,
    /// Whom it is for, in words.
    pub whom: Vec<String>,
    /// The subject.
    pub subject: String,
    /// The mail as text, as it will look.
    pub preview: String,
    /// Everything that was typed.
    pub kept: Vec<(&'static str, String)>,
}
