//! One row of a file of volunteers.

use jiff::Timestamp;
use matching::VolunteerStatus;
use store::Volunteer;
use uuid::Uuid;

use super::place;
use super::sheet::{Cells, Layout};
use crate::input::{ConsentInput, SlotInput, VolunteerInput};
use crate::refusal::{FieldError, Refusal};
use crate::service::Dispatch;
use crate::volunteers::VolunteerDraft;

/// The columns of a file of volunteers.
pub(super) const LAYOUT: Layout = Layout {
    required: &["name", "email", "languages", "radius_km", "categories"],
    optional: &[
        "id",
        "status",
        "phone",
        "lat",
        "lon",
        "anchors",
        "address.line",
        "address.postcode",
        "address.place",
        "address.country",
        "area",
        "skills",
        "capacity",
        "availability",
        "quiet_hours",
        "timezone",
        "max_alerts_per_week",
        "mail_mode",
        "language",
        "paused_until",
        "vetted_until",
        "vetted_at",
        "age_at_least",
        "mail_suspended",
        "consent_version",
        "consent_source",
        "consent_at",
        "created_at",
        "activated_at",
    ],
};

/// What stands for the agreement of those who are only invited.
pub(super) const NOT_YET_AGREED: &str = "import";

/// Points of one volunteer.
const MOST_ANCHORS: usize = 3;

impl Dispatch {
    /// Reads one row; all that is wrong with it otherwise.
    pub(super) fn volunteer_of_row(
        &self,
        cells: &Cells<'_>,
    ) -> Result<VolunteerDraft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let input = input_of_row(cells, &mut errors);
        let drafted = self.draft_volunteer(&input, NOT_YET_AGREED);
        let mut draft = match drafted {
            Ok(draft) => draft,
            Err(Refusal::Invalid(faults)) => {
                place::add_new(&mut errors, faults);
                return Err(errors);
            }
            Err(_) => return Err(vec![FieldError::new("row", "invalid")]),
        };
        self.complete(&mut draft, cells, &mut errors);
        if errors.is_empty() { Ok(draft) } else { Err(errors) }
    }

    /// What a registration on the page does not say: id, status, agreement, further points.
    fn complete(
        &self,
        draft: &mut VolunteerDraft,
        cells: &Cells<'_>,
        errors: &mut Vec<FieldError>,
    ) {
        let now = self.now();
        let volunteer = &mut draft.volunteer;
        if let Some(id) = cells.text("id").and_then(|id| Uuid::parse_str(id).ok()) {
            volunteer.id = id.into();
        }
        if let Some(place) = self.place_beside_point(cells) {
            (volunteer.country, volunteer.postcode, volunteer.label) = place;
        }
        let agreed = agreement(volunteer, cells, now, errors);
        volunteer.status = status(cells, agreed, errors);
        volunteer.paused_until = cells.time("paused_until", errors);
        volunteer.vetted_until = cells.time("vetted_until", errors);
        volunteer.vetted_at = cells.past_time("vetted_at", now, errors);
        volunteer.mail_suspended = cells.truth("mail_suspended", errors);
        volunteer.created_at = cells.past_time("created_at", now, errors).unwrap_or(now);
        volunteer.activated_at = cells.past_time("activated_at", now, errors);
        if volunteer.status == VolunteerStatus::Active && volunteer.activated_at.is_none() {
            volunteer.activated_at = Some(now);
        }
        for text in cells.list("anchors") {
            match place::point(&text) {
                Some(point) => draft.anchors.push(point),
                None => errors.push(FieldError::new("anchors", "position")),
            }
        }
        if draft.anchors.len() > MOST_ANCHORS {
            errors.push(FieldError::new("anchors", "too_many"));
        }
    }
}

fn input_of_row(cells: &Cells<'_>, errors: &mut Vec<FieldError>) -> VolunteerInput {
    let (address, location) = place::of_row(cells, errors);
    VolunteerInput {
        name: cells.owned("name").unwrap_or_default(),
        email: cells.owned("email").unwrap_or_default(),
        phone: cells.owned("phone"),
        languages: cells.list("languages"),
        address,
        location,
        radius_km: radius(cells, errors),
        categories: cells.list("categories"),
        skills: cells.list("skills"),
        availability: cells.list("availability").iter().map(|text| slot(text)).collect(),
        capacity: cells.number("capacity", errors),
        max_alerts_per_week: cells.number("max_alerts_per_week", errors),
        mail_mode: cells.owned("mail_mode"),
        age_at_least: cells.number("age_at_least", errors),
        quiet_hours: cells.text("quiet_hours").map(from_to),
        timezone: cells.owned("timezone"),
        consent: ConsentInput {
            version: cells.owned("consent_version").unwrap_or_else(|| NOT_YET_AGREED.to_owned()),
            given: true,
            by: None,
            keep: false,
        },
        language: cells.owned("language"),
    }
}

fn radius(cells: &Cells<'_>, errors: &mut Vec<FieldError>) -> f64 {
    if cells.text("radius_km").is_none() {
        errors.push(FieldError::new("radius_km", "required"));
    }
    cells.number("radius_km", errors).unwrap_or(f64::NAN)
}

/// `mon,tue 09:00-17:00`; what cannot be taken apart is left to the parser to refuse.
fn slot(text: &str) -> SlotInput {
    let hours = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let (days, hours) = text.split_at(hours);
    let (from, to) = from_to(hours);
    SlotInput { days: days.split(',').map(|day| day.trim().to_owned()).collect(), from, to }
}

fn from_to(text: &str) -> (String, String) {
    let (from, to) = text.split_once('-').unwrap_or((text, ""));
    (from.trim().to_owned(), to.trim().to_owned())
}

/// Takes over the agreement of a row, and says whether there is one.
fn agreement(
    volunteer: &mut Volunteer,
    cells: &Cells<'_>,
    now: Timestamp,
    errors: &mut Vec<FieldError>,
) -> bool {
    let source = cells.text("consent_source");
    let at = cells.past_time("consent_at", now, errors);
    match (source, at, cells.text("consent_at")) {
        (None, None, None) => false,
        (Some(source), Some(at), _) => {
            match crate::parse::line("consent_source", source) {
                Ok(source) => volunteer.consent_source = source,
                Err(error) => errors.push(error),
            }
            volunteer.consent_at = at;
            true
        }
        (None, _, Some(_)) => {
            errors.push(FieldError::new("consent_source", "required"));
            false
        }
        (Some(_), None, None) => {
            errors.push(FieldError::new("consent_at", "required"));
            false
        }
        // The time is there and was refused already.
        (_, _, _) => true,
    }
}

fn status(cells: &Cells<'_>, agreed: bool, errors: &mut Vec<FieldError>) -> VolunteerStatus {
    let Some(text) = cells.text("status") else {
        return if agreed { VolunteerStatus::Active } else { VolunteerStatus::Unverified };
    };
    match text.parse() {
        Err(_) | Ok(VolunteerStatus::Withdrawn) => errors.push(FieldError::new("status", "status")),
        Ok(VolunteerStatus::Unverified) => {}
        Ok(status) if agreed => return status,
        Ok(_) => errors.push(FieldError::new("status", "status_unagreed")),
    }
    VolunteerStatus::Unverified
}
