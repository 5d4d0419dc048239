//! Tells an open page that something it shows has changed: a number, nothing else.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use dispatch::{Actor, Dispatch, Refusal};
use futures::Stream;
use matching::RequestId;
use templates::paths;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, sleep_until};

use super::super::visit::Visit;
use crate::error::{Error, Result};
use crate::routes::Routes;
use crate::state::WebState;

/// How often is looked for changes.
const LOOK: Duration = Duration::from_secs(1);
/// A stream ends after so long and is asked for again: rights are checked anew.
const LIFE: Duration = Duration::from_mins(5);
/// A browser that lost its stream waits so long.
const RETRY: Duration = Duration::from_secs(5);

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::STAFF_LIVE, get(stream))
}

/// Whoever watches, and what.
struct Watcher {
    state: WebState,
    actor: Actor,
    request: Option<RequestId>,
    told: Option<i64>,
    until: Instant,
    _place: OwnedSemaphorePermit,
}

async fn stream(visit: Visit) -> Result<Response> {
    let actor = visit.staff()?;
    let request = match visit.query("request") {
        "" => None,
        id => Some(id.parse().map_err(|_| Refusal::NotFound)?),
    };
    let seen = visit.dispatch().last_change_seen(&actor, request).await?;
    seen.ok_or(Refusal::NotFound)?;
    let place = visit.state.watchers.clone().try_acquire_owned().map_err(|_| Error::Busy)?;
    let watcher = Watcher {
        state: visit.state.clone(),
        actor,
        request,
        told: None,
        until: Instant::now() + LIFE,
        _place: place,
    };
    let mut response = Sse::new(changes(watcher)).keep_alive(KeepAlive::default()).into_response();
    let headers = response.headers_mut();
    // A proxy that collects answers would keep the news back.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The number of the last change, at once and whenever it grows.
fn changes(watcher: Watcher) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
    futures::stream::unfold(watcher, |mut watcher| async move {
        let number = watcher.next().await?;
        let event = Event::default().event("changed").data(number.to_string()).retry(RETRY);
        Some((Ok(event), watcher))
    })
}

impl Watcher {
    /// Waits for the next change; none when the stream ends.
    async fn next(&mut self) -> Option<i64> {
        let mut at = Instant::now();
        loop {
            if self.state.is_leaving() || at >= self.until {
                return None;
            }
            let dispatch: &Dispatch = &self.state.dispatch;
            let seen = dispatch.last_change_seen(&self.actor, self.request).await.ok()??;
            if self.told != Some(seen) {
                self.told = Some(seen);
                return Some(seen);
            }
            at += LOOK;
            sleep_until(at).await;
        }
    }
}
