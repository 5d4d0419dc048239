//! The demo's printed links: each signs in as one role, as often as one likes, there only.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use dispatch::{Actor, Refusal};
use matching::{AccountId, RequestId, VolunteerId};
use uuid::Uuid;

use crate::cookies::Cookie;
use crate::error::{Error, Result};
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

/// The links by their keys.
#[derive(Debug, Clone, Default)]
pub struct DemoLinks {
    links: BTreeMap<String, DemoLink>,
    printed: Vec<(String, String)>,
}

impl DemoLinks {
    /// Adds a link under the role's name and a random key.
    ///
    /// # Errors
    /// The system's generator fails.
    pub fn add(&mut self, role: &str, link: DemoLink) -> std::result::Result<(), getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let key = Uuid::from_bytes(bytes).simple().to_string();
        self.printed.push((role.to_owned(), key.clone()));
        self.links.insert(key, link);
        Ok(())
    }

    /// Roles and keys, in the order they were added.
    pub fn printed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.printed.iter().map(|(role, key)| (role.as_str(), key.as_str()))
    }
}

pub(crate) fn routes() -> Router<WebState> {
    Router::new().route("/demo/as/{key}", get(sign_in))
}

async fn sign_in(State(state): State<WebState>, Path(key): Path<String>) -> Result<Response> {
    let link = state.settings.demo_links.links.get(&key).copied();
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
