//! The ledger of reveals: who saw whose contact data, and why.

use axum::extract::State;
use axum::response::Response;
use dispatch::{AreaTree, LedgerEntry};
use jiff::Timestamp;
use matching::{Role, VolunteerId};
use serde::{Deserialize, Serialize};
use store::RevealFilter;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::listing::{self, Here, Listing};
use super::parts::{Query, StaffCaller, Wrong};
use super::shapes::AreaJson;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(list_reveals))
}

/// A view of somebody's contact data.
#[derive(Serialize, ToSchema)]
struct RevealJson {
    id: Uuid,
    at: Timestamp,
    actor: ViewerJson,
    /// Whose request; none for a volunteer's data, and for an export of everything.
    request_id: Option<Uuid>,
    reference: Option<String>,
    /// Which volunteer.
    volunteer_id: Option<Uuid>,
    engagement_id: Option<Uuid>,
    area: Option<AreaJson>,
    /// `stated`, `engagement`, `own_request` or `export`.
    reason_code: String,
    /// What staff stated; none once the person was erased.
    reason: Option<String>,
}

/// Who looked.
#[derive(Serialize, ToSchema)]
struct ViewerJson {
    /// `staff`, `token`, `volunteer`, `requester` or `system`.
    kind: String,
    id: Option<Uuid>,
    /// The name of a colleague or a token.
    name: Option<String>,
}

impl RevealJson {
    fn new(LedgerEntry { row, who, reason }: LedgerEntry, areas: &AreaTree) -> Self {
        let reveal = row.reveal;
        Self {
            id: reveal.id,
            at: reveal.at,
            actor: ViewerJson {
                kind: reveal.actor_kind.into_owned(),
                id: reveal.actor_id,
                name: Some(who).filter(|name| !name.is_empty()),
            },
            request_id: reveal.request_id.map(|id| id.0),
            reference: row.reference,
            volunteer_id: reveal.volunteer_id.map(|id| id.0),
            engagement_id: reveal.engagement_id.map(|id| id.0),
            area: AreaJson::of(row.area_id, areas),
            reason_code: reveal.reason.into_owned(),
            reason,
        }
    }
}

/// Which views to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RevealQuery {
    /// Only what this account, token or volunteer saw.
    #[param(format = Uuid)]
    actor_id: Option<String>,
    /// Only views of whoever asked for this request (id or reference), in any of their requests.
    request: Option<String>,
    /// Only views of this volunteer.
    #[param(format = Uuid)]
    volunteer_id: Option<String>,
    /// From then on.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Until before then.
    #[param(format = DateTime)]
    to: Option<String>,
    /// An area's name or id; what lies within it counts too.
    area: Option<String>,
    /// Where the page starts.
    cursor: Option<String>,
    /// How many, 50 without.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
}

impl RevealQuery {
    fn filter(&self, state: &WebState) -> Result<RevealFilter> {
        let mut wrong = Wrong::default();
        let areas = state.dispatch.areas();
        let filter = RevealFilter {
            actor: wrong.code("actor_id", self.actor_id.as_deref()),
            person: None,
            volunteer: wrong.code("volunteer_id", self.volunteer_id.as_deref()).map(VolunteerId),
            from: wrong.time("from", self.from.as_deref()),
            to: wrong.time("to", self.to.as_deref()),
            areas: wrong.areas(&areas, self.area.as_deref()),
            before: listing::cursor(&mut wrong, self.cursor.as_deref(), |text| text.parse().ok()),
            limit: listing::limit(&mut wrong, self.limit.as_deref()),
        };
        wrong.done()?;
        Ok(filter)
    }
}

/// List who saw whose contact data, the newest first.
///
/// For coordinators of their areas, and administrators. An export of everything counts as a view
/// of everybody.
#[utoipa::path(
    get, path = "/reveals", tag = "reveals", params(RevealQuery),
    responses((status = 200, description = "One page", body = Listing<RevealJson>)),
    security(("token" = []), ("staff" = []))
)]
async fn list_reveals(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    here: Here,
    Query(query): Query<RevealQuery>,
) -> Result<Response> {
    caller.actor.staff(Role::Coordinator)?;
    let mut filter = query.filter(&state)?;
    if let Some(text) = &query.request {
        filter.person = Some(state.dispatch.request_called(&caller.actor, text.trim()).await?);
    }
    let limit = filter.limit;
    filter.limit += 1;
    let rows = state.dispatch.ledger(&caller.actor, filter).await?;
    let areas = state.dispatch.areas();
    let mark = |entry: &LedgerEntry| entry.row.reveal.id.to_string();
    Ok(listing::page(&here, rows, limit, mark, |entry| RevealJson::new(entry, &areas)))
}
