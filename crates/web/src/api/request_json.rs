//! Help requests as staff see them: nothing personal until it is revealed.

use dispatch::{AreaTree, Posted};
use jiff::Timestamp;
use matching::RequestStatus;
use serde::Serialize;
use store::{Alert, Engagement, HelpRequest};
use utoipa::ToSchema;
use uuid::Uuid;

use super::shapes::{AddressJson, AreaJson, ContactJson, Item, Location};

/// The answer to a posted request.
#[derive(Serialize, ToSchema)]
pub(crate) struct PostedJson {
    /// Its id.
    id: Uuid,
    /// The short number to keep.
    #[schema(example = "K7M4-2P9")]
    reference: String,
    /// `unconfirmed` or `open`.
    status: &'static str,
    /// The address under which the person manages it.
    manage_url: String,
}

impl PostedJson {
    /// `status` is the one it was posted with.
    pub(crate) fn new(posted: Posted, status: RequestStatus) -> Self {
        Self {
            id: posted.id.0,
            reference: posted.reference,
            status: status.code(),
            manage_url: posted.manage_url,
        }
    }
}

/// A help request.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own in the JSON")]
pub(crate) struct RequestJson {
    id: Uuid,
    /// The short number.
    reference: String,
    /// `unconfirmed`, `open`, `matched`, `in_progress`, `completed`, `cancelled` or `expired`.
    status: &'static str,
    category: String,
    /// `vital` or `normal`.
    priority: &'static str,
    /// Whether the public asked for `vital`.
    vital_requested: bool,
    /// `web`, `phone`, `api` or `import`.
    channel: &'static str,
    /// The language to write to the person in.
    language: String,
    languages: Vec<String>,
    skills: Vec<String>,
    volunteers_needed: u32,
    places_filled: u32,
    /// Help without distance.
    remote: bool,
    contact: ContactJson,
    /// None for help without distance.
    address: Option<AddressJson>,
    /// `null` until revealed.
    location: Option<Location>,
    /// `null` until revealed.
    details: Option<String>,
    /// `null` until revealed.
    items: Option<Vec<Item>>,
    /// How many items are on the list.
    item_count: u32,
    area: Option<AreaJson>,
    not_before: Option<Timestamp>,
    needed_by: Timestamp,
    /// Whether a human should look.
    needs_attention: bool,
    /// Why, as a code.
    attention: Option<String>,
    /// Only staff choose who helps.
    staff_only: bool,
    /// Re-opened: goes before the others.
    urgent: bool,
    /// Waves planned so far.
    wave: u32,
    created_at: Timestamp,
    opened_at: Option<Timestamp>,
    first_yes_at: Option<Timestamp>,
    matched_at: Option<Timestamp>,
    done_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    /// How it ended, as a code.
    outcome: Option<String>,
    /// `requester`, `staff` or `system`.
    ended_by: Option<String>,
    updated_at: Timestamp,
}

impl RequestJson {
    pub(crate) fn new(request: HelpRequest, areas: &AreaTree) -> Self {
        Self {
            id: request.id.0,
            reference: request.reference,
            status: request.status.code(),
            category: request.category.to_string(),
            priority: request.priority.code(),
            vital_requested: request.vital_requested,
            channel: request.channel.code(),
            language: request.language.to_string(),
            languages: request.languages.iter().map(ToString::to_string).collect(),
            skills: request.skills.iter().map(ToString::to_string).collect(),
            volunteers_needed: request.volunteers_needed,
            places_filled: request.places_filled,
            remote: request.remote,
            contact: ContactJson::default(),
            address: (!request.remote).then_some(AddressJson {
                line: None,
                postcode: request.postcode,
                place: request.label,
                country: request.country,
            }),
            location: None,
            details: None,
            items: None,
            item_count: request.item_count,
            area: AreaJson::of(request.area_id, areas),
            not_before: request.not_before,
            needed_by: request.needed_by,
            needs_attention: request.needs_attention,
            attention: request.attention,
            staff_only: request.staff_only,
            urgent: request.urgent,
            wave: request.wave,
            created_at: request.created_at,
            opened_at: request.opened_at,
            first_yes_at: request.first_yes_at,
            matched_at: request.matched_at,
            done_at: request.done_at,
            ended_at: request.ended_at,
            outcome: request.outcome,
            ended_by: request.ended_by,
            updated_at: request.updated_at,
        }
    }
}

