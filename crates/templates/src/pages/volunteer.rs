//! A volunteer's pages: sign-up and the own page.

use askama::Template;

use super::form_fields::{form_fields, join};
use super::weekly_hours::{HoursInputs, WeeklyHours};
use crate::chart::NearMap;
use crate::{Banner, Choice, Errors, Frame, LANGUAGES, SKILLS, tr};

form_fields! {
    /// A volunteer's answers as typed; several values in one field are joined by `|`.
    VolunteerForm {
        /// First and last name.
        name,
        /// The e-mail address.
        email,
        /// The phone, or empty.
        phone,
        /// The postcode.
        postcode,
        /// The place, typed or chosen.
        place,
        /// Street and number, or empty.
        line,
        /// Category slugs.
        categories,
        /// What they can do or bring, codes.
        skills,
        /// How far, in kilometres.
        radius_km,
        /// Language codes.
        languages,
        /// Start of the quiet hours, `HH:MM`.
        quiet_from,
        /// End of the quiet hours, `HH:MM`.
        quiet_to,
        /// Alerts a week at most.
        max_alerts_per_week,
        /// `single` or `digest`.
        mail_mode,
        /// Engagements at once.
        capacity,
        /// At least so old: `18` or `16`.
        age,
        /// When the form was first shown, with its mark.
        begun,
        /// `yes`.
        consent,
    }
    with
    /// The hours of a week; none is always.
    hours: WeeklyHours
}

/// What a volunteer's form lets choose, with what is chosen.
#[derive(Clone)]
pub struct VolunteerChoices {
    /// See [`Frame::category_choices`].
    pub categories: Vec<Choice>,
    /// See [`Frame::skill_choices`].
    pub skills: Vec<Choice>,
    /// See [`Frame::language_choices`].
    pub languages: Vec<Choice>,
    /// See [`WeeklyHours::inputs`].
    pub hours: Vec<HoursInputs>,
    /// See [`Frame::mail_mode_choices`].
    pub modes: Vec<Choice>,
    /// See [`Frame::age_choices`].
    pub ages: Vec<Choice>,
}

impl VolunteerChoices {
    /// The choices of a form; `slugs` are the kinds of help that exist.
    pub fn new(frame: &Frame, form: &VolunteerForm, slugs: &[&str]) -> Self {
        Self {
            categories: frame.category_choices(slugs, &form.categories),
            skills: frame.skill_choices(&SKILLS, &form.skills),
            languages: frame.language_choices(&LANGUAGES, &form.languages),
            hours: form.hours.inputs(frame),
            modes: frame.mail_mode_choices(&form.mail_mode),
            ages: frame.age_choices(&form.age),
        }
    }
}

/// Signing up as a volunteer.
#[derive(Template)]
#[template(path = "volunteer/sign_up.html")]
pub struct VolunteerSignUp {
    /// What stands around the page.
    pub frame: Frame,
    /// The answers so far.
    pub form: VolunteerForm,
    /// What to correct.
    pub errors: Errors,
    /// Places to choose from when the postcode has several; empty shows a text field.
    pub places: Vec<Choice>,
    /// What the settings let choose.
    pub choices: VolunteerChoices,
}

/// One engagement of a volunteer, in a list.
#[derive(Clone)]
pub struct Promise {
    /// The contact page.
    pub href: String,
    /// The category's slug.
    pub category: String,
    /// The neighbourhood.
    pub neighbourhood: String,
    /// When, in words.
    pub when: String,
    /// The engagement's state code: `active`, `contacted`, `completed` …
    pub state: String,
}

/// What a volunteer gave, and how much is asked around them.
#[derive(Clone, Default)]
pub struct Quiet {
    /// How often they have helped.
    pub helped: u32,
    /// For how many whole hours, as far as they said.
    pub hours: u32,
    /// The area's name, or empty for the whole deployment.
    pub area: String,
    /// Requests there in the last 30 days.
    pub requests: u32,
    /// Volunteers there.
    pub volunteers: u32,
    /// Open requests that they could take now.
    pub near: u32,
}

/// A volunteer's own page.
#[derive(Template)]
#[template(path = "volunteer/me.html")]
pub struct Me {
    /// What stands around the page.
    pub frame: Frame,
    /// The volunteer's first name.
    pub first_name: String,
    /// The volunteer's status code: `active`, `paused` …
    pub status: String,
    /// What they gave, and the wait between.
    pub quiet: Quiet,
    /// Where they start from, by name, home first.
    pub starts: Vec<String>,
    /// Whether one more place may be added.
    pub may_add: bool,
    /// The places and the radius, drawn.
    pub map: Option<NearMap>,
    /// Live engagements.
    pub promises: Vec<Promise>,
    /// Ended engagements, newest first.
    pub history: Vec<Promise>,
    /// The settings; name, e-mail, phone and consent are not shown.
    pub form: VolunteerForm,
    /// What to correct.
    pub errors: Errors,
    /// Places to choose from after a move.
    pub places: Vec<Choice>,
    /// What the settings let choose.
    pub choices: VolunteerChoices,
    /// Until when alerts pause, in words; buttons send `go`: `7`, `30` (days) or `resume`.
    pub paused_until: Option<String>,
    /// Alerts sent to this person in the last seven days.
    pub alerts_this_week: u32,
    /// See [`Frame::optional_mail_choices`].
    pub mails: Vec<Choice>,
    /// Whether settings were just saved.
    pub saved: bool,
}

impl Me {
    /// How much is asked around, as one sentence.
    fn figures(&self) -> String {
        let Quiet { area, requests, volunteers, .. } = &self.quiet;
        let mut args = vec![("requests", (*requests).into()), ("volunteers", (*volunteers).into())];
        if area.is_empty() {
            return tr(self.frame.locale, "me-wait-all", &args);
        }
        args.push(("area", area.as_str().into()));
        tr(self.frame.locale, "me-wait-area", &args)
    }
}

/// One open request near a volunteer.
#[derive(Clone)]
pub struct NearRow {
    /// The request's id, for `request`.
    pub id: String,
    /// The category's slug.
    pub category: String,
    /// The neighbourhood, never a street.
    pub neighbourhood: String,
    /// How far, in words.
    pub distance: String,
    /// The deadline, in words.
    pub deadline: String,
    /// Moments to go, for `when`; the first is empty.
    pub moments: Vec<Choice>,
}

/// What is open near a volunteer; each form sends `request` and `when`.
#[derive(Template)]
#[template(path = "volunteer/near.html")]
pub struct Near {
    /// What stands around the page.
    pub frame: Frame,
    /// Why a choice was refused, a sentence, or empty.
    pub notice: String,
    /// What is open by neighbourhood, drawn.
    pub map: Option<NearMap>,
    /// The nearest first.
    pub rows: Vec<NearRow>,
}
