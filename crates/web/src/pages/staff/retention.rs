//! How long things are kept, what went, and what is due.

use axum::response::Response;
use axum::routing::get;
use dispatch::RetentionState;
use templates::pages::{KeptRow, RetentionPage};
use templates::{paths, tr};

use super::super::visit::Visit;
use super::short;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_RETENTION, get(view))
}

async fn view(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let states = visit.dispatch().retention(&actor).await?;
    let rows = states.iter().map(|state| row(&visit, state)).collect();
    visit.show(&RetentionPage { frame: visit.frame(), rows })
}

fn row(visit: &Visit, state: &RetentionState) -> KeptRow {
    let number = |count: i64| visit.locale.number(count);
    let (gone, in_all) = state.last.map_or((0, 0), |last| (last.gone, last.gone_in_all));
    let due = i64::try_from(state.due).unwrap_or(i64::MAX);
    KeptRow {
        what: visit.locale.word("kept", state.class.code()),
        limit: limit(visit, state.limit_h),
        last: state.last.map_or_else(|| "–".to_owned(), |last| short(visit, last.at)),
        counts: [number(gone), number(in_all), number(due)],
        overdue: state.due > 0,
    }
}

fn limit(visit: &Visit, hours: u32) -> String {
    match hours {
        0 => tr(visit.locale, "retention-at-end", &[]),
        hours if hours.is_multiple_of(24) => {
            tr(visit.locale, "retention-days", &[("count", (hours / 24).into())])
        }
        hours => visit.locale.duration(u64::from(hours) * 3600),
    }
}
