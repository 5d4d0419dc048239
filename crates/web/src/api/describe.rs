//! What holds for every call's description: how to sign in, and how errors are told.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, PathItem, Ref, ResponseBuilder};
use utoipa::{Modify, OpenApi as _, PartialSchema, ToSchema};

use super::problem::ProblemJson;
use crate::cookies::Cookie;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "proche",
        description = "Volunteers near people who need help are found, asked, and told whom to visit.",
        license(name = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "requests", description = "Help requests"),
        (name = "volunteers", description = "Volunteers"),
        (name = "alerts", description = "A volunteer's answer, by link"),
        (name = "engagements", description = "A volunteer holding a place"),
        (name = "manage", description = "The person who asked, by link"),
        (name = "sessions", description = "Signing in, confirming"),
        (name = "tasks", description = "What humans must do"),
        (name = "reveals", description = "Who saw whose contact data"),
        (name = "stats", description = "Figures"),
    ),
    modifiers(&SignIn)
)]
struct Description;

/// The description without calls.
pub(super) fn description() -> OpenApi {
    Description::openapi()
}

struct SignIn;

impl Modify for SignIn {
    fn modify(&self, api: &mut OpenApi) {
        let components = api.components.get_or_insert_with(Components::new);
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        let cookies = [
            ("staff", Cookie::Staff, "A member of staff's session"),
            ("volunteer", Cookie::Volunteer, "A volunteer's session"),
            ("engagement", Cookie::Engagement, "The browser that accepted an alert, for a day"),
        ];
        for (name, cookie, text) in cookies {
            let text = format!("{text}; over https the name starts with `__Host-`");
            let key = ApiKeyValue::with_description(cookie.base_name(), &text);
            components.add_security_scheme(name, SecurityScheme::ApiKey(ApiKey::Cookie(key)));
        }
        components.schemas.insert("Problem".to_owned(), ProblemJson::schema());
        let mut inner = Vec::new();
        ProblemJson::schemas(&mut inner);
        components.schemas.extend(inner);
    }
}

/// Adds to every call the problems that it may answer with.
pub(super) fn add_problems(api: &mut OpenApi) {
    for (path, item) in &mut api.paths.paths {
        let link = path.contains("{token}");
        let id = path.contains("{id}");
        for operation in operations(item) {
            let body = operation.request_body.is_some();
            let open = operation.security.as_ref().is_some_and(|security| {
                security.contains(&utoipa::openapi::security::SecurityRequirement::default())
            });
            let writes = operation.request_body.is_some()
                || !operation.responses.responses.contains_key("200")
                || link
                || id;
            let mut add = |status: &str, text: &str| problem(operation, status, text);
            add("400", "The call cannot be read");
            add("401", "Nobody is signed in, or the token is not known");
            if !open {
                add("403", "The caller may not do this");
            } else if writes {
                add("403", "Refused: from another site, or public requests are not taken");
            }
            if id || path.ends_with("/reveals") {
                add("404", "There is no such thing, or not for this caller");
            }
            if link || path.ends_with("/redeem") {
                add("410", "The link no longer works: unknown, expired or revoked");
            }
            if writes {
                add("409", "The state does not allow it; `code` says why");
                add("429", "A limit is reached; see `Retry-After`");
            }
            if body {
                add("413", "The body is longer than 64 KiB");
                add("415", "The body is not JSON");
                add("422", "Fields cannot be used; all of them are named");
            }
            add("500", "A defect");
            add("503", "Too busy; see `Retry-After`");
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().filter_map(Option::as_mut)
}

fn problem(operation: &mut Operation, status: &str, text: &str) {
    let schema = Ref::from_schema_name("Problem");
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new()
        .description(text)
        .content("application/problem+json", content)
        .build();
    let responses = &mut operation.responses.responses;
    responses.entry(status.to_owned()).or_insert_with(|| response.into());
}
