//! One visit of a page: who reads it, in which language, on which path.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use dispatch::{Actor, Dispatch, Outcome, Refusal};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use templates::Template;
use templates::pages::{Notice, NoticePage};
use templates::{Frame, Locale, Person, PersonMenu};

use crate::caller::Caller;
use crate::cookies::Cookie;
use crate::error::{Error, Result};
use crate::shell::Shell;
use crate::state::WebState;

/// Who visits which page; the one thing every handler of a page extracts.
#[derive(Clone)]
pub(crate) struct Visit {
    pub state: WebState,
    pub caller: Caller,
    pub locale: Locale,
    /// Without a query; for the first hop of a mailed link without its token too.
    path: String,
    query: Vec<(String, String)>,
    person: Option<Person>,
}

impl Visit {
    /// The use cases.
    pub fn dispatch(&self) -> &Dispatch {
        &self.state.dispatch
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.state.dispatch.now()
    }

    /// The deployment's time zone.
    pub fn zone(&self) -> TimeZone {
        self.state.dispatch.settings().timezone.clone()
    }

    /// What stands around the page.
    pub fn frame(&self) -> Frame {
        Shell::new(&self.state).frame(self.locale, &self.path, self.person.clone())
    }

    /// A part of the query, empty where it is not given.
    pub fn query(&self, name: &str) -> &str {
        let named = self.query.iter().find(|(key, _)| key == name);
        named.map_or("", |(_, value)| value.as_str())
    }

    /// This page's address with another value for one part of its query.
    pub fn with_query(&self, name: &str, value: &str) -> String {
        let mut pairs = url::form_urlencoded::Serializer::new(String::new());
        for (key, kept) in &self.query {
            if key != name && key != "lang" {
                pairs.append_pair(key, kept);
            }
        }
        pairs.append_pair(name, value);
        format!("{}?{}", self.path, pairs.finish())
    }

    /// Whether a public form was sent sooner than a person can fill it in; it is asked once more.
    ///
    /// `begun` is when it was first shown; what does not say so gets a fresh start.
    pub fn is_too_fast(&self, begun: &mut String) -> bool {
        let least = self.state.settings.least_fill_s;
        let age = self.dispatch().form_age_s(begun);
        if least > 0 && age.is_none() {
            *begun = self.dispatch().form_begun();
        }
        least > 0 && age.is_none_or(|age| age < least)
    }

    /// The member of staff who reads.
    ///
    /// # Errors
    /// [`Refusal::Unauthenticated`]: a reader is sent to the door.
    pub fn staff(&self) -> Result<Actor> {
        let staff = self.caller.staff().ok_or(Refusal::Unauthenticated)?;
        Ok(Actor::Staff(staff))
    }

    /// The first name of a volunteer; a word for whoever left and whose name is erased.
    pub async fn first_name(&self, id: matching::VolunteerId) -> Result<String> {
        match self.dispatch().first_name(id).await {
            Ok(name) => Ok(name),
            Err(Refusal::NotFound) => Ok(templates::tr(self.locale, "a-volunteer", &[])),
            Err(other) => Err(other.into()),
        }
    }

    /// The page of a template.
    pub fn show(&self, page: &impl Template) -> Result<Response> {
        self.show_as(StatusCode::OK, page)
    }

    /// The page of a template under another status.
    #[expect(clippy::unused_self, reason = "a page is shown to a visit")]
    pub fn show_as(&self, status: StatusCode, page: &impl Template) -> Result<Response> {
        let text = page.render().map_err(|_| Error::Defect)?;
        let kind = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
        Ok((status, kind, text).into_response())
    }

    /// A page that says one thing.
    pub fn notice(&self, status: StatusCode, notice: &Notice) -> Result<Response> {
        self.show_as(status, &NoticePage::new(self.frame(), notice))
    }

    /// Somewhere else, with a cookie that stands for a session.
    pub fn go_with(&self, to: &str, cookie: Cookie, value: &str) -> Response {
        let mut response = see_other(to);
        let header = cookie.set(&self.state.settings, value);
        response.headers_mut().append(header::SET_COOKIE, header);
        response
    }

    async fn of(state: &WebState, parts: &mut Parts) -> Result<Self> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let path = clean_path(parts.uri.path());
        let query = parts.uri.query().unwrap_or_default();
        let query = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let person = person(state, &caller, &path).await?;
        Ok(Self { state: state.clone(), locale: caller.locale, caller, path, query, person })
    }
}

impl FromRequestParts<WebState> for Visit {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self> {
        Self::of(state, parts).await
    }
}

/// Somewhere else, to be read with GET.
pub(crate) fn see_other(to: &str) -> Response {
    let mut response = Redirect::to("/").into_response();
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}

/// A path of this site, or nothing: what comes in `next` may have been written by anybody.
pub(crate) fn own_path(next: &str) -> Option<&str> {
    let plain = next.starts_with('/')
        && !next.starts_with("//")
        && next.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '\\' | '"' | '<' | '>'));
    plain.then_some(next)
}

/// The path for links to this page: a token never stands in one.
fn clean_path(path: &str) -> String {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    let mailed = ["a", "c", "e", "l", "m", "u", "setup"].contains(&first);
    if mailed { "/".to_owned() } else { path.to_owned() }
}

/// The name and menu of whoever is signed in: staff on their pages, else the volunteer first.
async fn person(state: &WebState, caller: &Caller, path: &str) -> Outcome<Option<Person>> {
    let dispatch = &state.dispatch;
    let staff =
        caller.staff().filter(|_| path.starts_with("/staff") || caller.volunteer().is_none());
    if let Some(staff) = staff {
        let name = dispatch.staff_name(&staff).await?;
        return Ok(Some(Person { name, menu: PersonMenu::Staff }));
    }
    let Some(volunteer) = caller.volunteer() else { return Ok(None) };
    match dispatch.first_name(volunteer).await {
        Ok(name) => Ok(Some(Person { name, menu: PersonMenu::Volunteer })),
        Err(Refusal::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        assert_eq!(own_path("/engagements/1?x=2"), Some("/engagements/1?x=2"));
        for wrong in ["", "https://evil.example", "//evil.example", "/\\evil", "/a b", "/a\nb"] {
            assert_eq!(own_path(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_path_of_a_mailed_link_is_forgotten() {
        assert_eq!(clean_path("/a/secret"), "/");
        assert_eq!(clean_path("/setup/secret"), "/");
        assert_eq!(clean_path("/about/choice"), "/about/choice");
    }
}
