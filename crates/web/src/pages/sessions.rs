//! Where somebody is signed in, and signing out elsewhere.

use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use dispatch::{Actor, Refusal};
use store::{Session, sha256};
use templates::pages::{SessionRow, VolunteerSessions};
use templates::paths;

use super::own::own;
use super::posted::Posted;
use super::visit::{Visit, see_other};
use crate::cookies::Cookie;
use crate::error::Result;
use crate::routes::Routes;

pub(super) fn routes() -> Routes {
    Routes::new().route(paths::ME_SESSIONS, get(list).post(answer))
}

async fn list(visit: Visit, headers: HeaderMap) -> Result<Response> {
    let (actor, _) = own(&visit)?;
    let here = Cookie::Volunteer.read(&visit.state.settings, &headers).unwrap_or_default();
    let sessions = rows(&visit, &actor, here).await?;
    let sessions_path = paths::ME_SESSIONS;
    visit.show(&VolunteerSessions { frame: visit.frame(), sessions, sessions_path })
}

async fn answer(visit: Visit, posted: Posted) -> Result<Response> {
    let (actor, _) = own(&visit)?;
    end(&visit, &actor, &posted).await?;
    Ok(see_other(paths::ME_SESSIONS))
}

/// The caller's sessions; `here` is the cookie of this browser.
pub(super) async fn rows(visit: &Visit, actor: &Actor, here: &str) -> Result<Vec<SessionRow>> {
    let here = sha256(here.as_bytes());
    let short = |at: jiff::Timestamp| visit.locale.short_date_time(&at.to_zoned(visit.zone()));
    let row = |session: Session| SessionRow {
        here: session.token_hash == here,
        id: store::hex(&session.token_hash),
        since: short(session.created_at),
        last: short(session.last_used_at.min(visit.now())),
        device: session.device,
    };
    Ok(visit.dispatch().own_sessions(actor).await?.into_iter().map(row).collect())
}

/// Ends one of the caller's sessions, or all; whether the form asked for that.
pub(super) async fn end(visit: &Visit, actor: &Actor, posted: &Posted) -> Result<bool> {
    match posted.get("go") {
        "end" => {
            let hash = unhex(posted.get("session")).ok_or(Refusal::NotFound)?;
            visit.dispatch().end_own_session(actor, &hash).await?;
        }
        "end-all" => visit.dispatch().end_own_sessions(actor).await?,
        _ => return Ok(false),
    }
    Ok(true)
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
