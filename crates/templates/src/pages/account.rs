//! The second factor of staff, and what belongs to an account: sessions, password, recovery codes.

use askama::Template;

use crate::{Banner, Choice, Errors, Frame};

/// Staff put the service into their authenticator app; posts `code`.
#[derive(Template)]
#[template(path = "staff/second_factor.html")]
pub struct SecondFactor {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct: a wrong `code`.
    pub errors: Errors,
    /// The secret to type, in groups of letters.
    pub secret: String,
    /// The sides of the square picture, in dots, with its margin.
    pub size: i32,
    /// Its dark dots, as the `d` of an SVG path.
    pub picture: String,
}

/// The codes for a lost phone, shown this once.
#[derive(Template)]
#[template(path = "staff/recovery_codes.html")]
pub struct RecoveryCodes {
    /// What stands around the page.
    pub frame: Frame,
    /// The codes.
    pub codes: Vec<String>,
}

/// One place where somebody is signed in.
pub struct SessionRow {
    /// What names it in a form.
    pub id: String,
    /// The kind of device, in words; empty where it is not known.
    pub device: String,
    /// Since when, in words.
    pub since: String,
    /// When it was last used, in words.
    pub last: String,
    /// Whether it is this browser.
    pub here: bool,
}

/// The own account of staff. `go` is `end` (with `session`), `end-all`, `password` or `codes`.
#[derive(Template)]
#[template(path = "staff/account.html")]
pub struct StaffAccount {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct.
    pub errors: Errors,
    /// The next address, as it was typed.
    pub email: String,
    /// What was just done, or empty.
    pub notice: String,
    /// Where they are signed in.
    pub sessions: Vec<SessionRow>,
    /// Where the forms about sessions post to.
    pub sessions_path: &'static str,
    /// Recovery codes that are left.
    pub codes_left: u32,
}

/// Where a volunteer is signed in. `go` is `end` (with `session`) or `end-all`.
#[derive(Template)]
#[template(path = "volunteer/sessions.html")]
pub struct VolunteerSessions {
    /// What stands around the page.
    pub frame: Frame,
    /// Where they are signed in.
    pub sessions: Vec<SessionRow>,
    /// Where the forms post to.
    pub sessions_path: &'static str,
}

/// `/e/`: agree to another address, or stop it; sends `say`.
#[derive(Template)]
#[template(path = "account/email_link.html")]
pub struct EmailLink {
    /// What stands around the page.
    pub frame: Frame,
    /// What to correct: `say`.
    pub errors: Errors,
    /// `agree` and `stop`.
    pub choices: Vec<Choice>,
}
