//! Signing in by mail.

use askama::Template;

use crate::{Banner, Errors, Frame};

/// Why someone is asked to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInReason {
    /// They chose to.
    Asked,
    /// A contact page asks for it: the twin of the contact page for a visitor.
    Contact,
}

/// The page that asks for an e-mail address.
#[derive(Template)]
#[template(path = "account/sign_in.html")]
pub struct SignIn {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// The address as typed.
    pub email: String,
    /// A path of this site to go to afterwards, or empty.
    pub next: String,
    /// Why.
    pub reason: SignInReason,
}

impl SignIn {
    fn title_key(&self) -> &'static str {
        match self.reason {
            SignInReason::Asked => "sign-in-title",
            SignInReason::Contact => "sign-in-contact",
        }
    }

    fn lead_key(&self) -> &'static str {
        match self.reason {
            SignInReason::Asked => "sign-in-title.text",
            SignInReason::Contact => "sign-in-contact.text",
        }
    }
}

/// The same answer for every address: if we know it, a link is on its way; or type the code.
#[derive(Template)]
#[template(path = "account/sign_in_sent.html")]
pub struct SignInSent {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct: a wrong `code`.
    pub errors: Errors,
    /// The address as typed.
    pub email: String,
    /// A path of this site to go to afterwards, or empty.
    pub next: String,
}
