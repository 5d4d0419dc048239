//! The demo's printed links: each signs in as one role, as often as one likes, there only.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use dispatch::{Actor, Refusal};
use matching::{AccountId, RequestId, VolunteerId};
use uuid::Uuid;

use crate::cookies::Cookie;
use crate::error::{Error, Result};
use crate::routes::Routes;
use crate::state::WebState;

/// Whom a link signs in as.
#[derive(Debug, Clone, Copy)]
pub enum DemoLink {
    /// A member of staff.
    Staff(AccountId),
    /// A volunteer.
    Volunteer(VolunteerId),
    /// The person who asked.
    Requester(RequestId),
}

/// The links by their keys. Clones share them: links may be added while the service runs.
#[derive(Debug, Clone, Default)]
pub struct DemoLinks {
    links: Arc<RwLock<BTreeMap<String, DemoLink>>>,
}

impl DemoLinks {
    /// Adds a link under a random key and gives the key.
    ///
    /// # Errors
    /// The system's generator fails.
    pub fn add(&self, link: DemoLink) -> std::result::Result<String, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let key = Uuid::from_bytes(bytes).simple().to_string();
        if let Ok(mut links) = self.links.write() {
            links.insert(key.clone(), link);
        }
        Ok(key)
    }

    fn get(&self, key: &str) -> Option<DemoLink> {
        self.links.read().ok()?.get(key).copied()
    }
}

pub(crate) fn routes() -> Routes {
    Routes::new().route("/demo/as/{key}", get(sign_in))
}

async fn sign_in(State(state): State<WebState>, Path(key): Path<String>) -> Result<Response> {
    let link = state.settings.demo_links.get(&key);
    let link = link.filter(|_| state.settings.demo).ok_or(Error::Refused(Refusal::NotFound))?;
    let dispatch = &state.dispatch;
    let system = Actor::System;
    let (cookie, value, to) = match link {
        DemoLink::Staff(id) => {
            let account = dispatch.session_for_account(&system, id).await?;
            (Cookie::Staff, account, templates::paths::STAFF_DASHBOARD)
        }
        DemoLink::Volunteer(id) => {
            let session = dispatch.session_for_volunteer(&system, id).await?;
            (Cookie::Volunteer, session, templates::paths::ME)
        }
        DemoLink::Requester(id) => {
            let session = dispatch.session_for_requester(&system, id).await?;
            (Cookie::Manage, session, templates::paths::MANAGE)
        }
    };
    let mut headers = HeaderMap::new();
    headers.append(header::SET_COOKIE, cookie.set(&state.settings, &value));
    Ok((headers, Redirect::to(to)).into_response())
}
