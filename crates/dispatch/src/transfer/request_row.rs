//! One row of a file of help requests.

use matching::{Channel, RequestStatus};
use store::HelpRequest;
use uuid::Uuid;

use super::sheet::{Cells, Layout};
use super::{items, place};
use crate::actor::Actor;
use crate::input::{ConsentInput, HelpRequestInput};
use crate::post_help_request::Draft;
use crate::refusal::{FieldError, Refusal};
use crate::service::Dispatch;

/// The columns of a file of help requests.
pub(super) const LAYOUT: Layout = Layout {
    required: &["category", "contact.name", "needed_by"],
    optional: &[
        "id",
        "reference",
        "status",
        "channel",
        "priority",
        "details",
        "items",
        "languages",
        "skills",
        "contact.phone",
        "contact.email",
        "contact.asked_by",
        "lat",
        "lon",
        "uncertainty_m",
        "address.line",
        "address.postcode",
        "address.place",
        "address.country",
        "area",
        "remote",
        "not_before",
        "volunteers_needed",
        "places_filled",
        "language",
        "staff_only",
        "consent_version",
        "consent_source",
        "consent_at",
        "created_at",
        "opened_at",
        "matched_at",
        "ended_at",
        "outcome",
    ],
};

/// How exactly a point of a file is known where it does not say, in metres.
const POINT_M: u32 = 20;
/// Nobody knows a place worse than this, in metres.
const MOST_UNCERTAIN_M: u32 = 50_000;
impl Dispatch {
    /// Reads one row; all that is wrong with it otherwise.
    pub(super) fn request_of_row(&self, cells: &Cells<'_>) -> Result<Draft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let input = input_of_row(cells, &mut errors);
        let drafted = self.draft(&Actor::System, &input, true);
        let mut draft = match drafted {
            Ok(draft) => draft,
            Err(Refusal::Invalid(faults)) => {
                place::add_new(&mut errors, faults);
                return Err(errors);
            }
            Err(_) => return Err(vec![FieldError::new("row", "invalid")]),
        };
        self.complete_request(&mut draft.request, cells, &input, &mut errors);
        if errors.is_empty() { Ok(draft) } else { Err(errors) }
    }

    /// What a request on the page does not say: id, when it was agreed to, how exact its point is.
    fn complete_request(
        &self,
        request: &mut HelpRequest,
        cells: &Cells<'_>,
        input: &HelpRequestInput,
        errors: &mut Vec<FieldError>,
    ) {
        let now = self.now();
        if let Some(id) = cells.text("id").and_then(|id| Uuid::parse_str(id).ok()) {
            request.id = id.into();
        }
        request.staff_only = cells.truth("staff_only", errors);
        request.consent_at = cells.past_time("consent_at", now, errors).unwrap_or(now);
        if input.location.is_none() || request.remote {
            return;
        }
        if let Some(place) = self.place_beside_point(cells) {
            (request.country, request.postcode, request.label) = place;
        }
        let uncertainty = cells.number("uncertainty_m", errors).unwrap_or(i64::from(POINT_M));
        match crate::parse::whole("uncertainty_m", uncertainty, 0, MOST_UNCERTAIN_M) {
            Err(error) => errors.push(error),
            Ok(metres) if metres <= request.uncertainty_m => {}
            Ok(metres) => {
                // A cell is never finer than the place is known.
                if let Ok(mut place) = self.locate(input.address.as_ref(), input.location) {
                    place.uncertainty_m = metres;
                    request.uncertainty_m = metres;
                    request.cell = Some(self.cell_of(&place));
                }
            }
        }
    }
}

fn input_of_row(cells: &Cells<'_>, errors: &mut Vec<FieldError>) -> HelpRequestInput {
    let (address, location) = place::of_row(cells, errors);
    HelpRequestInput {
        category: cells.owned("category").unwrap_or_default(),
        details: cells.owned("details"),
        languages: cells.list("languages"),
        skills: cells.list("skills"),
        priority: cells.owned("priority"),
        name: cells.owned("contact.name").unwrap_or_default(),
        phone: cells.owned("contact.phone"),
        email: cells.owned("contact.email"),
        asked_by: cells.owned("contact.asked_by"),
        address,
        location,
        remote: cells.truth("remote", errors),
        not_before: cells.owned("not_before"),
        needed_by: cells.owned("needed_by").unwrap_or_default(),
        volunteers_needed: cells.number("volunteers_needed", errors),
        items: items::read(cells.text("items").unwrap_or_default()),
        channel: Channel::Import.code().to_owned(),
        consent: ConsentInput {
            version: cells.owned("consent_version").unwrap_or_else(|| "import".to_owned()),
            given: true,
            by: Some(cells.owned("consent_source").unwrap_or_else(|| "import".to_owned())),
            keep: false,
        },
        language: cells.owned("language").or_else(|| cells.list("languages").into_iter().next()),
        ..HelpRequestInput::default()
    }
}

/// Whether the row is to be imported.
pub(super) fn is_open(cells: &Cells<'_>) -> bool {
    cells.text("status").is_none_or(|status| status == RequestStatus::Open.code())
}

/// Whether the row has a status at all.
pub(super) fn is_status(cells: &Cells<'_>) -> bool {
    cells.text("status").is_some_and(|text| text.parse::<RequestStatus>().is_ok())
}