/// A help request with who holds its places and who was asked.
#[derive(Serialize, ToSchema)]
pub(crate) struct RequestStoryJson {
    #[serde(flatten)]
    request: RequestJson,
    /// Every engagement, oldest first.
    engagements: Vec<EngagementJson>,
    /// Every alert, oldest first.
    alerts: Vec<AlertJson>,
}

impl RequestStoryJson {
    pub(crate) fn new(
        request: HelpRequest,
        engagements: Vec<Engagement>,
        alerts: Vec<Alert>,
        areas: &AreaTree,
    ) -> Self {
        Self {
            request: RequestJson::new(request, areas),
            engagements: engagements.into_iter().map(EngagementJson::new).collect(),
            alerts: alerts.into_iter().map(AlertJson::new).collect(),
        }
    }
}

/// A volunteer holding one place of a request.
#[derive(Serialize, ToSchema)]
pub(crate) struct EngagementJson {
    id: Uuid,
    request_id: Uuid,
    volunteer_id: Uuid,
    /// Which place, from 1.
    place: u32,
    /// `active`, `contacted`, `completed`, `confirmed`, `released` or `no_show`.
    status: &'static str,
    /// `now`, `today`, `tomorrow` or `at`.
    when: &'static str,
    /// The time behind it.
    planned_at: Option<Timestamp>,
    created_at: Timestamp,
    contacted_at: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    confirmed_at: Option<Timestamp>,
    /// `requester`, `staff` or `silence`.
    confirmed_by: Option<String>,
    ended_at: Option<Timestamp>,
    /// Why it was released, as a code.
    reason: Option<String>,
}

impl EngagementJson {
    pub(crate) fn new(engagement: Engagement) -> Self {
        Self {
            id: engagement.id.0,
            request_id: engagement.request_id.0,
            volunteer_id: engagement.volunteer_id.0,
            place: engagement.place,
            status: engagement.status.code(),
            when: engagement.promised.code(),
            planned_at: engagement.planned_at,
            created_at: engagement.created_at,
            contacted_at: engagement.contacted_at,
            completed_at: engagement.completed_at,
            confirmed_at: engagement.confirmed_at,
            confirmed_by: engagement.confirmed_by,
            ended_at: engagement.ended_at,
            reason: engagement.reason,
        }
    }
}

/// One proximity mail to one volunteer.
#[derive(Serialize, ToSchema)]
pub(crate) struct AlertJson {
    id: Uuid,
    volunteer_id: Uuid,
    /// The wave it belongs to, from 1.
    wave: u32,
    /// `queued`, `sent`, `accepted`, `declined`, `expired`, `withdrawn` or `failed`.
    status: &'static str,
    /// From the centre of the request's cell to the volunteer's nearest anchor: the middle of the
    /// bucket that the volunteer is told.
    distance_m: Option<u32>,
    created_at: Timestamp,
    sent_at: Option<Timestamp>,
    answer_by: Timestamp,
    answered_at: Option<Timestamp>,
    /// Why not, as a code.
    decline_reason: Option<String>,
}

impl AlertJson {
    fn new(alert: Alert) -> Self {
        Self {
            id: alert.id.0,
            volunteer_id: alert.volunteer_id.0,
            wave: alert.wave,
            status: alert.status.code(),
            distance_m: alert.distance_m,
            created_at: alert.created_at,
            sent_at: alert.sent_at,
            answer_by: alert.answer_by,
            answered_at: alert.answered_at,
            decline_reason: alert.decline_reason,
        }
    }
}
