//! The pages: handlers that extract, call one use case and show a template.
//!
//! A GET writes nothing but session rows. Every form is a POST to the page's own address; success
//! redirects, what is wrong shows the same page with everything that was typed.

mod alert;
mod ask;
mod bad_fields;
mod confirm;
mod contact;
mod demo;
mod door;
mod email_link;
#[cfg(test)]
mod fuzzed;
mod home;
mod manage;
mod near;
mod oidc;
mod own;
mod posted;
mod sessions;
mod sign_in;
mod sign_up;
mod square;
mod staff;
mod staff_sign_in;
mod visit;
mod volunteer_form;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use templates::{Choice, Frame, Locale};

use crate::cookies::Cookie;
use crate::language;
use crate::routes::Routes;
use crate::state::WebState;
use visit::Visit;

/// Every page's route.
pub(crate) fn routes(state: &WebState) -> Routes {
    Routes::new()
        .merge(home::routes())
        .merge(ask::routes())
        .merge(confirm::routes())
        .merge(email_link::routes())
        .merge(alert::routes())
        .merge(contact::routes())
        .merge(sign_in::routes())
        .merge(staff_sign_in::routes())
        .merge(oidc::routes())
        .merge(sign_up::routes())
        .merge(sessions::routes())
        .merge(own::routes())
        .merge(near::routes())
        .merge(manage::routes())
        .merge(door::routes())
        .merge(staff::routes())
        .merge(demo::routes())
        .wrap(|router| router.layer(from_fn_with_state(state.clone(), keep_language)))
}

/// A language chosen with `?lang=` is kept in a cookie.
async fn keep_language(State(state): State<WebState>, request: Request, next: Next) -> Response {
    let asked = language::in_query(request.uri()).and_then(|code| Locale::from_code(&code));
    let mut response = next.run(request).await;
    if let Some(locale) = asked.filter(|locale| state.locales.contains(locale)) {
        let cookie = Cookie::Language.set(&state.settings, locale.code());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// What staff may ask of whoever comes: what volunteers say, and what the team has seen.
fn skills() -> Vec<&'static str> {
    templates::SKILLS.into_iter().chain(templates::TEAM_SKILLS).collect()
}

/// The deployment's categories as choices; `chosen` holds codes joined by `|`.
fn category_choices(visit: &Visit, frame: &Frame, chosen: &str) -> Vec<Choice> {
    let slugs = category_slugs(visit);
    let slugs: Vec<&str> = slugs.iter().map(String::as_str).collect();
    frame.category_choices(&slugs, chosen)
}

/// The deployment's categories, those that ship first.
fn category_slugs(visit: &Visit) -> Vec<String> {
    let used = visit.dispatch().categories();
    let shipped = templates::CATEGORIES.iter().copied();
    let shipped = shipped.filter(|code| used.iter().any(|c| c.code.as_str() == *code));
    let own = used.iter().map(|c| c.code.as_str());
    let own = own.filter(|code| !templates::CATEGORIES.contains(code));
    shipped.chain(own).map(str::to_owned).collect()
}
