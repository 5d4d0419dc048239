//! Who calls: one extractor that bundles what handlers ask about the caller.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use dispatch::{Actor, Dispatch, Outcome, Refusal, Staff, Whence};
use matching::{EngagementId, RequestId, VolunteerId};
use templates::Locale;

use crate::cookies::Cookie;
use crate::device::device;
use crate::error::Error;
use crate::language;
use crate::middleware::remember_caller;
use crate::network::{Network, caller_address};
use crate::state::WebState;

/// Who calls, from where, in which language.
///
/// A bearer token stands alone: cookies that come with it do not count, and one that is not known is
/// refused, never taken for a visitor.
#[derive(Clone)]
pub struct Caller {
    /// Whom the use cases see: staff before volunteer before the holder of a link.
    pub actor: Actor,
    /// The language of the answer.
    pub locale: Locale,
    /// Where limits count the call.
    pub network: Network,
    device: String,
    identities: Arc<Identities>,
}

/// Everything the credentials of a call stand for; a browser may be several people at once.
#[derive(Debug, Default)]
struct Identities {
    staff: Option<Staff>,
    volunteer: Option<VolunteerId>,
    engagement: Option<EngagementId>,
    managed: Option<(RequestId, bool)>,
    alert: Option<(matching::AlertId, String)>,
}

impl Caller {
    /// The member of staff, if one calls.
    pub fn staff(&self) -> Option<Staff> {
        self.identities.staff
    }

    /// Where the call comes from, for sign-ins.
    pub fn whence(&self) -> Whence {
        Whence { network: self.network.to_string(), device: self.device.clone() }
    }

    /// The signed-in volunteer, if one calls.
    pub fn volunteer(&self) -> Option<VolunteerId> {
        self.identities.volunteer
    }

    /// The engagement that this browser accepted within the last day.
    pub fn engagement(&self) -> Option<EngagementId> {
        self.identities.engagement
    }

    /// The request whose manage link this browser followed, and whether details may be shown.
    pub fn managed(&self) -> Option<(RequestId, bool)> {
        self.identities.managed
    }

    /// The alert whose link this browser followed, and its token.
    pub fn alert(&self) -> Option<(matching::AlertId, &str)> {
        self.identities.alert.as_ref().map(|(id, token)| (*id, token.as_str()))
    }

    /// As whom the caller may act for an engagement: its holder, its volunteer, else whoever calls.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`] for a visitor.
    pub async fn for_engagement(&self, dispatch: &Dispatch, id: EngagementId) -> Outcome<Actor> {
        if self.identities.engagement == Some(id) {
            return Ok(Actor::Holder(id));
        }
        let Some(volunteer) = self.identities.volunteer.map(Actor::Volunteer) else {
            return match self.actor {
                Actor::Visitor | Actor::Requester(_) => Err(Refusal::Unauthenticated),
                actor => Ok(actor),
            };
        };
        match dispatch.engagement(&volunteer, id).await {
            Ok(_) => Ok(volunteer),
            Err(_) if self.identities.staff.is_some() => Ok(self.actor),
            Err(error) => Err(error),
        }
    }

    async fn of(state: &WebState, parts: &Parts) -> Outcome<Self> {
        let mut may_write = true;
        let identities = match bearer(parts) {
            Some(token) => {
                let (staff, read_only) = state.dispatch.staff_by_token(token).await?;
                may_write = !read_only;
                Identities { staff: Some(staff), ..Identities::default() }
            }
            None => Identities::of_cookies(state, parts).await?,
        };
        let actor = identities.actor();
        let device = device(&parts.headers);
        remember_caller(&parts.extensions, actor, &device);
        // A token that only reads does nothing else, whatever its role may.
        if !may_write && !parts.method.is_safe() {
            return Err(Refusal::Forbidden);
        }
        let address = caller_address(parts, &state.settings.trusted_proxies);
        Ok(Self {
            locale: locale(state, parts, &actor).await?,
            network: Network::of_caller(address),
            device,
            identities: Arc::new(identities),
            actor,
        })
    }
}

impl Identities {
    async fn of_cookies(state: &WebState, parts: &Parts) -> Outcome<Self> {
        let dispatch = &state.dispatch;
        let cookie = |cookie: Cookie| cookie.read(&state.settings, &parts.headers);
        let mut found = Self::default();
        if let Some(value) = cookie(Cookie::Staff) {
            found.staff = dispatch.staff_by_cookie(value).await?;
        }
        if let Some(value) = cookie(Cookie::Volunteer) {
            found.volunteer = dispatch.volunteer_by_cookie(value).await?;
        }
        if let Some(value) = cookie(Cookie::Engagement) {
            found.engagement = dispatch.engagement_by_cookie(value).await?;
        }
        if let Some(value) = cookie(Cookie::Manage) {
            found.managed = living(dispatch.request_of_cookie(value).await)?;
        }
        if let Some(value) = cookie(Cookie::Alert) {
            found.alert = living(dispatch.alert_token_of_cookie(value).await)?;
        }
        Ok(found)
    }

    fn actor(&self) -> Actor {
        if let Some(staff) = self.staff {
            Actor::Staff(staff)
        } else if let Some(volunteer) = self.volunteer {
            Actor::Volunteer(volunteer)
        } else if let Some(engagement) = self.engagement {
            Actor::Holder(engagement)
        } else if let Some((request, _)) = self.managed {
            Actor::Requester(request)
        } else {
            Actor::Visitor
        }
    }
}

/// A session that has ended is no error: its cookie says nothing any more.
fn living<T>(found: Outcome<T>) -> Outcome<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Refusal::Gone) => Ok(None),
        Err(other) => Err(other),
    }
}

/// The bearer token, if there is an `Authorization` header; one of another kind reads as empty.
fn bearer(parts: &Parts) -> Option<&str> {
    let text = parts.headers.get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    let token = text.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    Some(token.map_or("", |(_, token)| token.trim()))
}

async fn locale(state: &WebState, parts: &Parts, actor: &Actor) -> Outcome<Locale> {
    if let Some(chosen) = language::chosen(state, &parts.headers, &parts.uri) {
        return Ok(chosen);
    }
    let own = state.dispatch.language_of(actor).await?;
    let own = own.and_then(|code| Locale::from_code(code.as_str()));
    let own = own.filter(|locale| state.locales.contains(locale));
    Ok(own.unwrap_or_else(|| language::preferred(state, &parts.headers)))
}

/// A fresh session of a volunteer takes the place of the one that this browser had; those of other
/// devices stay.
pub(crate) async fn end_earlier(state: &WebState, headers: &HeaderMap) -> Outcome<()> {
    match Cookie::Volunteer.read(&state.settings, headers) {
        Some(old) => state.dispatch.sign_out(old).await,
        None => Ok(()),
    }
}

impl FromRequestParts<WebState> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Error> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let caller = Self::of(state, parts).await?;
        parts.extensions.insert(caller.clone());
        Ok(caller)
    }
}
