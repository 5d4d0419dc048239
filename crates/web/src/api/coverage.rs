//! Need and help on the map.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use dispatch::CoverageCell;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::parts::{Query, StaffCaller, Wrong};
use crate::error::{Error, Result};
use crate::state::WebState;

pub(super) fn routes() -> OpenApiRouter<WebState> {
    OpenApiRouter::new().routes(routes!(coverage))
}

/// The resolution without one.
const USUAL_RESOLUTION: u8 = 6;

/// How coarse the cells are.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CoverageQuery {
    /// H3 resolution from 4 to 7; 6 without.
    #[param(value_type = Option<u8>, minimum = 4, maximum = 7)]
    resolution: Option<String>,
}

/// Cells as GeoJSON (RFC 7946).
#[derive(Serialize, ToSchema)]
struct CoverageJson {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<FeatureJson>,
}

/// One cell.
#[derive(Serialize, ToSchema)]
struct FeatureJson {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The H3 index.
    id: String,
    geometry: PolygonJson,
    properties: CellJson,
}

/// The cell's outline.
#[derive(Serialize, ToSchema)]
struct PolygonJson {
    /// Always `Polygon`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// One closed ring of `[lon, lat]`.
    coordinates: Vec<Vec<[f64; 2]>>,
}

/// Need and help of the last 28 days.
#[derive(Serialize, ToSchema)]
struct CellJson {
    /// The H3 index.
    cell: String,
    /// Requests opened.
    requests: u32,
    /// Of these matched in time.
    matched: u32,
    /// Of these not matched.
    unmet: u32,
    /// Active volunteers who start from here.
    volunteers: u32,
    /// Matched of all; `null` without requests.
    match_rate: Option<f64>,
}

impl FeatureJson {
    fn new(cell: &CoverageCell) -> Self {
        let mut ring: Vec<[f64; 2]> =
            cell.cell.boundary().iter().map(|at| [at.lon(), at.lat()]).collect();
        if let Some(first) = ring.first().copied()
            && ring.last() != Some(&first)
        {
            ring.push(first);
        }
        let index = cell.cell.to_string();
        let rate = f64::from(cell.matched) / f64::from(cell.requests.max(1));
        Self {
            kind: "Feature",
            id: index.clone(),
            geometry: PolygonJson { kind: "Polygon", coordinates: vec![ring] },
            properties: CellJson {
                cell: index,
                requests: cell.requests,
                matched: cell.matched,
                unmet: cell.unmet,
                volunteers: cell.volunteers,
                match_rate: (cell.requests > 0).then_some(rate),
            },
        }
    }
}

/// Read need and help by cell.
#[utoipa::path(
    get, path = "/coverage.geojson", tag = "stats", params(CoverageQuery),
    responses((status = 200, description = "The cells", body = CoverageJson, content_type = "application/geo+json")),
    security(("token" = []), ("staff" = []))
)]
async fn coverage(
    State(state): State<WebState>,
    StaffCaller(caller): StaffCaller,
    Query(query): Query<CoverageQuery>,
) -> Result<Response> {
    let mut wrong = Wrong::default();
    let read = |text: &str| text.parse().ok().filter(|number| (4..=7).contains(number));
    let resolution = wrong.read("resolution", query.resolution.as_deref(), "out_of_range", read);
    wrong.done()?;
    let resolution = resolution.unwrap_or(USUAL_RESOLUTION);
    let cells = state.dispatch.coverage(&caller.actor, None, resolution).await?;
    let features = cells.iter().map(FeatureJson::new).collect();
    let map = CoverageJson { kind: "FeatureCollection", features };
    let text = serde_json::to_string(&map).map_err(|_| Error::Defect)?;
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], text).into_response())
}
