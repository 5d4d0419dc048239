//! Posting, listing, reading and changing help requests.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use matching::RequestId;
use serde::Deserialize;
use store::RequestFilter;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::body::{Body, Key};
use super::listing::{self, Here, Listing};
use super::parts::{Id, Query, StaffCaller, Wrong};
use super::request_body::{NewRequest, RequestChange};
use super::request_json::{PostedJson, RequestJson, RequestStoryJson};
use super::shapes::{RevealedJson, Why};
use crate::caller::Caller;
use crate::error::Result;
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new()
        .routes(routes!(post_request, list_requests))
        .routes(routes!(get_request, patch_request))
        .routes(routes!(reveal_request))
}

/// Ask for help.
///
/// Anyone may: such a request waits until the link in its receipt is used. Staff's open at once.
#[utoipa::path(
    post, path = "/requests", tag = "requests", request_body = NewRequest,
    params(("Idempotency-Key" = Option<String>, Header, description = "Makes a repeat safe for 24 hours")),
    responses((status = 201, description = "Stored", body = PostedJson)),
    security((), ("token" = []), ("staff" = []))
)]
async fn post_request(
    State(state): State<WebState>,
    caller: Caller,
    key: Key,
    body: Body<NewRequest>,
) -> Result<Response> {
    let replay = key.replay(&caller.actor, &body.bytes)?;
    // Whoever types for somebody else does not know that person's language by their own.
    let language = caller.staff().is_none().then(|| caller.locale.code());
    let input = body.value.input(language);
    let dispatch = &state.dispatch;
    let posted = dispatch.post_help_request(&caller.actor, &input, replay.as_ref()).await?;
    let status = dispatch.status_when_posted(posted.id).await?;
    Ok((StatusCode::CREATED, Json(PostedJson::new(posted, status))).into_response())
}

/// Which requests to list.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RequestQuery {
    /// Statuses, with commas or repeated.
    status: Option<String>,
    /// A category's code.
    category: Option<String>,
    /// `web`, `phone`, `api` or `import`.
    #[param(pattern = "^(web|phone|api|import)$")]
    channel: Option<String>,
    /// The language that the person is written to in (BCP 47).
    language: Option<String>,
    /// `vital` or `normal`.
    #[param(pattern = "^(vital|normal)$")]
    priority: Option<String>,
    /// An area's name or id; what lies within it counts too.
    area: Option<String>,
    /// `true` or `false`.
    #[param(value_type = Option<bool>)]
    needs_attention: Option<String>,
    /// Posted at or after.
    #[param(format = DateTime)]
    from: Option<String>,
    /// Posted before.
    #[param(format = DateTime)]
    to: Option<String>,
    /// Where the page starts.
    cursor: Option<String>,
    /// How many, 50 without.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 200)]
    limit: Option<String>,
}

impl RequestQuery {
    fn filter(&self, state: &WebState) -> Result<RequestFilter> {
        let mut wrong = Wrong::default();
        let areas = state.dispatch.areas();
        let filter = RequestFilter {
            statuses: wrong.codes("status", self.status.as_deref()),
            category: wrong.code("category", self.category.as_deref()),
            channel: wrong.code("channel", self.channel.as_deref()),
            language: wrong.code("language", self.language.as_deref()),
            priority: wrong.code("priority", self.priority.as_deref()),
            areas: wrong.areas(&areas, self.area.as_deref()),
            needs_attention: wrong.code("needs_attention", self.needs_attention.as_deref()),
            from: wrong.time("from", self.from.as_deref()),
            to: wrong.time("to", self.to.as_deref()),
            before: listing::cursor(&mut wrong, self.cursor.as_deref(), |text| text.parse().ok()),
            limit: listing::limit(&mut wrong, self.limit.as_deref()),
        };
        wrong.done()?;
        Ok(filter)
    }
}

/// List requests, newest first.
#[utoipa::path(
    get, path = "/requests", tag = "requests", params(RequestQuery),
    responses((status = 200, description = "One page", body = Listing<RequestJson>)),
    security(("token" = []), ("staff" = []))
)]
async fn list_requests(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    here: Here,
    Query(query): Query<RequestQuery>,
) -> Result<Response> {
    let mut filter = query.filter(&state)?;
    let limit = filter.limit;
    filter.limit += 1;
    let rows = state.dispatch.list_requests(&caller.actor, filter).await?;
    let areas = state.dispatch.areas();
    let write = |row| RequestJson::new(row, &areas);
    Ok(listing::page(&here, rows, limit, |row| row.id.to_string(), write))
}

/// Read a request.
#[utoipa::path(
    get, path = "/requests/{id}", tag = "requests",
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request", body = RequestStoryJson)),
    security(("token" = []), ("staff" = []))
)]
async fn get_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
) -> Result<Json<RequestStoryJson>> {
    let dispatch = &state.dispatch;
    let request = dispatch.request(&caller.actor, id).await?;
    let engagements = dispatch.engagements(&caller.actor, id).await?;
    let alerts = dispatch.alerts(&caller.actor, id).await?;
    Ok(Json(RequestStoryJson::new(request, engagements, alerts, &dispatch.areas())))
}

/// Change a request.
///
/// A change of place, category or time withdraws the outstanding alerts and looks again.
#[utoipa::path(
    patch, path = "/requests/{id}", tag = "requests", request_body = RequestChange,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The request as it is now", body = RequestJson)),
    security(("token" = []), ("staff" = []))
)]
async fn patch_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<RequestChange>,
) -> Result<Json<RequestJson>> {
    let dispatch = &state.dispatch;
    dispatch.edit_request(&caller.actor, id, &body.value.into()).await?;
    let request = dispatch.request(&caller.actor, id).await?;
    Ok(Json(RequestJson::new(request, &dispatch.areas())))
}

/// Show who asks, where exactly and what exactly.
///
/// Every view is an entry in the ledger.
#[utoipa::path(
    post, path = "/requests/{id}/reveal", tag = "requests", request_body = Why,
    params(("id" = Uuid, Path, description = "The request")),
    responses((status = 200, description = "The contact", body = RevealedJson)),
    security(("token" = []), ("staff" = []))
)]
async fn reveal_request(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Id(id): Id<RequestId>,
    body: Body<Why>,
) -> Result<Json<RevealedJson>> {
    let revealed = state.dispatch.reveal_to_staff(&caller.actor, id, &body.value.reason).await?;
    Ok(Json(RevealedJson::new(revealed)))
}
